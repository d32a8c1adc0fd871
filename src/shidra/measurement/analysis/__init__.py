"""Opens the core for measures: figures by cell, and what in a series is more than chance."""

from shidra.measurement.analysis.crossings import (
    Adding,
    Grouping,
    SeriesQuestion,
    is_period,
    series,
)
from shidra.measurement.analysis.readings import (
    outcome_summary,
    read_indicator,
    read_indicators,
)

__all__ = [
    "Adding",
    "Grouping",
    "SeriesQuestion",
    "is_period",
    "outcome_summary",
    "read_indicator",
    "read_indicators",
    "series",
]
