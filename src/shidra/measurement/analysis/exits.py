"""The figures of a measure on their way to people without raw rights: slices of protected tables.

Everything that is counted of one measure and period goes into one table: each place that rows are
in and every place around it, by all groups that rows name together and all their margins, and the
sums by each attribute of places. What a page, a file or an answer shows is looked up there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import combinations, product
from typing import Any

from shidra.core.figures import UNKNOWN, Figure, Row, Table, figure
from shidra.initiatives.analysis import Carrying, attributes_by_period, carrying
from shidra.initiatives.models import PLACES, Initiative
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.shown import kind_of, policy_of
from shidra.measurement.analysis.tables import table_of
from shidra.measurement.models import Indicator
from shidra.measurement.queries import Observed, indicators_of, observed, parents_of
from shidra.protection.actions import guarded_tables
from shidra.protection.analysis import (
    SAFE,
    SCALES,
    Asked,
    Census,
    Guarded,
    Look,
    Rung,
    Spot,
    ladders,
)
from shidra.protection.permissions import (
    Form,
    Kind,
    Reason,
    Shown,
    ShownCell,
    Sides,
    as_it_is,
    coarse,
)

__all__ = ["Exit", "Measure", "censuses_of", "certified", "exits_of", "tables_asked"]

# Which of them is small is no reader's to know.
REASONS = {"primary": Reason.TOO_FEW, "complementary": Reason.TOO_FEW}

# How many people stand behind a figure, and to how many of them it happened.
type Counts = tuple[float | None, float | None]
type Attributes = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with the rows that one reading of it rests on."""

    indicator: Indicator
    rows: Sequence[Observed]


@dataclass(frozen=True, slots=True)
class Exit:
    """What one reader may see of the figures of one measure."""

    kind: Kind
    tables: Mapping[str, Guarded] = field(default_factory=dict)
    # Whether the reader sees everything, or the figures tell of no people.
    is_open: bool = False

    def cell(
        self, point: Figure, *, place: str | None = None, unknown: Iterable[str] = ()
    ) -> ShownCell:
        """A figure as it may be shown.

        `place` instead of the figure's own is a sum over places, as `attribute=category`; `unknown`
        are dimensions of which the figure is what all their categories leave.
        """
        if self.is_open:
            return as_it_is(point)
        people, events = _counts(point, self.kind)
        table = self.tables.get(point.period, Guarded({}))
        if people is None:
            return self._uncounted(point, table)
        named = {group for group in point.groups if not _is_unknown(group)}
        look = table.look(
            place or point.place,
            named,
            people=people,
            events=events,
            unknown={*unknown, *(_dimension(group) for group in point.groups - named)},
        )
        if look.instead is not None:
            return _rounded(point, self.kind, look, (people, events))
        if look.people != SAFE:
            return ShownCell.locked(_reason(look.people))
        if look.events != SAFE:
            hidden = Shown(reason=_reason(look.events))
            return ShownCell(hidden, hidden, Shown(point.denominator))
        return as_it_is(point)

    def _uncounted(self, point: Figure, table: Guarded) -> ShownCell:
        """A share of everybody without any count behind it tells of nobody in particular."""
        is_whole = point.place in {None, table.whole} and not point.groups
        if point.rows and is_whole and not table.cells:
            return coarse(point, self.kind)
        return ShownCell.locked(Reason.SIZE_UNKNOWN)


def _rounded(point: Figure, kind: Kind, look: Look, counts: Counts) -> ShownCell:
    """A figure reckoned from rounded numbers; its value is told where enough people are behind it."""
    people, events = look.instead or (0.0, None)
    of_people, of_events = Shown(people, is_rounded=True), Shown(events, is_rounded=True)
    on_top = kind.form is Form.COUNT or kind.sides is Sides.NUMERATOR
    above = of_people if on_top else of_events
    below = Shown(point.denominator) if on_top else of_people
    value = Shown(reason=Reason.TOO_FEW)
    if look.is_enough:
        before = counts[0] if on_top else _ratio(counts[1], counts[0])
        after = people if on_top else _ratio(events, people)
        # Nobody is told as a few are: as none, rounded. An average rests on no count of these.
        part = after / before if before and after is not None else 1.0
        told = None if point.value is None else point.value * part
        value = Shown(told, is_rounded=on_top or events is not None)
    return ShownCell(
        value,
        Shown() if point.numerator is None else above,
        Shown() if point.denominator is None else below,
    )


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above is not None and below else None


