"""Links are contested and answered for; under a factor people talk, each from their role."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.i18n.text import Text
from shidra.initiatives.actions import hold
from shidra.roadmap.actions.saying import said_by
from shidra.roadmap.models import Answer, Doubt, Factor, TalkEntry

__all__ = ["answer_doubt", "raise_doubt", "retire_talk", "say"]


@transaction.atomic
def raise_doubt(
    *,
    source: Factor,
    target: Factor,
    text: Text,
    token: str,
    by: Actor,
    speaks_for: Text | None = None,
    passed_on_from: str = "",
    at: datetime | None = None,
) -> Doubt:
    """Contest a link, and say why: it shows as contested until this is answered.

    A form that is sent twice contests once.
    """
    initiative = source.initiative
    hold(initiative.code)
    if said := Doubt.objects.filter(initiative=initiative, token=token).first():
        return said
    now = at or timezone.now()
    doubt = Doubt.objects.create(
        initiative=initiative,
        source=source,
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
        action="contest link",
        by=by,
        initiative=initiative.code,
        subject=f"{source}>{target}",
        detail={"doubt": doubt.pk, "text": doubt.text.as_document()},
    )
    return doubt


@transaction.atomic
def answer_doubt(
    *, doubt: Doubt, answer: Answer, reason: Text, by: Actor, at: datetime | None = None
) -> Doubt:
    """Resolve a doubt with a reason; it can be answered better later."""
    hold(doubt.initiative.code)
    stored = Doubt.objects.select_related("initiative", "source", "target").get(pk=doubt.pk)
    if stored.answer == answer and stored.answer_reason.same_words(reason):
        return stored
    now, before = at or timezone.now(), [stored.answer, stored.answer_reason.as_document()]
    stored.answer = answer
    stored.answer_reason = stored.answer_reason.reworded(reason, by=by.label, at=now)
    stored.answered_by, stored.answered_at = by.label, now
    stored.save(update_fields=["answer", "answer_reason", "answered_by", "answered_at"])
    record(
        action="answer doubt",
        by=by,
        initiative=stored.initiative.code,
        subject=f"{stored.source}>{stored.target}",
        detail={
            "doubt": stored.pk,
            "before": before,
            "after": [stored.answer, reason.as_document()],
        },
    )
    return stored


@transaction.atomic
def say(
    *,
    factor: Factor,
    text: Text,
    role: str,
    token: str,
    by: Actor,
    speaks_for: Text | None = None,
    passed_on_from: str = "",
    at: datetime | None = None,
) -> TalkEntry:
    """Add to the talk under a factor, from one's role; a form that is sent twice says it once."""
    initiative = factor.initiative
    hold(initiative.code)
    if said := TalkEntry.objects.filter(initiative=initiative, token=token).first():
        return said
    now = at or timezone.now()
    entry = TalkEntry.objects.create(
        initiative=initiative,
        factor=factor,
        role=role,
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
        action="say under factor",
        by=by,
        initiative=initiative.code,
        subject=str(factor),
        detail={"entry": entry.pk, "role": role, "text": entry.text.as_document()},
    )
    return entry


@transaction.atomic
def retire_talk(*, entry: TalkEntry, by: Actor, reason: str) -> TalkEntry:
    """Take an entry out of sight, with the reason; done twice changes nothing."""
    hold(entry.initiative.code)
    stored = TalkEntry.objects.select_related("initiative", "factor").get(pk=entry.pk)
    if stored.retired_at is not None:
        return stored
    stored.retired_by, stored.retired_at = by.label, timezone.now()
    stored.retired_reason = reason
    stored.save(update_fields=["retired_by", "retired_at", "retired_reason"])
    record(
        action="retire talk",
        by=by,
        initiative=stored.initiative.code,
        subject=str(stored.factor),
        reason=reason,
        detail={"entry": stored.pk},
    )
    return stored
