"""Maps of Kumu: a blueprint (JSON), or a spreadsheet with the sheets Elements and Connections.

The format as Kumu documents it (docs.kumu.io, “JSON / Blueprints” and “Structure your data”):
elements have `id`, `label`, `type`, `description`, `tags` and free fields, connections `from`,
`to`, `direction`, `type` and free fields; both ends are named by ids, or by labels where elements
have none. Several values of one field of a spreadsheet are parted by `|`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from shidra.exchange.maps.drawn import Attributes, Connection, DrawnMap, Element
from shidra.exchange.workbook import WorkbookError
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.reading import MOST_CELLS, MOST_ROWS
from shidra.exchange.workbook.writing import write_spreadsheet

__all__ = ["SHEETS", "read_blueprint", "read_sheets", "write_blueprint", "write_sheets"]

SHEETS = ("elements", "connections")
DEEPEST = 20
# Fields that the format itself has; all others are attributes.
_OWN = {"id", "_id", "label", "from", "to", "direction", "type", "tags"}
_TYPES = {"outcome": "Outcome", "factor": "Factor", "+": "Promotes", "-": "Hinders"}
_KINDS = {"outcome": "outcome", "result": "outcome", "goal": "outcome", "factor": "factor"}
_SIGNS = {
    "+": "+",
    "promotes": "+",
    "positive": "+",
    "same": "+",
    "-": "-",
    "−": "-",
    "hinders": "-",
    "negative": "-",
    "opposite": "-",
}


def write_blueprint(drawn: DrawnMap, file: IO[bytes], _language: str) -> None:
    """Write a blueprint; its ids are our codes."""
    blueprint = {
        "elements": [_element_fields(each) for each in drawn.elements],
        "connections": [_connection_fields(each) for each in drawn.connections],
    }
    file.write(json.dumps(blueprint, ensure_ascii=False, indent=1).encode())


def write_sheets(drawn: DrawnMap, file: IO[bytes], language: str) -> None:
    """Write the two sheets, with the headings that Kumu expects."""
    elements = [_titled(_element_fields(each)) for each in drawn.elements]
    connections = [_titled(_connection_fields(each)) for each in drawn.connections]
    empty = [dict.fromkeys(("From", "To", "Direction", "Type"))]
    tables = {"Elements": elements, "Connections": connections or empty}
    write_spreadsheet(tables, file, language)


def read_blueprint(content: bytes) -> DrawnMap:
    """The map in a blueprint.

    Raises:
        WorkbookError: it is no UTF-8, no JSON, nested without end, or has no list of elements.
    """
    try:
        blueprint = json.loads(content.decode("utf-8-sig"))
        _refuse_depth(blueprint)
        # Half a letter can be written in JSON alone: no page and no record could hold it.
        json.dumps(blueprint, ensure_ascii=False).encode()
    except UnicodeError as error:
        raise WorkbookError(
            _("The letters of this file cannot be read. Save it as UTF-8 and hand it in again.")
        ) from error
    except (ValueError, RecursionError) as error:
        raise WorkbookError(_("This file is not JSON, or it is damaged.")) from error
    elements = blueprint.get("elements") if isinstance(blueprint, dict) else None
    connections = blueprint.get("connections", []) if isinstance(blueprint, dict) else None
    if not _are_records(elements) or not _are_records(connections):
        raise WorkbookError(
            _("This JSON is no map of Kumu: it needs a list “elements” and a list “connections”.")
        )
    return _drawn(elements, connections)  # type: ignore[arg-type]


def _refuse_depth(found: Any) -> None:
    """A value within a value within a value …: what programs write lies a few levels deep."""
    level = [found]
    for _level in range(DEEPEST):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return
    raise RecursionError("nested without end")


def _inside(found: Any) -> Iterable[Any]:
    if isinstance(found, dict):
        return found.values()
    return found if isinstance(found, list) else ()


def read_sheets(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> DrawnMap:
    """The map in the sheets `elements` and `connections`, each a list of rows by heading."""
    return _drawn(tables.get("elements", ()), tables.get("connections", ()))


def _are_records(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(each, dict) for each in found)


def _drawn(
    elements: Iterable[Mapping[str, Any]], connections: Iterable[Mapping[str, Any]]
) -> DrawnMap:
    return DrawnMap(
        tuple(_element(_lowered(each)) for each in elements),
        tuple(made for each in connections for made in _connections(_lowered(each))),
    )


def _lowered(record: Mapping[str, Any]) -> dict[str, Any]:
    """Kumu shows a field `lag_months` as `Lag Months`; both are the same to us."""
    fields = {str(name).strip().lower(): value for name, value in record.items()}
    inner = fields.pop("attributes", None)
    if isinstance(inner, dict):  # as Kumu's own backups have it
        fields = _lowered(inner) | fields
    return {name.replace(" ", "_"): value for name, value in fields.items()}


def _element(fields: Mapping[str, Any]) -> Element:
    label = _text(fields.get("label"))
    named = _text(fields.get("id")) or _text(fields.get("_id")) or label
    attributes = dict(_attributes(fields))
    kind = _KINDS.get(_text(fields.get("type") or fields.get("element_type")).lower())
    if kind and "kind" not in attributes:
        attributes["kind"] = kind
    tags = fields.get("tags")
    first = _text(tags[0] if isinstance(tags, list) and tags else tags).split("|")[0].strip()
    if first and "track" not in attributes:
        attributes["track"] = first
    return Element(named, label, attributes)


def _connections(fields: Mapping[str, Any]) -> Iterator[Connection]:
    attributes = dict(_attributes(fields))
    kind = _text(fields.get("type") or fields.get("connection_type")).lower()
    if "sign" not in attributes and kind in _SIGNS:
        attributes["sign"] = _SIGNS[kind]
    direction = _text(fields.get("direction")).lower()
    if direction:
        attributes["direction"] = direction
    source, target = _text(fields.get("from")), _text(fields.get("to"))
    yield Connection(source, target, attributes)
    if direction == "mutual":
        yield Connection(target, source, attributes)


def _attributes(fields: Mapping[str, Any]) -> Iterator[tuple[str, str | int | float]]:
    for name, value in fields.items():
        if name in _OWN or value is None or isinstance(value, dict):
            continue
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield name, value
        elif text := _text(value):
            yield name, text


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(_text(each) for each in value)
    return as_text(value) or ""


def _element_fields(element: Element) -> dict[str, Any]:
    track = element.attributes.get("track")
    return {
        "id": element.id,
        "label": element.label,
        "type": _TYPES.get(str(element.attributes.get("kind")), "Factor"),
        "description": element.attributes.get("description", ""),
        "tags": [track] if track else [],
        **_without(element.attributes, "description"),
    }


def _connection_fields(connection: Connection) -> dict[str, Any]:
    return {
        # Ids are unique over elements and connections; no code of a factor holds the sign >.
        "id": f"{connection.source}>{connection.target}",
        "from": connection.source,
        "to": connection.target,
        "direction": "directed",
        "type": _TYPES.get(str(connection.attributes.get("sign")), ""),
        **connection.attributes,
    }


def _without(attributes: Attributes, name: str) -> dict[str, Any]:
    return {each: value for each, value in attributes.items() if each != name}


def _titled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same with Kumu's headings; a list in one cell."""
    own = {"id": "ID", **{name: name.title() for name in ("label", "type", "description")}}
    own |= {name: name.title() for name in ("tags", "from", "to", "direction")}
    return {
        own.get(name, name): "|".join(value) if isinstance(value, list) else value
        for name, value in fields.items()
    }


