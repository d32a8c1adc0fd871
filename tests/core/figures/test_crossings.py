"""Figures by several dimensions and places at once, against a slow reading of the definition."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.figures import Crossing, Row, Table, by_group, crossed, figure, parts_of

LAND = {"land": None, "north": "land", "south": "land", "acre": "north", "haifa": "north"}
CATEGORIES = {"sex": ["", "f", "m", "unknown"], "age": ["", "young", "old"]}
DISTRICTS = {"north": ("north",), "south": ("south",)}


def row(place, groups, numerator=None, denominator=None, value=None, quality=""):
    return Row(
        "2026", place, frozenset(groups.split()), numerator, denominator, value, None, quality
    )


def cells(rows, axes=(), **asked):
    found = crossed(Table(rows, LAND), "2026", Crossing(tuple(axes), **asked))
    return {(*one.labels, *one.categories): (one.numerator, one.denominator) for one in found}


@st.composite
def observations(draw):
    """Totals and splits side by side, of any places and any number of dimensions."""
    places = [None, "north", "south", "acre", "haifa"]
    every = list(product(places, *CATEGORIES.values()))
    chosen = draw(st.lists(st.sampled_from(every), unique=True, max_size=14))
    rows = []
    for place, *codes in chosen:
        named = [f"{axis}:{code}" for axis, code in zip(CATEGORIES, codes, strict=True) if code]
        numerator = draw(st.integers(0, 50))
        rows.append(row(place, " ".join(named), numerator, numerator + draw(st.integers(0, 50))))
    return rows


def slowly(table, axes, groups=frozenset()):
    """The counts of every cell by the definition: a figure less all its finer cells."""
    known = {
        axis: [code for code in CATEGORIES[axis] if code not in {"", "unknown"}] for axis in axes
    }
    found = {}

    def told(named):
        point = figure(table, "2026", None, groups | named)
        return (point.numerator or 0, point.denominator or 0)

    cells = sorted(
        product(*([*known[axis], "unknown"] for axis in axes)), key=lambda c: c.count("unknown")
    )
    for cell in cells:
        fixed = [(place, code) for place, code in enumerate(cell) if code != "unknown"]
        total = told(frozenset(f"{axes[place]}:{code}" for place, code in fixed))
        finer = [
            counts
            for other, counts in found.items()
            if all(other[place] == code for place, code in fixed)
        ]
        found[cell] = tuple(total[side] - sum(one[side] for one in finer) for side in (0, 1))
    return found


@given(observations(), st.sampled_from([("sex",), ("age",), ("sex", "age"), ("age", "sex")]))
def test_it_agrees_with_the_slow_reading(rows, axes):
    told = cells(rows, axes)
    for cell, counts in slowly(Table(rows, LAND), axes).items():
        if min(counts) < 0:
            assert cell not in told
        else:
            assert told.get(cell, (0, 0)) == counts


@given(observations(), st.permutations(["sex", "age"]))
def test_parts_and_unknown_are_the_whole(rows, axes):
    table = Table(rows, LAND)
    whole = figure(table, "2026")
    for labels in ({}, DISTRICTS, {"acre": ("acre",), **DISTRICTS}):
        around = (None,) if labels else ()
        parts = parts_of(table, "2026", Crossing(axes, labels=labels, around=around))
        assert sum(p.times * p.row.numerator for p in parts) == (whole.numerator or 0)
        assert sum(p.times * p.row.denominator for p in parts) == (whole.denominator or 0)


@given(observations())
def test_the_order_of_the_dimensions_changes_nothing(rows):
    one = cells(rows, ("sex", "age"))
    other = cells(rows, ("age", "sex"))
    assert one == {(sex, age): counts for (age, sex), counts in other.items()}


@given(observations())
def test_the_figure_of_each_district_is_that_of_the_district(rows):
    table = Table(rows, LAND)
    told = cells(rows, labels=DISTRICTS, around=(None,))
    for district in ("north", "south"):
        point = figure(table, "2026", district)
        assert told.get((district,)) == (
            (point.numerator, point.denominator) if point.rows else None
        )


def test_what_the_parts_leave_joins_those_reported_as_unknown():
    rows = [row(None, "", 20, 100), row(None, "sex:f", 8, 40), row(None, "sex:unknown", 2, 10)]
    assert cells(rows, ["sex"]) == {("f",): (8, 40), ("unknown",): (12, 60)}


def test_a_total_that_nobody_could_split_is_unknown_as_a_whole():
    rows = [row("acre", "", 3, 10), row("haifa", "sex:f", 2, 5)]
    assert cells(rows, ["sex"]) == {("f",): (2, 5), ("unknown",): (3, 10)}


def test_what_lies_in_no_district_has_no_label():
    rows = [row(None, "", 20, 100), row("acre", "", 3, 10), row("south", "", 7, 20)]
    told = cells(rows, labels=DISTRICTS, around=(None,))
    assert told == {("north",): (3, 10), ("south",): (7, 20), (None,): (10, 70)}


def test_a_place_with_a_label_of_its_own_is_taken_out_of_the_one_around_it():
    rows = [row("north", "", 20, 100), row("acre", "", 3, 10)]
    told = cells(rows, labels={"north": ("2",), "acre": ("7",)}, around=(None,))
    assert told == {("2",): (17, 90), ("7",): (3, 10)}


def test_parts_that_are_more_than_their_whole_leave_nobody():
    rows = [row(None, "", 5, 10), row(None, "sex:f", 4, 8), row(None, "sex:m", 4, 8)]
    assert cells(rows, ["sex"]) == {("f",): (4, 8), ("m",): (4, 8)}


def test_it_keeps_values_that_cannot_be_added():
    rows = [
        row(None, "", value=60),
        row(None, "sex:f", value=70),
        row(None, "sex:unknown", value=9),
    ]
    found = crossed(Table(rows, {}), "2026", Crossing(("sex",)))
    assert [(one.categories, one.value) for one in found] == [(("f",), 70), (("unknown",), 9)]


def test_it_adds_large_numbers_to_the_last_unit():
    huge = 2**60
    rows = [row("acre", "", huge + 1, huge + 3), row("haifa", "", 1, 2), row("south", "", 5, 5)]
    assert cells(rows) == {(): (huge + 7, huge + 10)}


def test_a_cell_is_as_good_as_its_worst_row():
    rows = [row("acre", "", 1, 2, quality="A"), row("haifa", "", 1, 2, quality="C")]
    assert crossed(Table(rows, LAND), "2026", Crossing())[0].quality == "C"


@pytest.mark.parametrize("axis", ["sex", "age"])
@given(observations())
def test_one_dimension_reads_as_side_by_side(axis, rows):
    table = Table(rows, LAND)
    split = by_group(table, "2026", axis)
    told = cells(rows, [axis])
    for point in split.groups:
        (group,) = point.groups
        code = group.partition(":")[2]
        if code != "unknown":
            assert told[(code,)] == (point.numerator, point.denominator)
