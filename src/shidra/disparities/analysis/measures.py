"""The further measures of inequality of each panel: the door to `core.inequality`.

From the figures as they are shown; a group that is hidden has no estimate and is left out.
"""

import math
from collections.abc import Iterator

from shidra.core.inequality import (
    Grouping,
    GroupingError,
    Measured,
    Subgroup,
    changes_between,
    measures_of,
)
from shidra.disparities.presentation.board import Board, Line, Panel
from shidra.disparities.presentation.further import Further, Value
from shidra.measurement.analysis import counted_of
from shidra.measurement.models import Indicator
from shidra.protection.permissions import ShownCell

__all__ = ["further_measures"]


def further_measures(board: Board) -> list[tuple[Panel, list[Further]]]:
    """For each panel every measure in its first and its last period, and what became of it."""
    return [(panel, list(_of_panel(panel))) for panel in board.panels]


def _of_panel(panel: Panel) -> Iterator[Further]:
    ends = [[line.first for line in panel.lines], [line.last for line in panel.lines]]
    try:
        groupings = [_grouping(panel, cells) for cells in ends]
    except GroupingError:
        return
    first, last = (measures_of([each]) for each in groupings)
    for each in changes_between(first, last):
        yield Further(
            each.last.measure,
            each.last.variant or "",
            _value(each.first),
            _value(each.last),
            each.change,
            each.lower,
            each.upper,
            each.last.note,
        )


def _value(measured: Measured) -> Value:
    return Value(measured.estimate, measured.lower, measured.upper)


def _grouping(panel: Panel, cells: list[ShownCell]) -> Grouping:
    indicator = panel.reading.indicator
    return Grouping(
        indicator.code,
        tuple(
            _subgroup(panel, line, cell, indicator)
            for line, cell in zip(panel.lines, cells, strict=True)
        ),
        is_favourable=indicator.better == Indicator.Better.HIGHER,
        scale=1.0 if indicator.is_share else None,
    )


def _subgroup(panel: Panel, line: Line, cell: ShownCell, indicator: Indicator) -> Subgroup:
    counted = counted_of(cell, indicator)
    se = None
    if counted and counted.is_rate:
        se = counted.per * math.sqrt(counted.events) / counted.among
    elif counted:
        se = math.sqrt(counted.value * (1 - counted.value) / counted.among)
    return Subgroup(
        line.group,
        cell.value.value,
        se,
        cell.denominator.value,
        is_reference=line.group == panel.reference and cell.value.value is not None,
    )
