"""The four rules of an NHS XmR chart: which points of a stretch are more than chance.

In this precedence: outside a limit; seven points each above the one before, or each below; two of
three beyond two thirds of the way to the same limit, with all three on one side of the mean; seven
on one side of the mean. A point exactly on the mean ends a run.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby, pairwise

from shidra.core.series.limits import Placed

__all__ = ["Found", "Rule", "Side", "rules_of"]

RUN = 7
OF_THREE = 3


class Rule(StrEnum):
    """The rule that flags a point."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"
    NONE = "none"


class Side(StrEnum):
    """Where a flagged point lies; of a trend, where it goes."""

    HIGH = "high"
    LOW = "low"


type Found = tuple[Rule, Side | None]


def rules_of(values: Sequence[int], where: Placed) -> list[Found]:
    """The first rule that flags each point of a stretch, and on which side."""
    found: list[Found] = [(Rule.NONE, None)] * len(values)
    # From the weakest to the strongest, each over the ones before.
    _flag(found, Rule.SHIFT, _shifts(where.sides))
    _flag(found, Rule.TWO_OF_THREE, _pairs(where))
    _flag(found, Rule.TREND, _trends(values))
    outside = zip(where.sides, where.outside, strict=True)
    _flag(found, Rule.OUTSIDE, (side if is_out else 0 for side, is_out in outside))
    return found


def _flag(found: list[Found], rule: Rule, signs: Iterator[int]) -> None:
    for place, sign in enumerate(signs):
        if sign:
            found[place] = (rule, Side.HIGH if sign > 0 else Side.LOW)


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each run of equal signs, with its length."""
    return ((sign, sum(1 for _ in run)) for sign, run in groupby(signs))


def _shifts(sides: Sequence[int]) -> Iterator[int]:
    for side, length in _runs(sides):
        yield from [side if length >= RUN else 0] * length


def _trends(values: Sequence[int]) -> Iterator[int]:
    """A trend holds one point more than it has steps; a turning point belongs to what led there."""
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    signs, start = [0] * len(values), 0
    for step, length in _runs(steps):
        if step and length >= RUN - 1:
            first = start + (1 if signs[start] else 0)
            signs[first : start + length + 1] = [step] * (start + length + 1 - first)
        start += length
    return iter(signs)


def _pairs(where: Placed) -> Iterator[int]:
    signs = [0] * len(where.sides)
    for start in range(len(signs) - OF_THREE + 1):
        window = slice(start, start + OF_THREE)
        sides, near = where.sides[window], where.near[window]
        if abs(sum(sides)) == OF_THREE and sum(near) >= OF_THREE - 1:
            for place, is_near in enumerate(near, start):
                signs[place] = sides[0] if is_near else signs[place]
    return iter(signs)
