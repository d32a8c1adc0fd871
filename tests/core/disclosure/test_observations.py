"""Totals and splits of partners, protected together: what no reader may work out, and what they may."""

import csv
import itertools
import random
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from shidra.core.disclosure import Count, Least, TableError, protected_observations
from shidra.core.disclosure.outcomes import EVENT, NO_EVENT
from shidra.core.figures import Row, Table, figure
from shidra.core.figures.cells import EVERYBODY
from tests.conftest import SHARED

LAND = {"land": None, "north": "land", "south": "land", "a": "north", "b": "north", "c": "south"}
SECTORS, SEXES = ("sector:x", "sector:y", "sector:z"), ("sex:f", "sex:m")
LEAST = Least(5, 5, 5)
FIVE_UNITS = SHARED / "data/five-units"

type Person = tuple[str | None, frozenset[str], bool]


def people_of(seed: int, *, by_sex: bool) -> dict[Person, int]:
    """Persons by where they live, what is known of them and whether it happened: the truth."""
    draw = random.Random(seed)
    some = [frozenset[str]()]
    for dimension in (SECTORS, SEXES) if by_sex else (SECTORS,):
        some = [known | {one} for known in some for one in dimension] + (
            some if dimension is SEXES else [frozenset()]
        )
    return {
        (place, known, happened): draw.choice([0, 0, 1, 2, 3, 6, 9, 14, 40])
        for place in ("a", "b", "c", "north")
        for known in dict.fromkeys(some)
        for happened in (True, False)
    }


def around(place: str | None) -> Iterator[str | None]:
    while place is not None and place != "land":
        yield place
        place = LAND[place]
    yield None


def counted(people: dict[Person, int]) -> dict[tuple[str | None, frozenset[str]], Count]:
    """Every total that could be shown, added up person by person."""
    found: dict[tuple[str | None, frozenset[str]], Count] = {}
    for (home, known, happened), number in people.items():
        margins = [frozenset(m) for k in range(len(known) + 1) for m in combinations(known, k)]
        for cell in itertools.product(around(home), margins):
            old = found.get(cell, Count(0, 0))
            found[cell] = Count(old.people + number, (old.events or 0) + number * happened)
    return {cell: count for cell, count in found.items() if count.people}


def interval(people, shown, wanted) -> tuple[float, float]:
    """What a reader of the shown counts can say of a wanted one: over all persons there may be."""
    atoms = list(people)

    def row(place, groups, side):
        return [
            float(
                place in set(around(home))
                and groups <= known
                and (side == "people" or happened == (side == EVENT))
            )
            for home, known, happened in atoms
        ]

    equations = [row(*cell) for cell in shown]
    right = [sum(n * each for n, each in zip(people.values(), r, strict=True)) for r in equations]
    goal = np.array(row(*wanted))
    ends = [
        linprog(sign * goal, A_eq=equations or None, b_eq=right or None, bounds=(0, None))
        for sign in (1, -1)
    ]
    high = np.inf if ends[1].status == 3 else -ends[1].fun
    return ends[0].fun, high


def sides_of(found, counts, *, only_small: bool) -> tuple[list, list]:
    """What is shown, and the small counts that are not, each as place, groups and side."""
    shown, small = [], []
    for (place, groups), count in counts.items():
        without = count.people - (count.events or 0)
        sizes = {"people": count.people, EVENT: count.events or 0, NO_EVENT: without}
        for side, size in sizes.items():
            is_small = 0 < size < 5
            status = (
                found.people(place, groups) if side == "people" else found.side(place, groups, side)
            )
            is_hidden = is_small if only_small else status in {"primary", "complementary"}
            if is_small:
                small.append((place, groups, side))
            if not is_hidden:
                shown.append((place, groups, side))
    return shown, small


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("by_sex", [False, True])
def test_it_leaves_room_around_every_small_count(seed: int, by_sex: bool):
    people = people_of(seed, by_sex=by_sex)
    counts = counted(people)
    dimensions = frozenset({"sector", "sex"} if by_sex else {"sector"})
    found = protected_observations(counts, [dimensions], LAND, LEAST)
    assert found.is_certified
    shown, small = sides_of(found, counts, only_small=False)
    assert small
    assert len(shown) > len(counts) / 2
    for wanted in small:
        low, high = interval(people, shown, wanted)
        assert high - low >= 1 - 1e-6, wanted


