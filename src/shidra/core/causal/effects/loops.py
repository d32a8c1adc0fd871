"""Feedback loops: where an effect comes back to where it began.

A loop is a simple cycle of at most six links; its gain is the product of its discounted effects. A
loop with a positive gain is *reinforcing* (what rises there rises further), one with a negative
gain is *balancing* (what rises is brought back).

The largest are found exactly and without listing the others: a path is followed only while its size
times the best that could still bring it back to its start is larger than the twentieth loop so far.
That best return is found once by going backwards over walks. It is a bound, because a walk may use
a node twice and a path may not.

Reference: signed loops, J. Sterman, *Business Dynamics* (2000), ch. 5; branch and bound, A. Land
and A. Doig (1960).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from shidra.core.causal.effects.graph import EffectMap, Floats, Integers
from shidra.core.causal.effects.radius import strong_components
from shidra.core.causal.effects.walking import (
    MOST_LINKS,
    TIE,
    Rows,
    Steps,
    Waiting,
    steps_of,
)

__all__ = ["MOST_LOOPS", "Loop", "LoopsFound", "largest_loops"]

MOST_LOOPS = 20
"""How many loops are told of."""

MOST_ROWS = 30_000_000
"""Paths looked at before the search stops and says so; reached only by maps made to reach it."""

LARGEST_RETURNS = 1_200
"""Nodes up to which the best way back to each single start is worth its time and memory."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Its nodes in turn, from the one whose id comes first, each once; and its gain."""

    nodes: tuple[str, ...]
    gain: float

    @property
    def is_reinforcing(self) -> bool:
        """Whether what rises in it rises further."""
        return self.gain > 0


@dataclass(frozen=True, slots=True)
class LoopsFound:
    """The loops of largest gain, and whether the search came to its end.

    If not, these are loops of the map, but a larger one may be missing.
    """

    loops: tuple[Loop, ...]
    is_complete: bool = True


def largest_loops(effects: EffectMap, most: int = MOST_LOOPS) -> LoopsFound:
    """The ``most`` loops whose gain is largest in size, largest first.

    Of loops as large as each other, those with fewer links come first, then those whose ids do.
    Where more are equally large than there is room for, some of them are left out.

    >>> from shidra.core.causal.effects import Edge, Node, effect_map
    >>> ring = [Edge("a", "b", 0.5), Edge("b", "a", -0.5)]
    >>> largest_loops(effect_map([Node("a"), Node("b")], ring)).loops
    (Loop(nodes=('a', 'b'), gain=-0.25),)
    """
    components = strong_components(effects.matrix)
    if not components or most < 1:
        return LoopsFound(())
    inside, nodes = _within(effects.matrix, components)
    search = _Search(inside, most)
    search.run()
    loops = [
        Loop(effects.names(path), effects.product((*path, path[0])))
        for path in (nodes[list(found)].tolist() for _, found in search.best)
    ]
    loops.sort(key=lambda loop: (-abs(loop.gain), len(loop.nodes), loop.nodes))
    return LoopsFound(tuple(loop for loop in loops if loop.gain), search.is_complete)


def _within(
    matrix: sparse.csr_array, components: list[Integers]
) -> tuple[sparse.csr_array, Integers]:
    """The links inside components alone, and the positions of the nodes that are left."""
    label = np.full(matrix.shape[0], -1, dtype=np.intp)
    for number, component in enumerate(components):
        label[component] = number
    nodes = np.flatnonzero(label >= 0)
    inside = sparse.coo_array(matrix[nodes][:, nodes])
    label = label[nodes]
    kept = label[inside.row] == label[inside.col]
    entries = (inside.data[kept], (inside.row[kept], inside.col[kept]))
    return sparse.csr_array(entries, shape=inside.shape), nodes


