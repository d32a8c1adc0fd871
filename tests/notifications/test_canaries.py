"""What somebody may not see stands in no letter, page or calendar of theirs, whatever they follow."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from shidra.agenda.models import AgendaVersion
from shidra.audit.actions import record
from shidra.audit.models import Record, RowChange
from shidra.initiatives.models import Membership
from shidra.measurement.models import Indicator
from shidra.network.models import Activity
from shidra.notifications.actions import follow, make_digests, send_letters, wishes_of
from shidra.notifications.presentation import calendar_path
from shidra.roadmap.actions import version_for_changes
from tests import factories
from tests.notifications.conftest import in_days, make_promise
from tests.personas import ROLES, person

pytestmark = pytest.mark.django_db

CANARY = "CANARY"
EVERYTHING = {
    "initiative": ["hidden"],
    "factor": ["F1"],
    "indicator": ["I1"],
    "organisation": ["OTHER"],
    "promise": [f"P-{visibility}" for visibility in ("public", "partners", "steering", "private")],
}
# Which promises of others each may read.
SEES = {
    "backbone": {"public", "partners", "steering", "private"},
    "auditor": {"public", "partners", "steering", "private"},
    "data_lead": {"public", "partners", "steering"},
    "partner_editor": {"public", "partners"},
    "funder": {"public", "partners"},
    "community_member": {"public", "partners"},
    "visitor": {"public"},
}


def fill(initiative) -> None:
    """Everything that can be due, and a change of each row by somebody; each word a canary."""
    other = factories.make_organisation(initiative, "OTHER")
    factor = factories.make_factor(initiative, "F1", name=factories.text(f"{CANARY}-factor"))
    rows = [
        make_promise(other, f"P-{visibility}", f"{CANARY}-{visibility}.", -2, visibility=visibility)
        for visibility in ("public", "partners", "steering", "private")
    ]
    for visibility in ("partners", "steering", "private"):
        code = f"{CANARY}-money-{visibility}."
        commitment = factories.make_commitment(initiative, code, other, visibility=visibility)
        rows.append(commitment.instalments.create(due_on=in_days(-3), amount=777))
    rows.append(
        Activity.objects.create(
            initiative=initiative,
            code="A1",
            organisation=other,
            name=factories.text(f"{CANARY}-activity"),
            visibility="private",
        )
    )
    rows.append(
        Indicator.objects.create(
            initiative=initiative,
            code="I1",
            factor=factor,
            name=factories.text(f"{CANARY}-indicator"),
            unit="percent",
            better="higher",
        )
    )
    AgendaVersion.objects.create(initiative=initiative, number=1, status="draft")
    draft = version_for_changes(initiative=initiative, by=person("backbone").actor)
    draft.entries.update(name=factories.text(f"{CANARY}-draft"))
    rows += [draft.entries.get(), *initiative.organisations.all(), initiative]
    record(
        action="load workbook",
        by=factories.make_user("canary-actor@example.org").actor,
        initiative=initiative.code,
        reason=f"{CANARY}-reason",
        changes=[
            RowChange(row._meta.label_lower, row.pk, "changed", before={}, after={"w": CANARY})
            for row in rows
        ],
    )


def all_that_reaches(somebody, client) -> str:
    """The page, the calendars, and every letter of a person who follows all there is."""
    for kind, codes in EVERYTHING.items():
        for code in codes:
            follow(person=somebody, initiative="hidden", kind=kind, code=code)
    client.force_login(somebody)
    reached = [client.get(f"/{language}/mine/").content.decode() for language in ("he", "ar", "en")]
    reached.append(client.get(calendar_path(wishes_of(somebody))).content.decode())
    of_initiative = client.get("/he/i/hidden/calendar.ics")
    if of_initiative.status_code == 200:
        reached.append(of_initiative.content.decode())
    now = timezone.now() + timedelta(seconds=1)
    list(make_digests(now=now))
    send_letters(now=now)
    for letter in mail.outbox:
        if letter.to == [somebody.email]:
            reached += [letter.subject, letter.body, letter.alternatives[0][0]]
    return "\n".join(reached).replace("\r\n ", "")


@pytest.fixture
def hidden(post_office):
    initiative = factories.make_initiative(
        "hidden", is_public=False, name=factories.text(f"{CANARY}-name")
    )
    fill(initiative)
    return initiative


def test_a_stranger_learns_not_even_that_it_is_there(hidden, client):
    reached = all_that_reaches(factories.make_user("guest@example.org"), client)

    assert CANARY not in reached


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_told_what_it_sees_and_no_more(hidden, client, role):
    reached = all_that_reaches(person(role, hidden), client)

    for visibility in ("public", "partners", "steering", "private"):
        is_there = f"{CANARY}-{visibility}." in reached
        assert is_there == (visibility in SEES[role]), visibility
        if visibility != "public":
            sees_money = f"{CANARY}-money-{visibility}." in reached
            assert not sees_money or visibility in SEES[role], visibility
    assert f"{CANARY}-factor" in reached
    for never in ("draft", "reason", "activity"):
        assert f"{CANARY}-{never}" not in reached
    # Who did it is for those who take part.
    assert ("canary-actor" in reached) == (role != "visitor")


def test_members_who_leave_are_told_nothing_more(hidden, client):
    somebody = person("backbone", hidden)
    assert CANARY in all_that_reaches(somebody, client)
    mail.outbox.clear()
    Membership.objects.all().delete()

    assert CANARY not in all_that_reaches(somebody, client)


def test_who_lacks_the_second_factor_that_is_wanted_is_told_nothing(hidden, client):
    hidden.needs_second_factor = True
    hidden.save()

    assert CANARY not in all_that_reaches(person("backbone", hidden), client)


def test_reading_writes_nothing_into_the_trail(hidden, client):
    before = Record.objects.count()
    all_that_reaches(person("partner_editor", hidden), client)

    assert Record.objects.count() == before
