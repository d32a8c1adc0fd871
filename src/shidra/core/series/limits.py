"""The limits of an XmR chart: mean ± 2.66 × average moving range.

Reckoned in whole numbers: a value is the decimal that names it, so that a point exactly on the mean
or on a limit is so for every scale, and 0.1 + 0.2 is 0.3.

Sources: NHS England, *Making data count*; Wheeler, *Understanding variation*; NIST/SEMATECH
e-Handbook 6.3.2.2, which uses 3 ÷ 1.128 where the NHS rounds to 2.66.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

__all__ = ["Limits", "Placed", "SeriesError", "limits_of", "placed", "whole"]

# 2.66 = 3 ÷ 1.128 and 3.267, as published tables round them: a limit lies 798 three-hundredths of
# the average moving range from the mean, two thirds of the way there are 532.
FAR, NEAR, PARTS = 798, 532, 300
WILD = Fraction(3267, 1000)


class SeriesError(ValueError):
    """A series cannot be what it is said to be; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean and natural limits of a stretch, in the unit of its values."""

    lower: float
    mean: float
    upper: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the points of a stretch lie against its limits.

    Attributes:
        sides: 1 above the mean, −1 below, 0 exactly on it.
        outside: strictly beyond a limit.
        near: strictly beyond two thirds of the way to a limit, and not outside.
    """

    limits: Limits
    sides: tuple[int, ...]
    outside: tuple[bool, ...]
    near: tuple[bool, ...]


def whole(values: Sequence[float]) -> tuple[list[int], int]:
    """The values as whole numbers of one unit, and how many of it make 1.

    >>> whole([0.1, 0.25, 3])
    ([2, 5, 60], 20)
    """
    if not all(math.isfinite(value) for value in values):
        raise SeriesError("a value is not finite.")
    # repr names a float by the shortest decimal that is read back as the same float.
    decimals = [Decimal(repr(float(value))).as_integer_ratio() for value in values]
    unit = math.lcm(*(below for _above, below in decimals))
    return [above * (unit // below) for above, below in decimals], unit


def placed(values: Sequence[int], unit: int, baseline: int, *, is_screened: bool) -> Placed:
    """The limits of the first `baseline` of some whole numbers, and where all of them lie."""
    total, ranges, kept = _sums(values[:baseline], is_screened=is_screened)
    count = min(baseline, len(values))
    # A point lies z from the mean, in units of 1 ÷ (300 · count · kept): everything is whole.
    middle, stretch = PARTS * kept * total, count * ranges
    away = [PARTS * kept * count * value - middle for value in values]
    parts = PARTS * kept * count * unit
    ends = (middle - FAR * stretch, middle, middle + FAR * stretch)
    try:
        limits = Limits(*(float(Fraction(end, parts)) for end in ends))
    except OverflowError as error:
        raise SeriesError("the values are too large.") from error
    return Placed(
        limits,
        tuple((z > 0) - (z < 0) for z in away),
        tuple(abs(z) > FAR * stretch for z in away),
        tuple(NEAR * stretch < abs(z) <= FAR * stretch for z in away),
    )


def limits_of(values: Sequence[float], *, is_screened: bool = True) -> Limits:
    """The limits of all values together.

    >>> limits_of([5, 5, 5])
    Limits(lower=5.0, mean=5.0, upper=5.0)

    Raises:
        SeriesError: there is no value, or one is not finite.
    """
    if not values:
        raise SeriesError("there is no value.")
    scaled, unit = whole(values)
    return placed(scaled, unit, len(scaled), is_screened=is_screened).limits


def _sums(values: Sequence[int], *, is_screened: bool) -> tuple[int, int, int]:
    """Sum of the values, sum of the moving ranges that count, and how many these are.

    Ranges of 3.267 times their mean or more are screened out once. Where none is left, as in a
    constant series, the sum is 0 and so is the width of the limits.
    """
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if is_screened and ranges:
        most = WILD * sum(ranges) / len(ranges)
        ranges = [size for size in ranges if size < most]
    return sum(values), sum(ranges), max(len(ranges), 1)
