"""Letters go out: each once, some later when the server cannot take them now.

A letter is taken by one process, handed to the mail server, and marked as sent. A process that is
killed in between leaves it taken: nobody can know whether the server has it, so it is not sent
again. Nothing is lost by that: what still waits stands in the next digest, and changes count as
told only when a letter was marked.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.mail import EmailMultiAlternatives, mailers
from django.utils import timezone

from shidra.notifications.actions.making import write_digest
from shidra.notifications.actions.wishes import wishes_of
from shidra.notifications.models import Letter, Preferences, new_stamp
from shidra.notifications.presentation import Written, stop_address
from shidra.ui.own_address import own_host

__all__ = ["Outcome", "PostOfficeClosed", "send_at_once", "send_letters"]

State, Kind = Letter.State, Letter.Kind
# After each failed attempt it waits longer; after the last it is given up.
BACK_OFF = (
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
# A mail server answers within seconds: who took a letter so long ago is no more.
BROKEN_OFF = timedelta(minutes=15)
KEPT_FOR = timedelta(days=90)
# Of the answers of a mail server, those from here on say: never.
PERMANENT = 500

log = logging.getLogger("django.shidra.letters")


class PostOfficeClosed(Exception):
    """The mail server cannot be reached, or does not let us in: no letter was tried."""


@dataclass(slots=True)
class Outcome:
    """What became of the letters of one run."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    dropped: int = 0
    unclear: int = 0


def send_letters(*, now: datetime) -> Outcome:
    """Send what waits in the outbox and may go now.

    Raises:
        PostOfficeClosed: the mail server cannot be reached; everything waits on as it was.
    """
    outcome = Outcome(unclear=_give_up_broken_off(now))
    Letter.objects.filter(made_at__lt=now - KEPT_FOR).exclude(state=State.QUEUED).delete()
    waiting = list(
        Letter.objects.filter(state=State.QUEUED, not_before__lte=now).values_list("pk", flat=True)
    )
    if not waiting:
        return outcome
    post = _open_post()
    try:
        for pk in waiting:
            if (letter := _take(pk, now)) is not None:
                state = _deliver(letter, post, now)
                setattr(outcome, state, getattr(outcome, state) + 1)
    finally:
        post.close()
    return outcome


def _open_post() -> Any:
    post = mailers["default"]
    try:
        post.open()
    except (OSError, smtplib.SMTPException) as trouble:
        raise PostOfficeClosed(_reason(trouble)) from trouble
    return post


def _take(pk: int, now: datetime) -> Letter | None:
    """The letter, if this process is the one that may send it."""
    mine = Letter.objects.filter(pk=pk, state=State.QUEUED).update(
        state=State.SENDING, not_before=now
    )
    return Letter.objects.select_related("person").get(pk=pk) if mine else None


def _deliver(letter: Letter, post: Any, now: datetime) -> str:
    """Hand one letter over, and keep what became of it."""
    if letter.kind == Kind.DIGEST and not _is_still_wanted(letter, now):
        _settle(letter, state=State.DROPPED)
        return "dropped"
    try:
        post.send_messages([_message(letter)])
    except (OSError, smtplib.SMTPException) as trouble:
        # Whatever went wrong, the next letter gets a line of its own.
        post.close()
        return _postpone(letter, trouble, now)
    _settle(letter, state=State.SENT, sent_at=timezone.now())
    if letter.kind == Kind.DIGEST and letter.person_id:
        Preferences.objects.filter(person=letter.person_id).update(told_until=letter.made_at)
    return "sent"


def _is_still_wanted(letter: Letter, now: datetime) -> bool:
    """Write it anew if it waited: what may be said, and whether anything is left, can have changed."""
    person = letter.person
    if person is None or not person.is_active:
        return False
    wishes = wishes_of(person)
    if wishes.how_often == Preferences.HowOften.NEVER:
        return False
    if letter.made_at == now:
        return True
    if (written := write_digest(wishes, now)) is None:
        return False
    letter.subject, letter.text, letter.html = written.subject, written.text, written.html
    letter.to, letter.language, letter.made_at = person.email, wishes.language, now
    letter.save(update_fields=["subject", "text", "html", "to", "language", "made_at"])
    return True


def _postpone(letter: Letter, trouble: Exception, now: datetime) -> str:
    attempts, said = letter.attempts + 1, _reason(trouble)
    if attempts > len(BACK_OFF) or _is_for_ever(trouble):
        _settle(letter, state=State.FAILED, attempts=attempts, trouble=said)
        return "failed"
    Letter.objects.filter(pk=letter.pk).update(
        state=State.QUEUED,
        attempts=attempts,
        trouble=said,
        not_before=now + BACK_OFF[attempts - 1],
    )
    return "later"


def _settle(letter: Letter, **values: Any) -> None:
    """The end of a letter: its words are needed no more, and nobody shall read them here."""
    Letter.objects.filter(pk=letter.pk).update(text="", html="", **values)


def _give_up_broken_off(now: datetime) -> int:
    taken = Letter.objects.filter(state=State.SENDING, not_before__lt=now - BROKEN_OFF)
    return taken.update(state=State.UNCLEAR, text="", html="")


def _is_for_ever(trouble: Exception) -> bool:
    """Whether the server said that it will never take it."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _said in trouble.recipients.values())
    return isinstance(trouble, smtplib.SMTPResponseException) and trouble.smtp_code >= PERMANENT


def _reason(trouble: Exception) -> str:
    """What went wrong, short; an address of somebody may stand in it, a password never does."""
    return f"{type(trouble).__name__}: {trouble}"[:200]


def _message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it travels: text first, simple HTML beside it, and nothing that reports back."""
    number = sha256(letter.key.encode()).hexdigest()[:32]
    headers = {
        "Message-ID": f"<{number}@{own_host()}>",
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if letter.kind == Kind.DIGEST and letter.person is not None:
        # One click in the mail program itself: RFC 8058.
        headers["List-Unsubscribe"] = f"<{stop_address(wishes_of(letter.person))}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=letter.subject, body=letter.text, to=[letter.to], headers=headers
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def send_at_once(*, to: str, language: str, written: Written) -> bool:
    """Send one invitation now, or not at all; whether it has gone.

    Its words hold the secret of a link, so they never touch the outbox: a letter without words
    is kept there, and tells that it went. Nothing is tried again: who invites still has the link
    before them, and sends it otherwise.
    """
    now = timezone.now()
    letter = Letter.objects.create(
        key=f"invitation/{new_stamp()}{new_stamp()}",
        kind=Kind.INVITATION,
        to=to,
        language=language,
        subject=written.subject,
        state=State.SENDING,
        attempts=1,
        made_at=now,
        not_before=now,
    )
    letter.text, letter.html = written.text, written.html
    try:
        _message(letter).send()
    except (OSError, smtplib.SMTPException) as trouble:
        log.warning("an invitation could not be mailed: %s", type(trouble).__name__)
        _settle(letter, state=State.FAILED, trouble=_reason(trouble))
        return False
    _settle(letter, state=State.SENT, sent_at=timezone.now())
    return True
