"""Reads of indicators, observations and targets: whole, flat, and in a fixed number of queries."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import NamedTuple

from django.db.models import Case, ExpressionWrapper, F, Field, Max, Min, Q, QuerySet, When
from django.db.models.expressions import Combinable
from django.utils import timezone

from shidra.audit.models import Change
from shidra.audit.queries import model_label
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative, Place
from shidra.initiatives.queries import groups_of, labels_of
from shidra.measurement.models import (
    SCALE,
    CurveStory,
    Indicator,
    IndicatorDefinition,
    IndicatorStep,
    Observation,
    OpenQuestion,
    Target,
)
from shidra.roadmap.models import FactorEntry, RoadmapVersion
from shidra.roadmap.queries import adopted_version_or_none, entries_of

__all__ = [
    "Came",
    "Goal",
    "Measured",
    "Names",
    "Observed",
    "PlaceFacts",
    "arrivals_of",
    "attributes_of_places",
    "definitions_of",
    "factors_of",
    "goals_of",
    "indicator_or_none",
    "indicators_of",
    "is_listed",
    "measured_of",
    "names_of",
    "next_code",
    "observed",
    "observed_in",
    "observed_of",
    "outcome_indicators",
    "parents_of",
    "places_with_parents",
    "question_or_none",
    "questions_of",
    "steps_of",
    "stories_of",
]


class Observed(NamedTuple):
    """One observation as plain numbers; groups as `dimension:code`, no place = the whole."""

    indicator: int
    period: str
    place: str | None
    groups: frozenset[str]
    numerator: float | None
    denominator: float | None
    value: float | None
    n: float | None
    quality: str = ""


class Goal(NamedTuple):
    """One target as plain numbers."""

    indicator: int
    period: str
    place: str | None
    groups: frozenset[str]
    value: float


class PlaceFacts(NamedTuple):
    """What a list of places needs."""

    code: str
    parent: str | None
    name: Text
    kind: str
    lat: float | None = None
    lon: float | None = None


def indicators_of(initiative: Initiative) -> QuerySet[Indicator]:
    """All indicators in the order of their table, each with its factor's code."""
    return Indicator.objects.filter(initiative=initiative).select_related("factor", "owner")


def indicator_or_none(initiative: Initiative, code: str) -> Indicator | None:
    return indicators_of(initiative).filter(code=code).first()


def outcome_indicators(initiative: Initiative) -> QuerySet[Indicator]:
    """The measures of the outcome; the first is the headline.

    Those with the role come first; a measure of an outcome of the map that was given no role
    counts after them, so that whoever named no role has a headline too. What is no longer in use
    is never the headline, what is not yet adopted only where nothing else is.
    """
    is_of_outcome = Q(
        factor__entries__version__status=RoadmapVersion.Status.ADOPTED,
        factor__entries__kind=FactorEntry.Kind.OUTCOME,
    )
    measures = indicators_of(initiative).filter(Q(role=Indicator.Role.OUTCOME) | is_of_outcome)
    in_use = measures.exclude(state=Indicator.State.RETIRED)
    is_adopted = Q(state=Indicator.State.ADOPTED)
    return in_use.order_by(
        Case(When(is_adopted, then=0), default=1), "-role", "position", "id"
    ).distinct()


@dataclass(frozen=True, slots=True)
class Measured:
    """How much is measured: measures, those with any figure, those with figures by group."""

    indicators: int
    with_figures: int
    by_group: int
    last_period: str


def measured_of(initiative: Initiative) -> Measured:
    """What the initiative knows at all, as counts."""
    rows = Observation.objects.filter(indicator__initiative=initiative)
    grouped = rows.exclude(group_set__isnull=True).exclude(group_set__key="")
    return Measured(
        indicators=Indicator.objects.filter(initiative=initiative).count(),
        with_figures=rows.values("indicator").distinct().count(),
        by_group=grouped.values("indicator").distinct().count(),
        last_period=rows.aggregate(last=Max("period"))["last"] or "",
    )


def observed(of: Initiative | Indicator, *, is_exact: bool = False) -> Iterator[Observed]:
    """Every observation of an indicator, or of all of them, in one query.

    Exact amounts come as whole millionths, whose sums are exact.
    """
    return _plain(_belonging(Observation.objects.all(), of), None if is_exact else SCALE)


def observed_of(indicators: Collection[Indicator]) -> Iterator[Observed]:
    """Every observation of some indicators, in one query."""
    return _plain(Observation.objects.filter(indicator__in=indicators), SCALE)


def observed_in(of: Initiative, period: str) -> Iterator[Observed]:
    """Every observation of one period, in one query."""
    return _plain(_belonging(Observation.objects.filter(period=period), of), SCALE)


def _plain(observations: QuerySet[Observation], unit: int | None) -> Iterator[Observed]:
    rows = observations.values_list(
        "indicator_id",
        "period",
        "place__code",
        "group_set__key",
        "quality",
        *map(_whole_number, ("numerator", "denominator", "value", "n")),
    )
    known = _Groups()
    for indicator, period, place, key, quality, numerator, denominator, value, n in rows.iterator():
        if unit is not None:
            # A list of measures reads tens of thousands: a call for each amount would tell.
            numerator = None if numerator is None else numerator / unit  # noqa: PLW2901
            denominator = None if denominator is None else denominator / unit  # noqa: PLW2901
            value = None if value is None else value / unit  # noqa: PLW2901
            n = None if n is None else n / unit  # noqa: PLW2901
        yield Observed(
            indicator, period, place, known[key], numerator, denominator, value, n, quality
        )


