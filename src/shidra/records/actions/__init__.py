"""Writes of records: save, paste, retire, restore, undo."""

from shidra.records.actions.categorising import (
    WantedChange,
    forget_said,
    look_at_change,
    say_of_place,
    write_change,
)
from shidra.records.actions.pasting import MOST_ROWS, Pasted, paste_rows, read_pasted
from shidra.records.actions.renaming import rename_record
from shidra.records.actions.saving import Outcome, save_record
from shidra.records.actions.taking_back import (
    Refused,
    restore_record,
    retire_record,
    undo,
    visible_past,
    visible_retired,
)

__all__ = [
    "MOST_ROWS",
    "Outcome",
    "Pasted",
    "Refused",
    "WantedChange",
    "forget_said",
    "look_at_change",
    "paste_rows",
    "read_pasted",
    "rename_record",
    "restore_record",
    "retire_record",
    "save_record",
    "say_of_place",
    "undo",
    "visible_past",
    "visible_retired",
    "write_change",
]
