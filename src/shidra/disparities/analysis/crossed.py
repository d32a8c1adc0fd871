"""A measure by two dimensions at once, from the same protected figures as everywhere."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shidra.disparities.presentation.question import BoardQuestion
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import Grouping, SeriesQuestion, paced, series
from shidra.measurement.presentation.readings import UNKNOWN, Apart, Reading
from shidra.protection.permissions import Reason, Shown, ShownCell

__all__ = ["BETWEEN", "crossed"]

# Between the two groups of a crossing, as `dimension:code|dimension:code`.
BETWEEN = "|"


def crossed(access: Access, readings: Sequence[Reading], asked: BoardQuestion) -> list[Reading]:
    """One reading for each measure that has both dimensions."""
    first = {each.indicator.code: each for each in reversed(readings)}
    return [
        paced(_crossed(access, each, asked.crossed))
        for each in reversed(first.values())
        if set(asked.crossed) <= set(each.dimensions) and each.periods
    ]


def _crossed(access: Access, reading: Reading, dimensions: Sequence[str]) -> Reading:
    ends = reading.periods[0], reading.periods[-1]
    question = SeriesQuestion(tuple(map(Grouping, dimensions)), first=ends[0], last=ends[1])
    lines: defaultdict[str, dict[str, ShownCell]] = defaultdict(dict)
    for point in series(access, reading.indicator, question):
        codes = [point[name] for name in dimensions]
        if UNKNOWN in codes or None in codes:
            continue
        group = BETWEEN.join(f"{name}:{code}" for name, code in zip(dimensions, codes, strict=True))
        lines[group][point["period"]] = _cell(point)
    groups = {
        group: tuple(cells.get(period, ShownCell.nothing()) for period in reading.periods)
        for group, cells in sorted(lines.items())
    }
    return replace(
        reading,
        dimension=BETWEEN.join(dimensions),
        groups=groups,
        group_aims={},
        remainder=(),
        wholes=(),
        apart=tuple(_apart(reading.periods, step, groups) for step in range(len(reading.periods))),
    )


def _cell(point: Mapping[str, Any]) -> ShownCell:
    if point["hidden"]:
        return ShownCell.locked(Reason(point["hidden"]))
    return ShownCell(*(Shown(point[side]) for side in ("value", "numerator", "denominator")))


def _apart(periods: Sequence[str], step: int, groups: Mapping[str, Sequence[ShownCell]]) -> Apart:
    cells = {group: line[step].value for group, line in groups.items()}
    known = {group: cell.value for group, cell in cells.items() if cell.value is not None}
    if len(known) > 1:
        high, low = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
        is_rounded = any(cell.is_rounded for cell in cells.values())
        return Apart(periods[step], Shown(known[high] - known[low], is_rounded), high, low)
    hidden = next((cell.reason for cell in cells.values() if cell.reason), None)
    return Apart(periods[step], Shown(reason=hidden))
