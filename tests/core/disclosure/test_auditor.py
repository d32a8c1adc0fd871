"""The auditor against slow attackers: what it says can be found out is what can be found out."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shidra.core.disclosure import (
    Published,
    TableError,
    audited,
    disagreement,
    published,
    system_of,
)
from tests.core.disclosure.tables import cube, drawn, real_intervals, whole_tables


@st.composite
def hidden_tables(draw, shapes=((3, 3), (2, 4), (2, 2, 3), (4,), (2, 2, 2, 2))):
    shape = draw(st.sampled_from(shapes))
    size = int(np.prod(shape))
    counts = np.array(draw(st.lists(st.integers(0, 6), min_size=size, max_size=size)))
    system = system_of(cube(counts.reshape(shape)))
    cells = len(system.counts)
    hidden = np.array(draw(st.lists(st.booleans(), min_size=cells, max_size=cells)))
    return published(system, hidden, hidden), system


def ends_of(found):
    return {
        int(cell): (low, high)
        for cell, low, high in zip(found.cells, found.low, found.high, strict=True)
    }


@settings(max_examples=60, deadline=None)
@given(hidden_tables())
def test_intervals_are_those_of_one_plain_programme_for_each_end(table):
    shown, system = table
    found = audited(shown)
    wanted = real_intervals(shown)
    assert ends_of(found).keys() == wanted.keys()
    for cell, ends in ends_of(found).items():
        assert ends == pytest.approx(wanted[cell], abs=1e-5)
        assert ends[0] - 1e-6 <= system.counts[cell] <= ends[1] + 1e-6


@settings(max_examples=25, deadline=None)
@given(hidden_tables(shapes=((4,), (2, 3), (2, 2, 2))))
def test_no_whole_table_lies_outside_the_intervals(table):
    shown, system = table
    shape = {5: (4,), 12: (2, 3), 27: (2, 2, 2)}[len(system.counts)]
    inner = np.ix_(*(range(1, length + 1) for length in shape))
    blanks = np.isnan(shown.values.reshape([length + 1 for length in shape])[inner]).sum()
    assume(blanks <= 4)  # else there are too many tables to list
    tables = whole_tables(shown, shape, 8)
    assert tables
    found = audited(shown)
    for cell, (low, high) in ends_of(found).items():
        for each in tables:
            assert low - 1e-6 <= each[cell] <= high + 1e-6


@settings(max_examples=40, deadline=None)
@given(hidden_tables())
def test_looking_at_primary_cells_alone_gives_them_the_same_verdicts(table):
    shown, _system = table
    exact, quick = audited(shown, width=2.0), audited(shown, width=2.0, primary_only=True)
    assert exact.verdicts == quick.verdicts
    assert (quick.high - quick.low <= exact.high - exact.low + 1e-6).all()


def test_a_lone_hidden_cell_is_exact_and_two_in_a_row_and_column_are_safe():
    system = system_of(cube([[3, 20, 9], [12, 7, 30], [4, 5, 6]]))
    at = {cell: place for place, cell in enumerate(system.cells)}
    first = at[("v0", "a"), ("v1", "a")]
    hidden = np.arange(len(system.counts)) == first
    found = audited(published(system, hidden, hidden))
    assert (found.low[0], found.high[0], found.verdicts) == (3.0, 3.0, ("exact",))
    assert not found.is_safe
    others = [at[("v0", row), ("v1", column)] for row in "ab" for column in "ab"]
    square = np.isin(np.arange(len(system.counts)), others)
    found = audited(published(system, square, hidden))
    assert ends_of(found)[first] == (0.0, 15.0)
    assert found.is_safe


def test_a_primary_cell_that_is_shown_all_the_same_is_not_safe():
    system = system_of(cube([3, 20]))
    primary = system.counts == 3
    shown = Published(system.counts.astype(float), primary, system.whole, system.start, system.part)
    found = audited(shown)
    assert found.verdicts == ("exact",)
    assert found.unsafe.tolist() == np.flatnonzero(primary).tolist()


def test_an_interval_without_an_upper_end_is_endless():
    system = system_of(cube([3, 20]))
    every = np.ones(3, dtype=bool)
    found = audited(published(system, every, every))
    assert np.isinf(found.high).all()
    assert (found.low == 0).all()


def test_narrow_is_less_than_the_width():
    system = system_of(cube([[1, 50], [60, 70]]))
    inner = np.array([len(cell) == 2 for cell in system.cells])
    found = audited(published(system, inner, inner & (system.counts == 1)), width=150.0)
    assert set(found.verdicts) == {"narrow"}
    assert not found.is_safe
    assert audited(published(system, inner, inner), width=51.0).is_safe


def test_what_contradicts_itself_is_refused():
    system = system_of(cube([3, 20]))
    values = np.array([22.0, 3.0, 20.0])
    none = np.zeros(3, dtype=bool)
    with pytest.raises(TableError, match="contradict"):
        audited(Published(values, none, system.whole, system.start, system.part))
    values = np.array([2.0, 3.0, np.nan])
    with pytest.raises(TableError, match="contradict"):
        audited(Published(values, none, system.whole, system.start, system.part))
    # Only all sums together show that no table is like this.
    system = system_of(cube([[1, 2], [3, 4]]))
    values = system.counts.astype(float)
    inner = np.array([len(cell) == 2 for cell in system.cells])
    values[inner] = np.nan
    values[[len(cell) == 1 and cell[0] == ("v0", "a") for cell in system.cells].index(True)] += 1
    none = np.zeros(len(values), dtype=bool)
    with pytest.raises(TableError, match="contradict"):
        audited(Published(values, none, system.whole, system.start, system.part))


def test_a_table_that_is_too_large_is_refused_with_advice():
    system = system_of(cube(drawn((25, 25, 25, 2), 1)))
    hidden = system.counts == 1
    with pytest.raises(TableError, match="Leave out a dimension"):
        audited(published(system, hidden, hidden))


def test_the_truth_must_agree_with_what_is_shown_and_found():
    system = system_of(cube([[1, 2], [3, 4]]))
    inner = np.array([len(cell) == 2 for cell in system.cells])
    shown = published(system, inner, inner)
    found = audited(shown)
    truth = system.counts.tolist()
    assert disagreement(shown, found, truth) is None
    for place in range(len(truth)):
        other = truth.copy()
        other[place] += 40
        assert disagreement(shown, found, other) == place


def test_the_interval_of_a_published_example_is_found_again():
    """Investment by activity and region; what is hidden are 8, 22, 17 and 12.

    Fischetti & Salazar, Math Program 1999;84:283: whoever subtracts knows of the 22 that it lies
    between 5 and 30.
    """
    system = system_of(cube([[20, 50, 10], [8, 19, 22], [17, 32, 12]]))
    hidden = np.isin(system.counts, [8, 22, 17, 12])
    found = audited(published(system, hidden, hidden))
    (at,) = np.flatnonzero(system.counts[found.cells] == 22)
    assert (found.low[at], found.high[at]) == pytest.approx((5, 30))
