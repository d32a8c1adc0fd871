"""Rows of a partner's file against our rules, and the questions that they raise."""

from shidra.submissions.analysis.intake import NOT_WIDE, Opened, look, open_file, terms_of
from shidra.submissions.analysis.looking import look_through
from shidra.submissions.analysis.questions import numbers_in, questions_about

__all__ = [
    "NOT_WIDE",
    "Opened",
    "look",
    "look_through",
    "numbers_in",
    "open_file",
    "questions_about",
    "terms_of",
]
