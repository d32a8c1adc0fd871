"""People with and without an event as one table: numerators and denominators protected together.

Who publishes 12 of 40 publishes 28 too. So the event is one more dimension, whose total is
everybody: the denominator; each of the three has its own smallest number.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from shidra.core.disclosure.tables import (
    Cube,
    Dimension,
    Flags,
    System,
    TableError,
    cube_of,
    dimension_of,
)

__all__ = ["EVENT", "NO_EVENT", "OUTCOME", "small_outcomes", "with_outcomes"]

OUTCOME: Final = "outcome"
EVENT: Final = "event"
NO_EVENT: Final = "no event"


def with_outcomes(
    dimensions: Sequence[Dimension],
    events: Mapping[tuple[str, ...], int],
    people: Mapping[tuple[str, ...], int],
) -> Cube:
    """The table of people by dimensions and by whether the event happened to them.

    >>> from shidra.core.disclosure.tables import dimension_of
    >>> table = with_outcomes([dimension_of("sex", ["f", "m"])], {("f",): 3}, {("f",): 9, ("m",): 4})
    >>> table.counts.tolist()  # both sexes, f, m: everybody, event, no event
    [[13, 3, 10], [9, 3, 6], [4, 0, 4]]

    Raises:
        TableError: there are more events than people in a cell, or a dimension is called outcome.
    """
    if any(dimension.name == OUTCOME for dimension in dimensions):
        raise TableError(f"A dimension cannot be called {OUTCOME}.")
    inner: dict[tuple[str, ...], int] = {}
    for cell in {**people, **events}:
        with_event, everybody = events.get(cell, 0), people.get(cell, 0)
        if with_event > everybody:
            raise TableError(f"{', '.join(cell)}: {with_event} events among {everybody} people.")
        inner[*cell, EVENT] = with_event
        inner[*cell, NO_EVENT] = everybody - with_event
    return cube_of([*dimensions, dimension_of(OUTCOME, [EVENT, NO_EVENT])], inner)


def small_outcomes(
    system: System, *, people: int, events: int, without: int, zeros: bool = False
) -> Flags:
    """The primary cells of such a table, where everybody, events and the others each have a limit.

    Counts from 1 to the limit − 1 are primary; the limits are numbers of people. With `zeros` it
    is also told of no people that it happened to none of them, or to all.
    """
    smallest = {EVENT: events, NO_EVENT: without}
    limits = np.array([smallest.get(dict(cell).get(OUTCOME, ""), people) for cell in system.cells])
    small = (system.counts > 0) & (system.counts < limits)
    return np.asarray(small | _nobody(system) if zeros else small)


def _nobody(system: System) -> Flags:
    """Outcomes without anybody in cells that have people."""
    people = dict(zip(system.cells, system.counts.tolist(), strict=True))
    return np.array(
        [
            not count
            and OUTCOME in dict(cell)
            and people.get(tuple(each for each in cell if each[0] != OUTCOME), 0) > 0
            for cell, count in people.items()
        ],
        dtype=bool,
    )
