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
from tests.notifications.conftest import make_promise

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
