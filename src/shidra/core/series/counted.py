"""How sure a counted figure is, and whether two of them differ by more than chance.

Wilson's interval for shares and Byar's for rates hold for small counts too. Two figures whose 95 %
intervals do not meet differ; the reverse does not hold, the test is a careful one.

Sources: Wilson, *J Am Stat Assoc* 1927;22:209; Breslow & Day, *Statistical methods in cancer
research* II (IARC 1987), 69, for Byar; Newcombe, *Stat Med* 1998;17:857 on why not the textbook.
"""

import math
from dataclasses import dataclass

from shidra.core.series.limits import SeriesError

__all__ = ["Interval", "apart", "difference_interval", "rate_interval", "share_interval"]

# The 97.5th percentile of the standard normal distribution, as published tables round it.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, in the unit of its figure."""

    lower: float
    upper: float


def share_interval(numerator: float, denominator: float, z: float = Z) -> Interval:
    """Wilson's interval of numerator ÷ denominator, between 0 and 1; another z is another certainty.

    >>> found = share_interval(81, 263)
    >>> round(found.lower, 4), round(found.upper, 4)
    (0.2553, 0.3662)

    Raises:
        SeriesError: nobody was counted, or more than all.
    """
    if not 0 <= numerator <= denominator or not 0 < denominator < math.inf:
        raise SeriesError("a share counts some of somebody.")
    share, squared = numerator / denominator, z * z
    middle = numerator + squared / 2
    half = z * math.sqrt(numerator * (1 - share) + squared / 4)
    among = denominator + squared
    return Interval(max(0.0, (middle - half) / among), min(1.0, (middle + half) / among))


def rate_interval(events: float, exposure: float, z: float = Z) -> Interval:
    """Byar's interval of events ÷ exposure, for counts that have no upper end.

    >>> found = rate_interval(100, 1000)
    >>> round(found.lower, 4), round(found.upper, 4)
    (0.0814, 0.1216)

    Raises:
        SeriesError: a negative count, or nothing that it was counted over.
    """
    if not 0 <= events < math.inf or not 0 < exposure < math.inf:
        raise SeriesError("a rate counts events over something.")
    more = events + 1
    lower = events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3 if events else 0.0
    upper = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return Interval(max(0.0, lower) / exposure, upper / exposure)


def apart(before: Interval, after: Interval) -> int:
    """1 where the second lies wholly above the first, −1 wholly below, 0 where they meet."""
    return (after.lower > before.upper) - (after.upper < before.lower)


def difference_interval(
    higher: float, among_higher: Interval, lower: float, among_lower: Interval
) -> Interval:
    """The 95 % interval of the difference between two counted figures, from their own intervals.

    With Wilson's intervals this is Newcombe's method 10 for two shares (*Stat Med* 1998;17:873);
    the same square and add holds for rates (Zou & Donner, *Stat Med* 2008;27:1693). For the largest
    and smallest of many figures it is too narrow: chance alone sets some of them apart.

    >>> found = difference_interval(0.8, share_interval(56, 70), 0.6, share_interval(48, 80))
    >>> round(found.lower, 4), round(found.upper, 4)
    (0.0524, 0.3339)
    """
    difference = higher - lower
    return Interval(
        difference - math.hypot(higher - among_higher.lower, among_lower.upper - lower),
        difference + math.hypot(among_higher.upper - higher, lower - among_lower.lower),
    )
