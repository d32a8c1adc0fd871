"""Tables of the size that an indicator of a country has, and what is said of larger ones."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from shidra.core.disclosure import (
    audited,
    determined,
    dimension_of,
    protected,
    published,
    rank_checked,
    small_outcomes,
    system_of,
    with_outcomes,
)
from tests.core.disclosure.tables import cube, drawn

FIVE_UNITS = Path(__file__).parents[4] / "shared" / "data" / "five-units"


def rows_of(name):
    with (FIVE_UNITS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_year_of_a_country_is_protected_with_numerators_and_denominators():
    if not FIVE_UNITS.exists():
        pytest.skip("THE LARGE EXAMPLE IS NOT BESIDE THIS CHECKOUT: NOT PROTECTED")
    events, people = Counter(), Counter()
    for row in rows_of("observations"):
        if row["indicator"] == "M5" and row["period"] == "2016":
            cell = (row["place"], row["sector"], row["supervision"])
            events[cell] += int(row["numerator"])
            people[cell] += int(row["denominator"])
    districts = {row["code"]: row["parent"] for row in rows_of("places") if row["parent"] != "IL"}
    held = [sorted({cell[axis] for cell in people}) for axis in range(3)]
    grouping = {place: districts[place] for place in held[0]}
    dimensions = [
        dimension_of("place", held[0], [grouping]),
        dimension_of("sector", held[1]),
        dimension_of("supervision", held[2]),
    ]
    system = system_of(with_outcomes(dimensions, events, people))
    assert system.counts.max() == 81_591
    primary = small_outcomes(system, people=10, events=5, without=5)
    assert primary.any()
    assert not audited(published(system, primary, primary), primary_only=True).is_safe
    found = protected(system, primary=primary)
    assert found.is_certified
    assert audited(published(system, found.is_hidden, primary)).is_safe
    shown = [cell for cell, hidden in zip(system.cells, found.is_hidden, strict=True) if not hidden]
    assert {(), (("outcome", "event"),)} <= set(shown)


def test_two_thousand_cells_are_protected_and_a_plain_audit_agrees():
    system = system_of(cube(drawn((8, 6, 5, 4), 4)))
    found = protected(system)
    primary = np.array([status == "primary" for status in found.statuses])
    audit = audited(published(system, found.is_hidden, primary))
    assert audit.is_exact
    assert audit.is_safe
    assert found.statuses.count("complementary") <= 1.15 * 263


def test_sums_alone_fix_cells_at_any_size():
    """Nearly twenty thousand cells: what a sum gives back is found without a programme."""
    system = system_of(cube(drawn((26, 26, 24), 7)))
    hidden = (system.counts > 0) & (system.counts < 5)
    inner = np.array([len(cell) == 3 for cell in system.cells])
    lone = int(np.flatnonzero(inner & (system.counts > 50))[0])
    few = np.zeros(len(hidden), dtype=bool)
    few[lone] = True
    assert determined(published(system, few, few)).tolist() == [lone]
    square = [
        at
        for at, cell in enumerate(system.cells)
        if len(cell) == 3 and all(name in "ab" for _axis, name in cell)
    ]
    hidden = np.isin(np.arange(len(system.counts)), square)
    assert determined(published(system, hidden, hidden)).tolist() == []


def test_tables_too_large_for_intervals_are_checked_by_their_sums_at_least():
    """The small ones alone are given back by sums; with those hidden beside them none is."""
    system = system_of(cube(drawn((26, 25, 24), 11)))
    small = (system.counts > 0) & (system.counts < 2)
    bare = determined(published(system, small, small))
    assert small[bare].any()
    found = rank_checked(system, primary=small)
    assert (found.is_certified, found.is_rank_checked) == (False, True)
    assert found.statuses.count("complementary")
    left = determined(published(system, found.is_hidden, small))
    assert not small[left].any()


def test_what_everybody_knows_already_is_said_to_be_beyond():
    system = system_of(cube(drawn((4, 4), 3)))
    small = np.arange(len(system.counts)) == len(system.counts) - 1
    others = np.flatnonzero(~small)
    found = rank_checked(system, primary=small, known=others)
    assert found.beyond == ()
    assert not found.is_rank_checked
