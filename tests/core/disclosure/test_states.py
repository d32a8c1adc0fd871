"""Two states of a table, told one after the other: what the first hid stays hidden."""

import numpy as np

from shidra.core.disclosure import (
    Count,
    Earlier,
    Least,
    State,
    audited,
    joined_states,
    linked,
    protected_observations,
    small_outcomes,
)

PLACES, SECTORS = "abcd", ("x", "y")
LEAST = Least(10, 10, 10, width=5)
PATTERNS = [frozenset({"sector"})]
LAND = dict.fromkeys(PLACES)


def counts_of(inner):
    """Every margin of people and events by place and sector."""
    found = {}
    for place in (None, *PLACES):
        for sector in (None, *SECTORS):
            own = [
                sides
                for (where, which), sides in inner.items()
                if place in {None, where} and sector in {None, which}
            ]
            people, events = (sum(side) for side in zip(*own, strict=True))
            groups = frozenset({f"sector:{sector}"}) if sector else frozenset()
            found[place, groups] = Count(people, events)
    return found


def drawn(draw):
    inner = {}
    for place in PLACES:
        for sector in SECTORS:
            people = int(draw.integers(40, 120))
            inner[place, sector] = (people, int(draw.integers(1, people // 2)))
    return inner


def table_of(inner):
    return linked(counts_of(inner), PATTERNS, LAND, {})


def protected_of(inner, earlier=(), known=None):
    return protected_observations(
        counts_of(inner), PATTERNS, LAND, LEAST, earlier=earlier, known=known
    )


def told_by(found):
    return {
        name: {found.counts[name]}
        for name, status in found.statuses.items()
        if status == "safe" and name in found.counts
    }


def state(inner, found):
    table = table_of(inner)
    shown = [found.statuses.get(name, "safe") == "safe" for name in table.names]
    small = small_outcomes(table.system, people=10, events=10, without=10)
    return State(table.system, np.array(shown), small)


def recovered(*days):
    """How many small numbers of any day a reader of all of them finds."""
    joined = joined_states([state(*day) for day in days])
    return len(audited(joined.published(), width=LEAST.width, primary_only=True).unsafe)


def corrected(inner, draw):
    """Half the days a small number becomes a large one, which is what opens most."""
    small = sorted(spot for spot, (_people, events) in inner.items() if events < 10)
    spots = small if small and draw.random() < 0.5 else sorted(inner)
    spot = spots[int(draw.integers(len(spots)))]
    people, events = inner[spot]
    return {**inner, spot: (people, min(people, events + int(draw.integers(1, 16))))}


def test_whatever_is_corrected_two_days_together_open_nothing():
    draw, forgotten = np.random.default_rng(11), 0
    for _case in range(40):
        before = drawn(draw)
        after = corrected(before, draw)
        first = protected_of(before)
        told = told_by(first)
        assert recovered((before, first)) == 0
        second = protected_of(after, [Earlier(table_of(before), told)])
        assert second.is_certified
        assert recovered((before, first), (after, second)) == 0
        # The same attack on what remembers only what it told, not what it hid.
        forgetful = protected_of(after, known=told)
        forgotten += recovered((before, first), (after, forgetful)) > 0
    assert forgotten > 3


def test_a_third_day_opens_neither_of_the_two_before():
    draw = np.random.default_rng(5)
    for _case in range(12):
        days, earlier = [], []
        inner = drawn(draw)
        for _day in range(3):
            found = protected_of(inner, earlier)
            days.append((inner, found))
            earlier = [*earlier, Earlier(table_of(inner), told_by(found))]
            inner = corrected(inner, draw)
        assert recovered(*days) == 0


def test_what_changed_in_nothing_is_one_number_in_both():
    inner = drawn(np.random.default_rng(3))
    found = protected_of(inner)
    joined = joined_states([state(inner, found), state(inner, found)])
    system = table_of(inner).system
    assert len(joined.system.cells) == len(set(system.cells))
    assert (joined.places[0] == joined.places[1]).all()
    assert recovered((inner, found), (inner, found)) == 0
