"""Reads of sessions."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from shidra.accounts.models import User

__all__ = ["sessions_of"]


def sessions_of(user: User) -> list[UserSession]:
    """Where a person is signed in now, the place seen last first, by two queries.

    A session that is over, or was begun with a former password, is not one.
    """
    noted = {each.session_key: each for each in UserSession.objects.filter(user_id=user.pk)}
    living = Session.objects.filter(session_key__in=noted, expire_date__gt=timezone.now())
    hashed = user.get_session_auth_hash()
    found = [
        noted[each.session_key]
        for each in living
        if constant_time_compare(each.get_decoded().get(HASH_SESSION_KEY, ""), hashed)
    ]
    return sorted(found, key=lambda each: (each.last_seen_at, each.pk), reverse=True)
