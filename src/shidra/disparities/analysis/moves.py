"""What became of distances, as far as their tests allow to say: the door to `core.series`."""

from collections.abc import Sequence
from dataclasses import replace

from shidra.core.series import Certainty, Counted, contrast_interval, moved
from shidra.disparities.presentation.board import Ends, Move, Way

__all__ = ["between", "told"]

# The 97.5th percentile of the standard normal distribution, as published tables round it.
Z = 1.959964

type Term = tuple[int, Counted | None]


def told(ends: Ends, terms: Sequence[Term], comparisons: int) -> Move:
    """The way of a distance whose change is the sum of these terms.

    Without all the counts nothing is tested and no way is told; without both ends there is no
    change either.
    """
    if ends.first is None or ends.last is None:
        return Move(Way.UNKNOWN)
    untested = Move(Way.UNKNOWN, ends.last - ends.first)
    counted = [(sign, each) for sign, each in terms if each is not None]
    if not terms or len(counted) < len(terms):
        return untested
    found = moved(counted, comparisons=max(1, comparisons))
    tested = replace(
        untested,
        way=Way.NOISE,
        low=found.alone.lower,
        high=found.alone.upper,
        wide_low=found.wide.lower,
        wide_high=found.wide.upper,
    )
    if found.certainty is Certainty.NONE:
        return tested
    return replace(tested, way=_way(ends.first, ends.last), holds=found.certainty is Certainty.ALL)


def between(terms: Sequence[Term], *, turned: bool = False) -> tuple[float, float] | None:
    """Between what a distance of one period lies (95 %); `turned` where the terms take it away."""
    counted = [(-sign if turned else sign, each) for sign, each in terms if each is not None]
    if len(counted) < len(terms):
        return None
    found = contrast_interval(counted, Z)
    return found.lower, found.upper


def _way(first: float, last: float) -> Way:
    """A distance that changed its sign is neither smaller nor larger: who was behind is ahead."""
    if first * last < 0:
        return Way.TURNED
    return Way.NARROWED if abs(last) < abs(first) else Way.WIDENED
