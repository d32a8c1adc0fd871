"""A group furthest from the goal of all without a funded strategy is missing a service."""

from datetime import date

import pytest
from django.test import Client

from shidra.accounts.models import User
from shidra.core.figures import Figure
from shidra.equity.models import TargetedStrategy
from shidra.funding.models import Commitment
from shidra.gaps.actions import Saying, say, take_stock
from shidra.gaps.analysis import gap_book
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.notices import gaps_as_subjects
from shidra.gaps.queries import Gap, Where, gap_ref
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access, access_initiative, full_access
from shidra.measurement.analysis.exits import Exit
from shidra.notifications.registry import Asking
from shidra.protection.permissions import Shown, ShownCell, as_it_is
from tests.equity.conftest import LARGE, agree, observe
from tests.factories import (
    make_allocation,
    make_commitment,
    make_groups,
    make_organisation,
    make_user,
    text,
)

BEDOUIN = gap_ref("service", Where("O", None, frozenset({"sector:bedouin"})))


def access(initiative: Initiative, role: str) -> Access:
    email = f"{role}@example.org"
    user = User.objects.filter(email=email).first() or make_user(email, initiative, role)
    return access_initiative(user, initiative.code)


def service(initiative: Initiative, role: str = Membership.Role.BACKBONE) -> list[Gap]:
    book = gap_book(access(initiative, role))
    bundles = [each for each in book.bundles if each.kind == GapKind.SERVICE and each.line == "O"]
    return [gap for each in bundles for gap in each.gaps]


def strategy(initiative: Initiative, **fields: object) -> TargetedStrategy:
    given = {"code": "S1", "cost": None, **fields}
    row = TargetedStrategy.objects.create(
        initiative=initiative,
        indicator=initiative.indicators.get(code="I1"),
        group_set=make_groups(initiative, "sector:bedouin"),
        text=text("therapy comes to town"),
        **given,
    )
    row.factors.set(initiative.factors.filter(code="F2"))
    return row


def sign(initiative: Initiative, amount: int, **fields: object) -> Commitment:
    funder = make_organisation(initiative, "FUND", "philanthropy")
    commitment = make_commitment(initiative, "C1", funder, amount, **fields)
    make_allocation(commitment, initiative.factors.get(code="F2"), amount)
    return commitment


def test_it_finds_the_group_at_the_largest_distance_and_no_other(agreed: Initiative) -> None:
    (found,) = service(agreed)
    assert found.ref == BEDOUIN
    assert (found.size, found.of, found.why) == (1, 1, "no_strategy")


def test_it_says_in_words_how_it_was_found_and_what_would_close_it(agreed: Initiative) -> None:
    page = Client().get(f"/en/i/together/missing/gap/{BEDOUIN}/").content.decode()
    assert "furthest from the goal of everybody, and without a strategy." in page
    assert "the one at the largest distance from it in the latest period is furthest" in page
    assert "what the cost of its strategy exceeds the money that is signed for it" in page
    assert "A strategy for this group with signed money" in page


def test_it_looks_for_nobody_before_a_goal_was_agreed(together: Initiative) -> None:
    observe(together, LARGE, "2025")
    assert service(together) == []


def test_it_finds_nobody_where_all_have_reached_the_goal(together: Initiative) -> None:
    observe(together, {"jewish": (900, 1000), "arab": (850, 1000)}, "2025")
    agree(together)
    assert service(together) == []


def test_it_misses_what_a_strategy_costs_and_nobody_signed(agreed: Initiative) -> None:
    row = strategy(agreed, cost=100_000_00)
    row.commitments.add(sign(agreed, 40_000))
    (found,) = service(agreed)
    assert (found.size, found.of, found.unit) == (60_000, 100_000, "money")


def test_it_is_gone_once_the_strategy_is_funded(agreed: Initiative) -> None:
    row = strategy(agreed, cost=40_000_00)
    row.commitments.add(sign(agreed, 40_000))
    assert service(agreed) == []


