"""The bare address: Hebrew for a newcomer, else the language last read."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_newcomer_is_answered_in_hebrew():
    answer = Client().get("/", headers={"accept-language": "en"})
    assert answer["Location"] == "/he/"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_who_read_in_a_language_comes_back_to_it(language):
    client = Client()
    client.get(f"/{language}/sign-in/")
    assert client.get("/")["Location"] == f"/{language}/"


def test_what_machines_fetch_changes_nothing():
    client = Client()
    client.get("/en/sign-in/")
    client.get("/static/ui/img/favicon.svg").close()
    assert client.get("/")["Location"] == "/en/"


def test_a_made_up_language_is_ignored():
    client = Client()
    client.cookies["django_language"] = "../evil"
    assert client.get("/")["Location"] == "/he/"
