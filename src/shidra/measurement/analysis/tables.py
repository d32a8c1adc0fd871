"""Observations as a table of the core: in today's categories and places, or as they were then."""

from collections.abc import Iterable

from shidra.core.figures import Row, Table
from shidra.initiatives.analysis import Carrying
from shidra.measurement.queries import Observed

__all__ = ["table_of"]


def table_of(rows: Iterable[Observed], carried: Carrying) -> Table:
    """The one way from stored observations to figures."""
    return Table((Row(*row[1:]) for row in rows), carried.tree, carried.walk)
