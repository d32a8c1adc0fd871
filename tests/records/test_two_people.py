"""Two people on one record: nobody overwrites what the other saved without seeing it."""

import pytest

from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation, Promise
from tests.personas import signed_in
from tests.records.browsing import Desk, number_of


@pytest.fixture
def desks(ready_together: Initiative) -> tuple[Desk, Desk, str]:
    number = number_of(ready_together, "promises", "PR01")
    one = Desk(signed_in("backbone", ready_together), ready_together)
    two = Desk(signed_in("data_lead", ready_together), ready_together)
    return one, two, f"promises/{number}/"


def test_what_only_one_of_them_changed_is_put_together(desks):
    one, two, path = desks
    mine = two.open(path) | {"cell-leader": "מי שמובילה"}
    one.save(path, due_on="2027-01-01")
    response = two.post(path, mine)
    assert {line.is_theirs for line in response.context["differences"]} == {True, False}
    assert not any(line.key for line in response.context["differences"])
    assert response.context["theirs"]["who"] == "backbone"
    form = response.context["form"]
    assert form["cell-due_on"].value() == "2027-01-01"
    assert form["cell-leader"].value() == "מי שמובילה"
    assert Promise.objects.get(code="PR01").leader != "מי שמובילה"
    again = {field.html_name: field.value() for field in form if field.value()}
    two.post(path, again | {"opened": response.context["page"].opened}, status=302)
    promise = Promise.objects.get(code="PR01")
    assert (promise.leader, str(promise.due_on)) == ("מי שמובילה", "2027-01-01")


@pytest.mark.parametrize(("choice", "kept"), [("theirs", "2027-01-01"), ("mine", "2028-02-02")])
def test_where_both_changed_a_field_one_chooses(desks, choice, kept):
    one, two, path = desks
    mine = two.open(path) | {"cell-due_on": "2028-02-02"}
    one.save(path, due_on="2027-01-01")
    response = two.post(path, mine)
    (line,) = response.context["differences"]
    assert line.key == "cell-due_on"
    assert "31" in line.was
    assert f'name="choose-{line.key}"' in two.say(response)
    form = response.context["form"]
    again = {field.html_name: field.value() for field in form if field.value()}
    again |= {"opened": response.context["page"].opened, f"choose-{line.key}": choice}
    two.post(path, again, status=302)
    assert str(Promise.objects.get(code="PR01").due_on) == kept


def test_two_who_say_the_same_meet_without_a_question(desks):
    one, two, path = desks
    mine = two.open(path) | {"cell-due_on": "2027-01-01"}
    one.save(path, due_on="2027-01-01")
    response = two.post(path, mine)
    assert [line.key for line in response.context["differences"]] == [""]


def test_a_third_change_is_shown_too(desks):
    one, two, path = desks
    mine = two.open(path) | {"cell-due_on": "2028-02-02"}
    one.save(path, due_on="2027-01-01")
    response = two.post(path, mine)
    again = {f.html_name: f.value() for f in response.context["form"] if f.value()}
    again["opened"] = response.context["page"].opened
    one.save(path, leader="עוד מישהו")
    response = two.post(path, again)
    assert [line.theirs for line in response.context["differences"] if line.is_theirs]
    assert Promise.objects.get(code="PR01").leader == "עוד מישהו"


def test_what_was_retired_meanwhile_is_a_page_that_keeps_the_words(ready_together):
    one = Desk(signed_in("backbone", ready_together), ready_together)
    two = Desk(signed_in("data_lead", ready_together), ready_together)
    sent = {"cell-code": "NEW", "cell-name_he": "ארגון לרגע", "cell-sector": "ngo"}
    one.post("organisations/add/", one.open("organisations/add/") | sent, status=302)
    path = f"organisations/{Organisation.objects.get(code='NEW').pk}/"
    mine = two.open(path) | {"cell-name_he": "שם שנכתב ביד"}
    one.post(f"{path}retire/", {"why": "לא רלוונטי"}, status=302)
    response = two.post(path, mine, status=404)
    assert "שם שנכתב ביד" in two.say(response)
    assert "organisations/add/?" in two.say(response)
    assert not Organisation.objects.filter(code="NEW").exists()
