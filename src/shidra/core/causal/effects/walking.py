"""Many paths at once: rows of positions that grow by one link at a time.

A row is a path, its size the product of its effects without their signs. Rows of one length lie in
one array, so that a hundred thousand of them grow in one stroke. Search goes to the depth first,
best rows first, in strokes of bounded size: memory stays bounded whatever the map.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from shidra.core.causal.effects.graph import Floats, Integers

__all__ = ["MOST_LINKS", "TIE", "Rows", "Steps", "Waiting", "steps_of"]

MOST_LINKS = 6
"""How many links a loop or a path may have: longer ones nobody follows on a map."""

TIE = 1.0 + 1e-12
"""Sizes nearer to each other than this count as equal: rounding alone could turn their order."""

STROKE = 400_000
"""About how many new rows one stroke makes."""

type Paths = NDArray[np.int32]
type Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """The links of a map by the node that they leave, with the size of each effect."""

    first: Integers
    targets: Integers
    sizes: Floats

    @property
    def count(self) -> int:
        """How many nodes there are."""
        return self.first.size - 1

    def best(self, values: Floats) -> Floats:
        """For each node the largest size × value over its links; 0 without any."""
        answer = np.zeros_like(values)
        filled = np.flatnonzero(np.diff(self.first))
        if filled.size:
            sizes = self.sizes.reshape(-1, *(1,) * (values.ndim - 1))
            answer[filled] = np.maximum.reduceat(sizes * values[self.targets], self.first[filled])
        return answer

    def best_of_columns(self, values: Floats, width: int = 64) -> Floats:
        """`best` for many columns, a few at a time so that they stay near the processor."""
        answer = np.empty_like(values)
        for at in range(0, values.shape[1], width):
            few = np.ascontiguousarray(values[:, at : at + width])
            answer[:, at : at + width] = self.best(few)
        return answer

    def from_rows(self, ends: Integers) -> tuple[Integers, Integers]:
        """All links that leave these nodes: which row each one grows, and which link it is."""
        counts = self.first[ends + 1] - self.first[ends]
        row = np.repeat(np.arange(ends.size), counts)
        before = np.repeat(np.cumsum(counts) - counts, counts)
        return row, np.arange(row.size) - before + self.first[ends][row]


def steps_of(matrix: sparse.csr_array) -> Steps:
    """The links of a matrix, the sign of each effect left out."""
    return Steps(matrix.indptr.astype(np.intp), matrix.indices.astype(np.intp), np.abs(matrix.data))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Paths of one length, with the size of each and the most that may yet become of it."""

    paths: Paths
    sizes: Floats
    bounds: Floats

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def links(self) -> int:
        """How many links each of the paths has."""
        return int(self.paths.shape[1]) - 1

    @property
    def starts(self) -> Integers:
        """Where the paths begin."""
        return self.paths[:, 0].astype(np.intp)

    @property
    def ends(self) -> Integers:
        """Where the paths have arrived."""
        return self.paths[:, -1].astype(np.intp)

    def chosen(self, which: Marks | Integers) -> "Rows":
        """Some of the rows."""
        return Rows(self.paths[which], self.sizes[which], self.bounds[which])

    def grown(self, row: Integers, added: Integers, sizes: Floats, bounds: Floats) -> "Rows":
        """These rows, each with one node more; rows that would meet themselves are left out."""
        apart = (self.paths[row] != added[:, None]).all(axis=1)
        row, added = row[apart], added[apart]
        paths = np.column_stack((self.paths[row], added.astype(np.int32)))
        return Rows(paths, sizes[apart], bounds[apart])


class Waiting:
    """Rows that have yet to grow: the best of the newest first, a stroke at a time."""

    def __init__(self, steps: Steps, rows: Rows) -> None:
        self._steps = steps
        self._stack = [rows]

    def put(self, rows: Rows) -> None:
        """Let these rows wait."""
        if len(rows):
            self._stack.append(rows)

    def strokes(self) -> Iterator[Rows]:
        """Rows to grow next, until none waits. Whoever takes them puts back what became of them."""
        while self._stack:
            rows = self._stack.pop()
            rows = rows.chosen(np.argsort(-rows.bounds, kind="stable"))
            counts = np.diff(self._steps.first)[rows.ends]
            cut = max(int(np.searchsorted(np.cumsum(counts), STROKE)), 1)
            self.put(rows.chosen(np.arange(cut, len(rows))))
            yield rows.chosen(np.arange(min(cut, len(rows))))
