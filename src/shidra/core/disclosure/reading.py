"""Read counts, published tables and hierarchies from rows of text, as the commands take them."""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shidra.core.disclosure.attack import Published
from shidra.core.disclosure.tables import (
    TOTAL,
    Cube,
    Dimension,
    TableError,
    cube_of,
    dimension_of,
    system_of,
)

__all__ = ["MOST_TABLE_CELLS", "Release", "read_counts", "read_hierarchy", "read_release"]

# A table past this has no use on a page, and fills a machine.
MOST_TABLE_CELLS: Final = 1_000_000
STATUSES: Final = frozenset({"safe", "primary", "complementary", "empty"})

type Row = Mapping[str, str]
type Hierarchies = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Release:
    """A published table: what a reader has, and the categories of each cell in its file.

    Attributes:
        cells: the categories of each cell of `published`.
        listed: the places of the cells that the file has, in its order.
        statuses: what the file says of each listed cell; empty without such a column.
    """

    dimensions: tuple[Dimension, ...]
    cells: tuple[tuple[str, ...], ...]
    published: Published
    listed: tuple[int, ...]
    statuses: tuple[str, ...]


def read_hierarchy(rows: Iterable[Sequence[str]], inner: Iterable[str]) -> dict[str, str]:
    """Child → group of rows that each go from a category up to the group it stands in, and on.

    A first row that is no category of the table is taken as titles.

    >>> read_hierarchy([["town", "district"], ["Lod", "Centre"]], ["Lod"])
    {'Lod': 'Centre'}

    Raises:
        TableError: a category stands in two groups, or a row is empty at its start.
    """
    known = set(inner)
    found: dict[str, str] = {}
    paths = [[cell.strip() for cell in row] for row in rows]
    for number, path in enumerate(paths, start=1):
        if number == 1 and path and path[0] not in known:
            continue
        while path and path[-1] in {"", TOTAL}:
            path.pop()
        if "" in path:
            raise TableError(f"Row {number} of the hierarchy: a name is missing.")
        for child, group in itertools.pairwise(path):
            if found.setdefault(child, group) != group:
                raise TableError(f"“{child}” stands in “{found[child]}” and in “{group}”.")
    return found


def read_counts(
    rows: Sequence[Row], names: Sequence[str], count: str, hierarchies: Hierarchies | None = None
) -> Cube:
    """The table of inner cells in rows of text, each with its count.

    Raises:
        TableError: a count is none, a cell stands twice, or Total is used as a category.
    """
    inner: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=2):
        cell = _cell(row, names, number)
        if TOTAL in cell:
            raise TableError(f"Row {number}: “{TOTAL}” is kept for margins; give inner cells only.")
        if cell in inner:
            raise TableError(f"Row {number}: {', '.join(cell)} stands twice.")
        inner[cell] = _whole(row.get(count), count, number)
    return cube_of(_dimensions(inner, names, hierarchies or {}), inner)


def _dimensions(
    cells: Iterable[tuple[str, ...]], names: Sequence[str], hierarchies: Hierarchies
) -> list[Dimension]:
    held: list[dict[str, None]] = [{} for _name in names]
    for cell in cells:
        for found, category in zip(held, cell, strict=True):
            found[category] = None
    unknown = sorted(set(hierarchies) - set(names))
    if unknown:
        raise TableError(f"There is no dimension “{unknown[0]}” for a hierarchy.")
    made = [
        dimension_of(name, list(found), hierarchies.get(name, ()))
        for name, found in zip(names, held, strict=True)
    ]
    size = math.prod(len(dimension.categories) for dimension in made)
    if size > MOST_TABLE_CELLS:
        raise TableError(
            f"With margins these are {size} cells; {MOST_TABLE_CELLS} are the most. "
            "Leave out a dimension, or join small categories."
        )
    return made


