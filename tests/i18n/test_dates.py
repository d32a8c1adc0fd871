"""Dates and periods as people read them."""

from datetime import UTC, date, datetime

import pytest

from shidra.i18n import dates
from shidra.i18n.isolates import LRI, PDI, strip

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("he", "22 בנובמבר 2026"), ("ar", "22 نوفمبر 2026"), ("en", "22 November 2026")],
)
def test_it_writes_a_date_out(language, expected):
    assert strip(dates.date(DAY, language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("he", "22 בנובמבר 2026, 14:05"), ("en", "22 November 2026, 14:05")],
)
def test_it_writes_a_moment_out(language, expected):
    at = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    assert strip(dates.moment(at, language)) == expected


@pytest.mark.parametrize(
    ("code", "hebrew", "arabic", "english"),
    [
        ("2026", "2026", "2026", "2026"),
        ("2025/26", "תשפ״ו (2025/26)", "العام الدراسي 2025/26", "school year 2025/26"),
        ("2026-Q3", "רבעון 3 של 2026", "الربع الثالث من 2026", "Q3 2026"),
        ("2026-07", "יולי 2026", "يوليو 2026", "July 2026"),
    ],
)
def test_it_reads_the_periods_of_the_workbook(code, hebrew, arabic, english):
    shown = [strip(dates.period(code, language)) for language in ("he", "ar", "en")]
    assert shown == [hebrew, arabic, english]


def test_a_school_year_on_an_axis_is_short():
    assert strip(dates.period("2025/26", "he", short=True)) == "תשפ״ו"
    assert strip(dates.period("2025/26", "ar", short=True)) == "2025/26"


@pytest.mark.parametrize(
    ("starts_in", "name"),
    [
        (2012, "תשע״ג"), (2013, "תשע״ד"), (2014, "תשע״ה"), (2015, "תשע״ו"), (2025, "תשפ״ו"),
        (2029, "תש״צ"), (2039, "ת״ת"), (2054, "תתט״ו"),
    ],
)  # fmt: skip
def test_it_names_hebrew_school_years(starts_in, name):
    assert dates.school_year(starts_in) == name


@pytest.mark.parametrize("code", ["", "26", "2026-13", "2026-Q5", "2025/2026", "summer"])
def test_it_refuses_what_is_no_period(code):
    with pytest.raises(ValueError, match="not a period"):
        dates.period(code, "he")


def test_a_span_of_years_is_never_reversed():
    assert dates.years(2025, 2031, "he") == f"{LRI}2025–2031{PDI}"
    assert dates.years(2025, 2025, "he") == f"{LRI}2025{PDI}"


def test_a_span_of_dates_says_a_common_year_once():
    in_one_year = dates.date_range(date(2026, 1, 1), DAY, "en")
    assert strip(in_one_year) == "1 January – 22 November 2026"
    over_years = dates.date_range(date(2025, 1, 1), DAY, "he")
    assert strip(over_years) == "1 בינואר 2025 – 22 בנובמבר 2026"
