"""Places as tiles of one size, each close to where it lies: who is north of whom stays so.

Every place gets the free cell nearest to its own spot; then two places change seats, or one moves to
a free cell, as long as all together come nearer to their spots. The same places give the same map.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["tiled"]

type Spot = tuple[float, float]
type Seat = tuple[int, int]

# Cells for each place: a dense coast needs room to its sides.
ROOMY = 1.7
# A degree of longitude is shorter than one of latitude; places so far apart that this matters
# belong to different initiatives.
MOST_ROUNDS = 12


@lru_cache(maxsize=64)
def tiled(places: tuple[Spot, ...], most_columns: int) -> tuple[Seat, ...]:
    """The column and row of each place, from its latitude and longitude; the north is at the top.

    >>> tiled(((33.0, 35.5), (31.0, 34.5), (31.0, 35.5)), 4)
    ((1, 0), (0, 2), (1, 2))
    """
    if not places:
        return ()
    spots, columns, rows = _spread(places, most_columns)
    seats = _seated(spots, columns, rows)
    free = {(c, r) for c in range(columns) for r in range(rows)} - set(seats)
    for _round in range(MOST_ROUNDS):
        if not _improved(spots, seats, free):
            break
    return _pressed(seats)


def _spread(places: Sequence[Spot], most_columns: int) -> tuple[list[Spot], int, int]:
    """Where each place wishes to sit, in cells: half by its place in the row, half by distance."""
    middle = math.radians(sum(lat for lat, _lon in places) / len(places))
    across = [lon * math.cos(middle) for _lat, lon in places]
    down = [-lat for lat, _lon in places]
    wide, tall = max(across) - min(across), max(down) - min(down)
    cells = max(1.0, ROOMY * len(places))
    shape = min(4.0, max(0.25, (tall or 1e-9) / (wide or 1e-9)))
    columns = max(1, min(most_columns, math.ceil(math.sqrt(cells / shape))))
    rows = max(1, math.ceil(cells / columns), math.ceil(len(places) / columns))
    return list(zip(_even(across, columns), _even(down, rows), strict=True)), columns, rows


def _even(values: Sequence[float], cells: int) -> list[float]:
    low, span = min(values), max(values) - min(values)
    order, most, last = sorted(values), cells - 1, max(1, len(values) - 1)
    # Places at the same height share a rank.
    ranks = [(bisect_left(order, value) + bisect_right(order, value) - 1) / 2 for value in values]
    return [
        most * (0.5 * rank / last + 0.5 * ((value - low) / span if span else 0.5))
        for rank, value in zip(ranks, values, strict=True)
    ]


def _far(spot: Spot, seat: Seat) -> float:
    return (spot[0] - seat[0]) ** 2 + (spot[1] - seat[1]) ** 2


def _seated(spots: Sequence[Spot], columns: int, rows: int) -> list[Seat]:
    """From the outside in, so that the edge keeps its shape."""
    middle = ((columns - 1) / 2, (rows - 1) / 2)
    far = [(spot[0] - middle[0]) ** 2 + (spot[1] - middle[1]) ** 2 for spot in spots]
    free = [(c, r) for r in range(rows) for c in range(columns)]
    seats: list[Seat] = [(0, 0)] * len(spots)
    for place in sorted(range(len(spots)), key=lambda one: (-far[one], one)):
        seat = min(free, key=lambda one: (_far(spots[place], one), one))
        free.remove(seat)
        seats[place] = seat
    return seats


def _improved(spots: Sequence[Spot], seats: list[Seat], free: set[Seat]) -> bool:
    """One round of changing seats; whether anybody moved."""
    has_moved = False
    for one, spot in enumerate(spots):
        best = min(free, key=lambda seat: (_far(spot, seat), seat), default=None)
        if best is not None and _far(spot, best) < _far(spot, seats[one]) - 1e-9:
            free.add(seats[one])
            free.remove(best)
            seats[one], has_moved = best, True
        for other in range(one):
            now = _far(spot, seats[one]) + _far(spots[other], seats[other])
            then = _far(spot, seats[other]) + _far(spots[other], seats[one])
            if then < now - 1e-9:
                seats[one], seats[other], has_moved = seats[other], seats[one], True
    return has_moved


def _pressed(seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """Without columns and rows in which nobody sits."""
    columns = {each: at for at, each in enumerate(sorted({column for column, _row in seats}))}
    rows = {each: at for at, each in enumerate(sorted({row for _column, row in seats}))}
    return tuple((columns[column], rows[row]) for column, row in seats)
