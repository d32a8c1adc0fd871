"""Opens the core for measures: figures by cell, and what in a series is more than chance."""

from shidra.measurement.analysis.readings import (
    outcome_summary,
    read_indicator,
    read_indicators,
    series,
)

__all__ = ["outcome_summary", "read_indicator", "read_indicators", "series"]
