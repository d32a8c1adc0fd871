"""The proof of a plan: an upper bound on every plan, from prices alone.

For any multipliers λ of the rows (not negative on upper limits, not positive on lower ones)

    D(λ) = Σ_rows λ·limit + Σ_cells max_x [ W·benefit(x) − p·x ]

is at least the objective of every plan: weak duality. W is the cell's weight less what the
rows on benefits take, and p the smallest price of a net unit there over the funders who may
pay for it. One pass over the cells checks it, without any solver.

Source: Lagrangian relaxation; Boyd and Vandenberghe, *Convex Optimization* (2004), §5.1.
"""

from collections.abc import Mapping

import numpy as np

from shidra.core.allocation.checking import check_problem
from shidra.core.allocation.curves import Floats
from shidra.core.allocation.layout import Layout, lay_out
from shidra.core.allocation.problem import Problem

__all__ = ["dual_value", "named_multipliers", "price_bound", "weights_under"]


def price_bound(problem: Problem, prices: Mapping[str, float]) -> float:
    """The upper bound that prices prove, in benefit units; infinite when they prove nothing.

    `prices` are multipliers by the name of the row, as in `Plan.multipliers`:
    `budget:FUNDER:YEAR` (cumulative where money carries over), `cap:ID`, `floor:ID`, `cell:ID`,
    `commit:ID:YEAR`, `group:ID`. A row that is not named has price 0; a price of the wrong sign
    counts as 0. Raises `KeyError` for a name that no row has.

    >>> from shidra.core.allocation import Cell, ExponentialResponse, Funder
    >>> cell = Cell("a", "p", "f", "g", "l", 2027, ExponentialResponse(max=10, scale=5))
    >>> problem = Problem(cells=(cell,), funders=(Funder("x", {2027: 0.0}),), years=(2027,))
    >>> price_bound(problem, {"budget:x:2027": 2.0})
    0.0
    """
    check_problem(problem)
    layout = lay_out(problem)
    names = {row.name: place for place, row in enumerate(layout.rows)}
    multipliers = np.zeros(len(layout.rows))
    for name, price in prices.items():
        multipliers[names[name]] = price
    return dual_value(layout, multipliers)


def usable(layout: Layout, multipliers: Floats) -> Floats:
    """Multipliers with the signs that their limits allow, and goals that add up to one."""
    low = np.array([row.low for row in layout.rows])
    high = np.array([row.high for row in layout.rows])
    fit = np.where(high == np.inf, np.minimum(multipliers, 0.0), multipliers)
    fit = np.where(low == -np.inf, np.maximum(fit, 0.0), fit)
    if layout.lifts_level:
        goal = np.array([row.level > 0.0 for row in layout.rows])
        total = float(fit[goal].sum())
        if total > 0.0:
            fit = np.where(goal, fit / total, fit)
    return fit


def weights_under(layout: Layout, multipliers: Floats) -> Floats:
    """What a unit of each cell's benefit is worth, with the rows on benefits at their prices."""
    weight = layout.weight.copy()
    for row, multiplier in zip(layout.rows, usable(layout, multipliers), strict=True):
        if multiplier and len(row.cells):
            weight[row.cells] -= multiplier * row.cell_coefficients
    return weight


def dual_value(layout: Layout, multipliers: Floats) -> float:
    """D(λ) on the arrays of a problem."""
    fit = usable(layout, multipliers)
    if layout.lifts_level and not any(
        row.level and m > 0.0 for row, m in zip(layout.rows, fit, strict=True)
    ):
        return np.inf
    constant, arc_price = 0.0, np.zeros(len(layout.arc_cell))
    for row, multiplier in zip(layout.rows, fit, strict=True):
        if multiplier:
            constant += multiplier * (row.high if multiplier > 0.0 else row.low)
            arc_price[row.arcs] += multiplier * row.arc_coefficients
    price = np.full(len(layout.weight), np.inf)
    np.minimum.at(price, layout.arc_cell, arc_price / layout.arc_rate)
    surplus = layout.curves.best_surplus(weights_under(layout, multipliers), price)
    return float(constant + surplus.sum())


def named_multipliers(layout: Layout, multipliers: Floats) -> dict[str, float]:
    """The multipliers other than 0, by the name of their row."""
    fit = usable(layout, multipliers)
    return {row.name: float(m) for row, m in zip(layout.rows, fit, strict=True) if m}
