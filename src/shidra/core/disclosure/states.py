"""Several states of the same table, as a reader has them who kept what each of them showed.

A correction makes a table anew. In each state its own sums hold; what did not change between two is
one and the same number, and whoever was told it once has it in both. The attacker here is a strong
one: they know which numbers changed and which did not, only not how large the hidden ones are.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shidra.core.disclosure.attack import Published
from shidra.core.disclosure.tables import Cell, Flags, Integers, System

__all__ = ["Joined", "State", "joined_states"]


@dataclass(frozen=True, slots=True)
class State:
    """A table as it was at one time, with what was shown of it and what must not be found out."""

    system: System
    is_shown: Flags
    is_primary: Flags


@dataclass(frozen=True, slots=True)
class Joined:
    """All states as one system.

    Attributes:
        is_shown, is_primary: what was shown, or must not be found out, in any state.
        places: of each state the place of each of its cells in the system.
    """

    system: System
    is_shown: Flags
    is_primary: Flags
    places: tuple[Integers, ...]

    def published(self) -> Published:
        """What a reader has."""
        values = np.where(self.is_shown, self.system.counts.astype(np.float64), np.nan)
        hidden = self.is_primary
        return Published(values, hidden, self.system.whole, self.system.start, self.system.part)


def joined_states(states: Sequence[State]) -> Joined:
    """The states as one system, in which a cell that did not change is one cell.

    >>> from shidra.core.disclosure.tables import cube_of, dimension_of
    >>> from shidra.core.disclosure.tables import system_of
    >>> town = dimension_of("town", ["a", "b", "c"])
    >>> before, after = (system_of(cube_of([town], {("a",): a, ("b",): 30, ("c",): 40}))
    ...                  for a in (4, 15))
    >>> hidden = [np.array(flags) > 0 for flags in ([0, 1, 1, 0], [0, 0, 0, 0])]
    >>> both = joined_states([State(table, ~flags, flags & (table.counts < 10))
    ...                       for table, flags in zip((before, after), hidden)])
    >>> len(both.system.cells), int(both.is_shown.sum())  # 4 and 2 of them anew; all but a of before
    (6, 5)
    """
    number: dict[tuple[Cell, int], int] = {}
    places = []
    for state in states:
        keys = zip(state.system.cells, state.system.counts.tolist(), strict=True)
        places.append(np.array([number.setdefault(key, len(number)) for key in keys], np.int64))
    shown, primary = np.zeros((2, len(number)), dtype=bool)
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    for state, here in zip(states, places, strict=True):
        shown[here[state.is_shown]] = True
        primary[here[state.is_primary]] = True
        system = state.system
        parts = np.split(here[system.part], system.start[1:-1])
        for whole, below in zip(here[system.whole].tolist(), parts, strict=True):
            sums[whole, tuple(sorted(below.tolist()))] = None
    lengths = [len(below) for _whole, below in sums]
    joined = System(
        tuple(cell for cell, _count in number),
        np.array([count for _cell, count in number], dtype=np.int64),
        np.array([whole for whole, _below in sums], dtype=np.int64),
        np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(np.array(lengths, np.int64))]),
        np.array([one for _whole, below in sums for one in below], dtype=np.int64),
    )
    return Joined(joined, shown, primary, tuple(places))
