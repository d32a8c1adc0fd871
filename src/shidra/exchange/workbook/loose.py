"""Open a file that nobody made for us: any spreadsheet or text with columns, table by table.

What comes out are raw cells with the rows' own numbers. Which column means what, others decide.
"""

import csv
import hashlib
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from shidra.exchange.workbook.archives import check_archive, is_packed, refuse_known_kinds
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.formulas import restored, unparted
from shidra.exchange.workbook.problems import WorkbookError
from shidra.exchange.workbook.reading import RawRow, lines_of
from shidra.exchange.workbook.tables import EXPLANATIONS

__all__ = ["LooseFile", "LooseTable", "read_loose"]

MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Titles and empty lines may stand above the names of the columns.
MOST_ABOVE = 30


@dataclass(frozen=True, slots=True)
class LooseTable:
    """One sheet: its first row with several filled cells names the columns."""

    title: str
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]


@dataclass(frozen=True, slots=True)
class LooseFile:
    """A file with the sheets in which anything stands."""

    name: str
    sha256: str
    tables: tuple[LooseTable, ...]

    def table(self, title: str) -> LooseTable:
        """The sheet of this title, else the first."""
        return next((each for each in self.tables if each.title == title), self.tables[0])


def read_loose(path: Path, name: str = "") -> LooseFile:
    """The tables of an .xlsx, .csv or tab-separated text.

    Raises:
        WorkbookError: it is none of these, is damaged or too large, or nothing stands in it.
    """
    if not path.is_file():
        raise WorkbookError(_("There is no file or folder “%(path)s”."), path=path)
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    tables = _spreadsheet(path) if is_packed(path) else _text(path, content)
    found = tuple(table for table in tables if table.rows)
    if not found:
        raise WorkbookError(_("Below the names of the columns nothing stands in this file."))
    return LooseFile(name or path.name, digest, found)


def _spreadsheet(path: Path) -> list[LooseTable]:
    if "[Content_Types].xml" not in check_archive(path):
        raise WorkbookError(_("This is a packed file. Hand in the spreadsheet itself."))
    # The package says in warnings what it leaves out: checks, comments, styles. Nothing we read.
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        try:
            import openpyxl

            book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
            return [
                _table(sheet.title, lines_of(sheet))
                for sheet in book.worksheets
                if sheet.title not in EXPLANATIONS.values() and sheet.sheet_state == "visible"
            ]
        except WorkbookError:
            raise
        # A damaged or hostile file makes the package raise almost anything.
        except (Exception, zipfile.BadZipFile) as error:
            raise WorkbookError(
                _("The spreadsheet is damaged or made to do harm, and cannot be read.")
            ) from error


def _text(path: Path, content: bytes) -> list[LooseTable]:
    refuse_known_kinds(path)
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [_table("", (tuple(cell or None for cell in line) for line in reader))]
    except csv.Error as error:
        raise WorkbookError(
            _("Line %(line)s cannot be read: a quotation mark is not closed."),
            line=reader.line_num,
        ) from error


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkbookError(
            _("The letters of this file cannot be read. Save it as .xlsx, or as CSV UTF-8.")
        ) from error
    if "\0" in text:
        raise WorkbookError(
            _("This is no table. What can be handed in is an .xlsx file, or a .csv file.")
        )
    return text


def _table(title: str, lines: Iterable[tuple[Any, ...]]) -> LooseTable:
    header: tuple[str, ...] = ()
    rows: list[RawRow] = []
    for number, cells in _numbered(lines):
        if header:
            rows.append(RawRow(number, tuple(map(_whole, cells))))
        elif sum(as_text(cell) is not None for cell in cells) > 1 or number > MOST_ABOVE:
            header = tuple(restored(as_text(_whole(cell)) or "") for cell in cells)
    return LooseTable(title, header, tuple(rows))


def _numbered(lines: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows in which anything stands, with their numbers in the file."""
    found = 0
    for number, cells in enumerate(lines, start=1):
        if all(as_text(cell) is None for cell in cells):
            continue
        found += 1
        if found > MOST_ROWS or number > 10 * MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise WorkbookError(
                _(
                    "The file is too large: at most %(rows)s rows of %(columns)s columns are "
                    "taken in at once."
                ),
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            )
        yield number, cells


def _whole(cell: Any) -> Any:
    return unparted(cell) if isinstance(cell, str) else cell
