"""What a protected table is of, by which rules, and how one is looked into and kept."""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, Literal

from shidra.core.disclosure import EVENT, OUTCOME, ProtectedCounts

__all__ = [
    "SAFE",
    "SCALES",
    "Asked",
    "Cell",
    "Cells",
    "Census",
    "Guarded",
    "Known",
    "Limits",
    "Look",
    "Rung",
    "Spot",
    "Standing",
    "cell_of",
    "closed",
    "joined",
    "name_of",
    "opened",
    "source_of",
    "standing_named",
    "weakest",
    "with_outcome",
]

# How far a table was looked at, the weakest first: not at all, or something gives a small number
# away; sums alone give none away, but the table is too large for more; an audit solved for the
# interval of every small number and found it wide enough.
type Standing = Literal["not certified", "rank-checked", "certified"]
STANDINGS: Final[tuple[Standing, ...]] = ("not certified", "rank-checked", "certified")

# What was protected in another way before is protected anew.
VERSION: Final = 5
SAFE: Final = "safe"
ROUNDED: Final = "rounded"
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
        base: instead of hiding, every number is told as a multiple of this beside it; 0: hide.
    """

    people: int
    events: int
    without: int
    zeros: bool = False
    totals: bool = False
    base: int = 0

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
    """A table that a page needs: what it is of, what its counts rest on, and how to count.

    Attributes:
        size: about how many numbers it has, known before any is counted; 0 where nobody knows.
    """

    subject: str
    period: str
    fingerprint: str
    size: Callable[[], int]
    census: Callable[[], Census]


@dataclass(frozen=True, slots=True)
class Look:
    """What of one cell may be told, people and events: `safe`, or why not.

    Attributes:
        instead: the rounded numbers that are told in place of both. The statuses are then not
            `safe`: whoever does not know of rounding hides.
        is_enough: there are people enough for a value that rests on these.
    """

    people: str
    events: str
    instead: tuple[float, float | None] | None = None
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class Guarded:
    """A protected table as it was kept.

    Attributes:
        cells: number and status of each cell that anything is counted in, by name.
        rounded: what is told of each of them instead of its number, if all are rounded.
        whole: the place that is the same as no place.
        standing: what an audit said of it; only what is certified is told.
        census: what it was made of, for tables that come after it.
    """

    cells: Mapping[str, tuple[int, str]]
    whole: str | None = None
    scale: int = 1
    standing: Standing = "not certified"
    rounded: Mapping[str, int] = field(default_factory=dict)
    census: Census | None = None

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
        name = name_of(self.whole, place, groups, unknown)
        told = self._told(name, people)
        if self.rounded and told in {SAFE, "primary"}:
            return self._instead(name, told, events)
        if events is None or told != SAFE:
            return Look(told, told)
        with_event = with_outcome(name, EVENT)
        found = self._told(with_event, events)
        if found == SAFE and people is not None:
            without = with_outcome(name, f"no {EVENT}")
            found = self._told(without, people - events) if without in self.cells else found
        return Look(told, found)

    def _instead(self, name: str, told: str, events: float | None) -> Look:
        """The rounded numbers of a cell whose people are those of the table."""
        people = self.rounded.get(name, 0) / self.scale
        if events is None:
            return Look(ROUNDED, ROUNDED, (people, None), is_enough=told == SAFE)
        with_event = with_outcome(name, EVENT)
        found = self._told(with_event, events)
        if found not in {SAFE, "primary"}:
            return Look(found, found)
        instead = people, self.rounded.get(with_event, 0) / self.scale
        return Look(ROUNDED, ROUNDED, instead, is_enough=told == SAFE)

    def _told(self, name: str, number: float | None) -> str:
        count, status = self.cells.get(name, (0, SAFE if self.is_certified else "uncertified"))
        if number is None or abs(number * self.scale - count) > 1e-6 * max(1.0, count):
            return "uncertified"
        return status


def standing_named(name: str) -> Standing:
    """The standing that is stored under this name; what nobody knows is none."""
    return next((each for each in STANDINGS if each == name), "not certified")


def weakest(standings: Iterable[Standing]) -> Standing:
    """Of several tables that of the one that was looked at least; without any nothing can leak."""
    return min(standings, key=STANDINGS.index, default="certified")


def source_of(asked: Asked, ladder: Sequence[Rung]) -> str:
    """What tells whether a table was made of the same counts by the same rules.

    The ladder goes from the loosest rule to that of the reader.
    """
    rungs = [(sorted(rung.audiences), rung.limits) for rung in ladder]
    said = f"{VERSION} {rungs} {asked.subject} {asked.period} {asked.fingerprint}"
    return sha256(said.encode()).hexdigest()


# Names of cells: each axis and category on a line of its own, as the core orders them.


def joined(cell: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{axis}\t{category}" for axis, category in cell)


def cell_of(name: str) -> Cell:
    return tuple(
        (axis, category)
        for axis, _tab, category in (line.partition("\t") for line in name.splitlines())
    )


@lru_cache(maxsize=4096)
def with_outcome(name: str, outcome: str) -> str:
    return joined(sorted([*cell_of(name), (OUTCOME, outcome)]))


def name_of(
    whole: str | None, place: str | None, groups: Iterable[str], unknown: Iterable[str]
) -> str:
    key = ProtectedCounts({}, {}, whole, frozenset(), is_certified=False).key(
        place, groups, unknown
    )
    return joined(key)


def closed(guarded: Guarded) -> bytes:
    """A table as it is kept."""
    told = {
        "whole": guarded.whole,
        "scale": guarded.scale,
        "standing": guarded.standing,
        "cells": guarded.cells,
        "rounded": guarded.rounded,
        "census": _census_kept(guarded.census) if guarded.census else None,
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
        told.get("rounded", {}),
        _census_of(told["census"]) if told.get("census") else None,
    )


def _census_kept(census: Census) -> dict[str, Any]:
    return {
        "people": _counts_kept(census.people),
        "events": _counts_kept(census.events),
        "patterns": [sorted(pattern) for pattern in census.patterns],
        "parents": dict(census.parents),
        "attributes": {name: dict(held) for name, held in census.attributes.items()},
        "scale": census.scale,
        "secret": [[place, sorted(groups)] for place, groups in sorted(census.secret, key=repr)],
    }


def _counts_kept(counts: Mapping[Spot, int]) -> list[list[Any]]:
    return [[place, sorted(groups), count] for (place, groups), count in counts.items()]


def _census_of(kept: Mapping[str, Any]) -> Census:
    return Census(
        {(place, frozenset(groups)): count for place, groups, count in kept["people"]},
        {(place, frozenset(groups)): count for place, groups, count in kept["events"]},
        [frozenset(pattern) for pattern in kept["patterns"]],
        kept["parents"],
        kept["attributes"],
        kept["scale"],
        frozenset((place, frozenset(groups)) for place, groups in kept["secret"]),
    )
