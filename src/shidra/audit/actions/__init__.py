"""Writes of the audit trail, and the ways in which rows are put, retired and taken back."""

from shidra.audit.actions.guarding import guards_lifted, install_guards, lift_guards
from shidra.audit.actions.putting import Changes, Row, Touched, put_rows
from shidra.audit.actions.recording import because, given_reason, hold_chain, record
from shidra.audit.actions.taking_back import (
    CannotReturn,
    ChangedSince,
    StillNeeded,
    restore_row,
    retire_row,
    undo_change,
)

__all__ = [
    "CannotReturn",
    "ChangedSince",
    "Changes",
    "Row",
    "StillNeeded",
    "Touched",
    "because",
    "given_reason",
    "guards_lifted",
    "hold_chain",
    "install_guards",
    "lift_guards",
    "put_rows",
    "record",
    "restore_row",
    "retire_row",
    "undo_change",
]
