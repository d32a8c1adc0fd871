"""What became of a measure of inequality between two independent periods."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shidra.core.inequality.found import Z
from shidra.core.inequality.measures import Measured

__all__ = ["Changed", "changes_between"]

# Their intervals are symmetric in the logarithm: a difference of them has none here.
_RATIOS = frozenset({"r", "rii", "disproportion"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A measure then and now; change, lower and upper are None where there is none."""

    first: Measured
    last: Measured
    change: float | None = None
    lower: float | None = None
    upper: float | None = None


def changes_between(first: Sequence[Measured], last: Sequence[Measured]) -> list[Changed]:
    """Each measure of the first period beside the same of the last.

    change = last − first, with the 95 % interval change ± 1.959964 · √(se₁² + se₂²), which takes
    both periods as counted independently and each error as normal. Ratios have no such interval.

    >>> from shidra.core.inequality import Grouping, Subgroup, measures_of
    >>> then, now = (
    ...     measures_of([Grouping("x", (Subgroup("a", low, 1.0), Subgroup("b", 30.0, 1.0)))])
    ...     for low in (20.0, 25.0)
    ... )
    >>> found = changes_between(then, now)[0]
    >>> found.change, round(found.lower, 2), round(found.upper, 2)
    (-5.0, -8.92, -1.08)
    """
    before = {(each.measure, each.variant): each for each in first}
    return [
        _changed(before[each.measure, each.variant], each)
        for each in last
        if (each.measure, each.variant) in before
    ]


def _changed(first: Measured, last: Measured) -> Changed:
    if first.estimate is None or last.estimate is None:
        return Changed(first, last)
    change = last.estimate - first.estimate
    if first.se is None or last.se is None or last.measure in _RATIOS:
        return Changed(first, last, change)
    half = Z * math.hypot(first.se, last.se)
    return Changed(first, last, change, change - half, change + half)
