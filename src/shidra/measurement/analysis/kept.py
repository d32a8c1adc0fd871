"""Whether totals read as before when categories pass into others."""

from collections.abc import Iterable

from shidra.core.figures import Table, by_period
from shidra.initiatives.analysis import Carrying
from shidra.measurement.analysis.tables import table_of
from shidra.measurement.models import Indicator
from shidra.measurement.queries import observed

__all__ = ["told_otherwise"]

type Totals = dict[str, tuple[float | None, float | None, float | None]]


def told_otherwise(
    measures: Iterable[Indicator], before: Carrying, after: Carrying
) -> dict[int, tuple[str, ...]]:
    """By id of a measure the periods whose total another way of reading would change.

    So it is where a row is given for what others are then counted in: it counts before them.
    """
    found = {}
    for measure in measures:
        rows = list(observed(measure))
        was, now = (_totals(table_of(rows, carried)) for carried in (before, after))
        if differing := tuple(sorted(period for period in was if was[period] != now.get(period))):
            found[measure.pk] = differing
    return found


def _totals(table: Table) -> Totals:
    return {
        point.period: (point.numerator, point.denominator, point.value)
        for point in by_period(table)
    }
