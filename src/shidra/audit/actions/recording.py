"""Keep an act, with its reason and the rows that it changed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connections, router
from django.utils import timezone

from shidra.audit.models import Actor, Head, Record, RowChange

__all__ = ["because", "given_reason", "hold_chain", "record"]

_reason: ContextVar[str] = ContextVar("reason", default="")


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Give this reason to every act inside that names none of its own."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def given_reason() -> str:
    """The reason of the acts around here, empty where none was given."""
    return _reason.get()


def hold_chain(initiative: str) -> None:
    """Let others who add to this chain wait until the transaction around this ends.

    Whoever changes rows calls it first: two who each held rows that the other wants, and then met
    at the chain, would wait for each other for ever. SQLite holds everybody anyway.
    """
    if connections[router.db_for_write(Head)].features.has_select_for_update:
        Head.hold(initiative, router.db_for_write(Head))


def record(
    *,
    action: str,
    by: Actor,
    initiative: str = "",
    subject: str = "",
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    changes: Iterable[RowChange] = (),
) -> Record:
    """Keep one act; call it inside the transaction of the act itself.

    It holds the chain of its initiative until that transaction ends, so hold the initiative first
    and call this late. `changes` tells of each row that it changed.
    """
    return Record(
        at=timezone.now(),
        actor_id=by.id,
        actor_label=by.label,
        action=action,
        initiative=initiative,
        subject=subject,
        reason=reason or _reason.get(),
        detail=dict(detail or {}),
    ).keep(changes)
