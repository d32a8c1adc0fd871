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
from scipy import sparse

from shidra.core.disclosure.linked import Attributes, Count, Parents, Spot, linked
from shidra.core.disclosure.observations import Least
from shidra.core.disclosure.rounding import BASE
from shidra.core.disclosure.solver import Programme
from shidra.core.disclosure.tables import Cell, Flags, Floats, Integers, System, TableError

__all__ = ["RoundedCounts", "rounded_apart", "rounded_observations"]

TOLERANCE: Final = 1e-6
SEED: Final = 31
HARVESTS: Final = 40
# Times that what the audit did not pass is drawn again.
REDRAWN: Final = 6
MOST_CELLS: Final = 25_000

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
    if len(system.counts) > MOST_CELLS:
        raise TableError(f"{len(system.counts)} cells are too many; {MOST_CELLS} are the most.")
    seen = np.zeros(len(system.counts), dtype=bool)
    seen[list(known)] = True
    wanted = np.flatnonzero(primary & ~seen)
    turns = np.zeros(len(system.counts), dtype=np.int64)
    for _turn in range(REDRAWN):
        told = _told(system, chance, turns, given or {}, base)
        unsafe = _narrow(system, told, seen, wanted, width, base)
        if not len(unsafe):
            return RoundedCounts(tuple(told.tolist()), is_certified=True)
        turns[_beside(system, unsafe)] += 1
    return RoundedCounts(tuple(told.tolist()), is_certified=False)


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
    found = rounded_apart(
        named,
        chance,
        primary=(table.system.counts > 0) & (table.system.counts < least.people),
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


def _told(
    system: System,
    chance: Chance,
    turns: Integers,
    given: Mapping[Cell, Mapping[int, int]],
    base: int,
) -> Integers:
    found = []
    for cell, count, turn in zip(system.cells, system.counts.tolist(), turns.tolist(), strict=True):
        before = given.get(cell, {}).get(count)
        if before is not None:
            found.append(before)
            continue
        below, rest = divmod(count, base)
        goes_up = rest > 0 and chance(cell, count, turn) * base < rest
        found.append(base * (below + int(goes_up)))
    return np.array(found, dtype=np.int64)


def _beside(system: System, cells: Integers) -> Integers:
    """These cells and all that stand in a sum with one of them."""
    owner = np.repeat(np.arange(len(system.start) - 1), np.diff(system.start))
    touched = np.isin(system.whole, cells)
    touched[owner[np.isin(system.part, cells)]] = True
    return np.unique(np.concatenate([system.whole[touched], system.part[touched[owner]], cells]))


def _narrow(
    system: System, told: Integers, seen: Flags, wanted: Integers, width: float, base: int
) -> Integers:
    """Those of the wanted cells that a reader knows to less than the width."""
    if not len(wanted):
        return wanted
    low = np.where(seen, system.counts, np.maximum(told - (base - 1), 0)).astype(np.float64)
    high = np.where(seen, system.counts, told + (base - 1)).astype(np.float64)
    programme = Programme(_sums(system), np.zeros(len(system.whole)), low, high, keeps_point=True)
    least = system.counts.astype(np.float64)
    most = least.copy()
    draw = np.random.default_rng(SEED)

    def thin() -> Integers:
        open_ = (most - least)[wanted] < width - TOLERANCE
        return np.asarray(wanted[open_], dtype=np.int64)

    def meet(cost: Floats) -> None:
        point = programme.minimise(cost)
        if point is not None:
            np.minimum(least, point, out=least)
            np.maximum(most, point, out=most)

    for _round in range(HARVESTS):
        left = thin()
        if not len(left):
            return left
        cost = np.zeros(len(low))
        cost[left] = draw.normal(size=len(left))
        meet(cost)
    for cell in thin():
        for sign in (1.0, -1.0):
            cost = np.zeros(len(low))
            cost[cell] = sign
            meet(cost)
    return thin()


def _sums(system: System) -> sparse.csc_matrix:
    """−whole + parts, a row for each sum."""
    count = len(system.whole)
    owner = np.repeat(np.arange(count), np.diff(system.start))
    rows = np.concatenate([owner, np.arange(count)])
    columns = np.concatenate([system.part, system.whole])
    values = np.concatenate([np.ones(len(owner)), -np.ones(count)])
    return sparse.csc_matrix((values, (rows, columns)), shape=(count, len(system.counts)))
