"""Writes of the exchange: load a workbook, and keep one until its owner decides."""

from shidra.exchange.actions.loading import load_workbook, put_sheets
from shidra.exchange.actions.maps import load_map
from shidra.exchange.actions.rekeying import put_key
from shidra.exchange.actions.uploads import (
    Upload,
    forget_upload,
    keep_upload,
    kept_upload_or_none,
)
from shidra.exchange.queries.report import LoadReport, MapLoad, TableReport, report_document

__all__ = [
    "LoadReport",
    "MapLoad",
    "TableReport",
    "Upload",
    "forget_upload",
    "keep_upload",
    "kept_upload_or_none",
    "load_map",
    "load_workbook",
    "put_key",
    "put_sheets",
    "report_document",
]
