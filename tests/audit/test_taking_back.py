"""Rows are retired, come back, and go back to what they were; nothing is lost on the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from shidra.audit.actions import (
    CannotReturn,
    ChangedSince,
    StillNeeded,
    restore_row,
    retire_row,
    undo_change,
)
from shidra.audit.models import Change, Record
from shidra.audit.queries import history, retired_rows, row_version, values_at
from shidra.i18n.text import Saying, State, Text
from shidra.initiatives.models import Group, Initiative, Label, Place
from shidra.measurement.models import Indicator, Observation
from shidra.network.models import Activity
from tests import factories
from tests.audit.rows import DANA, SAMI, put_activity
from tests.audit.test_row_history import ids

pytestmark = pytest.mark.django_db


def retire(instance, reason="it ended"):
    return retire_row(instance=instance, by=DANA, initiative="together", reason=reason)


def snapshot(instance):
    model = type(instance)
    fresh = model.objects.get(pk=instance.pk)
    columns = {f.attname: getattr(fresh, f.attname) for f in model._meta.concrete_fields}
    return columns | {f.name: ids(getattr(fresh, f.name)) for f in model._meta.many_to_many}


@pytest.fixture
def activity(initiative):
    return put_activity(
        initiative,
        name=Text({"he": Saying("שיח", State.REVIEWED, "2027-01-01T00:00:00+00:00", "Noa")}),
        starts_on=date(2027, 1, 1),
        reach_planned=40,
        many={"factors": ids(initiative.factors), "places": ids(initiative.places)},
    )


def test_a_retired_row_leaves_its_table_and_stays_whole_in_the_trail(activity):
    before = snapshot(activity)
    change = retire(activity)

    assert not Activity.objects.exists()
    assert (change.kind, change.record.reason, change.record.actor_id) == (
        "retired",
        "it ended",
        "7",
    )
    assert change.before["factors"] == sorted(before["factors"])
    assert change.after is None
    assert retired_rows(Activity, "together") == [change]
    assert retired_rows(Activity, "apart") == []


def test_it_comes_back_as_it_was_under_its_own_key(activity):
    before = snapshot(activity)
    change = retire(activity)
    back = restore_row(change=change, by=SAMI, reason="it goes on")

    assert snapshot(activity) == before
    assert (back.kind, back.record.actor_label) == ("restored", "سامي")
    assert retired_rows(Activity, "together") == []
    assert [c.kind for c in history(Activity, activity.pk)] == ["restored", "retired", "added"]


def test_every_kind_of_row_comes_back_as_it_was(initiative):
    """Decimals, floats, JSON, days, moments, and millionths."""
    place = factories.make_place(initiative, "lakia")
    place.population, place.lat, place.lon, place.attributes = (
        9000,
        31.0,
        34.86,
        {"cluster": 1, "shares": [0.5, 2.0]},
    )
    place.save()
    group = factories.make_groups(initiative, "sector:arab").groups.get()
    group.sets.all().delete()
    group.priority = Decimal("1.500")
    group.save()
    indicator = Indicator.objects.create(
        initiative=initiative,
        code="I1",
        factor=initiative.factors.first(),
        unit="percent",
        better="higher",
    )
    observation = Observation.objects.create(
        indicator=indicator, period="2027", value=Decimal("0.123456"), numerator=Decimal(3)
    )
    other = Initiative.objects.create(
        code="other", currency="ILS", name=Text.of(ar="أخرى"), min_cell=12
    )
    for row in (place, group, observation, other):
        before = snapshot(row)
        change = retire(row)
        assert not type(row).objects.filter(pk=row.pk).exists()
        restore_row(change=Change.objects.get(pk=change.pk), by=DANA, reason="")
        assert snapshot(row) == before
    assert {type(row) for row in (place, group)} == {Place, Group}


def test_it_comes_back_once(activity):
    change = retire(activity)
    restore_row(change=change, by=DANA, reason="")
    with pytest.raises(ChangedSince) as refusal:
        restore_row(change=change, by=DANA, reason="")
    assert refusal.value.now["code"] == "A1"


def test_a_row_that_others_point_to_stays(initiative, activity):
    organisation = initiative.organisations.get()
    with pytest.raises(StillNeeded) as refusal:
        retire(organisation)

    assert refusal.value.rows == (activity,)
    [pointing] = refusal.value.pointing
    assert (pointing.model, pointing.field, pointing.count) == (
        "network.activity",
        "organisation",
        1,
    )
    assert initiative.organisations.exists()


def test_what_would_be_deleted_with_it_or_forget_it_keeps_it_too(initiative, activity):
    """Cascades, and places that an activity names, are no less of a need."""
    with pytest.raises(StillNeeded) as refusal:
        retire(initiative)
    assert "initiatives.place" in {each.model for each in refusal.value.pointing}
    with pytest.raises(StillNeeded) as refusal:
        retire(initiative.places.first())
    assert [each.count for each in refusal.value.pointing] == [1]
    assert Initiative.objects.exists()
    assert activity.places.count() == 2


def test_a_refusal_leaves_no_trace(initiative, activity):
    acts = Record.objects.count()
    with pytest.raises(StillNeeded), transaction.atomic():
        retire(initiative.organisations.get())
    assert Record.objects.count() == acts


def test_it_is_retired_once(activity):
    retire(activity)
    with pytest.raises(ChangedSince) as refusal:
        retire(activity)
    assert refusal.value.now == {}


def test_it_does_not_come_back_to_what_is_gone(initiative, activity):
    """The place that it names was retired after it."""
    change = retire(activity)
    place = initiative.places.first()
    retire(place)
    with pytest.raises(CannotReturn) as refusal:
        restore_row(change=change, by=DANA, reason="")
    assert refusal.value.lost == {"places": (place.pk,)}
    assert not Activity.objects.exists()


def test_it_does_not_come_back_where_another_took_its_code(initiative, activity):
    change = retire(activity)
    put_activity(initiative, reach_planned=1)
    with pytest.raises(CannotReturn) as refusal:
        restore_row(change=change, by=DANA, reason="")
    assert refusal.value.reasons
    assert Activity.objects.get().reach_planned == 1


def test_a_change_is_taken_back(initiative, activity):
    before = snapshot(activity)
    put_activity(
        initiative,
        name=Text.of(he="אחר"),
        starts_on=None,
        reach_planned=0,
        many={"factors": frozenset(), "places": ids(initiative.places)},
    )
    change = history(Activity, activity.pk)[0]
    undone = undo_change(change=change, by=SAMI, reason="a slip")

    after = snapshot(activity)
    assert {k: v for k, v in after.items() if k != "name"} == {
        k: v for k, v in before.items() if k != "name"
    }
    assert after["name"].words("he") == "שיח"
    assert after["name"].sayings["he"].by == "سامي"
    assert (undone.kind, undone.record.action) == ("changed", "undo network.activity")
    assert (undone.before, undone.after) == (change.after, change.before)


def test_undoing_an_undo_brings_the_change_back(initiative, activity):
    put_activity(initiative, reach_planned=7)
    undone = undo_change(change=history(Activity, activity.pk)[0], by=DANA, reason="")
    undo_change(change=undone, by=DANA, reason="")
    assert Activity.objects.get().reach_planned == 7


def test_a_change_that_was_changed_again_stays(initiative, activity):
    put_activity(initiative, reach_planned=7)
    change = history(Activity, activity.pk)[0]
    put_activity(initiative, reach_planned=8)
    with pytest.raises(ChangedSince) as refusal:
        undo_change(change=change, by=DANA, reason="")
    assert refusal.value.now["reach_planned"] == 8
    assert Activity.objects.get().reach_planned == 8


def test_what_others_changed_beside_it_stays_when_it_is_taken_back(initiative, activity):
    put_activity(initiative, reach_planned=7)
    change = history(Activity, activity.pk)[0]
    put_activity(initiative, reach_planned=7, ends_on=date(2028, 1, 1))
    undo_change(change=change, by=DANA, reason="")
    assert (Activity.objects.get().reach_planned, Activity.objects.get().ends_on) == (
        40,
        date(2028, 1, 1),
    )


def test_undoing_an_addition_retires_and_undoing_that_restores(activity):
    before = snapshot(activity)
    [added] = history(Activity, activity.pk)
    retired = undo_change(change=added, by=DANA, reason="a slip")
    assert not Activity.objects.exists()
    restored = undo_change(change=retired, by=DANA, reason="no slip")
    assert snapshot(activity) == before
    again = undo_change(change=restored, by=DANA, reason="a slip after all")
    assert (again.kind, Activity.objects.count()) == ("retired", 0)


def test_an_added_row_that_was_changed_is_not_taken_away(initiative, activity):
    put_activity(initiative, reach_planned=7)
    added = history(Activity, activity.pk)[-1]
    with pytest.raises(ChangedSince):
        undo_change(change=added, by=DANA, reason="")
    assert Activity.objects.exists()


def test_where_a_row_stands_is_no_change_since(initiative):
    from shidra.audit.actions import Row, Touched, put_rows
    from shidra.network.models import Organisation

    put_rows(
        existing=initiative.organisations.all(),
        rows=[Row(Organisation(initiative=initiative, code="new", sector="ngo", position=3))],
        key=("code",),
        touched=Touched(("sector",), quietly=("position",)),
        by=DANA,
        initiative="together",
    )
    organisation = initiative.organisations.get(code="new")
    initiative.organisations.filter(pk=organisation.pk).update(position=9)
    undo_change(change=history(Organisation, organisation.pk)[0], by=DANA, reason="")
    assert not initiative.organisations.filter(code="new").exists()


def test_taking_back_what_points_to_a_retired_row_is_refused(initiative, activity):
    south = initiative.places.get(code="south")
    put_activity(initiative, many={"places": frozenset({initiative.places.get(code="north").pk})})
    change = history(Activity, activity.pk)[0]
    retire(south)
    with pytest.raises(CannotReturn) as refusal:
        undo_change(change=change, by=DANA, reason="")
    assert refusal.value.lost == {"places": (south.pk,)}


def test_a_form_opened_before_a_row_was_retired_can_still_show_it(activity):
    opened = row_version(Activity, activity.pk)
    change = retire(activity)
    assert values_at(Activity, activity.pk, opened)["reach_planned"] == 40
    assert values_at(Activity, activity.pk, change.pk) == {}


def test_labels_without_a_position_come_back(initiative):
    label = Label.objects.create(
        initiative=initiative, kind="track", code="a", name=Text.of(he="מסלול")
    )
    change = retire(label)
    restore_row(change=change, by=DANA, reason="")
    assert Label.objects.get().name.words("he") == "מסלול"
