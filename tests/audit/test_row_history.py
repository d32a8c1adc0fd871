"""What happened to a row, read by whoever opens its form."""

from datetime import date

import pytest

from shidra.audit.actions import because, record
from shidra.audit.models import Change, Record
from shidra.audit.queries import (
    changes_of,
    history,
    records_of,
    retired_rows,
    row_version,
    values_at,
)
from shidra.i18n.text import Text
from shidra.network.models import Activity
from tests.audit.rows import DANA, SAMI, put_activity

pytestmark = pytest.mark.django_db


def ids(queryset):
    return frozenset(queryset.values_list("pk", flat=True))


def test_it_tells_who_changed_what_when_and_why_newest_first(initiative):
    put_activity(initiative, name=Text.of(he="שיח"), starts_on=date(2027, 1, 1))
    activity = put_activity(
        initiative, name=Text.of(he="שיח הורים"), by=SAMI, reason="so parents find it"
    )
    changed, added = history(Activity, activity.pk)

    assert (added.kind, added.record.actor_label, added.record.reason) == ("added", "Dana", "")
    assert (changed.kind, changed.record.actor_label) == ("changed", "سامي")
    assert changed.record.reason == "so parents find it"
    assert changed.record.at >= added.record.at
    assert (changed.before, changed.after) == (
        {"name": {"he": "שיח"}},
        {"name": {"he": "שיח הורים"}},
    )


def test_it_keeps_all_values_of_an_added_row_once(initiative):
    factors, places = ids(initiative.factors), ids(initiative.places)
    activity = put_activity(
        initiative,
        name=Text.of(he="שיח", en="Talk"),
        starts_on=date(2027, 1, 1),
        reach_planned=40,
        many={"factors": factors, "places": places},
    )
    [added] = history(Activity, activity.pk)

    assert added.before is None
    columns = {field.attname for field in Activity._meta.concrete_fields} - {"id"}
    assert set(added.after) == {*columns, "factors", "places"}
    assert (
        added.after.items()
        >= {
            "initiative_id": initiative.pk,
            "code": "A1",
            "organisation_id": activity.organisation_id,
            "name": {"he": "שיח", "en": "Talk"},
            "kind": "programme",
            "group_set_id": None,
            "starts_on": "2027-01-01",
            "ends_on": None,
            "reach_planned": 40,
            "reach_actual": None,
            "quality": None,
            "factors": sorted(factors),
            "places": sorted(places),
        }.items()
    )


def test_it_tells_of_many_to_many_rows_that_changed(initiative):
    first, second, _third = sorted(ids(initiative.factors))
    put_activity(initiative, many={"factors": frozenset({first})})
    activity = put_activity(initiative, many={"factors": frozenset({first, second})})
    changed = history(Activity, activity.pk)[0]

    assert (changed.before, changed.after) == ({"factors": [first]}, {"factors": [first, second]})


def test_it_tells_of_every_row_and_not_of_the_first_ones(initiative):
    from shidra.audit.actions import Row, Touched, put_rows
    from shidra.initiatives.models import Label

    put_rows(
        existing=Label.objects.filter(initiative=initiative),
        rows=[Row(Label(initiative=initiative, kind="track", code=str(n))) for n in range(1203)],
        key=("kind", "code"),
        touched=Touched(fields=("code",)),
        by=DANA,
        initiative=initiative.code,
    )
    [kept] = Record.objects.all()
    told = list(changes_of(kept).values_list("row", flat=True))
    assert told == list(Label.objects.order_by("pk").values_list("pk", flat=True))


def test_a_form_knows_the_version_that_it_was_opened_at(initiative):
    activity = put_activity(initiative, name=Text.of(he="ראשון"), reach_planned=1)
    opened = row_version(Activity, activity.pk)
    put_activity(initiative, name=Text.of(he="שני"), reach_planned=1)
    put_activity(initiative, name=Text.of(he="שני"), reach_planned=3)

    assert row_version(Activity, activity.pk) > opened
    then = values_at(Activity, activity.pk, opened)
    now = values_at(Activity, activity.pk, row_version(Activity, activity.pk))
    assert (then["name"], then["reach_planned"]) == ({"he": "ראשון"}, 1)
    assert (now["name"], now["reach_planned"]) == ({"he": "שני"}, 3)
    assert values_at(Activity, activity.pk, 0) == {}


def test_a_row_from_before_the_trail_has_a_version_too(initiative):
    organisation = initiative.organisations.get()
    activity = Activity.objects.create(
        initiative=initiative, organisation=organisation, code="A1", reach_planned=5
    )
    assert row_version(Activity, activity.pk) == 0
    put_activity(initiative, reach_planned=6)

    assert values_at(Activity, activity.pk, 0)["reach_planned"] == 5
    assert values_at(Activity, activity.pk, 0)["code"] == "A1"


def test_each_act_can_be_given_its_reason_from_outside(initiative):
    with because("the council decided"):
        put_activity(initiative, reach_planned=1)
        put_activity(initiative, reach_planned=2, reason="a slip")
    put_activity(initiative, reach_planned=3)

    reasons = list(Record.objects.order_by("id").values_list("reason", flat=True))
    assert reasons == ["the council decided", "a slip", ""]


def test_it_reads_acts_page_by_page_while_new_ones_come(initiative):
    for number in range(7):
        record(action="act", by=DANA, initiative="together", subject=str(number))
    record(action="act", by=SAMI, initiative="apart")
    first = records_of("together", count=3)
    record(action="act", by=DANA, initiative="together", subject="late")
    second = records_of("together", count=3, before=first.older)
    last = records_of("together", count=3, before=second.older)

    pages = [[kept.subject for kept in page.records] for page in (first, second, last)]
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    assert last.older is None
    assert records_of("together", actor_id="8").records == ()


def test_it_says_how_many_rows_each_act_changed(initiative):
    put_activity(initiative, reach_planned=1)
    record(action="act", by=DANA, initiative="together")

    assert [kept.changed_rows for kept in records_of("together").records] == [0, 1]


def test_reading_a_history_asks_no_more_for_more(initiative, django_assert_num_queries):
    for number in range(1, 9):
        activity = put_activity(initiative, reach_planned=number)
    with django_assert_num_queries(1):
        assert len([c.record.actor_label for c in history(Activity, activity.pk)]) == 8
    with django_assert_num_queries(1):
        assert len(records_of("together").records) == 8
    with django_assert_num_queries(1):
        retired_rows(Activity, "together")


def test_a_change_does_not_come_without_its_record(initiative):
    from shidra.audit.models import Unchangeable

    with pytest.raises(Unchangeable):
        Change(model="a.b", row=1, kind="added").save()
