"""What tables that hide and tables that round ask of a census, and of earlier tables."""

from collections.abc import Sequence

from shidra.core.disclosure import EVENT, OUTCOME, Count, Earlier, TableError, linked
from shidra.protection.analysis.tables import SAFE, Cell, Census, Guarded, Known, Spot, cell_of

__all__ = ["both_counts", "earlier_states", "is_joint", "known_of", "large", "without_event"]


def known_of(earlier: Sequence[Guarded], scale: int) -> Known:
    """The numbers that these tables told as they are, counted in other parts."""
    known: Known = {}
    for table in earlier:
        for name, (count, status) in table.cells.items():
            if status == SAFE and not table.rounded and count * scale % table.scale == 0:
                known.setdefault(cell_of(name), set()).add(count * scale // table.scale)
    return known


def earlier_states(past: Sequence[Guarded], scale: int, *, is_of_both: bool) -> list[Earlier]:
    """The states that tables of before were made of, each with all that was told of it.

    Only those that are counted in the same parts, with events among people as now: of others what
    they told is known by its name.
    """
    told: list[tuple[Census, Known]] = []
    for table in past:
        census = table.census
        if census is None or census.scale != scale or is_joint(census) != is_of_both:
            continue
        known = next((each for state, each in told if state == census), None)
        if known is None:
            told.append((census, known := {}))
        for cell, numbers in known_of([table], scale).items():
            known.setdefault(cell, set()).update(numbers)
    found = []
    for census, known in told:
        plain = {spot: Count(number) for spot, number in census.people.items()}
        counts = both_counts(census) if is_of_both else plain
        try:
            sums = linked(counts, census.patterns, census.parents, census.attributes)
        except TableError:
            continue
        found.append(Earlier(sums, known))
    return found


def both_counts(census: Census) -> dict[Spot, Count]:
    """People and events of each cell together."""
    return {spot: Count(people, census.events[spot]) for spot, people in census.people.items()}


def is_joint(census: Census) -> bool:
    """Whether events are counted wherever people are, and are among them."""
    return census.events.keys() == census.people.keys() and all(
        events <= census.people[spot] for spot, events in census.events.items()
    )


def large(count: int, limit: int, scale: int) -> str:
    return SAFE if count >= limit * scale else "primary"


def without_event(cell: Cell) -> Cell | None:
    """The name of a cell of those with the event in a table of theirs alone."""
    named = tuple(part for part in cell if part[0] != OUTCOME)
    return named if (OUTCOME, EVENT) in cell else None
