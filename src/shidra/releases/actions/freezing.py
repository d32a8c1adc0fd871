"""Publishing a period: its figures are frozen in the record, once and for all."""

import logging
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import Value
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.initiatives.actions import hold
from shidra.initiatives.models import Initiative
from shidra.releases.actions.certifying import certify_awaiting
from shidra.releases.actions.files import draft, file_path, finish_files
from shidra.releases.analysis.certificates import Heard
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile
from shidra.releases.queries import (
    FIGURE_FIELDS,
    digest_of,
    in_units,
    latest_release,
    live_lines,
    live_rows,
    names_as_they_are,
    shapes_of,
    sums_of_release,
)
from shidra.releases.registry import tell_of_publishing

__all__ = ["ChangedMeanwhile", "NothingToPublish", "Published", "publish_period"]

_log = logging.getLogger(__name__)


class NothingToPublish(Exception):
    """The period has no observations."""


class ChangedMeanwhile(Exception):
    """The figures are no longer those that were looked at before the step."""


@dataclass(frozen=True, slots=True)
class Published:
    """The release of a period; not new where it said the same already.

    Attributes:
        is_filed: whether the second store has it; if not, publishing again finishes that.
    """

    release: Release
    is_new: bool
    is_filed: bool


def publish_period(
    *,
    initiative: Initiative,
    period: str,
    note: str,
    by: Actor,
    looked_at: str = "",
    heard: Heard | None = None,
    is_patient: bool = False,
) -> Published:
    """Publish a period as it stands now; what says the same as its last release stays that one.

    The record comes first, in one transaction; the file follows, and then what everybody may see of
    it is certified. A run that was interrupted in between is finished by the next. With patience
    large protected tables are made too, and `heard` is told after each measure.
    `looked_at` is the digest of what the person saw before deciding; empty does not compare.

    Raises:
        NothingToPublish: the period has no observations.
        ChangedMeanwhile: the figures are no longer those of `looked_at`.
    """
    release, is_new, drafted = _freeze_and_tell(initiative, period, note, by, looked_at)
    try:
        finish_files(initiative, drafted)
    except OSError:
        _log.exception("the file of release %s waits", release)
    certify_awaiting(initiative, heard, is_patient=is_patient)
    is_filed = not release.files.filter(status=ReleaseFile.Status.AWAITED).exists()
    return Published(release, is_new, is_filed)


@transaction.atomic
def _freeze_and_tell(
    initiative: Initiative, period: str, note: str, by: Actor, looked_at: str
) -> tuple[Release, bool, str]:
    hold(initiative.code)
    before = latest_release(initiative, period)
    if before is not None and _says(before, digest_of(live_lines(initiative, period)), looked_at):
        release, is_new, drafted = before, False, ""
    else:
        release, is_new = _copied(initiative, period, note, by, before), True
        drafted = _seal(release, by, looked_at)
    published = Release.objects.filter(initiative=initiative, is_sealed=True)
    tell_of_publishing(initiative, set(published.values_list("period", flat=True)), by)
    return release, is_new, drafted


def _says(before: Release, live: tuple[str, int], looked_at: str) -> bool:
    """Whether a release says what the record does now."""
    digest, rows = live
    if not rows:
        raise NothingToPublish
    if looked_at and looked_at != digest:
        raise ChangedMeanwhile
    return before.digest == digest


def _copied(
    initiative: Initiative, period: str, note: str, by: Actor, before: Release | None
) -> Release:
    """A release with the observations of the period as they stand, from table to table."""
    release = Release.objects.create(
        initiative=initiative,
        period=period,
        number=before.number + 1 if before else 1,
        replaces=before,
        published_at=timezone.now(),
        by_label=by.label,
        note=note,
    )
    number = Value(release.pk, output_field=models.BigIntegerField())
    rows = live_rows(initiative, period).order_by().annotate(of_release=number)
    select, parameters = rows.query.sql_with_params()
    quoted = connection.ops.quote_name
    columns = ", ".join(map(quoted, (*FIGURE_FIELDS, "release_id")))
    table = quoted(ReleasedFigure._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {select}", parameters)
        if not cursor.rowcount:
            raise NothingToPublish
    return release


def _seal(release: Release, by: Actor, looked_at: str) -> str:
    """Say what the figures of a release come to, and let nothing change any more.

    Returns the path of the file that it waits for, whose lines are drafted.
    """
    file = ReleaseFile.objects.create(release=release, path=file_path(release))
    release.digest, release.rows = draft(release, file.path)
    if looked_at and looked_at != release.digest:
        raise ChangedMeanwhile
    sums = sums_of_release(release)
    release.numerator_sum = in_units(sums.numerator)
    release.denominator_sum = in_units(sums.denominator)
    release.names = names_as_they_are(release.initiative, shapes_of(release))
    release.is_sealed = True
    release.save()
    record(
        action="publish",
        by=by,
        initiative=release.initiative.code,
        subject=str(release),
        reason=release.note,
        detail={"rows": [], "figures": release.rows, "digest": release.digest},
    )
    return file.path
