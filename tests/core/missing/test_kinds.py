"""The eight kinds of gaps and the overlap, against slow and obvious readings of each rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.missing import (
    ActivityOn,
    Allocation,
    Coverage,
    Factor,
    FactorOnMap,
    Figure,
    Ground,
    Kind,
    Need,
    NeedHere,
    Places,
    SpentHere,
    Unit,
    bundles,
    cover,
    lines,
    look,
)

PARENTS = {"land": None, "north": "land", "south": "land", "acre": "north", "arad": "south"}
PLACES = [None, *PARENTS]
GROUPS = [
    frozenset(),
    frozenset({"p:arab"}),
    frozenset({"p:haredi"}),
    frozenset({"p:arab", "p:haredi"}),
    frozenset({"g:girl"}),
    frozenset({"p:arab", "g:girl"}),
]
NOTHING = Coverage((), (), ())


def chain(place):
    """The place and everything around it."""
    found = []
    while place is not None:
        found.append(place)
        place = PARENTS.get(place)
    return found


def here(activity, need):
    """Place by place and dimension by dimension."""
    places = activity.places if need.place is not None else ()
    if places and not any(p in chain(need.place) or need.place in chain(p) for p in places):
        return False
    for dimension in ("p", "g"):
        mine = {g for g in activity.groups if g.startswith(dimension)}
        theirs = {g for g in need.groups if g.startswith(dimension)}
        if mine and theirs and not mine & theirs:
            return False
    return True


def found(ground, kind):
    return [each for each in look(ground, [], [], NOTHING).findings if each.kind is kind]


def untold(ground, kind):
    return [str(each.why) for each in look(ground, [], [], NOTHING).untold if each.kind is kind]


needs = st.lists(
    st.builds(
        NeedHere,
        line=st.sampled_from(["F1", "F2"]),
        year=st.sampled_from([2026, 2027]),
        amount=st.integers(0, 10**6),
        place=st.sampled_from(PLACES),
        groups=st.sampled_from(GROUPS),
        people=st.one_of(st.none(), st.integers(0, 500)),
        people_kind=st.just("children"),
    ),
    max_size=8,
)
activities = st.lists(
    st.builds(
        ActivityOn,
        code=st.sampled_from("ABCDEFGH"),
        factors=st.sets(st.sampled_from(["F1", "F2"]), min_size=1).map(frozenset),
        places=st.sets(st.sampled_from(list(PARENTS)), max_size=3).map(frozenset),
        groups=st.sampled_from(GROUPS),
        first_year=st.sampled_from([None, 2025, 2027]),
        last_year=st.sampled_from([None, 2027, 2028]),
        reach=st.one_of(st.none(), st.integers(0, 900)),
        quality=st.one_of(st.none(), st.integers(0, 4)),
    ),
    max_size=6,
    unique_by=lambda each: each.code,
)
grounds = st.builds(
    Ground,
    year=st.just(2026),
    factors=st.just((FactorOnMap("F1", has_owner=True), FactorOnMap("F2"))),
    needs=needs.map(tuple),
    activities=activities.map(tuple),
    parents=st.just(PARENTS),
)


@given(grounds)
def test_a_service_is_missing_where_nobody_acts_in_that_year(ground):
    for each in found(ground, Kind.SERVICE):
        cell = each.cell
        acting = [a for a in ground.activities if cell.line in a.factors]
        if cell.year is not None:
            acting = [a for a in acting if here(a, cell)]
            acting = [
                a for a in acting if (a.first_year or 0) <= cell.year <= (a.last_year or 9999)
            ]
        assert each.is_missing == (not acting)
        assert set(each.activities) == {a.code for a in acting}
    judged = [each.cell for each in found(ground, Kind.SERVICE) if each.cell.year]
    assert len(judged) == sum(bool(n.amount or n.people) for n in ground.needs)


def obvious_reach(ground, factor):
    """Who is left, one activity after the other."""
    people = {}
    for need in ground.needs:
        if need.line == factor and need.people:
            key = (need.place, need.groups)
            people[key] = max(people.get(key, 0), need.people)
    cells = [NeedHere(factor, 0, 0, *key, people=n) for key, n in people.items()]
    left = [Fraction(cell.people) for cell in cells]
    acting = [a for a in ground.activities if factor in a.factors and a.reach]
    acting.sort(
        key=lambda a: (
            -min((len(chain(p)) for p in a.places), default=0),
            len(a.groups) or 1_000,
            a.code,
        )
    )
    for activity in acting:
        fits = [n for n, cell in enumerate(cells) if here(activity, cell)]
        total = sum(left[n] for n in fits)
        met = min(Fraction(activity.reach), total)
        for n in fits:
            left[n] -= met * left[n] / total if total else 0
    return {(c.place, c.groups): (size, c.people) for c, size in zip(cells, left, strict=True)}


@given(grounds)
def test_each_reach_is_used_once_and_deepest_places_first(ground):
    for each in found(ground, Kind.REACH):
        size, people = obvious_reach(ground, each.cell.line)[each.cell.place, each.cell.groups]
        assert (each.size, each.of) == (size, people)
    for factor in ("F1", "F2"):
        rows = [each for each in found(ground, Kind.REACH) if each.cell.line == factor]
        reached = sum((each.of - each.size for each in rows), Fraction(0))
        assert reached <= sum(a.reach or 0 for a in ground.activities if factor in a.factors)


def test_who_did_not_say_whom_it_reached_leaves_it_untold():
    need = NeedHere("F1", 2026, 1, people=40, people_kind="children")
    silent = ActivityOn("A", frozenset({"F1"}))
    ground = Ground(2026, (FactorOnMap("F1"),), (need,), (silent,))
    assert found(ground, Kind.REACH) == []
    assert untold(ground, Kind.REACH) == ["reach_not_reported"]


def test_people_of_two_kinds_are_not_told_apart_by_a_reach():
    rows = tuple(NeedHere("F1", 2026, 1, people=9, people_kind=kind) for kind in ("a", "b"))
    ground = Ground(2026, (FactorOnMap("F1"),), rows)
    assert found(ground, Kind.REACH) == []
    assert untold(ground, Kind.REACH) == ["several_kinds_of_people"]
    assert untold(Ground(2026, (FactorOnMap("F1"),)), Kind.REACH) == ["no_need"]


@given(grounds)
def test_the_best_of_those_who_act_there_is_the_quality_of_a_place(ground):
    for each in found(ground, Kind.QUALITY):
        cell = each.cell
        rated = [
            a.quality
            for a in ground.activities
            if cell.line in a.factors and here(a, cell) and a.quality is not None
        ]
        assert each.size == max(0, 3 - max(rated))
        assert each.share == Fraction(max(0, 3 - max(rated)), 3)


@given(
    st.lists(
        st.builds(
            SpentHere,
            line=st.sampled_from(["F1", "backbone"]),
            year=st.sampled_from([2024, 2025, 2026]),
            amount=st.integers(0, 1000),
            spent=st.one_of(st.none(), st.integers(0, 1500)),
            place=st.sampled_from(PLACES),
        ),
        max_size=8,
    )
)
def test_money_is_unspent_in_years_that_have_ended_and_were_reported(rows):
    told = found(Ground(2026, spending=tuple(rows), parents=PARENTS), Kind.ABSORPTION)
    expected = sum(
        max(0, row.amount - row.spent)
        for row in rows
        if row.spent is not None and row.year < 2026 and row.amount
    )
    assert sum(each.size for each in told) == expected
    assert len({each.cell for each in told}) == len(told)
    silent = {r.line for r in rows if r.spent is None and r.year < 2026 and r.amount}
    every = look(Ground(2026, spending=tuple(rows), parents=PARENTS), [], [], NOTHING).untold
    assert {each.line for each in every} == silent


@pytest.mark.parametrize(
    ("figures", "has_indicator", "why"),
    [
        ([], False, "no_indicator"),
        ([], True, "no_figure"),
        ([Figure("F1", 2023)], True, "old_figure"),
        ([Figure("F1", 2026, quality="D")], True, "poor_figure"),
        ([Figure("F1", 2026, quality="D"), Figure("F1", 2024, quality="C")], True, None),
    ],
)
def test_a_factor_is_known_by_a_figure_that_is_neither_old_nor_poor(figures, has_indicator, why):
    factor = FactorOnMap("F1", has_indicator=has_indicator)
    [told] = found(Ground(2026, (factor,), figures=tuple(figures)), Kind.EVIDENCE)
    assert told.why == why
    assert told.is_missing == (why is not None)


@pytest.mark.parametrize(
    ("figure", "size"),
    [
        (Figure("F1", 2026), 1),
        (Figure("F1", 2026, "north"), 1),  # of the district, and so not of the town
        (Figure("F1", 2026, "acre"), Fraction(1, 2)),
        (Figure("F1", 2026, None, frozenset({"p:arab"})), Fraction(1, 2)),
        (Figure("F1", 2026, "acre", frozenset({"p:arab", "g:girl"})), 0),
    ],
)
def test_a_place_and_its_groups_are_two_halves_of_what_is_known(figure, size):
    need = NeedHere("F1", 2026, 5, "acre", frozenset({"p:arab"}))
    ground = Ground(2026, (FactorOnMap("F1"),), (need,), figures=(figure,), parents=PARENTS)
    [told] = found(ground, Kind.EVIDENCE)
    assert told.size == size


def test_figures_tell_until_the_year_in_which_all_ended():
    ground = Ground(
        2026, told_until=2019, factors=(FactorOnMap("F1"),), figures=(Figure("F1", 2018),)
    )
    assert not found(ground, Kind.EVIDENCE)[0].is_missing


def test_a_barrier_and_an_empty_chair_are_gaps_of_the_whole_factor():
    blocked = FactorOnMap("F12", has_barrier=True)
    ground = Ground(2026, (blocked, FactorOnMap("F1", has_owner=True)))
    assert [(e.cell.line, e.why) for e in found(ground, Kind.POLICY)] == [
        ("F12", "nobody_can_change_it")
    ]
    owned = {each.cell.line: each.is_missing for each in found(ground, Kind.OWNERSHIP)}
    assert owned == {"F12": True, "F1": False}


money_needs = st.lists(
    st.builds(
        Need,
        line=st.sampled_from(["F1", "F2", "backbone"]),
        year=st.sampled_from([2026, 2027]),
        amount=st.integers(0, 10**9),
        place=st.sampled_from(PLACES),
        groups=st.sampled_from(GROUPS),
    ),
    max_size=6,
)
money_given = st.lists(
    st.builds(
        Allocation,
        line=st.sampled_from(["F1", "F2", "backbone"]),
        year=st.sampled_from([2026, 2027]),
        amount=st.integers(0, 10**9),
        place=st.sampled_from(PLACES),
        groups=st.sampled_from(GROUPS),
    ),
    max_size=6,
)


@given(money_needs, money_given)
def test_the_cells_of_a_line_add_up_to_its_money_and_to_its_score(wanted, given_):
    """The first list and the gaps of money are the same figures, cut differently."""
    factors = [Factor("F1", 4, has_owner=True, path_strength=0.5), Factor("F2", None, False, 1.0)]
    ground = Ground(2026, tuple(FactorOnMap(each.code) for each in factors), parents=PARENTS)
    coverage = cover(wanted, given_, PARENTS)
    told = look(ground, wanted, given_, coverage).findings
    priorities = {"p:arab": 2.0}
    by_kind = {
        (each.kind, each.line): each
        for each in bundles(
            told,
            {each.code: each for each in factors},
            places=Places(PARENTS),
            priorities=priorities,
            line_multipliers={},
        )
    }
    for line in lines(factors, wanted, given_, parents=PARENTS, priorities=priorities):
        resource = by_kind.get((Kind.RESOURCE, line.factor))
        surplus = by_kind.get((Kind.OVERLAP, line.factor))
        assert (resource.size if resource else 0) == line.missing
        assert (surplus.size if surplus else 0) == line.overlap
        if resource and line.is_factor:
            assert resource.score == pytest.approx(line.score)
            assert resource.equity_multiplier == pytest.approx(line.equity_multiplier)


@given(grounds)
def test_people_are_added_up_only_where_nobody_can_be_in_two_cells(ground):
    told = look(ground, [], [], NOTHING).findings
    for each in bundles(told, {}, places=Places(PARENTS), priorities={}, line_multipliers={}):
        if each.unit is not Unit.PEOPLE:
            continue
        every = [f.cell for f in told if (f.kind, f.cell.line) == (each.kind, each.line)]
        # In another year the same people need the same thing.
        can_share = len({cell.year for cell in every}) > 1 or any(
            here(ActivityOn("X", frozenset(), frozenset({a.place} - {None}), a.groups), b)
            for n, a in enumerate(every)
            for b in every[:n]
        )
        assert (each.size is None) == can_share


@given(grounds, st.permutations(range(6)))
def test_the_order_of_the_records_changes_nothing(ground, order):
    shuffled = Ground(
        ground.year,
        ground.factors,
        tuple(reversed(ground.needs)),
        tuple(ground.activities[n] for n in order if n < len(ground.activities)),
        parents=PARENTS,
    )
    first, second = (
        {(e.kind, e.cell): (e.size, e.of) for e in look(g, [], [], NOTHING).findings}
        for g in (ground, shuffled)
    )
    assert first.keys() == second.keys()
    twice = {(n.line, n.year, n.place, n.groups) for n in ground.needs}
    if len(twice) == len(ground.needs):
        assert first == second
