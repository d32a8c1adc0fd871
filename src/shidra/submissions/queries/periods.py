"""The days of a period: when it ends, which one comes next, which ones are over."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from shidra.i18n.dates import school_year
from shidra.measurement.models import Indicator

__all__ = ["following", "is_of_kind", "last_day", "periods_since", "read_period"]

Kind = Indicator.PeriodKind
# A school year ends with the last day of August.
SCHOOL_YEAR_ENDS = (8, 31)
# More periods than this nobody owes at once.
MOST_PERIODS = 240
_FIRST_YEAR, _LAST_YEAR = 1950, 2100

_PATTERNS = {
    Kind.CALENDAR_YEAR: re.compile(r"(\d{4})"),
    Kind.SCHOOL_YEAR: re.compile(r"(\d{4})/(\d{2})"),
    Kind.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
    Kind.MONTH: re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
}
_TWO_YEARS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4}|\d{2})")
_MARKS = str.maketrans(dict.fromkeys("\"'״׳”“’", ""))
_SCHOOL_YEARS = {
    school_year(year).translate(_MARKS): f"{year}/{(year + 1) % 100:02d}"
    for year in range(_FIRST_YEAR, _LAST_YEAR)
}


def is_of_kind(period: str, kind: str) -> bool:
    """Whether a period is a school year, a quarter, or whatever the indicator counts by."""
    return _PATTERNS[Kind(kind)].fullmatch(period) is not None


def last_day(period: str) -> date:
    """The day on which a period ends.

    Raises:
        ValueError: it is none of the four kinds.
    """
    if found := _PATTERNS[Kind.CALENDAR_YEAR].fullmatch(period):
        return date(int(found[1]), 12, 31)
    if found := _PATTERNS[Kind.SCHOOL_YEAR].fullmatch(period):
        return date(int(found[1]) + 1, *SCHOOL_YEAR_ENDS)
    if found := _PATTERNS[Kind.QUARTER].fullmatch(period):
        return _end_of_month(int(found[1]), int(found[2]) * 3)
    if found := _PATTERNS[Kind.MONTH].fullmatch(period):
        return _end_of_month(int(found[1]), int(found[2]))
    raise ValueError(f"not a period: {period!r}")


def following(period: str) -> str:
    """The period after this one."""
    year = int(period[:4])
    if found := _PATTERNS[Kind.QUARTER].fullmatch(period):
        return f"{year + found[2].count('4')}-Q{int(found[2]) % 4 + 1}"
    if found := _PATTERNS[Kind.MONTH].fullmatch(period):
        return f"{year + found[2].count('12')}-{int(found[2]) % 12 + 1:02d}"
    if "/" in period:
        return f"{year + 1}/{(year + 2) % 100:02d}"
    return str(year + 1)


def periods_since(first: str, last: str, today: date) -> Iterator[str]:
    """The periods that are over by today, from the first on, and the one that runs now."""
    period = first
    for _each in range(MOST_PERIODS):
        if last and period > last:
            return
        yield period
        if last_day(period) >= today:
            return
        period = following(period)


def read_period(text: str, kind: str) -> str:
    """A period as the workbook writes it, where a person wrote a school year in another way.

    What is not understood comes back as it was, so that the rules can say what would be accepted.
    """
    if kind != Kind.SCHOOL_YEAR:
        return text
    if named := _SCHOOL_YEARS.get(text.translate(_MARKS).strip()):
        return named
    found = _TWO_YEARS.fullmatch(text)
    if found and int(found[2][-2:]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}/{found[2][-2:]}"
    return text


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
