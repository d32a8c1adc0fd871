"""What partners observed, protected: every count of one indicator and period as one linked table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from shidra.core.disclosure.auditing import MOST_CELLS
from shidra.core.disclosure.linked import (
    PLACE,
    REST,
    Attributes,
    Count,
    Linked,
    Parents,
    Spot,
    axis_of,
    linked,
)
from shidra.core.disclosure.outcomes import EVENT, NO_EVENT, OUTCOME, small_outcomes
from shidra.core.disclosure.protecting import Protection, Rule, Status, primary_cells, protected
from shidra.core.disclosure.ranked import rank_checked
from shidra.core.disclosure.states import State, joined_states
from shidra.core.disclosure.tables import (
    Cell,
    Flags,
    Integers,
    System,
)

__all__ = ["Count", "Earlier", "Least", "ProtectedCounts", "protected_observations"]

_WORST_FIRST: Final[tuple[Status, ...]] = ("primary", "complementary", "safe", "empty")


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest numbers that may be shown: of people, of events, of people without the event.

    With `zeros`, that it happened to nobody, or to all, is told no more than a small number. Sums over
    all places are hidden only where nothing else does; with `totals`, those of each place too.
    """

    people: int
    events: int
    without: int
    width: float = 1.0
    zeros: bool = False
    totals: bool = False


