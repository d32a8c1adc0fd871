"""Changes of the map go into the open version, which is opened by the first of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import Changes, Row, Touched, put_rows, record
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import EvidenceItem, Factor, FactorEntry, Link, RoadmapVersion
from shidra.roadmap.queries import (
    adopted_version_or_none,
    entries_of,
    links_of,
    open_version_or_none,
)

__all__ = [
    "MapChanges",
    "put_evidence",
    "put_factor_codes",
    "put_map",
    "version_for_changes",
]

Status = RoadmapVersion.Status


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
            initiative=initiative,
            number=1,
            status=Status.ADOPTED,
            adopted_at=timezone.now(),
            adopted_on=timezone.localdate(),
            adopted_by=by.label,
            opened_by=by.label,
        )
        record(action="adopt first map", by=by, initiative=initiative.code, subject="map 1")
        return version
    draft = RoadmapVersion.objects.create(
        initiative=initiative, number=adopted.number + 1, opened_by=by.label
    )
    entries, links = list(entries_of(adopted)), list(links_of(adopted))
    for entry in entries:
        entry.pk, entry.version = None, draft
    for link in links:
        link.pk, link.version = None, draft
    FactorEntry.objects.bulk_create(entries)
    Link.objects.bulk_create(links)
    record(action="open draft", by=by, initiative=initiative.code, subject=f"map {draft.number}")
    return draft


@transaction.atomic
def put_factor_codes(*, initiative: Initiative, codes: Iterable[str]) -> dict[str, int]:
    """The lasting id of each factor by code, made for codes that are new.

    A code alone says nothing yet; the audit record tells of the entry that gives it its meaning.
    """
    ids = dict(Factor.objects.filter(initiative=initiative).values_list("code", "id"))
    new = [Factor(initiative=initiative, code=code) for code in codes if code not in ids]
    Factor.objects.bulk_create(new)
    return ids | {factor.code: factor.pk for factor in new}


@dataclass(frozen=True, slots=True)
class MapChanges:
    """What putting a map did, and the version that took it: a draft when changes wait in it."""

    entries: Changes
    links: Changes
    version: RoadmapVersion | None

    @property
    def waits_in_draft(self) -> bool:
        """Whether what was put counts only once the draft is adopted."""
        return self.version is not None and self.version.status != Status.ADOPTED


@transaction.atomic
def put_map(
    *,
    initiative: Initiative,
    entries: Sequence[Row],
    links: Sequence[Row],
    touched_entries: Touched,
    touched_links: Touched,
    by: Actor,
) -> MapChanges:
    """Put factors and links as one change set.

    They go into the open version; without one, into a draft that starts as a copy of the adopted
    map, opened only if something differs. The first map of an initiative is adopted at once.
    """

    def put(version: RoadmapVersion, *, apply: bool) -> tuple[Changes, Changes]:
        for row in (*entries, *links):
            row.instance.version = version  # type: ignore[attr-defined]
        return (
            put_rows(
                existing=FactorEntry.objects.filter(version=version),
                rows=entries,
                key=("factor_id",),
                touched=touched_entries,
                by=by,
                initiative=initiative.code,
                apply=apply,
            ),
            put_rows(
                existing=Link.objects.filter(version=version),
                rows=links,
                key=("source_id", "target_id"),
                touched=touched_links,
                by=by,
                initiative=initiative.code,
                apply=apply,
            ),
        )

    current = open_version_or_none(initiative) or adopted_version_or_none(initiative)
    if current is None and not entries:
        return MapChanges(Changes(), Changes(), None)
    if current is not None and current.status != Status.ADOPTED:
        return MapChanges(*put(current, apply=True), current)
    if current is not None:
        found = put(current, apply=False)
        if not any(changes.is_change for changes in found):
            return MapChanges(*found, current)
    version = version_for_changes(initiative=initiative, by=by)
    return MapChanges(*put(version, apply=True), version)


def put_evidence(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what was found about factors and links; new items keep who added them and when."""
    rows = list(rows)
    for row in rows:  # what is stored already keeps its own: only touched fields are written
        row.instance.added_by, row.instance.added_at = by.label, timezone.now()  # type: ignore[attr-defined]
    return put_rows(
        existing=EvidenceItem.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )
