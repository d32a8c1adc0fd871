"""The figure of a cell from the observations of an indicator, and the disparity of groups."""

from shidra.core.figures.cells import Figure, Reason, Row, Table, figure
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
    "Disparity",
    "Figure",
    "PathStatus",
    "Reason",
    "Row",
    "Split",
    "Standing",
    "Table",
    "Terms",
    "Version",
    "by_group",
    "by_period",
    "disparity",
    "figure",
    "period_year",
    "periods_after",
    "periods_through",
    "standing",
    "terms_of",
]
