"""What one unit more of each node is worth: (I − E) v = weights.

The worth of a node is its own weight plus, over the links that leave it, effect × worth of the
target. Written out this is the sum over all walks to weighted nodes, which has a limit as long as
the spectral radius of E is below 1. One solve answers for all nodes at once, because it goes from
the outcomes backwards (the adjoint); `moved` goes forwards, one push at a time, and the two agree:
``weights · moved(push) = push · worth``.

Method: the sum is taken term by term until nothing is added; where it comes to rest slowly, or
where terms cancel, a direct or a Krylov solver is used and corrected by its residual, which is
computed with longer numbers.

Reference: W. Leontief's inverse (1936) is the same sum; Å. Björck, *Numerical Methods in Matrix
Computations* (2015), §1.4.6 on refinement.
"""

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import linalg as dense
from scipy import sparse
from scipy.sparse import linalg

from shidra.core.causal.effects.graph import EffectMap, Floats, MapError

__all__ = ["moved", "solved", "worth"]

MOST_TERMS = 400
"""Terms of the sum before a solver takes over: enough for loops that keep nine tenths a round."""

SETTLED = 1e-13
"""A term this much smaller than what was summed: all that may follow it is below 1e-11 of that."""

TO_THE_LAST_DIGIT = 1e-17
"""The same where people read the digits: on maps of up to `READABLE` nodes, where it costs nothing."""

READABLE = 500

LOOKED_AT = 4
"""Every so many terms it is asked whether they have settled."""

CANCELLED = 1e-6
"""Where less than this share of what was summed is left, the lost digits are computed again."""

PROMISED = 1e-9
"""The last correction, relative to each value, must be smaller."""

DENSE = 2_000
"""Up to this many nodes a full matrix is solved; it takes 32 MB and never fills in."""


def worth(effects: EffectMap) -> dict[str, float]:
    """The worth of every node, in units of the weights.

    Raises:
        MapError: the numbers have no limit, or none that can be told to nine digits. Whether they
            have one at all is what `radius` says.

    >>> from shidra.core.causal.effects import Edge, Node, effect_map
    >>> worth(effect_map([Node("a"), Node("b", 2.0)], [Edge("a", "b", 0.25)]))
    {'a': 0.5, 'b': 2.0}
    """
    return dict(zip(effects.ids, solved(effects.matrix, effects.weights).tolist(), strict=True))


def moved(effects: EffectMap, push: dict[str, float]) -> dict[str, float]:
    """How far every node has moved in the end when these are pushed by so many units.

    >>> from shidra.core.causal.effects import Edge, Node, effect_map
    >>> moved(effect_map([Node("a"), Node("b")], [Edge("a", "b", 0.25)]), {"a": 2.0})
    {'a': 2.0, 'b': 0.5}
    """
    given = np.array([push.get(node, 0.0) for node in effects.ids], dtype=np.float64)
    reached = solved(sparse.csr_array(effects.matrix.T), given)
    return dict(zip(effects.ids, reached.tolist(), strict=True))


def solved(matrix: sparse.csr_array, given: Floats) -> Floats:
    """The x with x = matrix @ x + given, each value to nine digits or better.

    Raises:
        MapError: there is no such x that could be told so well.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        summed = _summed(matrix, given)
        answer = summed if summed is not None else _refined(matrix, given)
    if not np.isfinite(answer).all():
        raise MapError("The worth of some nodes is larger than a number can hold.")
    return answer


def _summed(matrix: sparse.csr_array, given: Floats) -> Floats | None:
    """The sum given + E given + E² given + …, or nothing where that is slow or loses digits."""
    if min(matrix.data.min(initial=0.0), given.min(initial=0.0)) < 0:
        return _summed_with_signs(matrix, given)
    settled = TO_THE_LAST_DIGIT if given.size <= READABLE else SETTLED
    total = given.copy()
    term = given
    for number in range(1, MOST_TERMS + 1):
        term = matrix @ term
        total += term
        if number % LOOKED_AT == 0 and (term <= settled * total).all():
            return total
    return None


def _summed_with_signs(matrix: sparse.csr_array, given: Floats) -> Floats | None:
    """The same where terms may cancel: settled is measured against their sizes."""
    settled = TO_THE_LAST_DIGIT if given.size <= READABLE else SETTLED
    total = given.copy()
    term = given
    size = np.abs(given)
    for _ in range(MOST_TERMS):
        term = matrix @ term
        total += term
        added = np.abs(term)
        size += added
        if (added <= settled * size).all():
            return None if (np.abs(total) < CANCELLED * size).any() else total
    return None


def _refined(matrix: sparse.csr_array, given: Floats) -> Floats:
    """A solver's answer, corrected by its own residual until no correction matters."""
    solve = _solver(matrix)
    answer = solve(given)
    for _ in range(20):
        correction = solve(_residual(matrix, given, answer))
        answer += correction
        if not np.isfinite(answer).all():
            break
        if (np.abs(correction) <= 1e-15 * np.abs(answer)).all():
            return answer
    noise = np.finfo(np.float64).tiny + 1e-16 * np.abs(answer).max(initial=0.0)
    if (np.abs(correction) <= PROMISED * np.abs(answer) + noise).all():
        return answer
    raise MapError("The loops of the map are too close to growing without end to tell its worth.")


def _residual(matrix: sparse.csr_array, given: Floats, answer: Floats) -> Floats:
    """What is left of given − (I − E) answer, with longer numbers where the machine has them."""
    terms = matrix.data.astype(np.longdouble) * answer.astype(np.longdouble)[matrix.indices]
    sums = np.zeros(given.size, dtype=np.longdouble)
    filled = np.flatnonzero(np.diff(matrix.indptr))
    if filled.size:
        sums[filled] = np.add.reduceat(terms, matrix.indptr[filled])
    return (sums + given - answer).astype(np.float64)


def _solver(matrix: sparse.csr_array) -> Callable[[Floats], Floats]:
    """A solver of (I − E) x = b: full where that is small, else Krylov, else sparse factors."""
    left = sparse.eye_array(matrix.shape[0], format="csr") - matrix
    if matrix.shape[0] <= DENSE:
        factors_of_all = _factors(left.toarray())
        return lambda given: np.asarray(dense.lu_solve(factors_of_all, given), dtype=np.float64)
    factors: list[linalg.SuperLU] = []

    def solve(given: Floats) -> Floats:
        if not factors:
            answer, failed = linalg.gmres(left, given, rtol=1e-10, restart=60, maxiter=5)
            if not failed:
                return np.asarray(answer, dtype=np.float64)
            factors.append(linalg.splu(left.tocsc()))
        return np.asarray(factors[0].solve(given), dtype=np.float64)

    return solve


def _factors(full: Floats) -> tuple[Floats, NDArray[np.int32]]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", dense.LinAlgWarning)
        try:
            lower, turned = dense.lu_factor(full)
        except (dense.LinAlgWarning, dense.LinAlgError) as error:
            raise MapError("The loops of the map cancel out: its worth has no answer.") from error
    return lower, turned
