"""Old rows read in today's categories: added exactly, never dropped, never guessed."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shidra.core.figures import (
    CategoryStep,
    ChangeKind,
    Crossing,
    Crosswalk,
    CrosswalkError,
    Fault,
    PlaceTree,
    Row,
    Table,
    by_group,
    crossed,
    figure,
    held_in,
)

RENAME, MERGE, SPLIT, MOVE = ChangeKind
UNKNOWN = "s:unknown"


def _step(kind: ChangeKind, period: str, before: str, after: str) -> CategoryStep:
    return CategoryStep(kind, period, _keys(before), _keys(after))


def _keys(codes: str) -> tuple[str, ...]:
    return tuple(f"s:{code}" for code in codes.split())


def _row(period: str, code: str, numerator: int, denominator: int, place: str | None = None) -> Row:
    groups = frozenset({f"s:{code}"} if code else ())
    return Row(period, place, groups, numerator, denominator)


def _amounts(table: Table, period: str, place: str | None = None) -> dict[str, object]:
    split = by_group(table, period, "s", place)
    found = {
        one.removeprefix("s:"): (point.numerator, point.denominator)
        for point in split.groups
        for one in point.groups
    }
    if split.remainder:
        found["left"] = (split.remainder.numerator, split.remainder.denominator)
    return found


def test_it_adds_merged_categories_and_never_averages_them() -> None:
    walk = Crosswalk([_step(MERGE, "2020", "a b", "c")])
    table = Table(
        [_row("2019", "a", 1, 10), _row("2019", "b", 9, 30), _row("2020", "c", 5, 20)], {}, walk
    )
    assert _amounts(table, "2019") == {"c": (10, 40)}
    assert figure(table, "2019", None, frozenset({"s:c"})).value == 0.25
    assert _amounts(table, "2020") == {"c": (5, 20)}
    # Whoever names an old category finds its rows.
    assert figure(table, "2019", None, frozenset({"s:a"})).value == 0.1


def test_it_reads_a_row_of_the_merged_category_before_what_it_was_made_of() -> None:
    walk = Crosswalk([_step(MERGE, "2020", "a b", "c")])
    rows = [_row("2019", "a", 1, 10), _row("2019", "b", 9, 30), _row("2019", "c", 12, 50)]
    assert _amounts(Table(rows, {}, walk), "2019") == {"c": (12, 50)}


def test_it_adds_what_one_place_gave_merged_and_another_apart() -> None:
    walk = Crosswalk([_step(MERGE, "2020", "a b", "c")])
    parents = {"land": None, "x": "land", "y": "land"}
    rows = [
        _row("2020", "a", 1, 10, "x"),
        _row("2020", "b", 2, 10, "x"),
        _row("2020", "c", 4, 20, "y"),
    ]
    assert _amounts(Table(rows, parents, walk), "2020") == {"c": (7, 40)}
    # Given for the land is only one of the two: the other is the sum of its places.
    rows = [_row("2019", "a", 5, 50), _row("2019", "a", 5, 50, "x"), _row("2019", "b", 2, 10, "y")]
    assert _amounts(Table(rows, parents, walk), "2019") == {"c": (7, 60)}


def test_it_follows_a_category_through_rename_merge_and_split() -> None:
    walk = Crosswalk(
        [
            _step(SPLIT, "2022", "d", "e f"),
            _step(RENAME, "2018", "a", "b"),
            _step(MERGE, "2020", "b c", "d"),
        ]
    )
    rows = [
        _row("2017", "a", 1, 10),
        _row("2017", "c", 2, 10),
        _row("2019", "b", 3, 10),
        _row("2019", "c", 4, 10),
        _row("2021", "d", 5, 20),
        _row("2023", "e", 6, 10),
        _row("2023", "f", 7, 10),
    ]
    table = Table(rows, {}, walk)
    found = [_amounts(table, period) for period in table.periods]
    assert found == [{"d": (3, 20)}, {"d": (7, 20)}, {"d": (5, 20)}, {"e": (6, 10), "f": (7, 10)}]
    whole = [figure(table, period, None, frozenset({"s:d"})).numerator for period in table.periods]
    assert whole == [3, 7, 5, 13]
    assert (walk.today("s:a"), walk.until("s:d"), walk.since("s:e")) == ("s:d", "2022", "2022")


def test_it_leaves_what_the_parts_of_a_divided_category_do_not_tell_as_unknown() -> None:
    walk = Crosswalk([_step(SPLIT, "2020", "a", "b c")])
    parents = {"land": None, "x": "land", "y": "land", "z": "land"}
    rows = [
        # x still reports the whole, y its parts, z a whole and one part.
        _row("2021", "a", 4, 40, "x"),
        _row("2021", "b", 1, 10, "y"),
        _row("2021", "c", 2, 10, "y"),
        _row("2021", "a", 9, 30, "z"),
        _row("2021", "b", 5, 10, "z"),
        _row("2021", "d", 7, 10, "z"),
        _row("2021", "unknown", 1, 1, "z"),
    ]
    table = Table(rows, parents, walk)
    assert _amounts(table, "2021") == {
        "b": (6, 20),
        "c": (2, 10),
        "d": (7, 10),
        "unknown": (4 + 4 + 1, 40 + 20 + 1),
    }
    assert figure(table, "2021").denominator == 40 + 20 + 30 + 10 + 1
    cells = crossed(table, "2021", Crossing(("s",)))
    assert {cell.categories[0]: (cell.numerator, cell.denominator) for cell in cells} == _amounts(
        table, "2021"
    )
    # Before the split a whole is a category like others.
    before = Table([_row("2019", "a", 4, 40), _row("2019", "d", 1, 10)], {}, walk)
    assert _amounts(before, "2019") == {"a": (4, 40), "d": (1, 10)}


def test_it_says_that_parts_are_more_than_their_whole() -> None:
    walk = Crosswalk([_step(SPLIT, "2020", "a", "b c")])
    table = Table([_row("2021", "a", 4, 10), _row("2021", "b", 6, 12)], {}, walk)
    split = by_group(table, "2021", "s")
    assert split.exceeds
    assert [point.groups for point in split.groups] == [frozenset({"s:b"})]


def test_it_moves_a_category_from_one_whole_to_another() -> None:
    walk = Crosswalk(
        [
            _step(SPLIT, "2018", "a", "b c"),
            _step(SPLIT, "2018", "d", "e f"),
            _step(MOVE, "2020", "b", "d"),
        ]
    )
    rows = [_row(year, code, 1, 10) for year in ("2019", "2021") for code in "bcef"]
    table = Table(rows, {}, walk)
    for whole, expected in (("a", [20, 10]), ("d", [20, 30])):
        asked = frozenset({f"s:{whole}"})
        assert [figure(table, one, None, asked).denominator for one in table.periods] == expected
    assert set(_amounts(table, "2021")) == set("bcef")
    assert walk.parts_of("s:d", "2021") == ("s:b", "s:e", "s:f")


def test_it_keeps_a_category_that_took_up_another_under_its_own_code() -> None:
    walk = Crosswalk([_step(MERGE, "2019", "c b", "c"), _step(MERGE, "2021", "c d", "c")])
    rows = [
        *(_row("2018", code, 1, 10) for code in "cbd"),
        *(_row("2020", code, 2, 20) for code in "cd"),
        # Late, for a category that c holds by now: it is counted in c already.
        _row("2020", "b", 1, 5),
        _row("2022", "c", 3, 30),
    ]
    table = Table(rows, {}, walk)
    assert [_amounts(table, one) for one in table.periods] == [
        {"c": (3, 30)},
        {"c": (4, 40)},
        {"c": (3, 30)},
    ]


def test_it_merges_back_what_was_split() -> None:
    walk = Crosswalk([_step(SPLIT, "2018", "a", "b c"), _step(MERGE, "2020", "b c", "a")])
    rows = [
        _row("2017", "a", 1, 10),
        _row("2019", "b", 1, 5),
        _row("2019", "c", 2, 5),
        _row("2021", "a", 4, 10),
    ]
    table = Table(rows, {}, walk)
    assert [_amounts(table, one) for one in table.periods] == [
        {"a": (1, 10)},
        {"a": (3, 10)},
        {"a": (4, 10)},
    ]


def test_it_keeps_the_parts_of_a_whole_that_gets_another_code() -> None:
    walk = Crosswalk(
        [
            _step(SPLIT, "2018", "a", "b c"),
            _step(RENAME, "2019", "a", "z"),
            _step(RENAME, "2020", "b", "d"),
            _step(RENAME, "2021", "d", "d"),
        ]
    )
    rows = [_row("2017", "a", 1, 10), _row("2021", "d", 1, 5), _row("2021", "c", 2, 5)]
    table = Table(rows, {}, walk)
    assert [_amounts(table, one) for one in table.periods] == [
        {"z": (1, 10)},
        {"d": (1, 5), "c": (2, 5)},
    ]
    assert figure(table, "2021", None, frozenset({"s:z"})).denominator == 10


def test_it_crosses_dimensions_that_changed_with_others() -> None:
    walk = Crosswalk([_step(MERGE, "2020", "a b", "c")])
    rows = [
        Row("2019", None, frozenset({f"s:{one}", f"g:{sex}"}), 1, 10)
        for one in "ab"
        for sex in "mf"
    ]
    table = Table(rows, {}, walk)
    assert figure(table, "2019", None, frozenset({"s:c", "g:f"})).denominator == 20
    assert [p.denominator for p in by_group(table, "2019", "g").groups] == [20, 20]


def test_it_reads_places_that_were_joined_moved_and_grew() -> None:
    tree = PlaceTree({"land": None, "p": "land", "q": "p", "r": "land"}, grown={"p": "2020"})
    rows = [
        _row("2019", "", 1, 10, "p"),
        _row("2019", "", 2, 10, "q"),
        _row("2021", "", 4, 20, "p"),
    ]
    table = Table(rows, tree)
    assert [figure(table, one, "p").denominator for one in table.periods] == [20, 20]
    moved = PlaceTree(
        {"land": None, "n": "land", "s": "land", "p": "s"}, {"p": [("", "n"), ("2020", "s")]}
    )
    table = Table([_row("2019", "", 1, 10, "p"), _row("2021", "", 1, 10, "p")], moved)
    assert [figure(table, one, "n").rows for one in table.periods] == [1, 0]
    assert held_in([("", 1), ("2019", 2), ("2019-Q3", 3)], "2019", 0) == 2


@pytest.mark.parametrize(
    ("steps", "fault", "at"),
    [
        ([_step(RENAME, "2018", "a", "b"), _step(RENAME, "2020", "b", "a")], Fault.GONE, 1),
        ([_step(RENAME, "2018", "a", "b"), _step(MERGE, "2020", "a c", "d")], Fault.GONE, 1),
        ([_step(SPLIT, "2018", "a", "b c"), _step(SPLIT, "2020", "b", "a d")], Fault.CIRCLE, 1),
        ([_step(MOVE, "2018", "a", "b"), _step(MOVE, "2020", "b", "a")], Fault.CIRCLE, 1),
        (
            [_step(SPLIT, "2018", "a", "b c"), _step(SPLIT, "2020", "d", "b e")],
            Fault.PART_ALREADY,
            1,
        ),
        ([_step(SPLIT, "2018", "a", "a b")], Fault.ITSELF, 0),
        ([_step(MERGE, "2018", "a", "b")], Fault.COUNT, 0),
        ([_step(MERGE, "2018", "a a", "b")], Fault.REPEATED, 0),
        ([CategoryStep(RENAME, "2018", ("s:a",), ("g:a",))], Fault.DIMENSIONS, 0),
    ],
)
def test_it_refuses_what_cannot_follow(steps: list[CategoryStep], fault: Fault, at: int) -> None:
    with pytest.raises(CrosswalkError) as refused:
        Crosswalk(steps)
    assert (refused.value.fault, refused.value.step) == (fault, at)


def _random_steps(random: Random, periods: list[str]) -> list[CategoryStep]:
    """A history in which each category that is in use may pass on, up to six times."""
    in_use, steps, made = list("abcdef"), [], 0
    for period in sorted(random.sample(periods, k=random.randrange(1, 7))):
        kind = random.choice([RENAME, MERGE, SPLIT])
        made += 1
        take = min(len(in_use), 1 if kind != MERGE else random.randrange(2, 4))
        if take < (2 if kind == MERGE else 1):
            continue
        before = random.sample(in_use, take)
        after = [f"n{made}"] if kind != SPLIT else [f"n{made}x", f"n{made}y"]
        in_use = [one for one in in_use if one not in before] + after
        steps.append(_step(kind, period, " ".join(before), " ".join(after)))
    random.shuffle(steps)
    return steps


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False))
def test_it_keeps_every_sum_of_every_period(random: Random) -> None:
    """Against plain addition: each row is of one place and category, as it was known then."""
    periods = [str(year) for year in range(2015, 2023)]
    walk = Crosswalk(_random_steps(random, periods))
    codes = [*"abcdef", *{one[2:] for step in walk.steps for one in (*step.before, *step.after)}]
    codes = sorted(set(codes))
    parents = {"land": None, "x": "land", "y": "land"}
    rows = [
        _row(period, code, random.randrange(50), random.randrange(50, 99), place)
        for period in periods
        for place in ("x", "y")
        for code in codes
        # Of a place either old or new categories are told, as one partner tells them.
        if _in_use(walk, code, period) and random.random() < 0.8
    ]
    table, plain = Table(rows, parents, walk), Table(rows, parents)
    for period in table.periods:
        mine = [row for row in rows if row.period == period]
        whole = figure(table, period)
        assert (whole.numerator, whole.denominator) == _sum(mine)
        assert (whole.numerator, whole.denominator) == (
            figure(plain, period).numerator,
            figure(plain, period).denominator,
        )
        split = by_group(table, period, "s")
        assert _sum(split.groups) == _sum(mine)
        assert {
            (f"s:{cell.categories[0]}", cell.numerator, cell.denominator)
            for cell in crossed(table, period, Crossing(("s",)))
        } == {(*point.groups, point.numerator, point.denominator) for point in split.groups}
        for point in split.groups:
            (group,) = point.groups
            counted = [row for row in mine if walk.today(*row.groups) == group]
            assert (point.numerator, point.denominator) == _sum(counted)
            share = Fraction(int(point.numerator or 0), int(point.denominator or 1))
            assert point.value == float(share)


def _in_use(walk: Crosswalk, code: str, period: str) -> bool:
    since, until = walk.since(f"s:{code}"), walk.until(f"s:{code}")
    return since <= period and (not until or period < until)


def _sum(parts: object) -> tuple[float, float]:
    return (
        sum(one.numerator for one in parts),  # type: ignore[attr-defined]
        sum(one.denominator for one in parts),  # type: ignore[attr-defined]
    )
