"""Remind partners by letter of figures that are late: each person once a day at the most."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation
from shidra.notifications.actions import queue_notice
from shidra.submissions.presentation.reminder import reminder
from shidra.submissions.queries.duties import Owed, owed_by, reporters_of

__all__ = ["remind"]


@transaction.atomic
def remind(
    *, initiative: Initiative, today: date, by: Actor, only: Organisation | None = None
) -> int:
    """Write to the people of each partner that is late, or of one; how many partners were.

    Nobody gets a second such letter on the same day, nor who wishes for none.
    """
    hold(initiative.code)
    late: dict[Organisation, list[Owed]] = {}
    for each in owed_by(only or initiative, today):
        if each.days_late(today):
            late.setdefault(each.duty.organisation, []).append(each)
    reminded = 0
    for organisation, owed in late.items():
        if letters := _write(initiative, organisation, owed, today):
            reminded += 1
            record(
                action="remind of figures",
                by=by,
                initiative=initiative.code,
                subject=organisation.code,
                detail={"letters": letters, "late": len(owed)},
            )
    return reminded


def _write(
    initiative: Initiative, organisation: Organisation, late: Iterable[Owed], today: date
) -> int:
    owed = list(late)
    return sum(
        queue_notice(
            person=person,
            write=lambda language: reminder(initiative, organisation, owed, today, language),
            key=f"figures/{organisation.pk}/{person.pk}/{today.isoformat()}",
            is_wished_for=True,
        )
        for person in reporters_of(initiative, organisation)
    )
