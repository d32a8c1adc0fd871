"""What is missing: how money meets needs, line by line, and what that means for the outcome."""

from shidra.core.missing.coverage import Allocation, Coverage, Need, cover
from shidra.core.missing.lines import OTHER_LINES, Factor, Line, Settings, lines

__all__ = [
    "OTHER_LINES",
    "Allocation",
    "Coverage",
    "Factor",
    "Line",
    "Need",
    "Settings",
    "cover",
    "lines",
]
