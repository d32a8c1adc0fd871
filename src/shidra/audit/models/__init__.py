"""What was done, by whom, to what: kept for ever, and pointing at nothing that may go away."""

from shidra.audit.models.acting import SYSTEM, Actor
from shidra.audit.models.trail import Change, Head, Record, RowChange, Unchangeable

__all__ = ["SYSTEM", "Actor", "Change", "Head", "Record", "RowChange", "Unchangeable"]
