"""Reads of the map: which version counts, its factors, links and evidence."""

from django.db.models import QuerySet

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, readable
from shidra.roadmap.models import EvidenceItem, FactorEntry, Link, RoadmapVersion

__all__ = [
    "adopted_version_or_none",
    "entries_of",
    "evidence_for",
    "links_of",
    "open_version_or_none",
]

Status = RoadmapVersion.Status


def adopted_version_or_none(initiative: Initiative) -> RoadmapVersion | None:
    """The version that counts now; every page and figure reads it."""
    return RoadmapVersion.objects.filter(initiative=initiative, status=Status.ADOPTED).first()


def open_version_or_none(initiative: Initiative) -> RoadmapVersion | None:
    """The draft, or the version in consultation, that collects changes."""
    return RoadmapVersion.objects.filter(
        initiative=initiative, status__in=[Status.DRAFT, Status.CONSULTATION]
    ).first()


def entries_of(version: RoadmapVersion) -> QuerySet[FactorEntry]:
    """The factors of a version, in the order of their table, each with its code."""
    return FactorEntry.objects.filter(version=version).select_related("factor")


def links_of(version: RoadmapVersion) -> QuerySet[Link]:
    """The links of a version, each with both its ends."""
    return Link.objects.filter(version=version).select_related("source", "target")


def evidence_for(access: Access) -> QuerySet[EvidenceItem]:
    """All evidence, each item with the factor or the link that it is about."""
    return EvidenceItem.objects.filter(
        initiative=access.initiative, visibility__in=readable(access)
    ).select_related("factor", "target")
