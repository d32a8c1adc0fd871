"""Reads of workshops: which code opens what, what was suggested, and what it says."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import FactorEntry, Link
from shidra.roadmap.queries import (
    adopted_version_or_none,
    entries_of,
    links_of,
    open_version_or_none,
)
from shidra.workshops.models import Suggestion, Workshop

__all__ = [
    "CODE_DIGITS",
    "Arrived",
    "Counts",
    "End",
    "MapNames",
    "counts_of",
    "digits_of",
    "ends_of_choice",
    "factor_became",
    "is_open",
    "last_speaker",
    "map_of",
    "others_accepted",
    "stands_on",
    "suggestions_of",
    "suggestions_of_phone",
    "workshop_by_code_or_none",
    "workshops_of",
]

CODE_DIGITS = 8
State, Kind = Suggestion.State, Suggestion.Kind


def digits_of(typed: str) -> str:
    """A code as it was typed, in the digits of any keyboard, without what stands between them.

    >>> digits_of("٤٨٢١ 9037"), digits_of("4821-9037"), digits_of("password")
    ('48219037', '48219037', '')
    """
    return "".join(
        str(unicodedata.decimal(sign)) for sign in typed if unicodedata.category(sign) == "Nd"
    )


def workshop_by_code_or_none(typed: str) -> Workshop | None:
    """The workshop of this code, whether it goes on or is over."""
    code = digits_of(typed)
    if len(code) != CODE_DIGITS:
        return None
    return Workshop.objects.filter(code=code).select_related("initiative").first()


def is_open(workshop: Workshop, at: datetime | None = None) -> bool:
    """Whether the code opens it now."""
    is_over = workshop.closed_at is not None or workshop.ends_at <= (at or timezone.now())
    return not (is_over or workshop.initiative.is_read_only)


def workshops_of(initiative: Initiative) -> QuerySet[Workshop]:
    """The workshops of an initiative, newest first, each with how much came and how much waits."""
    waiting = Count("suggestions", filter=Q(suggestions__state=State.WAITING))
    return (
        Workshop.objects.filter(initiative=initiative)
        .select_related("initiative")
        .annotate(came=Count("suggestions"), waiting=waiting)
    )


def suggestions_of(workshop: Workshop) -> QuerySet[Suggestion]:
    """All that was suggested, in the order in which it came."""
    return Suggestion.objects.filter(workshop=workshop).select_related(
        "source", "target", "merged_into"
    )


def suggestions_of_phone(workshop: Workshop, phone: str) -> QuerySet[Suggestion]:
    """What came from one phone, newest first."""
    return suggestions_of(workshop).filter(phone=phone).exclude(phone="").order_by("-id")


def others_accepted(workshop: Workshop, phone: str) -> QuerySet[Suggestion]:
    """What others suggested and the facilitator accepted, newest first."""
    found = suggestions_of(workshop).filter(state=State.ACCEPTED).exclude(phone=phone)
    return found.order_by("-decided_at", "-id")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much came, and what became of it."""

    phones: int
    waiting: int
    accepted: int
    decided: int


def counts_of(workshop: Workshop) -> Counts:
    """How many phones sent something, and how many suggestions stand where."""
    found = Suggestion.objects.filter(workshop=workshop).aggregate(
        phones=Count("phone", distinct=True, filter=~Q(phone="")),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        accepted=Count("pk", filter=Q(state=State.ACCEPTED)),
        decided=Count("pk", filter=~Q(state=State.WAITING)),
    )
    return Counts(**found)


@dataclass(frozen=True, slots=True)
class MapNames:
    """Factors of a map by code, in its order, and its links by the codes of both ends."""

    names: Mapping[str, Text]
    links: Sequence[Link]
    stages: Mapping[str, int]
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """What waits in a workshop: the map that takes changes, and the suggestions in groups.

    Attributes:
        groups: likely duplicates together, the first stands for all.
        like: by the number of a first one, the codes of factors that say much the same.
    """

    map: MapNames
    groups: Sequence[Sequence[Suggestion]]
    like: Mapping[int, Sequence[str]]


def map_of(initiative: Initiative, *, drafts: bool = False) -> MapNames:
    """The map that counts now; with `drafts`, the one that takes changes."""
    version = adopted_version_or_none(initiative)
    if drafts:
        version = open_version_or_none(initiative) or version
    if version is None:
        return MapNames({}, (), {})
    entries: list[FactorEntry] = list(entries_of(version))
    return MapNames(
        names={entry.factor.code: entry.name for entry in entries},
        links=list(links_of(version)),
        stages={entry.factor.code: entry.stage for entry in entries},
        tracks=tuple(dict.fromkeys(entry.track for entry in entries if entry.track)),
    )


def factor_became(suggestion: Suggestion) -> str:
    """The code of the factor that a suggestion became, by itself or with the one it joined."""
    seen: set[int] = set()
    each: Suggestion | None = suggestion
    while each is not None and each.pk not in seen:
        if each.became:
            return each.became
        seen.add(each.pk)
        each = each.merged_into
    return ""


def stands_on(suggestion: Suggestion, names: MapNames) -> bool:
    """Whether what was accepted is still on the map: a draft may be thrown away.

    A doubt became evidence, which hangs on no draft.
    """
    if suggestion.kind == Kind.FACTOR:
        return suggestion.became in names.names
    if suggestion.kind == Kind.LINK:
        ends = tuple(
            code or (factor_became(suggested) if suggested else "")
            for code, suggested in (
                (suggestion.source_code, suggestion.source),
                (suggestion.target_code, suggestion.target),
            )
        )
        return ends in {(link.source.code, link.target.code) for link in names.links}
    return True


@dataclass(frozen=True, slots=True)
class End:
    """What a link begins or ends at, or a doubt is about: a factor, or what was just suggested."""

    code: str = ""
    suggestion: Suggestion | None = None


def ends_of_choice(workshop: Workshop, source: str, target: str = "") -> tuple[End, End, str]:
    """What was chosen in a form: `f:` a factor, `s:` a suggestion, `l:` a link with its sign."""
    if source.startswith("l:"):
        first, _arrow, second = source.removeprefix("l:").partition(">")
        links = map_of(workshop.initiative).links
        sign = next(
            (
                link.sign
                for link in links
                if (link.source.code, link.target.code) == (first, second)
            ),
            "+",
        )
        return End(first), End(second), sign
    return _end_of_choice(workshop, source), _end_of_choice(workshop, target), ""


def _end_of_choice(workshop: Workshop, choice: str) -> End:
    kind, _colon, named = choice.partition(":")
    if kind == "s":
        return End(suggestion=Suggestion.objects.filter(workshop=workshop, pk=named).first())
    return End(named)


def last_speaker(workshop: Workshop, phone: str) -> str:
    """As whom somebody said to speak last, so that it need not be typed again."""
    own = suggestions_of_phone(workshop, phone).exclude(speaker="")
    return own.values_list("speaker", flat=True).first() or ""
