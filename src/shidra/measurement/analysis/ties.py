"""Where a number of people and a target would together give away a figure that is hidden.

A need is often reckoned as the people whom a target asks for, less those who are there already.
Who knows the target and the need then knows how many are there, whatever the exit hides.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from math import inf

from shidra.core.figures import figure, period_year
from shidra.initiatives.analysis import carrying
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.exits import Measure, exits_of
from shidra.measurement.analysis.shown import kind_of
from shidra.measurement.analysis.tables import table_of
from shidra.measurement.queries import Observed, goals_of, indicators_of, observed_of
from shidra.protection.permissions import ShownCell, Sides

__all__ = ["Cell", "tied_cells"]

# A place (none: the whole), groups (none: everybody), and a year.
type Cell = tuple[str | None, frozenset[str], int]


def tied_cells(
    access: Access, cells: Collection[Cell], parents: Mapping[str, str | None]
) -> frozenset[Cell]:
    """Those of which a measure with a target hides a figure from this reader.

    Every period counts that does not begin after the year: which of them a need was reckoned from
    nobody knows, and a later figure that is told does not make an earlier one known.

    One query where no measure has a target; else a fixed number, and those of the exits.
    """
    aimed = {goal.indicator for goal in goals_of(access.initiative)} if cells else set()
    if not aimed:
        return frozenset()
    measures = [
        one
        for one in indicators_of(access.initiative).filter(pk__in=aimed)
        if kind_of(one).sides is not Sides.NONE
    ]
    rows: defaultdict[int, list[Observed]] = defaultdict(list)
    for row in observed_of(measures):
        rows[row.indicator].append(row)
    carried = carrying(access.initiative, parents)
    listed = [Measure(one, rows[one.pk]) for one in measures if rows[one.pk]]
    ways = exits_of(access, listed, carried)
    hidden: dict[tuple[str | None, frozenset[str]], float] = {}
    for measure in listed:
        table, way = table_of(measure.rows, carried), ways[measure.indicator.pk]
        begins = {row.period: period_year(row.period) for row in measure.rows}
        for place, groups in {cell[:2] for cell in cells}:
            is_whole = not groups and parents.get(place or "") is None
            for period in sorted(begins, key=begins.__getitem__):
                if begins[period] >= hidden.get((place, groups), inf):
                    break
                point = figure(table, period, place, groups)
                if point.rows and _hides(way.cell(point), is_whole=is_whole):
                    hidden[place, groups] = begins[period]
    return frozenset(
        (place, groups, year)
        for place, groups, year in cells
        if hidden.get((place, groups), inf) < year + 1
    )


def _hides(shown: ShownCell, *, is_whole: bool) -> bool:
    """Whether an exact number beside it would say more than is shown."""
    return any(
        side.is_hidden or (side.is_rounded and not is_whole)
        for side in (shown.value, shown.numerator, shown.denominator)
    )
