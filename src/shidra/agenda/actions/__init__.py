"""Writes of the agenda: drafted, talked over, adopted on a day, signed, withdrawn."""

from shidra.agenda.actions.adopting import NotYet, adopt_agenda, put_agreed_words_back
from shidra.agenda.actions.consulting import (
    NotOpenForComments,
    answer_comment,
    comment_on,
    open_consultation,
)
from shidra.agenda.actions.drafting import (
    Merge,
    NoLongerOpen,
    SavedMeanwhile,
    discard_draft,
    merged,
    save_draft,
    start_draft,
)
from shidra.agenda.actions.signing import (
    NotSignable,
    SignatureChanged,
    correct_signature,
    sign_agenda,
    withdraw_signature,
)

__all__ = [
    "Merge",
    "NoLongerOpen",
    "NotOpenForComments",
    "NotSignable",
    "NotYet",
    "SavedMeanwhile",
    "SignatureChanged",
    "adopt_agenda",
    "answer_comment",
    "comment_on",
    "correct_signature",
    "discard_draft",
    "merged",
    "open_consultation",
    "put_agreed_words_back",
    "save_draft",
    "sign_agenda",
    "start_draft",
    "withdraw_signature",
]
