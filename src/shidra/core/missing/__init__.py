"""What is missing: how money meets needs, eight kinds of gaps, and what they mean for the outcome."""

from shidra.core.missing.bundles import Bundle, bundle, bundles
from shidra.core.missing.coverage import Allocation, Coverage, Need, cover, fits
from shidra.core.missing.findings import Cell, Finding, Kind, Unit, Untold, Why
from shidra.core.missing.ground import (
    ActivityOn,
    FactorOnMap,
    Figure,
    FurthestBehind,
    Ground,
    NeedHere,
    SpentHere,
)
from shidra.core.missing.kinds import Looked, look
from shidra.core.missing.lines import (
    OTHER_LINES,
    Factor,
    Line,
    Settings,
    lines,
    money_lines,
    score_of,
)
from shidra.core.missing.places import Places, groups_meet

__all__ = [
    "OTHER_LINES",
    "ActivityOn",
    "Allocation",
    "Bundle",
    "Cell",
    "Coverage",
    "Factor",
    "FactorOnMap",
    "Figure",
    "Finding",
    "FurthestBehind",
    "Ground",
    "Kind",
    "Line",
    "Looked",
    "Need",
    "NeedHere",
    "Places",
    "Settings",
    "SpentHere",
    "Unit",
    "Untold",
    "Why",
    "bundle",
    "bundles",
    "cover",
    "fits",
    "groups_meet",
    "lines",
    "look",
    "money_lines",
    "score_of",
]