def test_it_counts_no_pledge_and_no_strategy_that_was_stopped(agreed: Initiative) -> None:
    row = strategy(agreed)
    row.commitments.add(sign(agreed, 40_000, signed_on=None))
    assert [gap.why for gap in service(agreed)] == ["strategy_without_money"]
    row.commitments.update(signed_on=date(2026, 1, 1))
    assert service(agreed) == []
    TargetedStrategy.objects.update(state="stopped")
    assert [gap.why for gap in service(agreed)] == ["no_strategy"]


def test_it_closes_by_the_data_and_opens_again_when_the_money_goes(agreed: Initiative) -> None:
    (found,) = service(agreed)
    who = full_access(agreed.code)
    say(initiative=agreed, gap=found, saying=Saying("confirm"), by=who.actor)
    row = strategy(agreed)
    row.commitments.add(sign(agreed, 40_000))
    take_stock(initiative=agreed, by=who.actor)
    (gone,) = gap_book(who).gone
    assert gone.ref == BEDOUIN
    assert gone.standing.by_data
    row.commitments.clear()
    take_stock(initiative=agreed, by=who.actor)
    (back,) = service(agreed)
    assert back.standing.is_back


@pytest.mark.parametrize("role", [Membership.Role.BACKBONE, Membership.Role.AUDITOR])
def test_it_tells_who_may_see_every_number_of_a_hidden_group(hidden: Initiative, role: str) -> None:
    assert [gap.ref for gap in service(hidden, role)] == [BEDOUIN]


@pytest.mark.parametrize("role", [Membership.Role.FUNDER, Membership.Role.PARTNER_EDITOR])
def test_it_tells_nobody_else_neither_the_gap_nor_its_history(
    hidden: Initiative, role: str
) -> None:
    (found,) = service(hidden)
    who = full_access(hidden.code)
    say(initiative=hidden, gap=found, saying=Saying("confirm"), by=who.actor)
    reader = access(hidden, role)
    book = gap_book(reader)
    assert service(hidden, role) == []
    assert book.gap_or_none(BEDOUIN) is None
    untold = [each for each in book.untold if each.kind == GapKind.SERVICE and each.line == "O"]
    assert [each.hidden is not None for each in untold] == [True]
    asking = Asking(reader, date(2026, 11, 22), "he")
    assert gaps_as_subjects(asking, [BEDOUIN]) == {}
    row = strategy(hidden)
    row.commitments.add(sign(hidden, 40_000))
    take_stock(initiative=hidden, by=who.actor)
    assert GapState.objects.get().gone_on is not None
    assert gap_book(reader).gone == ()


def test_it_names_everybody_at_the_same_distance(together: Initiative) -> None:
    observe(together, {"jewish": (740, 1000), "arab": (440, 1000), "bedouin": (880, 2000)}, "2025")
    agree(together)
    for role in (Membership.Role.BACKBONE, Membership.Role.FUNDER):
        named = {group for gap in service(together, role) for group in gap.where.groups}
        assert named == {"sector:arab", "sector:bedouin"}


def test_it_names_nobody_where_two_look_the_same_rounded(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rounded(way: Exit, point: Figure, **_more: object) -> ShownCell:
        if way.is_open or point.value is None:
            return as_it_is(point)
        return ShownCell(Shown(round(point.value, 2), is_rounded=True), Shown(), Shown())

    monkeypatch.setattr(Exit, "cell", rounded)
    observe(together, {"arab": (441, 1000), "bedouin": (439, 1000)}, "2025")
    agree(together)
    assert [gap.ref for gap in service(together)] == [BEDOUIN]
    assert service(together, Membership.Role.FUNDER) == []
    page = Client().get("/en/i/together/equity/I1/").content.decode()
    assert "Two of them look the same, rounded" in page


def test_it_does_not_tell_by_a_gap_whether_undisclosed_money_is_there(agreed: Initiative) -> None:
    row = strategy(agreed)
    row.commitments.add(sign(agreed, 40_000, visibility="private"))
    book = gap_book(access(agreed, Membership.Role.PARTNER_EDITOR))
    assert service(agreed, Membership.Role.PARTNER_EDITOR) == []
    assert "money_not_told" in {each.why for each in book.untold}
    Commitment.objects.update(signed_on=None)
    assert service(agreed, Membership.Role.PARTNER_EDITOR) == []
    assert [gap.ref for gap in service(agreed)] == [BEDOUIN]
