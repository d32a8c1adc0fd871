"""Rows pasted from a spreadsheet: read as a sheet, tried first, then put as a workbook is."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from shidra.audit.actions import because
from shidra.exchange.actions import LoadReport, put_sheets
from shidra.exchange.workbook import Column, RawRow, Rejection, Sheet
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.formulas import restored, unparted
from shidra.initiatives.actions import hold
from shidra.records.permissions import OWNERS, Scope
from shidra.records.presentation.words import label_of

__all__ = ["MOST_ROWS", "Pasted", "paste_rows", "read_pasted"]

MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted, as a sheet. `has_header`: its first row holds names of columns."""

    sheet: Sheet
    has_header: bool
    is_too_long: bool = False


def read_pasted(table: str, columns: Sequence[Column], text: str) -> Pasted:
    """The rows of a text with tabs; without a row of names the cells stand in the list's order.

    Names may be those of the workbook, or the words that a form shows.
    """
    rows = [row for row in _rows(text, _delimiter(text)) if any(row)]
    titles = [restored(cell.strip()) for cell in rows[0]] if rows else []
    names = _names(table, columns)
    header = [names.get(title.casefold(), "") for title in titles]
    has_header = sum(map(bool, header)) * 2 > len([title for title in titles if title])
    if has_header:
        given = [known or title for known, title in zip(header, titles, strict=True)]
        body = rows[1:]
    else:
        given, body = [column.name for column in columns], rows
    first = 2 if has_header else 1
    raw = tuple(RawRow(number, tuple(cells)) for number, cells in enumerate(body, start=first))
    return Pasted(Sheet(table, tuple(given), raw[:MOST_ROWS]), has_header, len(raw) > MOST_ROWS)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [[unparted(cell) for cell in row] for row in rows]
    except csv.Error:
        # A cell longer than any text may be: it is told of where it stands, as any other.
        return [line.split(delimiter) for line in text.splitlines()]


def _delimiter(text: str) -> str:
    return "\t" if "\t" in text else ("," if "," in text.partition("\n")[0] else "\t")


def _names(table: str, columns: Sequence[Column]) -> dict[str, str]:
    """What a column may be called -> its name in the workbook."""
    found: dict[str, str] = {}
    for column in columns:
        if not column.language:
            found.setdefault(label_of(table, column).casefold(), column.name)
    return found | {column.name.casefold(): column.name for column in columns}


@transaction.atomic
def paste_rows(
    *, scope: Scope, table: str, pasted: Pasted, reason: str = "", dry_run: bool = True
) -> LoadReport:
    """Put the rows that hold, and report all; with `dry_run` only say what would happen."""
    initiative = scope.access.initiative
    hold(initiative.code)
    refused = tuple(_not_ones_own(scope, table, pasted.sheet))
    numbers = {each.row for each in refused}
    kept = tuple(row for row in pasted.sheet.rows if row.number not in numbers)
    with because(reason):
        report = put_sheets(
            initiative=initiative,
            sheets=[replace(pasted.sheet, rows=kept)],
            by=scope.access.actor,
            dry_run=dry_run,
            hidden=scope.hidden,
            protection_stays=scope.protection_stays,
        )
    return _with_refused(report, refused)


def _with_refused(report: LoadReport, refused: tuple[Rejection, ...]) -> LoadReport:
    (table,) = report.tables
    found = sorted((*table.rejections, *refused), key=lambda each: each.row)
    more = len({each.row for each in refused})
    changed = replace(
        table, read=table.read + more, rejected=table.rejected + more, rejections=tuple(found)
    )
    return replace(report, tables=(changed,))


def _not_ones_own(scope: Scope, table: str, sheet: Sheet) -> Iterator[Rejection]:
    """Rows that would be somebody else's, or are already, or that exist out of this one's sight."""
    header = list(sheet.header)
    hidden = scope.taken_codes(table) if "code" in header else frozenset()
    owner = OWNERS.get(table, "")
    mine = frozenset() if scope.is_all else scope.owner_codes(table)
    for row in sheet.rows:
        cells = dict(zip(header, row.cells, strict=False))
        if _read(cells.get("code")) in hidden:
            yield Rejection(table, row.number, "code", cells["code"], "already_there")
        elif not scope.is_all and _read(cells.get(owner)) not in mine:
            yield Rejection(table, row.number, owner, cells.get(owner, ""), "not_ones_own")


def _read(cell: Any) -> str:
    """A code as the workbook reads it: marks at its ends that nobody sees make no other code."""
    return restored(as_text(cell) or "")
