"""What people take with them: CSV that spreadsheets open safely, and sheets of paper."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from shidra.i18n.isolates import strip
from shidra.i18n.languages import is_right_to_left, known

__all__ = ["book_download", "csv_download", "neutral", "pdf_download", "xlsx_download"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

type Cell = str | int | float | Decimal | date | None

# Where a spreadsheet that is set to semicolons or tabs would begin a cell of its own with one.
_PART = re.compile(r"(?<=[;\t\r\n])(?=(?:[^\S\t\r\n]|\")*[=+\-@\uff1d\uff0b\uff0d\uff20|%])")

# A cell whose first visible sign is one of these is a formula to a spreadsheet.
# The full-width forms are the same signs to some of them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")


def neutral(cell: Cell) -> str | int | float | Decimal | date:
    """A cell that a spreadsheet shows and never computes; numbers stay numbers.

    >>> neutral("=1+1"), neutral(-5), neutral(None)
    ("'=1+1", -5, '')
    >>> neutral("x;=1+1")
    "x;'=1+1"
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell
    plain = strip(cell)
    parted = _PART.sub("'", plain)
    return f"'{parted}" if plain.lstrip().startswith(_FORMULA_STARTS) else parted


def csv_download(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A file `name.csv`; its byte order mark makes spreadsheets read Hebrew and Arabic."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(title) for title in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_download(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A file `name.xlsx` of one sheet; it opens from the right in Hebrew and Arabic."""
    return book_download(name, [(None, header, rows)])


def book_download(
    name: str, sheets: Iterable[tuple[str | None, Sequence[str], Iterable[Sequence[Cell]]]]
) -> HttpResponse:
    """A file `name.xlsx` of several sheets, each with its title, its head and its rows."""
    # It takes its time to load, so that only whoever takes a file waits for it.
    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    for title, header, rows in sheets:
        sheet = book.add_worksheet(title)
        if is_right_to_left(known(get_language())):
            sheet.right_to_left()
        sheet.write_row(0, 0, header, bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, [neutral(cell) for cell in row])
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    book.close()
    response = HttpResponse(file.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def pdf_download(name: str, made: bytes) -> HttpResponse:
    """A file `name.pdf`, shown by browsers that can; it is made for whoever asked and nobody else."""
    response = HttpResponse(made, content_type="application/pdf")
    shown = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response["Content-Disposition"] = shown or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
