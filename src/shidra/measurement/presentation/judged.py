"""What is known of how good the figures of a measure are: numbers and codes, without words.

Nothing in it tells more of people than its reader may see anyway; only `doubts` speak of single
figures, and they are gathered for people with raw rights alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["Doubt", "Judged", "Quality"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One aspect: its letter, empty where nobody can tell, and what it was reckoned from."""

    grade: str = ""
    facts: Mapping[str, float | str | date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question about one figure, place and groups: what seems impossible, or out of line.

    `about` is a fault, a jump, parts_exceed or left_open; `amounts` are what it was seen in.
    """

    about: str
    period: str
    place: str | None = None
    groups: frozenset[str] = frozenset()
    amounts: Mapping[str, float] = field(default_factory=dict)
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """The latest period of a measure, everywhere and for everybody.

    Attributes:
        grade: of the weakest aspect; empty where nothing was measured or nobody can tell.
        aspects: completeness, timeliness, validity, consistency, comparability, in this order.
        there, asked: cells with a figure among those that are asked for.
        is_fresh: no period whose day has passed is missing; None where nobody said the day.
        missing: asked cells without a figure, as places and as `dimension:code`.
        stated: the letters that partners gave to figures of the period.
        has_all: it was reckoned from all figures, not from those alone that everybody sees.
    """

    period: str = ""
    grade: str = ""
    weakest: str = ""
    aspects: Mapping[str, Judged] = field(default_factory=dict)
    there: int = 0
    asked: int = 0
    is_fresh: bool | None = None
    missing: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    has_all: bool = False
    doubts: tuple[Doubt, ...] = ()
