"""Forecasts against published numbers, formulas by hand, slow searches, and what must hold."""

import math
from itertools import pairwise
from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.series import METHODS, Forecast, SeriesError, fewest_points, forecast

# The two examples of Hyndman & Athanasopoulos, Forecasting: principles and practice (2nd edition,
# 7.1 and 7.2): oil of Saudi Arabia 1996–2013, million tonnes, and air passengers of Australia
# 1990–2016, millions.
OIL = [
    445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43,
    521.28, 508.95, 488.89, 509.87, 456.72, 473.82, 525.95, 549.83, 542.34,
]  # fmt: skip
AIR = [
    17.55340, 21.86010, 23.88660, 26.92930, 26.88850, 28.83140, 30.07510, 30.95350, 30.18570,
    31.57970, 32.57757, 33.47740, 39.02158, 41.38643, 41.59655, 44.65732, 46.95177, 48.72884,
    51.48843, 50.02697, 60.64091, 63.36031, 66.35527, 68.19795, 68.12324, 69.77935, 72.59770,
]  # fmt: skip
Z80, Z95 = 1.2815515655446004, 1.959963984540054


def told(step: Forecast) -> tuple[float, ...]:
    return step.mean, step.lo80, step.hi80, step.lo95, step.hi95


@pytest.mark.parametrize(
    ("h", "published"),
    [
        (1, (542.6806, 504.4541, 580.9070, 484.2183, 601.1429)),
        (2, (542.6806, 492.9073, 592.4539, 466.5589, 618.8023)),
        (3, (542.6806, 483.5747, 601.7864, 452.2860, 633.0752)),
        (5, (542.6806, 468.3452, 617.0159, 428.9945, 656.3667)),
    ],
)
def test_simple_smoothing_finds_the_oil_of_the_book_again(h, published):
    """The book prints the values with two digits; they leave a hundredth open."""
    assert told(forecast(OIL, 5, "ses")[h - 1]) == pytest.approx(published, abs=0.01)


@pytest.mark.parametrize(
    ("h", "published"),
    [
        (1, (74.60130, 71.57106, 77.63154, 69.96695, 79.23566)),
        (3, (78.80478, 74.13092, 83.47864, 71.65673, 85.95284)),
        (5, (83.00826, 77.13343, 88.88310, 74.02348, 91.99305)),
    ],
)
def test_holts_trend_finds_the_passengers_of_the_book_again(h, published):
    """The package stops its search a little early: its σ̂ is 2.3645, the least is 2.3636."""
    found = forecast(AIR, 5, "holt")
    assert told(found[h - 1]) == pytest.approx(published, rel=2e-3)
    sigma = (found[0].hi95 - found[0].mean) / Z95
    assert 2.3630 < sigma < 2.3645


def test_the_last_value_goes_on_with_the_root_of_the_steps():
    """2, 5, 4, 8: steps 3, −1, 4; σ̂² = 26 ÷ 3."""
    for step in forecast([2, 5, 4, 8], 4, "naive"):
        error = math.sqrt(26 / 3 * step.h)
        assert told(step) == pytest.approx(
            (8, 8 - Z80 * error, 8 + Z80 * error, 8 - Z95 * error, 8 + Z95 * error)
        )


def test_drift_draws_the_line_from_the_first_to_the_last_value():
    """2, 5, 4, 8: drift 2, residuals 1, −3, 2; σ̂² = 14 ÷ 2; σ̂_h² = 7 h (1 + h ÷ 3)."""
    for step in forecast([2, 5, 4, 8], 4, "drift"):
        error = math.sqrt(7 * step.h * (1 + step.h / 3))
        assert told(step)[:3] == pytest.approx(
            (8 + 2 * step.h, 8 + 2 * step.h - Z80 * error, 8 + 2 * step.h + Z80 * error)
        )
        assert step.hi95 - step.mean == pytest.approx(Z95 * error)


def test_the_mean_has_the_interval_of_students_t():
    """2, 5, 4, 8: mean 4.75, s² = 6.25; published t with 3 degrees: 1.637744, 3.182446."""
    assert stdev([2, 5, 4, 8]) == 2.5
    for step in forecast([2, 5, 4, 8], 3, "mean"):
        error = 2.5 * math.sqrt(1.25)
        assert step.mean == 4.75
        assert step.hi80 - 4.75 == pytest.approx(1.637744 * error, rel=1e-6)
        assert 4.75 - step.lo95 == pytest.approx(3.182446 * error, rel=1e-6)


