"""What each partner owes: by measure, place and period, with its day and how far it has come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative, Place
from shidra.measurement.queries import parents_of
from shidra.network.models import Organisation
from shidra.submissions.models import ReportingDuty, Submission, SubmittedFigure
from shidra.submissions.queries.periods import is_of_kind, last_day, periods_since

__all__ = [
    "Owed",
    "Standing",
    "bounds_of",
    "duties_of",
    "duty_or_none",
    "inside",
    "owed_by",
    "place_or_none",
    "places_reported",
    "reporters_of",
]

Status = Submission.Status


class Standing(StrEnum):
    """How far what is owed has come."""

    MISSING = "missing"
    BEGUN = "begun"
    HANDED_IN = "handed_in"
    TO_CONFIRM = "to_confirm"
    DONE = "done"


_STANDINGS: Mapping[str, Standing] = {
    Status.DRAFT: Standing.BEGUN,
    Status.SUBMITTED: Standing.HANDED_IN,
    Status.VALIDATED: Standing.TO_CONFIRM,
    Status.CONFIRMED: Standing.DONE,
    Status.PUBLISHED: Standing.DONE,
    Status.CORRECTED: Standing.DONE,
}
_ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Owed:
    """The figures of one measure and period that a partner owes."""

    duty: ReportingDuty
    period: str
    due_on: date
    standing: Standing
    # The latest submission that holds any of them.
    submission: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the partner has still to do something about it."""
        return self.standing in {Standing.MISSING, Standing.BEGUN, Standing.TO_CONFIRM}

    @property
    def is_missing(self) -> bool:
        """Whether its figures have not been handed in."""
        return self.standing in {Standing.MISSING, Standing.BEGUN}

    def is_over(self, today: date) -> bool:
        """Whether the period has ended, so that there can be figures."""
        return last_day(self.period) < today

    def days_late(self, today: date) -> int:
        """How many days ago its day was; 0 while that is to come, or where nothing is owed."""
        return max(0, (today - self.due_on).days) if self.is_missing else 0


def duties_of(of: Initiative | Organisation) -> QuerySet[ReportingDuty]:
    """What all partners of an initiative owe, or one of them."""
    name = "initiative" if isinstance(of, Initiative) else "organisation"
    rows = ReportingDuty.objects.filter(**{name: of})
    return rows.select_related("organisation", "indicator", "place").order_by(
        "organisation__position", "organisation_id", "indicator__position", "id"
    )


def duty_or_none(initiative: Initiative, pk: int) -> ReportingDuty | None:
    """One of them, by its number."""
    return duties_of(initiative).filter(pk=pk).first()


def place_or_none(initiative: Initiative, code: str) -> Place | None:
    """The place of this code."""
    return Place.objects.filter(initiative=initiative, code=code).first() if code else None


def owed_by(of: Initiative | Organisation, today: date) -> list[Owed]:
    """Every measure and period that is owed by today, and the one that runs now."""
    duties = [duty for duty in duties_of(of) if is_of_kind(duty.since, duty.indicator.period_kind)]
    if not duties:
        return []
    initiative = of if isinstance(of, Initiative) else of.initiative
    parents = parents_of(initiative)
    handed = _handed_in(of)
    return [each for duty in duties for each in _owed(duty, handed, parents, today)]


def _owed(
    duty: ReportingDuty,
    handed: Mapping[tuple[int, int, str], list[tuple[str, str, int]]],
    parents: Mapping[str, str | None],
    today: date,
) -> Iterator[Owed]:
    place = duty.place.code if duty.place else ""
    for period in periods_since(duty.since, duty.until, today):
        found = [
            (_ORDER.index(_STANDINGS[status]), number)
            for where, status, number in handed.get(
                (duty.organisation_id, duty.indicator_id, period), ()
            )
            if not place or inside(where, place, parents)
        ]
        furthest = max(found, default=None)
        yield Owed(
            duty,
            period,
            last_day(period) + timedelta(days=duty.days_after),
            _ORDER[furthest[0]] if furthest else Standing.MISSING,
            furthest[1] if furthest else None,
        )


def _handed_in(
    of: Initiative | Organisation,
) -> dict[tuple[int, int, str], list[tuple[str, str, int]]]:
    name = "submission__initiative" if isinstance(of, Initiative) else "submission__organisation"
    rows = (
        SubmittedFigure.objects.filter(**{name: of})
        .exclude(submission__status=Status.WITHDRAWN)
        .order_by()
        .values_list(
            "submission__organisation_id",
            "indicator_id",
            "period",
            "place__code",
            "submission__status",
            "submission__number",
        )
        .distinct()
    )
    found: dict[tuple[int, int, str], list[tuple[str, str, int]]] = {}
    for organisation, indicator, period, place, status, number in rows:
        found.setdefault((organisation, indicator, period), []).append(
            (place or "", status, number)
        )
    return found


def inside(place: str, around: str, parents: Mapping[str, str | None]) -> bool:
    """Whether a place is this one, or lies in it."""
    at: str | None = place
    for _step in range(len(parents) + 1):
        if at is None or at == around:
            return at == around
        at = parents.get(at)
    return False


def reporters_of(initiative: Initiative, organisation: Organisation) -> list[User]:
    """The people of a partner who hand in its figures, by whom else they may be here."""
    people = User.objects.filter(
        affiliations__organisation=organisation, is_active=True, memberships__initiative=initiative
    )
    return list(people.distinct().order_by("pk"))


def bounds_of(
    duties: Iterable[ReportingDuty], initiative: Initiative
) -> dict[str, frozenset[str] | None]:
    """By measure, the codes of the places that are reported for; None for any place."""
    parents = parents_of(initiative)
    found: dict[str, frozenset[str] | None] = {}
    for duty in duties:
        code = duty.indicator.code
        if duty.place is None:
            found[code] = None
            continue
        around = duty.place.code
        codes = frozenset(each for each in parents if inside(each, around, parents))
        before = found.get(code, frozenset())
        found[code] = None if before is None else before | codes
    return found


def places_reported(
    bounds: Mapping[str, frozenset[str] | None], initiative: Initiative
) -> list[Place]:
    """The places that a partner reports for, in the order of their table."""
    every = Place.objects.filter(initiative=initiative)
    if not bounds or None in bounds.values():
        return list(every)
    codes = {code for places in bounds.values() for code in places or ()}
    return list(every.filter(code__in=codes))
