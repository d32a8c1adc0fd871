"""How many people a goal still leaves behind, and how unevenly those affected are spread.

Both are reckoned from the counts of a share and from nothing else, so that whoever may see those may
see these, and nobody else can.
"""

import math
from dataclasses import dataclass

__all__ = ["Disproportion", "disproportion", "people_behind"]

_NOISE = 1e-9


def people_behind(numerator: float, denominator: float, goal: float, *, is_upward: bool) -> int:
    """The fewest people of whom it would have to be otherwise for the share to meet its goal.

    Where more is better, max(0, ⌈goal · denominator − numerator⌉); where less is, as many fewer.
    `goal` is a share of 1; the denominator is taken as it is now.

    >>> people_behind(12, 100, 0.2, is_upward=True), people_behind(30, 100, 0.2, is_upward=True)
    (8, 0)
    >>> people_behind(30, 100, 0.25, is_upward=False)
    5
    """
    short = goal * denominator - numerator
    short = short if is_upward else -short
    return max(0, math.ceil(short - _NOISE * max(1.0, denominator)))


@dataclass(frozen=True, slots=True)
class Disproportion:
    """A group's share among those affected, its share of everybody, and the first ÷ the second."""

    of_affected: float
    of_everybody: float
    ratio: float


def disproportion(
    group: tuple[float, float], everybody: tuple[float, float], *, is_upward: bool
) -> Disproportion | None:
    """How much more often a group is affected than its size would have it.

    Affected are those whom an adverse share counts, and those whom a favourable one leaves out.
    `group` and `everybody` are (numerator, denominator); None where nobody is affected or counted.

    Source: WHO, *Handbook on health inequality monitoring* (2013).

    >>> found = disproportion((10, 100), (100, 400), is_upward=True)
    >>> found.of_affected, found.of_everybody, found.ratio
    (0.3, 0.25, 1.2)
    """
    affected, among = (each[1] - each[0] if is_upward else each[0] for each in (group, everybody))
    if among <= 0 or everybody[1] <= 0 or group[1] <= 0:
        return None
    of_affected, of_everybody = affected / among, group[1] / everybody[1]
    return Disproportion(of_affected, of_everybody, of_affected / of_everybody)
