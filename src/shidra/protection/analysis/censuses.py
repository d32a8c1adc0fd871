"""What tables that hide and tables that round ask of a census, and of earlier tables."""

from collections.abc import Sequence

from shidra.core.disclosure import EVENT, OUTCOME
from shidra.protection.analysis.tables import SAFE, Cell, Census, Guarded, Known, cell_of

__all__ = ["is_joint", "known_of", "large", "without_event"]


def known_of(earlier: Sequence[Guarded], scale: int) -> Known:
    """The numbers that these tables told as they are, counted in other parts."""
    known: Known = {}
    for table in earlier:
        for name, (count, status) in table.cells.items():
            if status == SAFE and not table.rounded and count * scale % table.scale == 0:
                known.setdefault(cell_of(name), set()).add(count * scale // table.scale)
    return known


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
