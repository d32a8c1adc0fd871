"""A backbone director adds, changes and previews records; rules and words are the importer's."""

import pytest

from shidra.audit.models import Change, Record
from shidra.config.example_figures import let_example_report
from shidra.exchange.queries.stored import lasting_id, stored_rows
from shidra.exchange.workbook import TABLES
from shidra.funding.models import Need
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from shidra.network.models import Activity, Organisation, Promise
from shidra.records.permissions import ON_A_PAGE_OF_THEIR_OWN
from shidra.roadmap.models import FactorEntry
from tests.personas import signed_in
from tests.records.browsing import Desk, errors, newest, number_of


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("backbone", ready_together), ready_together)


@pytest.fixture
def initiative(ready_together: Initiative) -> Initiative:
    return ready_together


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_lists_and_opens_every_table(initiative, language):
    let_example_report(initiative)
    desk = Desk(signed_in("data_lead", initiative), initiative, language)
    desk.get()
    for table in TABLES.keys() - ON_A_PAGE_OF_THEIR_OWN:
        desk.get(f"{table}/")
        row = stored_rows(table, initiative)[0]
        desk.get(f"{table}/{lasting_id(table, row)}/")
        desk.get(f"{table}/{lasting_id(table, row)}/history/")
        desk.get(f"{table}/retired/")
        if table != "initiative":
            desk.get(f"{table}/add/")
            desk.get(f"{table}/paste/")


def test_saving_what_is_there_changes_nothing(desk, initiative):
    let_example_report(initiative)
    before = Record.objects.count()
    for table in TABLES.keys() - ON_A_PAGE_OF_THEIR_OWN:
        path = f"{table}/{lasting_id(table, stored_rows(table, initiative)[0])}/"
        desk.post(path, desk.open(path), status=302)
    assert Record.objects.count() == before


def test_it_changes_one_field_and_tells_who_and_why(desk, initiative):
    path = f"organisations/{number_of(initiative, 'organisations', 'EDUC')}/"
    desk.save(path, name_he="האגף לגיל הרך")
    changed = Organisation.objects.get(initiative=initiative, code="EDUC")
    assert changed.name.words("he") == "האגף לגיל הרך"
    assert changed.name.words("en")
    change = Change.objects.order_by("-pk")[0]
    assert change.became["name"]["he"] == "האגף לגיל הרך"
    assert newest("put").actor_label == "backbone"
    desk.post(path, desk.open(path) | {"cell-sector": "ngo", "why": "עברו לעמותה"}, status=302)
    assert newest("put").reason == "עברו לעמותה"
    said = desk.say(desk.get(f"{path}history/"))
    assert "עברו לעמותה" in said
    assert "ארגונים חברתיים" in said


def next_promise() -> str:
    """The example counts its promises from PR01."""
    return f"PR{Promise.objects.count() + 1}"


def test_a_new_record_gets_the_next_free_code(desk, initiative):
    code = next_promise()
    assert desk.open("promises/add/")["cell-code"] == code
    sent = desk.open("promises/add/") | {
        "cell-code": "",
        "cell-partner": "EDUC",
        "cell-kind": "data",
        "cell-text_he": "לפרסם את הנתונים",
    }
    desk.post("promises/add/", sent, status=302)
    assert Promise.objects.get(code=code).text.words("he") == "לפרסם את הנתונים"


def test_a_code_that_is_taken_is_refused_and_what_was_typed_stays(desk):
    sent = desk.open("promises/add/") | {
        "cell-code": "PR01",
        "cell-partner": "EDUC",
        "cell-kind": "data",
        "cell-text_he": "משהו אחר לגמרי",
    }
    response = desk.post("promises/add/", sent)
    assert list(errors(response)) == ["cell-code"]
    assert "משהו אחר לגמרי" in desk.say(response)
    assert Promise.objects.get(code="PR01").text.words("he") != "משהו אחר לגמרי"