@dataclass(frozen=True, slots=True)
class ProtectedCounts:
    """Which counts of an indicator and period may be shown.

    Attributes:
        statuses: of each cell that anything is counted in; what is absent is empty.
        counts: the number in each of these; a cell that tables count differently has none.
        whole: the place that is the same as no place: the only one with nothing around it.
        beyond: small cells that earlier releases have told already, or given away.
        is_certified: an audit found every other small count safe.
        is_rank_checked: the table is too large for that, but sums alone give none of them back.
    """

    statuses: Mapping[Cell, Status]
    counts: Mapping[Cell, int]
    whole: str | None
    beyond: frozenset[Cell]
    is_certified: bool
    is_rank_checked: bool = False

    def people(
        self, place: str | None, groups: Iterable[str] = (), *, unknown: Iterable[str] = ()
    ) -> Status:
        """Whether the number of people of a cell is shown, and if not, why.

        `unknown` are the dimensions of which the cell is what all categories leave. Instead of a
        place, `attribute=category` is the sum over all places that have it.
        """
        return self.statuses.get(self.key(place, groups, unknown), "empty")

    def events(
        self, place: str | None, groups: Iterable[str] = (), *, unknown: Iterable[str] = ()
    ) -> Status:
        """The same for events: hidden where they, or the people without the event, are."""
        found = (self.side(place, groups, side, unknown=unknown) for side in (EVENT, NO_EVENT))
        return min(found, key=_WORST_FIRST.index)

    def side(
        self,
        place: str | None,
        groups: Iterable[str],
        side: str,
        *,
        unknown: Iterable[str] = (),
    ) -> Status:
        """The same for those with the event alone (`EVENT`), or without it (`NO_EVENT`)."""
        key = self.key(place, groups, unknown)
        return self.statuses.get(tuple(sorted([*key, (OUTCOME, side)])), "empty")

    def key(self, place: str | None, groups: Iterable[str], unknown: Iterable[str]) -> Cell:
        """The name of a cell; with `(OUTCOME, EVENT)` added in order, that of its events."""
        named = [(axis_of(group.partition(":")[0]), group) for group in groups]
        named += [(axis_of(dimension), REST) for dimension in unknown]
        if place is not None and place != self.whole:
            named.append((PLACE, place))
        return tuple(sorted(named))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A state of before: its table, and by name the numbers that readers were told of it."""

    table: Linked
    told: Mapping[Cell, Collection[int]]


def protected_observations(
    counts: Mapping[Spot, Count],
    patterns: Sequence[frozenset[str]],
    parents: Parents,
    least: Least,
    *,
    attributes: Attributes | None = None,
    known: Mapping[Cell, Collection[int]] | None = None,
    secret: Collection[Cell] = (),
    shut: Collection[Cell] = (),
    earlier: Sequence[Earlier] = (),
) -> ProtectedCounts:
    """Protect every count of one indicator and period as one linked table.

    `counts` has each cell that could be shown: the places around each observed place, and each
    margin of its groups. `patterns` are the dimensions that rows name together. `known` are the
    numbers that earlier releases showed, by the name of their cell: where one still holds, whoever
    kept that release has it. `secret` are cells that must not be told however large they are,
    `shut` those that are hidden although they might be told, as from readers of a stricter rule.
    What `earlier` states hid stays hidden while it is small: what is told now must not open them.

    >>> both = {(None, frozenset()): Count(60), ("a", frozenset()): Count(4),
    ...         ("b", frozenset()): Count(26), ("c", frozenset()): Count(30)}
    >>> land = {"a": None, "b": None, "c": None}
    >>> found = protected_observations(both, [frozenset()], land, Least(5, 5, 5))
    >>> [found.people(place) for place in (None, "a", "b", "c")]
    ['safe', 'primary', 'complementary', 'safe']

    A table too large for intervals is rank-checked at best.

    Raises:
        TableError: parts are more than their whole, or there are more events than people.
    """
    table = linked(counts, patterns, parents, attributes or {})
    told = known or {}
    joined = joined_states([
        _state(table, least, told, secret),
        *(_state(each.table, least, each.told, ()) for each in earlier),
    ])  # fmt: skip
    here = joined.places[0]
    shown = np.flatnonzero(joined.is_shown)
    if int((joined.system.counts > 0).sum()) > MOST_CELLS:
        found = rank_checked(joined.system, primary=joined.is_primary, known=shown)
    else:
        # What is of the past alone and was hidden can be told no more.
        past = np.ones(len(joined.is_shown), dtype=bool)
        past[here] = False
        gone = np.flatnonzero(past & ~joined.is_shown).tolist()
        places = list(zip(here.tolist(), table.names, strict=True))
        found = protected(
            joined.system,
            Rule(smallest=least.people, width=least.width),
            primary=joined.is_primary,
            known=shown,
            shut=[*gone, *(place for place, name in places if name in shut)],
            dear=[place for place, name in places if _is_dear(name, least)],
        )
    return _by_name(table, _of_now(found, here))


def _state(
    table: Linked, least: Least, told: Mapping[Cell, Collection[int]], secret: Collection[Cell]
) -> State:
    """A table with what was told of it, by names and numbers, and what is too small."""
    small = _small(table.system, least, has_events=table.has_events)
    small |= np.array([name in secret for name in table.names], dtype=bool)
    numbers = zip(table.names, table.system.counts.tolist(), strict=True)
    shown = np.array([count in told.get(name, ()) for name, count in numbers], dtype=bool)
    return State(table.system, shown, small)


def _of_now(found: Protection, here: Integers) -> Protection:
    """What was found of the cells of the present."""
    now = {place: at for at, place in enumerate(here.tolist())}
    return replace(
        found,
        statuses=tuple(found.statuses[place] for place in here.tolist()),
        beyond=tuple(now[place] for place in found.beyond if place in now),
    )


def _by_name(table: Linked, found: Protection) -> ProtectedCounts:
    statuses: dict[Cell, Status] = {}
    counted: dict[Cell, set[int]] = {}
    for name, status, count in zip(
        table.names, found.statuses, table.system.counts.tolist(), strict=True
    ):
        if status != "empty":
            # What several tables leave under one name is shown only where all may be.
            statuses[name] = min(statuses.get(name, status), status, key=_WORST_FIRST.index)
            counted.setdefault(name, set()).add(count)
    known_once = {name: min(each) for name, each in counted.items() if len(each) == 1}
    beyond = frozenset(table.names[place] for place in found.beyond)
    return ProtectedCounts(
        statuses, known_once, table.whole, beyond, found.is_certified, found.is_rank_checked
    )


def _small(system: System, least: Least, *, has_events: bool) -> Flags:
    if not has_events:
        return primary_cells(system, Rule(smallest=least.people))
    return small_outcomes(
        system,
        people=least.people,
        events=least.events,
        without=least.without,
        zeros=least.zeros,
    )


def _is_dear(name: Cell, least: Least) -> bool:
    """Whether a cell is of all places together, or else a total that the rule keeps."""
    is_everywhere = all(axis != PLACE for axis, _category in name)
    return is_everywhere or (least.totals and _is_total(name))


def _is_total(name: Cell) -> bool:
    """Whether a cell is everybody of a place, with or without the event."""
    return all(axis in {PLACE, OUTCOME} for axis, _category in name)
