"""What the observations say: the door from the measures to `shidra.core.figures`.

Figures leave here only as far as the reader may see them. A disparity is taken from the figures as
shown, so that it gives away nothing they don't.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from shidra.core.figures import (
    Figure,
    PathStatus,
    Row,
    Split,
    Table,
    Terms,
    Version,
    by_group,
    by_period,
    disparity,
    periods_through,
    standing,
    terms_of,
)
from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of
from shidra.measurement.analysis.courses import course_of
from shidra.measurement.analysis.shown import kind_of, policy_of, scaled
from shidra.measurement.models import Indicator, IndicatorDefinition
from shidra.measurement.presentation.cards import OutcomeSummary, summarise
from shidra.measurement.presentation.readings import (
    REMAINDER,
    Aim,
    Apart,
    Reading,
    first_and_latest,
)
from shidra.measurement.queries import (
    Goal,
    Observed,
    definitions_of,
    goals_of,
    indicators_of,
    observed,
    outcome_indicators,
    parents_of,
)
from shidra.protection.permissions import (
    Kind,
    Policy,
    Reason,
    Shown,
    ShownCell,
)

__all__ = ["outcome_summary", "read_indicator", "read_indicators"]

type Parents = Mapping[str, str | None]


def read_indicators(access: Access, parents: Parents) -> list[Reading]:
    """Every indicator, each by the dimension that tells most; in a fixed number of queries."""
    rows = _by_indicator(observed(access.initiative))
    goals = _by_indicator(goals_of(access.initiative))
    definitions: dict[int, list[IndicatorDefinition]] = {}
    for definition in definitions_of(access.initiative):
        definitions.setdefault(definition.indicator_id, []).append(definition)
    return [
        _Measured(
            one,
            rows.get(one.pk, []),
            goals.get(one.pk, []),
            parents,
            access,
            definitions.get(one.pk, []),
        ).read()
        for one in indicators_of(access.initiative)
    ]


def read_indicator(
    access: Access,
    indicator: Indicator,
    parents: Parents,
    *,
    by: str = "",
    place: str | None = None,
) -> Reading:
    """One indicator in a place, by a dimension or by the one that tells most, and its course."""
    rows, goals = list(observed(indicator)), goals_of(indicator)
    definitions = definitions_of(indicator)
    measured = _Measured(indicator, rows, goals, parents, access, definitions)
    reading = measured.read(by=by, place=place)
    return replace(reading, course=course_of(reading))


def outcome_summary(
    access: Access,
    language: str,
    *,
    parents: Parents | None = None,
    groups: Mapping[str, Group] | None = None,
) -> OutcomeSummary | None:
    """The headline measure of the outcome in short, None where none is defined.

    Four queries, and one each for `parents` and `groups` where the caller has none at hand.
    """
    indicator = outcome_indicators(access.initiative).first()
    if indicator is None:
        return None
    around = parents_of(access.initiative) if parents is None else parents
    called = groups_of(access.initiative) if groups is None else groups
    return summarise(read_indicator(access, indicator, around), called, language)


def _by_indicator[T: (Observed, Goal)](rows: Iterable[T]) -> dict[int, list[T]]:
    of = attrgetter("indicator")
    return {key: list(found) for key, found in groupby(sorted(rows, key=of), key=of)}


def _table(rows: Iterable[Observed], parents: Parents) -> Table:
    return Table((Row(*row[1:]) for row in rows), parents)


@dataclass(slots=True)
class _Measured:
    """One indicator with all its rows, read any way its reader asks."""

    indicator: Indicator
    rows: Sequence[Observed]
    goals: Sequence[Goal]
    parents: Parents
    access: Access
    definitions: Sequence[IndicatorDefinition] = ()

    def read(self, *, by: str = "", place: str | None = None) -> Reading:
        table = _table(self.rows, self.parents)
        here = table.cell(place, frozenset())[0]
        points = by_period(table, here)
        periods = tuple(point.period for point in points)
        dimensions = self._dimensions()
        policy = policy_of(self.access, self.indicator)
        cells = _Cells(self.indicator, policy, kind_of(self.indicator))
        terms = terms_of(periods, list(map(_version, self.definitions)))
        given = tuple(cells.total(point) for point in points)
        total = _told(given, terms)
        found = [
            _Breakdown(
                cells, name, [by_group(table, period, name, here) for period in periods], terms
            )
            for name in ([by] if by in dimensions else self._telling(dimensions))
        ]
        chosen = max(found, key=_Breakdown.contrast, default=None)
        reading = Reading(
            indicator=self.indicator,
            policy=policy,
            place=here,
            dimensions=dimensions,
            periods=periods,
            axis=periods,
            total=total,
            definitions=tuple(self.definitions),
            versions=tuple(one.version for one in terms),
            stretches=tuple(one.stretch for one in terms),
            given={"": _values(given)} if _has_converted(terms) else {},
        )
        if chosen:
            reading = chosen.into(reading)
        return self._aimed(reading, table.cell)

    def _dimensions(self) -> tuple[str, ...]:
        """The dimensions by which anything was observed, in the order of their codes."""
        keys = {group for row in self.rows for group in row.groups}
        return tuple(sorted({key.partition(":")[0] for key in keys}))

    def _telling(self, dimensions: tuple[str, ...]) -> tuple[str, ...]:
        """The dimensions of the targets, since they were chosen to be told; else all."""
        aimed = {group.partition(":")[0] for goal in self.goals for group in goal.groups}
        return tuple(name for name in dimensions if name in aimed) or dimensions

    def _aimed(self, reading: Reading, cell: Callable[..., tuple[str | None, object]]) -> Reading:
        """The last target of the place and of each group, with where the series stands."""
        here = [g for g in self.goals if cell(g.place, g.groups)[0] == reading.place]
        aims: dict[frozenset[str], Goal] = {goal.groups: goal for goal in here}
        whole = aims.get(frozenset())
        lines = {group: aims.get(frozenset({group})) for group in reading.groups}
        last = max((goal.period for goal in here), default="")
        return replace(
            reading,
            axis=_axis(reading.periods, last),
            aim=_aim(whole, reading, reading.total) if whole else None,
            group_aims={
                group: _aim(goal, reading, reading.groups[group])
                for group, goal in lines.items()
                if goal
            },
        )


def _axis(periods: tuple[str, ...], last: str) -> tuple[str, ...]:
    if not periods:
        return ()
    return periods_through(periods[0], max(periods[-1], last))


def _aim(goal: Goal, reading: Reading, cells: Sequence[ShownCell]) -> Aim:
    """The path begins where figures begin that are comparable with the latest."""
    ends = first_and_latest(
        [(period, shown.value or 0.0) for period, shown in reading.shown(cells)]
    )
    if ends is None:
        return Aim(goal.period, goal.value, PathStatus.UNKNOWN)
    stands = standing(*ends, (goal.period, goal.value))
    return Aim(goal.period, goal.value, stands.status, stands.expected)


def _version(definition: IndicatorDefinition) -> Version:
    compared = definition.comparability
    is_converted = compared == definition.Comparability.CONVERTED
    return Version(
        definition.version,
        definition.valid_from,
        is_comparable=compared != definition.Comparability.BROKEN,
        times=float(definition.times) if is_converted and definition.times is not None else 1.0,
        plus=float(definition.plus) if is_converted and definition.plus is not None else 0.0,
    )


def _has_converted(terms: Iterable[Terms]) -> bool:
    return any(one.is_converted for one in terms)


def _values(cells: Iterable[ShownCell]) -> tuple[Shown, ...]:
    return tuple(cell.value for cell in cells)


def _told(cells: Sequence[ShownCell], terms: Sequence[Terms]) -> tuple[ShownCell, ...]:
    """Figures in the terms of the newest version of their stretch.

    They are converted as their reader may see them, so that nothing is said beyond that.
    """
    return tuple(
        replace(cell, value=replace(cell.value, value=one.told(cell.value.value)))
        if one.is_converted and cell.value.value is not None
        else cell
        for cell, one in zip(cells, terms, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """Figures of one indicator on their way through protection."""

    indicator: Indicator
    policy: Policy
    kind: Kind

    def total(self, point: Figure) -> ShownCell:
        protect = self.policy.part if point.place else self.policy.whole
        return protect(scaled(point, self.indicator), self.kind)

    def beside(self, points: Sequence[Figure]) -> tuple[ShownCell, ...]:
        return self.policy.breakdown([scaled(point, self.indicator) for point in points], self.kind)


class _Breakdown:
    """The groups of one dimension over all periods, protected period by period."""

    def __init__(
        self, cells: _Cells, dimension: str, splits: Sequence[Split], terms: Sequence[Terms]
    ) -> None:
        self.dimension, self.splits, self.terms = dimension, splits, terms
        self.given: dict[str, tuple[Shown, ...]] = {}
        self.groups: dict[str, list[ShownCell]] = {}
        self.remainder: list[ShownCell] = []
        self.apart: list[Apart] = []
        for place, split in enumerate(splits):
            self._add(cells, place, split)
        for line in self.groups.values():
            line.extend([ShownCell.nothing()] * (len(splits) - len(line)))
        if _has_converted(terms):
            self.given = {group: _values(line) for group, line in self.groups.items()}
            self.given[REMAINDER] = _values(self.remainder)
            for group, line in self.groups.items():
                self.groups[group] = list(_told(line, terms))
            self.remainder = list(_told(self.remainder, terms))

    def _add(self, cells: _Cells, place: int, split: Split) -> None:
        rest = [split.remainder] if split.remainder else []
        shown = cells.beside([*split.groups, *rest])
        self.remainder.append(shown[-1] if rest else ShownCell.nothing())
        seen: list[Figure] = []
        for point, cell in zip(split.groups, shown, strict=False):
            (group,) = (one for one in point.groups if one.startswith(f"{self.dimension}:"))
            line = self.groups.setdefault(group, [])
            line.extend([ShownCell.nothing()] * (place - len(line)))
            line.append(cell)
            known = cell.value.value
            told = known if known is None else self.terms[place].told(known)
            seen.append(replace(point, value=told))
        self.apart.append(_apart(split.total.period, seen, shown, self.dimension))

    def contrast(self) -> float:
        """The latest disparity: the dimension in which it is largest tells most."""
        latest = next((one for one in reversed(self.apart) if one.value.value is not None), None)
        return latest.value.value or 0.0 if latest else -1.0

    def into(self, reading: Reading) -> Reading:
        return replace(
            reading,
            dimension=self.dimension,
            groups={group: tuple(line) for group, line in sorted(self.groups.items())},
            remainder=tuple(self.remainder),
            exceeding=tuple(s.total.period for s in self.splits if s.exceeds),
            apart=tuple(self.apart),
            given={**reading.given, **self.given},
        )


def _apart(
    period: str, seen: Sequence[Figure], shown: Sequence[ShownCell], dimension: str
) -> Apart:
    if found := disparity(seen, dimension):
        is_rounded = any(cell.value.is_rounded for cell in shown)
        return Apart(period, Shown(found.value, is_rounded), found.highest, found.lowest)
    if any(cell.value.is_hidden for cell in shown):
        return Apart(period, Shown(reason=Reason.TOO_FEW))
    return Apart(period, Shown())
