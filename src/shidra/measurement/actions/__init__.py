"""Writes of the measures: whole tables, new definitions, steps of a life, answered questions."""

from shidra.measurement.actions.adding import add_observations
from shidra.measurement.actions.defining import Comparison, DefinitionRefused, define_anew
from shidra.measurement.actions.living import Answer, MoveRefused, answer_question, move_indicator
from shidra.measurement.actions.putting import (
    CELL,
    DEFINITION,
    WORDS,
    keep_words,
    put_definitions,
    put_indicators,
    put_observations,
    put_questions,
    put_stories,
    put_targets,
)

__all__ = [
    "CELL",
    "DEFINITION",
    "WORDS",
    "Answer",
    "Comparison",
    "DefinitionRefused",
    "MoveRefused",
    "add_observations",
    "answer_question",
    "define_anew",
    "keep_words",
    "move_indicator",
    "put_definitions",
    "put_indicators",
    "put_observations",
    "put_questions",
    "put_stories",
    "put_targets",
]
