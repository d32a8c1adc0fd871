"""Rows of a table as a file in the workbook format, which a load takes back."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from shidra.exchange.queries.stored import Cell, cell_text, cells_of
from shidra.exchange.workbook import Column
from shidra.exchange.workbook.formulas import neutralise, parted
from shidra.exchange.workbook.writing import write_spreadsheet

__all__ = ["as_csv", "as_spreadsheet"]


def as_csv(table: str, columns: tuple[Column, ...], rows: Sequence[Any]) -> bytes:
    """Comma-separated, with the mark by which spreadsheets know Hebrew and Arabic."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    # An initiative names columns of its own: attributes of places, dimensions of groups.
    writer.writerow([parted(neutralise(column.name)) for column in columns])
    for row in rows:
        cells = cells_of(table, row, columns)
        writer.writerow([_written(column, cells[column.name]) for column in columns])
    return ("\ufeff" + text.getvalue()).encode()


def as_spreadsheet(
    table: str, columns: tuple[Column, ...], rows: Sequence[Any], language: str
) -> bytes:
    """One sheet, running with the script of the language."""
    file = io.BytesIO()
    names = [column.name for column in columns]
    found: list[dict[str, Any]] = [
        {name: _plain(cell) for name, cell in cells_of(table, row, columns).items()} for row in rows
    ]
    write_spreadsheet({table: found or [dict.fromkeys(names)]}, file, language)
    return file.getvalue()


def _plain(cell: Cell) -> Any:
    return cell_text(cell) if isinstance(cell, tuple) else cell


def _written(column: Column, cell: Cell) -> str:
    """Numbers stay numbers, a negative one too; any other text is made harmless."""
    text = cell_text(cell)
    is_number = column.kind in {"number", "amount", "whole"}
    return text if is_number else parted(neutralise(text))