def sheets_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet of a spreadsheet by heading; sheet names in small letters.

    Raises:
        WorkbookError: there are more rows or cells than may be read, the empty ones too.
    """
    import openpyxl

    found: dict[str, list[dict[str, Any]]] = {}
    read = 0
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
        for sheet in book.worksheets:
            # The size that a sheet declares may be a lie; the rows themselves are counted instead.
            sheet.reset_dimensions()
            lines: list[tuple[Any, ...]] = []
            for number, line in enumerate(sheet.iter_rows(values_only=True), start=1):
                read += len(line)
                if read > MOST_CELLS or number > MOST_ROWS:
                    raise _too_large(sheet.title)
                if number == 1 or any(cell not in (None, "") for cell in line):
                    lines.append(line)
            found[sheet.title.strip().lower()] = list(_rows(lines))
    return found


def _too_large(title: str) -> WorkbookError:
    return WorkbookError(
        _(
            "The table “%(table)s” is too large: at most %(rows)s rows, and %(cells)s "
            "cells in all tables together, are read."
        ),
        table=title,
        rows=MOST_ROWS,
        cells=MOST_CELLS,
    )


def _rows(lines: Sequence[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    header = [as_text(cell) or "" for cell in lines[0]] if lines else []
    for line in lines[1:]:
        yield {name: cell for name, cell in zip(header, line, strict=False) if name}
