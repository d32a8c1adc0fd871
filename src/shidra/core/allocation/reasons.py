"""Why a grant stands where it stands: what money brings here, and at the next best use."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from shidra.core.allocation.certificate import weights_under
from shidra.core.allocation.curves import Floats
from shidra.core.allocation.layout import Layout
from shidra.core.allocation.plan import Grant, NextBest, Reason
from shidra.core.allocation.problem import Problem

__all__ = ["explained_grants"]

# From this share of its limit on a row is full.
FULL = 1.0 - 1e-9


def explained_grants(
    problem: Problem, layout: Layout, gross: Floats, multipliers: Floats
) -> tuple[Grant, ...]:
    """Every grant above zero, by funder and then cell in the order of the problem."""
    uses = Uses(problem, layout, gross, multipliers)
    return tuple(
        Grant(
            problem.funders[layout.arc_funder[arc]].id,
            problem.cells[layout.arc_cell[arc]].id,
            float(gross[arc]),
            uses.reason(int(arc)),
        )
        for arc in np.flatnonzero(gross > 0.0)
    )


class Uses:
    """What each funder's next unit would bring at each cell that it may pay for."""

    def __init__(
        self, problem: Problem, layout: Layout, gross: Floats, multipliers: Floats
    ) -> None:
        self.problem, self.layout = problem, layout
        spend = layout.spend(gross)
        weight = weights_under(layout, multipliers) if layout.lifts_level else layout.weight
        cell, rate = layout.arc_cell, layout.arc_rate
        self.gain = (weight * layout.curves.slope_up(spend))[cell] * rate
        self.last = (weight * layout.curves.slope_down(spend))[cell] * rate
        self.values = layout.row_values(gross)
        self.full_caps = self.caps_without_room()
        order = np.lexsort((np.arange(len(cell)), -self.gain, layout.arc_funder))
        starts = np.searchsorted(layout.arc_funder[order], np.arange(len(problem.funders) + 1))
        self.ranked = [order[a:b] for a, b in pairwise(starts)]
        self.full_years = {
            row.name
            for row, value in zip(layout.rows, self.values, strict=True)
            if row.kind == "budget" and value >= row.high * FULL
        }

    def caps_without_room(self) -> dict[int, frozenset[int]]:
        """For each cell under a full cap, the full caps over it."""
        over: dict[int, set[int]] = {}
        for place, row in enumerate(self.layout.rows):
            if row.kind == "cap" and self.values[place] >= row.high * FULL:
                for cell in np.unique(self.layout.arc_cell[row.arcs]):
                    over.setdefault(int(cell), set()).add(place)
        return {cell: frozenset(places) for cell, places in over.items()}

    def reason(self, arc: int) -> Reason:
        """What the money of this grant brings, and what it would bring elsewhere."""
        here = int(self.layout.arc_cell[arc])
        gain = 0.0 if here in self.full_caps else float(self.gain[arc])
        return Reason(gain, float(self.last[arc]), self.next_best(arc))

    def next_best(self, arc: int) -> NextBest | None:
        """The best other cell that this money may go to and that still has room.

        Money that leaves a cell makes room under that cell's own full caps.
        """
        here = int(self.layout.arc_cell[arc])
        funder = int(self.layout.arc_funder[arc])
        years = self.reachable_years(funder, int(self.layout.year[here]))
        freed = self.full_caps.get(here, frozenset())
        for other in self.ranked[funder]:
            cell = int(self.layout.arc_cell[other])
            if self.gain[other] <= 0.0:
                return None
            if cell == here or self.layout.year[cell] not in years:
                continue
            if self.full_caps.get(cell, frozenset()) <= freed:
                return NextBest(self.problem.cells[cell].id, float(self.gain[other]))
        return None

    def reachable_years(self, position: int, year: int) -> set[int]:
        """The years in which the money of a year may be spent instead."""
        funder = self.problem.funders[position]
        if not funder.carry_over:
            return {year}
        last = max(funder.budget)
        return {*range(year, last + 1), *self.earlier_years(funder.id, year, min(funder.budget))}

    def earlier_years(self, funder: str, year: int, first: int) -> Iterator[int]:
        """Years before, as far back as money was left over at the end of each."""
        for earlier in range(year - 1, first - 1, -1):
            if f"budget:{funder}:{earlier}" in self.full_years:
                return
            yield earlier
