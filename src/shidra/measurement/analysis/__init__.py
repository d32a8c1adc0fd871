"""Opens the core for measures: figures by cell, and what in a series is more than chance."""

from shidra.measurement.analysis.crossings import (
    Adding,
    Grouping,
    SeriesQuestion,
    is_period,
    series,
)
from shidra.measurement.analysis.quality import Grading, grading_of
from shidra.measurement.analysis.readings import (
    outcome_summary,
    read_indicator,
    read_indicators,
)

__all__ = [
    "Adding",
    "Grading",
    "Grouping",
    "SeriesQuestion",
    "grading_of",
    "is_period",
    "outcome_summary",
    "read_indicator",
    "read_indicators",
    "series",
]
