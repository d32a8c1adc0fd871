"""Stored rows as the cells of the workbook: what a load would read to leave each as it is.

The way back of `actions.filling`, one row at a time; a test holds the two against each other.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from shidra.exchange.queries.sources import SOURCES, Cell, Source
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.tables import TABLES, Column, Table
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.text import Text
from shidra.initiatives.models import (
    Initiative,
)
from shidra.roadmap.models import Link
from shidra.roadmap.queries import adopted_version_or_none, open_version_or_none

__all__ = [
    "SOURCES",
    "Cell",
    "Source",
    "cell_text",
    "cells_of",
    "columns_of",
    "lasting_id",
    "stored_row_or_none",
    "stored_rows",
]


def stored_rows(table: str, initiative: Initiative, *, as_adopted: bool = False) -> QuerySet[Any]:
    """All rows of a table, in its order; of the map those of the version that takes changes.

    With `as_adopted` the map is the one that was agreed on, while there is one, and no draft of it.
    """
    source = SOURCES[table]
    rows = source.model._default_manager.prefetch_related(*source.many)
    if source.one:
        rows = rows.select_related(*source.one)
    if not source.within:
        return rows.filter(pk=initiative.pk)
    if source.within == "version__initiative":
        ways = [open_version_or_none, adopted_version_or_none]
        first, second = reversed(ways) if as_adopted else ways
        version = first(initiative) or second(initiative)
        return rows.filter(version=version) if version else rows.none()
    return rows.filter(**{source.within: initiative})


def lasting_id(table: str, row: Any) -> int:
    """The number by which a row is asked for: of a factor, the one it keeps through all versions."""
    return int(row.factor_id if table == "factors" else row.pk)


def stored_row_or_none(
    table: str, initiative: Initiative, number: int, rows: QuerySet[Any] | None = None
) -> Any | None:
    """The row of this number; a link of an earlier version of the map as it stands now.

    `rows` are those among which it is looked for, where these are not all.
    """
    rows = stored_rows(table, initiative) if rows is None else rows
    if table == "factors":
        return rows.filter(factor=number).first()
    if table == "links":
        asked = Link.objects.filter(version__initiative=initiative, pk=number).first()
        return (
            rows.filter(source=asked.source_id, target=asked.target_id).first() if asked else None
        )
    return rows.filter(pk=number).first()


def columns_of(
    table: Table, dimensions: tuple[str, ...] = (), attributes: tuple[str, ...] = ()
) -> tuple[Column, ...]:
    """The columns of a table, with those that this initiative has beyond the format."""
    further: Iterator[Column] = iter(())
    if table.further == "dimensions":
        further = (
            Column(name, "groups", "dimensions", is_required=False, refers="groups")
            for name in dimensions
        )
    elif table.further == "attributes":
        further = (Column(name, "attributes", "text", is_required=False) for name in attributes)
    return (*table.columns, *further)


def cells_of(table: str, row: Any, columns: tuple[Column, ...] = ()) -> dict[str, Cell]:
    """The cells of a stored row by the names of their columns."""
    source = SOURCES[table]
    return {column.name: _cell(source, column, row) for column in columns or TABLES[table].columns}


def _cell(source: Source, column: Column, row: Any) -> Cell:
    if column.kind == "dimensions":
        keys = row.group_set.keys if row.group_set else ()
        start = f"{column.name}:"
        return next(
            (key.removeprefix(start) for key in sorted(keys) if key.startswith(start)), None
        )
    if column.field == "attributes":
        return row.attributes.get(column.name) or None
    reading = source.readings.get(column.field)
    value = reading(row) if reading else getattr(row, column.field)
    if isinstance(value, Text):
        return value.words(column.language or LANGUAGES[0]) or None
    return value if value != "" else None


def cell_text(cell: Cell) -> str:
    """A cell as a person would type it; empty for nothing.

    >>> cell_text(Decimal("20.000")), cell_text(("F1", "F2")), cell_text(True), cell_text(None)
    ('20', 'F1|F2', 'yes', '')
    """
    if isinstance(cell, tuple):
        return "|".join(cell)
    if isinstance(cell, Decimal):
        return format(cell.normalize() if cell else Decimal(0), "f")
    return as_text(cell) or ""
