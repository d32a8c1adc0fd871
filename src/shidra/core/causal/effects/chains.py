"""By which paths a node reaches the outcomes, and how much of its influence takes each.

A path is a simple path of one to six links that ends at a node with a weight; it may pass through
other outcomes on its way, because the worth does too. Its *product* is the weight of its end times
its discounted effects: what this path alone adds to the worth of the node. Its *share* is that
product ÷ the sum of the magnitudes of the products of **all** such paths of the node, not only of
the five that are told of. Shares keep their sign: one below zero tells of a path that does harm.

The five largest are found exactly by branch and bound, as for loops. For the sum every path counts.
It is taken from the outcomes backwards: without loops in one pass over the links, and else by
listing the paths, as long as these are fewer than `MOST_ROWS`. On larger maps with loops the pass
over the links is used there too: then walks that meet a node twice count as well, the shares are
that much smaller, and `Chains.are_shares_exact` says so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
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

__all__ = ["MOST_PATHS", "Chain", "Chains", "chains_to_outcomes"]

MOST_PATHS = 5
"""How many paths are told of for each node."""

STRICT_WORK = 12_000_000
"""Starts × links up to which the best walk that avoids each single start is worth its time."""

MOST_ROWS = 20_000_000
"""Paths that are added one by one, or looked at, before the search does with less and says so."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A path to an outcome and its signed share of all that reaches outcomes from its start."""

    nodes: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Chains:
    """For every node its largest paths, largest first; none where no outcome is within reach."""

    by_node: dict[str, tuple[Chain, ...]]
    is_complete: bool = True
    are_shares_exact: bool = True


