"""Totals and splits side by side as one system of sums, with nothing left over.

A cube needs every inner cell. Partners give totals here and splits there, so the parts of a place
or of a group need not add up to it. What they leave is a cell of its own, the *rest*, which a
reader gets by subtraction and which is therefore protected like every other one.

Rows that name the same dimensions make one table, over the places they reach; all such tables are
linked, since they share their margins.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shidra.core.disclosure.outcomes import EVENT, NO_EVENT, OUTCOME
from shidra.core.disclosure.tables import (
    Cell,
    Cube,
    Integers,
    System,
    TableError,
    cube_of,
    dimension_of,
    system_of,
)

__all__ = ["PLACE", "REST", "Attributes", "Count", "Linked", "Parents", "Spot", "axis_of", "linked"]

PLACE: Final = "place"
REST: Final = "~rest"
# Between a name and the table that it is of; no code has it.
MARK: Final = "\x1f"

# A place (None is the whole) and the groups of a cell, each as `dimension:code`.
type Spot = tuple[str | None, frozenset[str]]
# The place around each place, and for each attribute the category of each place.
type Parents = Mapping[str, str | None]
type Attributes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Count:
    """The people of a cell and, where it is counted, how many of them the event happened to."""

    people: int
    events: int | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """Everything that is counted of one indicator and period.

    Attributes:
        names: of each cell of the system. What several tables leave has one name in all of them.
        whole: the place that is the same as no place: the only one with nothing around it.
        has_events: whether the event is a dimension of it.
    """

    system: System
    names: list[Cell]
    whole: str | None
    has_events: bool


def linked(
    counts: Mapping[Spot, Count],
    patterns: Sequence[frozenset[str]],
    parents: Parents,
    attributes: Attributes,
) -> Linked:
    """The system of all these counts.

    Raises:
        TableError: parts are more than their whole, or there are more events than people.
    """
    has_events = any(count.events is not None for count in counts.values())
    frame = _Frame(counts, parents, attributes, has_events=has_events)
    system = system_of(*(cube for each in _closed(patterns) for cube in frame.tables(each)))
    names = [tuple((axis, _unmarked(category)) for axis, category in cell) for cell in system.cells]
    return Linked(system, names, frame.root, has_events)


def _closed(patterns: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The patterns and what any two have in common: there their tables are tied to each other."""
    found = set(patterns)
    while True:
        shared = {one & other for one, other in itertools.combinations(found, 2)} - found
        if not shared:
            return sorted(found, key=sorted)
        found |= shared


