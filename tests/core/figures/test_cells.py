"""The figure of a cell from totals and splits that live together."""

import random

import pytest

from shidra.core.figures import Reason, Row, Table, figure

LAND = {"land": None, "north": "land", "south": "land", "acre": "north", "haifa": "north"}


def row(place, groups, numerator=None, denominator=None, value=None, n=None):
    return Row("2026", place, frozenset(groups.split()), numerator, denominator, value, n)


def of(rows, place=None, groups="", places=LAND):
    return figure(Table(rows, places), "2026", place, frozenset(groups.split()))


def test_it_takes_the_row_given_for_exactly_the_cell():
    found = of([row("north", "", 5, 10), row("acre", "", 1, 4), row("north", "s:a", 2, 3)], "north")
    assert (found.numerator, found.denominator, found.value) == (5, 10, 0.5)
    assert found.is_exact
    assert found.rows == 1


def test_it_adds_finer_rows_and_recomputes_the_share():
    found = of([row("acre", "", 1, 10), row("haifa", "", 30, 40), row("south", "", 9, 50)])
    assert (found.numerator, found.denominator, found.value) == (40, 100, 0.4)
    assert not found.is_exact
    assert found.rows == 3


def test_it_counts_no_row_inside_another_fitting_row():
    found = of([row("north", "", 5, 10), row("acre", "", 1, 4), row("south", "s:a", 2, 10)])
    assert (found.numerator, found.denominator, found.rows) == (7, 20, 2)


def test_it_adds_one_family_of_splits_and_never_two():
    rows = [
        row("acre", "sector:a", 1, 10),
        row("acre", "sector:b", 3, 10),
        row("acre", "gender:f", 3, 12),
        row("acre", "gender:m", 1, 9),
        row("acre", "gender:f sector:a", 1, 6),
    ]
    found = of(rows)
    assert (found.numerator, found.denominator) == (4, 21), "gender counts one more than sector"
    assert of(rows[:2] + rows[3:]).denominator == 20, "sector counts 20, gender only 9"
    assert of(rows, "acre", "sector:a").denominator == 10


def test_it_takes_the_dimension_that_comes_first_when_two_count_the_same():
    rows = [
        row("acre", "sector:a", 1, 10),
        row("acre", "sector:b", 3, 10),
        row("acre", "gender:f", 1, 11),
        row("acre", "gender:m", 2, 9),
    ]
    assert of(rows).numerator == 3
    assert of(rows[::-1]).numerator == 3


def test_it_adds_a_group_given_for_the_whole_to_one_given_by_town():
    rows = [row("land", "sector:a", 1, 10), row("acre", "sector:b", 3, 10), row("acre", "", 4, 18)]
    found = of(rows)
    assert (found.numerator, found.denominator) == (4, 20)


def test_it_takes_no_place_and_the_only_root_as_the_same():
    rows = [row(None, "", 1, 2), row("north", "", 5, 10)]
    assert of(rows, "land").denominator == 2
    assert of(rows, "north").denominator == 10
    two_roots = {"a": None, "b": None}
    assert of([row(None, "", 1, 2), row("a", "", 5, 10)], "a", places=two_roots).denominator == 10
    assert of([row("a", "", 1, 2), row("b", "", 5, 10)], None, places=two_roots).denominator == 12


def test_it_uses_a_value_alone_for_its_own_cell_and_never_adds_it():
    rows = [row("acre", "", value=0.3), row("haifa", "", 2, 4)]
    assert of(rows, "acre").value == 0.3
    found = of(rows, "north")
    assert found.value is None
    assert found.reason is Reason.ONLY_VALUES
    single = of([row("acre", "", value=0.3)], "north")
    assert single.value == 0.3, "the only row inside is the whole of what is known"


def test_it_recomputes_a_share_even_where_the_row_gives_a_value():
    assert of([row("acre", "", 1, 4, value=0.9)], "acre").value == 0.25


def test_it_adds_counts_that_have_no_denominator():
    assert of([row("acre", "", 3), row("haifa", "", 4)], "north").value == 7


def test_it_says_why_there_is_no_figure():
    assert of([], "acre").reason is Reason.NO_ROWS
    assert of([row("acre", "", 1, 4)], "south").reason is Reason.NO_ROWS
    assert of([row("acre", "", 0, 0)], "acre").reason is Reason.NOTHING_COUNTED


def test_it_adds_n_only_where_every_row_gives_it():
    rows = [row("acre", "", 1, 4, n=4), row("haifa", "", 1, 6, n=6)]
    assert of(rows, "north").n == 10
    assert of([*rows, row("south", "", 1, 6)]).n is None


def test_it_refuses_a_repeated_cell_and_places_in_a_circle():
    with pytest.raises(ValueError, match="Two rows"):
        Table([row("acre", "s:a", 1, 4), row("acre", "s:a", 2, 4)], LAND)
    with pytest.raises(ValueError, match="inside itself"):
        Table([row("a", "", 1, 4)], {"a": "b", "b": "a"})


def test_it_adds_up_thousands_of_rows():
    draw = random.Random(1)
    places = {"land": None} | {f"d{i}": "land" for i in range(7)}
    places |= {f"t{i}": f"d{i % 7}" for i in range(400)}
    rows = [
        Row(str(year), f"t{i}", frozenset({f"s:{s}", f"v:{v}"}), draw.randint(0, 9), 10)
        for year in range(4)
        for i in range(400)
        for s in "ab"
        for v in "xy"
    ]
    table = Table(rows, places)
    assert figure(table, "0").denominator == 16_000
    assert figure(table, "3", None, frozenset({"v:x"})).denominator == 8_000
