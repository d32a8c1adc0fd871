"""All against one goal, who is furthest, and whether money is there: the door to the core.

Every figure comes from the readings of measurement, through the access of whoever asks; who is
furthest is told only where no figure beside it is hidden, and where the figures that are shown
are not equal after rounding. So neither a name nor its absence says more than the figures do.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from shidra.agenda.queries import adopted_agenda_or_none
from shidra.core.figures import distance_to, furthest, people_behind
from shidra.core.missing import Places, groups_meet
from shidra.equity.models import TargetedStrategy
from shidra.equity.presentation.steps import Gathered
from shidra.equity.queries import (
    Against,
    Behind,
    Distance,
    Funding,
    Judged,
    NotTold,
    Split,
    barriers_for,
    barriers_on_map,
    goals_of,
    strategies_for,
    strategies_in,
    voices_on,
)
from shidra.funding.analysis.coverage import converted
from shidra.funding.permissions import disclosure_of, plan_scope
from shidra.funding.queries import AllocationRow, CommitmentRow, allocations_of, commitments_of
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import read_splits
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import Reading, is_unknown
from shidra.measurement.queries import parents_of
from shidra.protection.permissions import Reason, Shown, ShownCell

__all__ = ["Ledger", "all_against", "gathered", "judged"]

type Line = tuple[str, Sequence[ShownCell]]


def all_against(
    access: Access, indicators: Sequence[Indicator], parents: Mapping[str, str | None] | None = None
) -> list[Against]:
    """Each measure against what everybody is to reach, in a fixed number of queries."""
    goals = {each.indicator_id: each for each in goals_of(access.initiative)}
    around = parents_of(access.initiative) if parents is None else parents
    read = read_splits(access, indicators, around, by_place=True)
    return [
        _against(indicator, readings, goals.get(indicator.pk))
        for indicator, readings in zip(indicators, read, strict=True)
    ]


def gathered(access: Access, indicator: Indicator, parents: Mapping[str, str | None]) -> Gathered:
    """All that the page of one goal is about, as this person may see it."""
    (against,) = all_against(access, [indicator], parents)
    strategies = strategies_for(access, indicator)
    ledger = Ledger(access, parents=parents) if strategies else None
    every = barriers_for(access)
    barriers = [each for each in every if indicator in each.indicators.all()]
    return Gathered(
        against=against,
        barriers=barriers,
        strategies=strategies,
        funding={each.pk: ledger.funding(each) for each in strategies} if ledger else {},
        on_map=barriers_on_map(access.initiative, {each.factor_id for each in every}),
        voices=voices_on(access, {each.factor_id for each in barriers}),
        agenda=adopted_agenda_or_none(access.initiative),
    )


def _against(indicator: Indicator, readings: tuple[Reading, ...], goal: object) -> Against:
    whole = readings[0]
    told = [(period, cell) for period, cell in _told(whole, whole.total)]
    period, cell = told[-1] if told else ("", ShownCell.nothing())
    return Against(
        indicator=indicator,
        reading=whole,
        goal=goal,  # type: ignore[arg-type]
        everybody=_distance("", cell, whole) if told else None,
        period=period,
        splits=tuple(found for each in readings if (found := _split(each)) is not None),
        places=_places(whole),
    )


def _told(reading: Reading, cells: Sequence[ShownCell]) -> Iterable[tuple[str, ShownCell]]:
    for period, cell in zip(reading.periods, cells, strict=True):
        if cell.value.value is not None:
            yield period, cell


def _split(reading: Reading) -> Split | None:
    """The groups of the dimension of a reading, those not stated and whole ones left out."""
    wholes = {code for each in reading.wholes for code in each}
    lines = [
        (code, cells)
        for code, cells in reading.groups.items()
        if not is_unknown(code) and code not in wholes
    ]
    return _ranked(reading, reading.dimension, lines)


def _places(reading: Reading) -> Split | None:
    return _ranked(reading, "", list(reading.places.items()))


def _ranked(reading: Reading, dimension: str, lines: Sequence[Line]) -> Split | None:
    """Those side by side in the latest period in which anything of them was observed."""
    seen = [
        place
        for place in range(len(reading.periods))
        if any(_is_there(cells[place].value) for _code, cells in lines)
    ]
    if not seen:
        return None
    last = seen[-1]
    here = [(code, cells[last]) for code, cells in lines if _is_there(cells[last].value)]
    distances = tuple(_distance(code, cell, reading) for code, cell in here)
    period = reading.periods[last]
    hidden = next((cell.value.reason for _code, cell in here if cell.value.is_hidden), None)
    if hidden or reading.aim is None:
        return Split(dimension, period, distances, is_told=hidden is None, reason=hidden)
    values = {code: cell.value.value for code, cell in here if cell.value.value is not None}
    ahead = furthest(values, reading.aim.value, more_is_better=_more_is_better(reading.indicator))
    is_rounded = any(cell.value.is_rounded for _code, cell in here)
    if len(ahead) > 1 and is_rounded:
        return Split(dimension, period, distances, is_told=False)
    return Split(dimension, period, distances, ahead)


def _is_there(shown: Shown) -> bool:
    """Whether something was observed, seen by this reader or not."""
    return shown.value is not None or shown.is_hidden


def _distance(code: str, cell: ShownCell, reading: Reading) -> Distance:
    value, aim = cell.value.value, reading.aim
    if value is None or aim is None:
        return Distance(code, cell.value)
    distance = distance_to(value, aim.value, more_is_better=_more_is_better(reading.indicator))
    people, events = cell.denominator.value, cell.numerator.value
    counts_people = reading.indicator.counts in {"denominator", "both"}
    if people is None or events is None or not (counts_people and reading.indicator.is_share):
        return Distance(code, cell.value, distance)
    behind = people_behind(events, people, aim.value, is_upward=_more_is_better(reading.indicator))
    return Distance(code, cell.value, distance, people, behind)


def _more_is_better(indicator: Indicator) -> bool:
    return indicator.better == Indicator.Better.HIGHER


# --- money --------------------------------------------------------------------------------------


class Ledger:
    """The money of strategies as one person may know it.

    A strategy has the signed money that is given to one of its activities, or by one of its
    commitments to one of its factors, for places and groups that it is for. It is *funded* once
    that reaches its cost, or once there is any where no cost is written down.
    """

    def __init__(
        self,
        access: Access,
        commitments: Sequence[CommitmentRow] | None = None,
        allocations: Sequence[AllocationRow] | None = None,
        parents: Mapping[str, str | None] | None = None,
    ) -> None:
        self.access = access
        here = access.initiative
        self.commitments = list(commitments_of(here) if commitments is None else commitments)
        self.allocations = list(allocations_of(here) if allocations is None else allocations)
        self.places = Places(parents_of(here) if parents is None else parents)

    @cached_property
    def seen(self) -> frozenset[int]:
        return disclosure_of(self.access, self.commitments, self.allocations).commitments

    @cached_property
    def closed_lines(self) -> frozenset[str]:
        return plan_scope(self.access, self.commitments, self.allocations).closed_lines

    @cached_property
    def _signed(self) -> frozenset[int]:
        return frozenset(each.id for each in self.commitments if each.is_signed)

    def funding(self, strategy: TargetedStrategy) -> Funding:
        """What is signed of what the strategy costs, if all of it is in this person's sight."""
        rows = list(self._given(strategy))
        named = {each.pk for each in strategy.commitments.all()}
        activities = {each.pk for each in strategy.activities.all()}
        in_sight = {each.pk for each in getattr(strategy, "seen_activities", ())}
        lines = {each.code for each in strategy.factors.all()} | {row.line for row in rows}
        unseen = (named | {row.commitment_id for row in rows}) - self.seen
        if unseen or activities - in_sight or lines & self.closed_lines:
            return Funding(None, strategy.cost, None)
        signed = sum(converted(row.amount, row.rate) for row in rows)
        return Funding(signed, strategy.cost, _missing(signed, strategy.cost))

    def _given(self, strategy: TargetedStrategy) -> Iterable[AllocationRow]:
        named = {each.pk for each in strategy.commitments.all()}
        activities = {each.pk for each in strategy.activities.all()}
        factors = {each.code for each in strategy.factors.all()}
        places = [each.code for each in strategy.places.all()]
        groups = strategy.group_set.keys if strategy.group_set else frozenset[str]()
        for row in self.allocations:
            if row.commitment_id not in self._signed:
                continue
            if row.activity_id in activities:
                yield row
            elif row.commitment_id in named and row.line in factors:
                is_here = not places or any(self.places.touch(row.place, one) for one in places)
                if is_here and groups_meet(row.groups, groups):
                    yield row


