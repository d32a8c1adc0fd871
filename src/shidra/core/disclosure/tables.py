"""Tables of counts with all their margins, alone or linked, and every sum that holds in them.

A `Cube` is one table: the cross of its dimensions, each with `Total` and with the groups of its
hierarchies. A `System` is what an attacker sees of one or more of them: cells, and sums between
cells. A cell that stands in two tables is one cell there, so that nothing between tables is lost.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = [
    "TOTAL",
    "Cell",
    "Cube",
    "Dimension",
    "Flags",
    "Floats",
    "Integers",
    "System",
    "TableError",
    "cube_of",
    "dimension_of",
    "system_of",
]

TOTAL = "Total"

type Integers = np.ndarray[Any, np.dtype[np.int64]]
type Floats = np.ndarray[Any, np.dtype[np.float64]]
type Flags = np.ndarray[Any, np.dtype[np.bool_]]
# Dimension and category of what is not a total, by dimension.
type Cell = tuple[tuple[str, str], ...]


class TableError(ValueError):
    """A table or a hierarchy that cannot be read as counts; the message says why."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """The categories of a dimension, `Total` first, and which are the sum of which.

    Attributes:
        categories: Total, then groups, then inner categories.
        sums: places of the whole and of its parts, finest first.
        inner: the places of the categories that nothing is below.
    """

    name: str
    categories: tuple[str, ...]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    inner: tuple[int, ...]


def dimension_of(
    name: str, inner: Sequence[str], groupings: Sequence[Mapping[str, str]] = ()
) -> Dimension:
    """A dimension of these inner categories below `Total`.

    Each grouping says of categories, and of groups, the group that they stand in; what it does
    not name stands directly below Total. Several groupings may overlap.

    >>> dimension_of("place", ["a", "b", "c"], [{"a": "north", "b": "north"}]).sums
    ((1, (2, 3)), (0, (4, 1)))

    Raises:
        TableError: a category is called Total or nothing, or stands in itself; a group has other
            parts in two groupings.
    """
    known = sorted(dict.fromkeys(inner))
    groups = sorted({group for grouping in groupings for group in grouping.values()} - {TOTAL})
    below = {child for grouping in groupings for child in grouping}
    known = sorted({*known, *(below - set(groups))})
    for category in (*known, *groups):
        if category in {TOTAL, ""}:
            said = f"“{category}” cannot be a category" if category else "a category has no name"
            raise TableError(f"{name}: {said}.")
    counted = sorted(set(inner) & set(groups))
    if counted:
        raise TableError(f"{name}: “{counted[0]}” is a group; only what is below it is counted.")
    categories = (TOTAL, *groups, *known)
    place = {category: position for position, category in enumerate(categories)}
    sums = [
        (place[whole], tuple(place[part] for part in parts))
        for grouping in (groupings or ({},))
        for whole, parts in _sums_of(name, grouping, known)
    ]
    first = 1 + len(groups)
    made = Dimension(
        name, categories, tuple(dict.fromkeys(sums)), tuple(range(first, len(categories)))
    )
    _refuse_two_meanings(made)
    return made


def _refuse_two_meanings(dimension: Dimension) -> None:
    """A group that several groupings name has the same inner categories in each."""
    inner = {place: frozenset([place]) for place in dimension.inner}
    for whole, parts in dimension.sums:
        below = frozenset[int]().union(*(inner.get(part, frozenset()) for part in parts))
        if inner.setdefault(whole, below) != below:
            group = dimension.categories[whole]
            raise TableError(
                f"{dimension.name}: “{group}” is made of other parts in two groupings."
            )


def _sums_of(
    name: str, grouping: Mapping[str, str], inner: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """The sums of one grouping, finest first: Total last."""
    parts: dict[str, list[str]] = {}
    for category in dict.fromkeys([*inner, *sorted(set(grouping) | set(grouping.values()))]):
        if category != TOTAL:
            parts.setdefault(grouping.get(category, TOTAL), []).append(category)
    depths = {whole: _depth(name, whole, grouping) for whole in parts}
    for whole in sorted(parts, key=lambda each: (-depths[each], each)):
        yield whole, parts[whole]


def _depth(name: str, category: str, grouping: Mapping[str, str]) -> int:
    depth, above = 0, category
    while above != TOTAL:
        above, depth = grouping.get(above, TOTAL), depth + 1
        if depth > len(grouping) + 1:
            raise TableError(f"{name}: “{category}” stands in itself.")
    return depth


@dataclass(frozen=True, slots=True)
class Cube:
    """One table with all its margins: counts by the place of each dimension's category."""

    dimensions: tuple[Dimension, ...]
    counts: Integers

    def cells(self) -> Iterator[tuple[str, ...]]:
        """The categories of each cell, in the order of the flat counts."""
        return itertools.product(*(dimension.categories for dimension in self.dimensions))


