"""Rows put by their key: what changes, what stays, and what the audit trail keeps of it."""

import pytest
from django.db import transaction

from shidra.audit.actions import Row, Touched, put_rows
from shidra.audit.models import Actor, Record
from shidra.i18n.text import State, Text
from shidra.initiatives.models import Initiative, Label

pytestmark = pytest.mark.django_db
DANA = Actor(label="Dana", id="7")
BOTH = {"name": frozenset({"he", "en"})}


@pytest.fixture
def initiative():
    return Initiative.objects.create(code="x", name=Text.of(he="שדרה"), currency="ILS")


def put(initiative, *labels, languages=BOTH, apply=True):
    return put_rows(
        existing=Label.objects.filter(initiative=initiative),
        rows=[
            Row(Label(initiative=initiative, kind="track", code=code, name=Text.of(**words)))
            for code, words in labels
        ],
        key=("kind", "code"),
        touched=Touched(fields=("name",), languages=languages),
        by=DANA,
        initiative="x",
        apply=apply,
    )


def test_it_adds_and_says_who_did(initiative):
    changes = put(initiative, ("a", {"he": "ילדים"}), ("b", {"he": "מערכת"}))
    assert changes.added == (("track", "a"), ("track", "b"))
    kept = Record.objects.get()
    assert (kept.actor_label, kept.actor_id, kept.initiative) == ("Dana", "7", "x")
    assert (kept.detail["added"], kept.detail["changed"]) == (2, 0)
    said = Label.objects.get(code="a").name.sayings["he"]
    assert (said.by, said.state) == ("Dana", State.SOURCE)
    assert said.at


def test_putting_twice_changes_nothing_and_leaves_no_record(initiative):
    put(initiative, ("a", {"he": "ילדים"}))
    again = put(initiative, ("a", {"he": "ילדים"}))
    assert not again.is_change
    assert again.unchanged == (("track", "a"),)
    assert Record.objects.count() == 1


def test_a_change_keeps_what_stood_before(initiative):
    put(initiative, ("a", {"he": "ילדים", "en": "Children"}))
    changes = put(initiative, ("a", {"he": "ילדות וילדים", "en": "Children"}))
    assert changes.changed == (("track", "a"),)
    [change] = Record.objects.first().changes.all()
    assert change.before == {"name": {"he": "ילדים", "en": "Children"}}
    assert change.after == {"name": {"he": "ילדות וילדים", "en": "Children"}}


def test_a_language_that_the_rows_do_not_speak_stays(initiative):
    put(
        initiative,
        ("a", {"he": "ילדים", "ar": "أطفال"}),
        languages={"name": frozenset({"he", "ar"})},
    )
    put(initiative, ("a", {"he": "ילדות וילדים"}), languages={"name": frozenset({"he"})})
    name = Label.objects.get(code="a").name
    assert (name.words("he"), name.words("ar")) == ("ילדות וילדים", "أطفال")


def test_rows_that_are_not_given_are_reported_and_never_deleted(initiative):
    put(initiative, ("a", {"he": "ילדים"}), ("b", {"he": "מערכת"}))
    changes = put(initiative, ("a", {"he": "ילדים"}))
    assert changes.missing == (("track", "b"),)
    assert Label.objects.count() == 2


def test_asking_what_would_happen_writes_nothing(initiative):
    changes = put(initiative, ("a", {"he": "ילדים"}), apply=False)
    assert changes.added == (("track", "a"),)
    assert (Label.objects.count(), Record.objects.count()) == (0, 0)


def test_a_change_and_its_record_go_together(initiative):
    class Fall(Exception):
        pass

    def put_and_fall():
        with transaction.atomic():
            put(initiative, ("a", {"he": "ילדים"}))
            raise Fall

    with pytest.raises(Fall):
        put_and_fall()
    assert (Label.objects.count(), Record.objects.count()) == (0, 0)