class _Search:
    """Branch and bound over all starts at once; a loop is found from its first node alone."""

    def __init__(self, matrix: sparse.csr_array, most: int) -> None:
        self.best: list[tuple[float, tuple[int, ...]]] = []
        self.is_complete = True
        self._most = most
        self._steps = steps_of(matrix)
        self._bounds: _Returns | _Reaches = (
            _Returns(self._steps)
            if matrix.shape[0] <= LARGEST_RETURNS
            else _Reaches(self._steps, steps_of(sparse.csr_array(matrix.T)))
        )

    @property
    def _enough(self) -> float:
        """What a loop must exceed to be told of."""
        return self.best[-1][0] * TIE if len(self.best) == self._most else 0.0

    def run(self) -> None:
        """Look until nothing better can be there, or until too much was looked at."""
        count = self._steps.count
        every = np.arange(count)
        rows = Rows(
            every[:, None].astype(np.int32),
            np.ones(count),
            self._bounds.of(every, every, MOST_LINKS),
        )
        waiting, seen = Waiting(self._steps, rows), 0
        for stroke in waiting.strokes():
            hopeful = stroke.chosen(stroke.bounds > self._enough)
            row, link = self._steps.from_rows(hopeful.ends)
            seen += row.size
            if seen > MOST_ROWS:
                self.is_complete = False
                return
            waiting.put(self._step(hopeful, row, link))

    def _step(self, rows: Rows, row: Integers, link: Integers) -> Rows:
        """Close what returns to its start; what became of the rest and may yet be large."""
        added, starts = self._steps.targets[link], rows.starts[row]
        sizes = rows.sizes[row] * self._steps.sizes[link]
        closing = added == starts
        self._closed(rows.paths[row[closing]], sizes[closing])
        left = MOST_LINKS - rows.links - 1
        further = added > starts
        row, added, starts, sizes = row[further], added[further], starts[further], sizes[further]
        if not left:
            row = row[:0]
        bounds = sizes * self._bounds.of(added, starts, left)
        hope = np.flatnonzero(bounds > self._enough) if left else np.empty(0, dtype=np.intp)
        return rows.grown(row[hope], added[hope], sizes[hope], bounds[hope])

    def _closed(self, paths: Integers, sizes: Floats) -> None:
        """Keep the largest of these loops and of those found before."""
        better = np.flatnonzero(sizes > self._enough)
        order = better[np.argsort(-sizes[better], kind="stable")][: self._most]
        new = [(float(sizes[i]), tuple(paths[i].tolist())) for i in order]
        self.best = sorted(
            [*self.best, *new], key=lambda found: (-found[0], len(found[1]), found[1])
        )[: self._most]


class _Returns:
    """The best way back from each node to each start, through later nodes alone, by links left."""

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        node = np.arange(steps.count)
        home = np.eye(steps.count)
        # A way back may pass only nodes that come after its start: others have loops of their own.
        passes = node[:, None] > node[None, :]
        best = np.zeros((steps.count, steps.count))
        self._best = [best]
        for _ in range(MOST_LINKS):
            best = steps.best_of_columns(np.maximum(home, best * passes))
            self._best.append(best)

    def of(self, ends: Integers, starts: Integers, links: int) -> Floats:
        """The largest size that the way from each end back to its start can have."""
        return self._best[links][ends, starts]


class _Reaches:
    """A looser bound for large maps: the best walk onward, and the best walk into the start."""

    def __init__(self, onward: Steps, back: Steps) -> None:
        self._onward, self._back = _best_walks(onward), _best_walks(back)

    def of(self, ends: Integers, starts: Integers, links: int) -> Floats:
        """No way from the end back to the start can be larger than either."""
        return np.minimum(self._onward[links][ends], self._back[links][starts])


def _best_walks(steps: Steps) -> list[Floats]:
    """By links left, the largest walk of at least one link from each node."""
    best = [np.zeros(steps.count)]
    for _ in range(MOST_LINKS):
        best.append(steps.best(np.maximum(1.0, best[-1])))
    return best
