"""When a period ends, and by when its figures are asked for."""

from calendar import monthrange
from datetime import date, timedelta

from shidra.core.figures.paths import period_year, periods_after

__all__ = ["months_after", "period_end"]

_AUGUST = 8


def period_end(period: str) -> date:
    """The last day of a period; a school year begins on 1 September and ends on 31 August.

    Raises:
        ValueError: the period is none of the four kinds.

    >>> period_end("2025/26"), period_end("2026-Q3")
    (datetime.date(2026, 8, 31), datetime.date(2026, 9, 30))
    """
    year = period_year(period)
    if "/" in period:
        return date(int(year) + 1, _AUGUST, 31)
    (following,) = periods_after(period, 1)
    year = period_year(following)
    return date(int(year), round(12 * (year % 1)) + 1, 1) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month; a last day stays a last day.

    >>> months_after(date(2026, 8, 31), 4), months_after(date(2026, 2, 28), 1)
    (datetime.date(2026, 12, 31), datetime.date(2026, 3, 31))
    """
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
