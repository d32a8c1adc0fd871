"""Which version of the map counts now, which counted on a day, and what each of them says."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q, QuerySet

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, readable
from shidra.roadmap.models import Doubt, EvidenceItem, FactorEntry, Link, RoadmapVersion

__all__ = [
    "Obstacle",
    "Tie",
    "adopted_version_or_none",
    "codes_on",
    "entries_of",
    "evidence_for",
    "evidence_on",
    "first_day_of_map",
    "links_as_they_stand",
    "links_of",
    "open_version_or_none",
    "ties_of",
    "version_before_or_none",
    "version_on_or_none",
]

Status = RoadmapVersion.Status


class Obstacle(StrEnum):
    """Why the open version cannot be adopted like this."""

    UNANSWERED = "unanswered"
    DAY_IN_FUTURE = "day_in_future"
    DAY_TOO_EARLY = "day_too_early"


def adopted_version_or_none(initiative: Initiative) -> RoadmapVersion | None:
    """The version that counts now; every page and figure reads it."""
    return RoadmapVersion.objects.filter(initiative=initiative, status=Status.ADOPTED).first()


def open_version_or_none(initiative: Initiative) -> RoadmapVersion | None:
    """The draft, or the version in consultation, that collects changes."""
    return RoadmapVersion.objects.filter(
        initiative=initiative, status__in=[Status.DRAFT, Status.CONSULTATION]
    ).first()


def version_on_or_none(initiative: Initiative, day: date) -> RoadmapVersion | None:
    """The version that counted at the end of that day; None before the first was adopted."""
    adopted = RoadmapVersion.objects.filter(initiative=initiative, adopted_on__lte=day)
    return adopted.order_by("-number").first()


def version_before_or_none(version: RoadmapVersion) -> RoadmapVersion | None:
    """The version that counted before this one does, or would."""
    return (
        RoadmapVersion.objects.filter(
            initiative_id=version.initiative_id,
            number__lt=version.number,
            adopted_on__isnull=False,
        )
        .order_by("-number")
        .first()
    )


def first_day_of_map(initiative: Initiative) -> date | None:
    """The day on which the first version was adopted."""
    adopted = RoadmapVersion.objects.filter(initiative=initiative, adopted_on__isnull=False)
    return adopted.order_by("number").values_list("adopted_on", flat=True).first()


def codes_on(version: RoadmapVersion | None) -> frozenset[str]:
    """The codes of the factors that a version has."""
    rows = FactorEntry.objects.filter(version=version).values_list("factor__code", flat=True)
    return frozenset(rows if version else ())


def entries_of(version: RoadmapVersion) -> QuerySet[FactorEntry]:
    """The factors of a version, in the order of their table, each with its code."""
    return FactorEntry.objects.filter(version=version).select_related("factor")


def links_of(version: RoadmapVersion) -> QuerySet[Link]:
    """The links of a version, each with both its ends."""
    return Link.objects.filter(version=version).select_related("source", "target")


class Tie(NamedTuple):
    """A link in short, its ends by the ids of their factors: for maps that are read in part."""

    source: int
    target: int
    strength: int
    status: str
    evidence: str


def ties_of(version: RoadmapVersion) -> list[Tie]:
    """All links of a version in short."""
    rows = Link.objects.filter(version=version).values_list(
        "source_id", "target_id", "strength", "status", "evidence"
    )
    return [Tie(*row) for row in rows.iterator(chunk_size=5_000)]


def links_as_they_stand(
    version: RoadmapVersion, around: Collection[int] | None = None
) -> list[Link]:
    """The links of a version for showing: one that somebody contests stands as contested.

    A doubt hangs on no version; it counts until it is answered. Do not save these rows. With
    `around`, only the links that begin or end at one of those factors.
    """
    rows = links_of(version)
    if around is not None:
        rows = rows.filter(Q(source__in=around) | Q(target__in=around))
    links = list(rows)
    doubted = set(
        Doubt.objects.filter(initiative_id=version.initiative_id, answer="").values_list(
            "source_id", "target_id"
        )
    )
    for link in links:
        if (link.source_id, link.target_id) in doubted and not link.is_refuted:
            link.status = Link.Status.CONTESTED
    return links


def evidence_for(access: Access) -> QuerySet[EvidenceItem]:
    """All evidence, each item with the factor or the link that it is about."""
    return EvidenceItem.objects.filter(
        initiative=access.initiative, visibility__in=readable(access)
    ).select_related("factor", "target")


def evidence_on(access: Access, version: RoadmapVersion | None) -> QuerySet[EvidenceItem]:
    """What was found about the factors of this version: what a draft brings is told with it."""
    factors = FactorEntry.objects.filter(version=version).values("factor")
    about = Q(factor__in=factors) & (Q(target__isnull=True) | Q(target__in=factors))
    return evidence_for(access).filter(about)
