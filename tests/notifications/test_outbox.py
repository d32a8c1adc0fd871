"""Letters that cannot go wait, and are tried again; none goes twice."""

import io
import json
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from shidra.network.models import Affiliation
from shidra.notifications.actions import make_digests, send_letters, stop_letters
from shidra.notifications.models import Letter, Preferences
from shidra.ui.management.site import Refused
from tests import factories
from tests.exchange.test_at_once import ON_POSTGRES, at_once
from tests.notifications.conftest import make_promise

pytestmark = pytest.mark.django_db

State = Letter.State


class Moody(EmailBackend):
    """A mail server that does to a letter what the test says."""

    troubles: list[Exception] = []
    sees: list[tuple[str, str]] = []

    def send_messages(self, messages):
        for message in messages:
            stored = Letter.objects.get(to=message.to[0])
            self.sees.append((stored.state, stored.subject))
        if self.troubles:
            raise self.troubles.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def moody(post_office, settings):
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Moody"}}
    Moody.troubles, Moody.sees = [], []
    return Moody


@pytest.fixture
def made(noa, promise) -> Letter:
    [letter] = make_digests(now=timezone.now())
    return letter


def test_a_letter_that_has_gone_leaves_no_words_behind(made, post_office):
    outcome = send_letters(now=timezone.now())

    made.refresh_from_db()
    assert outcome.sent == 1
    assert (made.state, made.text, made.html) == (State.SENT, "", "")
    assert made.sent_at is not None


def test_what_the_server_cannot_take_now_waits_longer_each_time(made, moody, post_office):
    now, waits = timezone.now(), []
    for _attempt in range(5):
        moody.troubles = [SMTPServerDisconnected("busy")]
        assert send_letters(now=now).later == 1
        made.refresh_from_db()
        assert made.state == State.QUEUED
        waits.append(made.not_before - now)
        assert send_letters(now=made.not_before - timedelta(seconds=1)).sent == 0
        now = made.not_before
    assert waits == sorted(waits)
    assert post_office == []
    moody.troubles = [SMTPServerDisconnected("busy")]
    assert send_letters(now=now).failed == 1
    made.refresh_from_db()
    assert (made.state, made.text) == (State.FAILED, "")


def test_a_server_that_says_never_is_not_asked_again(made, moody):
    moody.troubles = [SMTPRecipientsRefused({made.to: (550, b"nobody here")})]

    assert send_letters(now=timezone.now()).failed == 1
    assert send_letters(now=timezone.now() + timedelta(days=2)).sent == 0


def test_one_bad_letter_keeps_no_other_back(made, together, nevet, moody, post_office):
    other = factories.make_user("omar@example.org", together, "partner_editor")
    Affiliation.objects.create(user=other, organisation=nevet)
    list(make_digests(now=timezone.now()))
    moody.troubles = [SMTPRecipientsRefused({made.to: (550, b"nobody here")})]
    outcome = send_letters(now=timezone.now())

    assert (outcome.failed, outcome.sent) == (1, 1)
    assert [letter.to for letter in post_office] == [["omar@example.org"]]


def test_it_is_marked_as_taken_before_it_is_handed_over(made, moody):
    send_letters(now=timezone.now())
    assert [state for state, _subject in moody.sees] == [State.SENDING]


def test_a_letter_that_waited_says_what_is_so_on_the_day_it_goes(made, promise, moody, post_office):
    now = timezone.now()
    moody.troubles = [SMTPServerDisconnected("busy")]
    send_letters(now=now)
    promise.state = "kept"
    promise.save()
    outcome = send_letters(now=now + timedelta(hours=1))

    assert outcome.dropped == 1
    assert post_office == []


def test_a_letter_that_waited_goes_to_nobody_whose_role_is_over(made, noa, moody, post_office):
    now = timezone.now()
    moody.troubles = [SMTPServerDisconnected("busy")]
    send_letters(now=now)
    noa.memberships.all().delete()
    noa.affiliations.all().delete()
    send_letters(now=now + timedelta(hours=1))

    assert post_office == []


def test_who_stops_in_time_gets_not_even_what_waits(made, noa, post_office):
    stop_letters(person=noa, by=noa.actor)

    assert send_letters(now=timezone.now()).sent == 0
    assert post_office == []


def test_a_process_that_was_killed_sends_nothing_twice(made, noa, post_office):
    """Taken and never marked: it may have arrived. What waits still stands in the next letter."""
    now = timezone.now()
    Preferences.objects.filter(person=noa).update(how_often="weekly")
    Letter.objects.update(state=State.SENDING, not_before=now - timedelta(hours=1))
    assert send_letters(now=now).unclear == 1
    assert list(make_digests(now=now)) == []
    assert post_office == []

    tomorrow = now + timedelta(days=1)
    assert len(list(make_digests(now=tomorrow))) == 1
    assert send_letters(now=tomorrow).sent == 1
    assert list(make_digests(now=tomorrow)) == []


@ON_POSTGRES
@pytest.mark.django_db(transaction=True)
def test_several_at_once_send_each_letter_once(together, nevet, post_office):
    people = [f"p{number}@example.org" for number in range(12)]
    for email in people:
        person = factories.make_user(email, together, "partner_editor")
        Affiliation.objects.create(user=person, organisation=nevet)
    make_promise(nevet, "P1", "story kits", 3)
    now = timezone.now()

    def work():
        list(make_digests(now=now))
        send_letters(now=now)

    at_once(*[work] * 4)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(people)
    assert set(Letter.objects.values_list("state", flat=True)) == {State.SENT}


# --- the command ---


def run(*arguments):
    out = io.StringIO()
    try:
        call_command("letters", "send", *arguments, stdout=out, stderr=io.StringIO())
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_the_command_makes_and_sends(noa, promise, post_office):
    code, said = run("--json")

    assert code == 0
    assert json.loads(said) == {
        "made": 1,
        "sent": 1,
        "later": 0,
        "failed": 0,
        "dropped": 0,
        "unclear": 0,
        "waiting": 0,
    }
    assert len(post_office) == 1


def test_a_dry_run_prints_and_leaves_nothing_behind(noa, promise, post_office):
    code, said = run("--dry-run", "--json")

    [letter] = json.loads(said)["letters"]
    assert code == 0
    assert letter["to"] == "noa@example.org"
    assert "story kits in Arabic" in letter["text"]
    assert post_office == []
    assert not Letter.objects.exists()
    assert not Preferences.objects.exists()


def test_a_dry_run_needs_no_mail_server(noa, promise):
    assert "story kits in Arabic" in run("--dry-run")[1]


def test_without_a_mail_server_nothing_is_made(noa, promise):
    with pytest.raises(Refused) as refused:
        run()
    assert refused.value.code == 2
    assert not Letter.objects.exists()


def test_a_server_that_is_away_is_told_and_everything_waits(noa, promise, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    with pytest.raises(Refused) as refused:
        run()
    assert refused.value.code == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts) == (State.QUEUED, 0)


def test_letters_that_must_wait_end_with_1(noa, promise, moody):
    moody.troubles = [SMTPServerDisconnected("busy")]
    assert run()[0] == 1
