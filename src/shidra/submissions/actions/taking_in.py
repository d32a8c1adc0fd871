"""Keep the figures of a file that hold, once, all of them or none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.exchange.actions.filling import Filler, group_key
from shidra.exchange.queries import Ids
from shidra.exchange.workbook import Rejection
from shidra.initiatives import actions as initiatives
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from shidra.network.models import Organisation
from shidra.submissions.actions.answering import put_answers
from shidra.submissions.actions.moving import MovedMeanwhile, MoveRefused, stepped
from shidra.submissions.models import (
    ColumnMapping,
    Submission,
    SubmissionStep,
    SubmittedFigure,
)
from shidra.submissions.queries.figures import definitions_in_force, version_in_force
from shidra.submissions.queries.matching import Matching
from shidra.submissions.queries.taken import Taken, TakenRow

__all__ = ["Handed", "NothingToKeep", "remember_matching", "take_in"]

Status = Submission.Status
_NUMBERS = ("numerator", "denominator", "value", "n", "quality", "units_counted")
MOST_LEFT_OUT = 2_000


class NothingToKeep(Exception):
    """Not one row holds."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A submission, and whether this was the moment in which it was made or changed."""

    submission: Submission
    is_new: bool


@transaction.atomic
def take_in(
    *,
    initiative: Initiative,
    organisation: Organisation,
    taken: Taken,
    by: Actor,
    hand_in: bool = True,
    into: Submission | None = None,
    edition: int = 0,
    answers: Mapping[str, str] | None = None,
) -> Handed:
    """Keep the rows that hold as a draft, and with `hand_in` hand them in.

    The same file read in the same way is the same submission: asked twice, or after a run that was
    killed, it is found again, and what is left of the way is gone. `into` is a draft whose figures
    these replace; `edition` is the one that was read. `answers` are to its questions, by their
    keys.

    Raises:
        NothingToKeep: no row holds.
        MovedMeanwhile: the draft is no longer the one that was read.
        MoveRefused: what was to be replaced is no draft any more.
    """
    if not taken.rows:
        raise NothingToKeep
    hold(initiative.code)
    known = _known(organisation, taken.source.fingerprint)
    if into is not None and (known is None or known.pk == into.pk):
        submission, is_new = _replaced(into, edition, taken), True
    elif known is not None:
        submission, is_new = known, False
    else:
        submission, is_new = _begun(initiative, organisation, taken, by), True
    if is_new:
        _keep_figures(submission, taken, answers or {})
        _tell(submission, taken, by)
    elif answers:
        put_answers(submission=submission, answers=answers, by=by)
    if hand_in and submission.status == Status.DRAFT:
        submission, is_new = stepped(submission, Status.SUBMITTED, by), True
    return Handed(submission, is_new)


def _known(organisation: Organisation, fingerprint: str) -> Submission | None:
    rows = Submission.objects.filter(organisation=organisation, fingerprint=fingerprint)
    return rows.exclude(status__in=[Status.WITHDRAWN, Status.CORRECTED]).first()


def _begun(
    initiative: Initiative, organisation: Organisation, taken: Taken, by: Actor
) -> Submission:
    last = Submission.objects.filter(initiative=initiative).aggregate(last=Max("number"))["last"]
    submission = Submission.objects.create(
        initiative=initiative,
        organisation=organisation,
        number=(last or 0) + 1,
        made_at=timezone.now(),
        made_by_id=by.id,
        made_by=by.label,
        **_described(taken),
    )
    SubmissionStep.objects.create(
        submission=submission, after=Status.DRAFT, at=submission.made_at, by_label=by.label
    )
    return submission


def _replaced(into: Submission, edition: int, taken: Taken) -> Submission:
    stored = Submission.objects.select_for_update().get(pk=into.pk)
    if stored.status != Status.DRAFT:
        raise MoveRefused
    if stored.edition != edition:
        raise MovedMeanwhile(stored)
    for name, value in _described(taken).items():
        setattr(stored, name, value)
    stored.edition += 1
    stored.save()
    stored.figures.all().delete()
    return stored


def _described(taken: Taken) -> Mapping[str, Any]:
    source = taken.source
    return {
        "kind": source.kind,
        "file_name": source.name[:200],
        "sha256": source.sha256,
        "fingerprint": source.fingerprint,
        "matching": source.matching.as_document(),
        "spoken": list(taken.spoken),
        "left_out": [_plain(each) for each in taken.rejections[:MOST_LEFT_OUT]],
        "rows_read": taken.read,
    }


def _plain(rejection: Rejection) -> dict[str, Any]:
    context = {name: str(value) for name, value in rejection.context.items()}
    return {
        "row": rejection.row,
        "column": rejection.column,
        "value": rejection.value,
        "problem": rejection.problem,
        "context": context,
    }


def _keep_figures(submission: Submission, taken: Taken, answers: Mapping[str, str]) -> None:
    initiative = submission.initiative
    ids = Ids(initiative)
    ids.group_sets = initiatives.put_group_sets(
        initiative=initiative,
        keys=[group_key(row.figure.groups) for row in taken.rows if row.figure.groups],
    )
    versions = definitions_in_force(initiative)
    filled, _spoken = Filler(initiative, ids, is_part=True).fill(
        "observations", [row.figure for row in taken.rows]
    )
    asked: dict[str, list[dict[str, Any]]] = {}
    for each in taken.questions:
        asked.setdefault(each.about or str(each.row), []).append(
            each.as_document(answers.get(each.key, ""))
        )
    SubmittedFigure.objects.bulk_create(
        [
            _figure(submission, put.instance, versions, row, asked.get(str(row.figure.number), []))
            for put, row in zip(filled, taken.rows, strict=True)
        ],
        batch_size=500,
    )


def _figure(
    submission: Submission,
    read: Any,
    versions: Mapping[str, list[tuple[str, int]]],
    row: TakenRow,
    questions: list[dict[str, Any]],
) -> SubmittedFigure:
    assert isinstance(read, Observation)
    return SubmittedFigure(
        submission=submission,
        row=row.number,
        cells=dict(row.cells),
        indicator_id=read.indicator_id,
        definition=version_in_force(versions.get(row.figure.indicator, ()), read.period),
        period=read.period,
        place_id=read.place_id,
        group_set_id=read.group_set_id,
        remarks=row.remarks,
        questions=questions,
        **{name: getattr(read, name) for name in _NUMBERS},
    )


def _tell(submission: Submission, taken: Taken, by: Actor) -> None:
    record(
        action="take in figures",
        by=by,
        initiative=submission.initiative.code,
        subject=f"{submission}: {submission.organisation.code}",
        detail={
            "sha256": submission.sha256,
            "figures": len(taken.rows),
            "left out": taken.rows_left_out,
        },
        changes=[
            RowChange(
                model_label(Submission),
                submission.pk,
                Change.Kind.ADDED,
                after={"number": submission.number, "status": submission.status},
            )
        ],
    )


@transaction.atomic
def remember_matching(
    *, organisation: Organisation, header: str, matching: Matching, by: Actor
) -> None:
    """Read the next file of this kind in the same way; `header` tells the kind."""
    document = matching.as_document()
    kept = ColumnMapping.objects.filter(organisation=organisation, header_key=header).first()
    if kept and kept.matching == document:
        return
    ColumnMapping.objects.update_or_create(
        organisation=organisation,
        header_key=header,
        defaults={"matching": document, "used_at": timezone.now()},
    )
    record(
        action="match columns",
        by=by,
        initiative=organisation.initiative.code,
        subject=organisation.code,
        detail={"columns": document["columns"]},
    )
