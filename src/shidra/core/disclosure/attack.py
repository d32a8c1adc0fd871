"""What a reader of a published table can work out of the hidden cells: the attacker's equations.

It knows only what is published: structure, values of shown cells, and that counts are 0 or more.
The unknowns are the hidden cells that are no sum of others; every other hidden cell is a sum of
unknowns and of shown values. Each shown sum is one equation between unknowns.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from shidra.core.disclosure.solver import entries
from shidra.core.disclosure.tables import Flags, Floats, Integers

__all__ = ["Attack", "Published", "attack_on", "outer_bounds"]

ROUNDS = 30
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Published:
    """Cells as a reader has them.

    Attributes:
        values: the count of each cell; NaN where it is hidden.
        is_primary: the hidden cells that must not be found out.
        whole, start, part: the sums, as in `System`.
    """

    values: Floats
    is_primary: Flags
    whole: Integers
    start: Integers
    part: Integers

    @property
    def is_hidden(self) -> Flags:
        return np.asarray(np.isnan(self.values))


@dataclass(frozen=True, slots=True)
class Attack:
    """matrix · x = right, x ≥ 0; the hidden cells are parts · x + constant."""

    matrix: Any
    right: Floats
    hidden: Integers
    parts: Any
    constant: Floats


@dataclass(frozen=True, slots=True)
class _Sums:
    """All sums as matrices over cells: −whole + parts, split by what is hidden."""

    owner: Integers
    part: Integers
    whole: Integers
    known: Floats  # of each sum: shown parts together
    hidden_parts: Integers  # of each sum: how many are hidden


def attack_on(published: Published) -> Attack:
    """The equations that a reader can write down."""
    sums = _read(published)
    hidden = published.is_hidden
    defining = _defining(sums, len(hidden))
    unknown = np.flatnonzero(hidden & (defining < 0))
    expansion, constant = _expanded(published, sums, defining, unknown)
    matrix, right = _equations(published, sums, defining, expansion, constant)
    places = np.flatnonzero(hidden)
    return Attack(matrix, right, places, expansion[places], constant[places])


def _read(published: Published) -> _Sums:
    lengths = np.diff(published.start)
    owner = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    hidden = published.is_hidden
    values = np.where(hidden, 0.0, published.values)
    count = len(lengths)
    known = np.bincount(owner, weights=values[published.part], minlength=count)
    unseen = np.bincount(owner, weights=hidden[published.part], minlength=count)
    return _Sums(owner, published.part, published.whole, known, unseen.astype(np.int64))


def _defining(sums: _Sums, cells: int) -> Integers:
    """For each cell the sum that it is written as: the one with the fewest hidden parts; −1: none."""
    order = np.lexsort((np.arange(len(sums.whole)), sums.hidden_parts))[::-1]
    defining = np.full(cells, -1, dtype=np.int64)
    defining[sums.whole[order]] = order  # the last written is the best
    return defining


def _expanded(
    published: Published, sums: _Sums, defining: Integers, unknown: Integers
) -> tuple[Any, Floats]:
    """Every hidden cell as a sum of unknowns, and of a constant from shown cells."""
    hidden, cells = published.is_hidden, len(defining)
    used = (defining[sums.whole[sums.owner]] == sums.owner) & hidden[sums.whole[sums.owner]]
    links = used & hidden[sums.part]
    step = entries(
        sums.whole[sums.owner[links]], sums.part[links], np.ones(links.sum()), (cells, cells)
    )
    layer = entries(unknown, np.arange(len(unknown)), np.ones(len(unknown)), (cells, len(unknown)))
    shown = np.where(hidden & (defining >= 0), sums.known[defining], 0.0)
    expansion, constant = layer, shown.copy()
    while layer.nnz or shown.any():
        layer, shown = step @ layer, step @ shown
        expansion, constant = expansion + layer, constant + shown
    return expansion.tocsr(), constant


def _equations(
    published: Published, sums: _Sums, defining: Integers, expansion: Any, constant: Floats
) -> tuple[Any, Floats]:
    """For each shown whole one sum in unknowns; of further sums those that say something new."""
    hidden, count = published.is_hidden, len(sums.whole)
    inside = hidden[sums.part]
    parts = entries(
        sums.owner[inside], sums.part[inside], np.ones(inside.sum()), (count, len(hidden))
    )
    unseen = np.flatnonzero(hidden[sums.whole])
    wholes = entries(unseen, sums.whole[unseen], np.ones(len(unseen)), (count, len(hidden)))
    both = parts - wholes
    matrix = (both @ expansion).tocsr()
    values = np.where(hidden, 0.0, published.values)
    right = values[sums.whole] - sums.known - both @ constant
    matrix.eliminate_zeros()
    shown = np.flatnonzero(~hidden[sums.whole])
    kept = np.concatenate([_leanest(sums.whole, shown, matrix), _further(published, defining)])
    kept = np.unique(kept)
    kept = kept[np.diff(matrix.indptr)[kept] > 0]
    return _without_copies(matrix[kept], right[kept])


def _leanest(whole: Integers, shown: Integers, matrix: Any) -> Integers:
    """Of the sums of one shown cell, the one with the fewest unknowns: the others follow."""
    lengths = np.diff(matrix.indptr)[shown]
    order = np.lexsort((shown, lengths, whole[shown]))
    _cells, first = np.unique(whole[shown][order], return_index=True)
    return np.asarray(shown[order][first], dtype=np.int64)


def _further(published: Published, defining: Integers) -> Integers:
    """Sums that do not follow from how cells are made of innermost ones: those of linked tables."""
    cells, count = len(published.values), len(published.whole)
    made = np.flatnonzero(defining >= 0)
    lengths = np.diff(published.start)
    owner = np.repeat(np.arange(count, dtype=np.int64), lengths)
    structure = entries(owner, published.part, np.ones(len(owner)), (count, cells))
    inner = np.flatnonzero(defining < 0)
    layer = entries(inner, np.arange(len(inner)), np.ones(len(inner)), (cells, len(inner)))
    step = (
        entries(np.arange(len(made)), made, np.ones(len(made)), (len(made), cells)).T
        @ structure[defining[made]]
    )
    expansion = layer
    while layer.nnz:
        layer = step @ layer
        expansion = expansion + layer
    expansion = expansion.tocsr()
    differs = abs(structure @ expansion - expansion[published.whole]).sum(axis=1)
    return np.flatnonzero(np.asarray(differs).ravel() > CLOSE)


def _without_copies(matrix: Any, right: Floats) -> tuple[Any, Floats]:
    """Each equation once."""
    matrix.sort_indices()
    seen: dict[tuple[bytes, bytes], int] = {}
    for row in range(matrix.shape[0]):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        seen.setdefault((matrix.indices[span].tobytes(), matrix.data[span].tobytes()), row)
    rows = np.array(sorted(seen.values()), dtype=np.int64)
    return matrix[rows], right[rows]


def outer_bounds(published: Published) -> tuple[Floats, Floats]:
    """Limits of every cell that follow from one sum at a time, again and again.

    They never cut off a possible count, so a count that is reached at a limit needs no solver.
    """
    hidden = published.is_hidden
    low = np.where(hidden, 0.0, published.values)
    high = np.where(hidden, np.inf, published.values)
    lengths = np.diff(published.start)
    owner = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    for _round in range(ROUNDS):
        before = (low[hidden].copy(), high[hidden].copy())
        _tighten(published, owner, low, high)
        low[~hidden] = high[~hidden] = published.values[~hidden]
        if np.array_equal(before[0], low[hidden]) and np.array_equal(before[1], high[hidden]):
            break
    return low, high


def _tighten(published: Published, owner: Integers, low: Floats, high: Floats) -> None:
    """One pass over all sums: the whole from its parts, each part from whole and others."""
    whole, part, count = published.whole, published.part, len(published.whole)
    endless = np.isinf(high)
    finite = np.where(endless, 0.0, high)
    lows = np.bincount(owner, weights=low[part], minlength=count)
    highs = np.bincount(owner, weights=finite[part], minlength=count)
    open_parts = np.bincount(owner, weights=endless[part], minlength=count)
    np.maximum.at(low, whole, lows)
    np.minimum.at(high, whole, np.where(open_parts > 0, np.inf, highs))
    from_whole = high[whole][owner] - (lows[owner] - low[part])
    others_open = open_parts[owner] - endless[part] > 0
    others = highs[owner] - finite[part]
    least = np.where(others_open, -np.inf, low[whole][owner] - others)
    np.minimum.at(high, part, from_whole)
    np.maximum.at(low, part, least)
