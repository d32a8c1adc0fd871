"""Who takes a submission where: each step by whom it belongs to, one at a time, two people at once."""

from types import SimpleNamespace

import pytest

from shidra.measurement.models import Indicator, Observation
from shidra.submissions.models import MOVES, Submission
from tests.personas import signed_in
from tests.submissions.partners import Partner, asked_for, book, keeper, step

ROWS = [["מדד", "תקופה", "מקום", "מונה", "מכנה"], ["I1", "2025/26", "2710", 700, 1250]]
Status = Submission.Status


@pytest.fixture
def at(ready_together):
    asked_for(ready_together, "LA2710", "I1", "2710")
    partner = Partner.of(ready_together, "LA2710")
    made = partner.hand_in(book(ROWS))
    return SimpleNamespace(
        initiative=ready_together, partner=partner, lead=keeper(ready_together), made=made
    )


def test_every_status_leads_somewhere_or_is_an_end():
    assert set(MOVES) == set(Status)
    reached = {after for moves in MOVES.values() for after in moves}
    assert reached | {Status.DRAFT} == set(Status)
    assert {each for each, moves in MOVES.items() if not moves} == {
        Status.CORRECTED,
        Status.WITHDRAWN,
    }


def test_a_partner_does_not_look_through_its_own_figures(at):
    at.partner.move(at.made, "validated", status=404)
    assert at.made.status == "submitted"


def test_nothing_is_skipped(at):
    at.lead.move(at.made, "confirmed", status=404)
    at.lead.move(at.made, "published", status=404)
    assert at.made.status == "submitted"
    assert at.made.steps.count() == 2


def test_it_is_given_back_with_a_note_and_withdrawn(at):
    at.lead.move(at.made, "draft", note="חסר גן אחד")
    page = at.partner.client.get(f"{at.partner.root}{at.made.number}/").content.decode()
    assert "חסר גן אחד" in page
    at.partner.move(at.made, "withdrawn")
    assert at.made.status == "withdrawn"
    again = at.partner.hand_in(book(ROWS))
    assert again != at.made


def test_two_at_once_are_both_told(at):
    edition = at.made.edition
    at.lead.move(at.made, "validated")
    late = {"to": "draft", "edition": edition, "note": "אחר"}
    answer = at.lead.client.post(f"{at.lead.root}{at.made.number}/move/", late, follow=True)
    at.made.refresh_from_db()
    assert at.made.status == "validated"
    assert "מישהו שינה את זה בינתיים" in answer.content.decode()


def test_confirming_twice_changes_nothing_more(at):
    at.lead.move(at.made, "validated")
    sent = {"to": "confirmed", "edition": at.made.edition}
    for _time in range(2):
        at.partner.client.post(f"{at.partner.root}{at.made.number}/move/", sent)
    at.made.refresh_from_db()
    assert at.made.status == "confirmed"
    assert at.made.steps.filter(after="confirmed").count() == 1


def test_figures_of_a_retired_measure_are_not_confirmed(at):
    at.lead.move(at.made, "validated")
    before = Observation.objects.count()
    Indicator.objects.filter(code="I1").update(state="retired")
    at.partner.move(at.made, "confirmed")
    assert at.made.status == "validated"
    assert Observation.objects.count() == before


def test_nobody_else_learns_that_it_is_there(at):
    other = Partner.of(at.initiative, "NABTA")
    at.initiative.organisations.get(code="LA2710").affiliations.all().delete()
    for client in (
        other.client,
        signed_in("funder", at.initiative),
        signed_in("auditor", at.initiative),
        signed_in("stranger"),
        signed_in("anonymous"),
    ):
        for path in (
            f"{at.made.number}/",
            "of/LA2710/",
            "of/LA2710/template/",
            "of/LA2710/hand-in/",
        ):
            assert client.get(f"{at.partner.root}{path}").status_code == 404, path
        step(client, at.partner.root, at.made, "withdrawn", status=404)


def test_a_closed_initiative_is_read_and_not_changed(at):
    at.initiative.state = "closed"
    at.initiative.save()
    assert at.partner.client.get(at.partner.at).status_code == 200
    assert at.partner.client.get(f"{at.partner.root}{at.made.number}/").status_code == 200
    assert at.partner.client.get(f"{at.partner.at}hand-in/").status_code == 403
    at.partner.move(at.made, "draft", status=403)
