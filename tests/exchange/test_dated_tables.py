"""Changes of categories and dated places travel in the workbook, by the rules of the pages."""

from decimal import Decimal

import pytest

from shidra.audit.models import SYSTEM, Record
from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.initiatives.analysis import attributes_in, crosswalk_of
from shidra.initiatives.models import CategoryChange, Group, Place, PlaceHistory
from tests.exchange.test_stored import say_nothing_new, sheet_of
from tests.factories import make_groups, make_initiative, make_place
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

HEADER = ("code", "dimension", "kind", "from_period", "before", "after", "was_en", "note")


@pytest.fixture
def initiative():
    found = make_initiative()
    make_groups(found, "sector:a", "sector:b", "sector:c", "sector:d")
    land = make_place(found, "L")
    for code in ("N", "S"):
        make_place(found, code, land)
    make_place(found, "P", Place.objects.get(initiative=found, code="N"))
    return found


def changes(*rows):
    return Sheet(
        "category_changes",
        HEADER,
        tuple(RawRow(number, tuple(row.split(","))) for number, row in enumerate(rows, 2)),
    )


def history(*rows):
    return Sheet(
        "place_history",
        ("place", "name", "from_period", "value"),
        tuple(RawRow(number, tuple(row.split(","))) for number, row in enumerate(rows, 2)),
    )


def put(initiative, *sheets, dry_run=False):
    return put_sheets(initiative=initiative, sheets=sheets, by=SYSTEM, dry_run=dry_run)


def said(report):
    return [(found.row, found.column, found.problem) for found in report.rejections]


def test_it_takes_changes_and_gives_them_back_as_they_were(initiative):
    rows = changes(
        "X1,sector,merge,2020,a|b,c,,as the ministry has it",
        "X2,sector,rename,2021,c,c,Third,",
        "X3,place,move,2019,P,S,,",
    )
    assert put(initiative, rows, dry_run=True).total("added") == 3
    assert not CategoryChange.objects.filter(initiative=initiative).exists()
    put(initiative, rows)
    assert crosswalk_of(initiative).today("sector:a") == "sector:c"
    assert CategoryChange.objects.get(code="X2").was.words("en") == "Third"
    before = Record.objects.count()
    say_nothing_new(initiative, ["category_changes"])
    assert Record.objects.count() == before
    assert sheet_of("category_changes", initiative).rows[0].cells[4:6] == ("a|b", "c")


def test_it_tells_by_row_what_cannot_be_and_keeps_the_good_rows(initiative):
    report = put(
        initiative,
        changes(
            "X1,sector,merge,2020,a|b,c,,",
            "X2,sector,merge,2020,d,c,,",
            "X3,sector,rename,2021,a,d,,",
            "X4,sector,rename,2021,x,d,,",
            "X5,sector,rename,2021,d,d,,",
            "X6,sector,rename,2022,c,a,,",
            "X7,sector,split,2022,d,d|c,,",
        ),
    )
    assert said(report) == [
        (3, "after", "change_count"),
        (4, "before", "change_gone"),
        (5, "before", "no_such_category"),
        (6, "was_he", "change_without_name"),
        (7, "before", "change_gone"),
        (8, "before", "change_itself"),
    ]
    assert all(found.message and found.accepted for found in report.rejections)
    assert list(CategoryChange.objects.values_list("code", flat=True)) == ["X1"]


def test_it_refuses_a_row_that_would_break_a_change_that_is_stored(initiative):
    put(initiative, changes("X1,sector,merge,2020,a|b,c,,"))
    report = put(initiative, changes("X2,sector,rename,2015,a,d,,"))
    assert said(report) == [(2, "before", "change_of_others")]
    assert crosswalk_of(initiative).today("sector:a") == "sector:c"


def test_it_dates_places_and_lets_the_last_hold_today(initiative):
    rows = history("P,cluster,,2", "P,cluster,2019,3", "P,parent,,N", "P,parent,2020,S")
    assert put(initiative, rows).total("added") == 4
    place = Place.objects.get(initiative=initiative, code="P")
    assert (place.attributes, place.parent.code) == ({"cluster": "3"}, "S")
    assert attributes_in(initiative, "cluster", "2018") == {"P": "2"}
    say_nothing_new(initiative, ["place_history", "places"])


def test_it_refuses_places_that_would_lie_in_themselves(initiative):
    report = put(
        initiative, history("N,parent,2015,P", "P,parent,2016,X", "S,parent,2016,L", "Q,kind,,1")
    )
    assert said(report) == [
        (2, "value", "place_cycle"),
        (3, "value", "parent_not_place"),
        (5, "place", "unknown_code"),
    ]
    assert PlaceHistory.objects.filter(place__initiative=initiative).count() == 1
    tables = [
        Sheet(
            "places", ("code", "name_en", "parent", "cluster"), (RawRow(2, ("P", "P", "N", "4")),)
        ),
        history("P,cluster,2019,3"),
    ]
    assert said(put(initiative, *tables)) == [(2, "value", "differs_from_today")]


def test_a_category_that_a_change_names_is_not_retired_and_a_change_takes_its_names_back(
    initiative,
):
    put(initiative, changes("X1,sector,merge,2020,a|b,c,,"))
    lead, at = signed_in("data_lead", initiative), f"/en/i/{initiative.code}/records"
    group = Group.objects.get(initiative=initiative, code="a")
    lead.post(f"{at}/groups/{group.pk}/retire/", {"why": "no longer used"})
    assert Group.objects.filter(pk=group.pk).exists()
    change = CategoryChange.objects.get(initiative=initiative)
    lead.post(f"{at}/category_changes/{change.pk}/retire/", {"why": "too early"})
    assert not CategoryChange.objects.filter(initiative=initiative).exists()
    lead.post(f"{at}/groups/{group.pk}/retire/", {"why": "no longer used"})
    assert not Group.objects.filter(pk=group.pk).exists()


def test_it_keeps_the_numbers_of_the_example_as_they_were(ready_together):
    place = Place.objects.get(initiative=ready_together, code="1309")
    assert place.attributes["cluster"] == "2"
    assert attributes_in(ready_together, "cluster", "2015")["1309"] == "1"
    group = Group.objects.get(initiative=ready_together, dimension="support", code="disability")
    assert (group.name.words("en"), group.priority) == ("With a disability", Decimal(1))
