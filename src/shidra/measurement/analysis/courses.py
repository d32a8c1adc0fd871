"""A series against chance, as methods for few and slow periods ask: the door to `core.series`.

Fewer than 6 periods get a median and no limits, 6 to 12 provisional limits. Where the counts of
the first and the last period are shown, these are tested by their own sampling error.
"""

from math import isclose
from statistics import median

from shidra.core.figures import periods_after, periods_through
from shidra.core.series import (
    ENOUGH_POINTS,
    Counted,
    Improvement,
    Interval,
    apart,
    chart_of,
    fewest_points,
    forecast,
    rate_interval,
    share_interval,
)
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.course import Bounds, Course, Spot, Step
from shidra.measurement.presentation.readings import Reading
from shidra.protection.analysis import BASE
from shidra.protection.permissions import ShownCell

__all__ = ["between", "counted_of", "course_of", "sure_of"]

FEWEST_LIMITS = 6
PARTS_AHEAD = 3
PER_THOUSAND = 1000
# Half the step that protection rounds to: a share to whole percent, others to two figures.
HALF_A_PERCENT = 0.005
HALF_OF_TWO_FIGURES = 0.05

type Told = tuple[str, ShownCell]


def course_of(reading: Reading) -> Course | None:
    """What can be told of the figures for everybody; None where fewer than two follow each other."""
    told = _last_run(reading)
    if len(told) < 2:  # noqa: PLR2004 - a change needs two
        return None
    values = [cell.value.value or 0.0 for _period, cell in told]
    sure = [sure_of(cell, reading.indicator) for _period, cell in told]
    ends = sure[0], sure[-1]
    spots = tuple(
        Spot(period, value, _bounds(interval))
        for (period, _cell), value, interval in zip(told, values, sure, strict=True)
    )
    course = Course(
        spots,
        Bounds(None, None, median(values)),
        tested=apart(ends[0], ends[1]) if ends[0] and ends[1] else None,
        ahead=_ahead(told[-1][0], values, reading.indicator),
        begins_late=told[0][0] != reading.periods[0],
        is_rounded=any(cell.value.is_rounded for _period, cell in told),
    )
    return course if len(values) < FEWEST_LIMITS else _charted(course, reading)


def _last_run(reading: Reading) -> list[Told]:
    """The comparable periods with a figure that follow each other up to the last that has any."""
    run: list[Told] = []
    comparable = dict(reading.shown_total)
    for period, cell in zip(reading.periods, reading.total, strict=True):
        if period not in comparable:
            continue
        if run and periods_through(run[-1][0], period) != (run[-1][0], period):
            run = []
        run.append((period, cell))
    return run


def _charted(course: Course, reading: Reading) -> Course:
    """The same with limits and what the rules flag."""
    is_upward = reading.indicator.better == Indicator.Better.HIGHER
    chart = chart_of(
        [spot.value for spot in course.spots],
        Improvement.INCREASE if is_upward else Improvement.DECREASE,
        target=reading.aim.value if reading.aim else None,
    )
    spots = tuple(
        Spot(spot.period, spot.value, spot.sure, point.rule, point.side, point.variation)
        if point.side
        else spot
        for spot, point in zip(course.spots, chart.points, strict=True)
    )
    last, lowest = chart.points[-1], min(spot.value for spot in spots)
    lower, upper = _possible(last.lower, last.upper, lowest, reading.indicator)
    return Course(
        spots,
        Bounds(lower, upper, last.mean),
        has_limits=True,
        is_provisional=len(spots) < ENOUGH_POINTS,
        tested=course.tested,
        assurance="" if chart.assurance == "none" else chart.assurance,
        ahead=course.ahead,
        begins_late=course.begins_late,
        is_rounded=course.is_rounded,
    )


def counted_of(cell: ShownCell, indicator: Indicator) -> Counted | None:
    """The counts of a figure, where both are shown as they are and the figure is what they give."""
    counted, among = cell.numerator.value, cell.denominator.value
    if counted is None or not among or cell.value.value is None or cell.value.is_rounded:
        return None
    is_rate = indicator.unit == Indicator.Unit.RATE_1000
    per = PER_THOUSAND if is_rate else 1
    # A figure in the terms of another definition is no longer what its counts give.
    if not isclose(per * counted / among, cell.value.value, rel_tol=1e-9, abs_tol=1e-12):
        return None
    if is_rate or (indicator.is_share and 0 <= counted <= among):
        return Counted(counted, among, per, is_rate=is_rate)
    return None


def sure_of(cell: ShownCell, indicator: Indicator) -> Interval | None:
    """How sure a figure is by its own counts, where both are shown as they are."""
    found = counted_of(cell, indicator)
    if found is None:
        return None
    if not found.is_rate:
        return share_interval(found.events, found.among)
    among = rate_interval(found.events, found.among)
    return Interval(among.lower * found.per, among.upper * found.per)


def _sure_of_rounded(cell: ShownCell, indicator: Indicator) -> Interval | None:
    """How sure a figure of rounded counts is: by the least and the most that each of them may be."""
    counted, among = cell.numerator.value, cell.denominator.value
    if (
        counted is None
        or not among
        or not (cell.numerator.is_rounded and cell.denominator.is_rounded)
    ):
        return None
    off = BASE - 1
    if among <= off or not (indicator.is_share or indicator.unit == Indicator.Unit.RATE_1000):
        return None
    least, most = max(counted - off, 0.0), counted + off
    if indicator.is_share:
        low = share_interval(min(least, among + off), among + off)
        high = share_interval(min(most, among - off), among - off)
        return Interval(low.lower, high.upper)
    low, high = rate_interval(least, among + off), rate_interval(most, among - off)
    return Interval(low.lower * PER_THOUSAND, high.upper * PER_THOUSAND)


def _bounds(interval: Interval | None) -> Bounds | None:
    return Bounds(interval.lower, interval.upper) if interval else None


def _ahead(last: str, values: list[float], indicator: Indicator) -> tuple[Step, ...]:
    """The straight way on, for at most a third as many periods as there were."""
    horizon = len(values) // PARTS_AHEAD
    if horizon < 1 or len(values) < fewest_points("drift"):
        return ()
    steps, lowest = forecast(values, horizon, "drift"), min(values)
    return tuple(
        Step(
            period,
            _possible(step.mean, step.mean, lowest, indicator)[0],
            Bounds(*_possible(step.lo80, step.hi80, lowest, indicator)),
        )
        for period, step in zip(periods_after(last, horizon), steps, strict=True)
    )


def _possible(
    lower: float, upper: float, lowest: float, indicator: Indicator
) -> tuple[float, float]:
    """Ends that the figure can have: nothing negative that never was, no share above all."""
    least = 0.0 if lowest >= 0 else float("-inf")
    most = 1.0 if indicator.is_share else float("inf")
    return min(max(lower, least), most), max(min(upper, most), least)


def between(cell: ShownCell, indicator: Indicator) -> tuple[float, float] | None:
    """Between what the figure lies: what its counts leave open, or how it was rounded."""
    if sure := sure_of(cell, indicator) or _sure_of_rounded(cell, indicator):
        return sure.lower, sure.upper
    value = cell.value.value
    if value is None or not cell.value.is_rounded:
        return None
    half = HALF_A_PERCENT if indicator.is_share else abs(value) * HALF_OF_TWO_FIGURES
    return value - half, value + half
