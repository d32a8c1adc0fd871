"""Writes of sessions: where a person is signed in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from shidra.accounts.models import User
from shidra.audit.actions import record
from shidra.audit.models import Actor

__all__ = [
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "note_session",
]

# How much of what a browser says of itself is kept.
LONGEST_AGENT = 200


@transaction.atomic
def note_session(
    *,
    user: User,
    key: str,
    client: str,
    agent: str,
    instead_of: str = "",
    at: datetime | None = None,
) -> None:
    """Remember that a person is signed in, from where and with which browser, and when seen last.

    `instead_of` is the former key of the same session. What has ended meanwhile is cleared away.
    """
    mine = UserSession.objects.filter(user_id=user.pk)
    mine.exclude(session_key__in=Session.objects.values("session_key")).exclude(
        session_key__in=[key, instead_of]
    ).delete()
    if instead_of:
        mine.filter(session_key=instead_of).update(session_key=key)
    UserSession.objects.update_or_create(
        session_key=key,
        defaults={
            "user": user,
            "ip": client,
            "user_agent": agent[:LONGEST_AGENT],
            "last_seen_at": at or timezone.now(),
        },
    )


@transaction.atomic
def end_session(*, user: User, session: int, by: Actor) -> bool:
    """Sign a person out in one place; whether there was such a session of theirs."""
    found = UserSession.objects.filter(user_id=user.pk, pk=session).first()
    if found is None:
        return False
    Session.objects.filter(session_key=found.session_key).delete()
    found.delete()
    detail = {"browser": found.user_agent, "client": found.ip}
    record(action="end session", by=by, subject=f"user {user.pk}", detail=detail)
    return True


@transaction.atomic
def end_other_sessions(*, user: User, but: str, by: Actor) -> int:
    """Sign a person out everywhere but here; how many sessions that were."""
    ended = end_sessions_of(user=user, but=but)
    record(
        action="end other sessions", by=by, subject=f"user {user.pk}", detail={"sessions": ended}
    )
    return ended


def end_sessions_of(*, user: User, but: str = "") -> int:
    """End the sessions of a person; part of an act that its caller records."""
    sessions = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but)
    ended, _ = Session.objects.filter(session_key__in=sessions.values("session_key")).delete()
    sessions.delete()
    return ended
