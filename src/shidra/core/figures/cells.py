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

EVERYBODY: frozenset[str] = frozenset()
"""The groups of a cell that names none."""


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

    ``parents`` names the place around each place. When all places lie inside one, that place and
    no place are the same.

    Raises:
        ValueError: two rows of one cell, or places that enclose one another.

    >>> table = Table([Row("2026", "north", numerator=2, denominator=10),
    ...                Row("2026", "south", numerator=6, denominator=10)],
    ...               {"land": None, "north": "land", "south": "land"})
    >>> figure(table, "2026", "land").value
    0.4
    """

    def __init__(self, rows: Iterable[Row], parents: Mapping[str, str | None]) -> None:
        roots = [place for place, parent in parents.items() if parent is None]
        self._root = roots[0] if len(roots) == 1 else None
        self._parents = parents
        self._periods: dict[str, _Period] = {}
        chains: dict[str | None, list[str | None]] = {}
        for row in rows:
            if (chain := chains.get(row.place)) is None:
                chain = chains[row.place] = self._chain(row.place)
            if (period := self._periods.get(row.period)) is None:
                period = self._periods[row.period] = _Period()
            period.add(row, chain)

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that have rows, in order."""
        return tuple(sorted(self._periods))

    def finer(self, period: str, place: str | None, groups: frozenset[str]) -> Iterator[Row]:
        """Every row inside a cell, the cell's own included."""
        if found := self._periods.get(period):
            yield from found.inside(self.cell(place, groups))

    def best(self, period: str, place: str | None, groups: frozenset[str]) -> tuple[Row, ...]:
        """The rows whose sum is the figure of a cell."""
        found = self._periods.get(period)
        return found.best(self.cell(place, groups)) if found else ()

    def given(self, period: str, place: str | None, groups: frozenset[str]) -> bool:
        """Whether a row was given for exactly this cell."""
        found = self._periods.get(period)
        return bool(found and self.cell(place, groups) in found.rows)

    def cell(self, place: str | None, groups: frozenset[str]) -> _Cell:
        """The one name of a cell that has two: no place and the only root are the same."""
        return (None if place == self._root else place), groups

    def is_even(self, period: str) -> bool:
        """Whether no two rows of a period count the same people."""
        found = self._periods.get(period)
        return found is None or found.is_even

    def around(self, place: str | None) -> list[str | None]:
        """The place and what lies around it, up to the whole (None)."""
        return self._chain(place)

    def _chain(self, place: str | None) -> list[str | None]:
        """The place and what lies around it, up to the whole (None)."""
        chain: list[str | None] = []
        while place is not None and place != self._root:
            if place in chain:
                msg = f"The place {place} lies inside itself"
                raise ValueError(msg)
            chain.append(place)
            place = self._parents.get(place)
        return [*chain, None]


class _Period:
    """The rows of one period, by cell, and all rows inside each place."""

    def __init__(self) -> None:
        self.rows: dict[_Cell, Row] = {}
        self._chains: dict[str | None, list[str | None]] = {}
        self._children: dict[str | None, dict[str | None, None]] = {}
        self._here: dict[str | None, list[Row]] = {}
        self._known: dict[_Cell, tuple[Row, ...]] = {}

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
        named = {row.groups for row in self.rows.values()}
        dimensions = {frozenset(map(_dimension, groups)) for groups in named}
        holds_others = any(self._children.get(place) for place, _ in self.rows)
        return len(dimensions) <= 1 and not holds_others

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
        for dimension in sorted({_dimension(g) for row in split_here for g in row.groups - groups}):
            categories = {
                group
                for row in self.inside(cell)
                for group in row.groups
                if _dimension(group) == dimension
            }
            yield tuple(
                row for group in sorted(categories) for row in self.best((place, groups | {group}))
            )


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
    numerator = _sum([row.numerator for row in rows])
    denominator = _sum([row.denominator for row in rows])
    value, reason = _value(rows, numerator, denominator)
    return Figure(
        period=period,
        place=place,
        groups=groups,
        numerator=numerator,
        denominator=denominator,
        value=value,
        n=_sum([row.n for row in rows]),
        rows=len(rows),
        is_exact=is_exact,
        reason=reason,
    )


def _sum(parts: list[float | None]) -> float | None:
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