def test_it_would_notice_when_only_small_counts_were_hidden():
    people = people_of(0, by_sex=True)
    counts = counted(people)
    found = protected_observations(counts, [frozenset({"sector", "sex"})], LAND, LEAST)
    shown, small = sides_of(found, counts, only_small=True)
    bared = [each for each in small if np.ptp(interval(people, shown, each)) < 1 - 1e-6]
    assert bared


def test_it_protects_what_the_parts_leave():
    """Thirty here, 27 of them known by sector: the three are nobody's business either."""
    counts = {
        (None, EVERYBODY): Count(30),
        (None, frozenset({"sector:x"})): Count(15),
        (None, frozenset({"sector:y"})): Count(12),
    }
    patterns = [frozenset[str](), frozenset({"sector"})]
    found = protected_observations(counts, patterns, {}, LEAST)
    assert found.people(None, unknown=["sector"]) == "primary"
    assert "complementary" in {found.people(None, [each]) for each in ("sector:x", "sector:y")} | {
        found.people(None)
    }


def test_it_ties_tables_of_different_dimensions_together():
    """By sector in one table, by sex in another: a place's total is the same people in both."""
    counts = {
        ("a", EVERYBODY): Count(20),
        ("b", EVERYBODY): Count(3),
        (None, EVERYBODY): Count(23),
        **{(place, frozenset({"sector:x"})): Count(12) for place in ("a", None)},
        **{(place, frozenset({"sector:y"})): Count(8) for place in ("a", None)},
        **{(place, frozenset({"sex:f"})): Count(11) for place in ("a", None)},
        **{(place, frozenset({"sex:m"})): Count(9) for place in ("a", None)},
    }
    land = {"a": None, "b": None}
    patterns = [frozenset({"sector"}), frozenset({"sex"})]
    found = protected_observations(counts, patterns, land, LEAST)
    assert found.people("b") == "primary"
    hides = {place: found.people(place) != "safe" for place in ("a", None)}
    assert any(hides.values())
    if hides["a"]:
        # Neither table may give back the total of a that the other hides.
        for groups in (("sector:x", "sector:y"), ("sex:f", "sex:m")):
            assert "complementary" in {found.people("a", [each]) for each in groups}


def test_what_an_earlier_release_showed_protects_nothing():
    land = dict.fromkeys("abc")
    places = {"a": 4, "b": 9, "c": 30}
    counts = {(place, EVERYBODY): Count(number) for place, number in places.items()}
    counts[None, EVERYBODY] = Count(43)
    first = protected_observations(counts, [EVERYBODY], land, LEAST)
    assert first.people("b") == "complementary"
    told = {(("place", "b"),): [9], (): [43]}
    later = protected_observations(counts, [EVERYBODY], land, LEAST, known=told)
    assert later.people("c") == "complementary"
    assert later.is_certified
    # A number that has changed since tells nothing of today's.
    changed = protected_observations(
        counts, [EVERYBODY], land, LEAST, known={(("place", "b"),): [8]}
    )
    assert changed.people("b") == "complementary"


def test_zeros_are_told_or_not_as_the_rule_says():
    """That it happened to none of the fourteen tells of each of them."""
    counts = {
        (None, EVERYBODY): Count(60, 20),
        ("a", EVERYBODY): Count(14, 0),
        ("b", EVERYBODY): Count(16, 6),
        ("c", EVERYBODY): Count(30, 14),
    }
    land = dict.fromkeys("abc")
    told = protected_observations(counts, [EVERYBODY], land, Least(5, 5, 5))
    assert [told.events(place) for place in "abc"] == ["safe"] * 3
    kept = protected_observations(counts, [EVERYBODY], land, Least(5, 5, 5, zeros=True))
    assert [kept.events(place) for place in "abc"] == ["primary", "complementary", "safe"]
    assert kept.people("a") == "safe"
    assert kept.counts[(("place", "a"),)] == 14


