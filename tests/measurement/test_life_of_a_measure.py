"""From proposed to piloted, adopted and retired, and questions that become measures."""

from datetime import date

import pytest

from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.gaps.queries.ground import measured_factors
from shidra.i18n.isolates import strip
from shidra.measurement.actions import MoveRefused, move_indicator
from shidra.measurement.models import MOVES, Indicator, OpenQuestion
from shidra.measurement.queries import outcome_indicators
from shidra.roadmap.models import Factor
from tests.factories import text
from tests.measurement.figures import figures_on
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

LIST = "/en/i/together/indicators/"
PAGE = f"{LIST}M5/"
State = Indicator.State


def words_on(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


def move(initiative, to):
    indicator = Indicator.objects.get(initiative=initiative, code="M5")
    by = person("backbone", initiative).actor
    return move_indicator(indicator=indicator, to=to, on=date(2026, 1, 31), reason="tried", by=by)


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("to", State)
def test_only_allowed_steps_are_taken(together, before, to):
    Indicator.objects.update(state=before)
    if to in MOVES[before]:
        step = move(together, to)
        assert (step.before, step.after, step.by_label) == (before, to, "backbone")
        assert Indicator.objects.get().state == to
    else:
        with pytest.raises(MoveRefused):
            move(together, to)
        assert Indicator.objects.get().state == before


def test_the_whole_life_is_told_with_day_person_and_reason(together):
    Indicator.objects.update(state="proposed")
    for to in ("piloted", "adopted", "retired"):
        move(together, to)
    said = words_on(signed_in("visitor", together).get(PAGE))
    assert said.count("tried") == 3
    assert "backbone" in said
    assert "January 31" in said or "31 January" in said


def test_a_retired_measure_is_still_complete(together):
    before = figures_on(signed_in("data_lead", together).get(PAGE))
    move(together, "retired")
    response = signed_in("data_lead", together).get(PAGE)
    assert figures_on(response) == before
    assert "no longer in use" in words_on(response)
    assert outcome_indicators(together).first() is None


def test_a_retired_measure_no_longer_hides_that_nothing_is_measured(together):
    assert measured_factors(together) == {"O"}
    move(together, "retired")
    assert measured_factors(together) == frozenset()


def test_the_list_is_narrowed_by_state(together):
    client = signed_in("funder", together)
    assert 'indicators/M5/"' in client.get(LIST).content.decode()
    move(together, "retired")
    assert 'indicators/M5/"' not in client.get(LIST).content.decode()
    assert 'indicators/M5/"' in client.get(LIST, {"state": "retired"}).content.decode()
    assert "No measure is in this state." in words_on(client.get(LIST, {"state": "piloted"}))


def test_a_backbone_director_takes_a_step_on_the_page(together):
    client = signed_in("backbone", together)
    asked = {"to": "retired", "on": "2026-01-31", "reason": "Nobody uses it"}
    assert client.post(f"{PAGE}state/", asked | {"reason": ""}).status_code == 200
    assert client.post(f"{PAGE}state/", asked | {"to": "piloted"}).status_code == 200
    assert Indicator.objects.get().state == "adopted"
    assert client.post(f"{PAGE}state/", asked).status_code == 302
    (step,) = Indicator.objects.get().steps.all()
    assert (step.after, step.on, step.reason) == ("retired", date(2026, 1, 31), "Nobody uses it")


@pytest.mark.parametrize("role", ["partner_editor", "auditor", "visitor", "stranger"])
def test_nobody_else_takes_a_step(together, role):
    asked = {"to": "retired", "on": "2026-01-31", "reason": "Nobody uses it"}
    assert signed_in(role, together).post(f"{PAGE}state/", asked).status_code == 404
    assert Indicator.objects.get().state == "adopted"


def test_a_file_cannot_skip_a_step_and_leaves_one_where_it_moves(together):
    Indicator.objects.update(state="proposed")
    cells = {"code": "M5", "factor": "O", "name_en": "five", "unit": "percent", "better": "higher"}

    def put(state):
        named = cells | {"state": state}
        sheet = Sheet("indicators", tuple(named), (RawRow(2, tuple(named.values())),))
        by = person("data_lead", together).actor
        return put_sheets(initiative=together, sheets=[sheet], by=by)

    (found,) = put("adopted").rejections
    assert found.problem == "move_not_allowed"
    assert found.message
    assert "piloted" in found.accepted
    assert list(put("piloted").rejections) == []
    (step,) = Indicator.objects.get().steps.all()
    assert (step.before, step.after, step.by_label) == ("proposed", "piloted", "data_lead")


# --- what cannot be measured yet ---


@pytest.fixture
def question(together):
    return OpenQuestion.objects.create(
        initiative=together,
        code="Q1",
        question=text("Do children feel at home?"),
        obstacle=text("nobody asks them"),
        factor=Factor.objects.get(code="O"),
        origin="community",
        due_on=date(2026, 1, 31),
    )


def test_an_empty_agenda_teaches(together):
    assert "No open questions" in words_on(signed_in("visitor", together).get(LIST))
    assert "Add the first question" in words_on(signed_in("backbone", together).get(LIST))


def test_a_question_says_why_who_and_until_when(together, question):
    said = words_on(signed_in("visitor", together).get(LIST))
    for part in ("Do children feel at home?", "nobody asks them", "nobody yet", "the community"):
        assert part in said
    assert "It can be measured now" not in said


def test_a_question_becomes_a_measure(together, question):
    client, address = signed_in("data_lead", together), "/en/i/together/questions/Q1/answer/"
    asked = {
        "code": "I9",
        "name_en": "Children at home",
        "factor": "O",
        "unit": "percent",
        "better": "higher",
        "reason": "There is a questionnaire",
    }
    assert client.post(address, asked | {"code": "M5"}).status_code == 200
    assert client.post(address, asked | {"name_en": ""}).status_code == 200
    assert client.post(address, asked).status_code == 302
    made = Indicator.objects.get(code="I9")
    question.refresh_from_db()
    assert (question.indicator, made.state, made.origin) == (made, "proposed", "community")
    (step,) = made.steps.all()
    assert (step.after, step.reason) == ("proposed", "There is a questionnaire")
    assert "Children at home" in words_on(client.get(LIST))
    # It is answered, once.
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", ["partner_editor", "funder", "visitor", "stranger"])
def test_nobody_else_answers_a_question(together, question, role):
    assert signed_in(role, together).get("/en/i/together/questions/Q1/answer/").status_code == 404


# --- what else is agreed ---


def test_everything_that_was_agreed_stands_on_the_page(together):
    Indicator.objects.update(
        origin="community",
        frequency="yearly",
        lag_months=2,
        place_level="locality",
        splits="sector|gender",
        min_n=30,
        baseline_period="2014",
        sensitivity="sensitive",
        population=text("all pupils"),
        exclusions=text("special schools"),
        method=text("lists of schools"),
        comparator=text("the OECD"),
        limits=text("says nothing of marks"),
    )
    said = words_on(signed_in("visitor", together).get(PAGE))
    for part in (
        *("the community", "every year", "2 months after the period ends", "locality"),
        *("sector", "gender", "30", "2014: 19.3%", "sensitive", "all pupils", "special schools"),
        *("lists of schools", "the OECD", "says nothing of marks"),
    ):
        assert part in said


def test_a_measure_may_ask_for_more_people_than_the_initiative(together):
    client = signed_in("visitor", together)
    assert figures_on(client.get(PAGE))["value", "M5/sector:arab", "2014"] == 100 / 700
    Indicator.objects.update(min_n=600)
    found = figures_on(client.get(PAGE))
    assert ("value", "M5/sector:arab", "2014") not in found
    assert ("value", "M5/sector:arab", "2014") in figures_on(
        signed_in("data_lead", together).get(PAGE)
    )
