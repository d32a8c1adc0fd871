"""How signed money meets needs, per need, per allocation and per line."""

from fractions import Fraction
from typing import Any

import pytest

from shidra.funding.analysis.coverage import coverage_of
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_need,
    make_organisation,
    make_place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def together() -> Initiative:
    return make_initiative()


def test_it_gives_each_need_and_each_allocation_its_part(together: Initiative) -> None:
    line = make_factor(together, "F1")
    north = make_place(together, "north")
    town = make_place(together, "town", north)
    make_need(together, line, 100, place=town)
    make_need(together, line, 300)
    fund = make_commitment(together, "C1", make_organisation(together, "FUND"))
    make_allocation(fund, line, 200)
    make_allocation(fund, line, 120, place=north)
    coverage = coverage_of(full_access(together.code))
    # The deeper place goes first: 120 meet the town and, enclosing nothing else, the whole.
    assert [need.uncovered for need in coverage.needs] == [Fraction(20), Fraction(60)]
    assert [given.used for given in coverage.allocations] == [Fraction(200), Fraction(120)]
    assert coverage.line("F1").missing == 80
    assert coverage.line("F1").shortfall == Fraction(1, 5)


def test_it_says_what_overlaps(together: Initiative) -> None:
    line = make_factor(together, "F6")
    make_need(together, line, 100, group_set=make_groups(together, "sector:arab"))
    fund = make_commitment(together, "C1", make_organisation(together, "FUND"))
    make_allocation(fund, line, 30, group_set=make_groups(together, "sector:haredi"))
    make_allocation(fund, line, 120)
    coverage = coverage_of(full_access(together.code))
    assert [given.overlap for given in coverage.allocations] == [30, 20]
    assert (coverage.total.committed, coverage.total.covered, coverage.total.gap) == (150, 100, -50)


def test_it_never_counts_a_pledge(together: Initiative) -> None:
    line = make_factor(together, "F1")
    make_need(together, line, 100)
    pledge = make_commitment(together, "C1", make_organisation(together, "FUND"), signed_on=None)
    make_allocation(pledge, line, 100)
    coverage = coverage_of(full_access(together.code))
    assert coverage.allocations == ()
    assert coverage.line("F1").missing == 100


def test_it_converts_by_the_frozen_rate_to_the_nearest_agora(together: Initiative) -> None:
    line = make_factor(together, "F1")
    make_need(together, line, 100)
    fund = make_organisation(together, "FUND")
    dollars = make_commitment(together, "C1", fund, currency="USD", rate="3.333333")
    euros = make_commitment(together, "C2", fund, currency="EUR", rate="4.05")
    make_allocation(dollars, line, 3)
    make_allocation(euros, line, 2)
    assert coverage_of(full_access(together.code)).line("F1").committed == Fraction(
        "10.00"
    ) + Fraction("8.10")


def test_it_asks_three_questions_however_much_there_is(
    together: Initiative, django_assert_num_queries: Any
) -> None:
    fund = make_commitment(together, "C1", make_organisation(together, "FUND"))
    keeper = full_access(together.code)
    for number in range(12):
        line = make_factor(together, f"F{number}")
        make_need(together, line, 100, place=make_place(together, f"P{number}"))
        make_allocation(fund, line, 50)
        with django_assert_num_queries(3):
            assert coverage_of(keeper).total.missing == 50 * (number + 1)
