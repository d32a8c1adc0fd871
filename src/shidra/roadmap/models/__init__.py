"""The causal map in numbered versions, what is known about it, and what people say about it."""

from shidra.roadmap.models.evidence import EvidenceItem, EvidenceLevel
from shidra.roadmap.models.factors import Factor, FactorEntry
from shidra.roadmap.models.iceberg import ContextSheet, Voice
from shidra.roadmap.models.links import Link
from shidra.roadmap.models.talking import Answer, Doubt, MapComment, TalkEntry
from shidra.roadmap.models.versions import RoadmapVersion

__all__ = [
    "Answer",
    "ContextSheet",
    "Doubt",
    "EvidenceItem",
    "EvidenceLevel",
    "Factor",
    "FactorEntry",
    "Link",
    "MapComment",
    "RoadmapVersion",
    "TalkEntry",
    "Voice",
]
