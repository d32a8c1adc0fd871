"""The suppressor: nothing that must not be told can be worked out, and little else is hidden."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.disclosure import (
    Rule,
    TableError,
    audited,
    primary_cells,
    protected,
    published,
    read_counts,
    system_of,
)
from tests.core.disclosure.tables import cube, drawn, real_intervals

REFERENCES = Path(__file__).parents[4] / "shared" / "data" / "suppression"


def shown_of(system, found):
    primary = np.array([status == "primary" for status in found.statuses])
    return published(system, found.is_hidden, primary)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([(4, 4), (3, 5), (2, 3, 3), (6,), (2, 2, 2, 3)]),
    st.integers(0, 10_000),
    st.sampled_from([0.5, 1.0, 2.0, 5.0]),
    st.booleans(),
)
def test_every_primary_cell_stays_as_wide_as_asked_for_a_slow_attacker(shape, seed, width, zeros):
    system = system_of(cube(drawn(shape, seed)))
    rule = Rule(protects_zeros=zeros, width=width)
    found = protected(system, rule)
    assert found.is_certified
    ends = real_intervals(shown_of(system, found))
    for cell in np.flatnonzero(primary_cells(system, rule)):
        low, high = ends[int(cell)]
        assert high - low >= width - 1e-5


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([(4, 4), (2, 3, 3)]), st.integers(0, 10_000))
def test_statuses_say_what_each_cell_is(shape, seed):
    system = system_of(cube(drawn(shape, seed)))
    found = protected(system)
    for count, status in zip(system.counts.tolist(), found.statuses, strict=True):
        assert (status == "primary") == (1 <= count <= 4)
        assert (status == "empty") == (count == 0)


def test_zeros_are_primary_where_they_are_protected():
    system = system_of(cube([[0, 20, 9], [12, 7, 30], [4, 5, 6]]))
    found = protected(system, Rule(protects_zeros=True))
    assert {s for s, c in zip(found.statuses, system.counts, strict=True) if c == 0} == {"primary"}
    assert "empty" not in found.statuses
    assert audited(shown_of(system, found)).is_safe


def test_margins_are_primary_too():
    system = system_of(cube([[1, 1], [20, 30], [40, 50]]))
    found = protected(system)
    margin = system.cells.index((("v0", "a"),))
    assert found.statuses[margin] == "primary"
    assert audited(shown_of(system, found)).is_safe


@pytest.mark.parametrize("counts", [[0, 0], [3], [[0, 0], [0, 0]], [[1]], [7, 8]])
@pytest.mark.parametrize("zeros", [False, True])
def test_the_smallest_tables_are_protected_too(counts, zeros):
    system = system_of(cube(counts))
    found = protected(system, Rule(protects_zeros=zeros))
    assert found.is_certified
    assert "complementary" not in found.statuses


@pytest.mark.timeout(30)
def test_it_ends_where_nothing_can_protect_a_cell_any_more():
    """All others are known, so the small one is their difference: no work is left to be done.

    Once this was asked for ever.
    """
    system = system_of(cube([3, 20, 9, 40]))
    small = int(np.flatnonzero(system.counts == 3)[0])
    found = protected(system, Rule(), known=set(range(len(system.counts))) - {small})
    assert found.is_certified
    assert found.beyond == (small,)


def test_what_is_known_in_part_only_is_still_to_be_protected():
    """What others have of a cell leaves it open by less than asked: nothing new may narrow that."""
    system = system_of(cube([3, 1, 40, 50]))
    known = [place for place, count in enumerate(system.counts.tolist()) if count not in {3, 1}]
    found = protected(system, Rule(width=9.0), known=known)
    assert not found.is_certified


def test_what_is_shut_stays_hidden_and_what_is_dear_goes_last():
    system = system_of(cube([[3, 20, 9], [12, 7, 30], [40, 50, 60]]))
    largest = int(np.argmax(system.counts))
    plain = protected(system)
    assert plain.statuses[largest] == "safe"
    assert protected(system, shut=[largest]).statuses[largest] == "complementary"
    further = [place for place, told in enumerate(plain.statuses) if told == "complementary"]
    spared = protected(system, dear=[further[0]])
    assert spared.is_certified
    assert spared.statuses[further[0]] == "safe"


def test_a_table_of_large_counts_is_shown_whole():
    found = protected(system_of(cube(drawn((5, 5), 3) + 5)))
    assert set(found.statuses) == {"safe"}


def test_a_table_whose_people_are_all_in_one_cell_is_hidden_whole():
    counts = np.zeros((3, 3), dtype=int)
    counts[1, 2] = 3
    found = protected(system_of(cube(counts)))
    assert found.is_certified
    assert found.statuses.count("primary") == 4
    assert found.statuses.count("complementary") == 0


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_changes_nothing_and_neither_does_another_run(seed):
    counts = drawn((5, 6), seed)
    rows = [
        {"x": "pqrst"[i], "y": "uvwxyz"[j], "n": str(counts[i, j])} for i, j in np.ndindex(5, 6)
    ]
    first = system_of(read_counts(rows, ["x", "y"], "n"))
    np.random.default_rng(seed).shuffle(rows)
    second = system_of(read_counts(rows, ["x", "y"], "n"))
    assert protected(first).statuses == protected(second).statuses
    assert protected(first).statuses == protected(first).statuses


def test_other_names_for_the_same_categories_protect_as_well():
    counts = drawn((4, 5, 3), 8)
    system, other = system_of(cube(counts)), system_of(cube(counts[::-1, :, ::-1]))
    found, turned = protected(system), protected(other)
    assert found.is_certified
    assert turned.is_certified
    assert found.statuses.count("primary") == turned.statuses.count("primary")


@pytest.mark.parametrize(
    ("rule", "said"), [(Rule(width=0), "width"), (Rule(smallest=0), "smallest")]
)
def test_a_rule_without_meaning_is_refused(rule, said):
    with pytest.raises(TableError, match=said):
        protected(system_of(cube([1, 20])), rule)


@pytest.mark.parametrize(("name", "further", "aimed"), [("t2_12x15", 2, 1), ("t3_5x6x4", 37, 26)])
def test_it_hides_fewer_cells_than_the_reference(name, further, aimed):
    """`further` is what GaussSuppression 1.2.3 hides; at most 1.15 times as many are allowed."""
    path = REFERENCES / f"{name}_inner.csv"
    if not path.exists():
        pytest.skip(f"THE REFERENCE TABLE {path.name} IS NOT BESIDE THIS CHECKOUT: NOT COMPARED")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    system = system_of(read_counts(rows, [n for n in rows[0] if n != "freq"], "freq"))
    with (REFERENCES / f"{name}_gauss.csv").open(encoding="utf-8") as file:
        reference = list(csv.DictReader(file))
    assert sum(r["suppressed"] == "TRUE" != r["primary"] for r in reference) == further
    found = protected(system)
    assert found.is_certified
    assert found.statuses.count("primary") == sum(r["primary"] == "TRUE" for r in reference)
    assert found.statuses.count("complementary") <= min(aimed, 1.15 * further)
    ends = real_intervals(shown_of(system, found))
    primary = np.flatnonzero(primary_cells(system, Rule()))
    assert min(ends[int(cell)][1] - ends[int(cell)][0] for cell in primary) >= 1 - 1e-5
