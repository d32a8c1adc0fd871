"""What each format can carry of a map, and what an export of this map leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["CARRIED", "PARTS", "Carried", "LeftOut", "carried_by", "left_out"]

type Words = str | Promise

# The parts of a map, in the order in which people meet them.
PARTS: Final[Mapping[str, Words]] = {
    "factors": _("Factors: code, kind, track, stage, state, owner and all other columns"),
    "names": _("Names and descriptions in three languages"),
    "links": _("Links: sign, strength, effect, time until it shows, status"),
    "labels": _("Names of tracks and levels"),
    "evidence": _("Evidence"),
    "talk": _("Doubts, talk, voices and context of a factor"),
    "history": _("Earlier versions, who changed what and why"),
    "measures": _("Indicators, money, activities and what is missing"),
}

_EVERYWHERE = frozenset({"factors", "names", "links"})

CARRIED: Final[Mapping[str, frozenset[str]]] = {
    "tables": _EVERYWHERE | {"labels", "evidence"},
    "kumu": _EVERYWHERE,
    "kumu-sheets": _EVERYWHERE,
    "graphml": _EVERYWHERE,
    "gexf": _EVERYWHERE,
}


@dataclass(frozen=True, slots=True)
class Carried:
    """One part of a map, and the formats that carry it."""

    part: str
    words: Words
    formats: frozenset[str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part that an export does not hold, and how much of it this map has."""

    part: str
    words: Words
    count: int


def carried_by() -> tuple[Carried, ...]:
    """The table of what each format can carry, part by part."""
    return tuple(
        Carried(part, words, frozenset(name for name, parts in CARRIED.items() if part in parts))
        for part, words in PARTS.items()
    )


def left_out(format_: str, counts: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """What this map has of the parts that a format cannot carry; `counts` by part."""
    return tuple(
        LeftOut(part, words, counts[part])
        for part, words in PARTS.items()
        if part not in CARRIED[format_] and counts.get(part)
    )
