"""What the kinds of gaps look at, beside needs and money: one query for each sort of record."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max, Q

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative, Place
from shidra.initiatives.permissions import Access
from shidra.measurement.models import Indicator, Observation
from shidra.network.models import Activity, Stewardship
from shidra.network.queries import Owner, seen_by

__all__ = [
    "ActivityHere",
    "FigureHere",
    "activities_here",
    "barrier_owners_of",
    "figures_here",
    "measured_factors",
    "place_names",
]


@dataclass(frozen=True, slots=True)
class ActivityHere:
    """An activity with the codes of where and for whom it is; its reach counts people."""

    code: str
    name: Text
    partner: Text
    factors: frozenset[str]
    places: frozenset[str]
    groups: frozenset[str]
    first_year: int | None
    last_year: int | None
    reach: int | None
    quality: int | None


@dataclass(frozen=True, slots=True)
class FigureHere:
    """That a factor was observed somewhere: the last period in which, and how well."""

    factor: str
    period: str
    place: str | None
    groups: frozenset[str]
    quality: str


def activities_here(access: Access) -> list[ActivityHere]:
    """The activities in this person's sight: three queries."""
    initiative = access.initiative
    within = Q(activity__initiative=initiative)
    factors, places = defaultdict(set), defaultdict(set)
    for pk, code in Activity.factors.through.objects.filter(within).values_list(
        "activity_id", "factor__code"
    ):
        factors[pk].add(code)
    for pk, code in Activity.places.through.objects.filter(within).values_list(
        "activity_id", "place__code"
    ):
        places[pk].add(code)
    rows = Activity.objects.filter(seen_by(access), initiative=initiative).values_list(
        "id",
        "code",
        "name",
        "organisation__name",
        "group_set__key",
        "starts_on",
        "ends_on",
        "reach_actual",
        "quality",
    )
    return [
        ActivityHere(
            code,
            name,
            partner,
            frozenset(factors[pk]),
            frozenset(places[pk]),
            _groups(key),
            starts.year if starts else None,
            ends.year if ends else None,
            reach,
            quality,
        )
        for pk, code, name, partner, key, starts, ends, reach, quality in rows
    ]


def figures_here(initiative: Initiative) -> list[FigureHere]:
    """Where and for whom each factor was observed, each once for each quality."""
    has_figure = Q(value__isnull=False) | Q(numerator__isnull=False)
    rows = (
        Observation.objects.filter(has_figure, indicator__initiative=initiative)
        .order_by()
        .values_list("indicator__factor__code", "place__code", "group_set__key", "quality")
        .annotate(last=Max("period"))
    )
    return [
        FigureHere(factor, last, place, _groups(key), quality)
        for factor, place, key, quality, last in rows
    ]


def measured_factors(initiative: Initiative) -> frozenset[str]:
    """The factors that have an indicator which is in use, or may come to be."""
    rows = Indicator.objects.filter(initiative=initiative).exclude(state=Indicator.State.RETIRED)
    return frozenset(rows.values_list("factor__code", flat=True))


def barrier_owners_of(initiative: Initiative) -> Mapping[str, Owner]:
    """For each factor whose barrier somebody can change, by code, who that is."""
    rows = Stewardship.objects.filter(
        factor__initiative=initiative, kind=Stewardship.Kind.BARRIER_OWNER
    ).values_list("factor__code", "organisation__code", "organisation__name")
    return {factor: Owner(code, name) for factor, code, name in rows}


def place_names(initiative: Initiative) -> dict[str, Text]:
    """The names of all places by code, in the order of their table."""
    return dict(Place.objects.filter(initiative=initiative).values_list("code", "name"))


def _groups(key: str | None) -> frozenset[str]:
    return frozenset(key.split("|")) if key else frozenset()
