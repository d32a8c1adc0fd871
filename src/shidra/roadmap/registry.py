"""What higher rooms know of the map: who answers for a factor, and what else is told of a past day.

The map stands below the network and below gaps, and knows neither. They register here when the
program starts; whoever asks is told only what their own access may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shidra.i18n.phrases import Phrase
from shidra.initiatives.permissions import Access

__all__ = [
    "PastLine",
    "PastPart",
    "answers_for",
    "duties_are_told_by",
    "past_days_are_told_by",
    "told_of_day",
]


@dataclass(frozen=True, slots=True)
class PastLine:
    """One thing that stood so on that day: a tag with its tone and icon, and where it is now."""

    name: Phrase
    href: str
    tag: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class PastPart:
    """What another room tells of a past day; `answer` says how much, or that nothing was kept."""

    title: str
    answer: str
    lines: tuple[PastLine, ...] = ()


type _Duties = Callable[[Access, int], bool]
type _Days = Callable[[Access, date, str], PastPart]

_duties: list[_Duties] = []
_days: dict[str, _Days] = {}


def duties_are_told_by(teller: _Duties) -> None:
    """Register who knows which factors a person answers for; said again, it replaces the first."""
    _duties[:] = [teller]


def answers_for(access: Access, factor: int) -> bool:
    """Whether this person belongs to the partner that answers for a factor, by its id."""
    return bool(_duties) and _duties[0](access, factor)


def past_days_are_told_by(name: str, teller: _Days) -> None:
    """Register a room that can tell of past days; registered twice, it tells once."""
    _days[name] = teller


def told_of_day(access: Access, day: date, language: str) -> tuple[PastPart, ...]:
    """What all rooms tell of a day."""
    return tuple(teller(access, day, language) for teller in _days.values())
