"""Which further cells to hide so that no primary cell can be found out.

A *movement* is a change of all counts that no sum betrays and that leaves none below 0. If all
cells that it touches are hidden, a reader cannot tell the true table from the moved one. Movements
that touch few shown cells are found by linear programmes, for many primary cells at once; then
cells are shown again in lots and what that bares is moved anew, as long as it spares cells.

Movements prove themselves: a pattern is right by construction, whatever their price was.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from shidra.core.disclosure.solver import Programme
from shidra.core.disclosure.tables import Flags, Floats, Integers
from shidra.core.disclosure.units import Units

__all__ = ["Suppressor"]

CLOSE: Final = 1e-7
SEED: Final = 6
# What a movement may spend for a primary cell, in cells to hide: nothing, or whatever it takes.
NOTHING, ANYTHING = 0.2, 1e5
# Or from little to whatever it takes: first price, and how fast it rises.
LITTLE, DEARER = 0.3, 1.2
TRIES: Final = 3
# How many primary cells a movement is for; a build takes one of these, in turn. 0: all, by price.
GROUPS: Final = (0, 4, 1, 8, 2, 16)
# A large count is a little dearer than a small one: totals stay when there is a choice, and
# movements meet where small counts are, which spares cells.
BY_SIZE: Final = 0.2
HIDDEN_COST: Final = 1e-3
DEAR: Final = 100.0
# The share of further work that builds anew; the rest shows lots of up to this share again.
ANEW: Final = 0.5
LOT: Final = 0.3


@dataclass(slots=True)
class _Pattern:
    """Hidden units, and movements that stay within them; each row is one."""

    hidden: Flags
    movements: Floats


class Suppressor:
    """Hides units until every primary one can be moved by `width`: `begun`, then `improved`.

    Attributes:
        fixed: units whose count a reader knows already; nothing moves them.
        shut: units that are hidden whatever it costs, though nobody need be kept from them.
        dear: units that are hidden only where no others will do.
    """

    def __init__(
        self,
        units: Units,
        primary: Flags,
        fixed: Flags,
        width: float,
        *,
        shut: Flags | None = None,
        dear: Flags | None = None,
    ) -> None:
        self.units, self.width = units, width
        self.given = primary if shut is None else primary | shut
        self.counts = units.counts
        self.wanted = primary & ~fixed
        self.cost = units.size * (1.0 + BY_SIZE * np.log2(1.0 + self.counts))
        if dear is not None:
            self.cost[dear] *= DEAR
        self.room = np.where(fixed, 0.0, self.counts)
        self.lift = np.where(fixed, 0.0, np.inf)
        self.draw = np.random.default_rng(SEED)
        count = len(self.counts)
        both = sparse.hstack([units.matrix, -units.matrix], format="csc")
        self.none = np.zeros(2 * count)
        limits = np.concatenate([self.lift, self.room])
        rows = np.zeros(both.shape[0])
        self.programme = Programme(both, rows, self.none, limits, keeps_point=False)
        self.best = _Pattern(self.given, np.zeros((1, count)))

    def begun(self) -> Flags:
        """The units to hide, found once; those that nothing protects are not asked for again."""
        self.best = self.built(GROUPS[1])
        self.wanted[self.bare(self.best)] = False
        return self.best.hidden

    def improved(self, work: float) -> Flags:
        """The units to hide, fewer of them: what can be found with this much work."""
        start, turn, first = self.programme.work, 0, int(self.best.hidden.sum())

        def is_left(share: float) -> bool:
            # The fewer cells are left hidden, the sooner an audit is done, about by the square.
            now = int(self.best.hidden.sum()) / max(first, 1)
            return self.programme.work < start + share * now * now * work

        # Where no further unit is hidden none can be spared, and building anew may be no work at
        # all: whoever waits for the work to be done would wait for ever.
        while self.is_dear and is_left(ANEW):
            self.keep(self.built(GROUPS[turn % len(GROUPS)]))
            turn += 1
        while self.is_dear and is_left(1.0):
            self.keep(self.relotted(GROUPS[1 + turn % (len(GROUPS) - 1)]))
            turn += 1
        return self.best.hidden

    @property
    def is_dear(self) -> bool:
        """Whether further units are hidden that might be spared."""
        return self.price_of(self.best) > 0.0

    def built(self, group: int) -> _Pattern:
        """A pattern from nothing but the units that are hidden anyhow."""
        start = _Pattern(self.given.copy(), np.zeros((1, len(self.counts))))
        return self.protected(start, group) if group else self.by_price(start)

    def keep(self, tried: _Pattern) -> None:
        """Go on with this pattern unless the one that stands is cheaper."""
        if not len(self.bare(tried)) and self.price_of(tried) <= self.price_of(self.best):
            self.best = tried

    def bare(self, pattern: _Pattern) -> Integers:
        """The primary units that no pair of movements tells apart by the width."""
        low, high = pattern.movements.min(axis=0), pattern.movements.max(axis=0)
        return np.flatnonzero(self.wanted & (high - low < self.width - CLOSE))

    def by_price(self, pattern: _Pattern) -> _Pattern:
        """Hide further units until nothing is bare: what protects many at once comes first."""
        price = LITTLE
        while price < ANYTHING:
            for _try in range(TRIES):
                bare = self.bare(pattern)
                if not len(bare):
                    return pattern
                pattern = self.moved(pattern, bare, price)
            price *= DEARER
        return self.protected(pattern, 1)

    def protected(self, pattern: _Pattern, group: int) -> _Pattern:
        """Hide further units until nothing is bare: what costs nothing, then a few at a time."""
        for _try in range(TRIES):
            bare = self.bare(pattern)
            if not len(bare):
                return pattern
            pattern = self.moved(pattern, bare, NOTHING)
        idle, bare = 0, self.bare(pattern)
        while len(bare) and idle <= TRIES + len(bare):
            some = self.draw.choice(bare, min(group, len(bare)), replace=False)
            pattern = self.moved(pattern, some, ANYTHING)
            left = self.bare(pattern)
            idle = idle + 1 if len(left) >= len(bare) else 0
            # Those that stand in each other's way go one by one.
            group, bare = (1, left) if idle else (group, left)
        return pattern

    def moved(self, pattern: _Pattern, bare: Integers, price: float) -> _Pattern:
        """With one movement more: as many bare units as are worth the price, some up, some down."""
        count = len(self.counts)
        low, high = pattern.movements.min(axis=0), pattern.movements.max(axis=0)
        cost = np.tile(np.where(pattern.hidden, HIDDEN_COST, self.cost), 2)
        upper = np.concatenate([self.lift, self.room])
        up, down = self.width + low[bare], self.width - high[bare]
        rises = (self.draw.random(len(bare)) < 0.5) | (down > self.room[bare] + CLOSE)  # noqa: PLR2004
        rising, falling = bare[rises], bare[~rises]
        cost[rising], upper[rising], upper[count + rising] = -price, up[rises], 0.0
        cost[count + falling], upper[count + falling] = -price, down[~rises]
        upper[falling] = 0.0
        self.programme.limit(self.none, upper)
        point = self.programme.minimise(cost)
        if point is None:
            return pattern
        movement = point[:count] - point[count:]
        movement[abs(movement) < CLOSE] = 0.0
        if not movement.any():
            return pattern
        return _Pattern(
            pattern.hidden | (movement != 0.0), np.vstack([pattern.movements, movement])
        )

    def price_of(self, pattern: _Pattern) -> float:
        """What the further cells of a pattern cost."""
        return float(self.cost[pattern.hidden & ~self.given].sum())

    def relotted(self, group: int) -> _Pattern:
        """Show a lot of the further cells again, protect anew what that bares."""
        further = np.flatnonzero(self.best.hidden & ~self.given)
        size = 1 + int(len(further) * LOT * self.draw.random() ** 2)
        shown = self.draw.choice(further, size, replace=False)
        tried = self.protected(self.without(self.best, shown), group)
        tried.hidden &= self.given | (tried.movements != 0.0).any(axis=0)
        return tried

    def without(self, pattern: _Pattern, shown: Integers) -> _Pattern:
        """The pattern with these units shown again, and the movements that are left to it."""
        hidden = pattern.hidden.copy()
        hidden[shown] = False
        stays = ~(pattern.movements[:, shown] != 0.0).any(axis=1)
        return _Pattern(hidden, pattern.movements[stays])
