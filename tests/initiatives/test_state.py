"""An initiative may pause, close, be archived and reopened; what is closed is read and not changed."""

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from shidra.audit.models import SYSTEM, Change, Record
from shidra.config.program import run
from shidra.initiatives.actions import (
    NoSuchMove,
    change_settings,
    change_state,
    open_to_visitors,
)
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import (
    RIGHTS,
    WRITING,
    InitiativeIsOver,
    Right,
    access_initiative,
    can,
    full_access,
)
from tests.factories import make_factor, make_initiative, make_need
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

REASON = "The partners reached what they came for."


@pytest.fixture
def ours():
    initiative = make_initiative("ours")
    make_need(initiative, make_factor(initiative, "F2"), 900)
    return initiative


def move(initiative, state, reason=REASON):
    change_state(initiative=initiative, state=state, reason=reason, by=SYSTEM)
    initiative.refresh_from_db()


def test_it_keeps_since_when_and_why_and_who(ours):
    move(ours, "closed")

    assert (ours.state, ours.state_reason) == ("closed", REASON)
    assert isinstance(ours.state_since, date)
    kept = Record.objects.get(action="change state")
    assert kept.detail == {"before": "running", "after": "closed", "reason": REASON}


@pytest.mark.parametrize("role", ["backbone", "data_lead"])
def test_the_history_of_the_initiative_tells_each_move_with_its_reason(ours, role):
    move(ours, "paused", "The summer is long.")
    move(ours, "running", "School begins again.")
    client = signed_in(role, ours)
    page = client.get(f"/en/i/ours/records/initiative/{ours.pk}/history/").content.decode()

    assert page.index("School begins again.") < page.index("The summer is long.")
    assert page.count("paused") >= 2
    assert "Undo this change" not in page


def test_a_move_is_taken_back_by_no_undo_but_by_another_move(ours):
    move(ours, "paused")
    change = Change.objects.get(record__action="change state")
    assert (change.before["state"], change.after["state"]) == ("running", "paused")
    undo = f"/en/i/ours/records/initiative/{ours.pk}/undo/{change.pk}/"
    answer = signed_in("backbone", ours).post(undo, follow=True)

    assert "changed on its own page, with a reason" in answer.content.decode()
    ours.refresh_from_db()
    assert ours.state == "paused"


@pytest.mark.parametrize(
    ("before", "after"),
    [("running", "archived"), ("paused", "archived"), ("archived", "paused"), ("closed", "paused")],
)
def test_it_refuses_what_does_not_follow(ours, before, after):
    Initiative.objects.update(state=before)
    with pytest.raises(NoSuchMove):
        move(ours, after)
    ours.refresh_from_db()
    assert ours.state == before


@pytest.mark.parametrize("state", ["closed", "archived"])
@pytest.mark.parametrize("right", list(Right))
def test_closed_rests_every_right_that_changes_and_no_other(ours, state, right):
    keeper = person("backbone", ours)
    Initiative.objects.update(state=state)
    ours.refresh_from_db()

    carries = "backbone" in RIGHTS[right]
    assert can(keeper, right, ours) is (carries and right not in WRITING)
    assert full_access("ours").may(right) is (right not in WRITING)
    if right in WRITING and carries:
        with pytest.raises(InitiativeIsOver):
            access_initiative(keeper, "ours", right)


def test_what_only_reads_is_no_writing_right():
    assert {right for right in Right if right.value.startswith("see")} & WRITING == set()
    assert {right for right in Right if not right.value.startswith("see")} - WRITING == {
        Right.CLOSE
    }


def test_paused_still_takes_changes(ours):
    keeper = person("backbone", ours)
    move(ours, "paused")

    assert all(can(keeper, right, ours) for right in Right)


def test_it_refuses_an_action_that_was_under_way_when_it_closed(ours):
    move(ours, "closed")

    with pytest.raises(InitiativeIsOver):
        change_settings(initiative=ours, by=SYSTEM, min_cell=3)
    with pytest.raises(InitiativeIsOver):
        open_to_visitors(initiative=ours, is_public=False, by=SYSTEM)
    assert Initiative.objects.get(code="ours").min_cell == 10