def _cell(row: Row, names: Sequence[str], number: int) -> tuple[str, ...]:
    cell = tuple((row.get(name) or "").strip() for name in names)
    for name, category in zip(names, cell, strict=True):
        if not category:
            raise TableError(f"Row {number}: {name} is empty.")
    return cell


def _whole(text: str | None, count: str, number: int) -> int:
    value = _number(text, count, number)
    if value is None:
        raise TableError(f"Row {number}: {count} is empty.")
    if value != int(value):
        raise TableError(f"Row {number}: {count} “{text}” is not a whole number.")
    return int(value)


def _number(text: str | None, count: str, number: int) -> float | None:
    said = (text or "").strip()
    if not said:
        return None
    try:
        value = math.nan if "_" in said else float(said)  # 1_000 is a number in programs alone
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > 2**53:
        raise TableError(f"Row {number}: {count} “{said}” is not a number.")
    if value < 0:
        raise TableError(f"Row {number}: {count} “{said}” is below 0.")
    return value


def read_release(
    rows: Sequence[Row],
    names: Sequence[str],
    count: str,
    status: str | None = None,
    hierarchies: Hierarchies | None = None,
) -> Release:
    """A published table with margins; a blank count is hidden.

    A blank of which `status` says nothing counts as primary. Inner cells that the file does not have count
    as 0, as in `read_counts`; margins that it does not have are not known to a reader.

    Raises:
        TableError: a number is none, a cell stands twice, or a blank cell is said to be shown.
    """
    counts: dict[tuple[str, ...], float | None] = {}
    said: dict[tuple[str, ...], str] = {}
    for number, row in enumerate(rows, start=2):
        cell = _cell(row, names, number)
        if cell in counts:
            raise TableError(f"Row {number}: {', '.join(cell)} stands twice.")
        counts[cell] = _number(row.get(count), count, number)
        said[cell] = _status(row, status, number, is_blank=counts[cell] is None)
    hierarchies = hierarchies or {}
    groups = [
        {TOTAL, *(group for each in hierarchies.get(name, ()) for group in each.values())}
        for name in names
    ]
    inner = [
        cell
        for cell in counts
        if not any(category in kept for category, kept in zip(cell, groups, strict=True))
    ]
    if not inner:
        raise TableError("There is no inner cell, only margins.")
    cube = cube_of(_dimensions(inner, names, hierarchies), {})
    return _release(cube, counts, said)


def _status(row: Row, status: str | None, number: int, *, is_blank: bool) -> str:
    if status is None:
        return ""
    word = (row.get(status) or "").strip().lower()
    if not word:
        return ""
    if word not in STATUSES:
        raise TableError(
            f"Row {number}: {status} is one of {', '.join(sorted(STATUSES))}, not “{word}”."
        )
    if is_blank and word in {"safe", "empty"}:
        raise TableError(f"Row {number}: the count is blank and yet {word}.")
    return word


def _release(
    cube: Cube, counts: Mapping[tuple[str, ...], float | None], said: Mapping[tuple[str, ...], str]
) -> Release:
    cells = tuple(cube.cells())
    place = {cell: position for position, cell in enumerate(cells)}
    values = np.full(len(cells), np.nan)
    inner = np.zeros(cube.counts.shape, dtype=bool)
    inner[np.ix_(*(dimension.inner for dimension in cube.dimensions))] = True
    values[inner.ravel()] = 0.0
    is_primary = np.zeros(len(cells), dtype=bool)
    for cell, value in counts.items():
        if cell not in place:
            raise TableError(f"{', '.join(cell)}: is no cell of this table.")
        values[place[cell]] = np.nan if value is None else value
        is_primary[place[cell]] = said[cell] == "primary" or (value is None and not said[cell])
    system = system_of(cube)
    published = Published(values, is_primary, system.whole, system.start, system.part)
    listed = tuple(place[cell] for cell in counts)
    return Release(cube.dimensions, cells, published, listed, tuple(said.values()))
