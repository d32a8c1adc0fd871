"""Reads that join rooms: the adopted map with everything that stands on its cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.queries import labels_of
from shidra.network.models import Stewardship
from shidra.roadmap.models import EvidenceItem, EvidenceLevel, FactorEntry, Link, RoadmapVersion
from shidra.roadmap.queries import (
    adopted_version_or_none,
    entries_of,
    evidence_about,
    links_of,
    open_version_or_none,
)

__all__ = ["Roadmap", "adopted_roadmap_or_none"]

EVIDENCE_RANK = {level: rank for rank, level in enumerate(EvidenceLevel.values)}


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The adopted version, whole, read in a handful of queries."""

    version: RoadmapVersion
    open_version: RoadmapVersion | None
    entries: Sequence[FactorEntry]
    links: Sequence[Link]
    labels: Mapping[tuple[str, str], Text]
    evidence: Sequence[EvidenceItem]
    owners: Mapping[int, Text]

    def entry_or_none(self, code: str) -> FactorEntry | None:
        """The factor of that code."""
        return next((e for e in self.entries if e.factor.code == code), None)

    def names(self) -> dict[str, Text]:
        """The name of each factor by its code."""
        return {entry.factor.code: entry.name for entry in self.entries}

    def evidence_ranks(self) -> dict[int, int]:
        """For each factor the strongest evidence on it or on what it leads to, 0 none to 3 strong."""
        ranks = {entry.factor_id: 0 for entry in self.entries}
        for factor_id, level in (
            *((link.source_id, link.evidence) for link in self.links),
            *((item.factor_id, item.strength) for item in self.evidence),
        ):
            ranks[factor_id] = max(ranks.get(factor_id, 0), EVIDENCE_RANK.get(level, 0))
        return ranks


def adopted_roadmap_or_none(initiative: Initiative) -> Roadmap | None:
    """The map that counts now; None before the first one."""
    version = adopted_version_or_none(initiative)
    if version is None:
        return None
    stewards = Stewardship.objects.filter(
        factor__initiative=initiative, kind=Stewardship.Kind.OWNER
    ).values_list("factor_id", "organisation__name")
    return Roadmap(
        version=version,
        open_version=open_version_or_none(initiative),
        entries=list(entries_of(version)),
        links=list(links_of(version)),
        labels=labels_of(initiative),
        evidence=list(evidence_about(initiative)),
        owners=dict(stewards),
    )
