"""Writes of the map: a version is opened, collects changes, and is adopted."""

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.queries import (
    adopted_version_or_none,
    entries_of,
    links_of,
    open_version_or_none,
)

__all__ = ["NothingToAdopt", "adopt_open_version", "version_for_changes"]

Status = RoadmapVersion.Status


class NothingToAdopt(Exception):
    """There is no open version."""


@transaction.atomic
def version_for_changes(*, initiative: Initiative, by: Actor) -> RoadmapVersion:
    """The version that takes changes: the open one, else a draft copied from the adopted one.

    The first map of an initiative has nothing to differ from, so it is adopted at once.
    """
    if version := open_version_or_none(initiative):
        return version
    adopted = adopted_version_or_none(initiative)
    if adopted is None:
        version = RoadmapVersion.objects.create(
            initiative=initiative, number=1, status=Status.ADOPTED, adopted_at=timezone.now()
        )
        record(action="adopt first map", by=by, initiative=initiative.code, subject="map 1")
        return version
    draft = RoadmapVersion.objects.create(initiative=initiative, number=adopted.number + 1)
    for rows in (entries_of(adopted), links_of(adopted)):
        copies = list(rows)
        for copy in copies:
            copy.pk, copy.version = None, draft
        rows.model._default_manager.bulk_create(copies)
    record(action="open draft", by=by, initiative=initiative.code, subject=f"map {draft.number}")
    return draft


@transaction.atomic
def adopt_open_version(*, initiative: Initiative, by: Actor) -> RoadmapVersion:
    """Make the open version the one that counts; the one before stays, superseded.

    Raises:
        NothingToAdopt: there is no open version.
    """
    draft = open_version_or_none(initiative)
    if draft is None:
        raise NothingToAdopt
    RoadmapVersion.objects.filter(initiative=initiative, status=Status.ADOPTED).update(
        status=Status.SUPERSEDED
    )
    draft.status, draft.adopted_at = Status.ADOPTED, timezone.now()
    draft.save(update_fields=["status", "adopted_at"])
    record(action="adopt map", by=by, initiative=initiative.code, subject=f"map {draft.number}")
    return draft
