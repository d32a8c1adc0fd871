"""The path from where a series began to its targets, and where it stands against that path.

The path leads straight in time from each of its steps to the next: expected = from + (to − from) ·
(t − t₁) / (t₂ − t₁), with t in years. It says what steady progress would have reached by now; it is
no forecast. Several targets in different periods make a path of several legs.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

_YEAR = re.compile(r"(\d{4})")
_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

_HAIR = 1e-9

TOLERANCE = 0.05
"""Share of the whole way by which a series may miss its path and still be on it."""

type Point = tuple[str, float]


class PathStatus(StrEnum):
    """Where a series stands against its path.

    UNSURE: it misses the path by more than the tolerance, but by no more than its own counts leave
    open. UNKNOWN: there is no path yet that it could be measured by.
    """

    AHEAD = "ahead"
    ON_PATH = "on_path"
    OFF_PATH = "off_path"
    REACHED = "reached"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with the value that the path expects at the latest period, in the series' unit."""

    status: PathStatus
    expected: float | None = None


def period_year(period: str) -> float:
    """The start of a period in years: 2026, 2025/26 (the year it begins), 2026-Q3, 2026-07.

    Raises:
        ValueError: the period is none of the four kinds.

    >>> period_year("2025/26"), period_year("2026-Q3")
    (2025.0, 2026.5)
    """
    if found := _YEAR.fullmatch(period) or _SCHOOL_YEAR.fullmatch(period):
        return float(found[1])
    if found := _QUARTER.fullmatch(period):
        return int(found[1]) + (int(found[2]) - 1) / 4
    if found := _MONTH.fullmatch(period):
        return int(found[1]) + (int(found[2]) - 1) / 12
    msg = f"not a period: {period!r}"
    raise ValueError(msg)


def periods_through(first: str, last: str) -> tuple[str, ...]:
    """Every period of one kind from the first to the last, so that time runs evenly in a picture.

    Periods of different kinds, or in the wrong order, give only themselves.

    >>> periods_through("2024/25", "2026/27")
    ('2024/25', '2025/26', '2026/27')
    """
    found = [first]
    while found[-1] != last and period_year(found[-1]) < period_year(last):
        found.append(_next(found[-1]))
    return tuple(found) if found[-1] == last else tuple(dict.fromkeys((first, last)))


def periods_after(last: str, count: int) -> tuple[str, ...]:
    """The periods that follow one, of its kind.

    >>> periods_after("2025/26", 2), periods_after("2026-Q4", 1)
    (('2026/27', '2027/28'), ('2027-Q1',))
    """
    found = [last]
    for _step in range(count):
        found.append(_next(found[-1]))
    return tuple(found[1:])


def _next(period: str) -> str:
    if found := _SCHOOL_YEAR.fullmatch(period):
        year = int(found[1]) + 1
        return f"{year}/{(year + 1) % 100:02d}"
    if found := _QUARTER.fullmatch(period):
        year, quarter = int(found[1]), int(found[2])
        return f"{year + quarter // 4}-Q{quarter % 4 + 1}"
    if found := _MONTH.fullmatch(period):
        year, month = int(found[1]), int(found[2])
        return f"{year + month // 12}-{month % 12 + 1:02d}"
    return str(int(period) + 1)


def period_at(year: float, like: str) -> str:
    """The first period of the same kind that begins in this year or after it.

    >>> period_at(2031.2, "2025/26"), period_at(2031.2, "2026-Q3")
    ('2032/33', '2031-Q2')
    """
    if _SCHOOL_YEAR.fullmatch(like):
        whole = math.ceil(year - _HAIR)
        return f"{whole}/{(whole + 1) % 100:02d}"
    if _QUARTER.fullmatch(like):
        quarters = math.ceil(4 * year - _HAIR)
        return f"{quarters // 4}-Q{quarters % 4 + 1}"
    if _MONTH.fullmatch(like):
        months = math.ceil(12 * year - _HAIR)
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(math.ceil(year - _HAIR))


def path_of(first: Point, targets: Iterable[Point]) -> tuple[Point, ...]:
    """The steps of a path: where it begins, then every later target in order of time.

    >>> path_of(("2020", 0.1), [("2030", 0.5), ("2025", 0.4), ("2019", 0.2)])
    (('2020', 0.1), ('2025', 0.4), ('2030', 0.5))
    """
    begun = period_year(first[0])
    later = sorted((period_year(period), period, value) for period, value in targets)
    return (first, *((period, value) for year, period, value in later if year > begun))


def expected_at(path: Sequence[Point], period: str) -> float:
    """What the path asks for in a period; before it and after it, what its ends ask for.

    >>> round(expected_at([("2020", 0.1), ("2025", 0.4), ("2030", 0.5)], "2027"), 6)
    0.44
    """
    year = period_year(period)
    for (start, low), (end, high) in pairwise(path):
        begun, due = period_year(start), period_year(end)
        if year <= due:
            return low + (high - low) * max(0.0, (year - begun) / (due - begun))
    return path[-1][1]


def standing(
    first: Point, latest: Point, *targets: Point, sure: tuple[float, float] | None = None
) -> Standing:
    """Where the latest (period, value) stands on the path from the first to its targets.

    The way the last target lies decides what is ahead: a falling path is met from above. Within
    5 % of the whole way counts as on path. Where the latest is known only to lie between the two
    ends of `sure` and the path runs between them, nobody can tell whether it is missed (UNSURE).
    Nothing can be said (UNKNOWN) where only the first period was measured, where no target lies
    later than it, or where there is no way to go.

    >>> standing(("2013", 0.10), ("2016", 0.15), ("2019", 0.20)).status.value
    'on_path'
    >>> standing(("2013", 0.10), ("2016", 0.13), ("2019", 0.20), sure=(0.10, 0.17)).status.value
    'unsure'
    """
    path = path_of(first, targets)
    if len(path) == 1 or period_year(latest[0]) <= period_year(first[0]):
        return Standing(PathStatus.UNKNOWN)
    way = path[-1][1] - first[1]
    if way == 0:
        return Standing(PathStatus.UNKNOWN)
    expected = expected_at(path, latest[0])
    ahead = 1 if way > 0 else -1
    if (latest[1] - path[-1][1]) * ahead >= 0:
        return Standing(PathStatus.REACHED, expected)
    by = (latest[1] - expected) * ahead
    # A hair more, so that exactly a twentieth is within it.
    if abs(by) <= TOLERANCE * abs(way) * (1 + _HAIR):
        return Standing(PathStatus.ON_PATH, expected)
    if sure and sure[0] <= expected <= sure[1]:
        return Standing(PathStatus.UNSURE, expected)
    return Standing(PathStatus.AHEAD if by > 0 else PathStatus.OFF_PATH, expected)
