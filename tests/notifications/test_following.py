"""Who follows something hears of what others did to it, as far as they may see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import RowChange
from shidra.measurement.models import Indicator
from shidra.notifications.actions import follow, make_digests, send_letters
from shidra.notifications.models import Following
from shidra.notifications.queries import FARTHEST_BACK
from shidra.roadmap.actions import adopt_open_version, version_for_changes
from tests import factories
from tests.notifications.conftest import make_promise

pytestmark = pytest.mark.django_db

MINE = "/en/mine/"


def change(row, by, kind="changed"):
    """As the actions of the rooms keep it."""
    label = row._meta.label_lower
    record(
        action="save",
        by=by.actor,
        initiative="together",
        changes=[RowChange(label, row.pk, kind, before={}, after={})],
    )


def page(client, person, path=MINE) -> str:
    client.force_login(person)
    return client.get(path).content.decode()


def ask(client, person, act, kind, code, initiative="together"):
    client.force_login(person)
    wanted = {"initiative": initiative, "kind": kind, "code": code, "next": "/en/mine/"}
    return client.post(f"/en/mine/{act}/", wanted)


@pytest.fixture
def factor(together):
    return factories.make_factor(together, "F1")


@pytest.fixture
def indicator(together, factor):
    return Indicator.objects.create(
        initiative=together,
        code="I1",
        factor=factor,
        name=factories.text("ready for school"),
        unit="percent",
        better="higher",
    )


def test_it_is_followed_and_left_by_a_button_on_its_page(noa, factor, indicator, client):
    for path, kind, code in (
        ("/en/i/together/", "initiative", "together"),
        ("/en/i/together/factors/F1/", "factor", "F1"),
        ("/en/i/together/indicators/I1/", "indicator", "I1"),
    ):
        assert 'action="/en/mine/follow/"' in page(client, noa, path)
        assert ask(client, noa, "follow", kind, code).status_code == 302
        assert 'action="/en/mine/unfollow/"' in page(client, noa, path)
        assert ask(client, noa, "unfollow", kind, code).status_code == 302
        assert 'action="/en/mine/follow/"' in page(client, noa, path)


def test_who_has_no_account_sees_no_button(together, factor, client):
    assert "/mine/follow/" not in client.get("/en/i/together/factors/F1/").content.decode()


@pytest.mark.parametrize(
    ("kind", "code", "initiative"),
    [
        ("factor", "NONE", "together"),
        ("password", "1", "together"),
        ("factor", "F1", "nowhere"),
        ("", "", ""),
    ],
)
def test_what_is_not_there_cannot_be_followed(noa, factor, client, kind, code, initiative):
    assert ask(client, noa, "follow", kind, code, initiative).status_code == 404
    assert not Following.objects.exists()


def test_the_button_leads_nowhere_else(noa, factor, client):
    client.force_login(noa)
    wanted = {"initiative": "together", "kind": "factor", "code": "F1"}
    response = client.post("/en/mine/follow/", wanted | {"next": "https://elsewhere.example/"})

    assert response.url == "/en/mine/"


def test_it_tells_what_others_did_and_not_what_one_did_oneself(noa, dana, indicator, client):
    follow(person=noa, initiative="together", kind="indicator", code="I1")
    change(indicator, noa)
    assert "Nothing in the last 30 days" in page(client, noa)
    change(indicator, dana)
    change(indicator, dana)
    shown = page(client, noa)

    assert "ready for school" in shown
    assert "Changed 2 times" in shown
    assert "dana@example.org" in shown


def test_a_factor_tells_of_its_measures_and_promises(noa, dana, factor, indicator, nevet, client):
    follow(person=noa, initiative="together", kind="factor", code="F1")
    change(indicator, dana)
    change(make_promise(nevet, "P1", "kits", 50, factor=factor), dana, kind="added")

    assert "Changed 2 times" in page(client, noa)


def test_a_letter_tells_each_change_once(noa, dana, indicator, post_office):
    follow(person=noa, initiative="together", kind="indicator", code="I1")
    change(indicator, dana)
    now = timezone.now()
    for days in (0, 7):
        list(make_digests(now=now + timedelta(days=days)))
        send_letters(now=now + timedelta(days=days))

    [letter] = post_office
    assert "ready for school" in letter.body
    assert "שדרה: דבר אחד מכל מה שבמעקב שלך השתנה" in letter.subject


def test_a_draft_of_the_map_is_news_on_the_day_it_is_adopted(noa, dana, together, factor, client):
    together.roadmap_versions.update(adopted_at=timezone.now() - 2 * FARTHEST_BACK)
    follow(person=noa, initiative="together", kind="factor", code="F1")
    follow(person=noa, initiative="together", kind="initiative", code="together")
    draft = version_for_changes(initiative=together, by=dana.actor)
    entry = draft.entries.get()
    entry.importance = 5
    entry.save()
    change(entry, dana)
    assert "Nothing in the last 30 days" in page(client, noa)

    adopt_open_version(initiative=together, by=dana.actor)
    shown = page(client, noa)
    assert "It changed with version 2 of the map." in shown
    assert "Version 2 of the road map counts now." in shown


def test_what_is_retired_is_followed_no_more_until_it_is_back(noa, dana, nevet, client):
    made = make_promise(nevet, "P1", "kits", 50)
    follow(person=noa, initiative="together", kind="promise", code="P1")
    change(made, dana)
    assert "kits" in page(client, noa)
    made.delete()
    assert "kits" not in page(client, noa)


def test_visitors_with_an_account_follow_and_learn_no_names(dana, indicator, client):
    stranger = factories.make_user("guest@example.org")
    assert ask(client, stranger, "follow", "indicator", "I1").status_code == 302
    change(indicator, dana)
    shown = page(client, stranger)

    assert "Changed once, on" in shown
    assert "dana" not in shown


def test_what_closes_its_doors_is_told_to_nobody_outside(dana, together, indicator, client):
    stranger = factories.make_user("guest@example.org")
    follow(person=stranger, initiative="together", kind="indicator", code="I1")
    change(indicator, dana)
    together.is_public = False
    together.save()

    assert "ready for school" not in page(client, stranger)
    assert ask(client, stranger, "follow", "indicator", "I1").status_code == 404
    assert ask(client, stranger, "unfollow", "indicator", "I1").status_code == 302
    assert not Following.objects.exists()
