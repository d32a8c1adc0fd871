"""What a reader of the board can choose; each choice stands in the address."""

from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from shidra.disparities.presentation.board import Board
from shidra.disparities.presentation.names import by_name
from shidra.disparities.presentation.question import CROSSED, BoardQuestion
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.measurement.queries import Names

__all__ = ["BoardChoices", "board_choices"]


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    value: str
    name: str | Phrase | Shown
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class BoardChoices:
    """The filters of the board, as they are set."""

    measures: tuple[Option, ...]
    by: tuple[Option, ...]
    since: tuple[Option, ...]
    until: tuple[Option, ...]
    # What was asked for and is not there, in words.
    unknown: tuple[str, ...]
    # The address as it is; empty where nothing was chosen.
    address: str


def board_choices(
    board: Board, question: BoardQuestion, names: Names, language: str
) -> BoardChoices:
    pairs = [CROSSED.join(pair) for pair in combinations(board.dimensions, 2)]
    by = [*board.dimensions, *pairs] if len(board.dimensions) > 1 else []
    chosen = question.crossed
    as_asked = CROSSED.join(sorted(chosen)) if chosen else question.by
    return BoardChoices(
        tuple(
            Option(each.code, each.name.shown(language), each.code == question.of)
            for each in board.measures
        ),
        tuple(
            Option(each, by_name(tuple(each.split(CROSSED)), names, language), each == as_asked)
            for each in by
        ),
        _periods(board, question.since, language),
        _periods(board, question.until, language),
        tuple(_said(name) for name in question.unknown),
        question.address(),
    )


def _periods(board: Board, chosen: str, language: str) -> tuple[Option, ...]:
    if len(board.periods) < 2:  # noqa: PLR2004 - one period leaves nothing to choose
        return ()
    return tuple(
        Option(each, dates.period(each, language, short=True), each == chosen)
        for each in board.periods
    )


def _said(name: str) -> str:
    said = {
        "of": _("There is no such measure here; all outcomes are shown."),
        "by": _("Nothing was measured by these groups; others are shown."),
        "since": _("Nothing is known from this period on; all periods are shown."),
        "until": _("Nothing is known until this period; all periods are shown."),
    }
    return said[name]