def exits_of(
    access: Access, measures: Sequence[Measure], carried: Carrying, *, is_patient: bool = False
) -> dict[int, Exit]:
    """The exit of each measure by its key: five queries, none for whoever sees everything."""
    found: dict[int, Exit] = {}
    asked: defaultdict[tuple[Rung, ...], list[Asked]] = defaultdict(list)
    attributes: Callable[[str], Attributes] | None = None
    ladder: Callable[[int], tuple[Rung, ...]] | None = None
    for one in measures:
        policy, kind = policy_of(access, one.indicator), kind_of(one.indicator)
        if policy.has_raw_rights or kind.sides is Sides.NONE:
            found[one.indicator.pk] = Exit(kind, is_open=True)
            continue
        attributes = attributes or attributes_by_period(access.initiative)
        ladder = ladder or ladders(access)
        rungs = ladder(one.indicator.min_n or 0)
        asked[rungs] += tables_asked(one, carried, attributes, kind)
        found[one.indicator.pk] = Exit(kind)
    tables: dict[tuple[str, str], Guarded] = {}
    for rungs, own in asked.items():
        tables |= guarded_tables(access.initiative, rungs, own, is_patient=is_patient)
    for one in measures:
        exit_ = found[one.indicator.pk]
        own_tables = {p: table for (code, p), table in tables.items() if code == one.indicator.code}
        found[one.indicator.pk] = Exit(exit_.kind, own_tables, exit_.is_open)
    return found


def censuses_of(
    initiative: Initiative, measures: Sequence[Measure], carried: Carrying
) -> dict[tuple[str, str], Census]:
    """Everything that is counted of each measure and period, for whoever audits what is told."""
    attributes = attributes_by_period(initiative)
    return {
        (each.subject, each.period): each.census()
        for one in measures
        if (kind := kind_of(one.indicator)).sides is not Sides.NONE
        for each in tables_asked(one, carried, attributes, kind)
    }


def certified(access: Access) -> list[dict[str, Any]]:
    """Every protected table of an initiative, made where it was not, and what the audit says."""
    rows: defaultdict[int, list[Observed]] = defaultdict(list)
    for row in observed(access.initiative):
        rows[row.indicator].append(row)
    measures = [Measure(one, rows[one.pk]) for one in indicators_of(access.initiative)]
    carried = carrying(access.initiative, parents_of(access.initiative))
    ways = exits_of(access, measures, carried, is_patient=True)
    return [
        {
            "indicator": one.indicator.code,
            "period": period,
            "certified": table.is_certified,
            "standing": table.standing,
            "cells": len(table.cells),
            **{
                status: sum(told == status for _count, told in table.cells.values())
                for status in ("primary", "complementary")
            },
        }
        for one in measures
        for period, table in sorted(ways[one.indicator.pk].tables.items())
    ]


