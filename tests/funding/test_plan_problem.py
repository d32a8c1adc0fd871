"""From a ledger to the problem that is solved."""

from datetime import date
from fractions import Fraction

import pytest

from shidra.funding.analysis.plan_money import Purse
from shidra.funding.analysis.plan_problem import OpenNeed, PlanInputs, WaysOption, prepare

PLACES = {"IL": None, "D1": "IL", "D2": "IL", "T1": "D1"}


def need(
    line="F1", year=2026, missing=1000, place="", groups=(), people=10, kind="pupils", weight=1
):
    return OpenNeed(
        line, year, Fraction(missing), place, frozenset(groups), people, kind, float(weight)
    )


def option(code="Q", factor="F1", cost=100, effect="0.5", share="1", kind="pupils", **more):
    return WaysOption(code, factor, Fraction(cost), Fraction(effect), Fraction(share), kind, **more)


def purse(code="C", amount=365, lines=(), places=(), groups=(), overhead=0, ends="2026-12-31"):
    return Purse(
        code,
        Fraction(amount),
        date(2026, 1, 1),
        date.fromisoformat(ends),
        Fraction(overhead),
        lines=frozenset(lines),
        places=frozenset(places),
        groups=frozenset(groups),
    )


def prepared(needs, options=None, purses=None, protected=(), reserve="0.15", year=None):
    return prepare(
        PlanInputs(
            "ILS",
            needs,
            [option()] if options is None else options,
            [purse()] if purses is None else purses,
            PLACES,
            frozenset(protected),
            Fraction(reserve),
            year,
        )
    )


def test_a_cell_is_an_option_for_a_need_of_its_factor():
    [cell] = prepared(
        [need(place="T1", groups=["g:a"], weight=2)], [option(share="0.5")]
    ).problem.cells
    assert cell.id == "Q/F1/T1/g:a/2026"
    assert (cell.response.max, cell.response.scale, cell.response.cap) == (2.5, 500, 1000)
    assert cell.weight == 2


def test_options_of_one_need_share_what_is_missing_there():
    problem = prepared([need()], [option("Q1"), option("Q2")]).problem
    [cap] = problem.caps
    assert cap.max_spend == 1000
    assert set(cap.filter.cells) == {"Q1/F1/*/*/2026", "Q2/F1/*/*/2026"}


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ({}, True),
        ({"lines": ["F1"]}, True),
        ({"lines": ["F2"]}, False),
        ({"places": ["D1"]}, True),  # T1 lies inside D1
        ({"places": ["T1", "D2"]}, True),
        ({"places": ["D2"]}, False),
        ({"groups": ["g:a", "g:b"]}, True),
        ({"groups": ["g:b"]}, False),
    ],
)
def test_money_pays_only_where_its_rules_allow(rules, allowed):
    prepared_plan = prepared(
        [need(place="T1", groups=["g:a"]), need("F2", place="D2", groups=["g:b"])],
        [option(), option("Q2", "F2")],
        [purse(**rules)],
    )
    beside = {b.need for b in prepared_plan.beside if b.reason == "need that no money may pay for"}
    assert ("F1/T1/g:a/2026" not in beside) is allowed


def test_a_need_for_everybody_wants_money_for_everybody():
    found = prepared([need()], purses=[purse(groups=["g:a"])])
    assert [b.reason for b in found.beside] == ["need that no money may pay for"]


def test_a_need_for_the_whole_wants_money_for_the_whole():
    found = prepared([need()], purses=[purse(places=["D1"])])
    assert [b.reason for b in found.beside] == ["need that no money may pay for"]


def test_protected_lines_are_served_first_and_pro_rata():
    found = prepared(
        [need(), need("backbone", missing=300, people=0), need("learning", missing=100, people=0)],
        purses=[purse(amount=1000)],
        protected=["backbone", "learning"],
    )
    given = {g.need.line: g.amount for g in found.protected}
    assert given == {"backbone": Fraction("112.5"), "learning": Fraction("37.5")}  # 15 % of 1000
    [funder] = found.problem.funders
    assert funder.budget == {2026: 850}


def test_a_reserve_gives_no_more_than_is_missing():
    found = prepared(
        [need(), need("backbone", missing=30, people=0)],
        purses=[purse("A", 1000), purse("B", 500)],
        protected=["backbone"],
    )
    assert {g.funder: g.amount for g in found.protected} == {"A": 20, "B": 10}
    assert {f.id: f.budget[2026] for f in found.problem.funders} == {"A": 980, "B": 490}


def test_a_reserve_comes_only_from_money_that_may_pay_for_it():
    found = prepared(
        [need(), need("backbone", missing=300, people=0)],
        purses=[purse(amount=1000, lines=["F1"])],
        protected=["backbone"],
    )
    assert found.protected == ()
    assert found.problem.funders[0].budget == {2026: 1000}


def test_what_the_reserve_brings_is_no_longer_missing():
    found = prepared(
        [need(missing=100)], purses=[purse(amount=1000, overhead="0.5")], protected=["F1"]
    )
    # 150 gross would be kept, 75 of it arrive, so 25 stay missing.
    assert found.problem.cells[0].response.cap == 25


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "teachers"}, "option for other people"),
        ({"is_on_outcome": False}, "option with an effect on the factor"),
        ({"has_evidence": False}, "option without evidence"),
        ({"effect": "0"}, "option without gain"),
    ],
)
def test_options_that_cannot_be_compared_stand_beside(change, reason):
    found = prepared([need()], [option(**change)])
    assert [(b.reason, b.option) for b in found.beside] == [(reason, "Q")]
    assert found.problem.cells == ()


def test_needs_that_cannot_be_compared_stand_beside():
    found = prepared([need(people=0), need("F2")])
    assert {(b.reason, b.line, b.missing) for b in found.beside} == {
        ("need without people", "F1", 1000),
        ("line without options", "F2", 1000),
    }


def test_covered_needs_are_neither_compared_nor_beside():
    found = prepared([need(missing=0)])
    assert (found.problem.cells, found.beside) == ((), ())


def test_one_year_leaves_the_others_out():
    found = prepared(
        [need(), need(year=2027)], purses=[purse(ends="2027-12-31", amount=730)], year=2026
    )
    assert [c.year for c in found.problem.cells] == [2026]
    assert found.problem.funders[0].budget == {2026: 365}
