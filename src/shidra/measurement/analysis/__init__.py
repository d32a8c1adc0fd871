"""Opens the core for measures: figures by cell, and what in a series is more than chance."""

from shidra.measurement.analysis.courses import counted_of, sure_of
from shidra.measurement.analysis.crossings import (
    Adding,
    Grouping,
    SeriesQuestion,
    is_period,
    series,
)
from shidra.measurement.analysis.exits import certified
from shidra.measurement.analysis.paces import paced
from shidra.measurement.analysis.quality import Grading, grading_of
from shidra.measurement.analysis.readings import (
    outcome_summary,
    read_by_dimensions,
    read_indicator,
    read_indicators,
    read_splits,
)
from shidra.measurement.analysis.told import states_of, try_rules

__all__ = [
    "Adding",
    "Grading",
    "Grouping",
    "SeriesQuestion",
    "certified",
    "counted_of",
    "grading_of",
    "is_period",
    "outcome_summary",
    "paced",
    "read_by_dimensions",
    "read_indicator",
    "read_indicators",
    "read_splits",
    "series",
    "states_of",
    "sure_of",
    "try_rules",
]