def test_it_looks_at_the_places_of_an_attribute_as_one_place():
    land = dict.fromkeys("abcd")
    counts = {(place, EVERYBODY): Count(20) for place in "abc"}
    counts |= {("d", EVERYBODY): Count(4), (None, EVERYBODY): Count(64)}
    cluster = {"a": "1", "b": "1", "c": "2", "d": "2"}
    found = protected_observations(
        counts, [EVERYBODY], land, LEAST, attributes={"cluster": cluster}
    )
    assert found.people("cluster=1") == "safe"
    assert found.people("d") == "primary"
    assert {found.people("c"), found.people("cluster=2")} != {"safe"}


@pytest.mark.parametrize(
    ("counts", "patterns"),
    [
        (
            {(None, EVERYBODY): Count(9), (None, frozenset({"sector:x"})): Count(10)},
            [EVERYBODY, frozenset({"sector"})],
        ),
        ({(None, EVERYBODY): Count(9), ("a", EVERYBODY): Count(10)}, [EVERYBODY]),
        ({(None, EVERYBODY): Count(9, 10)}, [EVERYBODY]),
    ],
)
def test_it_refuses_parts_that_are_more_than_their_whole(counts, patterns):
    with pytest.raises(TableError, match="more than their whole"):
        protected_observations(counts, patterns, LAND, LEAST)


@pytest.mark.skipif(not FIVE_UNITS.exists(), reason=f"NOT TESTED ON REAL DATA: no {FIVE_UNITS}")
@pytest.mark.parametrize("period", ["2013", "2016"])
def test_it_protects_a_whole_indicator_of_five_units(period: str):
    with (FIVE_UNITS / "places.csv").open(encoding="utf-8-sig") as file:
        places = list(csv.DictReader(file))
    parents = {place["code"]: place["parent"] or None for place in places}
    cluster = {place["code"]: place["cluster"] for place in places}
    with (FIVE_UNITS / "observations.csv").open(encoding="utf-8-sig") as file:
        rows = [
            Row(
                period,
                row["place"],
                frozenset(f"{d}:{row[d]}" for d in ("sector", "supervision") if row[d]),
                float(row["numerator"]),
                float(row["denominator"]),
            )
            for row in csv.DictReader(file)
            if row["indicator"] == "M5" and row["period"] == period
        ]
    table = Table(rows, parents)
    cells = {
        table.cell(place, frozenset(groups))
        for row in rows
        for place in chain(row.place, parents)
        for size in range(len(row.groups) + 1)
        for groups in combinations(sorted(row.groups), size)
    }
    figures = {cell: figure(table, period, *cell) for cell in cells}
    counts = {
        cell: Count(int(each.denominator or 0), int(each.numerator or 0))
        for cell, each in figures.items()
    }
    patterns = [frozenset({"sector", "supervision"}), frozenset({"sector"})]
    found = protected_observations(
        counts, patterns, parents, Least(10, 10, 10), attributes={"cluster": cluster}
    )
    assert found.is_certified
    for (place, groups), count in counts.items():
        without = count.people - (count.events or 0)
        if any(0 < number < 10 for number in (count.people, count.events or 0, without)):
            assert found.events(place, groups) == "primary", (place, groups)
    assert found.events(None, ["sector:arab"]) == "safe"
    told = [status for status in found.statuses.values() if status == "safe"]
    assert len(told) > 0.8 * len(found.statuses)


def chain(place: str | None, parents: dict[str, str | None]) -> Iterator[str | None]:
    while place is not None:
        yield place
        place = parents[place]
    yield None
