"""What limits and sums together give away, beside a slow attacker who solves for each end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shidra.core.disclosure import Limited, System, TableError, audited_within, system_of
from shidra.core.disclosure import told_rounded as limits_of
from tests.core.disclosure.tables import cube, drawn, sums

FIVE = 5


def random(counts, seed):
    """Each number up or down by chance, right on average."""
    rest = counts % FIVE
    up = np.random.default_rng(seed).random(len(counts)) * FIVE < rest
    return counts - rest + FIVE * up


def nearest(counts, _seed=0):
    return FIVE * ((counts + 2) // FIVE)


def slow_intervals(system: System, limited: Limited) -> list[tuple[float, float]]:
    """Both ends of every cell that is not empty, by one plain programme each."""
    size = len(system.counts)
    rows = np.zeros((len(system.whole), size))
    for row, (whole, parts) in enumerate(sums(system)):
        rows[row, parts] += 1
        rows[row, whole] -= 1
    bounds = [
        (low, high if count else 0.0)
        for low, high, count in zip(limited.low, limited.high, system.counts, strict=True)
    ]
    found = []
    for at in range(size):
        goal = np.zeros(size)
        goal[at] = 1
        ends = (
            sign * linprog(sign * goal, A_eq=rows, b_eq=np.zeros(len(rows)), bounds=bounds).fun
            for sign in (1, -1)
        )
        found.append(tuple(ends))
    return found


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([(4, 4), (2, 3, 3), (6,), (2, 2, 2, 2)]),
    st.integers(0, 1000),
    st.sampled_from([random, nearest]),
    st.sampled_from([2.0, 4.0]),
)
def test_it_says_of_each_small_number_what_a_slow_attacker_finds(shape, seed, way, width):
    system = system_of(cube(drawn(shape, seed)))
    small = (system.counts > 0) & (system.counts < 10)
    told = way(system.counts, seed)
    # Some totals as they are, some numbers not at all.
    draw = np.random.default_rng(seed)
    limited = limits_of(system.counts, told, FIVE, np.arange(len(told)))
    exact, hidden = draw.random((2, len(told))) < 0.15
    limited.low[exact] = limited.high[exact] = system.counts[exact]
    limited.low[hidden], limited.high[hidden] = 0.0, 10_000.0
    found = audited_within(system, limited, small, width)
    slow = slow_intervals(system, limited)
    for at, low, high, verdict in zip(
        found.cells.tolist(), found.low, found.high, found.verdicts, strict=True
    ):
        ends = slow[at]
        assert (verdict == "safe") == (ends[1] - ends[0] >= width - 1e-6)
        if verdict != "safe":
            assert (low, high) == pytest.approx(ends, abs=1e-6)


def test_a_number_that_is_not_told_at_all_may_be_any():
    system = system_of(cube([3, 41, 7]))
    told = system.counts.astype(np.float64)
    known = system.counts == 41
    limited = Limited(np.where(known, told, 0.0), np.where(known, told, np.inf))
    assert set(audited_within(system, limited, system.counts < 10, 9.0).verdicts) == {"safe"}


def test_rounding_to_the_nearest_shows_and_leaves_less():
    counts = np.arange(1, 60)
    limited = limits_of(counts, nearest(counts), FIVE, counts)
    assert (limited.high - limited.low).max() == 4
    assert ((limited.low <= counts) & (counts <= limited.high)).all()
    always_down = limits_of(counts, counts - counts % FIVE, FIVE, counts)
    assert (always_down.low >= counts - 4).all()
    assert (always_down.low == counts - counts % FIVE).all()


@pytest.mark.parametrize("size", [3, 12, 60, 400])
def test_chance_is_not_taken_for_a_way_of_rounding(size):
    """In a thousand tables it happens once or so; of a few numbers nobody can tell."""
    taken = 0
    for seed in range(300):
        counts = np.random.default_rng([seed, 1]).integers(1, 99, size)
        told = random(counts, seed)
        limited = limits_of(counts, told, FIVE, np.arange(size))
        taken += bool((limited.high != told + 4).any() or (limited.low < told - 4).any())
    assert taken <= 2


def test_cells_that_are_one_number_are_drawn_once():
    """Forty names of one number, rounded to the nearest, say no more than one of them."""
    counts = np.full(40, 7)
    limited = limits_of(counts, nearest(counts), FIVE, np.zeros(40, dtype=np.int64))
    assert (limited.low[0], limited.high[0]) == (1, 9)


def test_what_is_no_multiple_was_not_rounded_and_what_lies_far_off_widens_all():
    counts = np.array([63, 4, 20])
    limited = limits_of(counts, np.array([63, 15, 20]), FIVE, counts)
    assert (limited.low[0], limited.high[0]) == (63, 63)
    assert (limited.low[1], limited.high[1]) == (4, 19)


def test_limits_that_leave_the_number_out_and_tables_too_large_are_refused():
    system = system_of(cube([3, 41]))
    every = np.ones(3, dtype=bool)
    with pytest.raises(TableError, match="limits"):
        audited_within(system, Limited(np.full(3, 10.0), np.full(3, 99.0)), every, 4)
    large = System(
        tuple((("v", str(at)),) for at in range(25_001)),
        np.ones(25_001, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
    )
    flags = np.ones(25_001, dtype=bool)
    with pytest.raises(TableError, match="too many"):
        audited_within(large, Limited(flags * 0.0, flags * 9.0), flags, 4)