def goals_of(of: Initiative | Indicator) -> list[Goal]:
    """Every target of an indicator, or of all of them, by period."""
    rows = _belonging(Target.objects.order_by("period"), of).values_list(
        "indicator_id", "period", "place__code", "group_set__key", "value"
    )
    known = _Groups()
    return [
        Goal(indicator, period, place, known[key], float(value))
        for indicator, period, place, key, value in rows
    ]


class Came(NamedTuple):
    """When the first figure of a period came here, and in which act."""

    on: date
    record: int


def arrivals_of(of: Initiative | Indicator) -> dict[tuple[int, str], Came]:
    """As the trail knows it, by indicator and period: two queries.

    Rows that were there before the trail, or came past it, have no day.
    """
    firsts = (
        _belonging(Observation.objects.order_by(), of)
        .values_list("indicator_id", "period")
        .annotate(first=Min("pk"))
    )
    rows = {first: (indicator, period) for indicator, period, first in firsts}
    came = Change.objects.filter(
        model=model_label(Observation), kind=Change.Kind.ADDED, row__in=rows
    ).values_list("row", "record__at", "record_id")
    return {rows[row]: Came(timezone.localdate(at), record) for row, at, record in came}


def definitions_of(of: Initiative | Indicator) -> list[IndicatorDefinition]:
    """Every version of the definition of an indicator, or of all of them, by version."""
    return list(_belonging(IndicatorDefinition.objects.all(), of))


def questions_of(initiative: Initiative) -> QuerySet[OpenQuestion]:
    """What cannot be measured yet, in the order of its table, what is answered at the end."""
    rows = OpenQuestion.objects.filter(initiative=initiative)
    unanswered_first = F("indicator").asc(nulls_first=True)
    return rows.select_related("factor", "owner", "indicator").order_by(
        unanswered_first, "position", "id"
    )


def question_or_none(initiative: Initiative, code: str) -> OpenQuestion | None:
    return questions_of(initiative).filter(code=code).first()


def steps_of(indicator: Indicator) -> list[IndicatorStep]:
    """The life of an indicator, its first step first."""
    return list(indicator.steps.all())


def stories_of(indicator: Indicator) -> list[CurveStory]:
    """How its curve is to be turned, the latest period first, with the factors that it is about."""
    return list(indicator.stories.prefetch_related("factors"))


def is_listed(indicator: Indicator, state: str) -> bool:
    """Whether a list narrowed to a state shows it; without one, what is in use or may come to be."""
    if state in Indicator.State.values:
        return indicator.state == state
    return indicator.state != Indicator.State.RETIRED


def next_code(initiative: Initiative) -> str:
    """A free code for one more indicator, counted on from those that are there."""
    codes = frozenset(
        Indicator.objects.filter(initiative=initiative).values_list("code", flat=True)
    )
    return next(f"I{number}" for number in count(len(codes) + 1) if f"I{number}" not in codes)


def factors_of(initiative: Initiative) -> list[tuple[str, Text]]:
    """The factors of the adopted map by code and name."""
    version = adopted_version_or_none(initiative)
    return list(entries_of(version).values_list("factor__code", "name")) if version else []


def parents_of(initiative: Initiative) -> dict[str, str | None]:
    """For the code of each place the code of the place around it."""
    return dict(Place.objects.filter(initiative=initiative).values_list("code", "parent__code"))


def attributes_of_places(initiative: Initiative) -> list[str]:
    """The attributes that any place has, by name."""
    rows = Place.objects.filter(initiative=initiative).values_list("attributes", flat=True)
    return sorted({name for known in rows for name in known})


def places_with_parents(initiative: Initiative) -> dict[str, PlaceFacts]:
    """All places by code, in the order of their table."""
    rows = Place.objects.filter(initiative=initiative).values_list(
        "code", "parent__code", "name", "kind", "lat", "lon"
    )
    return {row[0]: PlaceFacts(*row) for row in rows}


class _Groups(dict[str | None, frozenset[str]]):
    """The groups of each key, taken apart once."""

    def __missing__(self, key: str | None) -> frozenset[str]:
        self[key] = frozenset(key.split("|")) if key else frozenset()
        return self[key]


def _whole_number(field: str) -> Combinable:
    """The stored millionths themselves: thousands of rows need no Decimal on their way."""
    return ExpressionWrapper(F(field), output_field=Field())


def _belonging[M: (Observation, Target, IndicatorDefinition)](
    rows: QuerySet[M], of: Initiative | Indicator
) -> QuerySet[M]:
    if isinstance(of, Indicator):
        return rows.filter(indicator=of)
    return rows.filter(indicator__initiative=of)


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of an initiative are called."""

    groups: dict[str, Group]
    labels: dict[tuple[str, str], Text]
    places: dict[str, PlaceFacts]
    factors: dict[int, Text]

    @property
    def parents(self) -> dict[str, str | None]:
        """The place around each place."""
        return {code: place.parent for code, place in self.places.items()}

    def spot(self, code: str) -> tuple[float, float] | None:
        """Where a place lies: its own coordinates, else the middle of what lies inside it."""
        place = self.places[code]
        if place.lat is not None and place.lon is not None:
            return float(place.lat), float(place.lon)
        inside = [self.spot(each.code) for each in self.places.values() if each.parent == code]
        known = [spot for spot in inside if spot]
        if not known:
            return None
        return (sum(spot[0] for spot in known) / len(known),
                sum(spot[1] for spot in known) / len(known))  # fmt: skip


def names_of(initiative: Initiative) -> Names:
    """All names in five queries."""
    version = adopted_version_or_none(initiative)
    entries = entries_of(version).values_list("factor_id", "name") if version else ()
    return Names(
        groups_of(initiative), labels_of(initiative), places_with_parents(initiative), dict(entries)
    )
