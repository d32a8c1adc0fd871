"""How the list of what is missing is told: for a terminal, and as a page."""

from shidra.gaps.presentation.page import FILTERS, MissingPage, missing_page
from shidra.gaps.presentation.plain import plain_table
from shidra.gaps.presentation.sheet import csv_rows

__all__ = ["FILTERS", "MissingPage", "csv_rows", "missing_page", "plain_table"]
