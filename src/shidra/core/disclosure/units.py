"""The cells that may be hidden, as the suppressor moves them.

Where a sum has a single part that is not empty, whole and part are the same number: hiding one
alone hides nothing, so they are one unit. Sums that follow from others are left out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from shidra.core.disclosure.solver import entries
from shidra.core.disclosure.tables import Flags, Floats, Integers, System

__all__ = ["Units", "units_of"]


@dataclass(frozen=True, slots=True)
class Units:
    """Units, and the sums between them.

    Attributes:
        unit: the unit of each cell; −1 for an empty cell, which stays shown.
        counts, size: of each unit: its count, and its number of cells.
        matrix: matrix · change = 0 for every change that no sum betrays.
    """

    unit: Integers
    counts: Floats
    size: Floats
    matrix: Any

    def any_of(self, flags: Flags) -> Flags:
        """The units with a cell that is flagged."""
        found = np.zeros(len(self.counts), dtype=bool)
        found[self.unit[flags & (self.unit >= 0)]] = True
        return found

    def cells(self, chosen: Flags) -> Flags:
        """The cells of the units that are chosen."""
        found = np.zeros(len(self.unit), dtype=bool)
        live = self.unit >= 0
        found[live] = chosen[self.unit[live]]
        return found


def units_of(system: System, live: Flags) -> Units:
    """The units of the cells that may be hidden."""
    lengths = np.diff(system.start)
    owner = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    used = live[system.part]
    owner, part = owner[used], system.part[used]
    alive = np.bincount(owner, minlength=len(lengths))
    single = alive[owner] == 1
    cells = len(system.counts)
    same = entries(system.whole[owner[single]], part[single], np.ones(single.sum()), (cells, cells))
    _number, label = connected_components(same, directed=False)
    kept, unit = np.unique(label[live], return_inverse=True)
    place = np.full(cells, -1, dtype=np.int64)
    place[live] = unit
    counts = np.zeros(len(kept))
    counts[unit] = system.counts[live]
    rows = _rows(place, system.whole, owner[~single], part[~single])
    return Units(place, counts, np.bincount(unit).astype(np.float64), _independent(rows, len(kept)))


def _rows(
    place: Integers, whole: Integers, owner: Integers, part: Integers
) -> list[tuple[int, tuple[int, ...]]]:
    """Each sum once, as the unit that is the whole and the units that are the parts."""
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    for first, below in zip(
        starts.tolist(), np.split(place[part], starts[1:]) if len(starts) else [], strict=True
    ):
        found[int(place[whole[owner[first]]]), tuple(sorted(below.tolist()))] = None
    return list(found)


def _independent(rows: list[tuple[int, tuple[int, ...]]], units: int) -> Any:
    """The sums as equations, without those that follow from the shortest one of each whole."""
    defining: dict[int, int] = {}
    for number, (whole, parts) in enumerate(rows):
        best = defining.get(whole)
        if best is None or len(parts) < len(rows[best][1]):
            defining[whole] = number
    every = _equations(rows, units)
    kept = sorted(defining.values())
    step = _equations([rows[number] for number in kept], units).tocoo()
    below = step.data > 0
    wholes = np.array([rows[number][0] for number in kept], dtype=np.int64)
    down = entries(wholes[step.row[below]], step.col[below], np.ones(below.sum()), (units, units))
    inner = np.array([unit for unit in range(units) if unit not in defining], dtype=np.int64)
    layer = entries(inner, np.arange(len(inner)), np.ones(len(inner)), (units, len(inner)))
    expansion = layer
    while layer.nnz:
        layer = down @ layer
        expansion = expansion + layer
    left = abs(every @ expansion).sum(axis=1)
    further = set(np.flatnonzero(np.asarray(left).ravel() > 0).tolist()) - set(kept)
    return every[sorted({*kept, *further})]


def _equations(rows: list[tuple[int, tuple[int, ...]]], units: int) -> Any:
    """−whole + parts = 0, a row for each sum."""
    numbers = np.repeat(np.arange(len(rows)), [1 + len(parts) for _whole, parts in rows])
    columns = np.array([unit for whole, parts in rows for unit in (whole, *parts)], dtype=np.int64)
    values = np.array([sign for _whole, parts in rows for sign in (-1.0, *([1.0] * len(parts)))])
    return sparse.csr_matrix((values, (numbers, columns)), shape=(len(rows), units))