def test_the_line_has_the_prediction_interval_of_regression():
    """2, 5, 4, 8 on 1…4: slope 1.7, intercept 0.5; SSE 4.3; t with 2 degrees: 1.885618, 4.302653."""
    for step in forecast([2, 5, 4, 8], 3, "ols"):
        t = 4 + step.h
        error = math.sqrt(4.3 / 2) * math.sqrt(1 + 1 / 4 + (t - 2.5) ** 2 / 5)
        assert step.mean == pytest.approx(0.5 + 1.7 * t)
        assert step.hi80 - step.mean == pytest.approx(1.885618 * error, rel=1e-6)
        assert step.mean - step.lo95 == pytest.approx(4.302653 * error, rel=1e-6)


# --- slow searches -----------------------------------------------------------------------------


def smoothed(values, alpha, level):
    """One-step errors and the last level, as the book writes the recursion."""
    errors = []
    for value in values:
        errors.append(value - level)
        level = alpha * value + (1 - alpha) * level
    return errors, level


def holted(values, alpha, beta, level, trend):
    errors = []
    for value in values:
        errors.append(value - level - trend)
        before = level
        level = alpha * value + (1 - alpha) * (level + trend)
        trend = beta * (level - before) + (1 - beta) * trend
    return errors, level, trend


def least_ses(values) -> tuple[float, float, float]:
    """The least sum of squares over a fine net of α, the first level by least squares."""
    best = (math.inf, 0.0, 0.0)
    for alpha in np.linspace(0, 1, 2001):
        zero, one = smoothed(values, alpha, 0.0)[0], smoothed(values, alpha, 1.0)[0]
        by = np.array(one) - np.array(zero)
        first = -float(by @ np.array(zero)) / float(by @ by)
        errors, level = smoothed(values, alpha, first)
        best = min(best, (math.fsum(e * e for e in errors), float(alpha), level))
    return best


@pytest.mark.parametrize("values", [OIL, AIR[:7], [3, 1, 4, 1, 5, 9, 2, 6], [1, 2, 4], AIR])
def test_simple_smoothing_costs_no_more_than_the_best_of_a_fine_net(values):
    cost, alpha, level = least_ses(values)
    steps = forecast(values, 2, "ses")
    sigma = (steps[0].hi95 - steps[0].mean) / Z95
    assert sigma**2 * (len(values) - 2) <= cost * (1 + 1e-9) + 1e-12
    assert steps[0].mean == pytest.approx(level, abs=2e-3 * (max(values) - min(values)))
    wider = (steps[1].hi95 - steps[1].mean) / Z95
    assert wider**2 == pytest.approx(sigma**2 * (1 + alpha**2), rel=5e-3)


@pytest.mark.parametrize("values", [OIL, AIR[:9], [3, 1, 4, 1, 5, 9, 2, 6], [1, 2, 4, 7, 6]])
def test_holts_trend_costs_no_more_than_the_best_of_a_net(values):
    best = math.inf
    for alpha in np.linspace(0, 1, 41):
        for beta in np.linspace(0, 1, 41):
            base = np.array(holted(values, alpha, beta, 0, 0)[0])
            by = np.column_stack([
                np.array(holted(values, alpha, beta, 1, 0)[0]) - base,
                np.array(holted(values, alpha, beta, 0, 1)[0]) - base,
            ])  # fmt: skip
            first = np.linalg.lstsq(by, -base, rcond=None)[0]
            errors = np.array(holted(values, alpha, beta, *first)[0])
            best = min(best, float(errors @ errors))
    step = forecast(values, 1, "holt")[0]
    sigma = (step.hi80 - step.mean) / Z80
    assert sigma**2 * (len(values) - 4) <= best * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize(
    "values", [[1, 2, 4, 8, 16, 15, 12, 8, 3], [5, 4, 6, 9, 13, 18, 24, 25, 23]]
)
def test_holts_errors_pile_up_as_its_level_and_trend_follow_them(values):
    """An error h − j steps back moves the forecast by α + β j: σ̂_h² = σ̂² (1 + Σ (α + β j)²)."""
    wide = [step.hi95 - step.mean for step in forecast(values, 6, "holt")]
    piled = [(each / wide[0]) ** 2 for each in wide]
    by = [math.sqrt(after - before) for before, after in pairwise(piled)]
    beta = by[1] - by[0]
    assert beta > 0.1
    assert by == pytest.approx([by[0] + beta * j for j in range(5)])


