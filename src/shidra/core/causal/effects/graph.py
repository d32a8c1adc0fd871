"""Factors and the effects between them as a sparse matrix.

``E[source, target] = effect × (1 + discount) ** (−lag)``: what one unit more of the source does to
the target, in units of the target, seen from today. Links between the same two nodes add up (a
quick effect and a late one are both real); a node may act on itself; effects that cancel to nothing
leave no link.

Nodes are kept in the order of their ids, so that the order of a file changes no answer, not even in
its last digit.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Edge", "EffectMap", "Floats", "Integers", "MapError", "Node", "effect_map"]

type Floats = NDArray[np.float64]
type Integers = NDArray[np.intp]
type Indices = NDArray[np.int32]


class MapError(ValueError):
    """The map has no meaning, or its numbers no answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """A factor or an outcome; the weight of an outcome says how much one unit of it is worth."""

    id: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """One unit more of ``source`` makes ``effect`` units more of ``target``, ``lag`` years later."""

    source: str
    target: str
    effect: float
    lag: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class EffectMap:
    """The map as numbers: ``matrix[i, j]`` is the discounted effect of ``ids[i]`` on ``ids[j]``."""

    ids: tuple[str, ...]
    weights: Floats
    matrix: sparse.csr_array

    def names(self, path: Iterable[int]) -> tuple[str, ...]:
        """The ids of these positions."""
        return tuple(self.ids[position] for position in path)

    def product(self, path: Sequence[int], start: float = 1.0) -> float:
        """``start`` times the effects along a path of positions, from its end to its beginning."""
        product = start
        for source, target in reversed(list(itertools.pairwise(path))):
            product *= float(self.matrix[source, target])
        return product


def effect_map(nodes: Iterable[Node], edges: Iterable[Edge], discount: float = 0.0) -> EffectMap:
    """The map of these nodes and edges, each effect worth less by ``discount`` for a year of lag.

    Raises:
        MapError: a node twice, an edge to an unknown node, a number that is not finite, a lag below
            0, a discount of −1 or less, or effects too large for a computer's numbers.

    >>> effect_map([Node("aide"), Node("ready", 1.0)], [Edge("aide", "ready", 0.5)]).ids
    ('aide', 'ready')
    """
    if not (math.isfinite(discount) and discount > -1):
        raise MapError(f"The discount must be a number above -1, not {discount}.")
    listed = sorted(nodes, key=lambda node: node.id)
    index = {node.id: position for position, node in enumerate(listed)}
    if len(index) < len(listed):
        double = next(a.id for a, b in itertools.pairwise(listed) if a.id == b.id)
        raise MapError(f"The node {double!r} is there twice.")
    for node in listed:
        _finite(node.weight, f"The weight of {node.id!r}")
    rows, columns, values = _entries(edges, index, discount)
    shape = (len(listed), len(listed))
    matrix = sparse.csr_array((values, (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    if not np.isfinite(matrix.data).all():
        raise MapError("Effects between the same two nodes add up to more than a number can hold.")
    weights = np.array([node.weight for node in listed], dtype=np.float64)
    return EffectMap(tuple(index), weights, matrix)


def _entries(
    edges: Iterable[Edge], index: dict[str, int], discount: float
) -> tuple[Indices, Indices, Floats]:
    """Rows, columns and values of the matrix, parallel edges side by side in a settled order."""
    rows, columns, values = [], [], []
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in index:
                raise MapError(f"There is no node {end!r}, but an edge names it.")
        rows.append(index[edge.source])
        columns.append(index[edge.target])
        values.append(_discounted(edge, discount))
    row, column = np.array(rows, dtype=np.int32), np.array(columns, dtype=np.int32)
    value = np.array(values, dtype=np.float64)
    order = np.lexsort((value, column, row))
    return row[order], column[order], value[order]


def _discounted(edge: Edge, discount: float) -> float:
    name = f"{edge.source!r} > {edge.target!r}"
    _finite(edge.effect, f"The effect of {name}")
    _finite(edge.lag, f"The lag of {name}")
    if edge.lag < 0:
        raise MapError(f"The lag of {name} is below 0: {edge.lag}.")
    try:
        value = float(edge.effect * (1.0 + discount) ** -edge.lag)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise MapError(f"The effect of {name} is too large once it is discounted.")
    return value


def _finite(number: float, what: str) -> None:
    if not math.isfinite(number):
        raise MapError(f"{what} is not a finite number.")
