"""Controlled rounding: every count a multiple of five, and every margin still the sum of its parts.

Each inner count goes to one of the two multiples beside it (a multiple stays what it is). Which of
the two is chosen so that margins, too, go to a multiple beside them: a linear programme, whose
answer is whole in tables of two dimensions (Cox, J Am Stat Assoc 1987;82:520). In tables of more
there need be no such choice; then what is left is decided by a search for small changes.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse

from shidra.core.disclosure.solver import Programme, entries
from shidra.core.disclosure.tables import Cube, Floats, Integers, TableError, cube_of

__all__ = ["BASE", "MOST_ROUNDED", "Rounded", "rounded"]

BASE: Final = 5
# Cells that are not empty: beyond this the programme takes longer than minutes.
MOST_ROUNDED: Final = 100_000
CLOSE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Rounded:
    """A table of multiples of the base.

    Attributes:
        cube: the table; its margins are the sums of its inner cells.
        largest_change: how far the count is from the true one where that is furthest, in people;
            below the base in inner cells always.
    """

    cube: Cube
    largest_change: int


def rounded(cube: Cube, base: int = BASE) -> Rounded:
    """The table with every count a multiple of `base`, additive over all margins.

    >>> from shidra.core.disclosure.tables import cube_of, dimension_of
    >>> ages = dimension_of("age", ["a", "b", "c"])
    >>> rounded(cube_of([ages], {("a",): 3, ("b",): 3, ("c",): 3})).cube.counts.tolist()[0]
    10

    Raises:
        TableError: the table is too large.
    """
    size = int((cube.counts > 0).sum())
    if size > MOST_ROUNDED:
        raise TableError(
            f"{size} cells that are not empty are too many to round; {MOST_ROUNDED} are the most. "
            "Leave out a dimension, or join small categories."
        )
    inner = np.ix_(*(dimension.inner for dimension in cube.dimensions))
    counts = cube.counts[inner].ravel()
    rest = counts % base
    loose = np.flatnonzero(rest)
    up = np.zeros(len(counts), dtype=np.int64)
    if len(loose):
        below = _below(cube)[:, loose]
        below = below[np.diff(below.indptr) > 0]
        up[loose] = _searched(below, rest[loose], _begun(below, rest[loose], base), base)
    new = counts - rest + base * up
    names = [[d.categories[place] for place in d.inner] for d in cube.dimensions]
    shape = tuple(len(each) for each in names)
    table = {
        tuple(axis[place] for axis, place in zip(names, where, strict=True)): int(count)
        for where, count in zip(np.ndindex(shape), new, strict=True)
    }
    result = cube_of(cube.dimensions, table)
    return Rounded(result, int(abs(result.counts - cube.counts).max(initial=0)))


def _below(cube: Cube) -> Any:
    """Which inner cells each cell is the sum of."""
    found: Any = sparse.csr_matrix(np.ones((1, 1)))
    for dimension in cube.dimensions:
        below: dict[int, list[int]] = {place: [at] for at, place in enumerate(dimension.inner)}
        for whole, parts in dimension.sums:
            # Overlapping groups each give the same Total.
            below.setdefault(whole, [at for part in parts for at in below.get(part, [])])
        rows = np.repeat(list(below), [len(each) for each in below.values()])
        columns = np.concatenate([np.array(each, dtype=np.int64) for each in below.values()])
        shape = (len(dimension.categories), len(dimension.inner))
        made = entries(rows, columns, np.ones(len(rows)), shape)
        found = sparse.kron(found, made, format="csr")
    return found


def _begun(below: Any, rest: Integers, base: int) -> Integers:
    """1 where a count goes up: near, and with every margin beside its own multiple if that is."""
    over = (below @ rest) % base
    inner, cells = below.shape[1], below.shape[0]
    matrix = sparse.hstack([below * base, -sparse.identity(cells)], format="csc")
    right = below @ rest.astype(np.float64)
    lower = np.concatenate([np.zeros(inner), -over])
    upper = np.concatenate([np.ones(inner), np.where(over > 0, base - over, 0)])
    programme = Programme(matrix, right, lower, upper, keeps_point=False)
    # Ties, which are many, fall by place: a little different for each, so that the end is one corner.
    nudge = 1e-3 * np.modf(np.arange(inner) * 0.6180339887)[0]
    cost = np.concatenate([base - 2.0 * rest + nudge, np.zeros(cells)])
    point = programme.minimise(cost)
    share = rest / base if point is None else point[:inner]
    return np.asarray(np.where(share > 0.5, 1, 0), dtype=np.int64)  # noqa: PLR2004


def _searched(below: Any, rest: Integers, up: Integers, base: int) -> Integers:
    """Turn single counts round while the fourth powers of all changes shrink."""
    turned = up.copy()
    across = below.T.tocsr()
    change: Floats = below @ (base * turned - rest).astype(np.float64)
    if abs(change).max(initial=0.0) < base:
        return turned
    reach = np.diff(across.indptr).astype(np.float64)
    while True:
        step = np.where(turned == 1, -base, base).astype(np.float64)
        gain = 4 * step * (across @ change**3) + 6 * step**2 * (across @ change**2)
        gain += 4 * step**3 * (across @ change) + step**4 * reach
        best = int(np.argmin(gain))
        if gain[best] >= -CLOSE:
            return turned
        span = slice(across.indptr[best], across.indptr[best + 1])
        change[across.indices[span]] += step[best]
        turned[best] = 1 - turned[best]
