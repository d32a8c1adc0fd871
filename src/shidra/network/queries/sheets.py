"""Reads of one partner, one group of residents, one activity: all that stands on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from shidra.initiatives.models import Group
from shidra.initiatives.permissions import Access, Right
from shidra.network.models import Activity, Organisation, Promise, Stewardship
from shidra.network.queries.activities import ActivityRow, activity_rows, overlapping
from shidra.network.queries.partners import PersonOfPartner, people_behind
from shidra.network.queries.promises import (
    PromiseRow,
    Tally,
    promise_rows,
    tally_of,
    urgency,
)
from shidra.network.queries.sight import seen_by

__all__ = [
    "ActivitySheet",
    "GroupSheet",
    "OrganisationSheet",
    "activity_sheet_or_none",
    "group_sheet_or_none",
    "organisation_sheet_or_none",
]

# How much of what a partner does and promised stands on its own page; the rest is a click away.
ON_A_SHEET = 30


@dataclass(frozen=True, slots=True)
class OrganisationSheet:
    """A partner. People are None for those who may not see them."""

    organisation: Organisation
    owns: tuple[str, ...]
    lifts: tuple[str, ...]
    activities: Sequence[ActivityRow]
    activity_count: int
    promises: Sequence[PromiseRow]
    tally: Tally
    people: Sequence[PersonOfPartner] | None
    people_count: int


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """A group of residents. Those who speak for it are None for readers who may not see people."""

    group: Group
    promises: Sequence[PromiseRow]
    tally: Tally
    people: Sequence[PersonOfPartner] | None
    people_count: int


@dataclass(frozen=True, slots=True)
class ActivitySheet:
    """An activity, its own quality, and those beside it: same factor, place and group."""

    id: int
    row: ActivityRow
    quality: int | None
    beside: Sequence[ActivityRow]


def organisation_sheet_or_none(access: Access, code: str, today: date) -> OrganisationSheet | None:
    """A partner by code."""
    initiative = access.initiative
    found = Organisation.objects.filter(initiative=initiative, code=code).first()
    if found is None:
        return None
    duties = list(
        Stewardship.objects.filter(organisation=found)
        .order_by("factor__code")
        .values_list("kind", "factor__code")
    )
    activities = Activity.objects.filter(seen_by(access), initiative=initiative, organisation=found)
    promises, tally = _promises(access, Q(organisation=found), today)
    count, people = people_behind(initiative, organisation=found.pk)
    return OrganisationSheet(
        organisation=found,
        owns=tuple(factor for kind, factor in duties if kind == Stewardship.Kind.OWNER),
        lifts=tuple(factor for kind, factor in duties if kind == Stewardship.Kind.BARRIER_OWNER),
        activities=activity_rows(activities[:ON_A_SHEET]),
        activity_count=activities.count(),
        promises=promises,
        tally=tally,
        people=people if access.may(Right.SEE_PEOPLE) else None,
        people_count=count,
    )


def group_sheet_or_none(access: Access, key: str, today: date) -> GroupSheet | None:
    """A group of residents by `dimension:code`."""
    dimension, _, code = key.partition(":")
    found = Group.objects.filter(
        initiative=access.initiative, dimension=dimension, code=code
    ).first()
    if found is None:
        return None
    promises, tally = _promises(access, Q(group=found), today)
    count, people = people_behind(access.initiative, group=found.pk)
    seen = people if access.may(Right.SEE_PEOPLE) else None
    return GroupSheet(found, promises, tally, seen, count)


def _promises(access: Access, whose: Q, today: date) -> tuple[list[PromiseRow], Tally]:
    every = Promise.objects.filter(
        seen_by(access, groups=True), whose, initiative=access.initiative
    )
    tally = tally_of(every, today)
    first = every.order_by(urgency(today), F("due_on").asc(nulls_last=True), "code")
    return promise_rows(first[:ON_A_SHEET]), tally


def activity_sheet_or_none(access: Access, code: str) -> ActivitySheet | None:
    """An activity in this person's sight, by code."""
    found = (
        Activity.objects.filter(seen_by(access), initiative=access.initiative, code=code)
        .select_related("group_set")
        .first()
    )
    if found is None:
        return None
    (row,) = activity_rows(Activity.objects.filter(pk=found.pk))
    beside = overlapping(
        access,
        factors=row.factors,
        places=[place.code for place in found.places.all()],
        groups=found.group_set.keys if found.group_set else (),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        without=code,
    )
    return ActivitySheet(found.pk, row, found.quality, beside)
