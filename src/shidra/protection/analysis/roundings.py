"""Tables of rounded numbers: every count is told, none of them exactly."""

import hmac
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings

from shidra.core.disclosure import EVENT, Count, Least, TableError, rounded_observations
from shidra.protection.analysis.censuses import is_joint, known_of, large, without_event
from shidra.protection.analysis.tables import (
    Cell,
    Census,
    Guarded,
    Known,
    Limits,
    Spot,
    cell_of,
    joined,
    with_outcome,
)

type Given = dict[Cell, dict[int, int]]

__all__ = ["rounded_table"]


def rounded_table(census: Census, limits: Limits, earlier: Sequence[Guarded]) -> Guarded:
    """Every number as a multiple beside it; nothing where that leaves a small one too little open."""
    given: Given = defaultdict(dict)
    for table in earlier:
        for name, told in table.rounded.items():
            if table.scale == census.scale:
                given[cell_of(name)][table.cells[name][0]] = told
    known = known_of(earlier, census.scale)
    try:
        if is_joint(census) or not census.events:
            found = _told(census, limits, census.people, census.events, given, known)
        else:
            # More events than people, or not all of them counted: there is no rest without the event.
            found = _told(census, limits, census.people, {}, given, known) | {
                with_outcome(name, EVENT): both
                for name, both in _told(
                    census, limits, census.events, {}, _of_events(given), _of_events(known)
                ).items()
            }
    except (TableError, _TooNarrow):
        return Guarded({}, census.whole, census.scale)
    # Whether enough people are behind a value is judged by what is told of them: of 8 and of 12,
    # both told as 10, a value for the 12 alone would say which of them it is.
    least = limits.base * census.scale - 1
    return Guarded(
        {
            name: (count, large(told - least, limits.people, census.scale))
            for name, (count, told) in found.items()
        },
        census.whole,
        census.scale,
        "certified",
        {name: told for name, (_count, told) in found.items()},
    )


class _TooNarrow(Exception):
    """A small number would be known too well."""


def _of_events[Told](numbers: Mapping[Cell, Told]) -> dict[Cell, Told]:
    return {
        alone: told for cell, told in numbers.items() if (alone := without_event(cell)) is not None
    }


def _told(
    census: Census,
    limits: Limits,
    people: Mapping[Spot, int],
    events: Mapping[Spot, int],
    given: Mapping[Cell, Mapping[int, int]],
    known: Known,
) -> dict[str, tuple[int, int]]:
    """Of each cell its number and what is told instead."""
    scale, base = census.scale, limits.base * census.scale
    # A number below the base may be told as 0, and is then below it: more cannot stay open.
    width = min(limits.width * scale, base - 1)
    found, is_certified = rounded_observations(
        {spot: Count(number, events.get(spot)) for spot, number in people.items()},
        census.patterns,
        census.parents,
        Least(limits.people * scale, limits.events * scale, limits.without * scale, width),
        _chance,
        attributes=census.attributes,
        given=given,
        known=known,
        base=base,
    )
    if not is_certified:
        raise _TooNarrow
    return {joined(cell): both for cell, both in found.items()}


def _chance(cell: Cell, count: int, turn: int) -> float:
    """From 0 to 1, the same whenever it is drawn, and nobody's to reckon who lacks the site's key."""
    said = repr((cell, count, turn)).encode()
    drawn = hmac.digest(settings.SECRET_KEY.encode(), said, "sha256")
    return int.from_bytes(drawn[:8]) / 2**64
