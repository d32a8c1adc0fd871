"""Figures by several dimensions and groupings of places at once, so that nothing is counted twice.

The cells of a crossing divide the whole: each counts what no other one does. For known categories
g of the axes a cell is the figure F of exactly g; what F leaves of a coarser cell is *unknown* in
the axes that the coarser cell does not name. With h running over all finer cells,

    cell(g, the rest unknown) = sum over h ⊇ g of (-1)^(|h| - |g|) · F(h)

which is what remains of F(g) when all its named parts are taken away, for any number of axes, and
does not ask in which order they are named. Places are divided alike: a place with a label of its
own is taken out of the place around it, and what stays has the label of that place.

Parts and unknown together are the whole, whatever rows F was made of. Numbers that are whole
(`int`) are added exactly, so that figures should come as whole multiples of their smallest unit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from shidra.core.figures.cells import EVERYBODY, UNKNOWN, Row, Table

__all__ = [
    "Crossing",
    "Part",
    "Summed",
    "Tally",
    "cell_of",
    "crossed",
    "order_of",
    "parts_of",
    "summed",
    "tally_of",
]

type Labels = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a crossing asks for.

    Attributes:
        axes: dimensions, by whose categories it is divided.
        place, groups: what is divided; no place and no groups are the whole.
        labels: the labels that a place has, where they differ from those of the place around it.
        around: the labels of `place` itself.
    """

    axes: Sequence[str] = ()
    place: str | None = None
    groups: frozenset[str] = EVERYBODY
    labels: Mapping[str, Labels] = field(default_factory=dict)
    around: Labels = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A row that a cell is made of, added so many times; below 0 it is taken away."""

    labels: Labels
    categories: tuple[str, ...]
    times: int
    row: Row


@dataclass(frozen=True, slots=True)
class Summed:
    """A cell of a crossing. `categories` are codes in the order of the axes.

    ``quality`` is the worst grade among its rows, empty where none has any.
    """

    period: str
    labels: Labels
    categories: tuple[str, ...]
    numerator: float | None
    denominator: float | None
    value: float | None
    n: float | None
    quality: str
    rows: int


def crossed(table: Table, period: str, asked: Crossing) -> tuple[Summed, ...]:
    """The cells of one period that have rows, in order of their labels and categories.

    A remainder below 0 has no cell: then the parts are more than their whole.

    >>> table = Table([Row("2026", None, frozenset(), 5, 10),
    ...                Row("2026", None, frozenset({"sex:f"}), 3, 6)], {})
    >>> [(c.categories, c.numerator, c.denominator)
    ...  for c in crossed(table, "2026", Crossing(("sex",)))]
    [(('f',), 3, 6), (('unknown',), 2, 4)]
    """
    return summed(period, parts_of(table, period, asked))


def parts_of(table: Table, period: str, asked: Crossing) -> list[Part]:
    """The rows of each cell: what is left to do is to add."""
    if table.is_even(period):
        return list(_even(table, period, asked))
    found: dict[tuple[Labels, tuple[str, ...]], dict[Row, int]] = {}
    above, units = _units(table, asked)
    for unit, labels in units.items():
        outer = units[above[unit]] if unit in above else None
        for named in sorted(_named(table, period, unit, asked), key=sorted):
            rows = table.best(period, unit, asked.groups | named)
            for categories, sign in _places_of(named, asked.axes):
                _add(found.setdefault((labels, categories), {}), rows, sign)
                if outer is not None:
                    _add(found.setdefault((outer, categories), {}), rows, -sign)
    for row, labels, categories in _unknown_values(table, period, units, asked):
        if (own := found.get((labels, categories))) and _cannot_be_added(own):
            found[labels, categories] = {row: 1}
    return [
        Part(labels, categories, times, row)
        for (labels, categories), rows_of in found.items()
        for row, times in rows_of.items()
        if times
    ]


def _unknown_values(
    table: Table, period: str, units: Mapping[str | None, Labels], asked: Crossing
) -> Iterator[tuple[Row, Labels, tuple[str, ...]]]:
    """Rows with nothing but a value that somebody gave for the unknown of a whole cell."""
    for row in table.finer(period, asked.place, asked.groups):
        if row.numerator is None and row.denominator is None:
            own = {group.partition(":")[0] for group in row.groups - asked.groups}
            place = table.cell(row.place, EVERYBODY)[0]
            categories = _categories(row.groups, asked.axes)
            if UNKNOWN in categories and own == set(asked.axes) and place in units:
                yield row, units[place], categories


def _cannot_be_added(rows: Mapping[Row, int]) -> bool:
    """Whether something is taken away from a row, or by one, that has no counts."""
    used = [row for row, times in rows.items() if times]
    return len(used) != 1 and any(row.numerator is None and row.denominator is None for row in used)


def _even(table: Table, period: str, asked: Crossing) -> Iterator[Part]:
    """Where no two rows count the same people, each row has one cell."""
    _above, units = _units(table, asked)
    nearest: dict[str | None, Labels] = {}
    scope = table.cell(asked.place, EVERYBODY)[0]
    for row in table.finer(period, asked.place, asked.groups):
        if row.place not in nearest:
            chain = table.around(row.place)
            inner = chain[: chain.index(scope) + 1]
            nearest[row.place] = next(units[place] for place in inner if place in units)
        told = table.categories(period, row.groups)
        yield Part(nearest[row.place], _categories(told, asked.axes), 1, row)


def _units(
    table: Table, asked: Crossing
) -> tuple[dict[str | None, str | None], dict[str | None, Labels]]:
    """The places that are taken apart inside the scope, each with the one around it."""
    scope = table.cell(asked.place, EVERYBODY)[0]
    units: dict[str | None, Labels] = {scope: asked.around}
    above: dict[str | None, str | None] = {}
    chains: dict[str | None, list[str | None]] = {}
    for code, labels in asked.labels.items():
        chain = table.around(code)
        if chain[0] != scope and scope in chain:
            units[chain[0]], chains[chain[0]] = labels, chain
        elif chain[0] == scope:
            units[scope] = labels
    for place, chain in chains.items():
        above[place] = next(other for other in chain[1:] if other in units)
    return above, units


def _named(table: Table, period: str, unit: str | None, asked: Crossing) -> set[frozenset[str]]:
    """Every set of known categories of the axes that a row inside a place names, or part of it."""
    found: set[frozenset[str]] = set()
    seen: set[frozenset[str]] = set()
    for row in table.finer(period, unit, asked.groups):
        if row.groups in seen:
            continue
        seen.add(row.groups)
        known = [
            group
            for group in table.categories(period, row.groups) - asked.groups
            for axis, _, code in [group.partition(":")]
            if axis in asked.axes and code != UNKNOWN
        ]
        for size in range(len(known) + 1):
            found.update(map(frozenset, combinations(known, size)))
    return found


def _places_of(named: frozenset[str], axes: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The cells that the figure of these categories is added to or taken from."""
    groups = sorted(named)
    for size in range(len(groups) + 1):
        sign = -1 if (len(groups) - size) % 2 else 1
        for kept in combinations(groups, size):
            yield _categories(kept, axes), sign


