"""The path from where a series began to its target, and where it stands against that path.

The path is straight in time: expected = first + (target − first) · (t − t₁) / (T − t₁), with t in
years. It says what steady progress would have reached by now; it is no forecast.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_YEAR = re.compile(r"(\d{4})")
_SCHOOL_YEAR = re.compile(r"(\d{4})/(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

TOLERANCE = 0.05
"""Share of the whole way that a series may fall short and still be on its path."""


class PathStatus(StrEnum):
    """Where a series stands against its path."""

    ON_PATH = "on_path"
    OFF_PATH = "off_path"
    REACHED = "reached"
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


def standing(
    first: tuple[str, float], latest: tuple[str, float], target: tuple[str, float]
) -> Standing:
    """Where the latest (period, value) stands on the path from the first to the target.

    The way the target lies decides what is ahead: a falling path is met from above. Within 5 % of
    the whole way counts as on path. Nothing can be said (UNKNOWN) where only the first period was
    measured, where the target lies no later than it, or where there is no way to go.

    >>> standing(("2013", 0.10), ("2016", 0.15), ("2019", 0.20)).status.value
    'on_path'
    """
    begun, now, due = (period_year(point[0]) for point in (first, latest, target))
    way = target[1] - first[1]
    if due <= begun or now <= begun or way == 0:
        return Standing(PathStatus.UNKNOWN)
    expected = first[1] + way * min(1.0, (now - begun) / (due - begun))
    ahead = 1 if way > 0 else -1
    if (latest[1] - target[1]) * ahead >= 0:
        return Standing(PathStatus.REACHED, expected)
    short = (expected - latest[1]) * ahead
    is_on = short <= TOLERANCE * abs(way)
    return Standing(PathStatus.ON_PATH if is_on else PathStatus.OFF_PATH, expected)
