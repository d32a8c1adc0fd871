"""What can be missing, where it is looked for, and how one finding is written down.

A *cell* is a line of money or a factor, a place (none: the whole), groups (none: everybody) and a
year (none: what is not recorded by year). Each kind looks at the cells that the records speak of,
and writes one *finding* for each that can be judged: how much is missing, of how much. Where it
can not be judged it says so, with the reason: no data is never a gap, and never the lack of one.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

__all__ = ["Cell", "Finding", "Kind", "Unit", "Untold", "Why"]

_EVERYBODY: frozenset[str] = frozenset()


class Kind(StrEnum):
    """The eight kinds of what can be missing, and the overlap beside them."""

    SERVICE = "service"
    REACH = "reach"
    QUALITY = "quality"
    RESOURCE = "resource"
    ABSORPTION = "absorption"
    EVIDENCE = "evidence"
    POLICY = "policy"
    OWNERSHIP = "ownership"
    OVERLAP = "overlap"


class Unit(StrEnum):
    """What the size of a finding counts: minor units of money, people, steps of quality, or one."""

    MONEY = "money"
    PEOPLE = "people"
    STEPS = "steps"
    ONE = "one"


class Why(StrEnum):
    """Why something is missing, where the kind alone does not say it; or why nobody can tell."""

    # Of evidence.
    NO_INDICATOR = "no_indicator"
    NO_FIGURE = "no_figure"
    POOR_FIGURE = "poor_figure"
    OLD_FIGURE = "old_figure"
    NO_FIGURE_HERE = "no_figure_here"
    NO_FIGURE_FOR_GROUPS = "no_figure_for_groups"
    NO_FIGURE_HERE_FOR_GROUPS = "no_figure_here_for_groups"
    # Of service, for a group that is furthest from a goal.
    NO_STRATEGY = "no_strategy"
    STRATEGY_WITHOUT_MONEY = "strategy_without_money"
    # Of policy.
    NOBODY_CAN_CHANGE_IT = "nobody_can_change_it"
    # Of what cannot be told.
    NO_NEED = "no_need"
    NO_PEOPLE = "no_people"
    SEVERAL_KINDS_OF_PEOPLE = "several_kinds_of_people"
    REACH_NOT_REPORTED = "reach_not_reported"
    NOT_RATED = "not_rated"
    SPENDING_NOT_REPORTED = "spending_not_reported"
    FURTHEST_NOT_TOLD = "furthest_not_told"
    MONEY_NOT_TOLD = "money_not_told"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something is looked for."""

    line: str
    place: str | None = None
    groups: frozenset[str] = _EVERYBODY
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one kind found in one cell.

    Attributes:
        size: how much is missing, in the unit; 0 where nothing is.
        of: how much there should be, above 0: size / of is the share that is missing.
        weight: what the cell counts when cells of one line are taken together.
        need: the need of money in the cell, by which groups that come first are weighed.
        activities: codes of the activities that were looked at.
    """

    kind: Kind
    cell: Cell
    unit: Unit
    size: Fraction
    of: Fraction
    weight: Fraction = Fraction(1)
    need: int = 0
    why: Why | None = None
    activities: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size <= self.of or not self.of:
            msg = f"{self.kind} in {self.cell}: {self.size} of {self.of} cannot be missing"
            raise ValueError(msg)

    @property
    def is_missing(self) -> bool:
        return self.size > 0

    @property
    def share(self) -> Fraction:
        """The share that is missing, above 0 up to 1."""
        return self.size / self.of


@dataclass(frozen=True, slots=True)
class Untold:
    """What cannot be told yet, and what is not recorded; `cells` counts those it is true of."""

    kind: Kind
    line: str
    why: Why
    cells: int = 1
