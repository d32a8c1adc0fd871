"""The board of an initiative: its panels, each tested as one of all comparisons on it."""

from collections.abc import Sequence

from shidra.disparities.analysis.crossed import crossed
from shidra.disparities.analysis.panels import panel_of
from shidra.disparities.presentation.board import Board, Panel
from shidra.disparities.presentation.question import CROSSED, BoardQuestion
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import read_by_dimensions
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.question import Question
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.queries import Names, indicators_of, outcome_indicators

__all__ = ["measures_of", "panels_of", "read_board"]


def read_board(access: Access, names: Names, asked: BoardQuestion) -> tuple[Board, BoardQuestion]:
    """What the board shows for a question, and the question without what there is not."""
    every, outcomes = measures_of(access)
    chosen = [each for each in every if each.code == asked.of]
    over = Question(since=asked.since, until=asked.until)
    readings = read_by_dimensions(access, names.parents, chosen or outcomes, over)
    dimensions = tuple(sorted({name for each in readings for name in each.dimensions}))
    periods = tuple(sorted({period for each in readings for period in each.all_periods}))
    pairs = [f"{one}{CROSSED}{other}" for one in dimensions for other in dimensions if one != other]
    codes = tuple(each.code for each in every)
    question = asked.known(
        {"of": codes, "by": (*dimensions, *pairs), "since": periods, "until": periods}
    )
    if question.crossed:
        readings = crossed(access, readings, question)
    elif question.by:
        readings = [each for each in readings if each.dimension == question.by]
    panels, comparisons = panels_of(readings, names)
    return Board(panels, comparisons, dimensions, tuple(every), periods), question


def measures_of(access: Access) -> tuple[list[Indicator], list[Indicator]]:
    """Every measure in use, the outcomes first, and the outcomes; where there are none, all."""
    in_use = list(indicators_of(access.initiative).exclude(state=Indicator.State.RETIRED))
    codes = [each.code for each in outcome_indicators(access.initiative)]
    outcomes = [each for each in in_use if each.code in codes]
    others = [each for each in in_use if each.code not in codes]
    return [*outcomes, *others], outcomes or in_use


def panels_of(readings: Sequence[Reading], names: Names) -> tuple[tuple[Panel, ...], int]:
    """Panels whose moves are told as one of all that they test together, and how many these are."""
    alone = [panel_of(each, names) for each in readings]
    found = [each for each in alone if each]
    comparisons = sum(move.is_tested for panel in found for move in panel.moves)
    told = [panel_of(each.reading, names, comparisons) for each in found]
    return tuple(each for each in told if each), comparisons
