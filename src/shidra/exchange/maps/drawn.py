"""A map between two programs: elements and connections with named attributes, nothing else.

Every format of other programs has these two, so each needs only to write them down. An attribute
is called as the column of our workbook. The one exception are the words that such a program
shows: `label` and `description` stand in one language, named by `language`, and the other
languages stand in their columns. Whoever renames a factor elsewhere changes its label, and only
one place then says how it is called.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shidra.exchange.workbook.tables import TABLES
from shidra.i18n.languages import LANGUAGES, language_by_script

__all__ = [
    "FACTOR_COLUMNS",
    "LINK_COLUMNS",
    "SHOWN",
    "Attributes",
    "Connection",
    "DrawnMap",
    "Element",
    "connection_of",
    "element_of",
    "factor_cells",
    "link_cells",
]

type Plain = str | int | float
type Attributes = Mapping[str, Plain]
type Cells = Mapping[str, Any]

FACTOR_COLUMNS: Final = tuple(c.name for c in TABLES["factors"].columns if c.name != "code")
LINK_COLUMNS: Final = tuple(
    c.name for c in TABLES["links"].columns if c.name not in {"source", "target"}
)
# What says how the rest is to be read, and is no column of ours.
_OF_ELEMENTS: Final = frozenset({"code", "label", "description", "language"})
_OF_CONNECTIONS: Final = frozenset({"source", "target", "direction"})
# What programs show of an element, and the column of ours that it is.
SHOWN: Final = {"label": "name", "description": "description"}


@dataclass(frozen=True, slots=True)
class Element:
    """A factor as other programs have it. `code` is empty where the file does not name it so."""

    id: str
    label: str
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Connection:
    """A link; `source` and `target` are ids, or labels where a program names elements so."""

    source: str
    target: str
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """What was read from a file, or is to be written to one.

    Attributes:
        elements, connections: in the order of the file.
        tables: rows of further tables of ours, by table, where the format has them.
    """

    elements: tuple[Element, ...]
    connections: tuple[Connection, ...]
    tables: Mapping[str, tuple[Cells, ...]] = field(default_factory=dict)


def element_of(cells: Cells, language: str) -> Element:
    """A factor's cells as an element whose label is in a language, or in the one it has."""
    spoken = next((each for each in (language, *LANGUAGES) if cells.get(f"name_{each}")), language)
    attributes: dict[str, Plain] = {"language": spoken}
    if said := cells.get(f"description_{spoken}"):
        attributes["description"] = said
    shown = {f"{column}_{spoken}" for column in SHOWN.values()}
    attributes |= _plain(cells, (name for name in FACTOR_COLUMNS if name not in shown))
    code = str(cells["code"])
    return Element(code, str(cells.get(f"name_{spoken}") or code), attributes)


def connection_of(cells: Cells) -> Connection:
    """A link's cells as a connection."""
    return Connection(str(cells["source"]), str(cells["target"]), dict(_plain(cells, LINK_COLUMNS)))


def factor_cells(element: Element, code: str) -> dict[str, Any]:
    """An element as the cells of a factor, what our table has no column for among them."""
    own = {name.lower(): value for name, value in element.attributes.items()}
    others = (name for name in own if name not in _OF_ELEMENTS)
    cells: dict[str, Any] = {"code": code}
    cells |= {name: own[name] for name in dict.fromkeys((*FACTOR_COLUMNS, *others)) if name in own}
    language = str(own.get("language", ""))
    if language not in LANGUAGES:
        language = language_by_script(element.label) or "en"
    cells[f"name_{language}"] = element.label
    if said := own.get("description"):
        cells[f"description_{language}"] = said
    return cells


def link_cells(connection: Connection, source: str, target: str) -> dict[str, Any]:
    """A connection as the cells of a link between two codes."""
    own = {name.lower(): value for name, value in connection.attributes.items()}
    others = (name for name in own if name not in _OF_CONNECTIONS)
    named = {name: own[name] for name in dict.fromkeys((*LINK_COLUMNS, *others)) if name in own}
    return {"source": source, "target": target, **named}


def _plain(cells: Cells, names: Iterable[str]) -> dict[str, Plain]:
    """Cells as every format can write them; an empty cell is not written."""
    found: dict[str, Plain] = {}
    for name in names:
        match cells.get(name):
            case None | "" | ():
                continue
            case bool() as value:
                found[name] = "yes" if value else "no"
            case Decimal() as value:
                found[name] = int(value) if value == value.to_integral_value() else float(value)
            case date() as value:
                found[name] = value.isoformat()
            case tuple() as value:
                found[name] = "|".join(value)
            case value:
                found[name] = value if isinstance(value, int | float) else str(value)
    return found
