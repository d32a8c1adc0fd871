"""Figures over periods and groups, and the disparity between groups."""

import csv
import json
from pathlib import Path

import pytest

from shidra.core.figures import Row, Table, by_group, by_period, disparity

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def row(groups, numerator=None, denominator=None, place=None, period="2026", value=None):
    return Row(period, place, frozenset(groups.split()), numerator, denominator, value)


def test_it_shows_what_the_groups_leave_as_unknown():
    split = by_group(
        Table([row("", 10, 40), row("s:a", 3, 10), row("s:b", 5, 20)], {}), "2026", "s"
    )
    assert [part.value for part in split.groups] == [0.3, 0.25]
    assert (split.remainder.numerator, split.remainder.denominator) == (2, 10)
    assert split.remainder.value == 0.2
    assert not split.exceeds


def test_it_leaves_no_remainder_when_groups_add_up_but_for_the_last_bit():
    parts = [row("s:a", 0.1, 1), row("s:b", 0.2, 1), row("s:c", 0.3, 1)]
    split = by_group(Table([row("", 0.1 + 0.2 + 0.3, 3), *parts], {}), "2026", "s")
    assert split.remainder is None
    assert not split.exceeds
    assert by_group(Table(parts, {}), "2026", "s").total.denominator == 3


def test_it_says_when_groups_are_more_than_their_total():
    split = by_group(Table([row("", 1, 5), row("s:a", 1, 6)], {}), "2026", "s")
    assert split.exceeds
    assert split.remainder is None


def test_it_splits_a_cell_that_already_names_a_group():
    rows = [row("s:a g:f", 1, 4), row("s:a g:m", 2, 4), row("s:b g:f", 4, 4)]
    split = by_group(Table(rows, {}), "2026", "g", groups=frozenset({"s:a"}))
    assert [part.value for part in split.groups] == [0.25, 0.5]


def test_it_measures_the_disparity_between_named_groups_with_a_number():
    rows = [row("s:a", 3, 10), row("s:b", 9, 10), row("s:unknown", 0, 10), row("s:c", 0, 0)]
    found = disparity(by_group(Table(rows, {}), "2026", "s").groups, "s")
    assert found.value == pytest.approx(0.6)
    assert (found.highest, found.lowest) == ("s:b", "s:a")


def test_it_needs_two_groups_for_a_disparity():
    split = by_group(Table([row("s:a", 3, 10), row("s:unknown", 0, 10)], {}), "2026", "s")
    assert disparity(split.groups, "s") is None


def test_it_follows_a_cell_over_the_periods_that_have_it():
    rows = [
        row("s:a", 1, 4, period="2025/26"),
        row("s:a", 1, 2, period="2024/25"),
        row("s:b", 1, 2),
    ]
    points = by_period(Table(rows, {}), groups=frozenset({"s:a"}))
    assert [(point.period, point.value) for point in points] == [
        ("2024/25", 0.5),
        ("2025/26", 0.25),
    ]


def read(name):
    with (SHARED / "five-units" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not there: five-units untested")
def test_it_gives_the_series_of_five_units():
    parents = {place["code"]: place["parent"] or None for place in read("places")}
    table = Table(
        [
            Row(
                line["period"],
                line["place"] or None,
                frozenset(f"{d}:{line[d]}" for d in ("sector", "supervision") if line[d]),
                float(line["numerator"]),
                float(line["denominator"]),
            )
            for line in read("observations")
            if line["indicator"] == "M5"
        ],
        parents,
    )
    expected = json.loads((SHARED / "five-units.expected.json").read_text(encoding="utf-8"))[
        "series"
    ]
    total = [(p.period, p.numerator, p.denominator, round(p.value, 9)) for p in by_period(table)]
    assert total == [
        (p["period"], p["numerator"], p["denominator"], p["value"]) for p in expected["M5"]
    ]
    split = [
        (part.period, group, part.numerator, part.denominator, round(part.value, 9))
        for period in table.periods
        for part in by_group(table, period, "sector").groups
        for group in part.groups
    ]
    assert split == [
        (p["period"], f"sector:{p['sector']}", p["numerator"], p["denominator"], p["value"])
        for p in expected["M5/sector"]
    ]
