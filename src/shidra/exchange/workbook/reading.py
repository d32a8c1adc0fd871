"""Open a workbook: an .xlsx, a folder of .csv, or such a folder packed as .zip.

What comes out are raw cells by table and row. Whatever makes the file as a whole unreadable is a
`WorkbookError`; what is wrong with one cell or row is left to `checking`.
"""

import csv
import hashlib
import io
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext_lazy as _

from shidra.exchange.workbook.archives import (
    MOST_BYTES,
    check_archive,
    is_packed,
    refuse_other_kinds,
)
from shidra.exchange.workbook.cells import Formula, as_text
from shidra.exchange.workbook.formulas import restored, unparted
from shidra.exchange.workbook.plain import is_plain
from shidra.exchange.workbook.problems import WorkbookError
from shidra.exchange.workbook.tables import EXPLANATIONS, TABLES

__all__ = [
    "MOST_CELLS",
    "MOST_ROWS",
    "Progress",
    "RawRow",
    "Sheet",
    "Workbook",
    "lines_of",
    "read_workbook",
]

MOST_CELLS = 2_000_000
MOST_ROWS = 250_000
# How many rows pass between two words of progress.
STRIDE = 500
# Tables that are read as columns from this size on, where nobody wants them row by row.
AS_COLUMNS = frozenset({"observations"})
LARGE = 4 * 1024 * 1024
LARGEST = 4 * 1024 * 1024 * 1024
MOST_HEADER = 64 * 1024

