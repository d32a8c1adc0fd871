"""The figure of a cell from the observations of an indicator, and the disparity of groups."""

from shidra.core.figures.cells import Figure, Reason, Row, Table, figure
from shidra.core.figures.crossings import Crossing, Part, Summed, crossed, parts_of, summed
from shidra.core.figures.definitions import Terms, Version, terms_of
from shidra.core.figures.paths import (
    PathStatus,
    Standing,
    period_year,
    periods_after,
    periods_through,
    standing,
)
from shidra.core.figures.series import UNKNOWN, Disparity, Split, by_group, by_period, disparity

__all__ = [
    "UNKNOWN",
    "Crossing",
    "Disparity",
    "Figure",
    "Part",
    "PathStatus",
    "Reason",
    "Row",
    "Split",
    "Standing",
    "Summed",
    "Table",
    "Terms",
    "Version",
    "by_group",
    "by_period",
    "crossed",
    "disparity",
    "figure",
    "parts_of",
    "period_year",
    "periods_after",
    "periods_through",
    "standing",
    "summed",
    "terms_of",
]