@dataclass(frozen=True, slots=True)
class _Frame:
    """All cells of an indicator and period, made into tables without anything left over."""

    counts: Mapping[Spot, Count]
    parents: Parents
    attributes: Attributes
    has_events: bool

    @property
    def root(self) -> str | None:
        """The only place with nothing around it: the same as no place."""
        roots = [place for place, around in self.parents.items() if around is None]
        return roots[0] if len(roots) == 1 else None

    def tables(self, pattern: frozenset[str]) -> Iterator[Cube]:
        """The table of the rows that name these dimensions, over the places that they reach."""
        reached = {
            place for place, groups in self.counts if frozenset(map(_dimension, groups)) == pattern
        }
        if not reached:
            return
        split = sorted(pattern)
        table = "+".join(split)
        places = _Places(reached, self.parents, self.root, table)
        axes = [self._codes(dimension, reached) for dimension in split]
        rest = f"{REST}{MARK}{table}"
        named = [[rest, *axis] for axis in axes]
        inner: dict[tuple[str, ...], int] = {}
        for outcome, grid in self._sides(places, axes):
            for where, count in _atoms(grid, places):
                codes = (axis[at] for axis, at in zip(named, where[1:], strict=True))
                atom = (places.atoms[where[0]], *codes, *outcome)
                if count < 0:
                    raise TableError(f"{', '.join(atom)}: the parts are more than their whole.")
                inner[atom] = count
        dimensions = [dimension_of(PLACE, places.atoms, self._groupings(places, table))]
        dimensions += [
            dimension_of(axis_of(dimension), codes)
            for dimension, codes in zip(split, named, strict=True)
        ]
        if self.has_events:
            dimensions.append(dimension_of(OUTCOME, [EVENT, NO_EVENT]))
        yield cube_of(dimensions, inner)

    def _sides(
        self, places: "_Places", axes: Sequence[Sequence[str]]
    ) -> Iterator[tuple[tuple[str, ...], Integers]]:
        """The counts of people; where events are counted, with and without the event apart."""
        people = self._grid(places, axes, "people")
        if not self.has_events:
            yield (), people
            return
        events = self._grid(places, axes, "events")
        yield (EVENT,), events
        yield (NO_EVENT,), people - events

    def _codes(self, dimension: str, reached: set[str | None]) -> list[str]:
        return sorted(
            {
                group
                for place, groups in self.counts
                if place in reached
                for group in groups
                if _dimension(group) == dimension
            }
        )

    def _grid(self, places: "_Places", axes: Sequence[Sequence[str]], side: str) -> Integers:
        """The counts by place and by the category of each dimension; 0 stands for all of them."""
        grid = np.zeros([len(places.every), *(1 + len(axis) for axis in axes)], dtype=np.int64)
        position = {
            group: (axis, 1 + at)
            for axis, codes in enumerate(axes)
            for at, group in enumerate(codes)
        }
        for (place, groups), count in self.counts.items():
            where = places.number.get(None if place == self.root else place)
            if where is None or not all(group in position for group in groups):
                continue
            index = [0] * len(axes)
            for axis, at in (position[group] for group in groups):
                index[axis] = at
            grid[(where, *index)] = getattr(count, side) or 0
        return grid

    def _groupings(self, places: "_Places", table: str) -> list[dict[str, str]]:
        found = [places.grouping()]
        for name, category_of in sorted(self.attributes.items()):
            inherited = (
                (atom, places.inherited(place, category_of))
                for place, atom in zip(places.every, places.atoms, strict=True)
            )
            found.append(
                {
                    atom: f"{name}={category}{MARK}{table}"
                    for atom, category in inherited
                    if category
                }
            )
        return [each for each in found if each] or [{}]


class _Places:
    """The places that a table reaches and those around them; what parts leave is an atom too.

    Attributes:
        every: the whole first, then each place.
        atoms: by the number of a place what nothing is below: itself, or its rest.
    """

    def __init__(
        self, reached: set[str | None], parents: Parents, root: str | None, table: str
    ) -> None:
        self.around: dict[str, str | None] = {}
        for start in reached:
            place = start
            while place is not None and place != root and place not in self.around:
                above = parents.get(place)
                self.around[place] = None if above == root else above
                place = above
        self.every: list[str | None] = [None, *sorted(self.around)]
        self.number = {place: number for number, place in enumerate(self.every)}
        holds = {None, *self.around.values()}
        self.atoms = [
            f"{place or ''}{MARK}{REST}{MARK}{table}" if place is None or place in holds else place
            for place in self.every
        ]

    def grouping(self) -> dict[str, str]:
        """Of each place and each atom, the place that it stands in."""
        rests = {
            atom: place
            for place, atom in zip(self.every, self.atoms, strict=True)
            if place is not None and atom != place
        }
        return rests | {place: above for place, above in self.around.items() if above is not None}

    def inherited(self, place: str | None, category_of: Mapping[str, str]) -> str:
        """The category of a place, else that of the nearest place around it that has one."""
        while place is not None:
            if found := category_of.get(place, ""):
                return found
            place = self.around[place]
        return ""


def _atoms(grid: Integers, places: _Places) -> Iterator[tuple[tuple[int, ...], int]]:
    """What each place and group holds beyond its parts, where that is not 0."""
    left = grid.copy()
    for axis in range(1, left.ndim):
        moved = np.moveaxis(left, axis, 0)  # a view
        moved[0] -= moved[1:].sum(axis=0)
    own = left.copy()
    for place, around in places.around.items():
        own[places.number[around]] -= left[places.number[place]]
    for where in np.argwhere(own).tolist():
        yield tuple(where), int(own[tuple(where)])


def _unmarked(category: str) -> str:
    """What a category is called in every table."""
    name, mark, _table = category.rpartition(MARK)
    return name if mark else category


def axis_of(dimension: str) -> str:
    """The name of a dimension in the tables, never that of places or outcomes."""
    return f"by {dimension}"


def _dimension(group: str) -> str:
    return group.partition(":")[0]
