"""The initiative workbook, format 1: read, check, write, and an empty one to fill in."""

from shidra.exchange.workbook.checking import Checked, CheckedTable, check
from shidra.exchange.workbook.known import Known
from shidra.exchange.workbook.problems import Notice, Rejection, WorkbookError
from shidra.exchange.workbook.reading import Progress, RawRow, Sheet, Workbook, read_workbook
from shidra.exchange.workbook.tables import FORMAT, TABLES, Column, Table

__all__ = [
    "FORMAT",
    "TABLES",
    "Checked",
    "CheckedTable",
    "Column",
    "Known",
    "Notice",
    "Progress",
    "RawRow",
    "Rejection",
    "Sheet",
    "Table",
    "Workbook",
    "WorkbookError",
    "check",
    "read_workbook",
]
