"""How the list of what is missing is told: for a terminal, as pages, as sheets."""

from shidra.gaps.presentation.gap import gap_page
from shidra.gaps.presentation.gaps import gaps_page, kind_tiles
from shidra.gaps.presentation.gaps_plain import gap_documents, gap_table
from shidra.gaps.presentation.gaps_sheet import gap_rows, gaps_workbook
from shidra.gaps.presentation.on_line import gaps_on_line
from shidra.gaps.presentation.page import FILTERS, missing_page
from shidra.gaps.presentation.plain import plain_table
from shidra.gaps.presentation.sheet import csv_rows

__all__ = [
    "FILTERS",
    "csv_rows",
    "gap_documents",
    "gap_page",
    "gap_rows",
    "gap_table",
    "gaps_on_line",
    "gaps_page",
    "gaps_workbook",
    "kind_tiles",
    "missing_page",
    "plain_table",
]
