"""Writes of the exchange: load a workbook."""

from shidra.exchange.actions.loading import load_workbook
from shidra.exchange.actions.report import LoadReport, TableReport, report_document

__all__ = ["LoadReport", "TableReport", "load_workbook", "report_document"]
