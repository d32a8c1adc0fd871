"""One letter for everything, ranked by what it asks of its reader; and none where nothing waits."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from shidra.notifications.actions import make_digests, send_letters, wish
from shidra.notifications.actions.making import begins_on
from shidra.notifications.models import Letter
from tests import factories
from tests.notifications.conftest import in_days, make_promise

pytestmark = pytest.mark.django_db


def send(now=None):
    now = now or timezone.now()
    made = list(make_digests(now=now))
    return made, send_letters(now=now)


def test_it_writes_what_is_due_to_whose_it_is(noa, promise, post_office):
    send()

    [letter] = post_office
    assert letter.to == ["noa@example.org"]
    assert "story kits in Arabic" in letter.body
    assert "/he/i/together/partners/NEVET/#promises" in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert '<html lang="he" dir="rtl">' in html
    assert "story kits in Arabic" in html


def test_it_writes_nothing_where_nothing_waits(noa, post_office):
    made, outcome = send()

    assert (made, outcome.sent, post_office) == ([], 0, [])
    assert not Letter.objects.exists()


def test_it_writes_nothing_of_what_is_kept_far_away_or_has_no_day(noa, nevet, post_office):
    make_promise(nevet, "P1", "kept", -3, state="kept")
    make_promise(nevet, "P2", "changed", 3, state="changed")
    make_promise(nevet, "P3", "far away", 40)
    make_promise(nevet, "P4", "without a day", None)
    send()

    assert post_office == []


def test_one_letter_joins_all_initiatives(noa, promise, post_office):
    other = factories.make_initiative("other")
    partner = factories.make_organisation(other, "O")
    factories.Membership.objects.create(initiative=other, user=noa, role="partner_editor")
    partner.affiliations.create(user=noa)
    make_promise(partner, "P1", "rooms in the afternoon", 1)
    send()

    [letter] = post_office
    assert letter.body.index("rooms in the afternoon") < letter.body.index("story kits in Arabic")
    with translation.override("he"):
        assert letter.subject == "שדרה: שני דברים מחכים לך"


def test_the_heaviest_comes_first_then_the_earliest(noa, dana, nevet, together, post_office):
    make_promise(nevet, "P1", "later", 9)
    make_promise(nevet, "P2", "late", -2)
    commitment = factories.make_commitment(together, "C1", nevet)
    commitment.instalments.create(due_on=in_days(-5), amount=1000)
    send()

    bodies = {letter.to[0]: letter.body for letter in post_office}
    own = bodies["noa@example.org"]
    assert own.index("late") < own.index("later") < own.index("C1")
    # Whoever looks after all reads of others' in one line each, and nothing of their content.
    watched = bodies["dana@example.org"]
    assert "הבטחה אחת של שותף באיחור" in watched
    assert "תשלום אחד של מממן באיחור" in watched
    assert "late" not in watched


def test_it_is_as_long_as_one_reads_and_says_how_much_more_there_is(noa, nevet, post_office):
    for number in range(15):
        make_promise(nevet, f"P{number:02}", f"promise {number:02}", 1)
    send()

    [letter] = post_office
    assert "promise 11" in letter.body
    assert "promise 12" not in letter.body
    assert "ועוד 3" in letter.body
    assert "15 דברים" in letter.subject


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [
        ("he", "rtl", "דבר אחד מחכה לך"),
        ("ar", "rtl", "أمر واحد بانتظارك"),
        ("en", "ltr", "1 thing waits for you"),
    ],
)
def test_it_is_in_the_language_of_its_reader(noa, promise, post_office, language, direction, words):
    wish(person=noa, how_often="weekly", language=language, by=noa.actor)
    with translation.override("en"):
        send()

    [letter] = post_office
    assert words in letter.subject
    assert f'<html lang="{language}" dir="{direction}">' in letter.alternatives[0][0]
    assert f"/{language}/i/together/" in letter.body
    assert letter.extra_headers["Content-Language"] == language


def test_nothing_in_it_reports_back(noa, promise, post_office):
    send()

    html = post_office[0].alternatives[0][0]
    for wrong in ("<img", "<script", "<link", "style=", "src=", "utm_"):
        assert wrong not in html


def test_it_comes_once_in_its_period(noa, promise, post_office):
    sunday = timezone.make_aware(timezone.datetime(2026, 11, 22, 6))
    promise.due_on = date(2026, 11, 25)
    promise.save()
    for hours in (0, 1, 24, 6 * 24):
        send(sunday + timedelta(hours=hours))
    assert len(post_office) == 1
    send(sunday + timedelta(days=7))
    assert len(post_office) == 2


def test_every_day_means_every_day_on_which_something_waits(noa, promise, post_office):
    wish(person=noa, how_often="daily", language="en", by=noa.actor)
    now = timezone.now()
    send(now)
    send(now)
    send(now + timedelta(days=1))
    assert len(post_office) == 2


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        (date(2026, 11, 22), date(2026, 11, 22)),
        (date(2026, 11, 28), date(2026, 11, 22)),
        (date(2026, 11, 29), date(2026, 11, 29)),
    ],
)
def test_a_week_begins_on_sunday(today, begins):
    assert begins_on("weekly", today) == begins
    assert begins_on("daily", today) == today


def test_it_writes_to_nobody_who_wants_none_is_closed_or_of_the_demo(noa, promise, post_office):
    for change in ({"is_active": False}, {"is_demo": True}):
        type(noa).objects.filter(pk=noa.pk).update(**{"is_active": True, "is_demo": False} | change)
        send()
    type(noa).objects.filter(pk=noa.pk).update(is_active=True, is_demo=False)
    wish(person=noa, how_often="never", language="en", by=noa.actor)
    send()

    assert post_office == []


@pytest.mark.parametrize("state", ["paused", "closed", "archived"])
def test_an_initiative_that_rests_or_is_over_sends_nothing(
    noa, promise, together, post_office, state
):
    together.state = state
    together.save()
    send()

    assert post_office == []
