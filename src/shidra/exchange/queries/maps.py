"""The road map of an initiative for other programs, as far as its reader sees it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404

from shidra.exchange.maps import DrawnMap
from shidra.exchange.maps.drawn import connection_of, element_of
from shidra.exchange.maps.matching import Stored
from shidra.exchange.queries.stored import SOURCES, cells_of
from shidra.initiatives.models import Initiative, Label
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.models import Indicator
from shidra.roadmap.models import Factor, RoadmapVersion
from shidra.roadmap.queries import (
    adopted_version_or_none,
    evidence_on,
    open_version_or_none,
    said_in_all,
)

__all__ = ["drawn_map", "parts_of", "stored_map", "version_asked"]

# The kinds of labels that a map uses.
_LABELS = ("level", "track")


def version_asked(access: Access, number: str = "") -> RoadmapVersion | None:
    """The version of a number that this reader sees, without one the adopted; None: no map yet.

    Raises:
        Http404: there is no such version, or it is a draft and its reader only sees adopted ones.
    """
    if not number:
        return adopted_version_or_none(access.initiative)
    versions = RoadmapVersion.objects.filter(initiative=access.initiative)
    if not access.may(Right.EDIT):
        versions = versions.exclude(status=RoadmapVersion.Status.DRAFT)
    is_number = number.isascii() and number.isdigit() and len(number) < 10  # noqa: PLR2004 - fits the column
    found = versions.filter(number=int(number)).first() if is_number else None
    if found is None:
        raise Http404
    return found


def drawn_map(access: Access, version: RoadmapVersion | None, language: str) -> DrawnMap:
    """One version of the map, its labels in a language where a format has room for one only."""
    elements = (element_of(cells, language) for cells in _cells("factors", version))
    connections = (connection_of(cells) for cells in _cells("links", version))
    return DrawnMap(tuple(elements), tuple(connections), _beside(access, version))


def stored_map(initiative: Initiative) -> Stored:
    """The map that takes changes, for finding again what a file speaks of."""
    version = open_version_or_none(initiative) or adopted_version_or_none(initiative)
    codes = Factor.objects.filter(initiative=initiative).values_list("code", flat=True)
    return Stored(
        factors={str(cells["code"]): cells for cells in _cells("factors", version)},
        links={(cells["source"], cells["target"]): cells for cells in _cells("links", version)},
        taken=frozenset(codes),
    )


def parts_of(access: Access, version: RoadmapVersion | None) -> Mapping[str, int]:
    """How much there is of each part of this version of the map that some format leaves out."""
    initiative = access.initiative
    versions = RoadmapVersion.objects.filter(initiative=initiative)
    return {
        "labels": Label.objects.filter(initiative=initiative, kind__in=_LABELS).count(),
        "evidence": evidence_on(access, version).count(),
        "talk": said_in_all(access),
        "history": versions.filter(status=RoadmapVersion.Status.SUPERSEDED).count(),
        "measures": Indicator.objects.filter(initiative=initiative).count(),
    }


def _cells(table: str, version: RoadmapVersion | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    source = SOURCES[table]
    rows: Any = source.model._default_manager.filter(version=version)
    rows = rows.select_related(*source.one).prefetch_related(*source.many)
    return [cells_of(table, row) for row in rows]


def _beside(
    access: Access, version: RoadmapVersion | None
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    labels = Label.objects.filter(initiative=access.initiative, kind__in=_LABELS)
    return {
        "labels": tuple(cells_of("labels", label) for label in labels),
        "evidence": tuple(cells_of("evidence", item) for item in evidence_on(access, version)),
    }
