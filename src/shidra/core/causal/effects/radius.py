"""By how much an effect that runs round the loops of the map is multiplied, in the long run.

The spectral radius of E is the largest size of its eigenvalues: below 1 every push comes to rest
and the worth of nodes exists. A part of the map without loops has radius 0. The radius of the whole
is the largest among its strongly connected components, so that each is looked at alone, and it is
clear *where* a map grows without end.

Two things mislead a plain power method and are settled by structure instead. A component in which
every loop's length is a multiple of p (a simple ring, a map in layers) has p eigenvalues of the
same size: its p-th power, on one of the p classes of nodes, has just one. And a part without loops
may grow for a while before it dies out: it is never iterated.

Reference: the period and its classes, E. Seneta, *Non-negative Matrices and Markov Chains* (2nd
ed., 1981), §1.3; eigenvalues of large components by implicitly restarted Arnoldi (R. Lehoucq,
D. Sorensen, C. Yang, *ARPACK Users' Guide*, 1998).
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph, linalg

from shidra.core.causal.effects.graph import EffectMap, Floats, Integers, MapError

__all__ = ["ENDLESS", "Radius", "radius", "strong_components"]

ENDLESS = 1.0 - 1e-12
"""From here on a radius counts as 1: nearer to 1, rounding alone decides, and no worth is left."""

FULL = 300
"""Components up to this size are solved as full matrices, which cannot miss an eigenvalue."""

SMALLEST = 1e-300
"""A product below this, or above its inverse, has lost digits or run over."""

ATTEMPTS = ((2, 100), (6, 250))
"""Eigenvalues asked for, and the width of the space they are looked for in: the cheap way first."""

LARGEST_FULL = 3_000
"""Where the iteration for large components does not settle, a full matrix is tried up to here."""


@dataclass(frozen=True, slots=True)
class Radius:
    """The spectral radius, and the nodes of the component that has it (none without loops)."""

    value: float
    component: tuple[str, ...]

    @property
    def is_endless(self) -> bool:
        """Whether an effect grows, or stays, each time it runs round: then nothing has a worth."""
        return self.value >= ENDLESS


def radius(effects: EffectMap) -> Radius:
    """The spectral radius of a map and where it arises.

    Raises:
        MapError: a component is so large and so nearly periodic that its radius was not found.

    >>> from shidra.core.causal.effects import Edge, Node, effect_map
    >>> ring = [Edge("a", "b", 0.5), Edge("b", "a", 0.125)]
    >>> radius(effect_map([Node("a"), Node("b"), Node("c")], ring))
    Radius(value=0.25, component=('a', 'b'))
    """
    value, nodes = _largest(effects.matrix)
    return Radius(value, effects.names(nodes.tolist()))


def strong_components(matrix: sparse.csr_array) -> list[Integers]:
    """The strongly connected components that hold a loop, as positions, each in order."""
    if not matrix.nnz:
        return []
    _, labels = csgraph.connected_components(matrix, directed=True, connection="strong")
    order = np.argsort(labels, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    diagonal = matrix.diagonal()
    return [group for group in groups if group.size > 1 or diagonal[group[0]] != 0]


def _largest(matrix: sparse.csr_array) -> tuple[float, Integers]:
    """The largest radius among the components, and which component has it."""
    best, where = 0.0, np.empty(0, dtype=np.intp)
    for nodes in strong_components(matrix):
        value = _of_component(sparse.csr_array(matrix[nodes][:, nodes]))
        if value > best or not where.size:
            best, where = value, nodes
    return best, where


def _of_component(matrix: sparse.csr_array) -> float:
    """The radius of a strongly connected matrix."""
    size = matrix.shape[0]
    if size == 1:
        return abs(float(matrix.data[0]))
    if matrix.nnz == size:
        return _of_ring(matrix.data)
    classes = _classes(matrix)
    if len(classes) > 1:
        power, scale = _once_round(matrix, classes)
        return float(_largest(power)[0] ** (1 / len(classes)) * math.exp(scale / len(classes)))
    return _largest_eigenvalue(matrix)


def _of_ring(effects: Floats) -> float:
    """One loop through all nodes: the geometric mean of its effects."""
    product = abs(math.prod(effects.tolist()))
    if SMALLEST < product < 1 / SMALLEST:
        return float(product ** (1 / effects.size))
    return math.exp(float(np.log(np.abs(effects)).mean()))


def _classes(matrix: sparse.csr_array) -> list[Integers]:
    """The classes that a strongly connected matrix leads through in turn, the smallest first."""
    pattern = sparse.csr_array(
        (np.ones(matrix.nnz), matrix.indices, matrix.indptr), shape=matrix.shape
    )
    order, before = csgraph.breadth_first_order(pattern, 0, directed=True)
    level = np.zeros(matrix.shape[0], dtype=np.intp)
    for node in order[1:].tolist():
        level[node] = level[before[node]] + 1
    sources = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    period = int(np.gcd.reduce(np.abs(level[sources] + 1 - level[matrix.indices])))
    classes = [np.flatnonzero(level % period == turn) for turn in range(period)]
    first = min(range(period), key=lambda turn: classes[turn].size)
    return classes[first:] + classes[:first]


def _once_round(
    matrix: sparse.csr_array, classes: list[Integers]
) -> tuple[sparse.csr_array, float]:
    """The product of the steps from class to class back to the first, and its logarithmic scale."""
    power = sparse.csr_array(sparse.eye_array(classes[0].size))
    scale = 0.0
    for here, there in zip(classes, [*classes[1:], classes[0]], strict=True):
        power = sparse.csr_array(power @ matrix[here][:, there])
        power.eliminate_zeros()
        if not power.nnz:
            return power, 0.0
        largest = float(np.abs(power.data).max())
        power.data /= largest
        scale += math.log(largest)
    return power, scale


def _largest_eigenvalue(matrix: sparse.csr_array) -> float:
    """The size of the largest eigenvalue of a component that has no period."""
    size = matrix.shape[0]
    if size > FULL:
        found = _by_arnoldi(matrix)
        if found is not None:
            return found
    if size > LARGEST_FULL:
        raise MapError(f"The spectral radius of a component of {size} nodes was not found.")
    return float(np.abs(np.linalg.eigvals(matrix.toarray())).max())


def _by_arnoldi(matrix: sparse.csr_array) -> float | None:
    """The same from a few products of matrix and vector, or nothing if they do not settle."""
    # The same start each time: the same file gives the same digits.
    start = np.random.default_rng(1).uniform(0.5, 1.5, matrix.shape[0])
    for wanted, width in ATTEMPTS:
        try:
            values = linalg.eigs(
                matrix, wanted, ncv=width, v0=start, maxiter=40, return_eigenvectors=False
            )
        except linalg.ArpackError:
            continue
        return float(np.abs(values).max())
    return None
