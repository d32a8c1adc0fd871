"""Days of what is due, as calendar programs read them."""

from datetime import date

import pytest
from icalendar import Calendar

from shidra.agenda.models import AgendaVersion
from shidra.notifications.actions import wish, wishes_of
from shidra.notifications.presentation import calendar_path
from tests import factories
from tests.notifications.conftest import in_days, make_promise
from tests.personas import signed_in

pytestmark = pytest.mark.django_db


def events(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(response.content)
    return {str(event["UID"]).partition("@")[0]: event for event in read.walk("VEVENT")}


def test_it_has_whole_days_of_what_is_mine(noa, promise, nevet, client):
    make_promise(nevet, "P2", "far away", 300)
    found = events(client.get(calendar_path(wishes_of(noa))))

    assert set(found) == {"together/promise/P1", "together/promise/P2"}
    event = found["together/promise/P1"]
    assert event.decoded("DTSTART") == in_days(3)
    assert event.decoded("DTEND") == in_days(4)
    assert str(event["SUMMARY"]) == "story kits in Arabic"
    assert str(event["URL"]).endswith("/he/i/together/partners/NEVET/#promises")
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_the_last_day_there_is_stands_in_it_too(noa, promise, client):
    promise.due_on = date.max
    promise.save()
    (event,) = events(client.get(calendar_path(wishes_of(noa)))).values()
    assert event.decoded("DTSTART") == date.max
    assert "DTEND" not in event


def test_the_same_thing_keeps_its_name_when_its_day_moves(noa, promise, client):
    before = events(client.get(calendar_path(wishes_of(noa))))
    promise.due_on = in_days(20)
    promise.save()
    after = events(client.get(calendar_path(wishes_of(noa))))

    assert set(before) == set(after)
    assert after["together/promise/P1"].decoded("DTSTART") == in_days(20)


@pytest.mark.parametrize(("language", "words"), [("ar", "وعد من"), ("en", "Promise of")])
def test_it_speaks_the_language_of_its_reader(noa, promise, client, language, words):
    wish(person=noa, how_often="weekly", language=language, by=noa.actor)
    [event] = events(client.get(calendar_path(wishes_of(noa)))).values()

    assert words in str(event["DESCRIPTION"])
    assert event["SUMMARY"].params["LANGUAGE"] == language
    assert f"/{language}/i/together/" in str(event["URL"])


def test_an_initiative_shows_its_members_all_days_in_sight(noa, promise, together):
    other = factories.make_organisation(together, "OTHER")
    make_promise(other, "P9", "of others", 5)
    commitment = factories.make_commitment(together, "C1", other, visibility="private")
    commitment.instalments.create(due_on=in_days(9), amount=1000)
    AgendaVersion.objects.create(
        initiative=together, number=1, status="consultation", consultation_until=in_days(6)
    )
    of_partner = events(signed_in("partner_editor", together).get("/he/i/together/calendar.ics"))
    of_backbone = events(signed_in("backbone", together).get("/he/i/together/calendar.ics"))

    seen = {"together/promise/P1", "together/promise/P9", "together/agenda/1/consultation"}
    assert set(of_partner) == seen
    assert set(of_backbone) == seen | {f"together/instalment/C1/{in_days(9).isoformat()}"}


def test_visitors_have_no_calendar_of_it(together, client):
    assert client.get("/he/i/together/calendar.ics").status_code == 404


def test_words_of_people_break_no_line_of_the_file(noa, nevet, client):
    make_promise(nevet, "P1", "one\r\nEND:VEVENT\r\nBEGIN:VEVENT; two, \\three", 3)
    [event] = events(client.get(calendar_path(wishes_of(noa)))).values()

    assert "END:VEVENT" in str(event["SUMMARY"])


def test_a_calendar_of_very_many_days_has_the_nearest_and_says_how_many_follow(
    promise, together, monkeypatch
):
    monkeypatch.setattr("shidra.network.notices.MOST_DAYS", 2)
    other = factories.make_organisation(together, "OTHER")
    for day in (5, 6, 7):
        make_promise(other, f"Q{day}", f"in {day} days", day)
    make_promise(other, "OLD", "late for a year", -365)
    found = events(signed_in("backbone", together).get("/en/i/together/calendar.ics"))

    assert set(found) == {
        "together/promise/P1",
        "together/promise/Q5",
        "together/promises/more",
    }
    last = found["together/promises/more"]
    assert str(last["SUMMARY"]) == "2 more promises follow; the list has them"
    assert last.decoded("DTSTART") == in_days(5)
