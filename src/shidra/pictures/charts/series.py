"""What a trend is drawn from: lines of points, a target, a disparity, as plain values."""

from dataclasses import dataclass

__all__ = ["Disparity", "Target", "TrendLine", "TrendPoint", "Turn"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period of one line. A hidden value carries its reason, one not measured neither."""

    value: float | None
    text: str = ""
    hidden: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One group, or the total when `group` is None; a point for each period.

    `path` are the steps to its target, as places among the periods with their values. A quiet line
    stands back behind the one that is looked at.
    """

    name: str
    points: tuple[TrendPoint, ...]
    group: int | None = None
    path: tuple[tuple[int, float], ...] = ()
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where the line should arrive: a period (its place in `periods`) and a value."""

    period: int
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Where another definition begins: the place of its first period, in words.

    Where it is a break, no line leads over it and no path begins before it.
    """

    period: int
    text: str
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Disparity:
    """The distance between two groups at the last period, in words."""

    low: float
    high: float
    text: str
