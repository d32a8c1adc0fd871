"""The five conditions: what the system sees of each, what the backbone says, who fills what."""

from datetime import date

import pytest

from shidra.audit.models import Record
from shidra.backbone.models import ConditionNote, FunctionHolder
from shidra.network.models import Activity
from tests.factories import make_factor, make_initiative, make_organisation, text
from tests.personas import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/en/i/together/how-we-work/"
EDIT = "/en/i/together/how-we-work/edit/"


@pytest.fixture
def together():
    return make_initiative()


def typed(*lines: dict[str, str], **notes: str) -> dict[str, str]:
    form = {"form-TOTAL_FORMS": str(len(lines)), "form-INITIAL_FORMS": "0"} | notes
    for number, line in enumerate(lines):
        form |= {f"form-{number}-{name}": value for name, value in line.items()}
    return form


def page(who, initiative) -> str:
    answer = signed_in(who, initiative).get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_backbone_says_a_sentence_and_who_fills_a_function(together):
    partner = make_organisation(together, "O1")
    line = {
        "function": "policy",
        "organisation": str(partner.pk),
        "since": "2025-03-01",
        "yearly_cost": "120000",
    }
    answer = signed_in("backbone", together).post(EDIT, typed(line, agenda="We agreed in public."))
    assert answer.status_code == 302
    holder = FunctionHolder.objects.get()
    assert (holder.function, holder.since) == ("policy", date(2025, 3, 1))
    assert holder.yearly_cost == 12_000_000
    shown = page("visitor", together)
    assert "We agreed in public." in shown
    assert "partner O1" in shown
    kept = set(Record.objects.values_list("action", flat=True))
    assert {"say how we work", "fill functions of the backbone"} <= kept


def test_costs_are_for_members(together):
    partner = make_organisation(together, "O1")
    FunctionHolder.objects.create(
        initiative=together, function="policy", organisation=partner, yearly_cost=7_654_300
    )
    assert "76,543" in page("funder", together)
    assert "76,543" not in page("visitor", together)


def test_saving_the_same_again_leaves_no_trace(together):
    partner = make_organisation(together, "O1")
    line = {"function": "policy", "organisation": str(partner.pk), "was": f"policy:{partner.pk}"}
    client = signed_in("backbone", together)
    for _time in range(2):
        assert client.post(EDIT, typed(line, agenda="Said.")).status_code == 302
    assert Record.objects.filter(action="say how we work").count() == 1
    assert Record.objects.filter(action="fill functions of the backbone").count() == 1


def test_an_organisation_that_is_taken_out_fills_nothing_any_more(together):
    partner = make_organisation(together, "O1")
    FunctionHolder.objects.create(initiative=together, function="policy", organisation=partner)
    line = {"was": f"policy:{partner.pk}", "function": "", "organisation": ""}
    signed_in("backbone", together).post(EDIT, typed(line))
    assert not FunctionHolder.objects.exists()


def test_what_somebody_else_added_meanwhile_stays(together):
    ours, theirs = (make_organisation(together, code) for code in ("O1", "O2"))
    FunctionHolder.objects.create(initiative=together, function="policy", organisation=theirs)
    line = {"was": "", "function": "vision", "organisation": str(ours.pk)}
    signed_in("backbone", together).post(EDIT, typed(line))
    assert FunctionHolder.objects.count() == 2


def test_other_languages_of_a_sentence_stay(together):
    ConditionNote.objects.create(initiative=together, condition="agenda", sentence=text("old"))
    signed_in("backbone", together).post(EDIT, typed(agenda="new"))
    note = ConditionNote.objects.get()
    assert (note.sentence.words("en"), note.sentence.words("he")) == ("new", "old")


def test_it_sees_which_factors_somebody_works_on(together):
    partner = make_organisation(together, "O1")
    worked_on = make_factor(together, "F1")
    make_factor(together, "F2")
    for code, kind in (("A1", "programme"), ("A2", "system")):
        activity = Activity.objects.create(
            initiative=together, code=code, organisation=partner, name=text(code), kind=kind
        )
        activity.factors.add(worked_on)
    shown = page("visitor", together)
    assert "Of 2 factors on the map, somebody works on 1." in shown
    assert "1 of the activities is work on the system." in shown


def test_activities_out_of_sight_are_not_counted(together):
    partner = make_organisation(together, "O1")
    activity = Activity.objects.create(
        initiative=together,
        code="A1",
        organisation=partner,
        name=text("A1"),
        visibility="steering",
    )
    activity.factors.add(make_factor(together, "F1"))
    assert "No activity is written down yet." in page("visitor", together)
    assert "1 activity is written down." in page("backbone", together)


@pytest.mark.parametrize(
    "wrong",
    [
        {"function": "policy", "organisation": ""},
        {"function": "", "organisation": "own"},
        {"function": "policy", "organisation": "foreign"},
        {"function": "policy", "organisation": "own", "yearly_cost": "-1"},
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_saved(together, wrong):
    own = make_organisation(together, "O1")
    foreign = make_organisation(make_initiative("apart"), "O9")
    named = {"own": str(own.pk), "foreign": str(foreign.pk), "": ""}
    line = wrong | {"organisation": named[wrong["organisation"]]}
    answer = signed_in("backbone", together).post(EDIT, typed(line, agenda="kept on the page"))
    assert answer.status_code == 200
    assert "kept on the page" in answer.content.decode()
    assert not FunctionHolder.objects.exists()
    assert not ConditionNote.objects.exists()


@pytest.mark.parametrize("who", ["data_lead", "funder", "community_member", "stranger"])
def test_only_the_backbone_says_how_it_works(together, who):
    assert signed_in(who, together).get(EDIT).status_code == 404
