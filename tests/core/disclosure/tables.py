"""Small tables, and a slow attacker that lists every table a reader could think of."""

import itertools
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

from shidra.core.disclosure import Cube, Published, System, cube_of, dimension_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def cube(counts, groupings=None) -> Cube:
    """A table of these inner counts, with categories a, b, c … in each dimension."""
    counts = np.asarray(counts)
    dimensions = [
        dimension_of(f"v{axis}", list(LETTERS[:length]), (groupings or {}).get(axis, ()))
        for axis, length in enumerate(counts.shape)
    ]
    inner = {
        tuple(LETTERS[place] for place in where): int(counts[where])
        for where in np.ndindex(counts.shape)
    }
    return cube_of(dimensions, inner)


def drawn(shape: Sequence[int], seed: int) -> np.ndarray:
    """Counts as they are in real tables: many small ones, a few large."""
    draw = np.random.default_rng(seed)
    return draw.poisson(draw.gamma(0.55, 18, size=tuple(shape)))


def sums(system: System | Published):
    """Each sum as a whole and its parts."""
    return [
        (int(whole), system.part[system.start[at] : system.start[at + 1]].tolist())
        for at, whole in enumerate(system.whole)
    ]


def real_intervals(published: Published) -> dict[int, tuple[float, float]]:
    """Lowest and highest count of each hidden cell, by one plain programme for each end."""
    hidden = np.flatnonzero(published.is_hidden)
    column = {int(cell): at for at, cell in enumerate(hidden)}
    rows, right = [], []
    for whole, parts in sums(published):
        row, known = np.zeros(len(hidden)), 0.0
        for cell, sign in [(whole, -1.0), *((part, 1.0) for part in parts)]:
            if cell in column:
                row[column[cell]] += sign
            else:
                known -= sign * published.values[cell]
        rows.append(row)
        right.append(known)
    found = {}
    for cell, at in column.items():
        ends = []
        for sign in (1.0, -1.0):
            cost = np.zeros(len(hidden))
            cost[at] = sign
            answer = linprog(cost, A_eq=np.array(rows), b_eq=np.array(right), bounds=(0, None))
            ends.append(float("inf") if answer.status == 3 else sign * answer.fun)
        found[cell] = (ends[0], ends[1])
    return found


def whole_tables(published: Published, shape: Sequence[int], most: int) -> list[np.ndarray]:
    """Every table of whole counts up to `most` that agrees with all that is shown."""
    values = published.values
    inner_shown = values.reshape([length + 1 for length in shape])[
        np.ix_(*(range(1, length + 1) for length in shape))
    ].ravel()
    choices = [
        range(most + 1) if np.isnan(value) else (int(value),) for value in inner_shown.tolist()
    ]
    tables = np.array(list(itertools.product(*choices)), dtype=float)
    full = tables.reshape(len(tables), *shape)
    for axis in range(1, len(shape) + 1):
        full = np.concatenate([full.sum(axis=axis, keepdims=True), full], axis=axis)
    full = full.reshape(len(tables), -1)
    shown = ~np.isnan(values)
    return list(full[(full[:, shown] == values[shown]).all(axis=1)])
