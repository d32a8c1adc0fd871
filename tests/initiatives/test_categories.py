"""Categories and places change later; nothing that was loaded is lost, retyped or guessed."""

from datetime import date

import pytest

from shidra.audit.models import Record
from shidra.i18n.text import Text
from shidra.initiatives.actions import (
    ChangeRefused,
    NewCategory,
    change_categories,
    date_place,
    forget_date,
    take_back_categories,
)
from shidra.initiatives.analysis import attributes_in, carrying
from shidra.initiatives.models import CategoryChange, Group, Place, PlaceHistory
from tests.factories import make_groups, make_initiative, make_place, text
from tests.personas import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    found = make_initiative()
    make_groups(found, "sector:a", "sector:b", "sector:d")
    land = make_place(found, "L")
    for code in ("N", "S"):
        make_place(found, code, land)
    make_place(found, "P", Place.objects.get(initiative=found, code="N"))
    return found


def change(initiative, kind, before, after, period="2020", dimension="sector", **names):
    return change_categories(
        initiative=initiative,
        dimension=dimension,
        kind=kind,
        from_period=period,
        before=before.split(),
        after=[NewCategory(code, names.get(code, Text())) for code in after.split()],
        note="the ministry decided",
        on=date(2026, 1, 31),
        by=person("data_lead", initiative).actor,
    )


def codes(initiative):
    return set(Group.objects.filter(initiative=initiative).values_list("code", flat=True))


def test_it_merges_categories_into_a_new_one_and_takes_it_back(initiative):
    made = change(initiative, "merge", "a b", "c", c=text("together"))
    assert (made.code, made.decided_by, made.note) == ("CH1", "data_lead", "the ministry decided")
    # What it was made of stays: figures and targets that name it are found.
    assert codes(initiative) == {"a", "b", "c", "d"}
    walk = carrying(initiative, {}).walk
    assert walk.today("sector:a") == "sector:c"
    take_back_categories(change=made, reason="too early", by=person("data_lead", initiative).actor)
    assert codes(initiative) == {"a", "b", "d"}
    assert not CategoryChange.objects.filter(initiative=initiative).exists()
    reasons = Record.objects.filter(initiative=initiative.code).values_list("reason", flat=True)
    assert {"the ministry decided", "too early"} <= set(reasons)


def test_it_renames_a_category_and_keeps_how_it_was_called(initiative):
    made = change(initiative, "rename", "a", "a", a=text("anew"))
    assert Group.objects.get(initiative=initiative, code="a").name.words("en") == "anew"
    assert made.was.words("en") == "a"
    with pytest.raises(ChangeRefused, match="nothing_new"):
        change(initiative, "rename", "a", "a", "2021", a=text("anew"))
    take_back_categories(change=made, reason="no", by=person("data_lead", initiative).actor)
    assert Group.objects.get(initiative=initiative, code="a").name.words("en") == "a"


@pytest.mark.parametrize(
    ("kind", "before", "after", "problem"),
    [
        ("merge", "d x", "g", "unknown"),
        ("merge", "d", "g", "count"),
        ("merge", "c d", "e", "gone"),
        ("split", "d", "d e", "itself"),
    ],
)
def test_it_refuses_what_cannot_be_and_writes_nothing(initiative, kind, before, after, problem):
    change(initiative, "rename", "a", "f")
    change(initiative, "merge", "f b", "c", "2021")
    if problem == "gone":
        change(initiative, "rename", "c", "z", "2022")
    there = codes(initiative)
    with pytest.raises(ChangeRefused) as refused:
        change(initiative, kind, before, after, "2023")
    assert refused.value.problem == problem
    assert codes(initiative) == there


def test_it_does_not_take_back_what_a_later_change_builds_on(initiative):
    first = change(initiative, "merge", "a b", "c")
    second = change(initiative, "rename", "c", "e", "2022")
    by = person("data_lead", initiative).actor
    with pytest.raises(ChangeRefused, match="built_on CH2"):
        take_back_categories(change=first, reason="no", by=by)
    take_back_categories(change=second, reason="no", by=by)
    take_back_categories(change=first, reason="no", by=by)
    assert codes(initiative) == {"a", "b", "d"}


def test_it_moves_and_unites_places_and_remembers_where_they_lay(initiative):
    moved = change(initiative, "move", "P", "S", "2019", dimension="place")
    parents = dict(Place.objects.filter(initiative=initiative).values_list("code", "parent__code"))
    assert parents["P"] == "S"
    tree = carrying(initiative, parents, as_then=True).tree
    assert [tree.parents_in(one)["P"] for one in ("2018", "2019")] == ["N", "S"]
    united = change(initiative, "merge", "N S", "U", "2021", dimension="place", U=text("united"))
    parents = dict(Place.objects.filter(initiative=initiative).values_list("code", "parent__code"))
    assert (parents["N"], parents["S"], parents["U"]) == ("U", "U", "L")
    by = person("data_lead", initiative).actor
    for each in (united, moved):
        take_back_categories(change=each, reason="no", by=by)
    assert not Place.objects.filter(initiative=initiative, code="U").exists()
    assert Place.objects.get(initiative=initiative, code="P").parent.code == "N"
    assert not PlaceHistory.objects.filter(place__code="P").exists()


def test_it_dates_what_is_said_of_a_place(initiative):
    place = Place.objects.get(initiative=initiative, code="P")
    Place.objects.filter(pk=place.pk).update(attributes={"cluster": "2", "periphery": "1"})
    by = person("data_lead", initiative).actor
    date_place(place=place, name="cluster", from_period="2019", value="3", reason="index", by=by)
    said = [attributes_in(initiative, "cluster", period) for period in ("2018", "2019", "2025")]
    assert said == [{"P": "2"}, {"P": "3"}, {"P": "3"}]
    # Nothing dated is known of it: what the place says holds for all periods.
    assert attributes_in(initiative, "periphery", "2001") == {"P": "1"}
    assert Place.objects.get(pk=place.pk).attributes == {"cluster": "3", "periphery": "1"}
    forget_date(row=place.history.get(from_period="2019"), reason="wrong", by=by)
    assert Place.objects.get(pk=place.pk).attributes["cluster"] == "2"
    assert not place.history.exists()


def test_it_says_nothing_before_the_first_date(initiative):
    place = Place.objects.get(initiative=initiative, code="P")
    Place.objects.filter(pk=place.pk).update(attributes={"cluster": "3"})
    PlaceHistory.objects.create(place=place, name="cluster", from_period="2019", value="3")
    assert attributes_in(initiative, "cluster", "2018") == {}
