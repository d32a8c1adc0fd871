"""From a map of another program to rows of our tables: which element is which factor.

An element is the factor of its id; else the one factor that is called as it in any language;
else a new one. What a stranger's map does not say and ours needs is taken as stated here and told,
so that people look at it before they adopt the map.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shidra.exchange.maps.drawn import (
    Connection,
    DrawnMap,
    Element,
    factor_cells,
    link_cells,
)
from shidra.exchange.workbook import Sheet
from shidra.exchange.workbook.cells import as_text
from shidra.exchange.workbook.reading import RawRow
from shidra.i18n.isolates import strip
from shidra.i18n.languages import LANGUAGES

__all__ = ["Matched", "Stored", "matched"]

type Cells = Mapping[str, Any]

# What a link is taken for whose file says neither.
SIGN, STRENGTH = "+", 2
# An id that a person would have given, not a program: it may become the code.
_GIVEN = re.compile(r"[A-Za-z\u05d0-\u05ea\u0620-\u064a]{1,8}[-_.]?\d{0,6}")
_NO_DIRECTION = frozenset({"undirected", "none"})


@dataclass(frozen=True, slots=True)
class Stored:
    """The map as it stands: cells of its factors by code, of its links by both ends.

    `taken` are codes that factors of other versions have.
    """

    factors: Mapping[str, Cells] = field(default_factory=dict)
    links: Mapping[tuple[str, str], Cells] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows to put, and what to tell of them.

    Attributes:
        sheets: tables of our workbook; rows are numbered as elements and connections stand.
        found_by_name: elements that were taken for a factor because they are called as it.
        without_sign, without_strength: links that were given `SIGN`, or `STRENGTH`.
        without_direction: connections left out because they lead nowhere in particular.
        not_in_file: codes of factors that the file does not have; they stay as they are.
    """

    sheets: tuple[Sheet, ...]
    found_by_name: tuple[str, ...] = ()
    without_sign: int = 0
    without_strength: int = 0
    without_direction: int = 0
    not_in_file: tuple[str, ...] = ()


def matched(drawn: DrawnMap, stored: Stored) -> Matched:
    """The rows that a drawn map comes to."""
    codes, by_name = _codes(drawn.elements, stored)
    factors = [_factor_row(each, codes[i], stored) for i, each in enumerate(drawn.elements)]
    directed = [
        (number, each)
        for number, each in enumerate(drawn.connections, start=1)
        if str(each.attributes.get("direction", "")) not in _NO_DIRECTION
    ]
    ends = _ends(drawn.elements, codes)
    links = [(number, _link_row(each, ends, stored)) for number, each in directed]
    silent = [cells for _number, cells in links if not _is_stored(cells, stored)]
    sheets = [_sheet("factors", list(enumerate(factors, start=1)))]
    for name, rows in drawn.tables.items():
        sheets.append(_sheet(name, list(enumerate(rows, start=1))))
    sheets.insert(1, _sheet("links", [(n, _with_defaults(cells)) for n, cells in links]))
    return Matched(
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
        found_by_name=by_name,
        without_sign=sum(not _has(cells, "sign") for cells in silent),
        without_strength=sum(not _has(cells, "strength") for cells in silent),
        without_direction=len(drawn.connections) - len(directed),
        not_in_file=tuple(sorted(set(stored.factors) - set(codes))),
    )


def _codes(elements: Sequence[Element], stored: Stored) -> tuple[list[str], tuple[str, ...]]:
    """The code of each element in turn, and the codes that were found by name."""
    named = _by_name(stored)
    taken = set(stored.factors) | stored.taken | {each.id for each in elements}
    fresh = _fresh(taken)
    codes: list[str] = []
    by_name: list[str] = []
    for element in elements:
        known = named.get(_folded(element.label))
        if element.id in stored.factors:
            codes.append(element.id)
        elif known and known not in codes:
            codes.append(known)
            by_name.append(known)
        elif _GIVEN.fullmatch(element.id) and element.id != element.label:
            codes.append(element.id)
        else:
            codes.append(next(fresh))
    return codes, tuple(by_name)


def _by_name(stored: Stored) -> dict[str, str]:
    """The code of each name that one factor alone has."""
    names = [
        (_folded(str(cells[f"name_{language}"])), code)
        for code, cells in stored.factors.items()
        for language in LANGUAGES
        if cells.get(f"name_{language}")
    ]
    owners: dict[str, set[str]] = {}
    for name, code in names:
        owners.setdefault(name, set()).add(code)
    return {name: next(iter(found)) for name, found in owners.items() if len(found) == 1}


def _folded(name: str) -> str:
    return " ".join(strip(name).casefold().split())


def _fresh(taken: Iterable[str]) -> Iterator[str]:
    """F1, F2 … after the highest that is there."""
    numbers = [int(found[1]) for code in taken if (found := re.fullmatch(r"F(\d{1,6})", code))]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"F{number}"


def _factor_row(element: Element, code: str, stored: Stored) -> dict[str, Any]:
    cells = factor_cells(element, code)
    if not _has(cells, "kind"):
        cells["kind"] = stored.factors.get(code, {}).get("kind") or "factor"
    return cells


def _ends(elements: Sequence[Element], codes: Sequence[str]) -> dict[str, str]:
    """How connections may name an element, and its code: by id, or by a label of one alone."""
    labels = Counter(element.label for element in elements)
    by_label = {
        each.label: code
        for each, code in zip(elements, codes, strict=True)
        if labels[each.label] == 1
    }
    by_id = {each.id: code for each, code in zip(elements, codes, strict=True)}
    return by_label | by_id


def _link_row(link: Connection, ends: Mapping[str, str], stored: Stored) -> dict[str, Any]:
    source, target = ends.get(link.source, link.source), ends.get(link.target, link.target)
    cells = link_cells(link, source, target)
    before = stored.links.get((source, target), {})
    for name in ("sign", "strength"):
        if not _has(cells, name) and before.get(name):
            cells[name] = before[name]
    return cells


def _is_stored(cells: Cells, stored: Stored) -> bool:
    return (cells["source"], cells["target"]) in stored.links


def _with_defaults(cells: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in cells.items() if as_text(value)}
    return {**cells, "sign": given.get("sign", SIGN), "strength": given.get("strength", STRENGTH)}


def _has(cells: Cells, name: str) -> bool:
    return as_text(cells.get(name)) is not None


def _sheet(table: str, rows: Sequence[tuple[int, Cells]]) -> Sheet:
    header = tuple(dict.fromkeys(name for _number, cells in rows for name in cells))
    return Sheet(
        table,
        header,
        tuple(RawRow(n, tuple(cells.get(name) for name in header)) for n, cells in rows),
    )
