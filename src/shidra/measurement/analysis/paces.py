"""How fast everybody, each group and the disparity move: the door to the paces of `core.figures`."""

from collections.abc import Sequence
from dataclasses import replace

from shidra.core.figures import Pace as Found
from shidra.core.figures import closure, needed_pace, pace_of, period_at
from shidra.core.series import difference_interval
from shidra.measurement.analysis.courses import between, sure_of
from shidra.measurement.presentation.progress import Closing, Pace, Progress
from shidra.measurement.presentation.readings import Aim, Apart, Reading, is_unknown
from shidra.protection.permissions import ShownCell

__all__ = ["paced"]


def paced(reading: Reading) -> Reading:
    """A reading with the pace of each of its lines, and of its disparity."""
    lines = [("", reading.total, reading.aim)]
    lines += [
        (group, cells, reading.group_aims.get(group))
        for group, cells in reading.groups.items()
        if not is_unknown(group)
    ]
    found = {line: _progress(reading, cells, aim) for line, cells, aim in lines}
    sure = replace(reading, apart=tuple(_sure(reading, apart) for apart in reading.apart))
    return replace(
        sure,
        progress={line: progress for line, progress in found.items() if progress},
        closing=_closing(sure),
    )


def _progress(reading: Reading, cells: Sequence[ShownCell], aim: Aim | None) -> Progress | None:
    told = [(period, shown.value or 0.0) for period, shown in reading.shown(cells)]
    if not told:
        return None
    by_period = dict(zip(reading.periods, cells, strict=True))
    pace = pace_of(told, [between(by_period[period], reading.indicator) for period, _v in told])
    needed = None
    if aim and aim.status not in {"reached", "unknown"}:
        needed = needed_pace(told[-1], (aim.period, aim.value))
    return Progress(told[0], told[-1], _plain(pace), needed)


def _plain(pace: Found | None) -> Pace | None:
    return Pace(pace.a_year, pace.lower, pace.upper) if pace else None


def _sure(reading: Reading, apart: Apart) -> Apart:
    """The disparity with what the counts of its two groups leave open."""
    if apart.value.value is None or apart.value.is_rounded:
        return apart
    place = reading.periods.index(apart.period)
    high, low = (reading.groups[group][place] for group in (apart.highest, apart.lowest))
    among = [sure_of(cell, reading.indicator) for cell in (high, low)]
    if among[0] is None or among[1] is None:
        return apart
    found = difference_interval(high.value.value or 0.0, among[0], low.value.value or 0.0, among[1])
    return replace(apart, sure=(found.lower, found.upper))


def _closing(reading: Reading) -> Closing | None:
    shown = reading.shown_apart
    if not shown:
        return None
    told = [(apart.period, apart.value.value or 0.0) for apart in shown]
    pace = pace_of(told, [_left_open(reading, apart) for apart in shown])
    found, like = closure(told[-1], pace), told[-1][0]
    years = (found.year, found.earliest, found.latest)
    named = ["" if year is None else period_at(year, like) for year in years]
    aimed, until = _aimed(reading)
    return Closing(
        found.status,
        told[-1][1],
        _plain(pace),
        period=named[0],
        earliest=named[1],
        latest=named[2],
        aimed=aimed,
        until=until,
        needed=None if aimed is None else needed_pace(told[-1], (until, aimed)),
    )


def _left_open(reading: Reading, apart: Apart) -> tuple[float, float] | None:
    """Between what a disparity lies, by the counts of its two groups or by how both are rounded."""
    if apart.sure or not apart.value.is_rounded or apart.value.value is None:
        return apart.sure
    place = reading.periods.index(apart.period)
    ends = [
        between(reading.groups[group][place], reading.indicator)
        for group in (apart.highest, apart.lowest)
    ]
    half = sum((end[1] - end[0]) / 2 for end in ends if end)
    return apart.value.value - half, apart.value.value + half


def _aimed(reading: Reading) -> tuple[float | None, str]:
    """The disparity between the targets, where every group of today's has one for the same period."""
    named = [group for group in reading.groups if not is_unknown(group)]
    aims = [reading.group_aims.get(group) for group in named]
    known = [aim for aim in aims if aim]
    if not known or len(known) < len(aims) or len({aim.period for aim in known}) > 1:
        return None, ""
    values = [aim.value for aim in known]
    return max(values) - min(values), known[0].period