# Called with the name of a table and the number of rows read since the last call.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row as they stand, and the row's number (the header is row 1)."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in the file; empty rows are left out."""

    table: str
    header: tuple[str, ...]
    rows: tuple[RawRow, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that could be opened."""

    name: str
    sha256: str
    sheets: Mapping[str, Sheet]
    unknown: tuple[str, ...] = ()
    # Tables too long to be read row by row: their sheet has the header alone.
    large: Mapping[str, Path] = field(default_factory=dict)


def read_workbook(
    path: Path, progress: Progress | None = None, *, leaves_large: bool = False
) -> Workbook:
    """The raw tables of an .xlsx, a folder of .csv or a .zip of them.

    With `leaves_large`, a folder's table that is read as columns when it is long stays closed.

    Raises:
        WorkbookError: the path does not exist, is no workbook, is damaged or too large, or lacks
            one of the tables without which there is no initiative.
    """
    tell = progress or (lambda _table, _rows: None)
    if path.is_dir():
        workbook = _read_folder(path, tell, leaves_large=leaves_large)
    elif not path.is_file():
        raise WorkbookError(_("There is no file or folder “%(path)s”."), path=path)
    elif is_packed(path):
        workbook = _read_packed(path, tell)
    else:
        refuse_other_kinds(path)
    _require_tables(workbook)
    return workbook


def _require_tables(workbook: Workbook) -> None:
    if not workbook.sheets:
        raise WorkbookError(
            _("None of the tables of an initiative is in “%(name)s”."), name=workbook.name
        )
    lacking = [
        table.name
        for table in TABLES.values()
        if table.is_required and table.name not in workbook.sheets
    ]
    if lacking:
        raise WorkbookError(
            _("These required tables are missing: %(tables)s."), tables=", ".join(lacking)
        )
    if not any(sheet.rows for sheet in workbook.sheets.values()):
        raise WorkbookError(_("The workbook is empty: there is nothing to load."))
    if not workbook.sheets["initiative"].rows:
        raise WorkbookError(
            _("The table “initiative” has no row, so nobody knows what this workbook belongs to.")
        )


def _gather(
    name: str, sha256: str, tables: Iterable[tuple[str, Iterable[tuple[Any, ...]]]], tell: Progress
) -> Workbook:
    sheets: dict[str, Sheet] = {}
    unknown: list[str] = []
    cells = 0
    for title, lines in tables:
        table = title.strip().lower()
        if table not in TABLES:
            if title not in EXPLANATIONS.values():
                unknown.append(title)
            continue
        if table in sheets:
            raise WorkbookError(_("The table “%(table)s” is there twice."), table=table)
        sheets[table], read = _sheet(table, lines, MOST_CELLS - cells, tell)
        cells += read
    return Workbook(name, sha256, sheets, tuple(unknown))


def _sheet(
    table: str, lines: Iterable[tuple[Any, ...]], cells_left: int, tell: Progress
) -> tuple[Sheet, int]:
    header: tuple[str, ...] = ()
    rows: list[RawRow] = []
    read = told = 0
    for number, cells in enumerate(lines, start=1):
        read += len(cells)
        if read > cells_left or number > MOST_ROWS:
            raise WorkbookError(
                _(
                    "The table “%(table)s” is too large: at most %(rows)s rows, and %(cells)s "
                    "cells in all tables together, are read."
                ),
                table=table,
                rows=MOST_ROWS,
                cells=MOST_CELLS,
            )
        if number == 1:
            header = tuple(restored(as_text(_whole(cell)) or "") for cell in cells)
        elif any(cell is not None and cell != "" for cell in cells):
            rows.append(RawRow(number, tuple(map(_whole, cells))))
            if number % STRIDE == 0:
                tell(table, len(rows) - told)
                told = len(rows)
    tell(table, len(rows) - told)
    return Sheet(table, header, tuple(rows)), read


def _whole(cell: Any) -> Any:
    return unparted(cell) if isinstance(cell, str) else cell


# --- spreadsheets -----------------------------------------------------------------------------


def _read_packed(path: Path, tell: Progress) -> Workbook:
    names = check_archive(path)
    if "[Content_Types].xml" in names:
        return _read_spreadsheet(path, tell)
    tables = [name for name in names if name.lower().endswith(".csv") and not _is_hidden(name)]
    if not tables:
        raise WorkbookError(
            _("This packed file is no workbook: it holds neither a spreadsheet nor .csv files.")
        )
    with zipfile.ZipFile(path) as archive:
        try:
            contents = [(PurePosixPath(name).name, archive.read(name)) for name in tables]
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise WorkbookError(_("The file is damaged and cannot be opened.")) from error
    return _gather(path.name, _digest_of(path), _tables_of(contents), tell)


def _read_spreadsheet(path: Path, tell: Progress) -> Workbook:
    # The package says in warnings what it leaves out: checks, comments, styles. Nothing we read.
    # The file is opened here, so that it is closed whatever stops the reading.
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        try:
            import openpyxl

            book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
            tables = ((sheet.title, lines_of(sheet)) for sheet in book.worksheets)
            return _gather(path.name, _digest_of(path), tables, tell)
        except WorkbookError:
            raise
        # A damaged or hostile file makes the package raise almost anything.
        except Exception as error:
            raise WorkbookError(
                _("The spreadsheet is damaged or made to do harm, and cannot be read.")
            ) from error


def lines_of(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a sheet, whatever size it says it has."""
    # The size that a sheet declares may be a lie; the rows themselves are counted instead.
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        yield tuple(
            Formula(str(cell.value)) if cell.data_type == "f" else cell.value for cell in row
        )


# --- .csv --------------------------------------------------------------------------------------


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~", "__MACOSX")) for part in PurePosixPath(name).parts)


def _read_folder(path: Path, tell: Progress, *, leaves_large: bool) -> Workbook:
    files = sorted(f for f in path.iterdir() if f.suffix.lower() == ".csv" and f.is_file())
    files = [file for file in files if not _is_hidden(file.name)]
    if not files:
        raise WorkbookError(_("There are no .csv files in the folder “%(path)s”."), path=path)
    large = {file: hashlib.sha256() for file in files if leaves_large and _is_large(file)}
    large = {file: digest for file, digest in large.items() if is_plain(file, digest)}
    if sum(file.stat().st_size for file in files if file not in large) > MOST_BYTES:
        raise WorkbookError(
            _("The files are larger than %(most)s MB together."), most=MOST_BYTES // 1024 // 1024
        )
    digest = hashlib.sha256()
    contents: list[tuple[str, bytes]] = []
    for file in files:
        content = _first_line(file) if file in large else file.read_bytes()
        size = file.stat().st_size
        digest.update(f"{file.name}\0{size}\0".encode())
        digest.update(large[file].digest() if file in large else content)
        contents.append((file.name, content))
    workbook = _gather(path.resolve().name, digest.hexdigest(), _tables_of(contents), tell)
    return replace(workbook, large={file.stem.lower(): file for file in large})


def _is_large(file: Path) -> bool:
    return file.stem.lower() in AS_COLUMNS and LARGE < file.stat().st_size <= LARGEST


def _first_line(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.readline(MOST_HEADER)


def _tables_of(
    contents: Iterable[tuple[str, bytes]],
) -> Iterator[tuple[str, Iterator[tuple[Any, ...]]]]:
    for name, content in contents:
        table = PurePosixPath(name).stem
        yield table, _lines_in(name, content)


def _lines_in(name: str, content: bytes) -> Iterator[tuple[Any, ...]]:
    text = _decoded(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, line in enumerate(reader):
            if number == 0 and len(line) == 1 and (";" in line[0] or "\t" in line[0]):
                raise WorkbookError(
                    _("The columns of “%(file)s” must be separated by commas."), file=name
                )
            yield tuple(cell or None for cell in line)
    except csv.Error as error:
        raise WorkbookError(
            _("Line %(line)s of “%(file)s” cannot be read: a quotation mark is not closed."),
            line=reader.line_num,
            file=name,
        ) from error


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WorkbookError(_("“%(file)s” is written in UTF-16. Save it as CSV UTF-8."), file=name)
    if (at := content.find(b"\0")) >= 0:
        raise WorkbookError(
            _("Line %(line)s of “%(file)s” holds a zero byte: this is no text file."),
            line=content.count(b"\n", 0, at) + 1,
            file=name,
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkbookError(
            _("Line %(line)s of “%(file)s” is not UTF-8. Save it as CSV UTF-8."),
            line=content.count(b"\n", 0, error.start) + 1,
            file=name,
        ) from error


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
