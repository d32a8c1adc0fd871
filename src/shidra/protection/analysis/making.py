"""From a census to its protected table."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from shidra.core.disclosure import (
    EVENT,
    Count,
    Earlier,
    Least,
    ProtectedCounts,
    TableError,
    protected_observations,
)
from shidra.protection.analysis.censuses import (
    both_counts,
    earlier_states,
    is_joint,
    known_of,
    large,
    without_event,
)
from shidra.protection.analysis.roundings import rounded_table
from shidra.protection.analysis.tables import (
    SAFE,
    Cell,
    Cells,
    Census,
    Guarded,
    Known,
    Limits,
    Spot,
    Standing,
    cell_of,
    joined,
    name_of,
    weakest,
    with_outcome,
)

__all__ = ["protected_table"]


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
    if limits.base:
        return rounded_table(census, limits, earlier)
    if any(table.rounded for table in earlier):
        # Between two multiples and beside exact numbers a hidden one would be bare.
        return Guarded({}, census.whole, census.scale)
    past = [table for table in earlier if table.census is not None and table.is_certified]
    hidden = {name for table in looser for name, cell in table.cells.items() if cell[1] != SAFE}
    known = known_of(earlier, census.scale)
    if not all(table.is_certified for table in looser):
        return _whole_alone(census, limits, known, hidden)
    try:
        found = replace(_linked(census, limits, known, hidden, past), census=census)
    except TableError:
        return _whole_alone(census, limits, known, hidden)
    if found.is_certified:
        return found
    alone = _whole_alone(census, limits, known, hidden)
    return replace(found, cells={**found.cells, **alone.cells})


def _linked(
    census: Census,
    limits: Limits,
    known: Known,
    hidden: AbstractSet[str],
    past: Sequence[Guarded],
) -> Guarded:
    shut = {cell_of(name) for name in hidden}
    if is_joint(census):
        before = earlier_states(past, census.scale, is_of_both=True)
        return _protected(census, limits, both_counts(census), known, shut, before)
    people = {spot: Count(number) for spot, number in census.people.items()}
    before = earlier_states(past, census.scale, is_of_both=False)
    found = _protected(census, limits, people, known, shut, before)
    if not census.events:
        return found
    # More events than people, or not all of them counted: there is no rest without the event.
    apart = _protected(
        replace(census, secret=frozenset()),
        limits,
        {spot: Count(number) for spot, number in census.events.items()},
        {alone: told for cell, told in known.items() if (alone := without_event(cell)) is not None},
        {alone for cell in shut if (alone := without_event(cell)) is not None},
    )
    cells = {
        **found.cells,
        **{with_outcome(name, EVENT): cell for name, cell in apart.cells.items()},
    }
    return Guarded(cells, found.whole, census.scale, weakest((found.standing, apart.standing)))


def _protected(
    census: Census,
    limits: Limits,
    counts: Mapping[Spot, Count],
    known: Known,
    shut: Collection[Cell],
    before: Sequence[Earlier] = (),
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
        secret={cell_of(name_of(census.whole, *spot, ())) for spot in census.secret},
        shut=shut,
        earlier=before,
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
        cells[""] = (people, large(people, limits.people, census.scale))
        if events is not None:
            told = large(events, limits.events, census.scale)
            if people >= events and told == SAFE:
                told = large(people - events, limits.without, census.scale)
                cells[with_outcome("", f"no {EVENT}")] = (people - events, told)
            cells[with_outcome("", EVENT)] = (events, told)
    for name, (count, _status) in cells.items():
        if name in hidden or spot in census.secret:
            cells[name] = (count, "complementary")
        elif known and count not in known.get(cell_of(name), ()):
            cells[name] = (count, "uncertified")
    return Guarded(cells, census.whole, census.scale)


def _guarded(found: ProtectedCounts, scale: int) -> Guarded:
    """A table as it is kept; what the audit did not pass is hidden whole."""
    cells = {
        joined(cell): (
            found.counts.get(cell, -1),
            status if found.is_certified else "uncertified",
        )
        for cell, status in found.statuses.items()
    }
    standing: Standing = "certified" if found.is_certified else "not certified"
    if found.is_rank_checked:
        standing = "rank-checked"
    return Guarded(cells, found.whole, scale, standing)
