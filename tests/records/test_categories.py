"""Categories and places that change: worked steps with a look before the save, and ways back."""

import re

import pytest

from shidra.audit.models import Record
from shidra.i18n.isolates import strip
from shidra.initiatives.actions import date_place
from shidra.initiatives.models import CategoryChange, Group, Place
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_factor, make_groups, make_initiative, make_place, text
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    found = make_initiative()
    land = make_place(found, "L")
    for code in ("N", "S"):
        make_place(found, code, land)
    place = make_place(found, "P", Place.objects.get(initiative=found, code="N"))
    Place.objects.filter(pk=place.pk).update(attributes={"cluster": "2"})
    sets = [make_groups(found, f"sector:{code}") for code in ("arab", "jewish", "druze", "north")]
    measure = Indicator.objects.create(
        initiative=found,
        code="M5",
        factor=make_factor(found, "O", kind="outcome"),
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    Observation.objects.bulk_create(
        Observation(
            indicator=measure, period=period, group_set=one, numerator=number * 10, denominator=300
        )
        for period in ("2014", "2015", "2016")
        for number, one in enumerate(sets[:3], 5)
    )
    return found


class Steps:
    """The pages as one person's browser shows them."""

    def __init__(self, role, initiative):
        self.client = signed_in(role, initiative)
        self.at = f"/en/i/{initiative.code}/records/categories/"

    def words(self, path="", status=200):
        response = self.client.get(self.at + path)
        assert response.status_code == status, (path, response.status_code)
        return strip(response.content.decode())

    def look(self, kind, of="sector", **sent):
        sent = {"from_period": "2017", "decided_on": "2026-01-31", "note": "the ministry", **sent}
        self.sent, self.path = sent, f"{self.at}change/{kind}/?of={of}"
        return self.client.post(self.path, {**sent, "act": "look"})

    def save(self, looked):
        sign = re.search(r'name="seen" value="([0-9a-f]+)"', looked.content.decode())[1]
        return self.client.post(self.path, {**self.sent, "act": "save", "seen": sign})


def test_it_shows_what_is_touched_before_anything_is_saved(initiative):
    steps = Steps("data_lead", initiative)
    stored, trail = list(Observation.objects.values()), Record.objects.count()
    looked = steps.look("merge", before=["arab", "druze"], name="All Arabs")
    words = strip(looked.content.decode())
    assert "From 2017 on, arab, druze became All Arabs" in words
    assert re.search(r"6 figures name them\. They stay as they were given", words)
    assert not CategoryChange.objects.exists()
    assert Record.objects.count() == trail
    saved = steps.save(looked)
    assert saved.status_code == 302
    made = CategoryChange.objects.get(initiative=initiative)
    assert (made.kind, made.olds, made.note) == ("merge", ("arab", "druze"), "the ministry")
    group = Group.objects.get(initiative=initiative, code=made.after)
    assert group.name.words("en") == "All Arabs"
    assert list(Observation.objects.values()) == stored
    assert Record.objects.count() > trail
    assert "Saved. No figure was retyped." in steps.words()


def test_it_saves_nothing_that_was_not_looked_at(initiative):
    steps = Steps("data_lead", initiative)
    looked = steps.look("merge", before=["arab", "druze"], name="All Arabs")
    steps.sent["from_period"] = "2018"
    again = steps.save(looked)
    assert again.status_code == 200
    assert "From 2018 on" in strip(again.content.decode())
    assert not CategoryChange.objects.exists()


def test_it_says_where_totals_would_be_others(initiative):
    steps = Steps("data_lead", initiative)
    fine = strip(steps.look("merge", before=["arab", "druze"], name="All").content.decode())
    assert "The totals of all periods stay as they are." in fine
    # Somebody reports “jewish”, and so it would count before what is said to lie in it.
    odd = strip(
        steps.look("move", before=["arab"], after="jewish", from_period="2015").content.decode()
    )
    assert "Some totals would be others than today" in odd
    assert "five units: 2015, 2016" in odd
    assert not CategoryChange.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("merge", {"before": ["arab"], "name": "x"}, "do not make a change of this kind"),
        ("merge", {"before": ["arab", "druze"]}, "Choose one above, or name the new one."),
        ("merge", {"before": ["arab", "nobody"], "name": "x"}, "Nothing was saved yet"),
        (
            "rename",
            dict.fromkeys(("before", "name_he", "name_ar", "name_en"), "arab"),
            "It is called so already.",
        ),
        ("rename", {"before": "arab", "code": "druze"}, "There is one of this code already."),
        ("split", {"before": "arab", "name_1": "one"}, "do not make a change of this kind"),
        ("move", {"before": ["arab"], "after": "arab"}, "cannot be a part of itself"),
        ("move", {"before": ["arab"], "after": "druze", "from_period": "17"}, "Write a period"),
        ("move", {"before": ["arab"], "after": "druze", "note": ""}, "Nothing was saved yet"),
    ],
)
def test_it_says_why_a_change_cannot_be_and_keeps_what_was_written(initiative, kind, sent, said):
    steps, trail = Steps("data_lead", initiative), Record.objects.count()
    looked = steps.look(kind, **sent)
    words = strip(looked.content.decode())
    assert said in words
    assert 'name="seen"' not in words
    assert not CategoryChange.objects.exists()
    assert Record.objects.count() == trail
    assert set(Group.objects.filter(initiative=initiative).values_list("code", flat=True)) == {
        "arab",
        "jewish",
        "druze",
        "north",
    }


