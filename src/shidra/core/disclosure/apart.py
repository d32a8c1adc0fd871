"""Random rounding: each number by itself to one of the two multiples beside it.

What is told is a multiple of the base less than one base away from the count, up or down by chance
in such proportions that it is right on average. Sums are rounded for themselves, so they may differ
from the sum of what is told of their parts; in return tables of any number of dimensions, and
tables that share margins, are told whole. A count is never told as two different multiples: chance
that is drawn twice can be averaged away.

Source: fixed random rounding, as in Statistics New Zealand, "Microdata output guide" (base 3 there).
An audit solves for the interval of every small count, given that each count lies less than a base
from what is told of it, that sums are sums, and that no count is below 0.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from shidra.core.disclosure.auditing import MOST_CELLS
from shidra.core.disclosure.bounded import Limited, within
from shidra.core.disclosure.linked import Attributes, Count, Parents, Spot, linked
from shidra.core.disclosure.observations import Least
from shidra.core.disclosure.outcomes import small_outcomes
from shidra.core.disclosure.rounding import BASE
from shidra.core.disclosure.tables import Cell, Flags, Integers, System, TableError
from shidra.core.disclosure.units import Units, units_of

__all__ = ["RoundedCounts", "rounded_apart", "rounded_observations"]

TOLERANCE: Final = 1e-6
# Times that what the audit did not pass is drawn again.
REDRAWN: Final = 6

# From 0 to 1 for a cell, its count and the number of the try, always the same for these three.
type Chance = Callable[[Cell, int, int], float]


@dataclass(frozen=True, slots=True)
class RoundedCounts:
    """What is told of each cell of a system, in its order.

    Attributes:
        told: a multiple of the base for each cell.
        is_certified: an audit found every small count open enough.
    """

    told: tuple[int, ...]
    is_certified: bool


def rounded_apart(
    system: System,
    chance: Chance,
    *,
    primary: Flags,
    width: float = 1.0,
    base: int = BASE,
    given: Mapping[Cell, Mapping[int, int]] | None = None,
    known: Iterable[int] = (),
) -> RoundedCounts:
    """Round every count for itself, and have it audited.

    `given` is what was told before of a cell for each count: it is told again. `known` are places of
    cells whose count was told as it is.

    >>> from shidra.core.disclosure.tables import cube_of, dimension_of, system_of
    >>> ages = dimension_of("age", ["0-5", "6-17", "18+"])
    >>> table = system_of(cube_of([ages], {("0-5",): 3, ("6-17",): 20, ("18+",): 41}))
    >>> found = rounded_apart(table, lambda cell, count, turn: 0.5, primary=table.counts < 5)
    >>> table.counts.tolist(), found.told, found.is_certified
    ([64, 3, 41, 20], (65, 5, 40, 20), True)

    Raises:
        TableError: the base is below 2, or the table is too large to be audited.
    """
    if base < 2:  # noqa: PLR2004 - multiples of 1 are the counts themselves
        raise TableError("The base of rounding is 2 or more.")
    size = int((system.counts > 0).sum())
    if size > MOST_CELLS:
        raise TableError(
            f"{size} cells that are not empty are too many; {MOST_CELLS} are the most."
        )
    units = units_of(system, system.counts > 0)
    names = _names(system, units)
    known_cells = np.zeros(len(system.counts), dtype=bool)
    known_cells[list(known)] = True
    seen = units.any_of(known_cells)
    wanted = np.flatnonzero(units.any_of(primary) & ~seen)
    turns = np.zeros(len(units.counts), dtype=np.int64)
    for _turn in range(REDRAWN):
        told = _told(units, names, chance, turns, given or {}, base)
        unsafe = _narrow(units, told, seen, wanted, width, base)
        if not len(unsafe):
            break
        turns[_beside(units, unsafe)] += 1
    of_cells = np.where(units.unit >= 0, told[units.unit], 0)
    return RoundedCounts(tuple(of_cells.tolist()), is_certified=not len(unsafe))


def rounded_observations(
    counts: Mapping[Spot, Count],
    patterns: Sequence[frozenset[str]],
    parents: Parents,
    least: Least,
    chance: Chance,
    *,
    attributes: Attributes | None = None,
    given: Mapping[Cell, Mapping[int, int]] | None = None,
    known: Mapping[Cell, Collection[int]] | None = None,
    base: int = BASE,
) -> tuple[dict[Cell, tuple[int, int]], bool]:
    """Every count of one indicator and period, and what is told instead; whether that is certified.

    The arguments are those of `protected_observations`; `chance`, `given` and the width that small
    counts keep are those of `rounded_apart`. What several tables leave under one name, and count
    differently, is absent.
    """
    table = linked(counts, patterns, parents, attributes or {})
    named = replace(table.system, cells=tuple(table.names))
    numbers = table.system.counts.tolist()
    small = (table.system.counts > 0) & (table.system.counts < least.people)
    if table.has_events:
        small |= small_outcomes(
            table.system, people=least.people, events=least.events, without=least.without
        )
    found = rounded_apart(
        named,
        chance,
        primary=small,
        width=least.width,
        base=base,
        given=given,
        known=[
            at
            for at, (name, count) in enumerate(zip(table.names, numbers, strict=True))
            if known and count in known.get(name, ())
        ],
    )
    told: dict[Cell, tuple[int, int]] = {}
    twice = set()
    for name, count, instead in zip(table.names, numbers, found.told, strict=True):
        if told.setdefault(name, (count, instead)) != (count, instead):
            twice.add(name)
    return {name: both for name, both in told.items() if name not in twice}, found.is_certified


def _names(system: System, units: Units) -> list[list[Cell]]:
    """The cells of each unit in order: a town and its only group are one number, and told alike."""
    names: list[list[Cell]] = [[] for _unit in units.counts]
    for unit, cell in zip(units.unit.tolist(), system.cells, strict=True):
        if unit >= 0:
            names[unit].append(cell)
    return [sorted(each) for each in names]


def _told(
    units: Units,
    names: Sequence[Sequence[Cell]],
    chance: Chance,
    turns: Integers,
    given: Mapping[Cell, Mapping[int, int]],
    base: int,
) -> Integers:
    found = []
    for cells, number, turn in zip(names, units.counts.tolist(), turns.tolist(), strict=True):
        count = round(number)
        before = [given[cell][count] for cell in cells if count in given.get(cell, ())]
        below, rest = divmod(count, base)
        goes_up = rest > 0 and chance(cells[0], count, turn) * base < rest
        found.append(before[0] if before else base * (below + int(goes_up)))
    return np.array(found, dtype=np.int64)


def _beside(units: Units, unsafe: Integers) -> Integers:
    """These units and all that stand in a sum with one of them."""
    sums = abs(units.matrix)
    touched = np.zeros(len(units.counts))
    touched[unsafe] = 1.0
    return np.flatnonzero((sums.T @ (sums @ touched) > 0) | (touched > 0))


def _narrow(
    units: Units, told: Integers, seen: Flags, wanted: Integers, width: float, base: int
) -> Integers:
    """Those of the wanted units that a reader knows to less than the width.

    A reader may well know where nobody is: empty cells are in no unit, and count as known.
    """
    low = np.where(seen, units.counts, np.maximum(told - (base - 1), 0))
    high = np.where(seen, units.counts, told + (base - 1))
    least, most = within(units.matrix, Limited(low, high), units.counts, wanted, width)
    open_ = (most - least)[wanted] >= width - TOLERANCE
    return np.asarray(wanted[~open_], dtype=np.int64)
