"""Whether a difference moved by more than chance, alone and as one of many that are looked at.

A contrast adds and subtracts independent counted figures: a group's last less its first; or how far
two groups lie apart in the last period less how far in the first. Its interval squares and adds the
distances of each figure to the end of its own interval that matters (MOVER), Wilson's for shares and
Byar's for rates, so that it holds for small counts and shares near nought too.

Of twenty contrasts that moved by chance alone, one lies outside its own 95 % interval on average.
`MovedBy.wide` is therefore the interval at 1 − 0.05 ÷ comparisons (Bonferroni): that any of all those
looked at together moved by chance is then no likelier than 5 %.

Counts are taken as independent of each other. Where people come in classes, schools or families, the
true chance is larger than this one.

Sources: Newcombe, *Stat Med* 1998;17:873; Zou & Donner, *Stat Med* 2008;27:1693; Dunn, *J Am Stat
Assoc* 1961;56:52.

>>> first, last = Counted(120, 1000), Counted(180, 1000)
>>> found = moved([(1, last), (-1, first)], comparisons=10)
>>> round(found.change, 3), found.certainty.value
(0.06, 'all')
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from shidra.core.series.counted import Interval, rate_interval, share_interval
from shidra.core.series.limits import SeriesError

__all__ = ["Certainty", "Counted", "MovedBy", "contrast_interval", "moved"]

_LEVEL = 0.05


class Certainty(StrEnum):
    """How much a movement stands against chance.

    ALL: also as one of all that are looked at together. ALONE: only were it the only one. NONE: no
    more than chance can make.
    """

    ALL = "all"
    ALONE = "alone"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure from counts: `events` of `among`, told per `per`; a share unless it is a rate."""

    events: float
    among: float
    per: float = 1.0
    is_rate: bool = False

    @property
    def value(self) -> float:
        return self.per * self.events / self.among

    def interval(self, z: float) -> Interval:
        found = (rate_interval if self.is_rate else share_interval)(self.events, self.among, z)
        return Interval(found.lower * self.per, found.upper * self.per)


type Term = tuple[int, Counted]


@dataclass(frozen=True, slots=True)
class MovedBy:
    """By how much a contrast differs from nought: by itself, and among all that are looked at."""

    change: float
    alone: Interval
    wide: Interval
    certainty: Certainty


def contrast_interval(terms: Sequence[Term], z: float) -> Interval:
    """The interval of a sum of figures, each taken as often as its sign says.

    >>> found = contrast_interval([(1, Counted(56, 70)), (-1, Counted(48, 80))], 1.959964)
    >>> round(found.lower, 4), round(found.upper, 4)
    (0.0524, 0.3339)
    """
    below = above = middle = 0.0
    for sign, figure in terms:
        value, among = figure.value, figure.interval(z)
        down, up = value - among.lower, among.upper - value
        middle += sign * value
        below += (sign * (down if sign > 0 else up)) ** 2
        above += (sign * (up if sign > 0 else down)) ** 2
    return Interval(middle - math.sqrt(below), middle + math.sqrt(above))


def moved(terms: Sequence[Term], *, comparisons: int = 1) -> MovedBy:
    """What became of a contrast, as one of so many `comparisons`.

    Raises:
        SeriesError: there is nothing to compare.
    """
    if comparisons < 1 or not terms:
        raise SeriesError("a movement is one of at least one comparison.")
    alone = contrast_interval(terms, _z(1))
    wide = contrast_interval(terms, _z(comparisons))
    certainty = Certainty.NONE
    if _is_off_nought(alone):
        certainty = Certainty.ALL if _is_off_nought(wide) else Certainty.ALONE
    return MovedBy(math.fsum(sign * each.value for sign, each in terms), alone, wide, certainty)


def _z(comparisons: int) -> float:
    return NormalDist().inv_cdf(1 - _LEVEL / comparisons / 2)


def _is_off_nought(interval: Interval) -> bool:
    return interval.lower > 0 or interval.upper < 0
