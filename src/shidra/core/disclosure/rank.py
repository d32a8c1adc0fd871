"""At any size: which hidden cells the sums alone fix, without asking a solver.

A cell is fixed when every change that no sum betrays leaves it alone, that is, when its unit vector
lies in the row space of the sums. A drawn change is brought onto those that no sum betrays (least
squares, Fong & Saunders, SIAM J Sci Comput 2011;33:2950); a cell that it does not move is fixed but
for a chance of nought. Counts are 0 or more, which this does not use: it finds most leaks, not all.
"""

from typing import Final

import numpy as np
from scipy.sparse.linalg import lsmr

from shidra.core.disclosure.attack import Published, outer_bounds
from shidra.core.disclosure.solver import entries
from shidra.core.disclosure.tables import Integers

__all__ = ["determined"]

DRAWS: Final = 2
SEED: Final = 41
STILL: Final = 1e-7


def determined(published: Published) -> Integers:
    """The hidden cells that a reader can work out from sums, one at a time or all together.

    >>> row = Published(np.array([9.0, np.nan, 4.0]), np.array([0, 1, 0]) > 0,
    ...                 np.array([0]), np.array([0, 2]), np.array([1, 2]))
    >>> determined(row).tolist()
    [1]
    """
    low, high = outer_bounds(published)
    open_ = np.flatnonzero(published.is_hidden & (high > low))
    place = np.full(len(low), -1, dtype=np.int64)
    place[open_] = np.arange(len(open_))
    lengths = np.diff(published.start)
    owner = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    used, whole = place[published.part] >= 0, place[published.whole]
    above = np.flatnonzero(whole >= 0)
    row = np.concatenate([owner[used], above])
    column = np.concatenate([place[published.part[used]], whole[above]])
    sign = np.concatenate([np.ones(used.sum()), np.full(len(above), -1.0)])
    matrix = entries(row, column, sign, (len(lengths), len(open_)))
    draw = np.random.default_rng(SEED)
    still = np.ones(len(open_), dtype=bool)
    for _draw in range(DRAWS if len(open_) else 0):
        change = draw.standard_normal(len(open_))
        fit = lsmr(matrix.T, change, atol=1e-13, btol=1e-13, conlim=0, maxiter=20_000)[0]
        still &= abs(change - matrix.T @ fit) < STILL
    fixed = published.is_hidden & (high <= low)
    fixed[open_[still]] = True
    return np.asarray(np.flatnonzero(fixed), dtype=np.int64)
