"""Writes of the map: changed in drafts, talked over, adopted on a day; and what people say of it."""

from shidra.roadmap.actions.adopting import (
    ChangedMeanwhile,
    NotADraft,
    NothingToAdopt,
    NotYet,
    adopt_open_version,
    discard_draft,
)
from shidra.roadmap.actions.consulting import (
    NotOpenForComments,
    answer_comment,
    back_to_draft,
    comment_on_map,
    open_consultation,
)
from shidra.roadmap.actions.knowing import (
    SavedMeanwhile,
    add_voice,
    confirm_factor,
    decide_voice,
    save_context,
    withdraw_voice,
)
from shidra.roadmap.actions.putting import (
    MapChanges,
    put_evidence,
    put_factor_codes,
    put_map,
    version_for_changes,
)
from shidra.roadmap.actions.talking import answer_doubt, raise_doubt, retire_talk, say

__all__ = [
    "ChangedMeanwhile",
    "MapChanges",
    "NotADraft",
    "NotOpenForComments",
    "NotYet",
    "NothingToAdopt",
    "SavedMeanwhile",
    "add_voice",
    "adopt_open_version",
    "answer_comment",
    "answer_doubt",
    "back_to_draft",
    "comment_on_map",
    "confirm_factor",
    "decide_voice",
    "discard_draft",
    "open_consultation",
    "put_evidence",
    "put_factor_codes",
    "put_map",
    "raise_doubt",
    "retire_talk",
    "save_context",
    "say",
    "version_for_changes",
    "withdraw_voice",
]
