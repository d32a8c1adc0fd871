"""Take a submission from one status to the next; what is confirmed becomes what is observed."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shidra.audit.actions import Row, Touched, because, record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.gaps.actions import take_stock
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.measurement.actions import put_observations
from shidra.measurement.models import Indicator, Observation
from shidra.submissions.models import MOVES, Submission, SubmissionStep, SubmittedFigure
from shidra.submissions.queries.figures import (
    cell_of,
    definitions_in_force,
    handed_in_cells,
    numbers_of,
    stored_cells,
    version_in_force,
)
from shidra.submissions.queries.kept import figures_of

__all__ = [
    "FiguresNoLongerFit",
    "MoveRefused",
    "MovedMeanwhile",
    "mark_published",
    "move_submission",
    "publish_with_periods",
    "stepped",
]

Status = Submission.Status
# What a row says of its cell always as a whole, and what only where the file has a column for it.
_WHOLE = ("numerator", "denominator", "value")
# Of what a figure that looks impossible is asked; the record has a reason for it.
TO_EXPLAIN = "numerator_above_denominator"
_WHERE_SPOKEN = ("n", "quality", "units_counted")


class MoveRefused(Exception):
    """From where the submission stands, no step leads there."""


class MovedMeanwhile(Exception):
    """Somebody has changed the submission since it was read; it stands in `stored`."""

    def __init__(self, stored: Submission) -> None:
        super().__init__(str(stored))
        self.stored = stored


class FiguresNoLongerFit(Exception):
    """A measure that the figures are of is no longer in use."""


@transaction.atomic
def move_submission(
    *, submission: Submission, to: str, edition: int, by: Actor, note: str = ""
) -> Submission:
    """Take a submission one allowed step further; to be where it was asked to go changes nothing.

    What its partner confirms becomes what is observed, in the same transaction: all figures or
    none. Earlier submissions whose figures differ are corrected by it, and stay readable.

    Raises:
        MoveRefused: no step leads there.
        MovedMeanwhile: it is another edition than the one that was read.
        FiguresNoLongerFit: what it is about is retired by now.
    """
    hold(submission.initiative.code)
    stored = Submission.objects.select_for_update().get(pk=submission.pk)
    if stored.status == to:
        return stored
    if stored.edition != edition:
        raise MovedMeanwhile(stored)
    if to not in MOVES[Status(stored.status)]:
        raise MoveRefused
    if to == Status.CONFIRMED:
        _observe(stored, by, note)
    return stepped(stored, to, by, note)


def stepped(stored: Submission, to: str, by: Actor, note: str = "") -> Submission:
    """Write one step down, with its record; the initiative is held."""
    before, stored.status = stored.status, to
    stored.edition += 1
    stored.save()
    SubmissionStep.objects.create(
        submission=stored,
        before=before,
        after=to,
        at=timezone.now(),
        by_label=by.label,
        note=note,
    )
    record(
        action="move submission",
        by=by,
        initiative=stored.initiative.code,
        subject=f"{stored}: {stored.organisation.code}",
        reason=note,
        detail={"from": before, "to": to},
        changes=[
            RowChange(
                model_label(Submission),
                stored.pk,
                Change.Kind.CHANGED,
                before={"status": before},
                after={"status": to},
            )
        ],
    )
    return stored


@transaction.atomic
def mark_published(*, initiative: Initiative, periods: Collection[str], by: Actor) -> int:
    """Confirmed submissions all of whose periods are published are published with them."""
    hold(initiative.code)
    waiting = Submission.objects.filter(initiative=initiative, status=Status.CONFIRMED)
    done = 0
    for each in waiting.select_for_update():
        own = set(each.figures.order_by().values_list("period", flat=True))
        if own and own <= set(periods):
            stepped(each, Status.PUBLISHED, by)
            done += 1
    return done


def publish_with_periods(initiative: Initiative, periods: Collection[str], by: Actor) -> None:
    """What the room of releases calls when a period is published, inside its transaction."""
    mark_published(initiative=initiative, periods=periods, by=by)


def _observe(submission: Submission, by: Actor, note: str) -> None:
    """The figures become observations; each remembers what stood there before."""
    figures = figures_of(submission)
    if any(each.indicator.state == Indicator.State.RETIRED for each in figures):
        raise FiguresNoLongerFit
    codes = {each.indicator.code for each in figures}
    stored = stored_cells(submission.initiative, codes)
    own = handed_in_cells(submission.organisation, codes)
    versions = definitions_in_force(submission.initiative)
    corrected: dict[int, Submission] = {}
    for each in figures:
        before, earlier = stored.get(cell_of(each)), own.get(cell_of(each))
        each.before = before.as_document() if before else None
        each.corrects = earlier
        each.definition = version_in_force(versions.get(each.indicator.code, ()), each.period)
        if earlier and numbers_of(earlier) != numbers_of(each):
            corrected[earlier.submission_id] = earlier.submission
    SubmittedFigure.objects.bulk_update(
        figures, ["before", "corrects", "definition"], batch_size=500
    )
    _put(submission, figures, by, note)
    _correct(submission, corrected.values(), by)
    take_stock(initiative=submission.initiative, by=by)


def _put(submission: Submission, figures: Iterable[SubmittedFigure], by: Actor, note: str) -> None:
    spoken = [name for name in _WHERE_SPOKEN if name in submission.spoken]
    reason = note or f"{submission}: {submission.file_name or submission.kind}"
    with because(reason):
        put_observations(
            initiative=submission.initiative,
            rows=[
                Row(
                    Observation(
                        indicator_id=each.indicator_id,
                        period=each.period,
                        place_id=each.place_id,
                        group_set_id=each.group_set_id,
                        reason=_reason(each),
                        **{name: getattr(each, name) for name in (*_WHOLE, *_WHERE_SPOKEN)},
                    )
                )
                for each in figures
            ],
            touched=Touched((*_WHOLE, "reason", *spoken), is_part=True),
            by=by,
        )


def _reason(figure: SubmittedFigure) -> str:
    """Why a figure stands that looks impossible: the record keeps it with an answer, or says so."""
    asked = (each for each in figure.questions if each["problem"] == TO_EXPLAIN)
    found = next(asked, None)
    return "" if found is None else (found["answer"] or _("Asked, and confirmed without a reason."))


def _correct(submission: Submission, earlier: Collection[Submission], by: Actor) -> None:
    """What was confirmed before says from now on by what it was corrected."""
    if not earlier:
        return
    submission.replaces = max(earlier, key=lambda each: each.number)
    for each in earlier:
        if each.status != Status.CORRECTED:
            stepped(each, Status.CORRECTED, by, str(submission.number))
