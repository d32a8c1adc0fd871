"""Plans whose optimum a person can work out, and what they say beside the grants."""

import json
import math
from dataclasses import replace

import pytest

from shidra.core.allocation import (
    Cap,
    Cell,
    Commitment,
    ExponentialResponse,
    Filter,
    Floor,
    Funder,
    Group,
    Objective,
    Problem,
    document_text,
    plan_document,
    price_bound,
    read_problem,
    solve,
)
from tests.core.allocation.examples import cell, tranches, two_cells


def amounts(plan):
    return {(grant.funder, grant.cell): grant.amount for grant in plan.grants}


def test_it_splits_the_example_of_the_format():
    plan = solve(two_cells())
    assert (plan.status, plan.objective, plan.bound) == ("optimal", 275.0, 275.0)
    assert amounts(plan) == {("f0", "a"): 100.0, ("f0", "b"): 50.0}
    assert plan.benefit_by_group == {"g0": 200.0, "g1": 50.0}
    (price,) = plan.shadow_prices
    assert (price.funder, price.year, price.high) == ("f0", 2027, None)
    assert price.price == pytest.approx(1.5)


def test_it_says_why_here_and_not_there():
    reasons = {grant.cell: grant.reason for grant in solve(two_cells()).grants}
    # The first 100 on a bring 2 each, the next 0.5; b brings 1.5 with its group's weight.
    assert reasons["a"].last_gain == pytest.approx(2.0)
    assert reasons["a"].marginal_gain == pytest.approx(0.5)
    assert (reasons["a"].next_best.cell, reasons["a"].next_best.marginal_gain) == ("b", 1.5)
    assert reasons["b"].marginal_gain == pytest.approx(1.5)
    assert reasons["b"].next_best.cell == "a"


def test_it_counts_gains_per_gross_unit():
    problem = two_cells()
    funder = replace(problem.funders[0], overhead=0.1, backbone_share=0.05, learning_share=0.05)
    plan = solve(replace(problem, funders=(funder,)))
    # 150 gross are 120 net: 100 on a and 20 on b.
    assert plan.objective == pytest.approx(200 + 1.5 * 20)
    assert amounts(plan) == {("f0", "a"): 125.0, ("f0", "b"): 25.0}
    assert plan.shadow_prices[0].price == pytest.approx(1.5 * 0.8)


def test_it_gives_both_prices_where_they_differ():
    # Exactly 200 fill both first tranches: one more brings 0.6 (b: 0.4 × 1.5), one less costs 1.5.
    (price,) = solve(two_cells(budget=200.0)).shadow_prices
    assert price.price == pytest.approx(0.6)
    assert price.high == pytest.approx(1.5)


def test_it_matches_the_closed_form_of_one_pool():
    # max·(1−exp(−x/s)): slopes meet at λ, so Σ s·ln(max/(λ s)) = budget.
    curves = [(100.0, 50.0), (80.0, 20.0), (60.0, 90.0)]
    budget = 120.0
    cells = tuple(cell(f"c{n}", ExponentialResponse(m, s)) for n, (m, s) in enumerate(curves))
    plan = solve(Problem(cells, (Funder("x", {2027: budget}),), (2027,)), gap=1e-6)
    scales = sum(s for _, s in curves)
    level = math.exp((sum(s * math.log(m / s) for m, s in curves) - budget) / scales)
    spends = [s * math.log(m / (level * s)) for m, s in curves]
    assert min(spends) > 0
    best = sum(m * (1 - math.exp(-x / s)) for x, (m, s) in zip(spends, curves, strict=True))
    assert plan.objective == pytest.approx(best, rel=1e-7)
    assert plan.bound >= best * (1 - 1e-12)
    assert plan.shadow_prices[0].price == pytest.approx(level, rel=1e-3)
    assert price_bound(
        Problem(cells, (Funder("x", {2027: budget}),), (2027,)), {"budget:x:2027": level}
    ) == pytest.approx(best, rel=1e-12)


