"""Write tables in the workbook format: an .xlsx, or a folder of .csv.

Text that a spreadsheet would take for a formula is written with an apostrophe before it, which a
spreadsheet does not show and a load takes away again.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from shidra.exchange.workbook.formulas import neutralise, parted, unparted
from shidra.i18n.languages import is_right_to_left

__all__ = ["Cells", "write_folder", "write_spreadsheet"]

type Cells = Mapping[str, Sequence[Mapping[str, Any]]]


def write_folder(tables: Cells, folder: Path) -> None:
    """One UTF-8 .csv per table; the columns are those of the first row, then of the others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            header = _header(rows)
            writer.writerow([parted(neutralise(title)) for title in header])
            writer.writerows([_as_text(row.get(column)) for column in header] for row in rows)


def write_spreadsheet(tables: Cells, target: Path | IO[bytes], language: str) -> None:
    """One sheet per table, running with the script of the language."""
    import xlsxwriter

    book_target = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(book_target, {"strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            if is_right_to_left(language):
                sheet.right_to_left()
            sheet.freeze_panes(1, 0)
            header = _header(rows)
            for column, title in enumerate(header):
                sheet.write_string(0, column, neutralise(title), bold)
            for number, row in enumerate(rows, start=1):
                for column, title in enumerate(header):
                    _write_cell(sheet, number, column, row.get(title), day)


def _write_cell(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, column, "yes" if value else "no")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif value is not None and value != "":
        sheet.write_string(row, column, _in_a_cell(neutralise(str(value))))


def _in_a_cell(text: str) -> str:
    """Nothing parts the cells of an .xlsx; only what a reading would take for a guard gets one."""
    return parted(text) if unparted(text) != text else text


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else parted(str(neutralise(value)))


def _header(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))
