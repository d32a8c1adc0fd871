"""How fast a series moves, what pace it would need, and when a disparity would close.

The pace is the slope of the least-squares line through all its periods, in the unit of the series
a year. How sure it is follows from two things, and the wider of the two holds: how far the figures
lie from their line, slope ± t · √(RSS / (n − 2) / Σ(x − x̄)²), from three periods on; and what the
counts behind each figure leave open, slope ± 1.96 · √Σ w²s², where w = (x − x̄) / Σ(x − x̄)² and s
is the standard error of a figure.

The year of closing is where the straight way from the latest figure at that pace meets nought. It
tells how fast things go, and is no forecast.

Source: Draper & Smith, *Applied regression analysis* (3rd ed. 1998), ch. 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shidra.core.figures.paths import Point, period_year

__all__ = ["FORESEEABLE", "Closing", "Closure", "Pace", "closure", "needed_pace", "pace_of"]

# The 97.5th percentile of the standard normal distribution, as published tables round it.
_Z = 1.959964
_FEWEST_TO_SPREAD = 3

FORESEEABLE = 50.0
"""Years ahead beyond which no year of closing is told."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a series moves a year, between what with 95 %; None where nobody can tell."""

    a_year: float
    lower: float | None = None
    upper: float | None = None

    @property
    def is_told(self) -> bool:
        """Whether it is known to move at all, and which way."""
        return self.lower is not None and self.upper is not None and self.lower * self.upper > 0


class Closing(StrEnum):
    """What becomes of a disparity at the pace of until now."""

    CLOSED = "closed"
    CLOSES = "closes"
    NOT_FORESEEABLE = "not_foreseeable"
    WIDENS = "widens"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Closure:
    """Whether a disparity closes and in which year; `earliest` and `latest` at the ends of the pace."""

    status: Closing
    year: float | None = None
    earliest: float | None = None
    latest: float | None = None


def pace_of(
    points: Sequence[Point], sure: Sequence[tuple[float, float] | None] = ()
) -> Pace | None:
    """The pace of (period, value) points; None where fewer than two periods were measured.

    Args:
        points: in any order, at most one a period.
        sure: the 95 % interval of each figure, where all of them are known.

    >>> pace = pace_of([("2020", 0.10), ("2021", 0.13), ("2022", 0.15), ("2023", 0.18)])
    >>> round(pace.a_year, 4), round(pace.lower, 4), round(pace.upper, 4)
    (0.026, 0.0199, 0.0321)
    """
    years = [period_year(period) for period, _value in points]
    if len(set(years)) < 2:  # noqa: PLR2004 - a pace needs two
        return None
    middle = math.fsum(years) / len(years)
    spread = math.fsum((year - middle) ** 2 for year in years)
    weights = [(year - middle) / spread for year in years]
    slope = math.fsum(w * value for w, (_period, value) in zip(weights, points, strict=True))
    halves = (_by_spread(points, slope), _by_counts(weights, sure))
    known = [half for half in halves if half is not None]
    if not known:
        return Pace(slope)
    return Pace(slope, slope - max(known), slope + max(known))


def _by_spread(points: Sequence[Point], slope: float) -> float | None:
    """Half the interval that the distances from the line leave; None for two periods."""
    count = len(points)
    if count < _FEWEST_TO_SPREAD:
        return None
    # scipy takes its time to load, so that only what uses it waits.
    from scipy.special import stdtrit

    years = [period_year(period) for period, _value in points]
    middle = math.fsum(years) / count
    level = math.fsum(value for _period, value in points) / count
    rest = math.fsum(
        (value - level - slope * (year - middle)) ** 2
        for year, (_period, value) in zip(years, points, strict=True)
    )
    spread = math.fsum((year - middle) ** 2 for year in years)
    return float(stdtrit(count - 2, 0.975)) * math.sqrt(rest / (count - 2) / spread)


def _by_counts(
    weights: Sequence[float], sure: Sequence[tuple[float, float] | None]
) -> float | None:
    """Half the interval that the counts leave; None where not all of them are known."""
    known = [one for one in sure if one is not None]
    if len(known) != len(weights):
        return None
    halves = [(upper - lower) / 2 for lower, upper in known]
    return math.sqrt(math.fsum((w * half) ** 2 for w, half in zip(weights, halves, strict=True)))


def needed_pace(latest: Point, target: Point) -> float | None:
    """What a series would have to move a year from now on; None where the target's time is over.

    >>> round(needed_pace(("2026", 0.20), ("2030", 0.40)), 6)
    0.05
    """
    left = period_year(target[0]) - period_year(latest[0])
    return (target[1] - latest[1]) / left if left > 0 else None


def closure(latest: Point, pace: Pace | None) -> Closure:
    """In which year a disparity, never negative, would be nought at a pace.

    Nothing is told of a pace that may as well be nought (UNSURE) or whose certainty nobody knows
    (UNKNOWN), and no year more than 50 years ahead.

    >>> closure(("2026", 0.10), Pace(-0.02, -0.025, -0.01)).year
    2031.0
    """
    if latest[1] <= 0:
        return Closure(Closing.CLOSED)
    if pace is None or pace.lower is None or pace.upper is None:
        return Closure(Closing.UNKNOWN)
    if not pace.is_told:
        return Closure(Closing.UNSURE)
    if pace.a_year > 0:
        return Closure(Closing.WIDENS)
    now = period_year(latest[0])
    year, earliest, last = (
        now - latest[1] / slope for slope in (pace.a_year, pace.lower, pace.upper)
    )
    if year - now > FORESEEABLE:
        return Closure(Closing.NOT_FORESEEABLE)
    return Closure(Closing.CLOSES, year, earliest, last if last - now <= FORESEEABLE else None)
