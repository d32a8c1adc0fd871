"""Differences that moved: their intervals against the published ones, and what chance alone does."""

import math
import random
from statistics import NormalDist

import pytest

from shidra.core.series import (
    Certainty,
    Counted,
    SeriesError,
    contrast_interval,
    difference_interval,
    moved,
    rate_interval,
    share_interval,
)

Z = 1.959964


@pytest.mark.parametrize(
    ("first", "second", "lower", "upper"),
    [
        # Newcombe, Stat Med 1998;17:873, table II, method 10: cases (a) to (d).
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
    ],
)
def test_it_gives_the_published_intervals_of_two_shares(first, second, lower, upper):
    found = contrast_interval([(1, Counted(*first)), (-1, Counted(*second))], Z)
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


def test_it_agrees_with_the_difference_of_two_differences():
    """Squares of four figures are the squares of two differences of two."""
    cells = [(700, 5000), (240, 2000), (500, 5000), (200, 2000)]
    ends = [share_interval(*cell) for cell in cells]
    values = [events / among for events, among in cells]
    now = difference_interval(values[0], ends[0], values[1], ends[1])
    then = difference_interval(values[2], ends[2], values[3], ends[3])
    whole = difference_interval(values[0] - values[1], now, values[2] - values[3], then)
    found = contrast_interval(
        [(sign, Counted(*cell)) for sign, cell in zip((1, -1, -1, 1), cells, strict=True)], Z
    )
    assert (found.lower, found.upper) == pytest.approx((whole.lower, whole.upper))


def test_it_tells_rates_by_their_own_intervals():
    found = contrast_interval([(1, Counted(100, 1000, 1000, is_rate=True))], Z)
    own = rate_interval(100, 1000)
    assert (found.lower, found.upper) == pytest.approx((own.lower * 1000, own.upper * 1000))


def test_it_asks_more_of_one_among_many():
    terms = [(1, Counted(150, 1000)), (-1, Counted(118, 1000))]
    assert moved(terms).certainty is Certainty.ALONE or moved(terms).certainty is Certainty.ALL
    alone, among = moved(terms), moved(terms, comparisons=20)
    assert alone.certainty is Certainty.ALL
    assert among.certainty is Certainty.ALONE
    assert among.wide.lower < among.alone.lower == alone.alone.lower
    z = NormalDist().inv_cdf(1 - 0.05 / 40)
    wide = contrast_interval(terms, z)
    assert (among.wide.lower, among.wide.upper) == (wide.lower, wide.upper)


def test_it_turns_round_with_its_signs():
    terms = [(1, Counted(30, 200)), (-1, Counted(50, 210))]
    found = moved(terms)
    turned = moved([(-sign, each) for sign, each in terms])
    assert turned.change == -found.change
    assert (turned.alone.lower, turned.alone.upper) == (-found.alone.upper, -found.alone.lower)


def test_chance_alone_is_seldom_called_more_than_chance():
    """Of boards where nothing moves, about one in twenty may say otherwise, and no more."""
    chance = random.Random(20161)
    boards, comparisons, wrong, alone = 400, 10, 0, 0
    for _board in range(boards):
        verdicts = []
        for _comparison in range(comparisons):
            then, now = (_drawn(chance, 300, 0.15) for _ in range(2))
            verdicts.append(moved([(1, now), (-1, then)], comparisons=comparisons).certainty)
        wrong += any(each is Certainty.ALL for each in verdicts)
        alone += any(each is not Certainty.NONE for each in verdicts)
    assert wrong <= 0.05 * boards + 3 * math.sqrt(0.05 * 0.95 * boards)
    assert alone > 0.2 * boards  # without counting the comparisons far too many would be called so


def _drawn(chance, among, share):
    return Counted(sum(chance.random() < share for _ in range(among)), among)


def test_it_refuses_to_compare_nothing():
    with pytest.raises(SeriesError):
        moved([])
    with pytest.raises(SeriesError):
        moved([(1, Counted(1, 2))], comparisons=0)
