"""Every plan keeps every rule and is the best one, against an independent solver."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.allocation import (
    Cap,
    ExponentialResponse,
    Filter,
    Funder,
    Problem,
    price_bound,
    solve,
)
from tests.core.allocation import oracle
from tests.core.allocation.examples import YEARS, cell, problems

# What limits may be exceeded by when somebody adds the amounts up in another order.
ADDING_UP = 1e-12


def spend_by_cell(problem, plan):
    rate = {funder.id: funder.net_rate for funder in problem.funders}
    spend = dict.fromkeys((c.id for c in problem.cells), 0.0)
    for grant in plan.grants:
        spend[grant.cell] += grant.amount * rate[grant.funder]
    return spend


def check_rules(problem, plan):
    cells = {cell.id: cell for cell in problem.cells}
    funders = {funder.id: funder for funder in problem.funders}
    assert all(grant.amount > 0 for grant in plan.grants)
    for grant in plan.grants:
        assert oracle.eligible(problem, funders[grant.funder], cells[grant.cell])
    for funder, years, limit in oracle.budget_limits(problem):
        spent = sum(
            grant.amount
            for grant in plan.grants
            if grant.funder == funder.id and cells[grant.cell].year in years
        )
        assert spent <= limit * (1 + ADDING_UP)
    spend = spend_by_cell(problem, plan)
    for place in problem.cells:
        assert spend[place.id] <= oracle.most(place, float("inf")) * (1 + ADDING_UP)
    for cap in problem.caps:
        inside = sum(spend[c.id] for c in problem.cells if oracle.passes(c, cap.filter))
        assert inside <= cap.max_spend * (1 + ADDING_UP)
    return spend


def check_worth(problem, plan, spend, slack=1e-12):
    worth = sum(
        oracle.weight_of(problem, cell) * oracle.benefit(cell, spend[cell.id])
        for cell in problem.cells
    )
    assert abs(plan.objective - worth) <= 1e-9 * (1 + worth)
    assert plan.objective <= plan.bound
    assert plan.gap <= 1e-5
    proven = price_bound(problem, plan.multipliers)
    assert proven >= plan.objective * (1 - slack)
    assert plan.bound <= proven * (1 + slack) + 1e-9


@settings(max_examples=60, deadline=None)
@given(problems())
def test_it_finds_the_best_plan_within_the_rules(problem):
    plan = solve(problem)
    assert plan.status == "optimal"
    check_worth(problem, plan, check_rules(problem, plan))
    best = oracle.reached(problem)
    assert best <= plan.bound * (1 + 1e-7) + 1e-7
    assert plan.objective >= best * (1 - 1e-6) - 1e-6


@settings(max_examples=60, deadline=None)
@given(problems(demands=True))
def test_it_keeps_demands_or_names_those_in_conflict(problem):
    plan = solve(problem)
    best = oracle.reached(problem)
    if plan.status == "infeasible":
        # Chords reach less than curves do, so a plan on chords would be a plan.
        assert best is None
        kept = tuple(f for f in problem.floors if f"floor:{f.id}" not in plan.conflict)
        assert len(kept) < len(problem.floors)
        assert solve(replace(problem, floors=kept)).status == "optimal"
        return
    # A demanded benefit is kept to a ten-millionth, so the objective may gain as little.
    check_worth(problem, plan, check_rules(problem, plan), slack=1e-6)
    check_demands(problem, plan)
    if best is not None:
        assert best <= plan.bound * (1 + 1e-7) + 1e-7
        assert plan.objective >= best * (1 - 1e-5) - 1e-5


@settings(max_examples=30, deadline=None)
@given(problems(), st.integers(0, 3))
def test_it_prices_money_by_what_more_and_less_of_it_brings(problem, which):
    funder = problem.funders[which % len(problem.funders)]
    year = min(funder.budget)
    plan = solve(problem)
    price = next(p for p in plan.shadow_prices if (p.funder, p.year) == (funder.id, year))

    def objective_with(more):
        changed = replace(funder, budget={**funder.budget, year: funder.budget[year] + more})
        others = tuple(changed if f is funder else f for f in problem.funders)
        return solve(replace(problem, funders=others)).objective

    near = 1e-5 * (1 + plan.objective)
    assert objective_with(20.0) <= plan.objective + 1.003 * price.price * 20.0 + near
    assert objective_with(0.02) >= plan.objective + 0.98 * price.price * 0.02 - near
    if price.high is not None:
        assert price.high > price.price
        assert objective_with(-funder.budget[year]) <= (
            plan.objective - 0.997 * price.high * funder.budget[year] + near
        )


@pytest.mark.parametrize("seed", range(12))
def test_it_holds_for_curves_of_very_different_sizes(seed):
    problem = uneven_problem(random.Random(seed))
    plan = solve(problem)
    assert plan.status == "optimal"
    check_worth(problem, plan, check_rules(problem, plan))


def uneven_problem(chance):
    """Sizes of money and benefit over eight orders of magnitude."""
    unit, worth = 10 ** chance.uniform(-3, 9), 10 ** chance.uniform(-6, 6)
    cells = tuple(
        cell(
            f"c{n}",
            ExponentialResponse(
                worth * chance.lognormvariate(0, 2.5),
                unit * chance.lognormvariate(0, 2.5),
                unit * 10 ** chance.uniform(-3, 2),
            ),
            factor=chance.choice("abc"),
            year=chance.choice(YEARS),
        )
        for n in range(40)
    )
    funders = tuple(
        Funder(
            f"u{n}",
            {year: unit * 10 ** chance.uniform(-3, 2) for year in YEARS},
            carry_over=bool(n % 2),
            restrictions=Filter(factors=tuple(chance.sample("abc", 2))),
        )
        for n in range(4)
    )
    pairs = [Filter(cells=(f"c{n}", f"c{n + 1}")) for n in range(0, 20, 2)]
    caps = tuple(Cap(f"k{n}", pair, unit) for n, pair in enumerate(pairs))
    return Problem(cells, funders, YEARS, caps=caps)


def check_demands(problem, plan):
    spend = spend_by_cell(problem, plan)
    total = sum(spend.values())
    for floor in problem.floors:
        inside = [cell for cell in problem.cells if oracle.passes(cell, floor.filter)]
        money = sum(spend[cell.id] for cell in inside)
        if floor.min_spend is not None:
            assert money >= floor.min_spend * (1 - 1e-6)
        if floor.min_spend_share is not None:
            assert money >= floor.min_spend_share * total * (1 - 1e-6) - 1e-9
        if floor.min_benefit is not None:
            benefit = sum(oracle.benefit(cell, spend[cell.id]) for cell in inside)
            assert benefit >= floor.min_benefit * (1 - 1e-6)
