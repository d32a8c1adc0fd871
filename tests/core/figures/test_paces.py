"""Paths of several legs, noise around them, and paces, each against an oracle of its own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shidra.core.figures import (
    Closing,
    Pace,
    PathStatus,
    closure,
    expected_at,
    needed_pace,
    pace_of,
    path_of,
    period_at,
    standing,
)
from shidra.core.series import difference_interval, share_interval

FIRST, NEAR, FAR = ("2020", 0.0), ("2025", 0.8), ("2030", 1.0)


def test_it_asks_for_the_nearer_target_first():
    path = path_of(FIRST, [FAR, NEAR])
    assert expected_at(path, "2024") == pytest.approx(0.64)
    assert expected_at(path, "2028") == pytest.approx(0.92)
    assert (expected_at(path, "2019"), expected_at(path, "2040")) == (0.0, 1.0)
    assert standing(FIRST, ("2024", 0.40), FAR).status is PathStatus.ON_PATH
    assert standing(FIRST, ("2024", 0.40), NEAR, FAR).status is PathStatus.OFF_PATH


def test_it_has_no_path_to_a_target_that_lies_before_the_beginning():
    assert path_of(("2026", 0.1), [NEAR]) == (("2026", 0.1),)


def test_it_is_ahead_only_beyond_the_tolerance():
    assert standing(FIRST, ("2025", 0.55), FAR).status is PathStatus.ON_PATH
    assert standing(FIRST, ("2025", 0.56), FAR).status is PathStatus.AHEAD
    falling = ("2020", 1.0), ("2025", 0.4), ("2030", 0.0)
    assert standing(falling[0], falling[1], falling[2]).status is PathStatus.AHEAD


@pytest.mark.parametrize(
    ("value", "sure", "status"),
    [
        (0.30, (0.10, 0.55), PathStatus.UNSURE),
        (0.30, (0.20, 0.40), PathStatus.OFF_PATH),
        (0.80, (0.45, 0.95), PathStatus.UNSURE),
        (0.50, (0.10, 0.90), PathStatus.ON_PATH),
    ],
)
def test_it_cannot_tell_where_the_counts_leave_the_path_open(value, sure, status):
    assert standing(FIRST, ("2025", value), FAR, sure=sure).status is status


values = st.lists(st.floats(-5, 5), min_size=3, max_size=12, unique=True)


@given(values)
def test_its_pace_is_that_of_least_squares(found):
    years = list(range(2000, 2000 + len(found)))
    oracle = stats.linregress(years, found)
    pace = pace_of([(str(year), value) for year, value in zip(years, found, strict=True)])
    half = stats.t.ppf(0.975, len(found) - 2) * oracle.stderr
    assert pace.a_year == pytest.approx(oracle.slope, abs=1e-9)
    assert pace.upper - pace.a_year == pytest.approx(half, abs=1e-8)


def test_its_pace_is_no_surer_than_the_counts_behind_it():
    """A line that fits by luck keeps the spread that sampling gives the slope."""
    counts, among = (100, 120, 140), 400
    sure = [share_interval(count, among) for count in counts]
    points = [(str(2020 + k), count / among) for k, count in enumerate(counts)]
    bare = pace_of(points)
    pace = pace_of(points, [(one.lower, one.upper) for one in sure])
    assert bare.upper - bare.lower == pytest.approx(0, abs=1e-9)
    draws = np.random.default_rng(7).binomial(among, [c / among for c in counts], (20_000, 3))
    slopes = (draws[:, 2] - draws[:, 0]) / among / 2
    spread = np.quantile(slopes, 0.975) - np.quantile(slopes, 0.025)
    assert pace.upper - pace.lower == pytest.approx(spread, rel=0.05)


def test_two_figures_without_counts_have_a_pace_that_nobody_is_sure_of():
    pace = pace_of([("2024/25", 0.2), ("2026/27", 0.3)])
    assert (pace.a_year, pace.lower) == (pytest.approx(0.05), None)
    assert pace_of([("2026", 0.3)]) is None


def test_it_counts_paces_in_years_whatever_the_period():
    assert pace_of([("2026-Q1", 1.0), ("2026-Q2", 2.0)]).a_year == pytest.approx(4.0)
    assert needed_pace(("2026-Q1", 1.0), ("2026-Q3", 2.0)) == pytest.approx(2.0)
    assert needed_pace(("2026", 1.0), ("2026", 2.0)) is None


@pytest.mark.parametrize(
    ("latest", "pace", "status"),
    [
        (0.0, None, Closing.CLOSED),
        (0.1, None, Closing.UNKNOWN),
        (0.1, Pace(-0.01), Closing.UNKNOWN),
        (0.1, Pace(-0.01, -0.03, 0.01), Closing.UNSURE),
        (0.1, Pace(0.01, 0.005, 0.015), Closing.WIDENS),
        (0.1, Pace(-0.001, -0.002, -0.0005), Closing.NOT_FORESEEABLE),
        (0.1, Pace(-0.01, -0.02, -0.005), Closing.CLOSES),
    ],
)
def test_it_names_a_year_only_where_the_disparity_surely_shrinks(latest, pace, status):
    found = closure(("2026", latest), pace)
    assert found.status is status
    assert (found.year is None) == (status is not Closing.CLOSES)


def test_it_gives_the_year_of_closing_with_its_ends():
    found = closure(("2026", 0.1), Pace(-0.01, -0.02, -0.005))
    assert (found.year, found.earliest, found.latest) == (2036, 2031, 2046)
    assert closure(("2026", 0.1), Pace(-0.01, -0.02, -0.001)).latest is None


@pytest.mark.parametrize(
    ("year", "like", "period"),
    [
        (2031.0, "2026", "2031"),
        (2031.0000000000002, "2026", "2031"),
        (2031.01, "2026", "2032"),
        (2031.5, "2025/26", "2032/33"),
        (2031.5, "2026-Q1", "2031-Q3"),
        (2031.9, "2026-Q1", "2032-Q1"),
        (2031.5, "2026-02", "2031-07"),
        (2031.99, "2026-02", "2032-01"),
    ],
)
def test_it_names_the_first_period_that_begins_by_then(year, like, period):
    assert period_at(year, like) == period


def test_the_interval_of_a_difference_holds_in_95_of_100_samples():
    draws = np.random.default_rng(3).binomial([90, 60], [0.4, 0.25], (3_000, 2))
    held = 0
    for first, second in draws.tolist():
        one, other = share_interval(first, 90), share_interval(second, 60)
        found = difference_interval(first / 90, one, second / 60, other)
        held += found.lower <= 0.15 <= found.upper
    assert 0.935 < held / 3_000 < 0.97
