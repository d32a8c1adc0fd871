"""What the page of the plan tells to whom: of money, and of people."""

import json
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from shidra.funding.models import Option
from shidra.funding.permissions import plan_scope
from shidra.funding.queries import allocations_of, commitments_of
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import access_initiative
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_need,
    make_organisation,
    make_place,
    text,
)
from tests.figures import Figures, plan_figures
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

UNSEEING = ("partner_editor", "funder", "community_member")
SEEING = ("backbone", "auditor")


@pytest.fixture
def planned() -> Initiative:
    """Four needs of two towns; money in sight on one line, private money on the other."""
    initiative = make_initiative()
    towns = [make_place(initiative, code) for code in ("rahat", "lod")]
    groups = [
        make_groups(initiative, "sector:arab", priority=2),
        make_groups(initiative, "sector:jewish"),
    ]
    for code in ("F1", "F2"):
        factor = make_factor(initiative, code)
        Option.objects.create(
            initiative=initiative, code=f"Q{code}", factor=factor, name=text(f"way {code}"),
            unit_cost=100_00, effect=Decimal("0.5"), effect_on="outcome", people_kind="pupils",
            max_share=Decimal(1), evidence="strong",
        )  # fmt: skip
        for town in towns:
            for group in groups:
                make_need(
                    initiative, factor, 90_000, place=town, group_set=group,
                    people=700, people_kind="pupils",
                )  # fmt: skip
    make_commitment(
        initiative, "C-OPEN", make_organisation(initiative, "OPEN"), 400_000, visibility="partners"
    )
    return initiative


def hide(initiative: Initiative, visibility: str) -> None:
    """A signed commitment out of sight, part of it given to F2, the rest free."""
    funder = make_organisation(initiative, "SECRET")
    hidden = make_commitment(initiative, "C-SECRET", funder, 70_123, visibility=visibility)
    make_allocation(hidden, initiative.factors.get(code="F2"), 12_345)


def read(initiative: Initiative, role: str, query: str = "") -> str:
    answer = signed_in(role, initiative).get(f"/en/i/{initiative.code}/plan/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def figures(page: str, name: str) -> list[str]:
    return re.findall(rf'data-figure="{name}"[^>]*data-value="([^"]*)"', page)


@pytest.mark.parametrize("visibility", ["steering", "private"])
@pytest.mark.parametrize("role", UNSEEING)
def test_it_places_only_money_in_sight(planned: Initiative, role: str, visibility: str) -> None:
    hide(planned, visibility)
    page = read(planned, role)
    assert "C-OPEN" in page
    # The partner is on the list of partners; its money is nowhere.
    assert "C-SECRET" not in page
    assert "<h3>partner SECRET" not in page
    assert "Only the money that you may see" in page


@pytest.mark.parametrize("role", SEEING)
def test_those_who_may_see_it_all_get_the_whole_plan(planned: Initiative, role: str) -> None:
    hide(planned, "private")
    page = read(planned, role)
    assert "C-SECRET" in page
    assert "Only the money that you may see" not in page


def test_private_money_changes_nothing_that_others_see_but_that_a_line_is_closed(
    planned: Initiative,
) -> None:
    hide(planned, "private")
    before = read(planned, "funder")
    planned.commitments.filter(code="C-SECRET").update(amount=99_999_00)
    planned.commitments.get(code="C-SECRET").allocations.update(amount=54_321_00)
    strip = re.compile(r'csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub("", read(planned, "funder")) == strip.sub("", before)
    assert "/F2/" not in before
    assert "It has money that you may not see" in before


def test_a_reader_without_private_money_on_any_line_sees_all_lines(planned: Initiative) -> None:
    hide(planned, "steering")
    access = access_initiative(person("funder", planned), planned.code)
    scope = plan_scope(access, commitments_of(planned), allocations_of(planned))
    assert scope.closed_lines == frozenset()
    assert scope.is_partial


@pytest.mark.parametrize("role", UNSEEING)
def test_it_gives_no_unrounded_number_of_people_away(planned: Initiative, role: str) -> None:
    page = read(planned, role)
    assert figures(page, "objective") == figures(page, "bound") == []
    (people,) = figures(page, "people")
    assert int(people) % planned.min_cell == 0
    assert "% less" not in page


def test_the_people_of_one_part_are_locked(planned: Initiative) -> None:
    planned.needs.exclude(pk=planned.needs.first().pk).delete()
    page = read(planned, "funder")
    assert figures(page, "amount")
    assert figures(page, "people") == []
    assert "numbers of people are shown only for everybody together" in page


def test_it_counts_each_person_once_whatever_the_priority(planned: Initiative) -> None:
    page = read(planned, "backbone")
    (people,), (weighed,) = figures(page, "people"), figures(page, "objective")
    assert float(weighed) > float(people) > 0


def test_a_commitment_of_which_nothing_is_allocated_may_be_named_as_movable(
    planned: Initiative,
) -> None:
    assert "C-OPEN" in read(planned, "backbone", "?movable=C-OPEN")


def test_nobody_may_move_money_out_of_sight(planned: Initiative) -> None:
    hide(planned, "private")
    page = read(planned, "funder", "?movable=C-SECRET")
    assert "This question cannot be answered" in page


@pytest.mark.parametrize(
    "money", [0, 400_000, 720_000, 900_000], ids=["none", "scarce", "just enough", "too much"]
)
def test_every_number_of_the_plan_stands_on_its_page(planned: Initiative, money: int) -> None:
    planned.commitments.update(amount=money * 100)
    document = json.loads(printed_plan(planned))
    # Where money is just enough, the next shekel brings less than the last one brought.
    assert ("interval" in document["shadow_prices"]) == (money == 720_000)
    page = Figures(read(planned, "backbone"))
    expected = plan_figures(document, planned.code)
    assert page.differing(expected) == {}


def printed_plan(initiative: Initiative) -> str:
    out = StringIO()
    call_command("plan", initiative.code, "--json", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("role", UNSEEING)
def test_it_says_what_more_money_brings_to_those_who_may_see_people(
    planned: Initiative, role: str
) -> None:
    assert "What more money would bring" in read(planned, "backbone")
    page = read(planned, role)
    assert "What more money would bring" not in page
    for name in ("shadow_price", "multiplier", "last_gain", "next_best_gain", "benefit"):
        assert figures(page, name) == []
