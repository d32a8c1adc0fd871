"""The map that takes changes, what waits in it, and who else is at it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from shidra.audit.models import Change, Record
from shidra.audit.queries import model_label
from shidra.exchange.queries.stored import stored_rows
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import labels_of
from shidra.mapping.models import EditorHere
from shidra.records.queries.cells import cells_in_words, columns_for
from shidra.roadmap.models import FactorEntry, Link, RoadmapVersion
from shidra.roadmap.queries import (
    LARGE,
    Tie,
    adopted_version_or_none,
    entries_of,
    links_of,
    near,
    open_doubts,
    open_version_or_none,
    outcome_or_first,
)

__all__ = [
    "HERE",
    "MapInWork",
    "code_of_same_or_none",
    "entry_or_none",
    "last_act",
    "latest_changes",
    "link_or_none",
    "map_in_work_or_none",
    "others_here",
    "row_cells",
    "version_in_work_or_none",
]

# So long after the last sign of a page somebody counts as being there.
HERE = timedelta(minutes=3)
LATEST = 8
# What tells a factor or a link of one version from that of another, and is no change.
_OWN = frozenset({"id", "version", "position"})


@dataclass(frozen=True, slots=True)
class MapInWork:
    """The version that takes changes: the draft, or the adopted one until there is a draft.

    Attributes:
        added, changed: codes of factors that the adopted map has not, or has otherwise.
        waiting: how many factors and links differ from it, those that are gone too.
        doubted: the ends, by id, of links about which a doubt waits for its answer.
    """

    version: RoadmapVersion
    entries: Sequence[FactorEntry]
    links: Sequence[Link]
    labels: Mapping[tuple[str, str], Text]
    added: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    waiting: int = 0
    doubted: frozenset[tuple[int, int]] = frozenset()

    def around(self, centres: Sequence[str]) -> frozenset[int] | None:
        """The factors that a large map is shown around, by id; None where it shows all."""
        if len(self.entries) < LARGE:
            return None
        ids = {each.factor.code: each.factor_id for each in self.entries}
        chosen = [ids[code] for code in centres if code in ids]
        ties = [
            Tie(each.source_id, each.target_id, each.strength, each.status, each.evidence)
            for each in self.links
        ]
        centre = chosen[0] if chosen else ids[outcome_or_first(self.entries)]
        return near(centre, ties) | frozenset(chosen)

    @property
    def is_draft(self) -> bool:
        """Whether what it says differs, or may differ, from what counts."""
        return self.version.status != RoadmapVersion.Status.ADOPTED

    def entry_or_none(self, code: str) -> FactorEntry | None:
        """The factor of that code."""
        return next((each for each in self.entries if each.factor.code == code), None)


def map_in_work_or_none(initiative: Initiative, *, compared: bool = True) -> MapInWork | None:
    """The map that takes changes; None before there is any.

    Without `compared` it is not told what differs from the adopted one.
    """
    version = version_in_work_or_none(initiative)
    if version is None:
        return None
    doubts = open_doubts(initiative).values_list("source_id", "target_id")
    found = MapInWork(
        version,
        list(entries_of(version)),
        list(links_of(version)),
        labels_of(initiative),
        doubted=frozenset(doubts),
    )
    adopted = adopted_version_or_none(initiative) if compared and found.is_draft else None
    if adopted is None:
        return found
    entries, links = list(entries_of(adopted)), list(links_of(adopted))
    before = {each.factor.code: _says(each) for each in entries}
    now = {each.factor.code: _says(each) for each in found.entries}
    links_before = {(each.source_id, each.target_id): _says(each) for each in links}
    links_now = {(each.source_id, each.target_id): _says(each) for each in found.links}
    return MapInWork(
        version,
        found.entries,
        found.links,
        found.labels,
        added=frozenset(now.keys() - before.keys()),
        changed=frozenset(code for code in now.keys() & before.keys() if now[code] != before[code]),
        waiting=_differing(before, now) + _differing(links_before, links_now),
        doubted=found.doubted,
    )


def version_in_work_or_none(initiative: Initiative) -> RoadmapVersion | None:
    """The version that takes changes: the open one, else the adopted one, which then gets a draft."""
    return open_version_or_none(initiative) or adopted_version_or_none(initiative)


def _says(row: Any) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OWN
    }


def _differing(before: Mapping[Any, Any], now: Mapping[Any, Any]) -> int:
    return sum(1 for key in before.keys() | now.keys() if before.get(key) != now.get(key))


def entry_or_none(initiative: Initiative, code: str) -> Any | None:
    """The factor of this code in the version that takes changes."""
    rows = stored_rows("factors", initiative).prefetch_related(None)
    return rows.filter(factor__code=code).first()


def code_of_same_or_none(initiative: Initiative, name: Text, stage: int, track: str) -> str | None:
    """The code of the factor that is called the same, in the same stage and track, if there is one."""
    rows = stored_rows("factors", initiative).filter(stage=stage, track=track)
    return next((row.factor.code for row in rows if row.name.same_words(name)), None)


def link_or_none(initiative: Initiative, source: str, target: str) -> Any | None:
    """The link between these two in the version that takes changes."""
    rows = stored_rows("links", initiative)
    return rows.filter(source__code=source, target__code=target).first()


def row_cells(
    initiative: Initiative, table: str, row: Any, names: Collection[str] = ()
) -> dict[str, str]:
    """What a factor or a link says now, cell by cell; with `names`, these cells alone."""
    columns = columns_for(table, initiative)
    wanted = tuple(each for each in columns if not names or each.name in names)
    return cells_in_words(table, row, wanted)


def latest_changes(work: MapInWork, initiative: Initiative) -> list[Change]:
    """The last things that were done to factors and links of the draft, newest first."""
    if not work.is_draft:
        return []
    labels = [model_label(FactorEntry), model_label(Link)]
    found = Change.objects.filter(
        model__in=labels,
        record__initiative=initiative.code,
        record__at__gte=work.version.created_at,
    )
    return list(found.select_related("record").order_by("-pk")[:LATEST])


def last_act(initiative: Initiative) -> int:
    """The number of the last act on the map: by it a page knows that it has grown old."""
    labels = [model_label(FactorEntry), model_label(Link)]
    found = Record.objects.filter(initiative=initiative.code, subject__in=labels).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0


def others_here(access: Access) -> list[str]:
    """The names of the others who edit this map just now."""
    found = EditorHere.objects.filter(
        initiative=access.initiative, seen_at__gt=timezone.now() - HERE
    ).exclude(person_id=int(access.actor.id or 0))
    return [str(each.person) for each in found.select_related("person")]
