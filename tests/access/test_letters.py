"""Letters and calendars say to each person only what their pages would say."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import SYSTEM, RowChange
from shidra.audit.queries import model_label
from shidra.funding.models import Instalment
from shidra.network.models import Activity, Promise
from shidra.notifications.actions import follow, make_digests, wishes_of
from shidra.notifications.queries import CALENDAR, address_key
from shidra.roadmap.models import EvidenceItem
from tests.access.oracle import Persona, canaries, canaries_in, leaks
from tests.access.world import World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """Everything is due today, has just changed, and is followed by everybody."""
    world = build_world()
    today = timezone.localdate()
    Promise.objects.update(due_on=today, state="open")
    Instalment.objects.update(due_on=today, paid_on=None)
    for things in (world.ours, world.theirs):
        rows = [
            row
            for model in (Promise, Activity, EvidenceItem)
            for row in model._default_manager.filter(initiative=things.initiative)
        ]
        record(
            action="load workbook",
            by=SYSTEM,
            initiative=things.code,
            changes=[RowChange(model_label(type(row)), row.pk, "changed", {}, {}) for row in rows],
        )
        followed = [("promise", each.code) for each in rows if isinstance(each, Promise)]
        followed += [("factor", things.codes["factor"]), ("organisation", things.owner.code)]
        followed += [("indicator", things.codes["indicator"])]
        for person in world.people.values():
            for kind, code in followed:
                follow(person=person, initiative=things.code, kind=kind, code=code)
    return world


def test_a_letter_says_to_nobody_what_is_not_theirs(world):
    names = {person.pk: name for name, person in world.people.items()}
    written, wrong = {}, {}
    for letter in make_digests(now=timezone.now() + timedelta(minutes=1)):
        name = names[letter.person_id]
        written[name] = canaries_in(f"{letter.subject}\n{letter.text}\n{letter.html}")
        if leaked := leaks(Persona(name), written[name], world):
            wrong[name] = leaked

    assert wrong == {}
    assert ("ours", "privaterecords") in written["partner_editor"]
    assert ("theirs", "open") in written["theirkeeper"]
    assert len(written) >= 8


def test_a_calendar_says_to_whoever_holds_its_key_what_its_person_sees(world):
    wrong, seen = {}, {}
    for name, person in world.people.items():
        key = address_key(wishes_of(person), CALENDAR)
        answer = Client().get(reverse("notifications:calendar", kwargs={"key": key}))
        assert answer.status_code == 200
        seen[name] = canaries(answer)
        if leaked := leaks(Persona(name), seen[name], world):
            wrong[name] = leaked

    assert wrong == {}
    assert ("ours", "privaterecords") in seen["partner_editor"]
    assert all(kind not in {"privaterecords", "groups"} for _where, kind in seen["othereditor"])
