"""Writes of wishes and letters."""

from shidra.notifications.actions.making import make_digests, queue_notice, write_digest
from shidra.notifications.actions.sending import (
    Outcome,
    PostOfficeClosed,
    send_at_once,
    send_letters,
)
from shidra.notifications.actions.wishes import (
    follow,
    follow_under,
    note_language,
    renew_calendar,
    renew_stop_key,
    stop_letters,
    unfollow,
    wish,
    wishes_of,
)

__all__ = [
    "Outcome",
    "PostOfficeClosed",
    "follow",
    "follow_under",
    "make_digests",
    "note_language",
    "queue_notice",
    "renew_calendar",
    "renew_stop_key",
    "send_at_once",
    "send_letters",
    "stop_letters",
    "unfollow",
    "wish",
    "wishes_of",
    "write_digest",
]
