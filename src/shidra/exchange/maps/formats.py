"""The formats by name: how each is called, told from others, read and written."""

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shidra.exchange.maps import graphs, kumu, tables
from shidra.exchange.maps.drawn import DrawnMap
from shidra.exchange.workbook import WorkbookError
from shidra.exchange.workbook.archives import check_archive, is_packed
from shidra.exchange.workbook.reading import MOST_CELLS, MOST_ROWS

__all__ = ["FORMATS", "MapFormat", "format_of", "read_map", "write_map"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 64 * 1024 * 1024

type Writing = Callable[[DrawnMap, IO[bytes], str], None]


@dataclass(frozen=True, slots=True)
class MapFormat:
    """One format: its name in commands and addresses, and its name for people."""

    name: str
    title: str | Promise
    ending: str
    content_type: str
    write: Writing


FORMATS: Final[Mapping[str, MapFormat]] = {
    each.name: each
    for each in (
        MapFormat("tables", _("Tables of our workbook"), ".xlsx", XLSX, tables.write_tables),
        MapFormat("kumu", _("Kumu, blueprint"), ".json", "application/json", kumu.write_blueprint),
        MapFormat("kumu-sheets", _("Kumu, spreadsheet"), ".xlsx", XLSX, kumu.write_sheets),
        MapFormat("graphml", "GraphML", ".graphml", "application/xml", graphs.write_graphml),
        MapFormat("gexf", "GEXF", ".gexf", "application/xml", graphs.write_gexf),
    )
}


def format_of(path: Path) -> MapFormat | None:
    """The format that a file's name asks for; a spreadsheet is one of our tables."""
    ending = path.suffix.lower()
    return next((each for each in FORMATS.values() if each.ending == ending), None)


def write_map(drawn: DrawnMap, format_: MapFormat, path: Path, language: str) -> None:
    """Write a map to a file; it is there whole, or as it was before.

    Raises:
        OSError: the place cannot be written to.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        try:
            format_.write(drawn, new, language)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(path)
        except BaseException:
            Path(new.name).unlink(missing_ok=True)
            raise


def read_map(path: Path) -> DrawnMap:
    """The map in a file, whichever of the formats it has; the content tells, not the name.

    Raises:
        WorkbookError: the file is not there, too large, damaged, does harm, or is none of these.
    """
    if not path.is_file():
        raise WorkbookError(_("There is no file “%(path)s”."), path=path)
    if is_packed(path):
        return _read_spreadsheet(path)
    if path.stat().st_size > MOST_BYTES:
        raise WorkbookError(
            _("The file is larger than %(most)s MB."), most=MOST_BYTES // 1024 // 1024
        )
    content = path.read_bytes()
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start in {b"{", b"["}:
        _refuse_bulk(content.count(b"{"), content.count(b","))
        return kumu.read_blueprint(content)
    if start == b"<" or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        signs = content.replace(b"\0", b"")
        _refuse_bulk(signs.count(b"<node") + signs.count(b"<edge"), signs.count(b"<"))
        is_gexf = b"<gexf" in content[:4096].replace(b"\0", b"")
        return graphs.read_gexf(content) if is_gexf else graphs.read_graphml(content)
    if not start:
        raise WorkbookError(_("The file is empty."))
    raise WorkbookError(
        _("This is no map: what Kumu writes, GraphML, GEXF and our own tables can be read.")
    )


def _refuse_bulk(things: int, parts: int) -> None:
    """Counted in the raw file: what is read of it takes a hundred times its room."""
    if things > MOST_ROWS or parts > MOST_CELLS:
        raise WorkbookError(
            _("This map is too large: at most %(most)s factors and links are read."),
            most=MOST_ROWS,
        )


def _read_spreadsheet(path: Path) -> DrawnMap:
    check_archive(path)
    try:
        sheets: dict[str, list[dict[str, Any]]] = kumu.sheets_of(path)
    except WorkbookError:
        raise
    # A damaged or hostile file makes the package raise almost anything.
    except Exception as error:
        raise WorkbookError(
            _("The spreadsheet is damaged or made to do harm, and cannot be read.")
        ) from error
    if "elements" in sheets:
        return kumu.read_sheets(sheets)
    if "factors" in sheets:
        return tables.read_tables(sheets)
    raise WorkbookError(
        _("There is no map in this spreadsheet: no sheet “factors”, and none “Elements”.")
    )
