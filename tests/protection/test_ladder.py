"""Readers of different rules: whoever sees by two of them sees no more than by the looser one."""

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from shidra.protection.analysis import SAFE, Census, Guarded, Limits, protected_table

PLACES, SECTORS = ("a", "b", "c", "d"), ("s:x", "s:y", "s:z")
INNER = tuple(product(PLACES, SECTORS))
LOOSE, STRICT = Limits(4, 4, 4), Limits(12, 12, 12)
type Told = Mapping[tuple[str | None, str | None], int]


def lands() -> Iterator[dict[tuple[str, str], int]]:
    """People of four places and three sectors, some of them few."""
    for seed in range(12):
        draw = np.random.default_rng(seed)
        yield {spot: int(draw.choice([2, 3, 6, 9, 15, 30, 60])) for spot in INNER}


def census_of(people: Mapping[tuple[str, str], int]) -> Census:
    spots = {
        (place, frozenset({sector} if sector else ())): total(people, place, sector)
        for place in (None, *PLACES)
        for sector in (None, *SECTORS)
    }
    return Census(spots, {}, [frozenset({"s"})], dict.fromkeys(PLACES))


def total(people: Mapping[tuple[str, str], int], place: str | None, sector: str | None) -> int:
    return sum(n for (p, s), n in people.items() if place in {None, p} and sector in {None, s})


def told_by(table: Guarded, people: Mapping[tuple[str, str], int]) -> Told:
    found = {}
    for place, sector in product((None, *PLACES), (None, *SECTORS)):
        number = total(people, place, sector)
        look = table.look(place, {sector} if sector else (), people=number)
        if look.people == SAFE:
            found[place, sector] = number
    return found


def narrowest(told: Told, people: Mapping[tuple[str, str], int], least: int) -> float:
    """How far the best known of the small numbers is still open, for whoever was told all this."""
    rows = [
        [place in {None, p} and sector in {None, s} for p, s in INNER] for place, sector in told
    ]
    widths = []
    for at, spot in enumerate(INNER):
        if not 0 < people[spot] < least:
            continue
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(INNER))
            goal[at] = sign
            found = linprog(
                goal,
                A_eq=np.array(rows, dtype=float) if rows else None,
                b_eq=list(told.values()) if rows else None,
                bounds=(0, None),
            )
            ends.append(sign * found.fun if found.success else np.inf)
        widths.append(ends[1] - ends[0])
    return min(widths, default=np.inf)


@pytest.mark.parametrize("people", list(lands()))
def test_a_stricter_rule_tells_nothing_that_a_looser_one_hides(
    people: dict[tuple[str, str], int],
) -> None:
    loose = protected_table(census_of(people), LOOSE)
    strict = protected_table(census_of(people), STRICT, looser=[loose])
    assert loose.is_certified
    assert strict.is_certified
    told, told_strictly = told_by(loose, people), told_by(strict, people)
    assert told_strictly.items() <= told.items()
    assert narrowest({**told, **told_strictly}, people, 4) >= 2 - 1e-6
    assert narrowest(told_strictly, people, 12) >= 6 - 1e-6


def test_two_tables_that_know_nothing_of_each_other_give_small_numbers_away() -> None:
    """The same attacker, before rules that were followed each for itself."""
    apart = [
        narrowest(
            {
                **told_by(protected_table(census_of(people), LOOSE), people),
                **told_by(strict, people),
            },
            people,
            4,
        )
        for people in lands()
        for strict in [protected_table(census_of(people), STRICT)]
    ]
    assert min(apart) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("people", list(lands()))
def test_what_readers_of_one_rule_were_told_is_known_to_them_alone(
    people: dict[tuple[str, str], int],
) -> None:
    """A rule that grows stricter protects from those who were told more what they were not told."""
    first = protected_table(census_of(people), LOOSE)
    later = protected_table(census_of(people), STRICT, earlier=[first])
    known = told_by(first, people)
    assert narrowest({**known, **told_by(later, people)}, people, 4) >= 2 - 1e-6


@pytest.mark.parametrize("people", list(lands()))
def test_what_is_secret_is_protected_however_large(people: dict[tuple[str, str], int]) -> None:
    census = census_of(people)
    plain = told_by(protected_table(census, LOOSE), people)
    large = max((spot for spot in people if spot in plain), key=people.__getitem__)
    secret = frozenset({(large[0], frozenset({large[1]}))})
    table = protected_table(
        Census(census.people, {}, census.patterns, census.parents, secret=secret), LOOSE
    )
    told = told_by(table, people)
    assert large not in told
    assert narrowest(told, {**dict.fromkeys(people, 0), large: 1}, 2) >= 2 - 1e-6


def test_more_events_than_people_are_told_by_the_ladder_too() -> None:
    people = {"a": 40, "b": 60, "c": 50, "d": 30}
    events = {"a": 95, "b": 70, "c": 6, "d": 64}
    spots = {(place, frozenset[str]()): n for place, n in people.items()}
    census = Census(
        {**spots, (None, frozenset()): 180},
        {**{(p, frozenset[str]()): n for p, n in events.items()}, (None, frozenset()): 235},
        [frozenset()],
        dict.fromkeys(PLACES),
    )
    loose = protected_table(census, LOOSE)
    strict = protected_table(census, STRICT, looser=[loose])
    told = {
        place
        for place in PLACES
        if strict.look(place, (), people=people[place], events=events[place]).events == SAFE
    }
    assert loose.look("c", (), people=50, events=6).events == SAFE
    assert "c" not in told
    assert len(told) == 2  # another one is hidden beside it
    again = protected_table(census, STRICT, earlier=[loose])
    assert again.look("c", (), people=50, events=6).events != SAFE
    assert again.look("a", (), people=40, events=95).events == SAFE  # all others are known
