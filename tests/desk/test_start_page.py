"""The first page: what a visitor, somebody without a role and an administrator find in it."""

import pytest
from django.test import Client

from tests.factories import make_initiative, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _accounts_exist() -> None:
    make_user("somebody@example.org")


def test_it_asks_a_visitor_to_sign_in(client: Client):
    page = client.get("/en/").content.decode()
    assert "open to visitors" in page
    assert '<a class="button button-primary" href="/en/sign-in/">' in page


def test_it_offers_an_administrator_the_first_step(client: Client):
    person = make_user("admin@example.org")
    person.is_superuser = True
    person.save()
    client.force_login(person)
    page = client.get("/en/").content.decode()
    assert "Begin with one sentence" in page
    assert '<a class="button button-primary" href="/en/new/">' in page
    assert page.count("load a workbook") == 1
    assert "Sign in" not in page


def test_it_tells_somebody_without_a_role_whom_to_ask(client: Client):
    make_initiative("closed", is_public=False)
    client.force_login(make_user("new@example.org"))
    page = client.get("/en/").content.decode()
    assert "You have no role in an initiative yet." in page
    assert "Sign in" not in page
