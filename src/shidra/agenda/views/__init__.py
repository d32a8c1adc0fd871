"""Pages of the agenda."""

from shidra.agenda.views.reading import agenda, differences, version
from shidra.agenda.views.signing import correct, sign, withdraw
from shidra.agenda.views.taking_part import answer, comment
from shidra.agenda.views.writing import adopt, consult, discard, edit, put_back, start

__all__ = [
    "adopt",
    "agenda",
    "answer",
    "comment",
    "consult",
    "correct",
    "differences",
    "discard",
    "edit",
    "put_back",
    "sign",
    "start",
    "version",
    "withdraw",
]
