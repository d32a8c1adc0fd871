"""Labels step aside, axes end at round numbers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.pictures.spacing import apart, ticks, ticks_told_apart

HEIGHT = st.floats(0, 1000, allow_nan=False)


@given(st.lists(st.tuples(HEIGHT, st.floats(1, 30)), max_size=20))
def test_it_moves_labels_apart_in_their_order(labels):
    wanted, sizes = [one for one, _ in labels], [size for _, size in labels]
    placed = apart(wanted, sizes, low=0, high=5000)
    order = sorted(range(len(labels)), key=lambda at: (wanted[at], at))
    for before, after in pairwise(order):
        assert placed[after] - placed[before] >= (sizes[before] + sizes[after]) / 2 - 1e-6


def test_it_leaves_labels_alone_that_do_not_collide():
    assert apart([10, 50, 90], [18, 18, 18], low=0, high=100) == [10, 50, 90]


def test_it_shares_the_way_between_two_that_collide():
    assert apart([50, 50], [20, 20], low=0, high=100) == [40, 60]


def test_it_moves_a_heavy_label_least():
    light, heavy = apart([50, 51], [20, 20], low=0, high=100, weights=[1, 1000])
    assert abs(heavy - 51) < 0.1
    assert light == pytest.approx(heavy - 20)


@given(st.lists(st.tuples(HEIGHT, st.just(10.0)), min_size=1, max_size=10))
def test_it_stays_on_the_sheet_while_there_is_room(labels):
    wanted, sizes = [one for one, _ in labels], [size for _, size in labels]
    placed = apart(wanted, sizes, low=100, high=300)
    assert all(105 - 1e-6 <= spot <= 295 + 1e-6 for spot in placed)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.integers(2, 8))
def test_it_ends_axes_beyond_the_values(one, other, about):
    low, high = sorted((one, other))
    found = ticks(low, high, about)
    span = found[-1] - found[0]
    assert found[0] <= low + span * 1e-6
    assert found[-1] >= high - span * 1e-6
    assert len(found) >= 2
    assert found == sorted(set(found))


def test_it_chooses_round_steps():
    assert ticks(38, 80, 5) == [30, 40, 50, 60, 70, 80]
    assert ticks(0, 9.6, 5) == [0, 2, 4, 6, 8, 10]
    assert ticks(0, 1, 4) == [0, 0.25, 0.5, 0.75, 1]


def test_it_refuses_an_endless_axis():
    with pytest.raises(ValueError, match="finite"):
        ticks(0, float("inf"))


def test_it_repeats_no_caption_beside_an_axis():
    found = ticks_told_apart(0.11, 0.13, 5, lambda share: f"{share:.0%}")
    captions = [f"{share:.0%}" for share in found]
    assert len(set(captions)) == len(captions) >= 2
    assert found[0] <= 0.11
    assert found[-1] >= 0.13


def test_it_leaves_an_axis_alone_whose_captions_differ():
    assert ticks_told_apart(38, 80, 5, str) == ticks(38, 80, 5)
