"""Attacks by subtraction: each fails on what we release, and succeeds where only small counts hide."""

import numpy as np
import pytest

from shidra.core.disclosure import (
    Rule,
    audited,
    cube_of,
    determined,
    dimension_of,
    primary_cells,
    protected,
    published,
    small_outcomes,
    system_of,
    with_outcomes,
)
from tests.core.disclosure.tables import cube, drawn, real_intervals, sums


def subtract(shown):
    """What a patient reader finds with a pencil: a sum with one blank gives the blank, again and again."""
    values = shown.values.copy()
    found = True
    while found:
        found = False
        for whole, parts in sums(shown):
            blanks = [cell for cell in (whole, *parts) if np.isnan(values[cell])]
            if len(blanks) != 1:
                continue
            [blank] = blanks
            below = values[[part for part in parts if part != blank]].sum()
            values[blank] = below if blank == whole else values[whole] - below
            found = True
    return {int(cell): values[cell] for cell in np.flatnonzero(shown.is_hidden & ~np.isnan(values))}


def recovered(system, hidden, primary):
    """The primary cells that the pencil finds, each with its true count."""
    found = subtract(published(system, hidden, primary))
    assert all(system.counts[cell] == count for cell, count in found.items())
    return [cell for cell in found if primary[cell]]


def broken(system, primary):
    """What a suppressor would release that hides small counts and nothing else."""
    return recovered(system, primary, primary)


def hierarchy():
    """Five towns in two districts, one of them of two towns; two sexes."""
    towns = dimension_of(
        "town",
        list("abcde"),
        [{"a": "North", "b": "North", "c": "South", "d": "South", "e": "South"}],
    )
    sexes = dimension_of("sex", ["f", "m"])
    counts = {
        ("a", "f"): 3, ("a", "m"): 12, ("b", "f"): 18, ("b", "m"): 9, ("c", "f"): 25,
        ("c", "m"): 30, ("d", "f"): 14, ("d", "m"): 22, ("e", "f"): 2, ("e", "m"): 40,
    }  # fmt: skip
    return system_of(cube_of([towns, sexes], counts))


def overlapping():
    """Towns by district and, across it, by cluster: what one grouping hides the other may tell."""
    districts = {"a": "North", "b": "North", "c": "South", "d": "South"}
    clusters = {"a": "poor", "c": "poor", "d": "poor", "b": "rich"}
    towns = dimension_of("town", list("abcd"), [districts, clusters])
    counts = {("a",): 3, ("b",): 40, ("c",): 25, ("d",): 31}
    return system_of(cube_of([towns], counts))


def linked():
    """Two tables of the same towns, by sex and by age: their town margins are the same cells."""
    towns = dimension_of("town", ["a", "b", "c"])
    by_sex = cube_of(
        [towns, dimension_of("sex", ["f", "m"])],
        {
            ("a", "f"): 3,
            ("a", "m"): 20,
            ("b", "f"): 9,
            ("b", "m"): 15,
            ("c", "f"): 30,
            ("c", "m"): 8,
        },
    )
    by_age = cube_of(
        [towns, dimension_of("age", ["old", "young"])],
        {("a", "old"): 11, ("a", "young"): 12, ("b", "old"): 2, ("b", "young"): 22, ("c", "old"): 19,
         ("c", "young"): 19},
    )  # fmt: skip
    return system_of(by_sex, by_age)


WORLDS = {
    "across margins": lambda: system_of(cube([[3, 20, 9], [12, 7, 30], [14, 5, 6]])),
    "three dimensions": lambda: system_of(cube(drawn((3, 4, 3), 5))),
    "hierarchy levels": hierarchy,
    "overlapping groups": overlapping,
    "linked tables": linked,
}


@pytest.mark.parametrize("world", WORLDS)
def test_subtraction_finds_nothing_in_what_is_released(world):
    system = WORLDS[world]()
    primary = primary_cells(system, Rule())
    assert primary.any()
    found = protected(system)
    assert found.is_certified
    assert recovered(system, found.is_hidden, primary) == []
    assert not set(determined(published(system, found.is_hidden, primary))) & set(
        np.flatnonzero(primary)
    )


@pytest.mark.parametrize("world", WORLDS)
def test_it_finds_small_counts_where_nothing_else_is_hidden(world):
    system = WORLDS[world]()
    primary = primary_cells(system, Rule())
    found = broken(system, primary)
    assert found
    audit = audited(published(system, primary, primary))
    assert not audit.is_safe
    assert set(found) <= set(audit.unsafe.tolist())
    assert set(found) <= set(determined(published(system, primary, primary)).tolist())


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("seed", range(12))
def test_intervals_are_those_of_a_slow_attacker_in_tables_that_belong_together(world, seed):
    system = WORLDS[world]()
    draw = np.random.default_rng(seed)
    hidden = draw.random(len(system.counts)) < (0.4, 0.7)[seed % 2]
    shown = published(system, hidden, hidden)
    found, wanted = audited(shown), real_intervals(shown)
    assert len(found.cells) == len(wanted)
    for cell, low, high in zip(found.cells, found.low, found.high, strict=True):
        assert (low, high) == pytest.approx(wanted[int(cell)], abs=1e-5)


