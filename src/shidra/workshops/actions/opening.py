"""A workshop begins, is changed, and ends."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.queries import CODE_DIGITS

__all__ = ["change_workshop", "close_workshop", "open_workshop"]


@transaction.atomic
def open_workshop(
    *,
    initiative: Initiative,
    title: Text,
    question: Text,
    ends_at: datetime,
    shows_map: bool,
    shows_others: bool,
    by: Actor,
) -> Workshop:
    """Begin a workshop; its code opens it until it ends or is closed."""
    hold(initiative.code)
    made = Workshop.objects.create(
        initiative=initiative,
        title=title,
        question=question,
        code=_free_code(),
        ends_at=ends_at,
        shows_map=shows_map,
        shows_others=shows_others,
        made_by_id=by.id,
        made_by=by.label,
        made_at=timezone.now(),
    )
    _keep(made, "open workshop", by)
    return made


def _free_code() -> str:
    while True:
        # The first digit is none that gets lost when a number is read aloud or copied.
        code = str(secrets.randbelow(9) + 1)
        code += "".join(str(secrets.randbelow(10)) for _digit in range(CODE_DIGITS - 1))
        if not Workshop.objects.filter(code=code).exists():
            return code


@transaction.atomic
def change_workshop(
    *,
    workshop: Workshop,
    title: Text,
    question: Text,
    ends_at: datetime,
    shows_map: bool,
    shows_others: bool,
    by: Actor,
) -> Workshop:
    """Say it otherwise, let it last longer, or show more or less; the code stays.

    One that was closed stays closed.
    """
    hold(workshop.initiative.code)
    held = Workshop.objects.select_for_update().get(pk=workshop.pk)
    held.title, held.question = title, question
    held.ends_at = held.ends_at if held.closed_at else ends_at
    held.shows_map, held.shows_others = shows_map, shows_others
    held.save(update_fields=["title", "question", "ends_at", "shows_map", "shows_others"])
    _keep(held, "change workshop", by)
    return held


@transaction.atomic
def close_workshop(*, workshop: Workshop, by: Actor) -> None:
    """End it: the code opens nothing any more, and no phone is told from another."""
    hold(workshop.initiative.code)
    held = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if held.closed_at:
        return
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    Suggestion.objects.filter(workshop=held).update(phone="")
    _keep(held, "close workshop", by)


def _keep(workshop: Workshop, action: str, by: Actor) -> None:
    record(
        action=action,
        by=by,
        initiative=workshop.initiative.code,
        subject=f"workshop {workshop.pk}",
        detail={
            "title": workshop.title.as_document(),
            "ends_at": workshop.ends_at.isoformat(),
            "shows_map": workshop.shows_map,
            "shows_others": workshop.shows_others,
        },
    )
