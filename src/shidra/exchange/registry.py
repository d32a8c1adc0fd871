"""Tables of the workbook whose rows are kept in a room above this one.

The format is declared here with all of its tables; whoever keeps the rows of one says how.
"""

from collections.abc import Callable, Sequence

from shidra.audit.actions import Changes
from shidra.exchange.actions.filling import KEYS, SHAPES, Shape
from shidra.exchange.actions.putting import PUT_ABOVE
from shidra.exchange.queries.sources import SOURCES, Source

__all__ = ["keeps_table"]


def keeps_table(
    table: str,
    *,
    source: Source,
    shape: Shape,
    key: Sequence[str],
    put: Callable[..., Changes],
) -> None:
    """Rows of this table are read from `source`, filled as `shape` and put by `put`."""
    SOURCES[table], SHAPES[table], KEYS[table] = source, shape, key
    PUT_ABOVE[table] = put
