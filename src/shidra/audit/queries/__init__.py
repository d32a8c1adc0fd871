"""Reads of the audit trail."""

from shidra.audit.queries.guards import guards_stand
from shidra.audit.queries.trail import (
    RecordsPage,
    changes_of,
    history,
    latest_records,
    records_of,
    retired_rows,
    row_version,
    rows_told,
    values_at,
)
from shidra.audit.queries.values import model_label
from shidra.audit.queries.verifying import ChainReport, Fault, chains, exported, verify

__all__ = [
    "ChainReport",
    "Fault",
    "RecordsPage",
    "chains",
    "changes_of",
    "exported",
    "guards_stand",
    "history",
    "latest_records",
    "model_label",
    "records_of",
    "retired_rows",
    "row_version",
    "rows_told",
    "values_at",
    "verify",
]
