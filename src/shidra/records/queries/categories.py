"""What names a category or a place: figures, targets, and all else that a change leaves as it is."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from shidra.i18n.text import Text
from shidra.initiatives.models import PLACES, GroupSet, Initiative, Place, PlaceHistory
from shidra.initiatives.queries import group_sets_by_id
from shidra.measurement.models import Indicator, Observation, Target

__all__ = [
    "Touched",
    "Use",
    "dated_of",
    "dimension_codes",
    "measures_naming",
    "naming_otherwise",
    "said_of",
    "touched_by",
    "uses_of",
]


@dataclass(frozen=True, slots=True)
class Use:
    """How many rows name a category."""

    figures: int = 0
    targets: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows of one measure that name categories of a change."""

    code: str
    name: Text
    figures: int
    first: str
    last: str
    targets: int


def dimension_codes(initiative: Initiative) -> tuple[str, ...]:
    """The dimensions of the groups, in the order of their table."""
    rows = initiative.groups.order_by("position", "id").values_list("dimension", flat=True)
    return tuple(dict.fromkeys(rows))


def uses_of(initiative: Initiative, dimension: str) -> dict[str, Use]:
    """By code of the categories of a dimension: how many figures and targets name it."""
    figures, targets = (_counted(model, initiative, dimension) for model in (Observation, Target))
    return {code: Use(figures[code], targets[code]) for code in figures.keys() | targets.keys()}


def _counted(
    model: type[Observation | Target], initiative: Initiative, dimension: str
) -> Counter[str]:
    rows = model._default_manager.filter(indicator__initiative=initiative).order_by()
    found: Counter[str] = Counter()
    if dimension == PLACES:
        for code, rows_of in rows.values_list("place__code").annotate(Count("pk")):
            found[code or ""] += rows_of
        return found
    sets = group_sets_by_id(initiative)
    start = f"{dimension}:"
    for pk, rows_of in rows.values_list("group_set").annotate(Count("pk")):
        for key in sets.get(pk, ()):
            if key.startswith(start):
                found[key.removeprefix(start)] += rows_of
    return found


def _naming(initiative: Initiative, dimension: str, codes: Iterable[str]) -> Q:
    """Which rows name one of these categories."""
    if dimension == PLACES:
        return Q(place__code__in=list(codes))
    keys = [Q(groups__dimension=dimension, groups__code=code) for code in codes]
    wanted = Q(pk__in=[])
    for key in keys:
        wanted |= key
    sets = GroupSet.objects.filter(wanted, initiative=initiative).values("pk")
    return Q(group_set__in=sets)


def touched_by(initiative: Initiative, dimension: str, codes: Collection[str]) -> list[Touched]:
    """The measures whose figures or targets name these categories."""
    naming = _naming(initiative, dimension, codes)
    figures = {
        pk: (rows, first, last)
        for pk, rows, first, last in Observation.objects.filter(
            naming, indicator__initiative=initiative
        )
        .order_by()
        .values_list("indicator")
        .annotate(rows=Count("pk"), first=Min("period"), last=Max("period"))
    }
    targets = dict(
        Target.objects.filter(naming, indicator__initiative=initiative)
        .order_by()
        .values_list("indicator")
        .annotate(Count("pk"))
    )
    nothing = (0, "", "")
    measures = Indicator.objects.filter(pk__in=figures.keys() | targets.keys())
    return [
        Touched(one.code, one.name, *figures.get(one.pk, nothing), targets.get(one.pk, 0))
        for one in measures
    ]


def measures_naming(
    initiative: Initiative, dimension: str, codes: Iterable[str]
) -> QuerySet[Indicator]:
    """The measures whose figures name one of these categories."""
    rows = Observation.objects.filter(
        _naming(initiative, dimension, codes), indicator__initiative=initiative
    )
    return Indicator.objects.filter(pk__in=rows.order_by().values("indicator"))


def naming_otherwise(
    initiative: Initiative,
    dimension: str,
    codes: Collection[str],
    rows: Callable[[str], QuerySet[Any]],
) -> dict[str, int]:
    """How many rows of other tables go on naming these categories; `rows` gives those in sight."""
    naming = _naming(initiative, dimension, codes)
    found = {}
    for table in ("activities", "needs", "commitments", "allocations"):
        many = dimension == PLACES and table in {"activities", "commitments"}
        asked = Q(places__code__in=list(codes)) if many else naming
        if count := rows(table).filter(asked).order_by().values("pk").distinct().count():
            found[table] = count
    return found


def dated_of(initiative: Initiative) -> list[PlaceHistory]:
    """What was said of places from when on, but where they lay: changes tell that."""
    rows = PlaceHistory.objects.filter(place__initiative=initiative).exclude(
        name=PlaceHistory.PARENT
    )
    return list(rows.select_related("place").order_by("place__position", "place", "name", "pk"))


def said_of(place: Place) -> list[PlaceHistory]:
    """What was said of one place from when on, by what it is about."""
    rows = PlaceHistory.objects.filter(place=place).exclude(name=PlaceHistory.PARENT)
    return list(rows.order_by("name", "from_period", "pk"))
