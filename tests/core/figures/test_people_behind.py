"""People behind a goal, and groups affected out of proportion."""

import pytest

from shidra.core.figures import disproportion, people_behind


@pytest.mark.parametrize(
    ("numerator", "denominator", "goal", "is_upward", "people"),
    [
        (12, 100, 0.2, True, 8),
        (20, 100, 0.2, True, 0),
        (30, 100, 0.2, True, 0),
        (1, 3, 0.5, True, 1),
        (0, 3, 1.0, True, 3),
        (30, 100, 0.25, False, 5),
        (25, 100, 0.25, False, 0),
        (10, 100, 0.25, False, 0),
        # 0.07 · 100 is 7.000000000000001 in floats, and still seven people.
        (0, 100, 0.07, True, 7),
    ],
)
def test_it_counts_the_fewest_people(numerator, denominator, goal, is_upward, people):
    found = people_behind(numerator, denominator, goal, is_upward=is_upward)
    assert found == people
    met = numerator + found if is_upward else numerator - found
    assert (met - goal * denominator) * (1 if is_upward else -1) >= -1e-9


def test_it_relates_a_group_to_its_size():
    found = disproportion((10, 100), (100, 400), is_upward=True)
    assert (found.of_affected, found.of_everybody, found.ratio) == (0.3, 0.25, pytest.approx(1.2))
    adverse = disproportion((30, 100), (60, 400), is_upward=False)
    assert (adverse.of_affected, adverse.ratio) == (0.5, 2.0)


def test_groups_of_one_rate_are_in_proportion():
    for better in (True, False):
        assert disproportion((5, 50), (40, 400), is_upward=better).ratio == pytest.approx(1.0)


def test_it_says_nothing_where_nobody_is_affected():
    assert disproportion((100, 100), (400, 400), is_upward=True) is None
    assert disproportion((0, 100), (0, 400), is_upward=False) is None
    assert disproportion((0, 0), (4, 400), is_upward=False) is None
