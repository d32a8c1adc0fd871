"""All that is missing as one person may see it: gaps of every kind, joined by line, and their life."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from shidra.gaps.models import GapKind, GapState
from shidra.gaps.queries.ground import ActivityHere
from shidra.gaps.queries.lines import MissingList, Number
from shidra.gaps.queries.states import Life, Where
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access
from shidra.network.queries import Owner
from shidra.protection.permissions import Reason

__all__ = ["Gap", "GapBook", "GapBundle", "GapQuestion", "Standing", "Untold"]

State = GapState.State

# States in which a gap still asks something of somebody.
OPEN = (State.DETECTED, State.CONFIRMED, State.RESERVED, State.BEING_CLOSED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a gap stands today, by what people said and what the data say.

    Attributes:
        state: the state that counts.
        is_back: the data had shown it no more, and show it again.
        ran_out: it was reserved, and the days are over.
        is_still_shown: people closed it, and the data show it still.
        by_data: closed because the data show it no more, and not by a person.
    """

    state: str
    is_back: bool = False
    ran_out: bool = False
    is_still_shown: bool = False
    by_data: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: what is missing in one cell, as far as its reader may know it.

    Attributes:
        size: how much, in major units, people, steps or one; None where it is hidden.
        of: how much there should be; None where it is hidden.
        share: the share that is missing; None where it is hidden.
        hidden: why its numbers are not shown.
        is_missing: whether the data show it; one that is not has a life of its own still.
    """

    ref: str
    kind: GapKind
    where: Where
    unit: str
    size: Number | None
    of: Number | None
    share: Number | None
    life: Life
    standing: Standing
    score: Number | None = None
    equity_multiplier: Number | None = None
    why: str = ""
    activities: tuple[str, ...] = ()
    hidden: Reason | None = None
    is_missing: bool = True


@dataclass(frozen=True, slots=True)
class GapBundle:
    """The gaps of one kind on one line.

    Attributes:
        gaps: those that the data show, of whatever state.
        judged: how many cells were looked at.
        is_whole: only the sum is told: where it lies would give away undisclosed money.
    """

    kind: GapKind
    line: str
    gaps: tuple[Gap, ...]
    judged: int
    unit: str
    size: Number | None
    of: Number | None
    shortfall: Number | None
    equity_multiplier: Number
    score: Number | None
    hidden: Reason | None = None
    is_whole: bool = False

    @property
    def count(self) -> int:
        """How many gaps there are; at least one where only their sum is told."""
        return 1 if self.is_whole else len(self.gaps)

    @property
    def open_count(self) -> int:
        """Those that nobody accepted or closed."""
        return 1 if self.is_whole else sum(gap.standing.is_open for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Untold:
    """What cannot be told yet, or not to this reader: by kind and line, with the reason."""

    kind: GapKind
    line: str
    why: str
    cells: int = 1
    hidden: Reason | None = None


@dataclass(frozen=True, slots=True)
class GapQuestion:
    """What is asked of the gaps; all of it stands in the address.

    A place keeps what lies in it. What by its nature has no place, groups or year of its own
    holds for all of them and is kept.
    """

    kind: str = ""
    line: str = ""
    place: str = ""
    group: str = ""
    year: int | None = None
    state: str = ""
    at_least: int | None = None
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        wanted = (self.kind, self.line, self.place, self.group, self.state)
        return any(wanted) or self.year is not None or self.at_least is not None


@dataclass(frozen=True, slots=True)
class GapBook:
    """Everything about what is missing, with the names that its sentences need."""

    access: Access
    today: date
    missing: MissingList
    bundles: tuple[GapBundle, ...]
    # Gaps of which something was said and that the data do not show any more.
    gone: tuple[Gap, ...]
    untold: tuple[Untold, ...]
    # Kinds of which something could be judged at all.
    judged: frozenset[str]
    places: Mapping[str, Text]
    parents: Mapping[str, str | None]
    groups: Mapping[str, Text]
    activities: Mapping[str, ActivityHere]
    barrier_owners: Mapping[str, Owner]
    # By factor and group that is furthest from a goal, the measure whose goal it is.
    behind: Mapping[tuple[str, str], str] = field(default_factory=dict)
    # Commitments in this person's sight, by id, for the name of what closes a gap.
    commitments: Mapping[int, str] = field(default_factory=dict)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, those that the data show no more too."""
        return (*(gap for each in self.bundles for gap in each.gaps), *self.gone)

    def keeps_quiet(self, gap: Gap) -> bool:
        """Whether what the data said of it rests on needs that are kept back."""
        is_of_money = gap.kind in {GapKind.RESOURCE, GapKind.OVERLAP}
        return is_of_money and bool(self.missing.kept[gap.where.line])

    def gap_or_none(self, ref: str) -> Gap | None:
        return next((gap for gap in self.gaps if gap.ref == ref), None)

    def bundle_of(self, gap: Gap) -> GapBundle | None:
        """The bundle that a gap is in, None for one that is gone."""
        kind_and_line = (gap.kind, gap.where.line)
        return next((b for b in self.bundles if (b.kind, b.line) == kind_and_line), None)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many open gaps each line has of each kind."""
        found: dict[str, dict[str, int]] = {}
        for each in self.bundles:
            if each.open_count:
                found.setdefault(each.line, {})[each.kind.value] = each.open_count
        return found
