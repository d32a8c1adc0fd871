"""Reads of the audit trail."""

from shidra.audit.queries.trail import (
    RecordsPage,
    changes_of,
    history,
    latest_records,
    records_of,
    retired_rows,
    row_version,
    values_at,
)
from shidra.audit.queries.values import model_label

__all__ = [
    "RecordsPage",
    "changes_of",
    "history",
    "latest_records",
    "model_label",
    "records_of",
    "retired_rows",
    "row_version",
    "values_at",
]
