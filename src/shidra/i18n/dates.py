"""Dates and periods as people read them, in three languages, with Western digits.

A school year is shown in Hebrew by its own name with the plain one beside it: תשפ״ו (2025/26).
Babel is asked once for the names of the months and then no more.
"""

import re
from datetime import date as Date  # noqa: N812  (the function below is called date)
from datetime import datetime
from functools import lru_cache
from typing import Final

from shidra.i18n.isolates import ltr

__all__ = ["date", "date_range", "day_month", "moment", "month", "period", "school_year", "years"]

_YEAR: Final = re.compile(r"(\d{4})")
_SCHOOL_YEAR: Final = re.compile(r"(\d{4})/(\d{2})")
_QUARTER: Final = re.compile(r"(\d{4})-Q([1-4])")
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")

_ARABIC_ORDINALS: Final = ("الأول", "الثاني", "الثالث", "الرابع")

# The Hebrew year that begins in the autumn of a plain year is this much larger than its spring.
_HEBREW_YEARS_AHEAD: Final = 3760
_HEBREW_LETTERS: Final = (
    (400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
    (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"),
    (8, "ח"), (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"),
)  # fmt: skip


@lru_cache(maxsize=4096)
def date(day: Date, language: str) -> str:
    r"""A full date.

    >>> date(Date(2026, 11, 22), "he")
    '\u206622\u2069 בנובמבר \u20662026\u2069'
    """
    return f"{day_month(day, language)} {ltr(str(day.year))}"


@lru_cache(maxsize=1024)
def day_month(day: Date, language: str) -> str:
    """A date whose year is said elsewhere."""
    before = "ב" if language == "he" else ""
    return f"{ltr(str(day.day))} {before}{_month_names(language)[day.month - 1]}"


def month(day: Date, language: str) -> str:
    """The month and the year of a date."""
    return f"{_month_names(language)[day.month - 1]} {ltr(str(day.year))}"


def moment(at: datetime, language: str) -> str:
    """A date with the time of day, in the time zone that the value carries."""
    return f"{date(at.date(), language)}, {ltr(f'{at:%H:%M}')}"


def date_range(first: Date, last: Date, language: str) -> str:
    """Two dates, the first before the second in the direction of the language."""
    start = day_month(first, language) if first.year == last.year else date(first, language)
    return f"{start} – {date(last, language)}"


def years(first: int, last: int, language: str) -> str:  # noqa: ARG001
    r"""A span of years, never reversed.

    >>> years(2025, 2031, "he"), years(2025, 2025, "en")
    ('\u20662025–2031\u2069', '\u20662025\u2069')
    """
    return ltr(str(first) if first == last else f"{first}–{last}")


@lru_cache(maxsize=2048)
def period(code: str, language: str, *, short: bool = False) -> str:
    """A period of the workbook (2026, 2025/26, 2026-Q3, 2026-07) in words.

    `short` is for axes and column heads.

    Raises:
        ValueError: the code is none of the four kinds.
    """
    if _YEAR.fullmatch(code):
        return ltr(code)
    if found := _SCHOOL_YEAR.fullmatch(code):
        return _school_year(code, int(found[1]), language, short=short)
    if found := _QUARTER.fullmatch(code):
        return _quarter(found[1], int(found[2]), language)
    if found := _MONTH.fullmatch(code):
        return month(Date(int(found[1]), int(found[2]), 1), language)
    raise ValueError(f"not a period: {code!r}")


def school_year(starts_in: int) -> str:
    """The Hebrew name of the school year that starts in the autumn of a plain year.

    >>> school_year(2025), school_year(2013)
    ('תשפ״ו', 'תשע״ד')
    """
    rest = (starts_in + 1 + _HEBREW_YEARS_AHEAD) % 1000
    letters = ""
    for worth, letter in _HEBREW_LETTERS:
        while rest >= worth:
            letters += letter
            rest -= worth
    return f"{letters[:-1]}״{letters[-1]}" if len(letters) > 1 else f"{letters}׳"


def _school_year(code: str, starts_in: int, language: str, *, short: bool) -> str:
    if language == "he":
        name = school_year(starts_in)
        return name if short else f"{name} ({ltr(code)})"
    if short:
        return ltr(code)
    return f"العام الدراسي {ltr(code)}" if language == "ar" else f"school year {ltr(code)}"


def _quarter(year: str, quarter: int, language: str) -> str:
    if language == "he":
        return f"רבעון {ltr(str(quarter))} של {ltr(year)}"
    if language == "ar":
        return f"الربع {_ARABIC_ORDINALS[quarter - 1]} من {ltr(year)}"
    return ltr(f"Q{quarter} {year}")


@lru_cache(maxsize=3)
def _month_names(language: str) -> tuple[str, ...]:
    from babel import Locale

    names = Locale.parse(language).months["format"]["wide"]
    return tuple(str(names[number]) for number in range(1, 13))
