"""Random rounding: every number near, none known too well, none told twice in two ways."""

import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from shidra.core.disclosure import System, TableError, rounded_apart, system_of
from tests.core.disclosure.tables import cube, drawn


def by_seed(seed: int):
    def chance(cell, count, turn) -> float:
        said = zlib.crc32(repr((cell, count)).encode())
        return float(np.random.default_rng([seed, said, turn]).random())

    return chance


def small(system: System) -> np.ndarray:
    return (system.counts > 0) & (system.counts < 10)


def widths(system: System, told: tuple[int, ...]) -> np.ndarray:
    """How open each count is for a slow attacker who knows how numbers are rounded."""
    matrix = np.zeros((len(system.whole), len(system.counts)))
    for row, whole in enumerate(system.whole):
        matrix[row, whole] = -1
        matrix[row, system.part[system.start[row] : system.start[row + 1]]] += 1
    bounds = [(max(0, number - 4), number + 4) for number in told]
    ends = []
    for at in range(len(told)):
        goal = np.zeros(len(told))
        goal[at] = 1
        low, high = (
            sign * linprog(sign * goal, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=bounds).fun
            for sign in (1, -1)
        )
        ends.append(high - low)
    return np.array(ends)


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([(4, 4), (2, 3, 3), (6,), (2, 2, 2, 3)]), st.integers(0, 1000))
def test_each_number_is_near_and_each_small_one_open(shape, seed):
    system = system_of(cube(drawn(shape, seed)))
    found = rounded_apart(system, by_seed(seed), primary=small(system), width=4)
    for count, told in zip(system.counts.tolist(), found.told, strict=True):
        assert told % 5 == 0
        assert abs(told - count) < 5
        assert count % 5 or told == count
    is_open = widths(system, found.told)[small(system)] >= 4 - 1e-6
    assert is_open.all() == found.is_certified


def test_it_says_no_where_sums_give_a_number_away():
    """Rounded as far up as can be in all parts, and as far down in the sum: only one table fits."""
    system = system_of(cube([6, 6, 6, 6, 6, 6]))
    whole = int(np.argmax(system.counts))

    def pressing(cell, count, turn) -> float:
        return 1.0 if cell == system.cells[whole] else 0.0  # 36 is told as 35, each 6 as 10

    found = rounded_apart(system, pressing, primary=small(system), width=4)
    assert not found.is_certified
    assert widths(system, found.told)[1:].max() < 4


def test_it_draws_again_what_would_be_known_too_well():
    system = system_of(cube([6, 6, 6, 6, 6, 6]))
    whole = int(np.argmax(system.counts))

    def pressing_once(cell, count, turn) -> float:
        return 0.5 if turn else float(cell == system.cells[whole])

    found = rounded_apart(system, pressing_once, primary=small(system), width=4)
    assert found.is_certified
    assert widths(system, found.told)[1:].min() >= 4 - 1e-6


def test_it_is_right_on_average():
    system = system_of(cube([13, 41, 22]))
    told = [
        rounded_apart(system, by_seed(seed), primary=small(system)).told for seed in range(2000)
    ]
    assert np.abs(np.mean(told, axis=0) - system.counts).max() < 0.25


def test_what_was_told_before_is_told_again():
    system = system_of(cube([13, 41, 22]))
    first = rounded_apart(system, by_seed(1), primary=small(system))
    before = {
        cell: {count: told}
        for cell, count, told in zip(system.cells, system.counts.tolist(), first.told, strict=True)
    }
    again = (
        rounded_apart(system, by_seed(seed), primary=small(system), given=before).told
        for seed in range(20)
    )
    assert set(again) == {first.told}


def test_what_is_known_exactly_makes_others_narrower():
    system = system_of(cube([3, 41]))
    all_but_small = [at for at, count in enumerate(system.counts.tolist()) if count != 3]
    found = rounded_apart(system, by_seed(1), primary=small(system), width=4, known=all_but_small)
    assert not found.is_certified


def test_a_base_of_one_and_a_table_too_large_are_refused():
    system = system_of(cube([3, 41]))
    with pytest.raises(TableError, match="base"):
        rounded_apart(system, by_seed(1), primary=small(system), base=1)
    large = System(
        tuple((("v", str(at)),) for at in range(25_001)),
        np.ones(25_001, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros(0, dtype=np.int64),
    )
    with pytest.raises(TableError, match="too many"):
        rounded_apart(large, by_seed(1), primary=small(large))


def test_many_ways_are_told_whole():
    """Four dimensions, where hiding would blank a third of all cells."""
    system = system_of(cube(drawn((4, 4, 3, 3), 7)))
    found = rounded_apart(system, by_seed(7), primary=small(system), width=4)
    assert found.is_certified
    assert len(found.told) == len(system.cells)