def tables_asked(
    measure: Measure,
    carried: Carrying,
    attributes: Callable[[str], Attributes],
    kind: Kind,
) -> Iterable[Asked]:
    """The table of each period of a measure."""
    by_period: defaultdict[str, list[Observed]] = defaultdict(list)
    for row in measure.rows:
        by_period[row.period].append(row)
    for period, rows in by_period.items():
        said = attributes(period)
        counting = _Counting(period, rows, carried, said, kind)
        yield Asked(
            measure.indicator.code,
            period,
            _fingerprint(rows, _ground(rows, period, carried), said, kind),
            counting.size,
            counting.census,
        )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What rows rest on: the places around theirs, and what became of their categories.

    Nothing else, so that a release and what is live are the same table as long as they say the same.
    """

    places: Mapping[str, tuple[object, ...]]
    steps: Sequence[object]
    whole: str | None


def _ground(rows: Sequence[Observed], period: str, carried: Carrying) -> _Ground:
    tree = carried.tree
    then = tree.parents_in(period) if tree.is_dated else tree.parents
    near: dict[str, tuple[object, ...]] = {}
    for start in {row.place for row in rows}:
        for lies_in in (tree.parents, then):
            place = start
            while place is not None and place not in near:
                around = tree.parents.get(place), then.get(place)
                near[place] = (*around, tree.grown.get(place))
                place = lies_in.get(place)
    named = {_dimension(group) for row in rows for group in row.groups} | {PLACES}
    steps = [
        step
        for step in carried.walk.steps
        if not named.isdisjoint(map(_dimension, (*step.before, *step.after)))
    ]
    roots = [place for place, around in tree.parents.items() if around is None]
    return _Ground(near, steps, roots[0] if len(roots) == 1 else None)


def _fingerprint(
    rows: Iterable[Observed], ground: _Ground, attributes: Attributes, kind: Kind
) -> str:
    """What tells these counts from any others."""
    told = sorted(repr((row.place, sorted(row.groups), *row[4:8])) for row in rows)
    around = sorted(ground.places.items()), ground.steps, ground.whole
    groupings = sorted(
        (name, sorted((place, said) for place, said in held.items() if place in ground.places))
        for name, held in attributes.items()
    )
    said = repr((told, around, [each for each in groupings if each[1]], kind))
    return sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class _Counting:
    """Every cell that could be shown: the margins of each row's groups, in each place around it."""

    period: str
    rows: Sequence[Observed]
    carried: Carrying
    attributes: Attributes
    kind: Kind

    def size(self) -> int:
        """About how many numbers there are, without adding any up; 0 where some are not counted."""
        sides = {
            sum(number is not None for number in _counts(row, self.kind))
            for row in self._table.finer(self.period, None, frozenset())
        }
        return min(sides, default=0) * len(self._cells[0])

    def census(self) -> Census:
        """Count them all."""
        spots, patterns = self._cells
        counted: dict[Spot, Counts] = {
            spot: _counts(figure(self._table, self.period, *spot), self.kind) for spot in spots
        }
        people = {spot: one for spot, (one, _events) in counted.items() if one is not None}
        events = {
            spot: one
            for spot, (_people, one) in counted.items()
            if one is not None and spot in people
        }
        scale = _scale([*people.values(), *events.values()])
        return Census(
            {spot: round(number * scale) for spot, number in people.items()},
            {spot: round(number * scale) for spot, number in events.items()},
            sorted(patterns, key=sorted),
            self.carried.tree.parents,
            self.attributes,
            scale,
        )

    @cached_property
    def _table(self) -> Table:
        return table_of((_in_counts(row, self.kind) for row in self.rows), self.carried)

    @cached_property
    def _cells(self) -> tuple[set[Spot], set[frozenset[str]]]:
        """The cells, and which dimensions rows name together."""
        places: defaultdict[frozenset[str], set[str | None]] = defaultdict(set)
        for row in self._table.finer(self.period, None, frozenset()):
            places[row.groups].add(row.place)
        spots: set[Spot] = set()
        patterns: set[frozenset[str]] = set()
        for own, inside in places.items():
            told = self._table.categories(self.period, own)
            groups = sorted(group for group in told if not _is_unknown(group))
            patterns.add(frozenset(map(_dimension, groups)))
            sizes = range(len(groups) + 1)
            margins = [frozenset(margin) for k in sizes for margin in combinations(groups, k)]
            around = {place for start in inside for place in self._table.around(start)}
            spots.update(product(around, margins))
        return spots, patterns


def _scale(numbers: Sequence[float]) -> int:
    """By how much these numbers become whole; stored are six digits at most."""
    return next(
        (
            scale
            for scale in SCALES
            if all(abs(number * scale - round(number * scale)) < 1e-6 * scale for number in numbers)
        ),
        SCALES[-1],
    )


def _counts(point: Figure | Row, kind: Kind) -> Counts:
    """The people behind a figure, and to how many of them it happened where that is counted."""
    if kind.form is Form.COUNT:
        return (point.value if point.numerator is None else point.numerator), None
    if kind.sides is Sides.NUMERATOR:
        return (point.n if point.numerator is None else point.numerator), None
    people = point.n if point.denominator is None else point.denominator
    if kind.sides is Sides.DENOMINATOR or people is None:
        return people, None
    events = point.numerator
    if events is None and point.value is not None and kind.per:
        # A share or rate of people who were counted says how many it happened to.
        events = float(round(people * point.value / kind.per))
    return people, events


def _in_counts(row: Observed, kind: Kind) -> Observed:
    """A row that says of so many asked which share it was, as the two counts that this tells.

    So the table knows what rows add up to where nobody wrote down the whole of them.
    """
    if row.numerator is not None or row.denominator is not None:
        return row
    people, events = _counts(Row(*row[1:]), kind)
    return row if events is None else row._replace(numerator=events, denominator=people)


def _reason(status: str) -> Reason:
    return REASONS.get(status, Reason.NOT_CERTIFIED)


def _is_unknown(group: str) -> bool:
    return group.partition(":")[2] == UNKNOWN


def _dimension(group: str) -> str:
    return group.partition(":")[0]
