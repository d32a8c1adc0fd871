"""The life of a gap: what people say of it, and what the data say beside."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from shidra.audit.models import SYSTEM, Record
from shidra.gaps.actions import take_stock
from shidra.gaps.analysis import gap_book
from shidra.gaps.models import GapState
from shidra.gaps.queries import Where, gap_ref
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import full_access
from shidra.network.models import Activity, Affiliation
from tests.factories import (
    make_allocation,
    make_commitment,
    make_factor,
    make_groups,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
    make_place,
    make_user,
    text,
)

pytestmark = pytest.mark.django_db

Role = Membership.Role
RESOURCE = gap_ref("resource", Where("F2", "rahat", frozenset({"population:bedouin"}), 2026))
NOBODY = gap_ref("ownership", Where("F2"))
PAGE = f"/en/i/together/missing/gap/{RESOURCE}/"


@pytest.fixture
def together() -> Initiative:
    initiative = make_initiative()
    outcome = make_factor(initiative, "O", kind="outcome")
    therapy = make_factor(
        initiative, "F2", importance=5, name=text("therapy"), barrier=text("only by referral")
    )
    make_link(therapy, outcome)
    bedouin = make_groups(initiative, "population:bedouin", priority=2)
    make_need(
        initiative,
        therapy,
        4_800,
        place=make_place(initiative, "rahat"),
        group_set=bedouin,
        people=43_219,
        people_kind="children",
    )
    return initiative


@pytest.fixture
def backbone(client: Client, together: Initiative) -> Client:
    client.force_login(make_user("b@example.org", together, Role.BACKBONE))
    return client


@pytest.fixture
def funder(together: Initiative) -> Client:
    person = make_user("f@example.org", together, Role.FUNDER)
    fund = make_organisation(together, "FUND", "philanthropy")
    Affiliation.objects.create(user=person, organisation=fund)
    browser = Client()
    browser.force_login(person)
    return browser


def state() -> GapState:
    return GapState.objects.get()


def say(browser: Client, act: str, ref: str = RESOURCE, **more: Any) -> str:
    """Say something as the form of the page would, and read what comes back."""
    address = f"/en/i/together/missing/gap/{ref}/"
    shown = browser.get(address).content.decode()
    version = shown.partition('name="version" value="')[2].partition('"')[0] or "0"
    to = "reserve/" if act in {"reserve", "let_go"} else "say/"
    answer = browser.post(address + to, {"act": act, "version": version, **more}, follow=True)
    assert answer.status_code == 200
    return strip(answer.content.decode())


def standing(ref: str = RESOURCE) -> Any:
    found = gap_book(full_access("together")).gap_or_none(ref)
    assert found is not None
    return found.standing


def test_its_name_is_the_same_whatever_its_size_is(together: Initiative) -> None:
    before = {gap.ref for gap in gap_book(full_access("together")).gaps}
    together.needs.update(amount=7_700)
    assert {gap.ref for gap in gap_book(full_access("together")).gaps} == before
    assert RESOURCE in before


def test_the_backbone_confirms_it_and_everybody_reads_who_said_what(backbone: Client) -> None:
    assert "confirmed" in say(backbone, "confirm")
    assert state().state == "confirmed"
    [record] = Record.objects.filter(action="put gaps.gapstate")
    assert record.initiative == "together"
    assert "b@example.org" in strip(backbone.get(PAGE).content.decode())
    assert "b@example.org" not in strip(Client().get(PAGE).content.decode())


def test_a_funder_reserves_it_for_ninety_days_and_gives_it_back(
    funder: Client, together: Initiative
) -> None:
    fund = together.organisations.get(code="FUND")
    page = say(funder, "reserve", organisation=fund.pk)
    assert "partner FUND, who wants to pay for it" in page
    assert state().reserved_until == timezone.localdate() + timedelta(days=90)
    assert "partner FUND" not in strip(Client().get(PAGE).content.decode())
    say(funder, "let_go")
    assert (state().state, state().reserved_by) == ("detected", None)


def test_nobody_reserves_for_others(funder: Client, together: Initiative) -> None:
    other = make_organisation(together, "OTHER", "philanthropy")
    say(funder, "reserve", organisation=other.pk)
    assert not GapState.objects.exists()
    funder.post(PAGE + "say/", {"act": "confirm", "version": 0})
    assert not GapState.objects.exists()


def test_a_reservation_that_ran_out_leaves_it_as_it_was(backbone: Client, funder: Client) -> None:
    say(backbone, "confirm")
    fund = Initiative.objects.get().organisations.get(code="FUND")
    say(funder, "reserve", organisation=fund.pk)
    GapState.objects.update(reserved_until=timezone.localdate() - timedelta(days=1))
    assert (standing().state, standing().ran_out) == ("confirmed", True)
    assert "A reservation ran out" in strip(backbone.get(PAGE).content.decode())
    assert "reserved" in say(funder, "reserve", organisation=fund.pk)


def test_it_is_being_closed_by_an_activity_on_the_factor(
    backbone: Client, together: Initiative
) -> None:
    activity = Activity.objects.create(
        initiative=together,
        code="A1",
        organisation=make_organisation(together, "NGO"),
        name=text("aides"),
    )
    activity.factors.add(together.factors.get(code="F2"))
    assert "By the activity aides." in say(backbone, "work_on", activity=activity.pk)
    assert state().activity == activity


def test_it_is_accepted_with_a_reason_and_never_without(backbone: Client) -> None:
    assert "Say why" in say(backbone, "accept")
    assert not GapState.objects.exists()
    assert "the town pays for it" in say(backbone, "accept", reason="the town pays for it")
    assert not standing().is_open
    say(backbone, "reopen", reason="it does not")
    assert standing().is_open


def test_two_people_who_say_different_things_are_told(backbone: Client) -> None:
    say(backbone, "confirm")
    answer = backbone.post(
        PAGE + "say/", {"act": "accept", "reason": "no", "version": 0}, follow=True
    )
    assert "Nothing was saved" in strip(answer.content.decode())
    assert state().state == "confirmed"


def test_what_was_said_last_is_taken_back_and_kept(backbone: Client) -> None:
    say(backbone, "confirm")
    say(backbone, "accept", reason="as it is")
    page = backbone.get(PAGE).content.decode()
    undo = page.partition(f"{PAGE}undo/")[2].partition("/")[0]
    backbone.post(f"{PAGE}undo/{undo}/")
    assert state().state == "confirmed"
    assert "as it is" in strip(backbone.get(PAGE).content.decode())
    # Only the newest is taken back.
    assert backbone.post(f"{PAGE}undo/{undo}/").status_code == 404


def pay(together: Initiative, amount: int) -> None:
    fund = make_organisation(together, "PAYS", "philanthropy")
    signed = make_commitment(together, "C1", fund, visibility="public")
    make_allocation(signed, together.factors.get(code="F2"), amount)


def test_the_data_close_it_and_open_it_again(backbone: Client, together: Initiative) -> None:
    say(backbone, "confirm")
    pay(together, 4_800)
    assert (standing().state, standing().by_data) == ("closed", True)
    assert take_stock(initiative=together, by=SYSTEM) == 1
    assert state().gone_on == timezone.localdate()
    assert "Since " in strip(backbone.get(PAGE).content.decode())
    assert take_stock(initiative=together, by=SYSTEM) == 0
    together.commitments.all().delete()
    assert standing().is_back
    assert take_stock(initiative=together, by=SYSTEM) == 1
    assert (state().gone_on, state().returned_on) == (None, timezone.localdate())
    assert "The data show it again since" in strip(backbone.get(PAGE).content.decode())
    assert standing().is_open


def test_what_people_closed_stays_closed_beside_data_that_lag(backbone: Client) -> None:
    page = say(backbone, "close", ref=NOBODY, reason="the town answers from May")
    assert "the data show it still" in page
    assert standing(NOBODY).state == "closed"


def test_where_nothing_was_said_no_stock_is_taken(
    together: Initiative, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):  # with the savepoint around it
        assert take_stock(initiative=together, by=SYSTEM) == 0


def test_a_barrier_names_the_rule_who_can_change_it_and_whom_it_hurts(backbone: Client) -> None:
    ref = gap_ref("policy", Where("F2"))
    page = strip(backbone.get(f"/en/i/together/missing/gap/{ref}/").content.decode())
    assert "only by referral" in page
    assert "Nobody is named who can change it." in page
    assert "bedouin, rahat" in page


def test_people_are_counted_for_those_with_raw_rights_alone(
    backbone: Client, funder: Client, together: Initiative
) -> None:
    ref = gap_ref("service", Where("F2", "rahat", frozenset({"population:bedouin"}), 2026))
    address = f"/en/i/together/missing/gap/{ref}/"
    assert "43,219 people need it" in strip(backbone.get(address).content.decode())
    seen = strip(funder.get(address).content.decode())
    assert "Nobody acts here." in seen
    assert "43219" not in seen.replace(",", "")


def gaps(*options: str) -> list[dict[str, Any]]:
    answer = StringIO()
    call_command("gaps", "together", "--json", *options, stdout=answer)
    found = json.loads(answer.getvalue())
    assert isinstance(found, list)
    return found


def test_the_command_narrows_by_kind_place_group_year_and_state(backbone: Client) -> None:
    assert {row["kind"] for row in gaps("--all")} == {
        "resource", "service", "reach", "evidence", "policy", "ownership",
    }  # fmt: skip
    [row] = gaps("--kind", "resource")
    assert (row["factor"], row["place"], row["year"], row["size"]) == ("F2", "rahat", 2026, 4800)
    assert row["score"] == pytest.approx(5 * 1 * 1 * 2 * 0.5)
    assert row["gap"] == RESOURCE
    assert gaps("--year", "2031", "--kind", "resource") == []
    assert len(gaps("--place", "rahat", "--group", "population:bedouin", "--kind", "resource")) == 1
    say(backbone, "confirm")
    assert [row["gap"] for row in gaps("--state", "confirmed")] == [RESOURCE]


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_pages_and_sheets_speak_each_language(
    backbone: Client, together: Initiative, language: str
) -> None:
    root = f"/{language}/i/together/missing/"
    word = {"he": "אין כאן פעילות", "ar": "لا نشاط هنا", "en": "Nobody acts here"}[language]
    for address in (f"{root}?kind=service", f"{root}gaps.csv", root):
        answer = backbone.get(address)
        assert answer.status_code == 200
        assert word in strip(answer.content.decode()), address
    book = backbone.get(f"{root}gaps.xlsx")
    assert book.content[:2] == b"PK"


def test_who_follows_a_gap_hears_of_it_and_who_reserved_is_reminded(
    backbone: Client, funder: Client, together: Initiative
) -> None:
    from shidra.gaps.notices import gaps_as_subjects, reservations_due
    from shidra.notifications.registry import Asking

    say(funder, "reserve", organisation=together.organisations.get(code="FUND").pk)
    today = timezone.localdate()
    asking = Asking(full_access("together"), today + timedelta(days=80), "en")
    [due] = reservations_due(asking)
    assert due.due_on == today + timedelta(days=90)
    assert list(reservations_due(Asking(full_access("together"), today, "en"))) == []
    [subject] = gaps_as_subjects(asking, [RESOURCE]).values()
    assert subject.rows == {"gaps.gapstate": [state().pk]}


def further_cells(together: Initiative) -> list[str]:
    """Two more years of the same need; the names of their gaps."""
    need = together.needs.get()
    refs = []
    for year in (2027, 2028):
        need.pk, need.year = None, year
        need.save()
        where = Where("F2", "rahat", frozenset({"population:bedouin"}), year)
        refs.append(gap_ref("resource", where))
    return refs


def test_several_cells_are_reserved_at_once(funder: Client, together: Initiative) -> None:
    one, two = further_cells(together)
    fund = together.organisations.get(code="FUND")
    page = strip(funder.get(PAGE).content.decode())
    assert page.count('name="also"') == 2
    say(funder, "reserve", organisation=fund.pk, also=[one, two])
    states = list(GapState.objects.values_list("state", "reserved_by__code", "year"))
    assert sorted(states, key=str) == [("reserved", "FUND", year) for year in (2026, 2027, 2028)]
    assert Record.objects.filter(action="put gaps.gapstate").count() == 3


def test_what_is_taken_or_of_another_line_is_not_reserved_with_it(
    backbone: Client, funder: Client, together: Initiative
) -> None:
    one, two = further_cells(together)
    say(backbone, "accept", ref=one, reason="as it is")
    fund = together.organisations.get(code="FUND")
    assert strip(funder.get(PAGE).content.decode()).count('name="also"') == 1
    for also in ([one], [NOBODY]):
        funder.post(
            f"{PAGE}reserve/",
            {"act": "reserve", "version": 0, "organisation": fund.pk, "also": also},
        )
        assert not GapState.objects.filter(state="reserved").exists()
    say(funder, "reserve", organisation=fund.pk, also=[two])
    assert GapState.objects.filter(state="reserved").count() == 2


def test_who_reserved_it_finds_the_commitment_that_fulfils_it(
    backbone: Client, funder: Client, together: Initiative
) -> None:
    fund = together.organisations.get(code="FUND")
    say(funder, "reserve", organisation=fund.pk)
    assert "The money that was reserved" not in funder.get(PAGE).content.decode()
    given = make_commitment(together, "C7-UNSAID", fund, visibility="private")
    make_allocation(given, together.factors.get(code="F2"), 300, year=2031)
    assert "C7-UNSAID" not in strip(funder.get(PAGE).content.decode())
    make_allocation(given, together.factors.get(code="F2"), 300)
    page = strip(funder.get(PAGE).content.decode())
    assert "A signed commitment gives money here:" in page
    link = f"/en/i/together/records/commitments/{given.pk}/history/"
    assert link in page
    assert funder.get(link).status_code == 200
    # Nobody else learns of private money.
    assert "C7-UNSAID" not in strip(Client().get(PAGE).content.decode())
    partner = Client()
    partner.force_login(make_user("p@example.org", together, Role.PARTNER_EDITOR))
    assert "C7-UNSAID" not in strip(partner.get(PAGE).content.decode())
