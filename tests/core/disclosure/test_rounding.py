"""Rounded tables: multiples of five that add up, close to the true counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.disclosure import TableError, cube_of, dimension_of, rounded
from tests.core.disclosure.tables import cube, drawn


def adds_up(table, counts):
    for axis, dimension in enumerate(table.dimensions):
        moved = np.moveaxis(counts, axis, 0)
        for whole, parts in dimension.sums:
            assert (moved[whole] == moved[list(parts)].sum(axis=0)).all()


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([(3,), (3, 4), (6, 5), (3, 4, 3), (2, 3, 2, 2)]),
    st.integers(0, 10_000),
    st.sampled_from([3, 5, 10]),
)
def test_every_count_is_a_multiple_near_the_true_one_and_margins_add_up(shape, seed, base):
    table = cube(drawn(shape, seed))
    found = rounded(table, base)
    counts = found.cube.counts
    assert (counts % base == 0).all()
    adds_up(table, counts)
    change = abs(counts - table.counts)
    inner = tuple(slice(1, None) for _axis in shape)
    assert change[inner].max() < base
    assert ((table.counts[inner] % base != 0) | (change[inner] == 0)).all()
    assert found.largest_change == change.max()


@pytest.mark.parametrize("seed", range(15))
def test_in_two_dimensions_every_margin_goes_to_a_multiple_beside_it(seed):
    assert rounded(cube(drawn((7, 9), seed))).largest_change < 5


@pytest.mark.parametrize(
    ("shape", "most"), [((5, 6, 4), 9), ((4, 4, 3, 3), 12), ((8, 6, 5, 4), 20)]
)
def test_in_more_dimensions_the_largest_change_stays_small(shape, most):
    assert rounded(cube(drawn(shape, 4))).largest_change <= most


def test_groups_add_up_too():
    table = cube(drawn((6, 3), 1), {0: [{"a": "x", "b": "x"}, {"c": "y", "d": "y", "e": "y"}]})
    found = rounded(table)
    adds_up(table, found.cube.counts)


def test_it_rounds_the_same_way_twice():
    table = cube(drawn((5, 6, 4), 3))
    assert (rounded(table).cube.counts == rounded(table).cube.counts).all()


def test_a_dimension_of_many_categories_takes_no_room_for_all_pairs_of_them():
    """A square of 30,000 by 30,000 numbers would fill seven gigabytes."""
    names = [f"t{place:05}" for place in range(30_000)]
    towns = dimension_of("town", names, [{name: name[-1] for name in names}])
    table = cube_of([towns], {(name,): place % 7 for place, name in enumerate(names)})
    found = rounded(table)
    adds_up(table, found.cube.counts)
    assert found.largest_change < 5


def test_a_table_that_would_take_more_than_minutes_is_refused_with_advice():
    names = [f"t{place:06}" for place in range(100_001)]
    table = cube_of([dimension_of("town", names)], {(name,): 1 for name in names})
    with pytest.raises(TableError, match="Leave out a dimension"):
        rounded(table)
