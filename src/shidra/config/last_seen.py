"""Keeps the list of the places where somebody is signed in, and when each was used last."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from shidra.accounts.actions import note_session
from shidra.accounts.permissions import client_of, person_of

__all__ = ["RemembersWhenSeen"]

# As near as anybody needs to know; a write for each page would hold up those who work.
AT_MOST_EVERY = timedelta(hours=1)
PLACE = "seen"


class RemembersWhenSeen:
    """Notes a session when it begins, when its key changes, and once an hour while it is used.

    Looks only at sessions that the page has read anyway, so that it costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        if not session.accessed or SESSION_KEY not in session or not session.session_key:
            return response
        now, seen = timezone.now(), session.get(PLACE, {})
        before, at = seen.get("key", ""), seen.get("at", 0)
        if before == session.session_key and at > (now - AT_MOST_EVERY).timestamp():
            return response
        session[PLACE] = {"key": session.session_key, "at": now.timestamp()}
        note_session(
            user=person_of(request),
            key=session.session_key,
            client=client_of(request),
            agent=request.headers.get("User-Agent", ""),
            instead_of="" if before == session.session_key else before,
        )
        return response