def test_tables_protected_one_by_one_can_be_undone_together():
    """Each is safe alone; a margin of towns that one hides is shown by the other."""
    towns = dimension_of("town", ["a", "b", "c"])
    by_sex = cube_of(
        [towns, dimension_of("sex", ["f", "m"])],
        {("a", "f"): 15, ("a", "m"): 3, ("b", "f"): 15, ("b", "m"): 3, ("c", "m"): 2},
    )
    by_age = cube_of(
        [towns, dimension_of("age", ["old", "young"])],
        {
            ("a", "old"): 16,
            ("a", "young"): 2,
            ("b", "old"): 15,
            ("b", "young"): 3,
            ("c", "old"): 1,
            ("c", "young"): 1,
        },
    )
    both = system_of(by_sex, by_age)
    primary = primary_cells(both, Rule())
    told = np.zeros(len(both.counts), dtype=bool)
    for table in (by_sex, by_age):
        alone, pattern = system_of(table), protected(system_of(table))
        assert pattern.is_certified
        for cell, is_hidden in zip(alone.cells, pattern.is_hidden, strict=True):
            told[both.cells.index(cell)] |= not is_hidden
    bared = [both.cells[place] for place in audited(published(both, ~told, primary)).unsafe]
    assert bared == [(("sex", "m"), ("town", "b"))]
    together = protected(both)
    assert together.is_certified
    assert audited(published(both, together.is_hidden, primary)).is_safe


def test_rounding_leaves_nothing_to_subtract():
    from shidra.core.disclosure import rounded

    table = cube(drawn((4, 5), 2))
    found = rounded(table).cube.counts
    assert (found % 5 == 0).all()
    assert (found[1:, 1:].sum(axis=1) == found[1:, 0]).all()


# --- two releases ------------------------------------------------------------------------------


def released_today_and_before(known, protect_jointly):
    """A row that was shown with b and c yesterday; today a small count has come into it."""
    system = system_of(cube([3, 20, 30, 41]))
    primary = primary_cells(system, Rule())
    before = [system.cells.index((("v0", name),)) for name in known]
    found = protected(system, known=before if protect_jointly else ())
    shown = ~found.is_hidden
    shown[before] = True  # the reader has kept yesterday's page
    return system, found, recovered(system, ~shown, primary)


def test_what_was_shown_before_is_not_used_to_hide_behind():
    system, found, leaks = released_today_and_before("bc", protect_jointly=True)
    assert found.is_certified
    assert leaks == []
    assert found.statuses[system.cells.index((("v0", "d"),))] == "complementary"


def test_two_releases_protected_apart_give_the_count_away():
    _system, alone, _leaks = released_today_and_before("", protect_jointly=False)
    [behind] = [at for at, status in enumerate(alone.statuses) if status == "complementary"]
    name = "abcd"[behind - 1]
    _system, _found, leaks = released_today_and_before(name, protect_jointly=False)
    assert leaks


def test_a_small_count_that_was_shown_before_is_named_as_beyond_protection():
    system = system_of(cube([3, 20, 30]))
    small = int(np.flatnonzero(primary_cells(system, Rule()))[0])
    found = protected(system, known=[small])
    assert found.beyond == (small,)
    assert "complementary" not in found.statuses


# --- numerators and denominators ---------------------------------------------------------------


def events_and_people():
    towns = dimension_of("town", ["a", "b", "c", "d"])
    events = {("a",): 42, ("b",): 30, ("c",): 25, ("d",): 3}
    people = {("a",): 44, ("b",): 70, ("c",): 60, ("d",): 40}
    return system_of(with_outcomes([towns], events, people))


def shown_rates(system, hidden):
    """Rates of the places whose rate would be shown by a rule that looks at each count alone."""
    at = {cell: place for place, cell in enumerate(system.cells)}
    for town in "abcd":
        place = (("town", town),)
        event = at[(("outcome", "event"), *place)]
        if not hidden[event] and not hidden[at[place]]:
            yield town, system.counts[event] / system.counts[at[place]]


def test_events_and_the_others_are_small_each_by_its_own_limit():
    system = events_and_people()
    primary = small_outcomes(system, people=10, events=5, without=5)
    named = {system.cells[place] for place in np.flatnonzero(primary)}
    assert named == {
        (("outcome", "event"), ("town", "d")),
        (("outcome", "no event"), ("town", "a")),
    }


def test_no_rate_and_count_give_a_hidden_count_back():
    system = events_and_people()
    primary = small_outcomes(system, people=10, events=5, without=5)
    found = protected(system, primary=primary)
    assert found.is_certified
    assert recovered(system, found.is_hidden, primary) == []
    rates = dict(shown_rates(system, found.is_hidden))
    assert "a" not in rates  # of 44 people, 42 and not 2
    assert "d" not in rates


def test_protecting_numerators_alone_gives_the_others_away():
    """42 of 44 is a large numerator: shown with its denominator it tells of two people."""
    system = events_and_people()
    primary = small_outcomes(system, people=10, events=5, without=5)
    alone = system_of(
        cube_of(
            [dimension_of("town", list("abcd"))], {("a",): 42, ("b",): 30, ("c",): 25, ("d",): 3}
        )
    )
    pattern = dict(zip(alone.cells, protected(alone).is_hidden.tolist(), strict=True))
    hidden = primary.copy()
    for place, cell in enumerate(system.cells):
        outcome = dict(cell).get("outcome")
        town = tuple(part for part in cell if part[0] == "town")
        hidden[place] |= outcome == "no event" or (outcome == "event" and pattern[town])
    assert recovered(system, hidden, primary) == [
        system.cells.index((("outcome", "no event"), ("town", "a")))
    ]
    assert "a" in dict(shown_rates(system, hidden))