def test_it_renames_divides_and_moves_and_tells_of_it_newest_first(initiative):
    steps = Steps("backbone", initiative)
    for kind, of, sent in (
        ("rename", "sector", {"before": "arab", "name_en": "Arab citizens"}),
        ("split", "sector", {"before": "jewish", "after": ["north"], "name_1": "the others"}),
        ("move", "place", {"before": ["P"], "after": "S"}),
    ):
        looked = steps.look(kind, of, **sent)
        assert steps.save(looked).status_code == 302, strip(looked.content.decode())
    words = steps.words("?of=sector")
    assert "3 changes of categories, and no figure retyped" in words
    assert words.index("is told as") < words.index("Until 2017, Arab citizens was called arab.")
    assert "Told by its parts from 2017 on." in words
    assert Place.objects.get(initiative=initiative, code="P").parent.code == "S"
    assert "belongs to S" in steps.words("?of=place")
    assert "How its categories changed, and why" in strip(
        steps.client.get("/en/i/together/indicators/M5/?by=sector").content.decode()
    )


def test_it_takes_a_change_back_with_a_reason_and_not_what_others_build_on(initiative):
    steps = Steps("data_lead", initiative)
    steps.save(steps.look("merge", before=["arab", "druze"], name="All", code="all"))
    steps.save(steps.look("rename", before="all", code="every", from_period="2019"))
    first, second = CategoryChange.objects.filter(initiative=initiative)
    at = f"{steps.at}changes/{{}}/take-back/"
    refused = steps.client.post(at.format(first.code), {"why": "too early"})
    assert "take that one back first" in strip(refused.content.decode())
    for each in (second, first):
        assert "became" in steps.words(f"changes/{each.code}/take-back/")
        assert steps.client.post(at.format(each.code), {"why": "too early"}).status_code == 302
    assert not CategoryChange.objects.exists()
    assert not Group.objects.filter(initiative=initiative, code__in=["all", "every"]).exists()
    assert Record.objects.filter(reason="too early").exists()
    assert steps.client.post(at.format(first.code), {"why": "again"}).status_code == 404


def test_it_dates_what_is_said_of_a_place_and_takes_it_back(initiative):
    steps = Steps("data_lead", initiative)
    sent = {"name": "cluster", "value": "3", "from_period": "2019", "why": "the new index"}
    assert steps.client.post(f"{steps.at}places/P/", sent).status_code == 302
    words = steps.words("places/P/")
    assert "from the beginning: 2" in words
    assert "from 2019 on: 3" in words
    assert "from 2019 on: 3" in steps.words("?of=place")
    row = Place.objects.get(initiative=initiative, code="P").history.get(from_period="2019")
    assert "from 2019 on: 3" in steps.words(f"places/P/{row.pk}/forget/")
    at = f"{steps.at}places/P/{row.pk}/forget/"
    assert steps.client.post(at, {"why": ""}).status_code == 200
    assert steps.client.post(at, {"why": "of another place"}).status_code == 302
    place = Place.objects.get(initiative=initiative, code="P")
    assert (place.attributes, place.history.count()) == ({"cluster": "2"}, 0)
    assert steps.client.post(f"{steps.at}places/nowhere/", sent).status_code == 404


def test_it_is_for_those_with_raw_rights_and_written_by_those_who_edit(initiative):
    lead = Steps("data_lead", initiative)
    lead.save(lead.look("rename", before="arab", name_en="Arab citizens"))
    code = CategoryChange.objects.get(initiative=initiative).code
    date_place(
        place=Place.objects.get(initiative=initiative, code="P"),
        name="cluster",
        from_period="2019",
        value="3",
        reason="",
        by=person("data_lead", initiative).actor,
    )
    auditor = Steps("auditor", initiative)
    words = auditor.words()
    assert "Arab citizens" in words
    assert "Take it back" not in words
    assert "change/merge" not in words
    for path in ("change/merge/?of=sector", f"changes/{code}/take-back/", "places/P/"):
        auditor.words(path, 404)
    for role in ("partner_editor", "funder", "visitor"):
        Steps(role, initiative).words("", 404)


def test_it_teaches_where_nothing_has_changed_yet(initiative):
    words = Steps("data_lead", initiative).words()
    assert "Categories and places are as they were from the beginning" in words
    assert "Here nothing has changed yet" in words


def test_a_closed_initiative_tells_of_its_changes_and_takes_none(initiative):
    initiative.state = "closed"
    initiative.save()
    steps = Steps("data_lead", initiative)
    assert "change/merge" not in steps.words()
    assert steps.look("rename", before="arab", name_en="x").status_code in {403, 409}
    assert not CategoryChange.objects.exists()


def test_it_searches_many_places_and_types_codes_where_there_are_too_many(initiative):
    Place.objects.bulk_create(
        Place(initiative=initiative, code=f"Q{number}", name=Group(code="x").name, position=number)
        for number in range(220)
    )
    steps = Steps("data_lead", initiative)
    assert "1 to 50 of 224" in steps.words("?of=place").replace("\u00a0", " ")
    assert "Q219" in steps.words("?of=place&q=q219")
    looked = steps.look("move", "place", before="Q1, Q2", after="S")
    assert steps.save(looked).status_code == 302
    lies_in = Place.objects.filter(initiative=initiative, parent__code="S")
    assert {"Q1", "Q2"} <= set(lies_in.values_list("code", flat=True))
