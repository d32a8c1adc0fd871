"""A draft begins with what is there; two people write it, and neither loses a word."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from shidra.agenda.actions import start_draft
from shidra.agenda.models import AgendaVersion, Clause
from shidra.audit.models import Record
from tests.agenda.people import MICHAL, adopted, at, draft, in_consultation, typed
from tests.factories import make_initiative, make_place

RESULT_EN, RESULT_HE, PROBLEM_EN, SCOPE_EN = "result_en", "result_he", "problem_en", "scope_en"


def test_it_begins_with_what_the_initiative_says(backbone, together):
    answer = backbone.post(at(together, "start/"), follow=True)
    assert answer.redirect_chain[-1][0] == at(together, "1/edit/")
    version = AgendaVersion.objects.get()
    assert version.wording.result.words("he") == "כולם מוכנים"
    assert version.wording.scope.words("en") == "From birth to six"


def test_it_puts_equity_first_and_keeps_it_there(backbone, together):
    backbone.post(at(together, "start/"))
    first, second = AgendaVersion.objects.get().wording.principles.words("en").split("\n")
    assert first.startswith("Equity")
    assert second == "Learn together"
    form = typed(backbone, together, 1, principles_en="Learn together\nEquity comes later")
    backbone.post(at(together, "1/edit/"), form)
    kept = AgendaVersion.objects.get().wording.principles.words("en")
    assert kept == "Equity comes later\nLearn together"


def test_it_names_the_localities_of_a_local_move_and_not_of_a_country(together):
    for number in range(41):
        place = make_place(together, f"P{number}")
        place.kind = "locality"
        place.save()
    assert start_draft(initiative=together, by=MICHAL).wording.where == ()
    AgendaVersion.objects.all().delete()
    place.delete()
    assert len(start_draft(initiative=together, by=MICHAL).wording.where) == 40


def test_it_is_begun_once_however_often_one_presses(backbone, together):
    for _press in range(3):
        backbone.post(at(together, "start/"))
    assert AgendaVersion.objects.count() == 1
    assert Record.objects.filter(action="start agenda").count() == 1


def test_it_starts_the_next_version_from_the_adopted_one(backbone, together):
    adopted(together)
    backbone.post(at(together, "start/"))
    assert AgendaVersion.objects.get(number=2).wording.result.words("en") == "Every child is ready"


def test_it_keeps_numbers_with_their_day_and_rows_with_whom(backbone, together, nabta):
    make_place(together, "1161")
    backbone.post(at(together, "start/"))
    form = typed(backbone, together, 1) | {
        "unit": "percent",
        "baseline": "58",
        "baseline_on": "2025-08-31",
        "target": "80.5",
        "target_on": "2031-08-31",
        "where": ["1161"],
        "earlier-0-what_en": "Home visits",
        "earlier-0-by": "NABTA",
        "earlier-0-since": "2014",
    }
    assert backbone.post(at(together, "1/edit/"), form).status_code == 302
    wording = AgendaVersion.objects.get().wording
    assert (wording.baseline.value, wording.baseline.on) == (Decimal("0.58"), date(2025, 8, 31))
    assert wording.target.value == Decimal("0.805")
    assert [each.code for each in wording.where] == ["1161"]
    row = wording.earlier_work[0]
    assert (row.what.words("en"), row.by.code, row.since) == ("Home visits", "NABTA", 2014)
    page = backbone.get(at(together, "1/")).content.decode()
    assert "58%" in page
    assert "80.5%" in page
    assert "partner NABTA" in page
    # What is opened and saved again without a change is no change.
    edition = AgendaVersion.objects.get().edition
    backbone.post(at(together, "1/edit/"), typed(backbone, together, 1))
    assert AgendaVersion.objects.get().edition == edition


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"baseline": "58"}, "Say what the numbers count."),
        ({"unit": "percent", "target": "80"}, "A number needs its day."),
        ({"baseline_on": "2031-01-01", "target_on": "2030-01-01"}, "comes after the baseline"),
        ({"earlier-0-since": "2014"}, "Say what was done, or empty the whole row."),
        ({"base": "nonsense"}, "too old to be saved"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(backbone, together, wrong, said):
    version = draft(together)
    form = typed(backbone, together, 1, **{RESULT_EN: "Words in progress"}) | wrong
    answer = backbone.post(at(together, "1/edit/"), form)
    page = answer.content.decode()
    assert said in page
    assert "Words in progress" in page
    assert AgendaVersion.objects.get().edition == version.edition


def test_two_people_who_change_different_clauses_both_stay(backbone, together):
    draft(together)
    mine = typed(backbone, together, 1, **{RESULT_EN: "My result"})
    backbone.post(
        at(together, "1/edit/"), typed(backbone, together, 1, **{SCOPE_EN: "Their scope"})
    )
    answer = backbone.post(at(together, "1/edit/"), mine)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "saved while you were writing" in page
    assert "My result" in page
    assert "Their scope" in page
    assert AgendaVersion.objects.get().wording.result.words("en") == "Every child is ready"
    again = typed_again(answer)
    assert backbone.post(at(together, "1/edit/"), again).status_code == 302
    wording = AgendaVersion.objects.get().wording
    assert wording.result.words("en") == "My result"
    assert wording.scope.words("en") == "Their scope"


def test_two_people_who_change_one_clause_see_it_three_ways(backbone, together):
    draft(together)
    mine = typed(backbone, together, 1, **{PROBLEM_EN: "My problem"})
    backbone.post(at(together, "1/edit/"), typed(backbone, together, 1, **{PROBLEM_EN: "Theirs"}))
    answer = backbone.post(at(together, "1/edit/"), mine)
    (clause,) = answer.context["clash"].clauses
    assert (clause.before, clause.theirs, clause.mine) == (
        "Four in ten are not",
        "Theirs",
        "My problem",
    )
    assert AgendaVersion.objects.get().wording.problem.words("en") == "Theirs"
    backbone.post(at(together, "1/edit/"), typed_again(answer))
    assert AgendaVersion.objects.get().wording.problem.words("en") == "My problem"


def typed_again(answer):
    from tests.agenda.people import sent

    return sent(answer.context["form"])


def test_a_form_sent_twice_saves_once(backbone, together):
    draft(together)
    form = typed(backbone, together, 1, **{RESULT_HE: "כל ילדה וכל ילד"})
    for _press in range(2):
        assert backbone.post(at(together, "1/edit/"), form).status_code == 302
    assert Record.objects.filter(action="save agenda").count() == 2  # the first is the factory's
    assert AgendaVersion.objects.get().edition == 3


def test_the_trail_tells_what_was_changed_clause_by_clause(backbone, together):
    draft(together)
    backbone.post(at(together, "1/edit/"), typed(backbone, together, 1, **{SCOPE_EN: "To seven"}))
    told = Record.objects.filter(action="save agenda").first()
    assert told.actor_label == "Michal"
    assert list(told.detail["clauses"]) == [Clause.SCOPE.value]
    before, after = told.detail["clauses"]["scope"]
    assert (before["en"]["text"], after["en"]["text"]) == ("From birth to six", "To seven")


def test_a_draft_is_thrown_away_but_not_what_others_were_shown(backbone, together):
    draft(together)
    backbone.post(at(together, "1/discard/"))
    assert not AgendaVersion.objects.exists()
    assert Record.objects.filter(action="discard agenda").exists()
    in_consultation(together)
    backbone.post(at(together, "1/discard/"))
    assert AgendaVersion.objects.get().status == "consultation"


def test_what_is_adopted_is_written_no_more(backbone, together):
    version = draft(together)
    form = typed(backbone, together, 1, **{RESULT_EN: "Too late"})
    version.delete()
    adopted(together)
    backbone.post(at(together, "1/edit/"), form)
    assert AgendaVersion.objects.get().wording.result.words("en") == "Every child is ready"


def test_the_database_holds_one_adopted_and_one_open(together):
    adopted(together)
    for status in ("adopted", "draft"):
        rows = [
            AgendaVersion(
                initiative=together, number=number, status=status, adopted_on=date(2026, 1, 1)
            )
            for number in (7, 8)
        ]
        with pytest.raises(IntegrityError), transaction.atomic():
            AgendaVersion.objects.bulk_create(rows)
    other = make_initiative("elsewhere")
    adopted(other)


def test_a_closed_initiative_is_read_and_not_written(backbone, together):
    adopted(together)
    together.state = "closed"
    together.save()
    assert backbone.get(at(together)).status_code == 200
    assert backbone.post(at(together, "start/")).status_code == 403
    assert AgendaVersion.objects.count() == 1