def test_it_answers_a_writing_page_with_403_and_why(ours):
    move(ours, "closed")
    client = signed_in("backbone", ours)

    answer = client.post(reverse("initiatives:settings", args=["ours"]), {"min_cell": 3})

    body = answer.content.decode()
    assert answer.status_code == 403
    assert REASON in body
    assert reverse("desk:overview", args=["ours"]) in body
    assert reverse("desk:money", args=["ours"]) in body


def test_it_keeps_a_stranger_from_learning_that_it_is_closed(ours):
    Initiative.objects.update(state="closed", is_public=False, state_reason=REASON)
    for name in ("initiatives:settings", "initiatives:state", "desk:overview", "exchange:load"):
        answer = signed_in("stranger", ours).get(reverse(name, args=["ours"]))
        assert answer.status_code == 404
        assert REASON not in answer.content.decode()


def test_who_never_had_the_right_sees_no_such_page_as_before(ours):
    move(ours, "closed")
    answer = signed_in("funder", ours).get(reverse("initiatives:settings", args=["ours"]))
    assert answer.status_code == 404


PAGES = (
    "desk:overview",
    "desk:map",
    "desk:money",
    "desk:money-csv",
    "desk:partners",
    "desk:plan",
    "gaps:list",
    "gaps:csv",
    "measurement:indicator-list",
)


@pytest.mark.parametrize("state", ["paused", "closed", "archived"])
def test_every_reading_page_works_and_says_how_it_stands(ours, state):
    Initiative.objects.update(state=state, state_reason=REASON, state_since=date(2026, 11, 1))
    client = signed_in("backbone", ours)
    for name in PAGES:
        answer = client.get(reverse(name, args=["ours"]))
        assert answer.status_code == 200, name
        if not name.endswith("csv"):
            assert REASON in answer.content.decode(), name


def test_a_running_one_says_nothing(ours):
    assert (
        "notice-warning"
        not in signed_in("funder", ours)
        .get(reverse("desk:overview", args=["ours"]))
        .content.decode()
    )


def test_it_stands_in_the_archive_and_not_among_the_others(ours):
    client = signed_in("funder", ours)
    move(ours, "closed")
    assert reverse("desk:overview", args=["ours"]) in client.get("/he/").content.decode()
    move(ours, "archived")

    start = client.get("/he/").content.decode()
    assert reverse("desk:overview", args=["ours"]) not in start
    assert reverse("initiatives:archive") in start
    archive = client.get(reverse("initiatives:archive")).content.decode()
    assert reverse("desk:overview", args=["ours"]) in archive
    assert client.get(reverse("desk:overview", args=["ours"])).status_code == 200


def test_the_archive_shows_nobody_what_is_not_theirs(ours):
    Initiative.objects.update(state="archived", is_public=False)
    assert (
        "/i/ours/"
        not in signed_in("stranger", ours).get(reverse("initiatives:archive")).content.decode()
    )


def test_the_backbone_closes_and_reopens_on_one_page(ours):
    client = signed_in("backbone", ours)
    address = reverse("initiatives:state", args=["ours"])

    without = client.post(address, {"state": "closed", "reason": ""})
    assert without.status_code == 200
    assert Initiative.objects.get().state == "running"

    client.post(address, {"state": "closed", "reason": REASON})
    assert Initiative.objects.get().state == "closed"
    client.post(address, {"state": "running", "reason": "A second round begins."})
    assert Initiative.objects.get().state == "running"
    assert signed_in("data_lead", ours).get(address).status_code == 404


# The program closes its connections, which a test inside one transaction cannot outlive.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_shidra_load_into_a_closed_one_ends_with_2_and_says_why(ready_together, capsys, options):
    from shidra.config.demonstration import EXAMPLE

    move(ready_together, "closed")
    records = Record.objects.count()
    capsys.readouterr()

    assert run(["load", str(EXAMPLE), *options]) == 2
    assert REASON in capsys.readouterr().err
    assert Record.objects.count() == records


def test_commands_still_read_a_closed_one(ready_together, capsys):
    move(ready_together, "closed")
    call_command("gaps", "ready-together")
    assert "F2" in capsys.readouterr().out
