"""What a rule costs, and what acting alone costs: the same problem solved differently."""

from dataclasses import replace

import numpy as np

from shidra.core.allocation.curves import Floats
from shidra.core.allocation.layout import Layout, lay_out
from shidra.core.allocation.plan import Isolated
from shidra.core.allocation.problem import Filter, Funder, Problem
from shidra.core.allocation.search import best_plan

__all__ = ["isolated_impact", "restriction_costs"]


def restriction_costs(problem: Problem, objective: float, gap: float) -> dict[str, float | None]:
    """The benefit that each rule costs: optimum without it − optimum with it.

    `restrict:FUNDER` drops all restrictions of a funder, `floor:ID` and `commit:ID` that demand.
    None where the problem without it has no limit.
    """
    without: dict[str, Problem] = {}
    for place, funder in enumerate(problem.funders):
        if funder.restrictions != Filter():
            free = replace(funder, restrictions=Filter())
            funders = (*problem.funders[:place], free, *problem.funders[place + 1 :])
            without[f"restrict:{funder.id}"] = replace(problem, funders=funders)
    for floor in problem.floors:
        kept = tuple(other for other in problem.floors if other is not floor)
        without[f"floor:{floor.id}"] = replace(problem, floors=kept)
    for tie in problem.commitments:
        others = tuple(other for other in problem.commitments if other is not tie)
        without[f"commit:{tie.id}"] = replace(problem, commitments=others)
    return {name: gained(freer, objective, gap) for name, freer in without.items()}


def gained(problem: Problem, objective: float, gap: float) -> float | None:
    """How much more the freer problem reaches."""
    found = best_plan(lay_out(problem), gap)
    if found.status == "unbounded":
        return None
    return max(found.objective - objective, 0.0)


def isolated_impact(problem: Problem, gap: float) -> Isolated:
    """Each funder alone on the same curves, blind to the others; then all their money together.

    `own_value` is what each funder expects of its own money. `objective` is what the stacked
    money brings: spend above what a cell or a cap takes brings nothing.
    Floors, least spends and commitments bind the whole, so they are left out.
    """
    cells = tuple(replace(cell, min_spend=0.0) for cell in problem.cells)
    unbound = replace(problem, cells=cells, floors=(), commitments=())
    together = lay_out(unbound)
    gross = np.zeros(len(together.arc_cell))
    own_value: dict[str, float] = {}
    for place, funder in enumerate(problem.funders):
        own_value[funder.id] = 0.0
        own_arcs = np.flatnonzero(together.arc_funder == place)
        if len(own_arcs):
            value, grants = alone(unbound, funder, gap)
            own_value[funder.id] = value
            gross[own_arcs] = grants
    return Isolated(own_value, together.objective(within_limits(together, gross)))


def alone(problem: Problem, funder: Funder, gap: float) -> tuple[float, Floats]:
    """The best that one funder does by itself: value and grants in the order of its arcs."""
    found = best_plan(lay_out(replace(problem, funders=(funder,))), gap)
    return found.objective, found.gross


def within_limits(layout: Layout, gross: Floats) -> Floats:
    """Stacked grants cut, in proportion, to what each cell and each cap can take."""
    spend = layout.spend(gross)
    over = spend > layout.curves.highest
    share = np.where(over, layout.curves.highest / np.where(over, spend, 1.0), 1.0)
    cut = gross * share[layout.arc_cell]
    for row in layout.rows:
        total = float(row.arc_coefficients @ cut[row.arcs])
        if row.kind == "cap" and total > row.high:
            cut[row.arcs] *= row.high / total
    return np.asarray(cut)
