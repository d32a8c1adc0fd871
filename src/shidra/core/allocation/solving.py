"""From a problem to a plan with a proven bound."""

from dataclasses import replace

import numpy as np

from shidra.core.allocation.certificate import named_multipliers
from shidra.core.allocation.checking import check_problem
from shidra.core.allocation.comparisons import isolated_impact, restriction_costs
from shidra.core.allocation.conflict import conflicting_demands
from shidra.core.allocation.curves import Floats
from shidra.core.allocation.layout import Layout, lay_out
from shidra.core.allocation.plan import Plan
from shidra.core.allocation.pricing import shadow_prices
from shidra.core.allocation.problem import Problem
from shidra.core.allocation.reasons import explained_grants
from shidra.core.allocation.search import Found, best_plan, relative_gap

__all__ = ["solve"]

# Money left over counts as stranded from this share of the budget on.
LEFT_OVER = 1e-9


def solve(
    problem: Problem, gap: float = 1e-4, *, restrictions: bool = False, isolated: bool = False
) -> Plan:
    """The grants that bring the most benefit, to within `gap` of the best, with the proof.

    The programme is concave; its curves are approximated from above by tangents, which HiGHS
    solves as linear programmes and which are refined where the solution stands until
    (bound − objective) / objective is at most `gap` (in practice far below it). `objective`
    counts the true curves at the grants given, after rounding; `bound` is D(λ) of
    `price_bound` at the plan's own multipliers. Budgets, caps and rules are never exceeded.

    `restrictions` re-solves without each funder's rules and without each floor and commitment;
    `isolated` solves for each funder alone. Raises `ProblemError` for a problem without
    meaning. Status `infeasible` comes with the demands whose removal makes a plan possible.

    Source: outer linearisation of a concave programme (Kelley, 1960); HiGHS (Huangfu and
    Hall, 2018).

    >>> from shidra.core.allocation import Cell, Funder, PiecewiseResponse
    >>> tranches = PiecewiseResponse(points=((0, 0), (100, 200), (200, 250)))
    >>> cell = Cell("a", "p", "f", "g", "l", 2027, tranches)
    >>> plan = solve(Problem((cell,), (Funder("x", {2027: 150.0}),), (2027,)))
    >>> plan.status, plan.objective, plan.grants[0].amount
    ('optimal', 225.0, 150.0)
    """
    check_problem(problem)
    layout = lay_out(problem)
    found = best_plan(layout, gap)
    if found.status == "infeasible":
        return Plan("infeasible", conflict=conflicting_demands(layout))
    if found.status == "unbounded":
        return Plan("unbounded")
    plan = described(problem, layout, found)
    if restrictions:
        plan = replace(plan, restriction_costs=restriction_costs(problem, found.objective, gap))
    if isolated:
        plan = replace(plan, isolated=isolated_impact(problem, gap))
    return plan


def described(problem: Problem, layout: Layout, found: Found) -> Plan:
    """The plan with everything that is read off its grants and prices."""
    distance = relative_gap(layout, found.objective, found.bound)
    return Plan(
        status=found.status,
        objective=found.objective,
        bound=found.bound,
        gap=distance if np.isfinite(distance) else None,
        grants=explained_grants(problem, layout, found.gross, found.multipliers),
        shadow_prices=shadow_prices(problem, layout, found),
        multipliers=named_multipliers(layout, found.multipliers),
        stranded=stranded_money(problem, layout, found.gross),
        benefit_by_group=benefit_by_group(problem, layout, found.gross),
    )


def stranded_money(problem: Problem, layout: Layout, gross: Floats) -> dict[str, float]:
    """Money that finds no use, by funder; money without limit is never stranded."""
    values = dict(zip((row.name for row in layout.rows), layout.row_values(gross), strict=True))
    limits = {row.name: row.high for row in layout.rows}
    left: dict[str, float] = {}
    for funder in problem.funders:
        years = [max(funder.budget)] if funder.carry_over and funder.budget else funder.budget
        names = [name for year in years if (name := f"budget:{funder.id}:{year}") in limits]
        total = float(sum(limits[name] for name in names))
        unused = float(sum(limits[name] - values[name] for name in names))
        if unused > LEFT_OVER * total:
            left[funder.id] = unused
    return left


def benefit_by_group(problem: Problem, layout: Layout, gross: Floats) -> dict[str, float]:
    """Unweighted benefit of each group; a declared group without any has 0."""
    benefit = layout.curves.value(layout.spend(gross))
    totals = {group.id: 0.0 for group in problem.groups}
    for cell, brought in zip(problem.cells, benefit.tolist(), strict=True):
        totals[cell.group] = totals.get(cell.group, 0.0) + brought
    return totals
