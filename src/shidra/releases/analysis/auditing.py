"""An auditor that does not trust the suppressor: what a reader can work out from releases.

It reads what the exit tells, cell by cell, writes down the sums that must hold between the counts
of the rows as they were published, and solves for between what each small number lies. Of two
releases a reader has both: in each its own sums hold, and what did not change is one number. What
is told rounded lies about its number, as near as the way of rounding that shows in all of them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from shidra.core.disclosure import (
    EVENT,
    OUTCOME,
    PLACE,
    REST,
    Count,
    Joined,
    Limited,
    Linked,
    Rule,
    State,
    TableError,
    audited,
    audited_within,
    joined_states,
    linked,
    primary_cells,
    small_outcomes,
    told_rounded,
)
from shidra.core.disclosure.tables import Flags, Floats
from shidra.core.disclosure.units import units_of
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.exits import Measure, censuses_of, exits_of
from shidra.protection.analysis import SAFE, Census, Guarded, Limits, ladders
from shidra.protection.models import ProtectedTable
from shidra.releases.analysis.certificates import outsiders
from shidra.releases.analysis.told import frozen_ground, frozen_measures
from shidra.releases.models import Release
from shidra.releases.presentation.told import Audited, Recovered
from shidra.releases.queries import figures_of, rows_by_indicator, standings_of

__all__ = ["audit_releases"]

type _Known = dict[tuple[str | bytes, ...], Audited]
type Cell = tuple[tuple[str, str], ...]


class _Told(Enum):
    """How a number is told that is not rounded."""

    EXACTLY, NOT = True, False


@dataclass(frozen=True, slots=True)
class _Side:
    """One system of sums of a release, what is told of it, and what must not be found out."""

    table: Linked
    is_shown: Flags
    is_primary: Flags
    scale: int
    # In counted parts: how wide the interval of a small number must stay.
    width: int
    # Between what each cell lies by what is told of it alone, where anything is rounded.
    limited: Limited | None

    @property
    def mark(self) -> bytes:
        """What tells two sides of one measure apart."""
        told = self.is_shown.tobytes() + self.is_primary.tobytes() + str(self.width).encode()
        if self.limited is None:
            return told
        return told + self.limited.low.tobytes() + self.limited.high.tobytes()


def audit_releases(releases: Sequence[Release]) -> Iterator[Audited]:
    """What can be worked out of each measure by readers of each audience, who kept all of these."""
    codes = sorted({code for release in releases for code, _rows in rows_by_indicator(release)})
    known: _Known = {}
    for access in outsiders(releases[0].initiative):
        for code in codes:
            sides = [_sides(access, release, code) for release in releases]
            for told in zip(*(own for own in sides if own), strict=False):
                # Audiences that are told by one rule are told the same.
                key = code, *(each.mark for each in told)
                if key not in known:
                    known[key] = _audited(access, code, told)
                yield replace(known[key], audience=next(iter(access.roles)))


def _sides(access: Access, release: Release, code: str) -> list[_Side]:
    """The tables of a measure in a release as this reader has them.

    People and events are one, or apart where events are not among the people.
    """
    figures = list(figures_of(release, code))
    if not figures:
        return []
    (measure,) = frozen_measures(release, {code: figures})
    ground = frozen_ground(release)
    counted = censuses_of(release.initiative, [measure], ground)
    if not counted:
        return []
    census = counted[code, release.period]
    guarded = _guarded(access, release, measure)
    limits = ladders(access)(measure.indicator.min_n or 0)[-1].limits
    return list(_told(census, guarded, limits))


def _guarded(access: Access, release: Release, measure: Measure) -> Guarded:
    """The table that this release tells from; nothing where nobody has looked."""
    standing = standings_of([release])[release.pk].get(measure.indicator.code)
    if standing is None or standing.standing == ProtectedTable.Standing.NOT:
        return Guarded({})
    ways = exits_of(access, [measure], frozen_ground(release), is_patient=True)
    return ways[measure.indicator.pk].tables.get(release.period, Guarded({}))


def _told(census: Census, guarded: Guarded, limits: Limits) -> Iterator[_Side]:
    joint = census.events.keys() == census.people.keys() and all(
        events <= census.people[spot] for spot, events in census.events.items()
    )
    people = {
        spot: Count(number, census.events[spot] if joint else None)
        for spot, number in census.people.items()
    }
    yield _side(census, guarded, people, limits, is_of_events=False)
    if census.events and not joint:
        events = {spot: Count(number) for spot, number in census.events.items()}
        yield _side(census, guarded, events, limits, is_of_events=True)


def _side(
    census: Census,
    guarded: Guarded,
    counts: dict[tuple[str | None, frozenset[str]], Count],
    limits: Limits,
    *,
    is_of_events: bool,
) -> _Side:
    table = _sums(counts, census)
    scale = census.scale
    if table.has_events:
        small = small_outcomes(
            table.system,
            people=limits.people * scale,
            events=limits.events * scale,
            without=limits.without * scale,
            zeros=limits.zeros,
        )
    else:
        least = limits.events if is_of_events else limits.people
        small = primary_cells(table.system, Rule(smallest=least * scale))
    look = _Looking(guarded, table, census, is_of_events=is_of_events)
    every = [look.told(at) for at in range(len(table.names))]
    shown = np.array([each == _Told.EXACTLY for each in every], dtype=bool)
    if not limits.base:
        return _Side(table, shown, small, scale, limits.width * scale, None)
    # A number below the base may be told as 0: no more than the base can stay open.
    width = min(limits.width * scale, limits.base * scale - 1)
    rounded = np.array([math.nan if isinstance(each, _Told) else each for each in every])
    limited = _limited(table, shown, rounded * scale, limits.base * scale)
    return _Side(table, shown, small & (table.system.counts > 0), scale, width, limited)


def _limited(table: Linked, shown: Flags, rounded: Floats, base: int) -> Limited:
    """The limits of each cell by what is told of it, or by nothing; a reader knows empty ones."""
    counts = table.system.counts
    is_known = shown | (counts == 0)
    low, high = np.where(is_known, counts, 0.0), np.where(is_known, counts, np.inf)
    some = ~np.isnan(rounded) & ~is_known
    alike = units_of(table.system, counts > 0).unit[some]
    own = told_rounded(counts[some], rounded[some].round().astype(np.int64), base, alike)
    low[some], high[some] = own.low, own.high
    return Limited(low, high)


def _sums(counts: dict[tuple[str | None, frozenset[str]], Count], census: Census) -> Linked:
    """The sums that hold; where parts are more than their whole none of theirs does."""
    try:
        return linked(counts, census.patterns, census.parents, census.attributes)
    except TableError:
        spot: tuple[str | None, frozenset[str]] = (None, frozenset())
        return linked({spot: counts[spot]}, [frozenset()], {}, {})


class _Looking:
    """Asks the exit for every cell of a system, as a reader would by pages and files."""

    def __init__(
        self, guarded: Guarded, table: Linked, census: Census, *, is_of_events: bool
    ) -> None:
        self.guarded, self.table, self.census = guarded, table, census
        self.is_of_events = is_of_events
        cells = zip(table.system.cells, table.system.counts.tolist(), strict=True)
        self.numbers: dict[Cell, int] = dict(cells)

    def told(self, at: int) -> float | _Told:
        """How the number of this cell is told, or the rounded number that is told instead."""
        name, exact = self.table.names[at], self.table.system.cells[at]
        count = self.numbers[exact]
        place, groups, unknown, outcome = _parted(name)
        people: float | None = self._people(exact, outcome)
        events: float | None = None
        if self.is_of_events:
            people = self.census.people.get((place, groups))
            events = count
        elif self.table.has_events:
            events = self.numbers.get(_of(exact, EVENT), 0)
        if people is None:
            return _Told.NOT
        scale = self.census.scale
        look = self.guarded.look(
            place,
            groups,
            people=people / scale,
            events=None if events is None else events / scale,
            unknown=unknown,
        )
        is_event = self.is_of_events or outcome is not None
        if look.instead is not None:
            instead = look.instead[1] if is_event else look.instead[0]
            # Of those without the event nobody tells: a reader subtracts.
            return _Told.NOT if instead is None or outcome not in {None, EVENT} else instead
        status = look.events if is_event else look.people
        return _Told.EXACTLY if status == SAFE else _Told.NOT

    def _people(self, exact: Cell, outcome: str | None) -> int:
        plain = tuple(part for part in exact if part[0] != OUTCOME) if outcome else exact
        return self.numbers.get(plain, 0)


def _parted(name: Cell) -> tuple[str | None, frozenset[str], list[str], str | None]:
    """A cell as a page asks for it: place, groups, dimensions that are unknown, and outcome."""
    place, groups, unknown, outcome = None, set(), [], None
    for axis, category in name:
        if axis == PLACE:
            place = category
        elif axis == OUTCOME:
            outcome = category
        elif category == REST:
            unknown.append(axis.removeprefix("by "))
        else:
            groups.add(category)
    return place, frozenset(groups), unknown, outcome


def _of(exact: Cell, outcome: str) -> Cell:
    plain = [part for part in exact if part[0] != OUTCOME]
    return tuple(sorted([*plain, (OUTCOME, outcome)]))


def _audited(access: Access, code: str, sides: Sequence[_Side]) -> Audited:
    """Between what each small number lies for a reader who has all of these."""
    scale = max(side.scale for side in sides)
    joined = joined_states([_scaled(side, scale // side.scale) for side in sides])
    width = float(max(side.width * (scale // side.scale) for side in sides))
    if any(side.limited for side in sides):
        limited = _known_together(joined, sides, scale)
        found = audited_within(joined.system, limited, joined.is_primary, width)
    else:
        found = audited(joined.published(), width=width, primary_only=True)
    unsafe = set(found.unsafe.tolist())
    recovered = [
        Recovered(
            dict(joined.system.cells[cell]),
            low / scale,
            high / scale,
            is_exact=verdict == "exact",
        )
        for cell, low, high, verdict in zip(
            found.cells.tolist(), found.low.tolist(), found.high.tolist(), found.verdicts,
            strict=True,
        )
        if cell in unsafe
    ]  # fmt: skip
    live = joined.system.counts > 0
    return Audited(
        indicator=code,
        audience=next(iter(access.roles)),
        told=int((joined.is_shown & live).sum()),
        hidden=int((~joined.is_shown & live).sum()),
        small=int((joined.is_primary & live).sum()),
        recovered=tuple(recovered),
    )


def _known_together(joined: Joined, sides: Sequence[_Side], scale: int) -> Limited:
    """The narrowest limits of each number by all that is told of it."""
    size = len(joined.system.counts)
    low, high = np.zeros(size), np.full(size, np.inf)
    for side, places in zip(sides, joined.places, strict=True):
        counts = side.table.system.counts
        bare = Limited(
            np.where(side.is_shown, counts, 0.0), np.where(side.is_shown, counts, np.inf)
        )
        own, times = side.limited or bare, scale // side.scale
        np.maximum.at(low, places, own.low * times)
        np.minimum.at(high, places, own.high * times)
    return Limited(low, high)


def _scaled(side: _Side, times: int) -> State:
    system = side.table.system
    if times != 1:
        system = replace(system, counts=system.counts * times)
    return State(system, side.is_shown, side.is_primary)
