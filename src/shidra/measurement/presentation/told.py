"""What is known of protected tables before it is put into words: how far each was looked at."""

from dataclasses import dataclass

from shidra.measurement.models import Indicator

__all__ = ["Effect", "TableChange", "TableState", "Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many counts of one table are told to audiences of one rule, and why the others are not.

    Attributes:
        standing: how far an audit looked at it; empty where nobody has needed it yet.
        primary, complementary: hidden for themselves, and beside them.
    """

    audiences: tuple[str, ...]
    standing: str = ""
    cells: int = 0
    shown: int = 0
    primary: int = 0
    complementary: int = 0


@dataclass(frozen=True, slots=True)
class TableState:
    """The newest period of a measure: a tally of each rule, from the loosest to the strictest."""

    indicator: Indicator
    period: str
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """How many counts an audience sees by the rules as they are, and by those that are tried."""

    audience: str
    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class TableChange:
    """What other rules would do to the newest period of a measure; no effects: it was not tried."""

    indicator: Indicator
    period: str
    effects: tuple[Effect, ...] = ()
