"""Digests are made: at most one for a person and a period, and none where nothing waits."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from shidra.accounts.models import User
from shidra.accounts.queries import mail_is_set_up
from shidra.notifications.actions.wishes import wishes_of
from shidra.notifications.models import Letter, Preferences, new_stamp
from shidra.notifications.presentation import Written, digest_in_words
from shidra.notifications.queries import (
    followed_by,
    news_for,
    preferences_of,
    readers,
    rooms_of,
    waiting_for,
)

__all__ = ["begins_on", "make_digests", "queue_notice", "write_digest"]

# How far ahead a letter looks; the page and the calendar show everything.
AHEAD = timedelta(days=14)
FIRST_LOOK_BACK = timedelta(days=7)
SUNDAY = 6


def begins_on(how_often: str, today: date) -> date:
    """The first day of the period that today belongs to; a week begins on Sunday.

    A digest is known by this day: it is the same for a daily and a weekly one on a Sunday, so
    that who changes from one to the other that day gets one and not two.
    """
    if how_often == Preferences.HowOften.DAILY:
        return today
    return today - timedelta(days=(today.weekday() - SUNDAY) % 7)


def write_digest(wishes: Preferences, now: datetime) -> Written | None:
    """What there is to tell this person now; None when that is nothing.

    Read anew each time through the person's own access: a letter that waited for its server
    says what may be said on the day it goes.
    """
    person, language = wishes.person, wishes.language
    today = timezone.localdate(now)
    # Rooms say what waits in the language that is active, and where in pages of that language.
    with override(language):
        rooms = [room for room in rooms_of(person) if room.sends]
        waiting = [
            each
            for each in waiting_for(rooms, today, language)
            if each.due.due_on is None or each.due.due_on <= today + AHEAD
        ]
        followed = followed_by(person, rooms, today, language)
        news = news_for(person, followed, wishes.told_until or now - FIRST_LOOK_BACK, now)
    if not waiting and not news:
        return None
    return digest_in_words(wishes, waiting, news, today)


def make_digests(*, now: datetime, keep: bool = True) -> Iterator[Letter]:
    """Put the digests that are due into the outbox, one by one; with `keep` false only look."""
    today = timezone.localdate(now)
    for person in readers():
        # Looking alone leaves nothing behind, not even wishes that nobody told yet.
        wishes = wishes_of(person) if keep else preferences_of(person)
        if not (key := _free_key(wishes, today)):
            continue
        if (written := write_digest(wishes, now)) is None:
            continue
        letter = _letter(wishes, written, key, now)
        if not keep or _is_first(letter):
            yield letter


def _free_key(wishes: Preferences, today: date) -> str:
    """Under what a digest of this period is known; empty when there is one already.

    One that was broken off while it was sent may not have arrived: its reader of once a week
    gets another on the next day, and not only after a week.
    """
    key = f"digest/{wishes.person_id}/{begins_on(wishes.how_often, today).isoformat()}"
    found = Letter.objects.filter(key=key).first()
    if found is None:
        return key
    if found.state != Letter.State.UNCLEAR or timezone.localdate(found.made_at) >= today:
        return ""
    again = f"{key}/{today.isoformat()}"
    return "" if Letter.objects.filter(key=again).exists() else again


def _letter(wishes: Preferences, written: Written, key: str, now: datetime) -> Letter:
    return Letter(
        key=key,
        kind=Letter.Kind.DIGEST,
        person=wishes.person,
        to=wishes.person.email,
        language=wishes.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        made_at=now,
        not_before=now,
    )


def queue_notice(
    *,
    person: User,
    write: Callable[[str], Written],
    key: str = "",
    is_wished_for: bool = False,
) -> bool:
    """Let a letter about somebody's own account wait in the outbox, in the language of theirs.

    It goes whatever they wish of digests, to the address that the account has now; from a server
    that sends no mail, and to personas of the demo, none goes. `write` is given the language.
    With a `key` a second one of the same key is none, and with `is_wished_for` it is no letter of
    the account: who wishes for no letters gets none. Tells whether it waits now.
    """
    wishes = wishes_of(person)
    is_unwished = is_wished_for and wishes.how_often == Preferences.HowOften.NEVER
    if person.is_demo or is_unwished or not mail_is_set_up():
        return False
    language, now = wishes.language, timezone.now()
    with override(language):
        written = write(language)
    letter = Letter(
        key=key or f"notice/{new_stamp()}{new_stamp()}",
        kind=Letter.Kind.NOTICE,
        person=person,
        to=person.email,
        language=language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        made_at=now,
        not_before=now,
    )
    return _is_first(letter)


def _is_first(letter: Letter) -> bool:
    """Store it, unless another process was faster: the database takes each key once."""
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        return False
    return True