def _missing(signed: int, cost: int | None) -> float:
    if not cost:
        return 0.0 if signed else 1.0
    return float(max(Fraction(0), 1 - Fraction(signed, cost)))


# --- groups furthest behind without money -------------------------------------------------------


def judged(
    access: Access,
    commitments: Sequence[CommitmentRow],
    allocations: Sequence[AllocationRow],
    parents: Mapping[str, str | None],
) -> Judged:
    """For each agreed goal and dimension the group that is furthest, and what is done for it.

    One query where no goal was agreed; then a fixed number, and those of the strategies.
    """
    initiative = access.initiative
    indicators = [each.indicator for each in goals_of(initiative)]
    if not indicators:
        return Judged()
    strategies = strategies_for(access)
    ledger = Ledger(access, commitments, allocations, parents)
    behind: list[Behind] = []
    not_told: list[NotTold] = []
    for indicator, readings in zip(
        indicators, read_splits(access, indicators, parents), strict=True
    ):
        for reading in readings:
            split = _split(reading)
            if split is None:
                continue
            if not split.is_told:
                not_told.append(_not_told(indicator, split.dimension, split.reason))
            for group in split.furthest:
                found = _best(indicator, group, strategies, ledger)
                if found is None:
                    not_told.append(_not_told(indicator, split.dimension, is_money=True))
                else:
                    behind.append(found)
    return Judged(tuple(behind), tuple(not_told))


def _not_told(
    indicator: Indicator, dimension: str, reason: Reason | None = None, *, is_money: bool = False
) -> NotTold:
    return NotTold(indicator.factor.code, indicator.code, dimension, reason, is_money)


def _best(
    indicator: Indicator, group: str, strategies: Iterable[TargetedStrategy], ledger: Ledger
) -> Behind | None:
    """The group with the strategy that lacks least; None where money is out of this sight."""
    own = strategies_in(strategies, indicator.pk, group)
    funded = [ledger.funding(each) for each in own]
    if any(not each.is_told for each in funded):
        return None
    best = min(funded, key=lambda each: each.share or 0.0, default=None)
    factor = indicator.factor.code
    if best is None:
        return Behind(factor, indicator.code, group)
    return Behind(factor, indicator.code, group, True, best.signed or 0, best.cost)
