"""The page of promises: late ones first, what they said before, and saying what became of one."""

import html
import re
from datetime import date

import pytest
from django.utils import timezone

from shidra.audit.models import Record
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Organisation, Promise
from tests.network.conftest import browser_of, member, promise, seen
from tests.records.browsing import Desk

pytestmark = pytest.mark.django_db

YESTERDAY, FAR = date(2020, 1, 1), date(2090, 1, 1)


def partner(initiative: Initiative, code: str = "NABTA") -> Organisation:
    return Organisation.objects.get(initiative=initiative, code=code)


def test_it_shows_late_ones_first_and_open_ones_late_by_the_calendar(network: Initiative):
    promise(network, "P1", state="kept")
    promise(network, "P2", state="open", due_on=FAR)
    promise(network, "P3", state="open", due_on=YESTERDAY)
    page = seen(browser_of(), "promises/")
    assert "1 promise is late, out of 3" in page
    assert "Promises: 1 kept, 1 open, 1 late." in page
    assert page.index("promise P3") < page.index("promise P2") < page.index("promise P1")
    assert "was due on 1 January 2020" in page


def test_it_shows_partners_funders_and_residents_alike(network: Initiative):
    bedouin = Group.objects.get(initiative=network)
    promise(network, "P1", leader="Rana")
    promise(network, "P2", organisation=partner(network, "FUND"), kind="money")
    promise(network, "P3", organisation=None, group=bedouin)
    page = seen(browser_of(), "promises/")
    for name in ("partner NABTA", "partner FUND", "bedouin", "said in public by Rana"):
        assert name in page
    residents = seen(browser_of(), "promises/?sector=residents")
    assert "promise P3" in residents
    assert "promise P1" not in residents


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("state=late", {"P1"}),
        ("state=open", {"P2", "P3"}),
        ("kind=money", {"P3"}),
        ("partner=FUND", {"P3"}),
        ("factor=F2", {"P2"}),
        ("q=promise P2", {"P2"}),
        ("sector=philanthropy&state=kept", set()),
    ],
)
def test_it_narrows(network: Initiative, narrowed: str, found: set[str]):
    promise(network, "P1", due_on=YESTERDAY)
    promise(network, "P2", factor=network.factors.get(code="F2"))
    promise(network, "P3", kind="money", organisation=partner(network, "FUND"))
    page = seen(browser_of(), f"promises/?{narrowed}")
    shown = page[page.index('id="found"') :]
    assert {code for code in ("P1", "P2", "P3") if f"promise {code}" in shown} == found


def test_it_hides_what_is_not_for_this_reader(network: Initiative):
    promise(network, "P1", visibility="private")
    promise(network, "P2", visibility="partners")
    assert "promise P" not in seen(browser_of(), "promises/")
    members = seen(browser_of(member(network, "funder", partner(network, "FUND"))), "promises/")
    assert "promise P2" in members
    assert "promise P1" not in members
    own = seen(browser_of(member(network, "partner_editor", partner(network))), "promises/")
    assert "promise P1" in own


def test_its_pages_hold_fifty(network: Initiative):
    for number in range(61):
        promise(network, f"P{number:02}")
    first = seen(browser_of(), "promises/?kind=practice")
    assert first.count("promise-text") == 50
    assert "page 1 of 2" in first
    assert "?kind=practice&amp;page=2" in first
    assert seen(browser_of(), "promises/?kind=practice&page=2").count("promise-text") == 11


# --- saying what became of it ---------------------------------------------------------------------


def say(client, code: str, status: int = 302, **given: str):
    address = f"/en/i/together/promises/{code}/state/"
    shown = re.search(r'name="opened" value="([^"]*)"', client.get(address).content.decode())
    given = {"opened": html.unescape(shown[1]) if shown else ""} | given
    answer = client.post(address, given)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer


def test_its_owner_says_that_it_was_kept(network: Initiative):
    promise(network, "P1")
    client = browser_of(member(network, "partner_editor", partner(network)))
    assert "Say what became of it" in seen(client, "promises/")
    say(client, "P1", state="kept")
    assert Promise.objects.get().state == "kept"
    told = Record.objects.filter(action="put network.promise").latest("pk")
    assert told.actor_label == "the partner_editor"


