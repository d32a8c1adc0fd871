"""From true counts to what may be shown: primary cells, further cells, and the auditor's word."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from shidra.core.disclosure.attack import Published
from shidra.core.disclosure.auditing import audited
from shidra.core.disclosure.suppressor import Suppressor
from shidra.core.disclosure.tables import Flags, System, TableError
from shidra.core.disclosure.units import units_of

__all__ = [
    "Protection",
    "Rule",
    "Status",
    "judged",
    "primary_cells",
    "protected",
    "published",
    "statuses_of",
]

type Status = Literal["safe", "primary", "complementary", "empty"]

# Times that the auditor may send a pattern back.
REPAIRS: Final = 5
# Work on sparing cells, in audits of the first pattern.
EFFORT: Final = 5.0
# And never more than this, in about microseconds.
MOST_EFFORT: Final = 2e7


@dataclass(frozen=True, slots=True)
class Rule:
    """What must not be told.

    Attributes:
        smallest: counts from 1 to smallest − 1 are primary, in people.
        protects_zeros: counts of 0 are primary too.
        width: how wide the interval of a primary cell must stay, in people.
    """

    smallest: int = 5
    protects_zeros: bool = False
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Protection:
    """Which cells are shown.

    Attributes:
        statuses: of each cell of the system, in its order.
        beyond: places of primary cells that a reader knows, or can reckon from what is known,
            whatever is hidden now.
        is_certified: the auditor found every other primary cell safe.
        is_rank_checked: nobody solved for intervals, but sums alone fix no primary cell.
    """

    statuses: tuple[Status, ...]
    beyond: tuple[int, ...]
    is_certified: bool
    is_rank_checked: bool = False

    @property
    def is_hidden(self) -> Flags:
        """The cells that are not shown."""
        return np.array([each in {"primary", "complementary"} for each in self.statuses])


def primary_cells(system: System, rule: Rule) -> Flags:
    """The cells that the rule hides for their own count, margins too."""
    small = (system.counts > 0) & (system.counts < rule.smallest)
    return np.asarray(small | (system.counts == 0) if rule.protects_zeros else small)


def published(system: System, hidden: Flags, primary: Flags) -> Published:
    """The system as a reader has it who sees all that is not hidden."""
    values = np.where(hidden, np.nan, system.counts.astype(np.float64))
    return Published(values, primary & hidden, system.whole, system.start, system.part)


def protected(
    system: System,
    rule: Rule | None = None,
    *,
    primary: Flags | None = None,
    known: Iterable[int] = (),
    shut: Iterable[int] = (),
    dear: Iterable[int] = (),
) -> Protection:
    """Hide primary cells and as few others as it takes, and have it audited.

    `primary` instead of the rule's own names the cells that must not be told. `known` are places
    of cells that an earlier release has shown: hiding them protects nothing. `shut` are places that
    are hidden besides, `dear` those that are hidden only where no others will do.

    >>> from shidra.core.disclosure.tables import cube_of, dimension_of, system_of
    >>> ages = dimension_of("age", ["0-5", "6-17", "18+"])
    >>> table = cube_of([ages], {("0-5",): 3, ("6-17",): 20, ("18+",): 40})
    >>> protected(system_of(table)).statuses
    ('safe', 'primary', 'safe', 'complementary')

    Raises:
        TableError: the width or the smallest count makes no sense, or the table is too large.
    """
    rule = rule or Rule()
    if rule.width <= 0 or rule.smallest < 1:
        raise TableError("The width is above 0, the smallest count to show 1 or more.")
    small = primary_cells(system, rule) if primary is None else primary
    units = units_of(system, (system.counts > 0) | small)
    fixed = units.any_of(_flags(system, known))
    also = units.any_of(_flags(system, shut))
    last = units.any_of(_flags(system, dear))
    told = units.cells(fixed)
    needed = units.any_of(small)
    for attempt in range(REPAIRS):
        # What a solver's digits may have cost is asked for on top, ever more of it.
        width = rule.width * (1 + attempt * 1e-3)
        suppressor = Suppressor(units, needed, fixed, width, shut=also, dear=last)
        first = published(system, units.cells(suppressor.begun()) & ~told, small)
        work = audited(first, width=rule.width).work
        cells = units.cells(suppressor.improved(min(EFFORT * work, MOST_EFFORT)))
        shown = published(system, cells & ~told, small)
        audit = audited(shown, width=rule.width, primary_only=True)
        if audit.is_safe:
            break
        needed = needed | units.any_of(np.isin(np.arange(len(small)), audit.unsafe))
    beyond = {*np.flatnonzero(small & told).tolist()}
    if not audit.is_safe:
        beyond |= _reckoned(system, small, told)
    is_certified = set(audit.unsafe.tolist()) <= beyond
    return Protection(statuses_of(system, small, cells), tuple(sorted(beyond)), is_certified)


def _flags(system: System, places: Iterable[int]) -> Flags:
    found = np.zeros(len(system.counts), dtype=bool)
    found[list(places)] = True
    return found


def _reckoned(system: System, small: Flags, told: Flags) -> set[int]:
    """The primary cells whose exact count follows from what is known, if all else is hidden."""
    least = audited(published(system, ~told & (system.counts > 0), small), primary_only=True)
    return {
        int(cell)
        for cell, verdict, is_primary in zip(
            least.cells, least.verdicts, least.is_primary, strict=True
        )
        if is_primary and verdict == "exact"
    }


def judged(system: System, rule: Rule, hidden: Flags) -> Protection:
    """A pattern from elsewhere, with the auditor's word on it."""
    small = primary_cells(system, rule)
    cells = np.asarray(hidden | small)
    audit = audited(published(system, cells, small), width=rule.width, primary_only=True)
    return Protection(statuses_of(system, small, cells), (), audit.is_safe)


def statuses_of(system: System, small: Flags, hidden: Flags) -> tuple[Status, ...]:
    """What is said of each cell, in the order of the system."""
    return tuple(
        "primary"
        if is_small
        else "complementary"
        if is_hidden
        else "empty"
        if not count
        else "safe"
        for is_small, is_hidden, count in zip(
            small.tolist(), hidden.tolist(), system.counts.tolist(), strict=True
        )
    )
