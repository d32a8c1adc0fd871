"""The figure of a cell: a period, a place and the groups it names.

Observations of one indicator come as totals and splits side by side. The figure of a cell is the
row given for exactly its place and groups, else the sum of its finer rows: rows of places inside
it or of more dimensions than it names, the coarsest of them, none inside another one.

Where finer rows can be added in several ways (by the places inside, by gender, by sector), exactly
one way is taken, for rows of two ways count the same people twice: the way that counts most (the
largest denominator, without denominators the largest numerator), then the one with fewest rows,
then the dimension whose code comes first, the places last.

Shares are recomputed from their sums and never averaged; a row that gives only a value is used for
its own cell and cannot be added.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from shidra.core.figures.crosswalk import (
    Crosswalk,
    divides,
    is_mark,
    named_by,
)
from shidra.core.figures.trees import PlaceTree, place_around

EVERYBODY: frozenset[str] = frozenset()
"""The groups of a cell that names none."""

UNKNOWN = "unknown"
"""The category of those whose group nobody knows; it takes no part in a disparity."""


class Row(NamedTuple):
    """One observation of one indicator; groups are written ``dimension:code``, one a dimension.

    ``place`` None is the whole. Shares are 0–1. ``quality`` is a grade, A the best. A tuple, since
    thousands are made for a page.
    """

    period: str
    place: str | None = None
    groups: frozenset[str] = EVERYBODY
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    n: float | None = None
    quality: str = ""


class Reason(StrEnum):
    """Why a figure has no value."""

    NO_ROWS = "no_rows"
    ONLY_VALUES = "only_values"
    NOTHING_COUNTED = "nothing_counted"


@dataclass(frozen=True, slots=True)
class Figure:
    """The figure of a cell, or the reason why it has no value.

    ``value`` is numerator / denominator; without any denominator the numerator; without either
    the value of the row itself. ``n`` is the sum of n where every row gives it. ``rows`` counts
    the rows it was made from, ``is_exact`` says that one row was given for exactly this cell.
    """

    period: str
    place: str | None
    groups: frozenset[str]
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    n: float | None = None
    rows: int = 0
    is_exact: bool = False
    reason: Reason | None = None


type _Cell = tuple[str | None, frozenset[str]]

_COUNTED_ONCE = 1


class Table:
    """The observations of one indicator, prepared once for any number of figures.

    ``parents`` names the place around each place, or says how that changed over time. When all
    places lie inside one, that place and no place are the same. With a ``walk``, rows are found by
    the categories of today that theirs have passed into, and can be asked for by either.

    Raises:
        ValueError: two rows of one cell, or places that enclose one another.

    >>> table = Table([Row("2026", "north", numerator=2, denominator=10),
    ...                Row("2026", "south", numerator=6, denominator=10)],
    ...               {"land": None, "north": "land", "south": "land"})
    >>> figure(table, "2026", "land").value
    0.4
    """

    def __init__(
        self,
        rows: Iterable[Row],
        parents: Mapping[str, str | None] | PlaceTree,
        walk: Crosswalk | None = None,
    ) -> None:
        tree = parents if isinstance(parents, PlaceTree) else PlaceTree(parents)
        roots = [place for place, parent in tree.parents.items() if parent is None]
        self._root = roots[0] if len(roots) == 1 else None
        self._lies_in = tree.parents
        self.walk = walk or Crosswalk()
        self._periods: dict[str, _Period] = {}
        lasting: dict[str | None, list[str | None]] = {}
        has_passed = bool(self.walk)
        for row in rows:
            if (period := self._periods.get(row.period)) is None:
                lies_in = tree.parents_in(row.period) if tree.is_dated else tree.parents
                chains = {} if tree.is_dated else lasting
                period = self._periods[row.period] = _Period(lies_in, chains)
            if (chain := period.chains.get(row.place)) is None:
                chain = self._chain(tree.placed(row.place, row.period), period.lies_in)
                period.chains[row.place] = chain
            period.add(self._told(row) if has_passed else row, chain)

    def _told(self, row: Row) -> Row:
        """The row as today's categories find it."""
        groups = self.walk.told(row.period, row.groups)
        if groups is row.groups:
            return row
        amounts = (row.numerator, row.denominator, row.value, row.n)
        return Row(row.period, row.place, groups, *amounts, row.quality)

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that have rows, in order."""
        return tuple(sorted(self._periods))

    def finer(self, period: str, place: str | None, groups: frozenset[str]) -> Iterator[Row]:
        """Every row inside a cell, the cell's own included."""
        if found := self._periods.get(period):
            yield from found.inside(self._asked(period, place, groups))

    def best(self, period: str, place: str | None, groups: frozenset[str]) -> tuple[Row, ...]:
        """The rows whose sum is the figure of a cell."""
        found = self._periods.get(period)
        return found.best(self._asked(period, place, groups)) if found else ()

    def given(self, period: str, place: str | None, groups: frozenset[str]) -> bool:
        """Whether a row was given for exactly this cell."""
        found = self._periods.get(period)
        return bool(found and self._asked(period, place, groups) in found.rows)

    def cell(self, place: str | None, groups: frozenset[str]) -> _Cell:
        """The one name of a cell that has two: no place and the only root are the same."""
        return (None if place == self._root else place), groups

    def is_even(self, period: str) -> bool:
        """Whether no two rows of a period count the same people."""
        found = self._periods.get(period)
        return found is None or found.is_even

    def around(self, place: str | None) -> list[str | None]:
        """The place and what lies around it today, up to the whole (None)."""
        return self._chain(place, self._lies_in)

    def wholes(self, period: str) -> frozenset[str]:
        """The categories that are told by their parts in a period: what these leave is unknown."""
        found = self._periods.get(period)
        if found is None or not self.walk:
            return frozenset()
        return frozenset(
            whole
            for whole in self.walk.wholes()
            if self.walk.is_divided(whole, period)
            or any(named_by(part) in found.named for part in self.walk.parts_of(whole, period))
        )

    def categories(self, period: str, groups: frozenset[str]) -> frozenset[str]:
        """The categories that a row is told in: of a whole the part that it names, else unknown."""
        if not self.walk or not groups:
            return groups
        found = self._periods[period]
        if (known := found.told_in.get(groups)) is None:
            wholes = self.wholes(period)
            inside = {divides(_dimension(one)): one for one in groups if is_mark(one)}
            known = found.told_in[groups] = frozenset(
                self._innermost(one, inside, wholes) for one in groups if not is_mark(one)
            )
        return known

    def _innermost(self, group: str, inside: Mapping[str, str], wholes: frozenset[str]) -> str:
        while group in wholes:
            mark = inside.get(named_by(group))
            if mark is None:
                return f"{_dimension(group)}:{UNKNOWN}"
            group = f"{_dimension(group)}:{mark.partition(':')[2]}"
        return group

    def _asked(self, period: str, place: str | None, groups: frozenset[str]) -> _Cell:
        """The cell as its rows are kept: of old categories inside today's."""
        return self.cell(place, self.walk.placed(period, groups))

    def _chain(self, place: str | None, lies_in: Mapping[str, str | None]) -> list[str | None]:
        """The place and what lies around it, up to the whole (None)."""
        chain: list[str | None] = []
        while place is not None and place != self._root:
            if place in chain:
                msg = f"The place {place} lies inside itself"
                raise ValueError(msg)
            chain.append(place)
            place = place_around(place, lies_in)
        return [*chain, None]