def test_a_changed_promise_keeps_both_texts_with_day_and_reason(
    network: Initiative, monkeypatch: pytest.MonkeyPatch
):
    promise(network, "P1")
    client = browser_of(member(network, "backbone"))
    # Half past midnight in Israel, when the day in UTC is still the day before.
    night = timezone.now().replace(hour=22, minute=30)
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: night)
        say(client, "P1", state="changed", text="six kindergartens first", reason="to learn")
    page = seen(browser_of(), "promises/")
    assert "six kindergartens first" in page
    assert "promise P1" in page[page.index("it said:") :]
    assert "to learn" in page
    day = timezone.localdate(night)
    assert f"Until {day.day} " in page
    # The old words stand in no language as if they were the new ones.
    assert Promise.objects.get().text.words("he") == ""
    assert "six kindergartens first" in seen(browser_of(), "promises/", "he")


def test_words_that_were_private_when_they_stood_stay_private(network: Initiative):
    made = promise(network, "P1", visibility="private")
    backbone = browser_of(member(network, "backbone"))
    say(backbone, "P1", state="changed", text="said in the open", reason="agreed")
    Desk(backbone, network, "en").save(f"promises/{made.pk}/", visibility="public")
    assert Promise.objects.get().visibility == "public"
    assert "promise P1" in seen(backbone, "promises/")
    visitor = seen(browser_of(), "promises/")
    assert "said in the open" in visitor
    assert "promise P1" not in visitor


def test_a_translation_that_is_added_is_no_change(network: Initiative):
    from shidra.i18n.text import Text
    from shidra.network.queries import promise_rows
    from shidra.network.queries.promises import _says_otherwise

    promise(network, "P1", text=Text.of(he="מילים"))
    (row,) = promise_rows(Promise.objects.all())
    assert not _says_otherwise(row.text, Text.of(he="מילים", ar="كلمات"))
    assert _says_otherwise(row.text, Text.of(he="אחרות"))


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "Choose what became of it."),
        ({"state": "late"}, "Say why, for those to whom it was promised."),
        ({"state": "changed", "text": "other words"}, "Say why"),
        ({"state": "kept", "text": "other words"}, "The words are others now"),
        ({"state": "open", "due_on": "tomorrow"}, "year-month-day"),
    ],
)
def test_it_says_what_is_missing_and_keeps_what_was_written(
    network: Initiative, given: dict[str, str], refusal: str
):
    promise(network, "P1")
    client = browser_of(member(network, "backbone"))
    page = say(client, "P1", status=200, **given).content.decode()
    assert refusal in page
    assert given.get("text", "") in page
    assert Promise.objects.get().state == "open"


def test_two_who_say_it_at_once_do_not_undo_each_other(network: Initiative):
    promise(network, "P1")
    client = browser_of(member(network, "backbone"))
    form = client.get("/en/i/together/promises/P1/state/").content.decode()
    opened = html.unescape(re.search(r'name="opened" value="([^"]*)"', form)[1])
    say(client, "P1", state="kept", opened=opened)
    page = say(client, "P1", status=200, state="late", reason="ill", opened=opened)
    assert "Somebody changed this promise meanwhile" in page.content.decode()
    assert Promise.objects.get().state == "kept"


def test_nobody_speaks_of_the_promises_of_others(network: Initiative):
    promise(network, "P1")
    other = browser_of(member(network, "funder", partner(network, "FUND")))
    assert "Say what became of it" not in seen(other, "promises/")
    for client in (other, browser_of(member(network, "auditor")), browser_of()):
        for answer in (
            client.get("/en/i/together/promises/P1/state/"),
            client.post("/en/i/together/promises/P1/state/", {"state": "kept"}),
        ):
            assert answer.status_code == 404
    assert Promise.objects.get().state == "open"


def test_it_teaches_where_nothing_is_promised_yet(network: Initiative):
    assert "Promises will stand here" in seen(browser_of(), "promises/")
    assert "Add the first promise" in seen(browser_of(member(network, "backbone")), "promises/")
