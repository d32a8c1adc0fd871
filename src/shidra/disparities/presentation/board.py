"""What is known for the board after protection: numbers its reader may see, without words."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shidra.measurement.models import Indicator
from shidra.measurement.presentation.progress import Pace
from shidra.measurement.presentation.readings import Reading
from shidra.protection.permissions import Reason, ShownCell

__all__ = ["Against", "Arrival", "Board", "Ends", "Line", "Move", "Panel", "Way"]


class Way(StrEnum):
    """Which way a distance went, as far as its test allows to say."""

    NARROWED = "narrowed"
    WIDENED = "widened"
    TURNED = "turned"
    NOISE = "noise"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ends:
    """A distance in the first period and in the last; the same unit as its measure."""

    first: float | None
    last: float | None

    @property
    def are_both(self) -> bool:
        return self.first is not None and self.last is not None


@dataclass(frozen=True, slots=True)
class Move:
    """What became of a distance between the first and the last period.

    Attributes:
        change: of the distance; low and high its 95 % interval by itself, wide_low and wide_high
            as one of all that the board looks at. None where the counts are not shown.
        holds: the way is told also as one of all that the board looks at.
    """

    way: Way
    change: float | None = None
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    holds: bool = False

    @property
    def is_tested(self) -> bool:
        return self.low is not None


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a line meets the goal at the pace of until now: the status of `core.figures.Closing`."""

    status: str
    period: str = ""
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Against:
    """A group against the group of reference: behind it by so much, and its figure ÷ the other.

    `sure` is between what the distance lies in the first and the last period (95 %).
    """

    behind: Ends
    ratio: Ends
    move: Move
    sure: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Line:
    """Everybody (no group) or one group of a panel.

    Attributes:
        sure: between what the first and the last figure lie by their counts (95 %).
        to_go: how far the goal is, more than 0 behind it. people: who is behind it, where the
            counts are shown; people_reason why they are not.
        disproportion: share_of_affected ÷ share_of_everybody in the last period; the two shares
            where the counts are shown.
        rank: the place among the groups whose figure is shown, 1 the furthest ahead.
    """

    group: str
    first: ShownCell
    last: ShownCell
    sure: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None)
    to_go: Ends = Ends(None, None)
    nearer: Move = Move(Way.UNKNOWN)
    people: int | None = None
    people_first: int | None = None
    people_reason: Reason | None = None
    pace: Pace | None = None
    arrival: Arrival = Arrival("unknown")
    against: Against | None = None
    disproportion: float | None = None
    share_of_affected: float | None = None
    share_of_everybody: float | None = None
    rank: int = 0

    @property
    def is_shown(self) -> bool:
        return self.last.value.value is not None


@dataclass(frozen=True, slots=True)
class Panel:
    """One outcome by one dimension, or by two of them crossed.

    Attributes:
        first, last: the two periods compared. everybody, lines: in the order of their table.
        apart: largest less smallest, with the groups at its ends in both periods.
        furthest: the group furthest from the goal (without one, the worst) among those shown.
    """

    reading: Reading
    dimensions: tuple[str, ...]
    first: str
    last: str
    goal: float | None
    goal_period: str
    reference: str
    everybody: Line
    lines: tuple[Line, ...]
    apart: Ends
    apart_ratio: Ends
    apart_between: tuple[tuple[str, str], tuple[str, str]]
    apart_move: Move
    furthest: str = ""
    ranked: int = 0
    # Periods that were asked for and lie before the first or after the last, and why their groups
    # are hidden.
    hidden_beside: tuple[tuple[str, Reason], ...] = ()

    @property
    def shown_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_shown)

    @property
    def moves(self) -> Iterator[Move]:
        """Everything that the panel tests."""
        yield self.apart_move
        yield self.everybody.nearer
        for line in self.lines:
            yield line.nearer
            if line.against:
                yield line.against.move

    @property
    def hidden(self) -> Iterator[Reason]:
        for line in (self.everybody, *self.lines):
            for cell in (line.first, line.last):
                if cell.value.reason:
                    yield cell.value.reason
        yield from (reason for _period, reason in self.hidden_beside)


@dataclass(frozen=True, slots=True)
class Board:
    """All panels, how many comparisons they test together, and what else could be asked for."""

    panels: tuple[Panel, ...]
    comparisons: int
    dimensions: tuple[str, ...]
    measures: tuple[Indicator, ...]
    periods: tuple[str, ...]
