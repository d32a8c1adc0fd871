"""XmR charts of a series: limits by stretch, what lies beyond chance, and what it means.

A stretch runs from one change of limits to the next; windows of rules never reach over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shidra.core.series.limits import Limits, SeriesError, placed, whole
from shidra.core.series.rules import Rule, Side, rules_of

__all__ = ["ENOUGH_POINTS", "Assurance", "Chart", "Improvement", "Point", "Variation", "chart_of"]

ENOUGH_POINTS = 13
"""With fewer points in a stretch its limits are still unsure."""

FEWEST_FIXED = 2


class Improvement(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Variation(StrEnum):
    """What a flagged point says; a point that no rule flags is common variation."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"
    COMMON = "common"


class Assurance(StrEnum):
    """Whether the series, as it goes now, will reach its target each time, never, or by chance."""

    PASS = "pass"  # noqa: S105 - a word of the charts
    FAIL = "fail"
    INCONSISTENT = "inconsistent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Point:
    """One point, with the limits of its stretch; all figures in the unit of the series."""

    value: float
    lower: float
    mean: float
    upper: float
    rule: Rule
    side: Side | None
    variation: Variation


@dataclass(frozen=True, slots=True)
class Chart:
    """A series as a chart.

    Attributes:
        assurance: of the last stretch.
        is_short: a stretch has fewer than 13 points, so that its limits are provisional.
    """

    points: tuple[Point, ...]
    assurance: Assurance
    is_short: bool


def chart_of(
    values: Sequence[float],
    improvement: Improvement,
    *,
    target: float | None = None,
    rebase_at: int | None = None,
    fix_after: int | None = None,
    is_screened: bool = True,
) -> Chart:
    """The chart of one series in order of time.

    Args:
        values: in any unit, none missing.
        improvement: which way is better.
        target: for the assurance, in the unit of the values.
        rebase_at: new limits from this point on, counted from 1; a shorter series keeps its own.
        fix_after: limits from so many first points of each stretch, at least two.
        is_screened: wild moving ranges are left out of the limits, once.

    Raises:
        SeriesError: no value, one that is not finite, a count that cannot be.
    """
    _check(values, target, rebase_at, fix_after)
    scaled, unit = whole(values)
    cut = len(values) if rebase_at is None else min(rebase_at - 1, len(values))
    ends = [(start, end) for start, end in ((0, cut), (cut, len(values))) if start < end]
    points: list[Point] = []
    for start, end in ends:
        stretch = scaled[start:end]
        baseline = len(stretch) if fix_after is None else fix_after
        where = placed(stretch, unit, baseline, is_screened=is_screened)
        for value, found in zip(values[start:end], rules_of(stretch, where), strict=True):
            points.append(_point(float(value), where.limits, found, improvement))
    last = points[-1]
    return Chart(
        tuple(points),
        _assurance(Limits(last.lower, last.mean, last.upper), target, improvement),
        any(end - start < ENOUGH_POINTS for start, end in ends),
    )


def _check(
    values: Sequence[float], target: float | None, rebase_at: int | None, fix_after: int | None
) -> None:
    if not values:
        raise SeriesError("there is no value.")
    if target is not None:
        whole([target])
    if rebase_at is not None and rebase_at < 1:
        raise SeriesError("new limits begin at point 1 or later.")
    if fix_after is not None and fix_after < FEWEST_FIXED:
        raise SeriesError("limits are fixed after two points or more.")


def _point(
    value: float, limits: Limits, found: tuple[Rule, Side | None], improvement: Improvement
) -> Point:
    rule, side = found
    return Point(
        value,
        limits.lower,
        limits.mean,
        limits.upper,
        rule,
        side,
        _variation(side, improvement),
    )


def _variation(side: Side | None, improvement: Improvement) -> Variation:
    if side is None:
        return Variation.COMMON
    if improvement is Improvement.NEUTRAL:
        return Variation.NEUTRAL
    better = Side.HIGH if improvement is Improvement.INCREASE else Side.LOW
    return Variation.IMPROVEMENT if side is better else Variation.CONCERN


def _assurance(limits: Limits, target: float | None, improvement: Improvement) -> Assurance:
    if target is None or improvement is Improvement.NEUTRAL:
        return Assurance.NONE
    is_upward = improvement is Improvement.INCREASE
    if target > limits.upper:
        return Assurance.FAIL if is_upward else Assurance.PASS
    if target < limits.lower:
        return Assurance.PASS if is_upward else Assurance.FAIL
    return Assurance.INCONSISTENT