class _Period:
    """The rows of one period, by cell, and all rows inside each place."""

    def __init__(
        self,
        lies_in: Mapping[str, str | None],
        chains: dict[str | None, list[str | None]],
    ) -> None:
        self.lies_in, self.chains = lies_in, chains
        self.rows: dict[_Cell, Row] = {}
        self._chains: dict[str | None, list[str | None]] = {}
        self._children: dict[str | None, dict[str | None, None]] = {}
        self._here: dict[str | None, list[Row]] = {}
        self._known: dict[_Cell, tuple[Row, ...]] = {}
        self.told_in: dict[frozenset[str], frozenset[str]] = {}

    @cached_property
    def named(self) -> frozenset[str]:
        """Every category that a row of the period names, as `named_by` writes it."""
        every = {groups for _place, groups in self.rows}
        return frozenset(named_by(group) for groups in every for group in groups)

    def add(self, row: Row, chain: list[str | None]) -> None:
        cell = (chain[0], row.groups)
        if cell in self.rows:
            named = ", ".join(sorted(row.groups)) or "everybody"
            msg = f"Two rows for {row.period}, {row.place or 'the whole'}, {named}"
            raise ValueError(msg)
        self.rows[cell] = row
        if (here := self._here.get(chain[0])) is None:
            here = self._here[chain[0]] = []
            self._chains[chain[0]] = chain
            for place, around in pairwise(chain):
                self._children.setdefault(around, {})[place] = None
        here.append(row)

    def inside(self, cell: _Cell) -> Iterator[Row]:
        place, groups = cell
        # Inside the whole is every row: most pages ask for no other place.
        rows = self.rows.values() if place is None else self._inside.get(place, ())
        return (row for row in rows if groups <= row.groups) if groups else iter(rows)

    def best(self, cell: _Cell) -> tuple[Row, ...]:
        """The row of the cell, else the best way to add finer ones."""
        if (row := self.rows.get(cell)) is not None:
            return (row,)
        if self.is_even:
            return tuple(self.inside(cell))
        if cell not in self._known:
            ways = [*self._by_dimension(cell), self._by_place(cell)]
            # min keeps the first of equals: dimensions in order of their codes, places last.
            self._known[cell] = min(ways, key=_preference)
        return self._known[cell]

    @cached_property
    def _inside(self) -> dict[str | None, list[Row]]:
        found: dict[str | None, list[Row]] = {}
        for (place, _groups), row in self.rows.items():
            for around in self._chains[place]:
                found.setdefault(around, []).append(row)
        return found

    @cached_property
    def is_even(self) -> bool:
        """Whether all rows name the same dimensions and none lies inside another's place.

        Then no two rows count the same people, every way adds up all rows of a cell, and the
        search for the best one can be spared.
        """
        named = {groups for _place, groups in self.rows}
        dimensions = {
            frozenset(_dimension(group) for group in groups if not is_mark(group))
            for groups in named
        }
        holds_others = any(self._children.get(place) for place, _ in self.rows)
        return len(dimensions) <= 1 and not holds_others and not _have_wholes(named)

    def _by_place(self, cell: _Cell) -> tuple[Row, ...]:
        """The rows that add up the places right inside."""
        place, groups = cell
        return tuple(
            row for child in self._children.get(place, ()) for row in self.best((child, groups))
        )

    def _by_dimension(self, cell: _Cell) -> Iterator[tuple[Row, ...]]:
        """For each dimension in which the place itself is split, the rows that add it up."""
        place, groups = cell
        split_here = [row for row in self._here.get(place, ()) if groups <= row.groups]
        inside = set(map(named_by, groups))
        for dimension in sorted({_dimension(g) for row in split_here for g in row.groups - groups}):
            if (whole := divides(dimension)) and whole not in inside:
                # Parts of a category add up to that category, and to nothing around it.
                continue
            categories = {
                group
                for row in self.inside(cell)
                for group in row.groups
                if _dimension(group) == dimension
            }
            yield tuple(
                row for group in sorted(categories) for row in self.best((place, groups | {group}))
            )


