"""What data are first seen to say of a gap is kept on the day of the act that changed them."""

import pytest
from django.utils import timezone

from shidra.audit.models import SYSTEM, Actor, Record
from shidra.audit.queries import history
from shidra.gaps.actions import Saying, say
from shidra.gaps.analysis import gap_book
from shidra.gaps.models import GapState
from shidra.gaps.queries import Where, gap_ref
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.records.actions import restore_record, retire_record, save_record, undo
from shidra.records.permissions import scope_of
from shidra.roadmap.actions import adopt_open_version, version_for_changes
from shidra.roadmap.models import FactorEntry
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
    text,
)

pytestmark = pytest.mark.django_db

MICHAL = Actor(label="Michal")
BARRED = gap_ref("policy", Where("F2"))
MONEY = gap_ref("resource", Where("F2", year=2026))


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative()
    therapy = make_factor(initiative, "F2", importance=5, barrier=text("only by referral"))
    make_link(therapy, make_factor(initiative, "O", kind="outcome"))
    make_need(initiative, therapy, 4_800)
    for ref in (BARRED, MONEY):
        gap = gap_book(full_access("together")).gap_or_none(ref)
        assert gap is not None
        say(initiative=initiative, gap=gap, saying=Saying("confirm"), by=MICHAL)
    return initiative


def state(kind: str) -> GapState:
    return GapState.objects.get(kind=kind)


def test_a_map_that_is_adopted_closes_what_it_no_longer_shows(together: Initiative) -> None:
    draft = version_for_changes(initiative=together, by=MICHAL)
    FactorEntry.objects.filter(version=draft, factor__code="F2").update(barrier=Text())
    assert state("policy").gone_on is None
    adopt_open_version(initiative=together, by=MICHAL)
    assert state("policy").gone_on == timezone.localdate()
    assert state("resource").gone_on is None
    [newest] = Record.objects.filter(action="put gaps.gapstate").order_by("-pk")[:1]
    assert newest.actor_label == "Michal"


def test_money_that_is_taken_away_opens_it_and_brought_back_closes_it(
    together: Initiative,
) -> None:
    fund = make_organisation(together, "FUND", "philanthropy")
    signed = make_commitment(together, "C1", fund, visibility="public")
    given = make_allocation(signed, together.factors.get(code="F2"), 4_800)
    state_of_money = state("resource")
    state_of_money.gone_on = timezone.localdate()
    state_of_money.save()
    scope = scope_of(full_access("together"))
    retired = retire_record(scope=scope, table="allocations", number=given.pk, reason="wrong")
    assert (state("resource").gone_on, state("resource").returned_on) == (
        None,
        timezone.localdate(),
    )
    restore_record(scope=scope, table="allocations", change=retired.pk)
    assert state("resource").gone_on == timezone.localdate()


def test_a_need_whose_change_is_undone_is_looked_at_again(together: Initiative) -> None:
    scope = scope_of(full_access("together"))
    need = together.needs.get()
    save_record(scope=scope, table="needs", number=need.pk, cells={"amount": "0"}, reason="given")
    assert state("resource").gone_on == timezone.localdate()
    changed = history(type(need), need.pk)[0]
    undo(scope=scope, table="needs", number=need.pk, change=changed.pk)
    assert state("resource").gone_on is None
    assert state("resource").returned_on == timezone.localdate()


def test_a_map_adopted_where_nothing_was_said_computes_nothing(
    together: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    GapState.objects.all().delete()
    monkeypatch.setattr(
        "shidra.gaps.actions.present_gaps", lambda *_: pytest.fail("nothing was said of a gap")
    )
    version_for_changes(initiative=together, by=SYSTEM)
    adopt_open_version(initiative=together, by=SYSTEM)
