"""Whether a cell answers to a question, and how a gap stands."""

from datetime import date
from typing import Protocol

from shidra.gaps.analysis.grounds import Gathered
from shidra.gaps.models import GapState
from shidra.gaps.queries import GapQuestion, Life, Standing

__all__ = ["answers", "standing_of"]

State = GapState.State


class _Cell(Protocol):
    @property
    def line(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def groups(self) -> frozenset[str]: ...
    @property
    def year(self) -> int | None: ...


def answers(question: GapQuestion, cell: _Cell, gathered: Gathered) -> bool:
    """Whether a cell is asked for by line, place, group and year.

    A cell without place and groups of a year is money or people for everybody everywhere: of that
    nobody can tell what part a single place has. Without a year too, it holds for every place.
    """
    if question.line and cell.line != question.line:
        return False
    if question.year is not None and cell.year not in {None, question.year}:
        return False
    holds_everywhere = cell.place is None and not cell.groups and cell.year is None
    if holds_everywhere:
        return True
    places = gathered.ground.places
    if question.place and not places.lies_in(cell.place, question.place):
        return False
    return not question.group or question.group in cell.groups


def standing_of(life: Life, today: date, *, is_missing: bool) -> Standing:
    """How a gap stands: what people said counts, and what the data say stands beside it."""
    state = life.stands(today)
    ran_out = life.is_run_out(today)
    if not is_missing:
        return Standing(str(State.CLOSED), by_data=state not in {State.CLOSED, State.ACCEPTED})
    is_back = life.gone_on is not None or life.returned_on is not None
    if state == State.CLOSED:
        # What people closed stays closed beside data that lag, but not beside what came back.
        return Standing(str(State.DETECTED if is_back else state), is_back, ran_out, not is_back)
    return Standing(state, is_back, ran_out)
