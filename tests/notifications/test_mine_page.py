"""The page of what waits for me: the same as the letters, for everybody and without a mail server."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shidra.agenda.models import AgendaVersion
from shidra.notifications.actions import follow
from shidra.notifications.models import Preferences
from shidra.roadmap.actions import version_for_changes
from tests import factories
from tests.notifications.conftest import in_days, make_promise

pytestmark = pytest.mark.django_db


def mine(client, somebody, language="en") -> str:
    client.force_login(somebody)
    return client.get(f"/{language}/mine/").content.decode()


def test_it_asks_for_a_sign_in(client, together):
    response = client.get("/en/mine/")
    assert response.status_code == 302
    assert response.url.startswith("/en/sign-in/")


@pytest.mark.parametrize(
    ("language", "heading", "due"),
    [
        ("he", "דבר אחד מחכה לך", "בעוד 3 ימים"),
        ("ar", "أمر واحد بانتظارك", "بعد 3 أيام"),
        ("en", "1 thing waits for you", "in 3 days"),
    ],
)
def test_it_says_it_in_each_language(noa, promise, client, language, heading, due):
    page = mine(client, noa, language)
    assert heading in page
    assert due in page


def test_it_teaches_where_nothing_waits(noa, client):
    page = mine(client, noa)
    assert "Nothing waits for you" in page
    assert "You follow nothing yet" in page


def test_it_says_that_no_letter_goes_out_where_there_is_no_mail_server(noa, client):
    assert "No mail server is set up here" in mine(client, noa)


def test_it_says_how_often_a_letter_comes_where_there_is_one(noa, client, post_office):
    page = mine(client, noa)
    assert "No mail server" not in page
    assert "Once a week" in page


def test_the_agenda_waits_for_comments_then_for_a_signature(noa, nevet, together, client):
    version = AgendaVersion.objects.create(
        initiative=together,
        number=1,
        status="consultation",
        consultation_until=date(2099, 1, 1),
    )
    assert "Say what you think of the agenda" in mine(client, noa)
    version.status, version.adopted_on = "adopted", date(2026, 1, 1)
    version.save()
    assert "The agenda waits for the signature of" in mine(client, noa)
    version.signatures.create(
        organisation=nevet,
        name=nevet.name,
        signer="Noa",
        signer_role="director",
        signed_on=date(2026, 1, 2),
        recorded_by="Noa",
        recorded_at="2026-01-02T00:00Z",
    )
    assert "signature" not in mine(client, noa)


def test_a_draft_of_the_map_waits_for_the_backbone_alone(noa, dana, together, client):
    factories.make_factor(together, "F1")
    version_for_changes(initiative=together, by=dana.actor)

    assert "A draft of the road map waits" in mine(client, dana)
    assert "A draft of the road map waits" not in mine(client, noa)


def test_an_invitation_that_nobody_used_is_told_to_who_made_it(noa, dana, together, client):
    client.force_login(dana)
    client.post(
        "/en/i/together/people/invite/",
        {"role": "auditor", "language": "he", "meant_for": "Yael"},
    )
    assert "The invitation for" not in mine(client, dana)
    together.invitations.update(expires_at=timezone.now() + timedelta(days=1))
    page = mine(client, dana)
    assert "The invitation for" in page
    assert "Yael" in page
    assert "The invitation for" not in mine(client, noa)


def test_what_is_over_waits_for_nobody(noa, promise, together, client):
    together.state = "closed"
    together.save()
    assert "Nothing waits for you" in mine(client, noa)


def test_a_paused_initiative_still_shows_its_days(noa, promise, together, client):
    together.state = "paused"
    together.save()
    assert "story kits" in mine(client, noa)


def test_people_read_first_in_the_language_of_their_letters(noa, client, settings):
    noa.set_password("a long password")
    noa.save()
    client.post("/ar/sign-in/", {"username": noa.email, "password": "a long password"})
    client.post("/he/sign-in/", {"username": noa.email, "password": "a long password"})

    assert Preferences.objects.get(person=noa).language == "ar"


def test_more_rows_ask_no_more_of_the_database(noa, nevet, client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            mine(client, noa)
        return len(asked)

    for number in range(2):
        make_promise(nevet, f"P{number}", "kits", number)
    follow(person=noa, initiative="together", kind="organisation", code="NEVET")
    queries()
    few = queries()
    for number in range(2, 40):
        make_promise(nevet, f"P{number}", "kits", number)
    assert queries() == few


def queries_of_the_page(client, somebody) -> list[str]:
    mine(client, somebody)
    with CaptureQueriesContext(connection) as asked:
        mine(client, somebody)
    return [each["sql"] for each in asked.captured_queries]


def test_the_backbone_asks_no_more_of_the_database_however_many_partners_there_are(
    dana, nevet, together, client
):
    make_promise(nevet, "P0", "kits", -3)
    few = queries_of_the_page(client, dana)
    for number in range(30):
        partner = factories.make_organisation(together, f"ORG{number}")
        make_promise(partner, f"P{number + 1}", "kits", -3)
    many = queries_of_the_page(client, dana)
    assert "31 promises of partners are late" in mine(client, dana)
    assert len(many) == len(few)


def test_no_list_of_partners_or_places_is_read_where_nothing_of_them_is_told(
    dana, nevet, together, client
):
    """With thousands of them, reading their names cost more than the whole page."""
    lists = ('FROM "network_organisation"', 'FROM "initiatives_place"', 'FROM "initiatives_group"')
    asked = queries_of_the_page(client, dana)
    assert asked
    assert not [sql for sql in asked if any(each in sql for each in lists)]


def test_of_very_many_own_promises_it_tells_the_nearest_and_how_many_more_there_are(
    noa, nevet, client, monkeypatch
):
    monkeypatch.setattr("shidra.network.notices.MOST_LATE", 2)
    monkeypatch.setattr("shidra.network.notices.MOST_COMING", 2)
    for days in (-30, -2, -1, 1, 2, 30):
        make_promise(nevet, f"P{in_days(days):%m%d}", f"kits of {days} days", days)

    page = mine(client, noa)
    told = [days for days in (-30, -2, -1, 1, 2, 30) if f"kits of {days} days" in page]
    assert told == [-2, -1, 1, 2]
    assert "2 more promises follow; the list has them" in page


def test_it_speaks_of_no_more_where_all_are_told(noa, nevet, client, monkeypatch):
    monkeypatch.setattr("shidra.network.notices.MOST_COMING", 2)
    for days in (1, 2):
        make_promise(nevet, f"P{days}", f"kits of {days} days", days)

    page = mine(client, noa)
    assert "kits of 2 days" in page
    assert "more promise" not in page
