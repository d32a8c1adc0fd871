"""The one exit: every count of a subject and period in one protected table, kept and looked up.

Whoever has no raw rights is told of people only what `Guarded.look` returns. It is asked for the
number that a page wants to show, and tells it only where the protected table has the same number
in the same cell: a figure that was reckoned in any other way is not a slice of the table, so no
auditor has looked at it, and it stays hidden.
"""

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from typing import Final, Literal

from shidra.core.disclosure import (
    EVENT,
    OUTCOME,
    Count,
    Least,
    ProtectedCounts,
    TableError,
    protected_observations,
)
from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Access
from shidra.protection.models import Audience, DisclosureRule
from shidra.protection.queries import rules_of

__all__ = [
    "SAFE",
    "SCALES",
    "STANDINGS",
    "Asked",
    "Census",
    "Guarded",
    "Limits",
    "Look",
    "Rung",
    "Spot",
    "Standing",
    "closed",
    "ladders",
    "opened",
    "protected_table",
    "source_of",
    "weakest",
]

# How far a table was looked at, the weakest first: not at all, or something gives a small number
# away; sums alone give none away, but the table is too large for more; an audit solved for the
# interval of every small number and found it wide enough.
type Standing = Literal["not certified", "rank-checked", "certified"]
STANDINGS: Final[tuple[Standing, ...]] = ("not certified", "rank-checked", "certified")

# Roles with raw rights are in none: they see what nothing is protected from.
AUDIENCES: Final[dict[str, Audience]] = {
    Membership.Role.PARTNER_EDITOR: Audience.PARTNERS,
    Membership.Role.COMMUNITY_MEMBER: Audience.PARTNERS,
    Membership.Role.FUNDER: Audience.FUNDERS,
}
# What was protected in another way before is protected anew.
VERSION: Final = 3
SAFE: Final = "safe"
# How numbers that are not whole are counted: in millionths at most.
SCALES: Final = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)

# A place (None is the whole) and the groups of a cell, each as `dimension:code`.
type Spot = tuple[str | None, frozenset[str]]
type Cells = dict[str, tuple[int, str]]
type Cell = tuple[tuple[str, str], ...]
type Known = dict[Cell, set[int]]


