"""Reads of activities: their rows, pages of them by factor, and those that are beside a new one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import parents_of_places
from shidra.network.models import Activity, Organisation
from shidra.network.queries.sight import seen_by
from shidra.roadmap.queries import adopted_version_or_none, entries_of

__all__ = [
    "BARS",
    "ActivityQuestion",
    "ActivityRow",
    "Lane",
    "Timeline",
    "TimelineChoices",
    "activities_of",
    "activity_rows",
    "groups_meet",
    "overlapping",
    "timeline_choices",
    "timeline_of",
]

# How many bars stand on one page of the time line.
BARS = 40
# More names than this are no list to choose from.
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What a partner does; both reaches count people and belong to protection."""

    id: int
    code: str
    organisation_id: int
    name: Text
    kind: str
    factors: tuple[str, ...]
    places: tuple[Text, ...]
    group_key: str
    starts_on: date | None
    ends_on: date | None
    reach_planned: int | None
    reach_actual: int | None
    partner: str = ""
    partner_name: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class ActivityQuestion:
    """What is asked of the activities; all of it stands in the address."""

    factor: str = ""
    place: str = ""
    group: str = ""
    kind: str = ""
    partner: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return any((self.factor, self.place, self.group, self.kind, self.partner))


@dataclass(frozen=True, slots=True)
class Lane:
    """A factor with what is done about it on this page, and how much that is in all."""

    factor: str
    rows: tuple[ActivityRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of the activities by factor; an activity on two factors stands on both."""

    question: ActivityQuestion
    lanes: tuple[Lane, ...]
    activities: int
    on_the_system: int
    empty_factors: tuple[str, ...]
    page: int
    pages: int


def activities_of(access: Access) -> list[ActivityRow]:
    """The activities in this person's sight with their factors and places: three queries."""
    initiative = access.initiative
    return activity_rows(
        Activity.objects.filter(seen_by(access), initiative=initiative),
        within=Q(activity__initiative=initiative),
    )


def activity_rows(activities: QuerySet[Activity], within: Q | None = None) -> list[ActivityRow]:
    """Activities with their factors, places and partner, in three queries.

    `within` narrows what is read of factors and places, where the ids of all would be too many.
    """
    rows = list(
        activities.values_list(
            "id",
            "code",
            "organisation_id",
            "name",
            "kind",
            "group_set__key",
            "starts_on",
            "ends_on",
            "reach_planned",
            "reach_actual",
            "organisation__code",
            "organisation__name",
        )
    )
    within = within or Q(activity__in=[row[0] for row in rows])
    factors = defaultdict(list)
    for pk, factor in Activity.factors.through.objects.filter(within).values_list(
        "activity_id", "factor__code"
    ):
        factors[pk].append(factor)
    places = defaultdict(list)
    for pk, place in Activity.places.through.objects.filter(within).values_list(
        "activity_id", "place__name"
    ):
        places[pk].append(place)
    return [
        ActivityRow(
            pk,
            code,
            organisation,
            name,
            kind,
            tuple(sorted(factors[pk])),
            tuple(places[pk]),
            key or "",
            *rest,
        )
        for pk, code, organisation, name, kind, key, *rest in rows
    ]


# --- by factor, over time ---------------------------------------------------------------------------


def timeline_of(access: Access, question: ActivityQuestion) -> Timeline:
    """A page of what is done about each factor, in the order of the map."""
    pairs = _pairs(access, question)
    kinds = {activity: kind for _factor, activity, kind in pairs}
    by_factor: dict[str, list[int]] = {}
    for factor, activity, _kind in pairs:
        by_factor.setdefault(factor, []).append(activity)
    mapped = _mapped(access.initiative)
    order = [*mapped, *sorted(by_factor.keys() - mapped.keys())]
    stood = [(factor, pk) for factor in order for pk in by_factor.get(factor, ())]
    pages = max(1, -(-len(stood) // BARS))
    page = min(max(question.page, 1), pages)
    shown = stood[(page - 1) * BARS : page * BARS]
    rows = {
        row.id: row
        for row in activity_rows(Activity.objects.filter(pk__in={pk for _factor, pk in shown}))
    }
    lanes: dict[str, list[ActivityRow]] = {}
    for factor, pk in shown:
        lanes.setdefault(factor, []).append(rows[pk])
    is_narrowed = question.is_narrowed
    return Timeline(
        question=question,
        lanes=tuple(
            Lane(factor, tuple(found), len(by_factor[factor])) for factor, found in lanes.items()
        ),
        activities=len(kinds),
        on_the_system=sum(kind == Activity.Kind.SYSTEM for kind in kinds.values()),
        empty_factors=()
        if is_narrowed
        else tuple(f for f, kind in mapped.items() if kind == "factor" and f not in by_factor),
        page=page,
        pages=pages,
    )


def _pairs(access: Access, question: ActivityQuestion) -> list[tuple[str, int, str]]:
    """Each factor with each activity on it, in the order of time."""
    activities = Activity.objects.filter(seen_by(access), initiative=access.initiative)
    if question.kind:
        activities = activities.filter(kind=question.kind)
    if question.partner:
        activities = activities.filter(organisation__code=question.partner)
    if question.place:
        activities = activities.filter(_touches(access.initiative, [question.place]))
    if question.group:
        activities = activities.filter(_for_groups(access.initiative, [question.group]))
    pairs = Activity.factors.through.objects.filter(activity__in=activities)
    if question.factor:
        pairs = pairs.filter(factor__code=question.factor)
    ordered = pairs.order_by("activity__starts_on", "activity__code")
    return list(ordered.values_list("factor__code", "activity_id", "activity__kind"))


def _mapped(initiative: Initiative) -> dict[str, str]:
    """The factors of the adopted map in their order, each with its kind."""
    version = adopted_version_or_none(initiative)
    return dict(entries_of(version).values_list("factor__code", "kind") if version else ())


@dataclass(frozen=True, slots=True)
class TimelineChoices:
    """By what activities can be narrowed: names by code; None where they are too many to list."""

    places: Mapping[str, Text] | None
    partners: Mapping[str, Text] | None


def timeline_choices(access: Access) -> TimelineChoices:
    """The places, and the partners with an activity in sight."""
    seen = Activity.objects.filter(seen_by(access), initiative=access.initiative)
    doing = Organisation.objects.filter(pk__in=seen.values("organisation_id"))
    return TimelineChoices(_few(access.initiative.places.all()), _few(doing))


def _few(named: QuerySet[Any]) -> dict[str, Text] | None:
    found = dict(named.values_list("code", "name")[: MOST_CHOICES + 1])
    return found if len(found) <= MOST_CHOICES else None


# --- what is beside another -------------------------------------------------------------------------


def overlapping(
    access: Access,
    *,
    factors: Collection[str],
    places: Collection[str] = (),
    groups: Collection[str] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    without: str = "",
) -> list[ActivityRow]:
    """The activities in sight on one of these factors whose place, groups and time meet these.

    No place means everywhere, no groups everybody, no day always; a place meets those within it
    and those around it. By codes; `without` is one that is not asked about.
    """
    initiative = access.initiative
    found = Activity.objects.filter(
        seen_by(access),
        initiative=initiative,
        pk__in=Activity.factors.through.objects.filter(factor__code__in=factors).values(
            "activity_id"
        ),
    ).exclude(code=without)
    if starts_on:
        found = found.exclude(ends_on__lt=starts_on)
    if ends_on:
        found = found.exclude(starts_on__gt=ends_on)
    if places:
        found = found.filter(_touches(initiative, places))
    if groups:
        found = found.filter(_for_groups(initiative, groups))
    return activity_rows(found.order_by("starts_on", "code"))


def _touches(initiative: Initiative, places: Collection[str]) -> Q:
    """Activities everywhere, or at one of these places, within it or around it."""
    parents = parents_of_places(initiative)
    wanted = set(initiative.places.filter(code__in=places).values_list("pk", flat=True))
    near = {pk for place in wanted for pk in _upwards(place, parents)}
    near |= {place for place in parents if wanted & set(_upwards(place, parents))}
    through = Activity.places.through.objects
    there = Q(pk__in=through.filter(place__in=near).values("activity_id"))
    return there | ~Q(pk__in=through.filter(activity__initiative=initiative).values("activity_id"))


def _upwards(place: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    """The place itself and those around it."""
    step: int | None = place
    passed = set()
    while step is not None and step not in passed:
        passed.add(step)
        yield step
        step = parents.get(step)


def _for_groups(initiative: Initiative, groups: Collection[str]) -> Q:
    """Activities for everybody, or for some of the people in these groups."""
    wanted = frozenset(groups)
    meeting = [each.pk for each in initiative.group_sets.all() if groups_meet(each.keys, wanted)]
    return Q(group_set__isnull=True) | Q(group_set__in=meeting)


def groups_meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether somebody can be in both: a dimension that only one names sets nobody apart.

    >>> groups_meet({"sector:arab", "gender:girl"}, {"sector:arab"})
    True
    >>> groups_meet({"sector:arab"}, {"sector:haredi"})
    False
    """
    first, second = _by_dimension(one), _by_dimension(other)
    return all(first[dimension] & second[dimension] for dimension in first.keys() & second.keys())


def _by_dimension(keys: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(key.partition(":")[0], set()).add(key)
    return found
