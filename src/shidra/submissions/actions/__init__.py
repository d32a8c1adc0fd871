"""Writes of submissions: take figures in, take them a step further, say who owes what."""

from shidra.submissions.actions.answering import put_answers
from shidra.submissions.actions.dutying import DUTY, end_duty, put_duties, put_duty
from shidra.submissions.actions.moving import (
    FiguresNoLongerFit,
    MovedMeanwhile,
    MoveRefused,
    mark_published,
    move_submission,
    publish_with_periods,
)
from shidra.submissions.actions.reminding import remind
from shidra.submissions.actions.taking_in import (
    Handed,
    NothingToKeep,
    remember_matching,
    take_in,
)

__all__ = [
    "DUTY",
    "FiguresNoLongerFit",
    "Handed",
    "MoveRefused",
    "MovedMeanwhile",
    "NothingToKeep",
    "end_duty",
    "mark_published",
    "move_submission",
    "publish_with_periods",
    "put_answers",
    "put_duties",
    "put_duty",
    "remember_matching",
    "remind",
    "take_in",
]
