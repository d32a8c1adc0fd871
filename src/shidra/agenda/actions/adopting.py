"""A version is adopted on a day, and written through to the initiative."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from shidra.agenda.actions.drafting import NoLongerOpen, SavedMeanwhile, current
from shidra.agenda.models import AgendaVersion, Clause
from shidra.agenda.queries import (
    WRITTEN_THROUGH,
    Obstacle,
    adopted_agenda_or_none,
    changed_outcome,
    drifted_clauses,
    obstacles_to,
    wants_reason,
)
from shidra.audit.actions import Row, Touched, record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold, put_initiative
from shidra.initiatives.models import Initiative

__all__ = [
    "NotYet",
    "adopt_agenda",
    "put_agreed_words_back",
]

Status = AgendaVersion.Status


class NotYet(Exception):
    """The version cannot be adopted; `obstacles` say why."""

    def __init__(self, obstacles: frozenset[Obstacle]) -> None:
        super().__init__(*sorted(obstacles))
        self.obstacles = obstacles


@transaction.atomic
def adopt_agenda(
    *,
    version: AgendaVersion,
    on: date,
    edition: int,
    by: Actor,
    reason: Text | None = None,
    decided_by: Text | None = None,
) -> AgendaVersion:
    """Make this version the one that counts; the one before stays readable, superseded.

    The initiative says the same from then on. Adopting what is adopted already changes nothing.

    Raises:
        NotYet: something is missing, or an answer, or the reason for another outcome.
        SavedMeanwhile: the text is another than the one that was read.
        NoLongerOpen: it was superseded or thrown away.
    """
    stored = current(version)
    if stored.status == Status.ADOPTED:
        return stored
    if not stored.is_open:
        raise NoLongerOpen
    if stored.edition != edition:
        raise SavedMeanwhile(stored)
    reason, decided_by, now = reason or Text(), decided_by or Text(), timezone.now()
    before = adopted_agenda_or_none(stored.initiative)
    if obstacles := obstacles_to(stored) | _obstacles_of_form(
        stored, before, on, reason, decided_by
    ):
        raise NotYet(obstacles)
    if before is not None:
        before.status, before.superseded_on = Status.SUPERSEDED, on
        before.save(update_fields=["status", "superseded_on"])
    stored.status, stored.adopted_on = Status.ADOPTED, on
    stored.reason = Text().reworded(reason, by=by.label, at=now)
    stored.decided_by = Text().reworded(decided_by, by=by.label, at=now)
    stored.save(update_fields=["status", "adopted_on", "reason", "decided_by"])
    _write_through(stored, by)
    record(
        action="adopt agenda",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}",
        reason="\n".join(said.text for said in reason.sayings.values()),
        detail={
            "on": on.isoformat(),
            "changed_outcome": sorted(clause.value for clause in changed_outcome(stored)),
            "supersedes": before.number if before else None,
        },
    )
    return stored


def _obstacles_of_form(
    version: AgendaVersion,
    before: AgendaVersion | None,
    on: date,
    reason: Text,
    decided_by: Text,
) -> frozenset[Obstacle]:
    today = timezone.localdate()
    earliest = before.adopted_on if before else None
    found = {
        Obstacle.NO_REASON: wants_reason(version, today) and not reason,
        Obstacle.NO_DECISION: bool(changed_outcome(version)) and not decided_by,
        Obstacle.DAY_IN_FUTURE: on > today,
        Obstacle.DAY_TOO_EARLY: earliest is not None and on < earliest,
    }
    return frozenset(obstacle for obstacle, stands in found.items() if stands)


def _write_through(version: AgendaVersion, by: Actor) -> None:
    agreed = {clause.value: getattr(version.wording, clause) for clause in WRITTEN_THROUGH}
    put_initiative(
        row=Row(Initiative(code=version.initiative.code, **agreed)),
        touched=Touched(tuple(agreed)),
        by=by,
    )


@transaction.atomic
def put_agreed_words_back(*, initiative: Initiative, by: Actor) -> frozenset[Clause]:
    """Let the initiative say again what was agreed; answers with the clauses that differed."""
    hold(initiative.code)
    initiative = Initiative.objects.get(pk=initiative.pk)
    drifted = frozenset(drifted_clauses(initiative))
    adopted = adopted_agenda_or_none(initiative)
    if drifted and adopted is not None:
        _write_through(adopted, by)
        record(
            action="put agreed words back",
            by=by,
            initiative=initiative.code,
            subject=f"agenda {adopted.number}",
            detail={"clauses": sorted(clause.value for clause in drifted)},
        )
    return drifted
