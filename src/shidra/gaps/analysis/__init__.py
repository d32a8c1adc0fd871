"""What is missing, computed: the lines of money, and the gaps of every kind."""

from shidra.gaps.analysis.book import gap_book, gap_books, gaps_by_factor, present_gaps
from shidra.gaps.analysis.lines import missing_list, score_settings, what_is_missing

__all__ = [
    "gap_book",
    "gap_books",
    "gaps_by_factor",
    "missing_list",
    "present_gaps",
    "score_settings",
    "what_is_missing",
]
