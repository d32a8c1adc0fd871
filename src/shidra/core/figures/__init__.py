"""The figure of a cell from the observations of an indicator, and the disparity of groups."""

from shidra.core.figures.cells import Figure, Reason, Row, Table, figure
from shidra.core.figures.crossings import Crossing, Part, Summed, crossed, parts_of, summed
from shidra.core.figures.definitions import Terms, Version, terms_of
from shidra.core.figures.paces import (
    FORESEEABLE,
    Closing,
    Closure,
    Pace,
    closure,
    needed_pace,
    pace_of,
)
from shidra.core.figures.paths import (
    PathStatus,
    Point,
    Standing,
    expected_at,
    path_of,
    period_at,
    period_year,
    periods_after,
    periods_through,
    standing,
)
from shidra.core.figures.series import UNKNOWN, Disparity, Split, by_group, by_period, disparity

__all__ = [
    "FORESEEABLE",
    "UNKNOWN",
    "Closing",
    "Closure",
    "Crossing",
    "Disparity",
    "Figure",
    "Pace",
    "Part",
    "PathStatus",
    "Point",
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
    "closure",
    "crossed",
    "disparity",
    "expected_at",
    "figure",
    "needed_pace",
    "pace_of",
    "parts_of",
    "path_of",
    "period_at",
    "period_year",
    "periods_after",
    "periods_through",
    "standing",
    "summed",
    "terms_of",
]
