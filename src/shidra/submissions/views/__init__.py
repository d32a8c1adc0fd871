"""The pages of submissions."""

from shidra.submissions.views.asking import ask, end, page, remind
from shidra.submissions.views.handing_in import columns, hand_in, numbers, review, template
from shidra.submissions.views.reading import answer, behind, move, partner, submission

__all__ = [
    "answer",
    "ask",
    "behind",
    "columns",
    "end",
    "hand_in",
    "move",
    "numbers",
    "page",
    "partner",
    "remind",
    "review",
    "submission",
    "template",
]
