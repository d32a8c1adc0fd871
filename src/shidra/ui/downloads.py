"""What people take with them: CSV that spreadsheets open safely, and sheets of paper."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from shidra.i18n.isolates import strip

__all__ = ["csv_download", "neutral", "pdf_download"]

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


def pdf_download(name: str, made: bytes) -> HttpResponse:
    """A file `name.pdf`, shown by browsers that can; it is made for whoever asked and nobody else."""
    response = HttpResponse(made, content_type="application/pdf")
    shown = content_disposition_header(as_attachment=False, filename=f"{name}.pdf")
    response["Content-Disposition"] = shown or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
