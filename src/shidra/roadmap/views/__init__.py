"""Pages of the map's versions, and of what people say under its factors and links."""

from shidra.roadmap.views.knowing import add_voice, context_sheet, reviewed, voice
from shidra.roadmap.views.reading import differences, past_day, version, versions
from shidra.roadmap.views.taking_part import (
    answer,
    answer_doubt,
    comment,
    contest,
    retire,
    say,
)
from shidra.roadmap.views.writing import adopt, back, consult, discard

__all__ = [
    "add_voice",
    "adopt",
    "answer",
    "answer_doubt",
    "back",
    "comment",
    "consult",
    "contest",
    "context_sheet",
    "differences",
    "discard",
    "past_day",
    "retire",
    "reviewed",
    "say",
    "version",
    "versions",
    "voice",
]
