"""Service, reach and quality: whether anybody acts, for how many, and how well.

An activity *serves* a cell when it is on the factor, one of its places lies in the cell's place or
around it, and its groups can share a person with the cell's; a dimension that only one of them
names sets nobody apart. No place is everywhere, no groups are everybody.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from shidra.core.missing.coverage import Need
from shidra.core.missing.findings import Cell, Finding, Kind, Unit, Untold, Why
from shidra.core.missing.ground import (
    ActivityOn,
    FactorOnMap,
    FurthestBehind,
    Ground,
    NeedHere,
    money_of,
)
from shidra.core.missing.places import Places, groups_meet

__all__ = ["GOOD_QUALITY", "quality", "reach", "service", "strategies"]

GOOD_QUALITY = 3
"""The rating, of 4, from which an activity does well enough."""

type Found = Iterator[Finding | Untold]


def serves(activity: ActivityOn, place: str | None, groups: frozenset[str], places: Places) -> bool:
    """Whether an activity on the factor is for this place and these groups."""
    is_here = not activity.places or any(places.touch(each, place) for each in activity.places)
    return is_here and groups_meet(activity.groups, groups)


def service(ground: Ground) -> Found:
    """Service: a need for which nobody acts.

    Cell: each need of a factor, with its place, groups and year. Missing: all of it, when no
    activity serves the cell with a day in that year; its size is the people of the need, or 1
    where they are not written down. A factor without any need is looked at as a whole: it is
    missing when no activity is on it at all. Outcomes are not served; factors are.
    """
    for factor in _acted_on(ground):
        acting = ground.activities_by_factor.get(factor.code, ())
        needs = ground.needs_by_line.get(factor.code, ())
        if not needs:
            none = Fraction(0 if acting else 1)
            yield Finding(
                Kind.SERVICE, Cell(factor.code), Unit.ONE, none, Fraction(1),
                activities=_codes(acting),
            )  # fmt: skip
            if acting:
                yield Untold(Kind.SERVICE, factor.code, Why.NO_NEED)
        for need in needs:
            here = [
                each
                for each in acting
                if each.runs_in(need.year) and serves(each, need.place, need.groups, ground.places)
            ]
            yield _served(need, here)


def _served(need: NeedHere, here: Sequence[ActivityOn]) -> Finding:
    of = Fraction(need.people or 1)
    return Finding(
        kind=Kind.SERVICE,
        cell=Cell(need.line, need.place, need.groups, need.year),
        unit=Unit.PEOPLE if need.people else Unit.ONE,
        size=Fraction(0) if here else of,
        of=of,
        weight=Fraction(need.amount or 1),
        need=need.amount,
        activities=_codes(here),
    )


def strategies(ground: Ground) -> Found:
    """Service, again: a group furthest from the goal of everybody, without a funded strategy.

    Cell: the factor whose measure the goal is of, outcomes too, and the group; no year. Missing is
    the part of the cost of its best strategy that nobody signed; all of it, counted as one, where
    it has no strategy, or one without a cost and without any money. Where a factor has several
    such goals, the one of which most is missing counts. A cell weighs as much as the strategy
    costs; where nobody said that, as much as all needs of its line. It is a need of its group.
    """
    found: dict[tuple[str, str], Finding] = {}
    for each in ground.furthest:
        finding = _strategy(each, money_of(ground.needs_by_line.get(each.factor, ())))
        key = each.factor, each.group
        if key not in found or found[key].share < finding.share:
            found[key] = finding
    yield from found.values()


def _strategy(each: FurthestBehind, needs: int) -> Finding:
    cell = Cell(each.factor, groups=frozenset({each.group}))
    if not each.has_strategy or not each.cost:
        size = Fraction(0 if each.has_strategy and each.signed else 1)
        unit, of = Unit.ONE, Fraction(1)
    else:
        unit, of = Unit.MONEY, Fraction(each.cost)
        size = max(Fraction(0), of - each.signed)
    why = Why.STRATEGY_WITHOUT_MONEY if each.has_strategy else Why.NO_STRATEGY
    weighs = each.cost or needs or 1
    return Finding(
        kind=Kind.SERVICE,
        cell=cell,
        unit=unit,
        size=size,
        of=of,
        weight=Fraction(weighs),
        need=weighs,
        why=why if size else None,
    )


def reach(ground: Ground) -> Found:
    """Reach: people in need whom no activity reached.

    Cell: place and groups of the needs of a factor, all years together, since a reach is not
    recorded by year. The people of a cell are the largest number of any one year: the same
    people are not counted again each year. What each activity reached is shared once over the
    cells that it serves, in proportion to who is not reached there yet, never above it, the
    deepest places first (as money is, see `coverage`). An activity on two factors counts on both,
    and factors are never added up.

    Cannot be told: no people written down; people of several kinds, since an activity does not
    say which it reached; an activity that serves the cell and did not say whom it reached.
    """
    for factor in _acted_on(ground):
        cells = ground.cells_of(factor.code)
        counted = [each for each in ground.needs_by_line.get(factor.code, ()) if each.people]
        if not counted:
            yield Untold(Kind.REACH, factor.code, Why.NO_PEOPLE if cells else Why.NO_NEED)
        elif len({each.people_kind for each in counted}) > 1:
            yield Untold(Kind.REACH, factor.code, Why.SEVERAL_KINDS_OF_PEOPLE)
        else:
            yield from _reached(ground, factor.code)


def _reached(ground: Ground, factor: str) -> Found:
    acting = ground.activities_by_factor.get(factor, ())
    silent = [each for each in acting if each.reach is None]
    cells = {
        cell: (max(each.people or 0 for each in rows), money_of(rows))
        for cell, rows in ground.cells_of(factor).items()
    }
    cells = {cell: facts for cell, facts in cells.items() if facts[0]}
    left = _left_over(
        [Need(factor, 0, people, *cell) for cell, (people, _money) in cells.items()],
        [each for each in acting if each.reach],
        ground,
    )
    unsaid = 0
    for (cell, (people, money)), missing in zip(cells.items(), left, strict=True):
        if any(serves(each, *cell, ground.places) for each in silent):
            unsaid += 1
            continue
        yield Finding(
            kind=Kind.REACH,
            cell=Cell(factor, *cell),
            unit=Unit.PEOPLE,
            size=missing,
            of=Fraction(people),
            weight=Fraction(people),
            need=money,
            activities=_codes(each for each in acting if serves(each, *cell, ground.places)),
        )
    if unsaid:
        yield Untold(Kind.REACH, factor, Why.REACH_NOT_REPORTED, unsaid)


def _left_over(
    needs: Sequence[Need], acting: Sequence[ActivityOn], ground: Ground
) -> list[Fraction]:
    """Whom nobody reached, cell by cell.

    An activity of several places is one sum over all of them: it is applied to the needs that it
    serves as money without place or groups would be, after those of fewer, deeper places.
    """
    places, left = ground.places, [Fraction(each.amount) for each in needs]

    def rank(each: ActivityOn) -> tuple[int, bool, int, str]:
        depth = min((places.depth(place) for place in each.places), default=0)
        return -depth, not each.groups, len(each.groups), each.code

    for each in sorted(acting, key=rank):
        fitting = [
            n for n, need in enumerate(needs) if serves(each, need.place, need.groups, places)
        ]
        still = sum((left[n] for n in fitting), Fraction(0))
        if not still:
            continue
        kept = max(Fraction(0), 1 - Fraction(each.reach or 0) / still)
        for n in fitting:
            left[n] *= kept
    return left


def quality(ground: Ground) -> Found:
    """Quality: nobody who acts there does it well enough.

    Cell: place and groups of the needs of a factor, the whole where it has none. Of the rated
    activities that serve it the best counts; missing is what that one lacks to 3 of 4, in steps.
    Where nobody acts it is the service that is missing, and the quality is not judged.

    Cannot be told: activities serve the cell, and none of them was rated.
    """
    for factor in _acted_on(ground):
        acting = ground.activities_by_factor.get(factor.code, ())
        cells = {cell: money_of(rows) for cell, rows in ground.cells_of(factor.code).items()}
        unrated = 0
        for cell, money in (cells or {(None, frozenset[str]()): 0}).items():
            here = [each for each in acting if serves(each, *cell, ground.places)]
            ratings = [each.quality for each in here if each.quality is not None]
            if not ratings:
                unrated += bool(here)
                continue
            yield Finding(
                kind=Kind.QUALITY,
                cell=Cell(factor.code, *cell),
                unit=Unit.STEPS,
                size=Fraction(max(0, GOOD_QUALITY - max(ratings))),
                of=Fraction(GOOD_QUALITY),
                weight=Fraction(money or 1),
                need=money,
                activities=_codes(here),
            )
        if unrated:
            yield Untold(Kind.QUALITY, factor.code, Why.NOT_RATED, unrated)


def _acted_on(ground: Ground) -> Iterator[FactorOnMap]:
    return (factor for factor in ground.factors if not factor.is_outcome)


def _codes(activities: Iterator[ActivityOn] | Sequence[ActivityOn]) -> tuple[str, ...]:
    return tuple(sorted(each.code for each in activities))
