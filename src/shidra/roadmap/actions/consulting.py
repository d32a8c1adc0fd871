"""The draft of the map is opened to everybody: comments by factor and link, each of them answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.roadmap.actions.adopting import NothingToAdopt
from shidra.roadmap.actions.saying import said_by
from shidra.roadmap.models import Answer, Factor, MapComment, RoadmapVersion
from shidra.roadmap.queries import open_version_or_none

__all__ = [
    "NotOpenForComments",
    "answer_comment",
    "back_to_draft",
    "comment_on_map",
    "open_consultation",
]

Status = RoadmapVersion.Status


class NotOpenForComments(Exception):
    """The consultation has not begun, or is over."""


def _open(initiative: Initiative) -> RoadmapVersion:
    hold(initiative.code)
    version = open_version_or_none(initiative)
    if version is None:
        raise NothingToAdopt
    return version


@transaction.atomic
def open_consultation(*, initiative: Initiative, until: date, by: Actor) -> RoadmapVersion:
    """Take comments on the open version until and including this day; the day can be moved.

    Raises:
        NothingToAdopt: no version is open.
    """
    version = _open(initiative)
    if version.status == Status.CONSULTATION and version.consultation_until == until:
        return version
    is_new, before = version.status == Status.DRAFT, version.consultation_until
    if is_new:
        version.status = Status.CONSULTATION
        version.consultation_opened_on = timezone.localdate()
    version.consultation_until = until
    version.save(update_fields=["status", "consultation_opened_on", "consultation_until"])
    record(
        action="open consultation on map" if is_new else "move end of consultation on map",
        by=by,
        initiative=initiative.code,
        subject=f"map {version.number}",
        detail={"until": [before.isoformat() if before else None, until.isoformat()]},
    )
    return version


@transaction.atomic
def back_to_draft(*, initiative: Initiative, by: Actor, reason: str = "") -> RoadmapVersion:
    """Close the consultation and go on drafting; what was said and answered stays.

    Raises:
        NothingToAdopt: no version is open.
    """
    version = _open(initiative)
    if version.status == Status.DRAFT:
        return version
    version.status, version.consultation_until = Status.DRAFT, None
    version.save(update_fields=["status", "consultation_until"])
    record(
        action="take map back to draft",
        by=by,
        initiative=initiative.code,
        subject=f"map {version.number}",
        reason=reason,
    )
    return version


@transaction.atomic
def comment_on_map(
    *,
    version: RoadmapVersion,
    text: Text,
    token: str,
    by: Actor,
    factor: Factor | None = None,
    target: Factor | None = None,
    speaks_for: Text | None = None,
    passed_on_from: str = "",
    at: datetime | None = None,
) -> MapComment:
    """Say something about a factor, a link or the whole map; a form sent twice says it once.

    Raises:
        NotOpenForComments: no comments are taken today.
    """
    hold(version.initiative.code)
    stored = RoadmapVersion.objects.filter(pk=version.pk).first()
    if said := MapComment.objects.filter(version_id=version.pk, token=token).first():
        return said
    now = at or timezone.now()
    if stored is None or not stored.takes_comments_on(timezone.localdate(now)):
        raise NotOpenForComments
    said = MapComment.objects.create(
        version=stored,
        factor=factor,
        target=target,
        **said_by(
            by,
            text=text,
            token=token,
            speaks_for=speaks_for,
            passed_on_from=passed_on_from,
            at=now,
        ),
    )
    record(
        action="comment on map",
        by=by,
        initiative=version.initiative.code,
        subject=f"map {stored.number}: {_about(said)}",
        detail={"comment": said.pk, "text": said.text.as_document()},
    )
    return said


def _about(comment: MapComment) -> str:
    if comment.factor is None:
        return "whole"
    return f"{comment.factor}>{comment.target}" if comment.target else str(comment.factor)


@transaction.atomic
def answer_comment(
    *, comment: MapComment, answer: Answer, reason: Text, by: Actor, at: datetime | None = None
) -> MapComment:
    """Say whether a comment was taken up, and why; it can be answered better until adoption.

    Raises:
        NotOpenForComments: the version was adopted, and stands with the answers that were given.
    """
    hold(comment.version.initiative.code)
    stored = MapComment.objects.select_related("version", "factor", "target").get(pk=comment.pk)
    if not stored.version.is_open:
        raise NotOpenForComments
    if stored.answer == answer and stored.answer_reason.same_words(reason):
        return stored
    now, before = at or timezone.now(), [stored.answer, stored.answer_reason.as_document()]
    stored.answer = answer
    stored.answer_reason = stored.answer_reason.reworded(reason, by=by.label, at=now)
    stored.answered_by, stored.answered_at = by.label, now
    stored.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])
    record(
        action="answer comment on map",
        by=by,
        initiative=comment.version.initiative.code,
        subject=f"map {stored.version.number}: {_about(stored)}",
        detail={
            "comment": stored.pk,
            "before": before,
            "after": [stored.answer, reason.as_document()],
        },
    )
    return stored