def chains_to_outcomes(effects: EffectMap, most: int = MOST_PATHS) -> Chains:
    """The ``most`` largest paths of every node to outcomes, with the share of each.

    >>> from shidra.core.causal.effects import Edge, Node, effect_map
    >>> found = chains_to_outcomes(effect_map(
    ...     [Node("a"), Node("b"), Node("O", 1.0)],
    ...     [Edge("a", "O", 0.25), Edge("a", "b", 0.5), Edge("b", "O", -0.5)]))
    >>> found.by_node["a"]
    (Chain(nodes=('a', 'O'), share=0.5), Chain(nodes=('a', 'b', 'O'), share=-0.5))
    """
    search = _Search(effects, most)
    search.run()
    sums, is_exact = _sums(effects)
    by_node: dict[str, list[Chain]] = {node: [] for node in effects.ids}
    for padded in search.best.paths.tolist():
        path = [position for position in padded if position >= 0]
        product = effects.product(path, float(effects.weights[path[-1]]))
        if product:
            chain = Chain(effects.names(path), product / float(sums[path[0]]))
            by_node[effects.ids[path[0]]].append(chain)
    for chains in by_node.values():
        chains.sort(key=lambda chain: (-abs(chain.share), len(chain.nodes), chain.nodes))
    return Chains(
        {node: tuple(chains) for node, chains in by_node.items()}, search.is_complete, is_exact
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """The largest paths of each start so far, padded with −1 to one width."""

    paths: NDArray[np.int32]
    sizes: Floats

    def with_more(self, paths: NDArray[np.int32], sizes: Floats, most: int) -> "_Best":
        """The largest of these and of further ones, the same path once."""
        width = MOST_LINKS + 1
        padded = np.full((len(paths), width), -1, dtype=np.int32)
        padded[:, : paths.shape[1]] = paths
        every = np.concatenate((self.paths, padded))
        all_sizes = np.concatenate((self.sizes, sizes))
        # Forwards and backwards a product may differ in its last digit: a path is told by its nodes.
        order = np.lexsort(every.T[::-1])
        every, all_sizes = every[order], all_sizes[order]
        fresh = np.ones(len(every), dtype=bool)
        fresh[1:] = (every[1:] != every[:-1]).any(axis=1)
        every, all_sizes = every[fresh], all_sizes[fresh]
        order = np.lexsort((-all_sizes, every[:, 0]))
        every, all_sizes = every[order], all_sizes[order]
        first = np.searchsorted(every[:, 0], every[:, 0], side="left")
        kept = np.arange(len(every)) - first < most
        return _Best(every[kept], all_sizes[kept])

    def enough(self, count: int, most: int) -> Floats:
        """For each start what a path must exceed to be told of."""
        enough = np.zeros(count)
        starts = self.paths[:, 0]
        full = np.flatnonzero(np.bincount(starts, minlength=count) >= most)
        enough[full] = self.sizes[np.searchsorted(starts, full, side="right") - 1]
        return enough


class _Search:
    """First good paths by going back from the outcomes, then every path that could be better."""

    def __init__(self, effects: EffectMap, most: int) -> None:
        self.best = _Best(np.empty((0, MOST_LINKS + 1), dtype=np.int32), np.empty(0))
        self.is_complete = True
        self._most = most
        self._matrix = effects.matrix
        self._steps = steps_of(effects.matrix)
        self._back = steps_of(sparse.csr_array(effects.matrix.T))
        self._weights = np.abs(effects.weights)

    def run(self) -> None:
        """Find the best of every start, or stop when too much was looked at."""
        if not self._weights.any():
            return
        self._first_guesses()
        self._onward = _Onward(self._steps, self._weights, self._starts_with_few())
        every = np.arange(self._steps.count)
        bounds = self._onward.of(every, every, MOST_LINKS)
        start = Rows(every[:, None].astype(np.int32), np.ones(every.size), bounds)
        waiting, seen = Waiting(self._steps, start.chosen(bounds > 0)), 0
        for stroke in waiting.strokes():
            enough = self.best.enough(self._steps.count, self._most) * TIE
            hopeful = stroke.chosen(stroke.bounds > enough[stroke.starts])
            row, link = self._steps.from_rows(hopeful.ends)
            seen += row.size
            if seen > MOST_ROWS:
                self.is_complete = False
                return
            waiting.put(self._step(hopeful, row, link, enough))

    def _step(self, rows: Rows, row: Integers, link: Integers, enough: Floats) -> Rows:
        """Note what has reached an outcome; what became of the rows and may yet be large."""
        added = self._steps.targets[link]
        sizes = rows.sizes[row] * self._steps.sizes[link]
        needed = enough[rows.starts[row]]
        left = MOST_LINKS - rows.links - 1
        reached = sizes * self._weights[added]
        bounds = sizes * self._onward.of(added, rows.starts[row], left)
        hope = np.flatnonzero(np.maximum(bounds, reached) > needed)
        grown = rows.grown(row[hope], added[hope], sizes[hope], bounds[hope])
        whole = grown.sizes * self._weights[grown.ends]
        better = whole > enough[grown.starts]
        if better.any():
            self.best = self.best.with_more(grown.paths[better], whole[better], self._most)
        return grown.chosen(grown.bounds > enough[grown.starts])

    def _starts_with_few(self) -> Integers:
        """The starts that a guess gave fewer paths than there is room for.

        A loose bound never ends their search; that only matters where there are loops.
        """
        if not strong_components(self._matrix):
            return np.empty(0, dtype=np.intp)
        found = np.bincount(self.best.paths[:, 0], minlength=self._steps.count)
        starts = np.argsort(found, kind="stable")[: STRICT_WORK // self._steps.targets.size]
        return starts[found[starts] < self._most]

    def _first_guesses(self) -> None:
        """Back from the outcomes, at each length the best few paths of each node alone."""
        ends = np.flatnonzero(self._weights)
        paths, sizes = ends[:, None].astype(np.int32), self._weights[ends]
        for _ in range(MOST_LINKS):
            row, link = self._back.from_rows(paths[:, 0].astype(np.intp))
            added = self._back.targets[link]
            apart = (paths[row] != added[:, None]).all(axis=1)
            row, added = row[apart], added[apart]
            sizes = sizes[row] * self._back.sizes[link[apart]]
            paths = np.column_stack((added.astype(np.int32), paths[row]))
            order = np.lexsort((-sizes, added))
            first = np.searchsorted(added[order], added[order], side="left")
            few = order[np.arange(order.size) - first < self._most]
            paths, sizes = paths[few], sizes[few]
            self.best = self.best.with_more(paths, sizes, self._most)


class _Onward:
    """The best walk from each node to an outcome, by links left; for some starts without them.

    A path never comes back to its start. Where a start has few paths, or is the only outcome there
    is, this must be known: else every path that could only end there would be followed.
    """

    def __init__(self, steps: Steps, weights: Floats, strict: Integers) -> None:
        self._column = np.full(steps.count, -1, dtype=np.intp)
        self._column[strict] = np.arange(strict.size)
        self._loose = [np.zeros(steps.count)]
        values = np.zeros((steps.count, strict.size))
        self._strict = [values]
        for _ in range(MOST_LINKS):
            self._loose.append(steps.best(np.maximum(weights, self._loose[-1])))
            ends = np.maximum(weights[:, None], self._strict[-1])
            ends[strict, np.arange(strict.size)] = 0.0
            self._strict.append(steps.best_of_columns(ends))

    def of(self, ends: Integers, starts: Integers, links: int) -> Floats:
        """The largest size, weight included, that a walk of this many links from each end has."""
        bounds: Floats = self._loose[links][ends]
        column = self._column[starts]
        known = np.flatnonzero(column >= 0)
        bounds[known] = self._strict[links][ends[known], column[known]]
        return bounds


def _sums(effects: EffectMap) -> tuple[Floats, bool]:
    """For each node the sum of the magnitudes of its paths, and whether walks were left out."""
    weights = np.abs(effects.weights)
    sizes = abs(effects.matrix)
    if not strong_components(effects.matrix):
        return _walk_sums(sizes, weights), True
    pattern = sparse.csr_array(sizes.astype(bool).astype(np.float64))
    if _walk_sums(pattern, (weights > 0).astype(np.float64)).sum() > MOST_ROWS:
        return _walk_sums(sizes, weights), False
    return _path_sums(steps_of(sparse.csr_array(effects.matrix.T)), weights), True


def _walk_sums(sizes: sparse.csr_array, weights: Floats) -> Floats:
    """The sum over all walks of one to six links from each node to an outcome."""
    term = weights
    total = np.zeros(weights.size)
    for _ in range(MOST_LINKS):
        term = sizes @ term
        total += term
    return total


def _path_sums(back: Steps, weights: Floats) -> Floats:
    """The sum over all simple paths, listed from the outcomes backwards."""
    ends = np.flatnonzero(weights)
    total = np.zeros(back.count)
    waiting = Waiting(back, Rows(ends[:, None].astype(np.int32), weights[ends], weights[ends]))
    for stroke in waiting.strokes():
        row, link = back.from_rows(stroke.ends)
        sizes = stroke.sizes[row] * back.sizes[link]
        grown = stroke.grown(row, back.targets[link], sizes, sizes)
        total += np.bincount(grown.ends, weights=grown.sizes, minlength=back.count)
        if grown.links < MOST_LINKS:
            waiting.put(grown)
    return total
