"""The draft is opened to everybody: comments by clause, each of them answered."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from shidra.agenda.actions.drafting import NoLongerOpen, SavedMeanwhile, current
from shidra.agenda.models import AgendaComment, AgendaVersion, Clause
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text

__all__ = ["NotOpenForComments", "answer_comment", "comment_on", "open_consultation"]

Status = AgendaVersion.Status


class NotOpenForComments(Exception):
    """The consultation has not begun, or is over."""


@transaction.atomic
def open_consultation(
    *, version: AgendaVersion, until: date, edition: int, by: Actor, on: date | None = None
) -> AgendaVersion:
    """Take comments until and including this day; once open, the day can be moved.

    `on` is the day on which it was opened, where that is written down later.

    Raises:
        SavedMeanwhile: the text is another than the one that was read.
        NoLongerOpen: it was adopted or thrown away.
    """
    stored = current(version)
    if not stored.is_open:
        raise NoLongerOpen
    if stored.status == Status.CONSULTATION and stored.consultation_until == until:
        return stored
    if stored.edition != edition:
        raise SavedMeanwhile(stored)
    is_new = stored.status == Status.DRAFT
    before = stored.consultation_until
    if is_new:
        stored.status, stored.consultation_opened_on = (
            Status.CONSULTATION,
            on or timezone.localdate(),
        )
    stored.consultation_until = until
    stored.save(update_fields=["status", "consultation_opened_on", "consultation_until"])
    record(
        action="open consultation" if is_new else "move end of consultation",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}",
        detail={"until": [before.isoformat() if before else None, until.isoformat()]},
    )
    return stored


@transaction.atomic
def comment_on(
    *,
    version: AgendaVersion,
    clause: Clause,
    text: Text,
    token: str,
    by: Actor,
    speaks_for: Text | None = None,
    passed_on_from: str = "",
    at: datetime | None = None,
) -> AgendaComment:
    """Say something about a clause; a form that is sent twice says it once.

    `at` is when it was said, where that is written down later.

    Raises:
        NotOpenForComments: no comments are taken today.
    """
    stored = _locked(version)
    if said := AgendaComment.objects.filter(version=stored, token=token).first():
        return said
    now = at or timezone.now()
    if not stored.takes_comments_on(timezone.localdate(now)):
        raise NotOpenForComments
    said = AgendaComment.objects.create(
        version=stored,
        clause=clause,
        edition=stored.edition,
        text=Text().reworded(text, by=by.label, at=now),
        token=token,
        author_id=by.id,
        author=by.label,
        speaks_for=speaks_for or Text(),
        passed_on_from=passed_on_from,
        made_at=now,
    )
    record(
        action="comment on agenda",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}: {clause}",
        detail={"comment": said.pk, "text": said.text.as_document()},
    )
    return said


def _locked(version: AgendaVersion) -> AgendaVersion:
    try:
        return current(version)
    except NoLongerOpen as gone:
        raise NotOpenForComments from gone


@transaction.atomic
def answer_comment(
    *,
    comment: AgendaComment,
    answer: AgendaComment.Answer,
    reason: Text,
    by: Actor,
    at: datetime | None = None,
) -> AgendaComment:
    """Say whether a comment was taken up, and why; it can be answered better until adoption.

    `at` is when it was answered, where that is written down later.

    Raises:
        NoLongerOpen: the version was adopted, and stands with the answers that were given.
    """
    stored = current(comment.version)
    if not stored.is_open:
        raise NoLongerOpen
    comment = AgendaComment.objects.get(pk=comment.pk)
    if comment.answer == answer and comment.answer_reason.same_words(reason):
        return comment
    before = [comment.answer, comment.answer_reason.as_document()]
    comment.answer = answer
    now = at or timezone.now()
    comment.answer_reason = comment.answer_reason.reworded(reason, by=by.label, at=now)
    comment.answered_by, comment.answered_at = by.label, now
    comment.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])
    record(
        action="answer comment",
        by=by,
        initiative=stored.initiative.code,
        subject=f"agenda {stored.number}: {comment.clause}",
        detail={
            "comment": comment.pk,
            "before": before,
            "after": [comment.answer, reason.as_document()],
        },
    )
    return comment