def test_each_error_stands_at_its_field_in_the_readers_language(initiative):
    desk = Desk(signed_in("backbone", initiative), initiative, "ar")
    sent = desk.open("needs/add/") | {
        "cell-line": "backbone",
        "cell-year": "soon",
        "cell-amount": "10.005",
        "cell-people": "-3",
    }
    response = desk.post("needs/add/", sent)
    assert set(errors(response)) == {"cell-year", "cell-people"}
    assert "soon" in desk.say(response)
    assert "10.005" in desk.say(response)
    sent |= {"cell-year": "2031", "cell-people": ""}
    assert set(errors(desk.post("needs/add/", sent))) == {"cell-amount"}
    desk.post("needs/add/", sent | {"cell-amount": "10.05"}, status=302)
    assert Need.objects.get(year=2031).amount == 1005


def test_a_preview_shows_before_and_after_and_saves_nothing(desk, initiative):
    path = f"activities/{number_of(initiative, 'activities', 'A1')}/"
    before, records = Activity.objects.get(code="A1"), Record.objects.count()
    sent = desk.open(path) | {"cell-name_he": "שם חדש לפעילות", "act": "preview"}
    response = desk.post(path, sent)
    (line,) = response.context["preview"]
    assert (line.before, line.after) == (before.name.words("he"), "שם חדש לפעילות")
    assert Activity.objects.get(code="A1").name == before.name
    assert Record.objects.count() == records


def test_groups_places_and_factors_are_ticked(desk, initiative):
    path = f"activities/{number_of(initiative, 'activities', 'A1')}/"
    sent = desk.open(path) | {"cell-factors": ["F2", "F3"], "cell-groups": ["gender:girl"]}
    desk.post(path, sent, status=302)
    activity = Activity.objects.get(code="A1")
    assert {factor.code for factor in activity.factors.all()} == {"F2", "F3"}
    assert activity.group_set.key == "gender:girl"


def test_an_observation_is_entered_by_dimension_and_in_percent(desk, initiative):
    response = desk.get("observations/add/")
    keys = {plan.column.name: plan.key for plan in response.context["form"].plans.values()}
    sent = {
        "cell-indicator": "I1",
        "cell-period": "2026",
        keys["gender"]: "girl",
        "cell-value": "41.5",
    }
    desk.post("observations/add/", sent, status=302)
    found = Observation.objects.get(
        indicator__code="I1", period="2026", group_set__key="gender:girl"
    )
    assert str(found.value) == "0.415"
    again = desk.open(f"observations/{found.pk}/")
    assert again["cell-value"] == "41.5"


def test_text_that_begins_like_a_formula_is_only_text(desk, initiative):
    path = f"organisations/{number_of(initiative, 'organisations', 'EDUC')}/"
    desk.save(path, name_en="=1+1 for all")
    assert Organisation.objects.get(code="EDUC").name.words("en") == "=1+1 for all"
    assert desk.open(path)["cell-name_en"] == "=1+1 for all"
    desk.post(path, desk.open(path), status=302)
    assert Organisation.objects.get(code="EDUC").name.words("en") == "=1+1 for all"


def test_a_change_to_an_adopted_map_waits_in_the_draft(desk, initiative):
    number = number_of(initiative, "factors", "F2")
    desk.save(f"factors/{number}/", importance="1")
    assert FactorEntry.objects.get(factor=number, version__status="adopted").importance != 1
    assert FactorEntry.objects.get(factor=number, version__status="draft").importance == 1
    assert desk.open(f"factors/{number}/")["cell-importance"] == "1"


def test_the_page_says_who_will_see_it(desk, initiative):
    number = number_of(initiative, "commitments", "C-ALUMOT")
    response = desk.get(f"commitments/{number}/")
    assert response.context["page"].sights[0].icon == "eye"
    sent = desk.open(f"commitments/{number}/") | {"cell-visibility": "private", "act": "preview"}
    said = desk.post(f"commitments/{number}/", sent).context["page"].sights[0].text
    assert said == "רק ארגון השדרה, הביקורת והגוף המממן רואים את הכסף הזה."


def test_add_another_like_it_keeps_all_but_the_code(desk, initiative):
    number = number_of(initiative, "promises", "PR01")
    like = desk.open(f"promises/add/?like={number}")
    assert like["cell-code"] == next_promise()
    assert like["cell-partner"] == "EDUC"


def test_a_page_may_say_what_stands_in_a_new_form(desk):
    assert desk.open("needs/add/?line=F2&year=2030")["cell-line"] == "F2"