def test_it_leaves_money_that_no_rule_can_use():
    problem = two_cells()
    funders = (
        Funder("open", {2027: 50.0}),
        Funder("one_place", {2027: 500.0}, restrictions=Filter(localities=("l1",))),
        Funder("nowhere", {2027: 80.0}, restrictions=Filter(localities=("elsewhere",))),
    )
    plan = solve(replace(problem, funders=funders), restrictions=True, isolated=True)
    assert plan.objective == pytest.approx(310)
    assert plan.stranded == {"one_place": 300.0, "nowhere": 80.0}
    assert [price.price for price in plan.shadow_prices] == pytest.approx([2.0, 0.0, 0.0])
    assert plan.restriction_costs == pytest.approx(
        {"restrict:one_place": 150, "restrict:nowhere": 115}
    )
    assert plan.isolated.own_value == pytest.approx({"open": 100, "one_place": 210, "nowhere": 0})


def test_it_stacks_the_money_of_those_who_act_alone():
    problem = two_cells()
    funders = tuple(Funder(name, {2027: 100.0}) for name in "xy")
    plan = solve(replace(problem, funders=funders), isolated=True)
    # Alone both take the first tranche of a; together they pay it twice and reach its second.
    assert plan.isolated.own_value == pytest.approx({"x": 200, "y": 200})
    assert plan.isolated.objective == pytest.approx(250)
    assert plan.objective == pytest.approx(350)


def later_is_better(carry_over):
    return Problem(
        cells=(
            cell("now", tranches((0, 0), (100, 100))),
            cell("later", tranches((0, 0), (100, 300)), year=2028),
        ),
        funders=(Funder("x", {2027: 100.0, 2028: 0.0}, carry_over=carry_over),),
        years=(2027, 2028),
    )


def test_it_carries_money_over_only_where_allowed():
    assert amounts(solve(later_is_better(carry_over=False))) == {("x", "now"): 100.0}
    plan = solve(later_is_better(carry_over=True))
    assert amounts(plan) == {("x", "later"): 100.0}
    assert plan.shadow_prices[0].price == pytest.approx(1.0)
    assert plan.shadow_prices[0].high == pytest.approx(3.0)


def test_it_never_spends_money_before_it_comes():
    problem = later_is_better(carry_over=True)
    late = Funder("x", {2027: 0.0, 2028: 150.0}, carry_over=True)
    plan = solve(replace(problem, funders=(late,)))
    assert amounts(plan) == {("x", "later"): 100.0}
    assert plan.stranded == {"x": 50.0}


def test_it_shares_a_cap_among_the_options_of_one_need():
    problem = two_cells(caps=(Cap("need", Filter(cells=("a", "b")), 120.0),))
    plan = solve(problem)
    assert amounts(plan) == {("f0", "a"): 100.0, ("f0", "b"): 20.0}
    assert plan.stranded == {"f0": 30.0}
    reasons = {grant.cell: grant.reason for grant in plan.grants}
    # The need is full, so nothing more fits; money moved from a would make room for b.
    assert reasons["b"].marginal_gain == 0.0
    assert reasons["a"].next_best.cell == "b"


def test_it_never_calls_a_full_need_the_next_best_use():
    problem = two_cells(caps=(Cap("need", Filter(cells=("a", "b")), 50.0),))
    poor = cell("poor", tranches((0, 0), (500, 50)), group="g0", locality="l0")
    plan = solve(replace(problem, cells=(*problem.cells, poor)))
    assert amounts(plan) == {("f0", "a"): 50.0, ("f0", "poor"): 100.0}
    reasons = {grant.cell: grant.reason for grant in plan.grants}
    assert reasons["poor"].next_best is None
    assert reasons["a"].next_best.cell == "b"


