"""Read series from rows of text, as `shidra signals` and `shidra forecast` take them from a file."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shidra.core.series.limits import SeriesError

__all__ = ["Dated", "Timed", "read_dated", "read_timed"]

# How far steps in time may differ, as a share of a step: months as parts of a year, rounded.
EVEN = 0.01


@dataclass(frozen=True, slots=True)
class Dated:
    """A series in the order of its rows; `rows` says which these are, counted from 0."""

    name: str
    rows: tuple[int, ...]
    dates: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """A series in order of time, equally spaced."""

    name: str
    times: tuple[float, ...]
    values: tuple[float, ...]


def read_dated(rows: Iterable[Mapping[str, str]]) -> list[Dated]:
    """The series of rows with the columns series, date, value, in the order in which they begin.

    Raises:
        SeriesError: a name is missing, a value is missing or no number, a date stands twice.
    """
    found = []
    for name, held in _by_name(rows).items():
        dates = [(row.get("date") or "").strip() for _place, row in held]
        _check_once(name, [date for date in dates if date])
        values = [_number(row, "value", place) for place, row in held]
        found.append(Dated(name, tuple(place for place, _row in held), tuple(dates), tuple(values)))
    return found


def read_timed(rows: Iterable[Mapping[str, str]]) -> list[Timed]:
    """The series of rows with the columns series, t, y, in the order in which they begin.

    Rows of a series may stand in any order; steps in t may differ by 1 % of a step.

    Raises:
        SeriesError: a name is missing, a number is missing or none, a t stands twice or is missing
            in between.
    """
    found = []
    for name, held in _by_name(rows).items():
        pairs = sorted((_number(row, "t", place), _number(row, "y", place)) for place, row in held)
        times = [t for t, _y in pairs]
        _check_once(name, times)
        _check_even(name, times)
        found.append(Timed(name, tuple(times), tuple(y for _t, y in pairs)))
    return found


def _by_name(
    rows: Iterable[Mapping[str, str]],
) -> dict[str, list[tuple[int, Mapping[str, str]]]]:
    series: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for place, row in enumerate(rows):
        name = (row.get("series") or "").strip()
        if not name:
            raise SeriesError(f"Row {place + 2}: the series has no name.")
        series.setdefault(name, []).append((place, row))
    return series


def _number(row: Mapping[str, str], column: str, place: int) -> float:
    text = (row.get(column) or "").strip()
    if not text:
        raise SeriesError(f"Row {place + 2}: {column} is missing; a gap cannot be guessed.")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SeriesError(f"Row {place + 2}: {column} “{text}” is not a number.")
    return value


def _check_once(name: str, times: list[str] | list[float]) -> None:
    seen: set[str | float] = set()
    for time in times:
        if time in seen:
            told = time if isinstance(time, str) else f"{time:g}"
            raise SeriesError(f"{name}: {told} stands twice.")
        seen.add(time)


def _check_even(name: str, times: list[float]) -> None:
    if len(times) < 2:  # noqa: PLR2004 - one point has no step
        return
    step = (times[-1] - times[0]) / (len(times) - 1)
    for place, time in enumerate(times):
        if abs(time - times[0] - place * step) > EVEN * step:
            raise SeriesError(
                f"{name}: the steps in t are not equal; look at {times[place - 1]:g} to {time:g}."
            )
