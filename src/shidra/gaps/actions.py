"""Writes of the life of a gap: what people say of it, and what the data were seen to say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from shidra.audit.actions import Row, Touched, put_rows, undo_change
from shidra.audit.models import SYSTEM, Actor, Change
from shidra.audit.queries import row_version
from shidra.funding.models import SharedLine
from shidra.gaps.analysis import present_gaps
from shidra.gaps.models import GapState
from shidra.gaps.queries import Gap, Where, has_states, states_by_ref
from shidra.initiatives.actions import hold
from shidra.initiatives.models import GroupSet, Initiative, Place
from shidra.initiatives.permissions import full_access
from shidra.roadmap.models import Factor

__all__ = [
    "RESERVED_DAYS",
    "NotNow",
    "SaidSince",
    "Saying",
    "reserve_several",
    "say",
    "take_back",
    "take_stock",
]

RESERVED_DAYS = 90
"""For how many days a gap is kept for who wants to pay for it."""

State = GapState.State
KEY = ("kind", "factor_id", "shared_line", "place_id", "group_set_id", "year")
SAID = (
    "state",
    "since",
    "reason",
    "reserved_by_id",
    "reserved_until",
    "was_confirmed",
    "activity_id",
    "commitment_id",
    "gone_on",
    "returned_on",
)

# What may be said from which state: the act, the states it starts from, where it leads.
ACTS: Mapping[str, tuple[frozenset[str], str]] = {
    "confirm": (frozenset({State.DETECTED}), State.CONFIRMED),
    "reserve": (frozenset({State.DETECTED, State.CONFIRMED}), State.RESERVED),
    "let_go": (frozenset({State.RESERVED}), State.CONFIRMED),
    "work_on": (frozenset({State.DETECTED, State.CONFIRMED, State.RESERVED}), State.BEING_CLOSED),
    "close": (
        frozenset({State.DETECTED, State.CONFIRMED, State.RESERVED, State.BEING_CLOSED}),
        State.CLOSED,
    ),
    "accept": (
        frozenset({State.DETECTED, State.CONFIRMED, State.RESERVED, State.BEING_CLOSED}),
        State.ACCEPTED,
    ),
    "reopen": (
        frozenset({State.CONFIRMED, State.BEING_CLOSED, State.CLOSED, State.ACCEPTED}),
        State.DETECTED,
    ),
}


class NotNow(Exception):
    """From the state in which the gap is, this cannot be said.

    Attributes:
        state: in which it is.
    """

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class SaidSince(Exception):
    """Somebody said something else of it since this person looked."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What somebody says of a gap.

    Attributes:
        act: a key of `ACTS`.
        reason: why; what closes or accepts a gap, or opens it again, gives one.
        organisation_id: who reserves it.
        activity_id, commitment_id: what closes it.
        version: the newest change of what was said when the person looked; 0 for none.
    """

    act: str
    reason: str = ""
    organisation_id: int | None = None
    activity_id: int | None = None
    commitment_id: int | None = None
    version: int = 0


@transaction.atomic
def say(*, initiative: Initiative, gap: Gap, saying: Saying, by: Actor) -> GapState:
    """Say something of a gap, and keep it with who, when and why.

    Raises:
        SaidSince: somebody else was faster; nothing is saved.
        NotNow: it is in a state from which this does not follow.
        InitiativeIsOver: it is closed.
    """
    hold(initiative.code)
    row = states_by_ref(initiative).get(gap.ref) or _new(initiative, gap)
    version = row_version(GapState, row.pk) if row.pk else 0
    if version != saying.version:
        raise SaidSince
    today = timezone.localdate()
    starts, leads = ACTS[saying.act]
    standing = _stands(row, today)
    if standing not in starts:
        raise NotNow(standing)
    _apply(row, saying, leads, standing, today)
    _put(initiative, [row], by, saying.reason)
    return states_by_ref(initiative)[gap.ref]


@transaction.atomic
def reserve_several(
    *, initiative: Initiative, gaps: Sequence[Gap], organisation_id: int, by: Actor
) -> list[str]:
    """Reserve several gaps for one organisation: all that can be, each with a history of its own.

    Answers with the names of those that could not: they are in another state by now.
    """
    left = []
    for gap in gaps:
        version = row_version(GapState, gap.life.pk) if gap.life.pk else 0
        saying = Saying("reserve", organisation_id=organisation_id, version=version)
        try:
            say(initiative=initiative, gap=gap, saying=saying, by=by)
        except NotNow:
            left.append(gap.ref)
    return left


def _stands(row: GapState, today: date) -> str:
    ran_out = row.reserved_until is not None and row.reserved_until < today
    if row.state == State.RESERVED and ran_out:
        return State.CONFIRMED if row.was_confirmed else State.DETECTED
    return row.state


def _apply(row: GapState, saying: Saying, leads: str, standing: str, today: date) -> None:
    """Write what was said into the row, and leave out what no longer holds."""
    if saying.act == "let_go" and not row.was_confirmed:
        leads = State.DETECTED
    is_reserved = leads == State.RESERVED
    is_worked_on = leads == State.BEING_CLOSED
    row.state, row.since, row.reason = leads, today, saying.reason
    row.was_confirmed = standing == State.CONFIRMED if is_reserved else leads == State.CONFIRMED
    row.reserved_by_id = saying.organisation_id if is_reserved else None
    row.reserved_until = today + timedelta(days=RESERVED_DAYS) if is_reserved else None
    row.activity_id = saying.activity_id if is_worked_on else None
    row.commitment_id = saying.commitment_id if is_worked_on else None
    row.returned_on = None


def _new(initiative: Initiative, gap: Gap) -> GapState:
    return GapState(initiative=initiative, kind=gap.kind, **_cell(initiative, gap.where))


def _cell(initiative: Initiative, where: Where) -> dict[str, Any]:
    """The rows that a cell names by code."""
    is_shared = where.line in SharedLine.values
    factors = Factor.objects.filter(initiative=initiative)
    places = Place.objects.filter(initiative=initiative)
    sets = GroupSet.objects.filter(initiative=initiative)
    return {
        "factor": None if is_shared else factors.get(code=where.line),
        "shared_line": where.line if is_shared else "",
        "place": places.get(code=where.place) if where.place else None,
        "group_set": sets.get(key="|".join(sorted(where.groups))) if where.groups else None,
        "year": where.year,
        "since": timezone.localdate(),
    }


def _put(initiative: Initiative, rows: list[GapState], by: Actor, reason: str) -> None:
    put_rows(
        existing=GapState.objects.filter(initiative=initiative),
        rows=[Row(row) for row in rows],
        key=KEY,
        touched=Touched(SAID, is_part=True),
        by=by,
        initiative=initiative.code,
        reason=reason,
    )


@transaction.atomic
def take_back(*, initiative: Initiative, change: Change, by: Actor, reason: str) -> None:
    """Take back what was said last of a gap; the trail keeps both.

    Raises:
        ChangedSince: something else was said meanwhile.
    """
    hold(initiative.code)
    undo_change(change=change, by=by, reason=reason)


@transaction.atomic
def take_stock(*, initiative: Initiative, by: Actor = SYSTEM, today: date | None = None) -> int:
    """Keep the day on which the data were first seen to close a gap, or to show it again.

    Only gaps of which somebody said something are looked at; where there are none nothing is
    computed. One that comes back after it was closed, by people or by the data, is open again.
    Answers how many changed.
    """
    if not has_states(initiative):
        return 0
    today = today or timezone.localdate()
    shown = present_gaps(full_access(initiative.code), today)
    changed = []
    for ref, row in states_by_ref(initiative).items():
        if ref not in shown and row.gone_on is None:
            row.gone_on, row.returned_on = today, None
        elif ref in shown and row.gone_on is not None:
            row.gone_on, row.returned_on = None, today
            if row.state in {State.CLOSED, State.BEING_CLOSED}:
                row.state, row.since, row.reason = State.DETECTED, today, ""
                row.activity_id = row.commitment_id = None
        else:
            continue
        changed.append(row)
    if changed:
        _put(initiative, changed, by, "")
    return len(changed)
