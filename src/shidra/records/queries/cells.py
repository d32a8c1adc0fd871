"""The cells of a record as a person would type them."""

from collections.abc import Sequence
from typing import Any

from shidra.exchange.queries.stored import cell_text, cells_of, columns_of
from shidra.exchange.workbook import TABLES, Column
from shidra.initiatives.models import Initiative
from shidra.records.queries.naming import attributes_of, dimensions_of

__all__ = ["cells_in_words", "columns_for", "key_columns"]


def columns_for(table: str, initiative: Initiative) -> tuple[Column, ...]:
    """The columns of a table as this initiative has them."""
    declared = TABLES[table]
    return columns_of(
        declared,
        dimensions_of(initiative) if declared.further == "dimensions" else (),
        attributes_of(initiative) if declared.further == "attributes" else (),
    )


def key_columns(table: str, columns: Sequence[Column]) -> frozenset[str]:
    """The columns that say which row it is: they stay as they are once it is there."""
    key = TABLES[table].key
    return frozenset(column.name for column in columns if column.field in key)


def cells_in_words(table: str, row: Any, columns: tuple[Column, ...]) -> dict[str, str]:
    """The cells of a stored row as a person would type them."""
    return {name: cell_text(cell) for name, cell in cells_of(table, row, columns).items()}
