"""Which part of the money meets a need."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.missing import Allocation, Need, cover

PARENTS = {"land": None, "north": "land", "south": "land", "acre": "north", "arad": "south"}


def chain(place):
    """The place and everything around it; the whole is around all."""
    found = []
    while place is not None:
        found.append(place)
        place = PARENTS.get(place)
    return [*found, None]


def obvious(needs, allocations):
    """The rule word by word, one fraction at a time."""
    uncovered = [Fraction(need.amount) for need in needs]
    used = [Fraction(0)] * len(allocations)
    order = sorted(
        range(len(allocations)),
        key=lambda j: (
            -len(chain(allocations[j].place)),
            len(allocations[j].groups) or 1_000,
            j,
        ),
    )
    for j in order:
        money = allocations[j]
        fits = [
            i
            for i, need in enumerate(needs)
            if need.line == money.line
            and need.year == money.year
            and (need.place in chain(money.place) or money.place in chain(need.place))
            and (not need.groups or not money.groups or need.groups & money.groups)
        ]
        total = sum(uncovered[i] for i in fits)
        if total:
            used[j] = min(Fraction(money.amount), total)
            for i in fits:
                uncovered[i] -= used[j] * uncovered[i] / total
    return uncovered, used


def rows(kind):
    return st.lists(
        st.builds(
            kind,
            line=st.sampled_from(["F1", "backbone"]),
            year=st.sampled_from([2026, 2027]),
            amount=st.integers(0, 10**9),
            place=st.sampled_from([None, *PARENTS]),
            groups=st.frozensets(st.sampled_from(["s:a", "s:b", "g:f"]), max_size=2),
        ),
        max_size=12,
    )


@given(rows(Need), rows(Allocation))
def test_it_agrees_with_the_rule_word_by_word(needs, allocations):
    answer = cover(needs, allocations, PARENTS)
    uncovered, used = obvious(needs, allocations)
    assert list(answer.uncovered) == uncovered
    assert list(answer.used) == used
    assert [need.amount - left for need, left in zip(needs, uncovered, strict=True)] == list(
        answer.covered
    )


@given(rows(Need), rows(Allocation))
def test_it_keeps_every_agora(needs, allocations):
    answer = cover(needs, allocations, PARENTS)
    assert sum(answer.covered) == sum(answer.used)
    assert all(0 <= left <= n.amount for n, left in zip(needs, answer.uncovered, strict=True))
    assert all(0 <= used <= a.amount for a, used in zip(allocations, answer.used, strict=True))


def test_it_lets_money_for_a_district_meet_needs_of_its_towns_and_of_the_whole():
    needs = [Need("F", 1, 100, "acre"), Need("F", 1, 100), Need("F", 1, 100, "arad")]
    answer = cover(needs, [Allocation("F", 1, 100, "north")], PARENTS)
    assert answer.covered == (50, 50, 0)


def test_it_applies_the_deepest_place_first_whatever_the_table_says():
    needs = [Need("F", 1, 100, "acre"), Need("F", 1, 100, "arad")]
    money = [Allocation("F", 1, 100), Allocation("F", 1, 100, "acre")]
    answer = cover(needs, money, PARENTS)
    assert answer.covered == (100, 100)
    assert answer.used == (100, 100)


def test_it_applies_fewer_named_groups_before_more_and_none_last():
    needs = [
        Need("F", 1, 100, None, frozenset({"s:a"})),
        Need("F", 1, 50, None, frozenset({"s:b"})),
    ]
    money = [
        Allocation("F", 1, 100),
        Allocation("F", 1, 60, None, frozenset({"s:a", "s:b"})),
        Allocation("F", 1, 60, None, frozenset({"s:a"})),
    ]
    answer = cover(needs, money, {})
    assert answer.used == (30, 60, 60)


def test_it_keeps_years_and_lines_apart():
    needs = [Need("F", 1, 100), Need("G", 2, 100)]
    answer = cover(needs, [Allocation("F", 2, 100), Allocation("G", 1, 100)], {})
    assert answer.covered == (0, 0)
    assert answer.used == (0, 0)


def test_it_leaves_money_for_another_group_as_overlap():
    needs = [Need("F", 1, 100, None, frozenset({"s:a"}))]
    answer = cover(needs, [Allocation("F", 1, 70, None, frozenset({"s:b"}))], {})
    assert answer.used == (0,)


def test_it_refuses_negative_amounts_and_places_in_a_circle():
    with pytest.raises(ValueError, match="negative"):
        cover([Need("F", 1, -1)], [], {})
    circle = {"a": "b", "b": "a"}
    with pytest.raises(ValueError, match="enclose one another"):
        cover([Need("F", 1, 1, "a")], [Allocation("F", 1, 1, "b")], circle)


def test_it_adds_up_when_every_allocation_touches_every_need():
    draw = random.Random(3)
    places = {f"p{i}": "land" for i in range(40)} | {"land": None}
    needs = [Need("F", 1, draw.randint(1, 10**8), draw.choice([*places, None])) for _ in range(200)]
    money = [
        Allocation("F", 1, draw.randint(1, 10**7), draw.choice([*places, None])) for _ in range(100)
    ]
    answer = cover(needs, money, places)
    assert float(sum(answer.covered)) == float(sum(answer.used)) > 0
