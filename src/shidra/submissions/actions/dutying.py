"""Say which partner owes which figures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from shidra.audit.actions import Changes, Row, Touched, put_rows, record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.audit.queries.values import plain_values
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator
from shidra.network.models import Organisation
from shidra.submissions.models import ReportingDuty

__all__ = ["DUTY", "end_duty", "put_duties", "put_duty"]

# What tells a duty from others of its initiative.
DUTY = ("organisation_id", "indicator_id", "place_id")


@transaction.atomic
def put_duty(
    *,
    organisation: Organisation,
    indicator: Indicator,
    place: Place | None,
    since: str,
    days_after: int,
    by: Actor,
    until: str = "",
) -> ReportingDuty:
    """A partner reports a measure from a period on; said again, the later words count."""
    initiative = organisation.initiative
    hold(initiative.code)
    wanted = {"since": since, "days_after": days_after, "until": until}
    duty = ReportingDuty.objects.filter(
        organisation=organisation, indicator=indicator, place=place
    ).first()
    if duty and all(getattr(duty, name) == value for name, value in wanted.items()):
        return duty
    kind = Change.Kind.CHANGED if duty else Change.Kind.ADDED
    before = {name: getattr(duty, name) for name in wanted} if duty else {}
    if duty is None:
        duty = ReportingDuty(
            initiative=initiative, organisation=organisation, indicator=indicator, place=place
        )
    for name, value in wanted.items():
        setattr(duty, name, value)
    duty.save()
    _tell("ask for figures", duty, by, kind, before, wanted if before else plain_values(duty))
    return duty


def put_duties(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what partners owe, as a workbook says it."""
    return put_rows(
        existing=ReportingDuty.objects.filter(initiative=initiative),
        rows=rows,
        key=DUTY,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def end_duty(*, duty: ReportingDuty, until: str, by: Actor) -> None:
    """Ask for nothing more after a period; without one, as if it had never been asked for."""
    hold(duty.initiative.code)
    stored = ReportingDuty.objects.filter(pk=duty.pk).first()
    if stored is None or (until and stored.until == until):
        return
    if until:
        before, stored.until = {"until": stored.until}, until
        stored.save(update_fields=["until"])
        _tell("ask for figures", stored, by, Change.Kind.CHANGED, before, {"until": until})
        return
    before = plain_values(stored)
    _tell("ask for no figures", stored, by, Change.Kind.RETIRED, before, {})
    stored.delete()


def _tell(
    action: str,
    duty: ReportingDuty,
    by: Actor,
    kind: Change.Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    record(
        action=action,
        by=by,
        initiative=duty.initiative.code,
        subject=f"{duty.organisation.code}: {duty.indicator.code}",
        changes=[
            RowChange(
                model_label(ReportingDuty), duty.pk, kind, before=dict(before), after=dict(after)
            )
        ],
    )
