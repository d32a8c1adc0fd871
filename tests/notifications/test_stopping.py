"""One click stops the letters; looking does not, and a key opens nothing else."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from shidra.audit.models import Record
from shidra.notifications.actions import make_digests, renew_calendar, send_letters, wishes_of
from shidra.notifications.models import Letter, Preferences
from shidra.notifications.presentation import calendar_path

pytestmark = pytest.mark.django_db

PROGRAM = {"List-Unsubscribe": "One-Click"}


def stop_path(letter) -> str:
    return re.search(r"<https?://[^/]+(/[^>]+)>", letter.extra_headers["List-Unsubscribe"])[1]


@pytest.fixture
def path(noa, promise, post_office) -> str:
    now = timezone.now()
    list(make_digests(now=now))
    send_letters(now=now)
    [letter] = post_office
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop_path(letter) in letter.body
    return stop_path(letter)


def how_often(person) -> str:
    return Preferences.objects.get(person=person).how_often


def test_a_mail_program_stops_them_at_once_without_signing_in(noa, path):
    response = Client(enforce_csrf_checks=True).post(path, PROGRAM)

    assert response.status_code == 200
    assert how_often(noa) == "never"
    assert Record.objects.filter(action="stop letters", actor_id=str(noa.pk)).count() == 1
    assert Client().post(path, PROGRAM).status_code == 200  # asked twice, still stopped


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_only_looks_stops_nothing(noa, path, method):
    response = getattr(Client(), method)(path)

    assert response.status_code == 200
    assert how_often(noa) == "weekly"


def test_the_page_has_one_button(noa, path):
    page = Client().get(path).content.decode()
    main = page[page.index("<main") : page.index("</main>")]

    assert main.count("<button") == 1


def test_letters_can_be_had_again(noa, path, client):
    client.post(path, PROGRAM)
    client.force_login(noa)
    client.post("/he/mine/letters/", {"how_often": "daily", "language": "ar"})

    assert how_often(noa) == "daily"
    assert Preferences.objects.get(person=noa).language == "ar"


@pytest.mark.parametrize("key", ["", "x", "1", "1.", ".x", "99999.x", "1.x/../", "٣.x", "9" * 40])
def test_a_wrong_key_opens_nothing(noa, path, key, client):
    for address in (f"/he/letters/stop/{key}/", f"/he/calendar/{key}.ics"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in {404, 405}
    assert how_often(noa) == "weekly"


def test_a_key_opens_only_what_it_is_for(noa, path, client):
    stop = path.rstrip("/").rpartition("/")[2]
    calendar = calendar_path(wishes_of(noa)).rpartition("/")[2].removesuffix(".ics")

    assert client.get(f"/he/calendar/{stop}.ics").status_code == 404
    assert client.post(f"/he/letters/stop/{calendar}/").status_code == 404
    other = re.sub(r"^\d+", str(noa.pk + 1), stop)
    assert client.post(f"/he/letters/stop/{other}/").status_code == 404


def test_no_key_lies_in_the_database(noa, path):
    key = path.rstrip("/").rpartition("/")[2]
    stored = [
        str(value)
        for model in (Preferences, Letter)
        for row in model.objects.values_list()
        for value in row
    ]
    assert not any(key in value for value in stored)


def test_a_new_address_ends_the_one_before(noa, client):
    before = calendar_path(wishes_of(noa))
    assert client.get(before).status_code == 200
    renew_calendar(person=noa, by=noa.actor)

    assert client.get(before).status_code == 404
    assert client.get(calendar_path(wishes_of(noa))).status_code == 200


def test_a_closed_account_has_no_calendar(noa, client):
    address = calendar_path(wishes_of(noa))
    type(noa).objects.filter(pk=noa.pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_wishes_that_make_no_sense_are_told_and_kept_on_the_page(noa, client):
    client.force_login(noa)
    page = client.post("/en/mine/letters/", {"how_often": "hourly", "language": "ar"})

    assert page.status_code == 200
    assert 'value="ar" selected' in page.content.decode().replace('" lang="ar" dir="rtl"', '"')
    assert not Record.objects.filter(action="change letters").exists()


def test_the_address_in_letters_of_before_can_be_made_worthless(noa, path, client):
    client.force_login(noa)
    assert "/mine/letters/renew-stop/" in client.get("/he/mine/letters/").content.decode()
    client.post("/he/mine/letters/renew-stop/")

    assert Client().get(path).status_code == 404
    assert Client().post(path, PROGRAM).status_code == 404
    assert how_often(noa) == "weekly"
    assert Record.objects.filter(action="renew stop address", actor_id=str(noa.pk)).count() == 1