def _have_wholes(named: Iterable[frozenset[str]]) -> bool:
    """Whether rows of a category stand beside rows of what lies inside it."""
    divided = {_dimension(group) for groups in named for group in groups if is_mark(group)}
    if not divided:
        return False
    wholes = set(map(divides, divided))
    for groups in named:
        own = set(map(divides, map(_dimension, filter(is_mark, groups))))
        if any(named_by(group) in wholes - own for group in groups):
            return True
    return False


def _dimension(group: str) -> str:
    return group.partition(":")[0]


def _preference(rows: tuple[Row, ...]) -> tuple[float, float, int]:
    """The smallest is the way that counts most, in fewest rows; no rows at all come last."""
    if not rows:
        return (1.0, 1.0, 0)
    counted = -sum(row.denominator or 0.0 for row in rows)
    return (counted, -sum(row.numerator or 0.0 for row in rows) if counted == 0 else 0.0, len(rows))


def figure(
    table: Table, period: str, place: str | None = None, groups: frozenset[str] = EVERYBODY
) -> Figure:
    """The figure of a cell, in the units of its rows.

    >>> split = [Row("2026", None, frozenset({"sector:a"}), 1, 4),
    ...          Row("2026", None, frozenset({"sector:b"}), 2, 4)]
    >>> figure(Table(split, {}), "2026").value
    0.375
    """
    rows = table.best(period, place, groups)
    is_exact = table.given(period, place, groups)
    if not rows:
        return Figure(period, place, groups, reason=Reason.NO_ROWS)
    numerator = total_of([row.numerator for row in rows])
    denominator = total_of([row.denominator for row in rows])
    value, reason = _value(rows, numerator, denominator)
    return Figure(
        period=period,
        place=place,
        groups=groups,
        numerator=numerator,
        denominator=denominator,
        value=value,
        n=total_of([row.n for row in rows]),
        rows=len(rows),
        is_exact=is_exact,
        reason=reason,
    )


def total_of(parts: list[float | None]) -> float | None:
    """The sum where every part is known."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _value(
    rows: tuple[Row, ...], numerator: float | None, denominator: float | None
) -> tuple[float | None, Reason | None]:
    """The value of summed rows, or why there is none."""
    if numerator is not None and denominator is not None:
        if denominator == 0:
            return None, Reason.NOTHING_COUNTED
        return numerator / denominator, None
    if len(rows) == _COUNTED_ONCE and rows[0].value is not None:
        return rows[0].value, None
    if numerator is not None and all(row.denominator is None for row in rows):
        return numerator, None
    return None, Reason.ONLY_VALUES
