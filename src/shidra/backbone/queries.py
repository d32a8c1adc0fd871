"""Reads of the five conditions: what the backbone says, and what the system can see of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from shidra.audit.models import Record
from shidra.backbone.models import ConditionNote, Function, FunctionHolder
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.network.models import Activity
from shidra.network.permissions import seen_by
from shidra.roadmap.models import FactorEntry
from shidra.roadmap.queries import adopted_version_or_none

__all__ = [
    "ActivitiesSeen",
    "Holder",
    "TalkSeen",
    "activities_seen",
    "holders_of",
    "notes_of",
    "talk_seen",
]

# How far back one looks to see whether people are still in touch.
DAYS = 90


@dataclass(frozen=True, slots=True)
class Holder:
    """Who fills a function of the backbone; the cost is in minor units."""

    function: Function
    organisation_id: int
    organisation: Text
    since: date | None
    yearly_cost: int | None


@dataclass(frozen=True, slots=True)
class ActivitiesSeen:
    """What is done, and on how many of the map's factors somebody does something."""

    activities: int
    on_the_system: int
    factors: int
    factors_with_activities: int


@dataclass(frozen=True, slots=True)
class TalkSeen:
    """How many people did something here lately, and how often."""

    people: int
    acts: int
    days: int


def notes_of(initiative: Initiative) -> Mapping[str, Text]:
    """The backbone's sentence on each condition that it has said one on."""
    rows = ConditionNote.objects.filter(initiative=initiative)
    return dict(rows.values_list("condition", "sentence"))


def holders_of(initiative: Initiative) -> list[Holder]:
    """Who fills which function, in the order of the functions."""
    order = {function: place for place, function in enumerate(Function)}
    rows = FunctionHolder.objects.filter(initiative=initiative).select_related("organisation")
    found = [
        Holder(
            Function(row.function),
            row.organisation_id,
            row.organisation.name,
            row.since,
            row.yearly_cost,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: order[each.function])


def activities_seen(access: Access) -> ActivitiesSeen:
    """Counts of activities in this person's sight, and of factors of the map that have any."""
    version = adopted_version_or_none(access.initiative)
    seen = Activity.objects.filter(seen_by(access), initiative=access.initiative)
    kinds = dict(seen.order_by().values_list("kind").annotate(number=Count("pk", distinct=True)))
    on_map = FactorEntry.objects.filter(version=version, kind=FactorEntry.Kind.FACTOR)
    worked_on = on_map.filter(factor__activities__in=seen).values("factor").distinct()
    return ActivitiesSeen(
        activities=sum(kinds.values()),
        on_the_system=kinds.get(Activity.Kind.SYSTEM, 0),
        factors=on_map.count(),
        factors_with_activities=worked_on.count(),
    )


def talk_seen(initiative: Initiative) -> TalkSeen:
    """What people did here lately, as the audit trail tells it; commands are nobody's talk."""
    since = timezone.now() - timedelta(days=DAYS)
    acts = Record.objects.filter(initiative=initiative.code, at__gte=since).exclude(actor_id="")
    return TalkSeen(people=acts.values("actor_id").distinct().count(), acts=acts.count(), days=DAYS)
