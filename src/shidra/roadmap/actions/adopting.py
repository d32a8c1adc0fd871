"""The open version is adopted on a day, or thrown away while nobody else has read it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.initiatives.registry import look_again
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.queries import (
    Obstacle,
    adopted_version_or_none,
    difference_between,
    difference_of,
    open_version_or_none,
    state_of,
)

__all__ = [
    "ChangedMeanwhile",
    "NotADraft",
    "NotYet",
    "NothingToAdopt",
    "adopt_open_version",
    "discard_draft",
]

Status = RoadmapVersion.Status


class NothingToAdopt(Exception):
    """There is no open version."""


class NotADraft(Exception):
    """The version was read by others already, or is gone; it is not thrown away any more."""


class ChangedMeanwhile(Exception):
    """The open version says something else than what was read before adopting it."""


class NotYet(Exception):
    """The version cannot be adopted; `obstacles` say why."""

    def __init__(self, obstacles: frozenset[Obstacle]) -> None:
        super().__init__(*sorted(obstacles))
        self.obstacles = obstacles


@transaction.atomic
def adopt_open_version(
    *,
    initiative: Initiative,
    by: Actor,
    on: date | None = None,
    reason: Text | None = None,
    decided_by: Text | None = None,
    read: str = "",
) -> RoadmapVersion:
    """Make the open version the one that counts; the one before stays as it was, superseded.

    It counts from `on`, today unless somebody decided earlier; `decided_by` says who decided,
    where that is not only who pressed the button. `read` is the fingerprint of the version that
    was read, empty where nothing was shown.

    Raises:
        NothingToAdopt: there is no open version.
        ChangedMeanwhile: it says something else by now than what was read.
        NotYet: a comment waits for its answer, or the day does not fit.
    """
    hold(initiative.code)
    draft, before = open_version_or_none(initiative), adopted_version_or_none(initiative)
    if draft is None:
        raise NothingToAdopt
    said = state_of(draft)
    if read and read != said.fingerprint:
        raise ChangedMeanwhile
    difference = difference_of(state_of(before), said)
    on, now = on or timezone.localdate(), timezone.now()
    if obstacles := _obstacles(draft, before, on):
        raise NotYet(obstacles)
    if before is not None:
        before.status = Status.SUPERSEDED
        before.save(update_fields=["status"])
    draft.status, draft.adopted_at, draft.adopted_on = Status.ADOPTED, now, on
    draft.adopted_by, draft.changes = by.label, len(difference)
    draft.reason = Text().reworded(reason or Text(), by=by.label, at=now)
    draft.decided_by = Text().reworded(decided_by or Text(), by=by.label, at=now)
    draft.save()
    record(
        action="adopt map",
        by=by,
        initiative=initiative.code,
        subject=f"map {draft.number}",
        reason="\n".join(said.text for said in draft.reason.sayings.values()),
        detail={
            "on": on.isoformat(),
            "supersedes": before.number if before else None,
            "changes": difference.counts(),
        },
    )
    look_again(initiative, by)
    return draft


def _obstacles(
    draft: RoadmapVersion, before: RoadmapVersion | None, on: date
) -> frozenset[Obstacle]:
    earliest = before.adopted_on if before else None
    found = {
        Obstacle.UNANSWERED: draft.comments.filter(answer="").exists(),
        Obstacle.DAY_IN_FUTURE: on > timezone.localdate(),
        Obstacle.DAY_TOO_EARLY: earliest is not None and on < earliest,
    }
    return frozenset(obstacle for obstacle, stands in found.items() if stands)


@transaction.atomic
def discard_draft(*, initiative: Initiative, number: int, by: Actor, reason: str = "") -> None:
    """Throw a draft away that nobody else was shown; each change in it stays in the trail.

    Raises:
        NotADraft: it is none any more, or was open for comments.
    """
    hold(initiative.code)
    draft = open_version_or_none(initiative)
    if draft is None or draft.number != number or draft.consultation_opened_on is not None:
        raise NotADraft
    difference = difference_between(adopted_version_or_none(initiative), draft)
    record(
        action="discard map",
        by=by,
        initiative=initiative.code,
        subject=f"map {draft.number}",
        reason=reason,
        detail={"changes": difference.counts()},
    )
    draft.delete()