def test_it_sees_no_further_gain_in_a_cell_that_is_filled():
    cells = (
        cell("filled", ExponentialResponse(max=100, scale=50, cap=20)),
        cell("open", ExponentialResponse(max=40, scale=50)),
    )
    plan = solve(Problem(cells, (Funder("x", {2027: 30.0}),), (2027,)))
    reasons = {grant.cell: grant.reason for grant in plan.grants}
    assert amounts(plan) == {("x", "filled"): 20.0, ("x", "open"): 10.0}
    assert reasons["filled"].marginal_gain == 0.0
    assert reasons["filled"].last_gain == pytest.approx(2 * math.exp(-0.4))
    assert reasons["open"].marginal_gain == pytest.approx(0.8 * math.exp(-0.2))
    assert reasons["open"].next_best is None


def test_it_looks_for_the_next_best_use_where_money_may_move_in_time():
    one_year, any_year = (solve(later_is_better(carry_over=carry)) for carry in (False, True))
    assert one_year.grants[0].reason.next_best is None
    # The money came in 2027, so it might still have gone to the cell of that year.
    assert any_year.grants[0].reason.next_best.cell == "now"
    late = replace(
        later_is_better(carry_over=True),
        funders=(Funder("x", {2027: 0.0, 2028: 150.0}, carry_over=True),),
    )
    assert solve(late).grants[0].reason.next_best is None


def test_it_spends_without_limit_where_the_budget_is_null():
    plan = solve(replace(two_cells(), funders=(Funder("x", {2027: None}),)))
    assert plan.objective == pytest.approx(250 + 1.5 * 140)
    assert plan.shadow_prices[0].price == 0.0
    assert plan.stranded == {}


def test_it_tells_when_nothing_limits_the_benefit():
    endless = (cell("a", tranches((0, 0), (10, 20), tail=1.0)),)
    problem = Problem(endless, (Funder("x", {2027: None}),), (2027,))
    assert solve(problem).status == "unbounded"
    limited = replace(problem, funders=(Funder("x", {2027: 30.0}),))
    assert solve(limited).objective == pytest.approx(40.0)


def test_it_names_the_demands_that_cannot_be_met():
    floors = (
        Floor("reachable", Filter(groups=("g0",)), min_spend=10.0),
        Floor("too_much", Filter(groups=("g1",)), min_benefit=500.0),
    )
    plan = solve(two_cells(floors=floors))
    assert (plan.status, plan.conflict, plan.grants) == ("infeasible", ("floor:too_much",), ())
    assert plan_document(plan)["infeasibility"] == {"conflict": ["floor:too_much"]}
    assert solve(two_cells(floors=floors[:1])).status == "optimal"


def test_it_keeps_the_least_spend_of_a_cell():
    problem = two_cells()
    b = replace(problem.cells[1], min_spend=90.0)
    plan = solve(replace(problem, cells=(problem.cells[0], b)))
    assert amounts(plan) == {("f0", "a"): 60.0, ("f0", "b"): 90.0}
    poor = replace(problem, cells=(problem.cells[0], b), funders=(Funder("f0", {2027: 50.0}),))
    assert solve(poor).conflict == ("cell:b",)


def test_it_prices_money_that_a_demand_takes_whole():
    floor = Floor("b", Filter(cells=("b",)), min_spend=150.0)
    plan = solve(two_cells(floors=(floor,)))
    assert amounts(plan) == {("f0", "b"): 150.0}
    # One more goes to a, at 2; one less would leave no plan, so there is no other side.
    assert [(price.price, price.high) for price in plan.shadow_prices] == [(2.0, None)]


def test_it_prices_a_floor():
    floor = Floor("b", Filter(cells=("b",)), min_spend=90.0)
    plan = solve(two_cells(floors=(floor,)), restrictions=True)
    assert plan.objective == pytest.approx(120 + 1.5 * 90)
    assert plan.restriction_costs == pytest.approx({"floor:b": 20})


