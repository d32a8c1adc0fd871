"""Targets of everybody and of each group, with the path to each and where the series stands on it.

The path begins where the baseline of the indicator lies, or else where figures begin that are
comparable with the latest, and leads through every target of the same place and group.
"""

from collections.abc import Sequence
from dataclasses import replace

from shidra.core.figures import PathStatus, path_of, periods_through, standing
from shidra.measurement.analysis.courses import between
from shidra.measurement.presentation.readings import Aim, Reading
from shidra.measurement.queries import Goal
from shidra.protection.permissions import ShownCell

__all__ = ["aimed", "narrowed"]


def aimed(reading: Reading, goals: Sequence[Goal]) -> Reading:
    """A reading with its targets; `goals` are those of its place."""
    lines: dict[frozenset[str], list[Goal]] = {}
    for goal in goals:
        lines.setdefault(goal.groups, []).append(goal)
    whole = lines.get(frozenset())
    last = max((goal.period for goal in goals), default="")
    return replace(
        reading,
        axis=_axis(reading.periods, last),
        aim=_aim(whole, reading, reading.total) if whole else None,
        group_aims={
            group: _aim(found, reading, cells)
            for group, cells in reading.groups.items()
            if (found := lines.get(frozenset({group})))
        },
    )


def _axis(periods: tuple[str, ...], last: str) -> tuple[str, ...]:
    if not periods:
        return ()
    return periods_through(periods[0], max(periods[-1], last))


def _aim(goals: Sequence[Goal], reading: Reading, cells: Sequence[ShownCell]) -> Aim:
    targets = sorted((goal.period, goal.value) for goal in goals)
    told = [(period, shown.value or 0.0) for period, shown in reading.shown(cells)]
    if not told:
        return Aim(*targets[-1], PathStatus.UNKNOWN)
    begun = next((at for at in told if at[0] == reading.indicator.baseline_period), told[0])
    latest = dict(zip(reading.periods, cells, strict=True))[told[-1][0]]
    found = standing(begun, told[-1], *targets, sure=between(latest, reading.indicator))
    return Aim(*targets[-1], found.status, found.expected, path_of(begun, targets))


def narrowed(reading: Reading, since: str) -> Reading:
    """From a period on; where targets and paths lead from stays as it was."""
    at = reading.periods.index(since)
    return replace(
        reading,
        periods=reading.periods[at:],
        axis=tuple(period for period in reading.axis if period >= since),
        total=reading.total[at:],
        groups={group: cells[at:] for group, cells in reading.groups.items()},
        places={place: cells[at:] for place, cells in reading.places.items()},
        remainder=reading.remainder[at:],
        exceeding=tuple(period for period in reading.exceeding if period >= since),
        apart=reading.apart[at:],
        wholes=reading.wholes[at:],
        versions=reading.versions[at:],
        stretches=reading.stretches[at:],
        given={line: cells[at:] for line, cells in reading.given.items()},
    )
