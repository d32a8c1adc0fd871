"""The auditor: what a reader can find out of every hidden cell. It does not trust the suppressor.

The interval of a cell is the lowest and the highest count it has in any table, real and not below
0, that agrees with all that is shown (Fischetti & Salazar, Math Program 1999;84:283). Each solved
programme gives one such table, and each such table widens what is known of all cells (harvest).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from shidra.core.disclosure.attack import Attack, Published, attack_on, outer_bounds
from shidra.core.disclosure.solver import Programme
from shidra.core.disclosure.tables import Flags, Floats, Integers, TableError

__all__ = ["EXACT_CELLS", "MOST_CELLS", "Audit", "Verdict", "audited", "disagreement"]

type Verdict = Literal["exact", "narrow", "safe"]

# Cells that are not empty: up to here both ends of every interval are solved for; above, until it
# is wide enough.
EXACT_CELLS: Final = 2_500
MOST_CELLS: Final = 25_000
TOLERANCE: Final = 1e-6
HARVESTS: Final = 40
SEED: Final = 20


@dataclass(frozen=True, slots=True)
class Audit:
    """Intervals of the hidden cells, in the order of `cells`.

    Attributes:
        cells: the places of the hidden cells; then of primary ones that are shown all the same.
        low, high: ends of the intervals; high is infinite where nothing limits a cell.
        is_exact: both ends are ends; else the interval is at least as wide as this.
        verdicts: exact (one count), narrow (less than the width), safe.
        is_primary: which of them must not be found out.
        work: how much the solver did, in about microseconds.
    """

    cells: Integers
    low: Floats
    high: Floats
    is_exact: bool
    verdicts: tuple[Verdict, ...]
    is_primary: Flags
    work: float

    @property
    def is_safe(self) -> bool:
        """No primary cell is exact or narrow."""
        return not len(self.unsafe)

    @property
    def unsafe(self) -> Integers:
        """The primary cells that are exact or narrow."""
        wide = np.array([verdict == "safe" for verdict in self.verdicts], dtype=bool)
        return np.asarray(self.cells[self.is_primary & ~wide], dtype=np.int64)


def audited(published: Published, *, width: float = 1.0, primary_only: bool = False) -> Audit:
    """The interval of every hidden cell, in people.

    With `primary_only`, and in large tables, it stops looking at a cell once its interval is
    `width` wide: verdicts stay right, intervals are then lower limits of the true ones.

    >>> import numpy as np
    >>> row = Published(np.array([9.0, np.nan, np.nan, 4.0]), np.array([0, 1, 0, 0]) > 0,
    ...                 np.array([0]), np.array([0, 3]), np.array([1, 2, 3]))
    >>> found = audited(row)
    >>> found.low.tolist(), found.high.tolist(), found.verdicts
    ([0.0, 0.0], [5.0, 5.0], ('safe', 'safe'))

    Raises:
        TableError: the shown counts contradict each other, or the table is too large.
    """
    size = int((published.values != 0).sum())  # a shown 0 is no work
    if size > MOST_CELLS:
        raise TableError(
            f"{size} cells that are not empty are too many; {MOST_CELLS} are the most. Leave out a "
            "dimension, join small categories, or publish rounded counts."
        )
    _refuse_contradictions(published)
    attack = attack_on(published)
    is_primary = published.is_primary[attack.hidden]
    bared = np.flatnonzero(published.is_primary & ~published.is_hidden)
    is_exact = size <= EXACT_CELLS and not primary_only
    search = _Search(published, attack, width, is_exact=is_exact)
    search.harvest()
    search.solve(is_primary if primary_only else np.ones(len(attack.hidden), dtype=bool))
    shown = published.values[bared]
    low = np.concatenate([np.maximum(search.low, 0.0), shown])
    high = np.concatenate([search.high, shown])
    verdicts: tuple[Verdict, ...] = tuple(
        "exact" if each <= TOLERANCE else "narrow" if each < width - TOLERANCE else "safe"
        for each in (high - low).tolist()
    )
    return Audit(
        cells=np.concatenate([attack.hidden, bared]),
        low=low,
        high=high,
        is_exact=is_exact,
        verdicts=verdicts,
        is_primary=np.concatenate([is_primary, np.ones(len(bared), dtype=bool)]),
        work=search.programme.work,
    )


def disagreement(published: Published, found: Audit, truth: Sequence[int]) -> int | None:
    """The first cell whose true count is not what is shown, or lies outside its interval."""
    counts = np.array(truth, dtype=np.float64)
    wrong = ~published.is_hidden & (abs(published.values - counts) > TOLERANCE)
    inside = counts[found.cells]
    if found.is_exact:
        slack = TOLERANCE * (1.0 + inside)
        wrong[found.cells] |= (inside < found.low - slack) | (inside > found.high + slack)
    places = np.flatnonzero(wrong)
    return int(places[0]) if len(places) else None


def _refuse_contradictions(published: Published) -> None:
    """A shown sum whose parts are all shown must be their sum, and no part is more than it."""
    hidden = published.is_hidden
    if (published.values[~hidden] < 0).any():
        raise TableError("A count is 0 or more.")
    lengths = np.diff(published.start)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    values = np.where(hidden, 0.0, published.values)
    shown = np.bincount(owner, weights=values[published.part], minlength=len(lengths))
    unseen = np.bincount(owner, weights=hidden[published.part], minlength=len(lengths))
    whole = published.values[published.whole]
    wrong = np.where(unseen > 0, shown > whole + TOLERANCE, abs(shown - whole) > TOLERANCE)
    if (wrong & ~hidden[published.whole]).any():
        raise _contradiction()


def _contradiction() -> TableError:
    return TableError(
        "The shown counts contradict each other: margins are not the sums of what is below them. "
        "Where categories stand in groups, name the hierarchy."
    )


class _Search:
    """Widens intervals from inside until they meet their outer limits, or are wide enough."""

    def __init__(
        self, published: Published, attack: Attack, width: float, *, is_exact: bool
    ) -> None:
        self.attack, self.width, self.is_exact = attack, width, is_exact
        outer = outer_bounds(published)
        self.least, self.most = outer[0][attack.hidden], outer[1][attack.hidden]
        count = len(attack.hidden)
        self.low, self.high = np.full(count, np.inf), np.full(count, -np.inf)
        self.endless = np.zeros(count, dtype=bool)
        unknowns = attack.matrix.shape[1]
        self.still = np.zeros(unknowns)
        self.programme = Programme(
            attack.matrix, attack.right, self.still, np.full(unknowns, np.inf), keeps_point=True
        )
        if unknowns:
            self.meet(self.still)
        else:
            self.low = self.high = attack.constant.copy()

    def meet(self, cost: Floats) -> bool:
        """Solve, and take from the point what it shows of every cell; False where it is endless."""
        point = self.programme.minimise(cost)
        if point is None:
            return False
        counts = self.attack.parts @ point + self.attack.constant
        self.low = np.minimum(self.low, counts)
        self.high = np.maximum(self.high, counts)
        return True

    def lacks(self) -> tuple[Flags, Flags]:
        """The cells whose low end, and whose high end, could still move and matters."""
        slack = TOLERANCE * 0.1 * (1.0 + np.where(np.isinf(self.most), 0.0, self.most))
        low, high = self.low > self.least + slack, self.high < self.most - slack
        high &= ~self.endless
        if not self.is_exact:
            thin = (self.high - self.low < self.width) & ~self.endless
            low, high = low & thin, high & thin
        return low, high

    def harvest(self) -> None:
        """Ask in random directions over all that is not settled, while that settles something."""
        draw = np.random.default_rng(SEED)
        idle = 0
        for _round in range(HARVESTS):
            low, high = self.lacks()
            before = int(low.sum() + high.sum())
            if not before or idle > 2:  # noqa: PLR2004 - three rounds without a gain
                return
            pull = draw.random(len(low)) * low - draw.random(len(low)) * high
            self.meet(self.attack.parts.T @ pull)
            low, high = self.lacks()
            idle = idle + 1 if low.sum() + high.sum() >= before else 0

    def solve(self, wanted: Flags) -> None:
        """Solve for each end that is not settled yet."""
        for sign in (1.0, -1.0):
            for cell in np.flatnonzero(wanted):
                low, high = self.lacks()
                if not (low if sign > 0 else high)[cell]:
                    continue
                cost = np.zeros(len(self.still))
                row: Any = self.attack.parts[cell]
                cost[row.indices] = sign * row.data
                if not self.meet(cost):
                    self.endless[cell], self.high[cell] = True, np.inf
