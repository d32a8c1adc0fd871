"""Writes of the agenda: drafted, talked over, adopted on a day, signed."""

from shidra.agenda.actions.adopting import (
    NotSignable,
    NotYet,
    adopt_agenda,
    put_agreed_words_back,
    sign_agenda,
)
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

__all__ = [
    "Merge",
    "NoLongerOpen",
    "NotOpenForComments",
    "NotSignable",
    "NotYet",
    "SavedMeanwhile",
    "adopt_agenda",
    "answer_comment",
    "comment_on",
    "discard_draft",
    "merged",
    "open_consultation",
    "put_agreed_words_back",
    "save_draft",
    "sign_agenda",
    "start_draft",
]
