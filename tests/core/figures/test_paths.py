"""The path to a target, and whether the search for a figure may be spared."""

import pytest

from shidra.core.figures import (
    PathStatus,
    Row,
    Table,
    figure,
    period_year,
    periods_through,
    standing,
)


def test_it_is_on_path_within_a_twentieth_of_the_way():
    first, target = ("2020", 0.0), ("2030", 1.0)
    assert standing(first, ("2025", 0.46), target).status is PathStatus.ON_PATH
    assert standing(first, ("2025", 0.44), target).status is PathStatus.OFF_PATH
    assert standing(first, ("2025", 0.44), target).expected == 0.5


def test_it_meets_a_falling_path_from_above():
    first, target = ("2024/25", 31.0), ("2030/31", 18.0)
    assert standing(first, ("2025/26", 29.0), target).status is PathStatus.ON_PATH
    assert standing(first, ("2025/26", 32.0), target).status is PathStatus.OFF_PATH
    assert standing(first, ("2025/26", 17.0), target).status is PathStatus.REACHED


def test_it_expects_the_target_and_no_more_after_its_day():
    found = standing(("2020", 0.0), ("2035", 0.9), ("2030", 1.0))
    assert (found.status, found.expected) == (PathStatus.OFF_PATH, 1.0)


@pytest.mark.parametrize(
    ("latest", "target"),
    [
        (("2020", 0.0), ("2030", 1.0)),
        (("2025", 0.5), ("2020", 1.0)),
        (("2025", 0.5), ("2030", 0.0)),
    ],
)
def test_it_says_nothing_where_there_is_no_way(latest, target):
    assert standing(("2020", 0.0), latest, target).status is PathStatus.UNKNOWN


def test_it_counts_periods_of_each_kind():
    assert periods_through("2013", "2016") == ("2013", "2014", "2015", "2016")
    assert periods_through("1998/99", "2000/01") == ("1998/99", "1999/00", "2000/01")
    assert periods_through("2026-Q3", "2027-Q1") == ("2026-Q3", "2026-Q4", "2027-Q1")
    assert periods_through("2026-11", "2027-01") == ("2026-11", "2026-12", "2027-01")
    assert periods_through("2026", "2027-Q2") == ("2026", "2027-Q2")


def test_it_refuses_what_is_no_period():
    with pytest.raises(ValueError, match="spring"):
        period_year("spring")


def test_it_adds_all_rows_of_an_even_table_as_the_search_would():
    parents = {"land": None, "north": "land", "a": "north", "b": "north", "c": "land"}
    rows = [
        Row("2026", place, frozenset({f"s:{s}", f"g:{g}"}), place == "a", 3.0)
        for place in ("a", "b", "c")
        for s in "xy"
        for g in "fm"
    ]
    even, searched = Table(rows, parents), Table(rows, parents)
    assert even._periods["2026"].is_even
    searched._periods["2026"].is_even = False
    for place in (None, *parents):
        for groups in (frozenset(), frozenset({"s:x"}), frozenset({"s:x", "g:f"})):
            assert figure(even, "2026", place, groups) == figure(searched, "2026", place, groups)


@pytest.mark.parametrize(
    "extra",
    [Row("2026", "north", frozenset({"s:x"}), 1, 9), Row("2026", "c", frozenset(), 1, 9)],
    ids=["a place inside another", "other dimensions"],
)
def test_it_searches_where_totals_and_splits_live_together(extra):
    parents = {"land": None, "north": "land", "a": "north", "c": "land"}
    rows = [Row("2026", "a", frozenset({"s:x"}), 1, 3), extra]
    assert not Table(rows, parents)._periods["2026"].is_even