def _categories(groups: Sequence[str] | frozenset[str], axes: Sequence[str]) -> tuple[str, ...]:
    codes = dict(group.split(":", 1) for group in groups)
    return tuple(codes.get(axis, UNKNOWN) for axis in axes)


def _add(cell: dict[Row, int], rows: Sequence[Row], sign: int) -> None:
    for row in rows:
        cell[row] = cell.get(row, 0) + sign


def summed(period: str, parts: Sequence[Part]) -> tuple[Summed, ...]:
    """The parts of one period added up, cell by cell."""
    cells: dict[tuple[Labels, tuple[str, ...]], list[Part]] = {}
    for part in parts:
        cells.setdefault((part.labels, part.categories), []).append(part)
    found = (cell_of(period, *key, tally_of(cells[key])) for key in sorted(cells, key=order_of))
    return tuple(cell for cell in found if cell is not None)


def order_of(cell: tuple[Labels, tuple[str, ...]]) -> tuple[object, ...]:
    """By which cells stand in order: what has no label comes last."""
    labels, categories = cell
    return (tuple((label is None, label or "") for label in labels), categories)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the parts of a cell add up to, by whoever adds them.

    A sum goes with the number of parts that have one: it is known where all of them do. ``value``
    is the largest value, which tells something where there is one part alone.
    """

    parts: int
    taken_away: int
    numerator: tuple[float, int]
    denominator: tuple[float, int]
    n: tuple[float, int]
    value: float | None
    quality: str

    def sum_of(self, side: tuple[float, int]) -> float | None:
        total, known = side
        return total if known == self.parts else None


def tally_of(parts: Sequence[Part]) -> Tally:
    """The sums of one cell."""
    rows = [(part.times, part.row) for part in parts]
    return Tally(
        parts=len(parts),
        taken_away=sum(times < 0 for times, _row in rows),
        numerator=_total([(times, row.numerator) for times, row in rows]),
        denominator=_total([(times, row.denominator) for times, row in rows]),
        n=_total([(times, row.n) for times, row in rows]),
        value=max((row.value for _times, row in rows if row.value is not None), default=None),
        quality=max((row.quality for _times, row in rows), default=""),
    )


def cell_of(period: str, labels: Labels, categories: tuple[str, ...], told: Tally) -> Summed | None:
    """The cell of these sums; none where a remainder is nobody, or less."""
    numerator, denominator = told.sum_of(told.numerator), told.sum_of(told.denominator)
    if told.taken_away:
        left = [amount for amount in (numerator, denominator) if amount is not None]
        if not any(left) or min(left) < 0:
            return None
    return Summed(
        period,
        labels,
        categories,
        numerator,
        denominator,
        _value(told, numerator, denominator),
        told.sum_of(told.n),
        told.quality,
        told.parts,
    )


def _total(amounts: Sequence[tuple[int, float | None]]) -> tuple[float, int]:
    known = [times * amount for times, amount in amounts if amount is not None]
    return sum(known), len(known)


def _value(told: Tally, numerator: float | None, denominator: float | None) -> float | None:
    """As `figure` has it: a share of sums, the value of a single row, or a bare count."""
    if numerator is not None and denominator is not None:
        return numerator / denominator if denominator else None
    if told.parts == 1 and not told.taken_away and told.value is not None:
        return told.value
    if numerator is not None and told.denominator[1] == 0:
        return numerator
    return None