@pytest.mark.parametrize("values", [OIL, AIR, [3, 1, 2, 5, 7, 6, 9, 6], [9, 4, 6, 3, 5, 2]])
def test_theta_is_the_middle_of_the_line_and_of_a_smoothing_twice_as_far_from_it(values):
    """The recipe of Assimakopoulos & Nikolopoulos, with the α of the simple smoothing."""
    count = len(values)
    slope, intercept = np.polyfit(np.arange(1, count + 1), values, 1)
    line = intercept + slope * np.arange(1, count + 4)
    ses, theta = forecast(values, 3, "ses"), forecast(values, 3, "theta")
    # σ̂₂² ÷ σ̂₁² = 1 + α².
    alpha = math.sqrt(((ses[1].hi95 - ses[1].mean) / (ses[0].hi95 - ses[0].mean)) ** 2 - 1)
    zero, one = smoothed(values, alpha, 0.0)[0], smoothed(values, alpha, 1.0)[0]
    by = np.array(one) - np.array(zero)
    first = -float(by @ np.array(zero)) / float(by @ by)
    twice = 2 * np.array(values) - line[:count]
    _errors, level = smoothed(twice, alpha, 2 * first - line[0])
    for step, simple in zip(theta, ses, strict=True):
        assert step.mean == pytest.approx((line[count + step.h - 1] + level) / 2, rel=1e-6)
        assert step.hi95 - step.mean == pytest.approx(simple.hi95 - simple.mean)


@pytest.mark.parametrize("values", [[3, 1, 4, 1, 5, 9, 2, 6], [2, -1, 2, -1, 2, -1]])
def test_theta_where_nothing_is_smoothed_is_the_mean_with_half_the_slope(values):
    """α = 0: the level stays at the mean, and half the slope goes on from the first point."""
    assert forecast(values, 1, "ses")[0].mean == pytest.approx(fmean(values))
    slope = np.polyfit(range(len(values)), values, 1)[0]
    for step in forecast(values, 3, "theta"):
        lift = slope / 2 * (step.h - 1 + len(values))
        assert step.mean == pytest.approx(fmean(values) + lift)


# --- what must hold ----------------------------------------------------------------------------

values = st.lists(st.integers(-99, 99).map(lambda x: x / 10), min_size=5, max_size=14)
methods = st.sampled_from(METHODS)


@settings(max_examples=60, deadline=None)
@given(values, methods, st.integers(-50, 50), st.sampled_from([0.5, 2.0, 1024.0]))
def test_another_unit_or_origin_moves_the_forecast_with_it(series, method, shift, scale):
    before = forecast(series, 3, method)
    after = forecast([scale * value + shift for value in series], 3, method)
    for old, new in zip(before, after, strict=True):
        spread = scale * (max(series) - min(series) + abs(shift) + 1)
        assert told(new) == pytest.approx(
            [scale * figure + shift for figure in told(old)], rel=1e-6, abs=1e-5 * spread
        )


@settings(max_examples=60, deadline=None)
@given(values, methods)
def test_intervals_hold_each_other_and_never_shrink(series, method):
    steps = forecast(series, 6, method)
    assert [step.h for step in steps] == [1, 2, 3, 4, 5, 6]
    for step in steps:
        assert step.lo95 <= step.lo80 <= step.mean <= step.hi80 <= step.hi95
    for near, far in pairwise(steps):
        assert far.hi95 - far.lo95 >= (near.hi95 - near.lo95) * (1 - 1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_what_never_changes_goes_on_unchanged_and_is_sure_of_it(method):
    for step in forecast([7.5] * 8, 4, method):
        assert told(step) == pytest.approx((7.5,) * 5, abs=1e-9)


@pytest.mark.parametrize("method", ["drift", "ols", "holt"])
def test_a_straight_line_goes_straight_on(method):
    for step in forecast([1, 3, 5, 7, 9, 11], 3, method):
        assert told(step) == pytest.approx((11 + 2 * step.h,) * 5, abs=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_too_few_points_are_refused_and_one_more_is_enough(method):
    fewest = fewest_points(method)
    enough = [3.0, 1.0, 4.0, 1.0, 5.0][:fewest]
    assert all(map(math.isfinite, told(forecast(enough, 1, method)[0])))
    with pytest.raises(SeriesError, match=f"needs {fewest} points"):
        forecast(enough[:-1], 1, method)


@pytest.mark.parametrize(
    ("series", "horizon", "method", "said"),
    [
        ([1, math.nan, 2], 1, "mean", "not finite"),
        ([1, 2, 3], 0, "mean", "horizon"),
        ([1, 2, 3], 1, "arima", "no method"),
        ([1.7e308, -1.7e308, 1.7e308], 1, "naive", "too large"),
        ([1.7e308, -1.7e308, 1.7e308, 0, 1], 1, "holt", "too large"),
    ],
)
def test_what_cannot_be_forecast_is_refused(series, horizon, method, said):
    with pytest.raises(SeriesError, match=said):
        forecast(series, horizon, method)


def test_the_mean_of_the_book_is_the_mean():
    assert forecast(OIL, 1, "mean")[0].mean == pytest.approx(fmean(OIL))