def test_it_keeps_commitments_over_years():
    cells = (
        cell("one", tranches((0, 0), (100, 300))),
        cell("two", tranches((0, 0), (100, 100)), year=2028),
    )
    funders = (Funder("x", {2027: 100.0, 2028: 40.0}),)
    tie = Commitment("t", "x", "p", "l", (2027, 2028), "constant")
    plan = solve(Problem(cells, funders, (2027, 2028), commitments=(tie,)))
    assert amounts(plan) == {("x", "one"): 40.0, ("x", "two"): 40.0}
    growing = replace(tie, rule="non_decreasing")
    richer = (Funder("x", {2027: 100.0, 2028: 90.0}),)
    plan = solve(Problem(cells, richer, (2027, 2028), commitments=(growing,)))
    assert amounts(plan) == {("x", "one"): 90.0, ("x", "two"): 90.0}


def test_it_lifts_the_group_that_is_worst_off():
    problem = replace(
        two_cells(budget=150.0),
        objective=Objective("max_min"),
        groups=(Group("g0", 1.0, 100.0), Group("g1", 1.5, 100.0)),
    )
    plan = solve(problem)
    # Equal benefit: 2x = 150 − x, so 50 on a and 100 on b bring each 100 of need 100.
    assert plan.objective == pytest.approx(1.0)
    assert plan.benefit_by_group == pytest.approx({"g0": 100, "g1": 100})
    assert price_bound(problem, plan.multipliers) == pytest.approx(1.0)


def test_it_answers_a_problem_without_money_or_without_cells():
    assert solve(two_cells(budget=0.0)).objective == 0.0
    empty = solve(Problem((), (Funder("x", {2027: 5.0}),), (2027,)))
    assert (empty.status, empty.objective, empty.gap) == ("optimal", 0.0, 0.0)
    assert solve(replace(two_cells(), funders=())).grants == ()


def test_it_holds_in_shekels_as_in_millions():
    def scaled(unit):
        cells = tuple(
            Cell(
                f"c{n}",
                "p",
                "f",
                "g",
                "l",
                2027,
                ExponentialResponse(10.0 + n, unit * (3 + n), unit * 2),
            )
            for n in range(8)
        )
        return solve(Problem(cells, (Funder("x", {2027: 7.0 * unit}),), (2027,)))

    small, large = scaled(1.0), scaled(1e7)
    assert large.objective == pytest.approx(small.objective, rel=1e-6)
    assert large.gap < 1e-5
    assert large.shadow_prices[0].price == pytest.approx(
        small.shadow_prices[0].price / 1e7, rel=1e-3
    )


def test_it_writes_the_same_bytes_twice():
    problem = two_cells(caps=(Cap("need", Filter(cells=("a", "b")), 120.0),))
    first, second = (
        document_text(plan_document(solve(problem, restrictions=True, isolated=True)))
        for _ in range(2)
    )
    assert first == second
    assert json.loads(first)["format"] == "allocation-plan/1"


@pytest.mark.parametrize("name", ["01_tiny", "03_stranded", "05_degenerate"])
def test_it_agrees_with_the_reference_problems(name, shared):
    folder = shared / "data" / "allocation"
    problem = read_problem(json.loads((folder / f"{name}.problem.json").read_text()))
    expected = json.loads((folder / f"{name}.expected.json").read_text())
    plan = solve(problem, restrictions=True, isolated=True)
    assert plan.status == expected["status"]
    assert plan.objective == pytest.approx(expected["optimum"])
    assert plan.restriction_costs == pytest.approx(expected["restriction_costs"])
    assert plan.isolated.own_value == pytest.approx(expected["isolated_own"])
    for price in plan.shadow_prices:
        low, high = expected["price_interval"][f"{price.funder}|{price.year}"]
        assert price.price == pytest.approx(low, abs=1e-6)
        assert (price.high or price.price) == pytest.approx(high, abs=1e-6)