@dataclass(frozen=True, slots=True)
class Limits:
    """The smallest numbers that may be told.

    Attributes:
        zeros: whether nobody and everybody are hidden too.
        totals: whether those of places are hidden only where hiding groups does not do.
    """

    people: int
    events: int
    without: int
    zeros: bool = False
    totals: bool = False

    @property
    def width(self) -> int:
        """How many people must stay open about a hidden number: half of what is too few, 2 at least.

        Two apart there are always several whole numbers that it may be.
        """
        return max(2, (self.people + 1) // 2)


@dataclass(frozen=True, slots=True)
class Rung:
    """Readers of one rule. Each rung of a ladder sees nothing that the one before it does not."""

    audiences: frozenset[str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Census:
    """Everything that is counted of one subject and period, in whole numbers.

    Attributes:
        people, events: of each cell; a cell whose people nobody counted is in neither.
        patterns: the dimensions that are named together.
        parents, attributes: the place around each place, and what groups places.
        scale: by how much numbers were multiplied to be whole.
        secret: cells whose people are not told however many they are, as other figures would give
            those away.
    """

    people: Mapping[Spot, int]
    events: Mapping[Spot, int]
    patterns: Sequence[frozenset[str]]
    parents: Mapping[str, str | None]
    attributes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scale: int = 1
    secret: frozenset[Spot] = frozenset()

    @property
    def whole(self) -> str | None:
        """The only place with nothing around it: the same as no place."""
        roots = [place for place, around in self.parents.items() if around is None]
        return roots[0] if len(roots) == 1 else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A table that a page needs: what it is of, what its counts rest on, and how to count."""

    subject: str
    period: str
    fingerprint: str
    census: Callable[[], Census]


@dataclass(frozen=True, slots=True)
class Look:
    """What of one cell may be told; the reason is a status of the table, or none for all."""

    people: str
    events: str


@dataclass(frozen=True, slots=True)
class Guarded:
    """A protected table as it was kept.

    Attributes:
        cells: number and status of each cell that anything is counted in, by name.
        whole: the place that is the same as no place.
        standing: what an audit said of it; only what is certified is told.
    """

    cells: Mapping[str, tuple[int, str]]
    whole: str | None = None
    scale: int = 1
    standing: Standing = "not certified"

    @property
    def is_certified(self) -> bool:
        """An audit found every small count safe."""
        return self.standing == "certified"

    def look(
        self,
        place: str | None,
        groups: Iterable[str],
        *,
        people: float | None,
        events: float | None = None,
        unknown: Iterable[str] = (),
    ) -> Look:
        """Whether these numbers of a cell may be told: `safe`, or why not.

        Instead of a place, `attribute=category` is the sum over all places that have it;
        `unknown` are the dimensions of which the cell is what all categories leave.
        """
        name = _name(self.whole, place, groups, unknown)
        told = self._told(name, people)
        if events is None or told != SAFE:
            return Look(told, told)
        with_event = _with(name, EVENT)
        found = self._told(with_event, events)
        if found == SAFE and people is not None:
            without = _with(name, f"no {EVENT}")
            found = self._told(without, people - events) if without in self.cells else found
        return Look(told, found)

    def _told(self, name: str, number: float | None) -> str:
        count, status = self.cells.get(name, (0, SAFE if self.is_certified else "uncertified"))
        if number is None or abs(number * self.scale - count) > 1e-6 * max(1.0, count):
            return "uncertified"
        return status


def weakest(standings: Iterable[Standing]) -> Standing:
    """Of several tables that of the one that was looked at least; without any nothing can leak."""
    return min(standings, key=STANDINGS.index, default="certified")


def ladders(access: Access) -> Callable[[int], tuple[Rung, ...]]:
    """The rules by which a reader without raw rights is told, from the loosest one to the own.

    The answer takes what a measure asks for beyond the rules. One query. Without rules of their own
    all audiences are told by the same tables. Somebody of two audiences is told by the looser rule.
    """
    rules = rules_of(access.initiative)
    own = {Audience.VISITORS, *(AUDIENCES[role] for role in access.roles if role in AUDIENCES)}

    def of(least: int = 0) -> tuple[Rung, ...]:
        if not any(rule.pk for rule in rules):
            return (Rung(frozenset(Audience), _limits(rules[0], least)),)
        rungs = sorted(
            (_strictness(limits), -at, Rung(frozenset({rule.audience}), limits))
            for at, rule in enumerate(rules)
            for limits in [_limits(rule, least)]
        )
        ladder = [rung for _strictness, _place, rung in rungs]
        reader = next(at for at, rung in enumerate(ladder) if rung.audiences & own)
        return tuple(ladder[: 1 + reader])

    return of


def _limits(rule: DisclosureRule, least: int) -> Limits:
    return Limits(
        max(rule.people, least),
        max(rule.events, least),
        max(rule.without, least),
        rule.hides_zeros,
        rule.keeps_totals,
    )


def _strictness(limits: Limits) -> tuple[int, ...]:
    """What puts rules in order: of two in a ladder none is stricter in one and looser in another."""
    return (limits.people + limits.events + limits.without, int(limits.zeros))


def source_of(asked: Asked, ladder: Sequence[Rung]) -> str:
    """What tells whether a table was made of the same counts by the same rules.

    The ladder goes from the loosest rule to that of the reader.
    """
    rungs = [(sorted(rung.audiences), rung.limits) for rung in ladder]
    said = f"{VERSION} {rungs} {asked.subject} {asked.period} {asked.fingerprint}"
    return sha256(said.encode()).hexdigest()


def protected_table(
    census: Census,
    limits: Limits,
    earlier: Sequence[Guarded] = (),
    looser: Sequence[Guarded] = (),
) -> Guarded:
    """The table of a census for readers of one rule.

    What `earlier` tables told them is known; what any of the `looser` ones hides, the tables of the
    same counts for readers of looser rules, is hidden. So those who read two see no more than by
    the looser alone.
    """
    hidden = {name for table in looser for name, cell in table.cells.items() if cell[1] != SAFE}
    known: Known = {}
    for table in earlier:
        for name, (count, status) in table.cells.items():
            if status == SAFE and count * census.scale % table.scale == 0:
                known.setdefault(_cell(name), set()).add(count * census.scale // table.scale)
    if not all(table.is_certified for table in looser):
        return _whole_alone(census, limits, known, hidden)
    try:
        found = _linked(census, limits, known, hidden)
    except TableError:
        return _whole_alone(census, limits, known, hidden)
    if found.is_certified:
        return found
    alone = _whole_alone(census, limits, known, hidden)
    return replace(found, cells={**found.cells, **alone.cells})


def _linked(census: Census, limits: Limits, known: Known, hidden: AbstractSet[str]) -> Guarded:
    shut = {_cell(name) for name in hidden}
    if _is_joint(census):
        both = {spot: Count(people, census.events[spot]) for spot, people in census.people.items()}
        return _protected(census, limits, both, known, shut)
    people = {spot: Count(number) for spot, number in census.people.items()}
    found = _protected(census, limits, people, known, shut)
    if not census.events:
        return found
    # More events than people, or not all of them counted: there is no rest without the event.
    apart = _protected(
        replace(census, secret=frozenset()),
        limits,
        {spot: Count(number) for spot, number in census.events.items()},
        {
            alone: told
            for cell, told in known.items()
            if (alone := _without_event(cell)) is not None
        },
        {alone for cell in shut if (alone := _without_event(cell)) is not None},
    )
    cells = {**found.cells, **{_with(name, EVENT): cell for name, cell in apart.cells.items()}}
    return Guarded(cells, found.whole, census.scale, weakest((found.standing, apart.standing)))


def _is_joint(census: Census) -> bool:
    """Whether events are counted wherever people are, and are among them."""
    return census.events.keys() == census.people.keys() and all(
        events <= census.people[spot] for spot, events in census.events.items()
    )


def _without_event(cell: Cell) -> Cell | None:
    """The name of a cell of those with the event in a table of theirs alone."""
    named = tuple(part for part in cell if part[0] != OUTCOME)
    return named if (OUTCOME, EVENT) in cell else None


def _protected(
    census: Census,
    limits: Limits,
    counts: Mapping[Spot, Count],
    known: Known,
    shut: Collection[Cell],
) -> Guarded:
    scale = census.scale
    found = protected_observations(
        counts,
        census.patterns,
        census.parents,
        Least(
            limits.people * scale,
            limits.events * scale,
            limits.without * scale,
            width=limits.width * scale,
            zeros=limits.zeros,
            totals=limits.totals,
        ),
        attributes=census.attributes,
        known=known,
        secret={_cell(_name(census.whole, *spot, ())) for spot in census.secret},
        shut=shut,
    )
    return _guarded(found, scale)


def _whole_alone(census: Census, limits: Limits, known: Known, hidden: AbstractSet[str]) -> Guarded:
    """Where the parts make no table: the whole, if it is large enough, and nothing else.

    Where parts were told before, another whole than that of then would tell what was not.
    """
    spot: Spot = (None, frozenset())
    people, events = census.people.get(spot), census.events.get(spot)
    cells: Cells = {}
    if people is not None:
        cells[""] = (people, _large(people, limits.people, census.scale))
        if events is not None:
            told = _large(events, limits.events, census.scale)
            if people >= events and told == SAFE:
                told = _large(people - events, limits.without, census.scale)
                cells[_with("", f"no {EVENT}")] = (people - events, told)
            cells[_with("", EVENT)] = (events, told)
    for name, (count, _status) in cells.items():
        if name in hidden or spot in census.secret:
            cells[name] = (count, "complementary")
        elif known and count not in known.get(_cell(name), ()):
            cells[name] = (count, "uncertified")
    return Guarded(cells, census.whole, census.scale)


def _large(count: int, limit: int, scale: int) -> str:
    return SAFE if count >= limit * scale else "primary"


def _guarded(found: ProtectedCounts, scale: int) -> Guarded:
    """A table as it is kept; what the audit did not pass is hidden whole."""
    cells = {
        _joined(cell): (
            found.counts.get(cell, -1),
            status if found.is_certified else "uncertified",
        )
        for cell, status in found.statuses.items()
    }
    standing: Standing = "certified" if found.is_certified else "not certified"
    if found.is_rank_checked:
        standing = "rank-checked"
    return Guarded(cells, found.whole, scale, standing)


# Names of cells: each axis and category on a line of its own, as the core orders them.


def _joined(cell: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{axis}\t{category}" for axis, category in cell)


def _cell(name: str) -> Cell:
    return tuple(
        (axis, category)
        for axis, _tab, category in (line.partition("\t") for line in name.splitlines())
    )


@lru_cache(maxsize=4096)
def _with(name: str, outcome: str) -> str:
    return _joined(sorted([*_cell(name), (OUTCOME, outcome)]))


def _name(
    whole: str | None, place: str | None, groups: Iterable[str], unknown: Iterable[str]
) -> str:
    key = ProtectedCounts({}, {}, whole, frozenset(), is_certified=False).key(
        place, groups, unknown
    )
    return _joined(key)


def closed(guarded: Guarded) -> bytes:
    """A table as it is kept."""
    told = {
        "whole": guarded.whole,
        "scale": guarded.scale,
        "standing": guarded.standing,
        "cells": guarded.cells,
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False).encode())


def opened(cells: bytes) -> Guarded:
    """A table that was kept."""
    told = json.loads(zlib.decompress(cells))
    return Guarded(
        {name: (count, status) for name, (count, status) in told["cells"].items()},
        told["whole"],
        told["scale"],
        # What was kept before there were three standings says yes or no.
        told.get("standing") or ("certified" if told["certified"] else "not certified"),
    )
