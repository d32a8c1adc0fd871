"""Versions of the common agenda, what is said about them, and who signed them."""

from shidra.agenda.models.principles import principle_lines, with_equity_first
from shidra.agenda.models.versions import (
    AgendaComment,
    AgendaSignature,
    AgendaVersion,
    Correction,
)
from shidra.agenda.models.wording import (
    OUTCOME,
    AgreedNumber,
    Clause,
    EarlierWork,
    Named,
    Wording,
    WordingField,
)

__all__ = [
    "OUTCOME",
    "AgendaComment",
    "AgendaSignature",
    "AgendaVersion",
    "AgreedNumber",
    "Clause",
    "Correction",
    "EarlierWork",
    "Named",
    "Wording",
    "WordingField",
    "principle_lines",
    "with_equity_first",
]
