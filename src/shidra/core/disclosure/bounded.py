"""What a reader finds out who has limits of some numbers, and the sums between all of them.

Rounded numbers are such limits: less than a base to either side. Each solved programme gives one
table that agrees with all that is told, and each such table widens what is known of every cell.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse

from shidra.core.disclosure.auditing import MOST_CELLS, Audit, Verdict
from shidra.core.disclosure.solver import Programme, entries
from shidra.core.disclosure.tables import Flags, Floats, Integers, System, TableError

__all__ = ["Limited", "audited_within", "told_rounded", "within"]

TOLERANCE: Final = 1e-6
SEED: Final = 31
HARVESTS: Final = 40
# How many widths above the largest number a number that nobody told of is looked for.
BEYOND: Final = 1000
# Chance alone would do this in fewer tables than one in a thousand: then it is the way of rounding.
UNLIKELY: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Limited:
    """The lowest and the highest number of each cell by what is told of it alone; inf: not told."""

    low: Floats
    high: Floats


def told_rounded(counts: Integers, told: Integers, base: int, alike: Integers) -> Limited:
    """Between what counts lie of which these are told, for a reader who knows the way of rounding.

    Random rounding moves a count by less than the base. Where no count moved as far in one
    direction as many would have by chance, as in rounding to the nearest, a reader may know that
    none does. What is no multiple of the base was not rounded. Cells with the same number in
    `alike` are one number, which is drawn once.

    >>> counts = np.arange(1, 81)
    >>> nearest = told_rounded(counts, 5 * ((counts + 2) // 5), 5, counts)
    >>> nearest.low[5:7].tolist(), nearest.high[5:7].tolist()  # 6 and 7 are told as 5
    ([3.0, 3.0], [7.0, 7.0])
    """
    exact = told % base != 0
    _numbers, once = np.unique(np.where(exact, -1, alike), return_index=True)
    drawn = once[~exact[once]]
    most_up, most_down = _reach((told - counts)[drawn], counts[drawn] % base, base)
    low = np.where(exact, counts, np.maximum(told - most_up, 0))
    high = np.where(exact, counts, told + most_down)
    return Limited(low.astype(np.float64), high.astype(np.float64))


def _reach(moved: Integers, rest: Integers, base: int) -> tuple[int, int]:
    """How far up and down a reader must reckon with: less than the base, unless that never happens.

    By chance a count goes up in as many of `base` cases as it lies above the multiple below it.
    """
    up, down = int(moved.max(initial=0)), int(-moved.min(initial=0))
    # How likely chance is to move none of these numbers further up, and none further down.
    not_up = float(np.prod(np.where((rest > 0) & (base - rest > up), 1 - rest / base, 1.0)))
    not_down = float(np.prod(np.where(rest > down, rest / base, 1.0)))
    if not_up * not_down < UNLIKELY:
        return up, down
    far = base - 1
    return (
        up if not_up < UNLIKELY else max(up, far),
        down if not_down < UNLIKELY else max(down, far),
    )


def within(
    sums: Any, limited: Limited, counts: Floats, wanted: Integers, width: float
) -> tuple[Floats, Floats]:
    """The intervals of numbers by their limits and by sums · numbers = 0.

    `counts` are the true numbers, which agree with both. Of the wanted ones those that stay below
    `width` are solved for; wider ones, and all others, are lower limits of the true intervals.
    """
    least, most = counts.copy(), counts.copy()
    if not len(wanted):
        return least, most
    beyond = counts.max() + BEYOND * width
    high = np.where(np.isinf(limited.high), beyond, limited.high)
    matrix = sparse.csc_matrix(sums)
    right = np.zeros(matrix.shape[0])
    programme = Programme(matrix, right, limited.low, high, keeps_point=True)
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
            return least, most
        cost = np.zeros(len(counts))
        cost[left] = draw.normal(size=len(left))
        meet(cost)
    for cell in thin():
        for sign in (1.0, -1.0):
            cost = np.zeros(len(counts))
            cost[cell] = sign
            meet(cost)
    return least, most


def audited_within(system: System, limited: Limited, primary: Flags, width: float) -> Audit:
    """What a reader finds out of the primary cells who has these limits and every sum.

    A reader may well know where nobody is: empty cells count as known. Everything else comes from
    what was told, whoever chose that and however.

    >>> from shidra.core.disclosure.tables import cube_of, dimension_of, system_of
    >>> table = system_of(cube_of([dimension_of("age", ["0-5", "6+"])], {("0-5",): 3, ("6+",): 40}))
    >>> told = told_rounded(table.counts, np.array([43, 5, 40]), 5, table.counts)  # 43 as it is
    >>> found = audited_within(table, told, table.counts < 10, width=6)
    >>> found.low.tolist(), found.high.tolist(), found.verdicts
    ([1.0], [7.0], ('safe',))

    Raises:
        TableError: the table is too large, or a count does not lie within its limits.
    """
    live = system.counts > 0
    size = int(live.sum())
    if size > MOST_CELLS:
        raise TableError(
            f"{size} cells that are not empty are too many; {MOST_CELLS} are the most."
        )
    counts = system.counts[live].astype(np.float64)
    own = Limited(limited.low[live], limited.high[live])
    if ((counts < own.low) | (counts > own.high)).any():
        raise TableError("A count does not lie within its limits.")
    wanted = np.flatnonzero(primary[live])
    least, most = within(_sums(system, live), own, counts, wanted, width)
    cells = np.flatnonzero(live)[wanted]
    low, high = least[wanted], most[wanted]
    verdicts: tuple[Verdict, ...] = tuple(
        "exact" if each <= TOLERANCE else "narrow" if each < width - TOLERANCE else "safe"
        for each in (high - low).tolist()
    )
    return Audit(
        cells, low, high, is_exact=False, verdicts=verdicts,
        is_primary=np.ones(len(cells), dtype=bool), work=0.0,
    )  # fmt: skip


def _sums(system: System, live: Flags) -> Any:
    """−whole + parts = 0 of the cells that are not empty, a row for each sum."""
    place = np.cumsum(live) - 1
    owner = np.repeat(np.arange(len(system.whole)), np.diff(system.start))
    parts, wholes = live[system.part], live[system.whole]
    rows = np.concatenate([np.flatnonzero(wholes), owner[parts]])
    columns = np.concatenate([place[system.whole[wholes]], place[system.part[parts]]])
    signs = np.concatenate([-np.ones(int(wholes.sum())), np.ones(int(parts.sum()))])
    return entries(rows, columns, signs, (len(system.whole), int(live.sum())))
