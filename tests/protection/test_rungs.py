"""Each reader is told by the rule of the audience: on pages, funders more than visitors."""

import pytest

from shidra.audit.models import SYSTEM
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.protection.actions import set_rules
from shidra.protection.analysis import ladders
from shidra.protection.models import Audience, DisclosureRule, ProtectedTable
from tests.measurement.figures import figures_on
from tests.personas import signed_in
from tests.protection.test_the_exit import PAGE, together

__all__ = ["together"]  # a fixture

pytestmark = pytest.mark.django_db


def told_to(who: str, initiative: Initiative) -> set[tuple[str, str, str]]:
    client = signed_in(who, initiative)
    found: set[tuple[str, str, str]] = set()
    for place in ("", "N", "S", "C"):
        page = figures_on(client.get(PAGE, {"place": place}))
        found |= {(place, key[0], key[1]) for key in page}
    return found


def rules(**least: int) -> list[DisclosureRule]:
    return [
        DisclosureRule(audience=audience, people=n, events=n, without=n)
        for audience, n in least.items()
    ]


def test_each_audience_is_told_by_its_own_rule(together: Initiative) -> None:
    set_rules(
        initiative=together,
        rules=rules(visitors=40, partners=10, funders=4),
        by=SYSTEM,
        reason="funders have signed for more",
    )
    visitor = told_to("visitor", together)
    partner = told_to("partner_editor", together)
    funder = told_to("funder", together)
    assert visitor < partner < funder
    assert set(ProtectedTable.objects.values_list("audiences", flat=True)) == set(Audience)


def test_whoever_comes_first_changes_nothing(together: Initiative) -> None:
    """The tables of looser rules are made before the own one, so that it lies inside them."""
    set_rules(
        initiative=together, rules=rules(visitors=40, partners=10, funders=4), by=SYSTEM, reason=""
    )
    funder = told_to("funder", together)
    ProtectedTable.objects.all().delete()
    visitor = told_to("visitor", together)
    assert visitor < told_to("funder", together) == funder


def test_somebody_of_two_audiences_is_told_by_the_looser_rule(together: Initiative) -> None:
    set_rules(
        initiative=together, rules=rules(visitors=40, partners=10, funders=4), by=SYSTEM, reason=""
    )
    both = Access(together, frozenset({"funder", "partner_editor"}), SYSTEM)
    (rung,) = ladders(both)()
    assert rung.audiences == {Audience.FUNDERS}
    assert [r.limits.people for r in ladders(Access(together, frozenset(), SYSTEM))(7)] == [
        7,
        10,
        40,
    ]
