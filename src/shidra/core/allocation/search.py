"""The loop that closes the gap between a plan on the true curves and its proven bound."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from shidra.core.allocation.certificate import dual_value
from shidra.core.allocation.curves import Floats
from shidra.core.allocation.layout import Layout
from shidra.core.allocation.linear import LinearProgramme, SolverError, Vertex
from shidra.core.allocation.rounding import rounded_grants

__all__ = ["Found", "best_plan", "relative_gap"]

# The gap aimed at, whatever looser one is allowed: prices and reasons need it.
AIM = 1e-7
MOST_ROUNDS = 25
# How far below a demanded benefit a plan may stay, as a share of it.
FLOOR_TOLERANCE = 1e-7
# What sums of floats lose, as a share of all benefit that there could be.
LAST_DIGITS = 1e-14


@dataclass(frozen=True, slots=True)
class Found:
    """The best grants found, the multipliers that prove the bound, and the programme itself."""

    status: Literal["optimal", "feasible", "infeasible", "unbounded"]
    objective: float
    bound: float
    gross: Floats
    multipliers: Floats
    programme: LinearProgramme


def best_plan(layout: Layout, gap: float) -> Found:
    """Solve, refine the tangents at the solution, and again, until the gap is closed."""
    programme = LinearProgramme(layout)
    objective, bound = -np.inf, np.inf
    gross, multipliers = np.zeros(len(layout.arc_cell)), np.zeros(len(layout.rows))
    aim = min(gap, AIM)
    for _ in range(MOST_ROUNDS):
        vertex = programme.run()
        if vertex.status != "optimal":
            return without_plan(vertex, programme)
        candidate = rounded_grants(layout, vertex.gross)
        if meets_benefit_floors(layout, candidate):
            value = layout.objective(candidate)
            if value > objective:
                objective, gross = value, candidate
        proven = dual_value(layout, vertex.multipliers)
        if proven < bound:
            bound, multipliers = proven, vertex.multipliers
        if relative_gap(layout, objective, bound) <= aim or not programme.refine(
            layout.spend(vertex.gross)
        ):
            break
    if objective == -np.inf:
        raise SolverError("No grants met the demanded benefit on the true curves.")
    # Rounding may put an objective a last digit above what the prices prove.
    bound = max(bound, objective)
    closed = relative_gap(layout, objective, bound) <= gap
    status: Literal["optimal", "feasible"] = "optimal" if closed else "feasible"
    return Found(status, objective, bound, gross, multipliers, programme)


def without_plan(vertex: Vertex, programme: LinearProgramme) -> Found:
    """No plan, or no best one."""
    empty = np.empty(0)
    status: Literal["infeasible", "unbounded"] = (
        "infeasible" if vertex.status == "infeasible" else "unbounded"
    )
    return Found(status, -np.inf, np.inf, empty, empty, programme)


def relative_gap(layout: Layout, objective: float, bound: float) -> float:
    """(bound − objective) / objective; 0 when nothing but the last digits lies between them."""
    distance = bound - objective
    if distance <= LAST_DIGITS * layout.potential:
        return 0.0
    return distance / objective if objective > 0.0 else np.inf


def meets_benefit_floors(layout: Layout, gross: Floats) -> bool:
    """Whether the true curves bring what floors on benefit demand."""
    floors = [place for place, row in enumerate(layout.rows) if len(row.cells) and not row.level]
    if not floors:
        return True
    values = layout.row_values(gross)
    return all(
        values[place] >= layout.rows[place].low * (1.0 - FLOOR_TOLERANCE) for place in floors
    )
