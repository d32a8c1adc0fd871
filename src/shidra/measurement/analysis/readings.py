"""What the observations say: the door from the measures to `shidra.core.figures`.

Figures leave here only as far as the reader may see them. A disparity is taken from the figures as
shown, so that it gives away nothing they don't.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shidra.core.figures import (
    Figure,
    Table,
    Version,
    by_group,
    by_period,
    figure,
    terms_of,
)
from shidra.initiatives.analysis import Carrying, carrying
from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of
from shidra.measurement.analysis.aims import aimed, narrowed
from shidra.measurement.analysis.breakdowns import Breakdown, Cells, has_converted, told, values_of
from shidra.measurement.analysis.courses import course_of
from shidra.measurement.analysis.exits import Exit, Measure, exits_of
from shidra.measurement.analysis.paces import paced
from shidra.measurement.analysis.places import Places
from shidra.measurement.analysis.quality import Grading, judged
from shidra.measurement.analysis.shown import policy_of
from shidra.measurement.analysis.tables import table_of
from shidra.measurement.models import Indicator, IndicatorDefinition
from shidra.measurement.presentation.cards import OutcomeSummary, summarise
from shidra.measurement.presentation.course import Course
from shidra.measurement.presentation.judged import Quality
from shidra.measurement.presentation.question import Question
from shidra.measurement.presentation.readings import (
    Reading,
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

__all__ = [
    "outcome_summary",
    "read_by_dimensions",
    "read_indicator",
    "read_indicators",
    "read_splits",
]

type Parents = Mapping[str, str | None]

NOTHING = Question()


def read_indicators(
    access: Access, parents: Parents, *, grading: Grading | None = None
) -> list[Reading]:
    """Every indicator, each by the dimension that tells most; in a fixed number of queries."""
    measured = _all_measured(access, parents, indicators_of(access.initiative), grading)
    read = [(one, one.read()) for one in measured]
    return [replace(reading, quality=one.quality(reading)) for one, reading in read]


def read_by_dimensions(
    access: Access,
    parents: Parents,
    indicators: Iterable[Indicator],
    question: Question | None = None,
) -> list[Reading]:
    """Each of these measures by each of its dimensions, or by the one that is asked for.

    In a fixed number of queries, with the pace of every line. Those by no groups are left out.
    """
    asked = question or Question()
    found = []
    for one in _all_measured(access, parents, indicators, until=asked.until):
        for name in [asked.by] if asked.by else one.dimensions():
            reading = one.read(replace(asked, by=name))
            if reading.dimension == name:
                if asked.since in reading.periods:
                    reading = narrowed(reading, asked.since)
                found.append(paced(reading))
    return found


def _all_measured(
    access: Access,
    parents: Parents,
    indicators: Iterable[Indicator],
    grading: Grading | None = None,
    *,
    until: str = "",
) -> list["_Measured"]:
    """Measures with all their rows, goals and definitions, up to a period where one is named."""
    rows = _by_indicator(observed(access.initiative))
    goals = _by_indicator(goals_of(access.initiative))
    carried = carrying(access.initiative, parents)
    definitions: dict[int, list[IndicatorDefinition]] = {}
    for definition in definitions_of(access.initiative):
        definitions.setdefault(definition.indicator_id, []).append(definition)
    listed = list(indicators)
    ways = exits_of(access, [Measure(one, rows.get(one.pk, [])) for one in listed], carried)
    measured = []
    for one in listed:
        own = rows.get(one.pk, [])
        periods = tuple(sorted({row.period for row in own}))
        if until in periods:
            own = [row for row in own if row.period <= until]
        agreed = goals.get(one.pk, []), carried, access, ways[one.pk]
        told = definitions.get(one.pk, []), grading
        measured.append(_Measured(one, own, *agreed, *told, periods))
    return measured


def read_indicator(
    access: Access,
    indicator: Indicator,
    parents: Parents,
    question: Question | None = None,
    *,
    grading: Grading | None = None,
) -> Reading:
    """One indicator as it is asked for, by the dimension that tells most where none is.

    As it was then is for people with raw rights: two readings side by side tell more than either.
    """
    asked = question or Question()
    as_then = asked.as_then and access.has_raw_rights
    carried = carrying(access.initiative, parents, as_then=as_then)
    known, goals = list(observed(indicator)), goals_of(indicator)
    rows = known
    periods = tuple(sorted({row.period for row in rows}))
    if asked.until in periods:
        rows = [row for row in known if row.period <= asked.until]
    way = exits_of(access, [Measure(indicator, known)], carried)[indicator.pk]
    agreed = goals, carried, access, way, definitions_of(indicator), grading
    measured = _Measured(indicator, rows, *agreed)
    reading = replace(measured.read(asked), all_periods=periods)
    # How good the figures are does not hang on what is asked of them.
    every = measured if len(rows) == len(known) else _Measured(indicator, known, *agreed)
    reading = replace(reading, quality=every.quality(reading))
    if asked.since in reading.periods:
        reading = narrowed(reading, asked.since)
    if asked.view == "groups":
        reading = replace(reading, courses=_courses(reading))
    return replace(paced(reading), course=course_of(reading))


def read_splits(
    access: Access, indicators: Iterable[Indicator], parents: Parents, *, by_place: bool = False
) -> list[tuple[Reading, ...]]:
    """Each indicator by every dimension that it was observed by; one reading where by none.

    In a fixed number of queries. With `by_place` the first reading of each tells the places inside
    too.
    """
    found = []
    for one in _all_measured(access, parents, indicators):
        first = one.read(Question(view="places" if by_place else ""))
        others = [name for name in first.dimensions if name != first.dimension]
        found.append((first, *(one.read(Question(by=name)) for name in others)))
    return found


def _courses(reading: Reading) -> dict[str, Course]:
    found = {group: course_of(reading.alone(group)) for group in reading.groups}
    return {group: course for group, course in found.items() if course}


def outcome_summary(
    access: Access,
    language: str,
    *,
    parents: Parents | None = None,
    groups: Mapping[str, Group] | None = None,
) -> OutcomeSummary | None:
    """The headline measure of the outcome in short, None where none is defined.

    Five queries, and one each for `parents` and `groups` where the caller has none at hand.
    """
    indicator = outcome_indicators(access.initiative).first()
    if indicator is None:
        return None
    around = parents_of(access.initiative) if parents is None else parents
    called = groups_of(access.initiative) if groups is None else groups
    return summarise(read_indicator(access, indicator, around), called, language)


def _by_indicator[T: (Observed, Goal)](rows: Iterable[T]) -> dict[int, list[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.indicator].append(row)
    return found


@dataclass(slots=True)
class _Measured:
    """One indicator with all its rows, read any way its reader asks."""

    indicator: Indicator
    rows: Sequence[Observed]
    goals: Sequence[Goal]
    carried: Carrying
    access: Access
    way: Exit
    definitions: Sequence[IndicatorDefinition] = ()
    grading: Grading | None = None
    # Every period of the indicator, also those whose rows were left out.
    all_periods: tuple[str, ...] = ()
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        self.table = table_of(self.rows, self.carried)

    def quality(self, reading: Reading) -> Quality | None:
        """How good the figures of everybody everywhere are, where it is asked."""
        if self.grading is None:
            return None
        is_whole = reading.place is None and reading.periods[-1:] == self.table.periods[-1:]
        whole = reading if is_whole else self.read()
        return judged(self.access, whole, self.rows, self.table, self.grading)

    def read(self, asked: Question = NOTHING) -> Reading:
        table, by = self.table, asked.by
        parents = self.carried.tree.parents
        place = asked.place if asked.place in parents else None
        here = table.cell(place, frozenset())[0]
        points = by_period(table, here)
        periods = tuple(point.period for point in points)
        dimensions = self.dimensions()
        policy = policy_of(self.access, self.indicator)
        cells = Cells(self.indicator, policy, self.way)
        terms = terms_of(periods, list(map(_version, self.definitions)))
        places = Places(table, parents, cells, periods)
        given = places.line(here) if here else tuple(cells.one(point) for point in points)
        total = told(given, terms)
        found = [
            Breakdown(
                cells,
                name,
                [by_group(table, period, name, here) for period in periods],
                terms,
                [_wholes(table, period, name, here) for period in periods],
            )
            for name in ([by] if by in dimensions else self._telling(dimensions))
        ]
        chosen = max(found, key=Breakdown.contrast, default=None)
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
            given={"": values_of(given)} if has_converted(terms) else {},
            changes=self.carried.changes,
            as_then=self.carried.as_then,
            all_periods=self.all_periods,
        )
        if chosen:
            reading = chosen.into(reading)
        if asked.view == "places":
            inside = places.inside(here)
            reading = replace(
                reading, places={one: told(line, terms) for one, line in inside.items()}
            )
        here_aimed = [g for g in self.goals if table.cell(g.place, g.groups)[0] == here]
        return aimed(reading, self._in_todays(here_aimed))

    def _in_todays(self, goals: Sequence[Goal]) -> list[Goal]:
        """Targets of categories that passed into others, as targets of these.

        One that was set for exactly these counts before them; where those of several categories
        meet, only what they agree on does, for targets cannot be added.
        """
        found: dict[tuple[str, frozenset[str]], list[Goal]] = {}
        for goal in goals:
            found.setdefault((goal.period, self.carried.today(goal.groups)), []).append(goal)
        told_today = []
        for (_period, today), those in found.items():
            own = [goal for goal in those if goal.groups == today]
            if own or len({goal.value for goal in those}) == 1:
                told_today.append((own or those)[0]._replace(groups=today))
        return told_today

    def dimensions(self) -> tuple[str, ...]:
        """The dimensions by which anything was observed, in the order of their codes."""
        keys = {group for row in self.rows for group in row.groups}
        return tuple(sorted({key.partition(":")[0] for key in keys}))

    def _telling(self, dimensions: tuple[str, ...]) -> tuple[str, ...]:
        """The dimensions of the targets, since they were chosen to be told; else all."""
        chosen = {group.partition(":")[0] for goal in self.goals for group in goal.groups}
        return tuple(name for name in dimensions if name in chosen) or dimensions


def _wholes(table: Table, period: str, dimension: str, place: str | None) -> list[Figure]:
    """The figures of categories that are told by their parts, whole."""
    found = [
        figure(table, period, place, frozenset({whole}))
        for whole in sorted(table.wholes(period))
        if whole.startswith(f"{dimension}:")
    ]
    return [point for point in found if point.rows]


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
