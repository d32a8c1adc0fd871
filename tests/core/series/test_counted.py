"""Intervals of counted figures against published ones, and when two of them are apart."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.series import Interval, SeriesError, apart, rate_interval, share_interval


@pytest.mark.parametrize(
    ("counted", "among", "lower", "upper"),
    # Newcombe, Stat Med 1998;17:857, Table I, method 3 (the score interval of Wilson).
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_shares_have_the_intervals_that_newcombe_printed(counted, among, lower, upper):
    found = share_interval(counted, among)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)


@settings(max_examples=100)
@given(st.integers(1, 500), st.data())
def test_wilsons_ends_are_where_the_score_test_just_holds(among, data):
    """The definition: |p − π| = z √(π (1 − π) ÷ n) at both ends."""
    counted = data.draw(st.integers(0, among))
    share, found = counted / among, share_interval(counted, among)
    for end in {found.lower, found.upper} - {0.0, 1.0}:
        score = abs(share - end) / math.sqrt(end * (1 - end) / among)
        assert score == pytest.approx(1.959964, rel=1e-6) or share in {0, 1}
    turned = share_interval(among - counted, among)
    assert turned.lower == pytest.approx(1 - found.upper, abs=1e-12)


@pytest.mark.parametrize("events", [5, 10, 30, 100, 400])
def test_byar_lies_close_to_the_exact_interval_of_a_count(events):
    """Exact by Garwood: half the chi-square quantiles with 2 O and 2 (O + 1) degrees."""
    from scipy.special import chdtri

    exact = (chdtri(2 * events, 0.975) / 2, chdtri(2 * events + 2, 0.025) / 2)
    found = rate_interval(events, 1)
    assert (found.lower, found.upper) == pytest.approx(exact, rel=0.01)
    assert rate_interval(events, 50).upper == pytest.approx(found.upper / 50)


def test_no_event_has_an_upper_end_only():
    """Exactly 3.6889; Byar's is rough at nothing and says a little less."""
    found = rate_interval(0, 1)
    assert (found.lower, found.upper) == (0, pytest.approx(3.689, rel=0.02))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((0.1, 0.2), (0.3, 0.4), 1),
        ((0.3, 0.4), (0.1, 0.2), -1),
        ((0.1, 0.3), (0.2, 0.4), 0),
        ((0.1, 0.2), (0.2, 0.4), 0),
    ],
)
def test_two_figures_are_apart_where_their_intervals_do_not_meet(before, after, said):
    assert apart(Interval(*before), Interval(*after)) == said


@pytest.mark.parametrize("counts", [(1, 0), (-1, 5), (6, 5), (1, math.inf)])
def test_a_share_of_nobody_or_of_more_than_all_is_refused(counts):
    with pytest.raises(SeriesError):
        share_interval(*counts)


@pytest.mark.parametrize("counts", [(1, 0), (-1, 5), (math.inf, 5)])
def test_a_rate_over_nothing_is_refused(counts):
    with pytest.raises(SeriesError):
        rate_interval(*counts)
