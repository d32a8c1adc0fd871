"""How fast a series moves and whether a disparity closes: numbers its reader may see, without words.

All of it is reckoned from the figures as they are shown, so that it gives away nothing they don't.
"""

from dataclasses import dataclass

__all__ = ["Closing", "Pace", "Progress"]

type Told = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a year, between what with 95 %; None where nobody can tell."""

    a_year: float
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a line began and stands, how fast it moves, and how fast it would have to.

    Attributes:
        needed: a year from the latest figure on; None without a target that is still to come.
    """

    began: Told
    latest: Told
    pace: Pace | None = None
    needed: float | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What becomes of the disparity at the pace of until now.

    Attributes:
        status: closed, closes, not_foreseeable, widens, unsure or unknown.
        period: the first in which it would be nought; earliest and latest at the ends of the pace,
            the latest empty where it is not foreseeable.
        aimed: the disparity that the targets of the groups leave in the period `until`, and
            needed: what the disparity would have to move a year to arrive there.
    """

    status: str
    latest_value: float
    pace: Pace | None = None
    period: str = ""
    earliest: str = ""
    latest: str = ""
    aimed: float | None = None
    until: str = ""
    needed: float | None = None
