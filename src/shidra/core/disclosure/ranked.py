"""Tables too large for intervals: a pattern of hidden cells, and what the rank test says of it.

No movements are sought here: where a sum gives a hidden cell back, the smallest other one in it is
hidden too, until the sums alone fix no primary cell. Counts are 0 or more, which nobody used: the
answer is that most leaks are closed, never that all are.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np

from shidra.core.disclosure.protecting import Protection, published, statuses_of
from shidra.core.disclosure.rank import determined
from shidra.core.disclosure.tables import Flags, Integers, System

__all__ = ["rank_checked"]

ROUNDS: Final = 200


def rank_checked(system: System, *, primary: Flags, known: Iterable[int] = ()) -> Protection:
    """Hide primary cells and others until no primary one follows from sums alone; never certified.

    >>> from shidra.core.disclosure.tables import cube_of, dimension_of, system_of
    >>> ages = dimension_of("age", ["0-5", "6-17", "18+"])
    >>> table = system_of(cube_of([ages], {("0-5",): 3, ("6-17",): 20, ("18+",): 40}))
    >>> found = rank_checked(table, primary=table.counts < 5)
    >>> found.statuses
    ('safe', 'primary', 'safe', 'complementary')
    >>> found.is_certified, found.is_rank_checked
    (False, True)
    """
    told = np.zeros(len(system.counts), dtype=bool)
    told[list(known)] = True
    sums = _Sums(system, told)
    hidden = primary & ~told
    fixed = hidden
    for _round in range(ROUNDS):
        hidden = sums.closed(hidden)
        fixed = np.zeros(len(hidden), dtype=bool)
        fixed[determined(published(system, hidden, primary))] = True
        fixed &= primary & (system.counts > 0)
        further = sums.beside(fixed, hidden)
        if not len(further):
            break
        hidden[further] = True
    beyond = np.flatnonzero(primary & told)
    return Protection(
        statuses_of(system, primary, hidden),
        tuple(beyond.tolist()),
        is_certified=False,
        is_rank_checked=not fixed.any(),
    )


class _Sums:
    """The cells of each sum, its whole among them, the smallest first."""

    def __init__(self, system: System, told: Flags) -> None:
        lengths = np.diff(system.start)
        self.count = len(lengths)
        owner = np.concatenate([np.repeat(np.arange(self.count), lengths), np.arange(self.count)])
        cell = np.concatenate([system.part, system.whole])
        live = system.counts[cell] > 0
        owner, cell = owner[live], cell[live]
        order = np.lexsort((system.counts[cell], owner))
        self.owner, self.cell = owner[order], cell[order]
        self.may = ~told[self.cell]

    def closed(self, hidden: Flags) -> Flags:
        """With the smallest other cell of every sum in which one cell alone is hidden."""
        hidden = hidden.copy()
        for _round in range(ROUNDS):
            alone = np.bincount(self.owner, hidden[self.cell], self.count) == 1
            further = self._smallest(alone, hidden)
            if not len(further):
                break
            hidden[further] = True
        return hidden

    def beside(self, fixed: Flags, hidden: Flags) -> Integers:
        """The smallest shown cell of each sum that a fixed one stands in."""
        concerned = np.bincount(self.owner, fixed[self.cell], self.count) > 0
        return self._smallest(concerned, hidden)

    def _smallest(self, concerned: Flags, hidden: Flags) -> Integers:
        free = np.flatnonzero(concerned[self.owner] & self.may & ~hidden[self.cell])
        _sums, first = np.unique(self.owner[free], return_index=True)
        return np.unique(self.cell[free[first]])