def cube_of(dimensions: Sequence[Dimension], inner: Mapping[tuple[str, ...], int]) -> Cube:
    """The table of these inner counts; inner cells that are absent count as 0.

    >>> sex = dimension_of("sex", ["f", "m"])
    >>> cube_of([sex], {("f",): 3, ("m",): 4}).counts.tolist()
    [7, 3, 4]

    Raises:
        TableError: a count is negative or is no inner cell.
    """
    places = [{d.categories[position]: position for position in d.inner} for d in dimensions]
    counts = np.zeros([len(d.categories) for d in dimensions], dtype=np.int64)
    for cell, count in inner.items():
        if count < 0:
            raise TableError(f"{', '.join(cell)}: a count is 0 or more.")
        try:
            where = tuple(place[category] for place, category in zip(places, cell, strict=True))
        except (KeyError, ValueError):
            raise TableError(f"{', '.join(cell)}: is not an inner cell.") from None
        counts[where] = count
    for axis, dimension in enumerate(dimensions):
        moved = np.moveaxis(counts, axis, 0)  # a view: what is added lands in counts
        for whole, parts in dimension.sums:
            moved[whole] = moved[list(parts)].sum(axis=0)
    return Cube(tuple(dimensions), counts)


@dataclass(frozen=True, slots=True)
class System:
    """Cells of one or more tables and every sum that holds between them.

    Attributes:
        cells: dimension and category of each cell, without those that are Total.
        counts: the true counts.
        whole: for each sum, the cell that is the sum.
        start, part: the cells it is the sum of: `part[start[i]:start[i + 1]]`.
    """

    cells: tuple[Cell, ...]
    counts: Integers
    whole: Integers
    start: Integers
    part: Integers


def system_of(*cubes: Cube) -> System:
    """One system of all tables; cells that say the same of the same people are one cell.

    Raises:
        TableError: two tables differ in a cell that both have, or there is none.
    """
    if not cubes:
        raise TableError("There is no table.")
    number: dict[Cell, int] = {}
    counts: list[int] = []
    wholes, lengths, parts = [], [], []
    for cube in cubes:
        here = _numbered(cube, number, counts)
        for whole, below in _cube_sums(cube):
            wholes.append(here[whole])
            lengths.append(np.full(len(whole), below.shape[1], dtype=np.int64))
            parts.append(here[below].ravel())
    whole, length, part = (
        np.concatenate(each) if each else np.zeros(0, dtype=np.int64)
        for each in (wholes, lengths, parts)
    )
    start = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(length)])
    return System(tuple(number), np.array(counts, dtype=np.int64), whole, start, part)


def _numbered(cube: Cube, number: dict[Cell, int], counts: list[int]) -> Integers:
    """The number of each cell of a table in the system; new ones are added to it."""
    names = [dimension.name for dimension in cube.dimensions]
    here = np.empty(cube.counts.size, dtype=np.int64)
    for place, (cell, count) in enumerate(
        zip(cube.cells(), cube.counts.ravel().tolist(), strict=True)
    ):
        key = tuple(
            sorted(
                (name, category)
                for name, category in zip(names, cell, strict=True)
                if category != TOTAL
            )
        )
        found = number.setdefault(key, len(counts))
        if found == len(counts):
            counts.append(count)
        elif counts[found] != count:
            said = ", ".join(category for _name, category in key) or TOTAL
            raise TableError(f"{said}: two tables count {counts[found]} and {count}.")
        here[place] = found
    return here


def _cube_sums(cube: Cube) -> Iterator[tuple[Integers, Integers]]:
    """Flat places of wholes, and of the parts of each as a row."""
    shape = cube.counts.shape
    flat = np.arange(math.prod(shape), dtype=np.int64).reshape(shape)
    for axis, dimension in enumerate(cube.dimensions):
        lines = np.moveaxis(flat, axis, 0).reshape(shape[axis], -1)
        for whole, parts in dimension.sums:
            yield lines[whole], lines[list(parts)].T
