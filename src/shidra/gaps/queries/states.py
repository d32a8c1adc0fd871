"""Reads of what was said about gaps, and how it stands beside what the data say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from shidra.audit.models import Change
from shidra.audit.queries import history, model_label, row_version
from shidra.gaps.models import GapKind, GapState
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative

__all__ = [
    "Life",
    "Where",
    "gap_ref",
    "has_states",
    "life_history",
    "lives_of",
    "lives_on",
    "state_or_none",
    "state_version",
    "states_by_ref",
]

State = GapState.State

# Enough of a hash that no two gaps of an initiative ever share it.
DIGITS = 12


@dataclass(frozen=True, slots=True)
class Where:
    """Where a gap is: a line, a place (none: the whole), groups (none: everybody), a year or none."""

    line: str
    place: str | None = None
    groups: frozenset[str] = frozenset()
    year: int | None = None

    @property
    def is_of_group(self) -> bool:
        """Whether it is about groups in all years: the kind service says so of who is furthest."""
        return bool(self.groups) and self.year is None


def gap_ref(kind: str, where: Where) -> str:
    """The name of a gap that stays the same however often and however large it is computed.

    >>> gap_ref("policy", Where("F12"))
    'policy-b2e0f79e7bb2'
    """
    parts = (
        kind,
        where.line,
        where.place or "",
        "|".join(sorted(where.groups)),
        "" if where.year is None else str(where.year),
    )
    said = "/".join(quote(part, safe="") for part in parts)
    return f"{kind}-{sha256(said.encode()).hexdigest()[:DIGITS]}"


@dataclass(frozen=True, slots=True)
class Life:
    """What was said of one gap, and how that stands today.

    Attributes:
        pk: of its row; 0 where nobody said anything yet.
        closed_by: the code of the activity or commitment that is to close it.
    """

    ref: str
    kind: str
    where: Where
    pk: int = 0
    state: str = State.DETECTED
    since: date | None = None
    reason: str = ""
    reserved_by: int | None = None
    reserved_by_name: Text | None = None
    reserved_until: date | None = None
    was_confirmed: bool = False
    activity: str = ""
    commitment: str = ""
    commitment_id: int | None = None
    gone_on: date | None = None
    returned_on: date | None = None

    @property
    def tells_of_people(self) -> bool:
        """Whether even that there is or was such a gap tells of numbers that some do not see."""
        return self.kind == GapKind.REACH or (
            self.kind == GapKind.SERVICE and self.where.is_of_group
        )

    def is_run_out(self, today: date) -> bool:
        """Whether somebody reserved it and the days for that are over."""
        until = self.reserved_until
        return self.state == State.RESERVED and until is not None and until < today

    def stands(self, today: date) -> str:
        """The state that counts today, whatever the data say."""
        if self.is_run_out(today):
            return str(State.CONFIRMED if self.was_confirmed else State.DETECTED)
        return self.state


def lives_of(initiative: Initiative) -> dict[str, Life]:
    """What was said of gaps, by the name of the gap: one query."""
    rows = GapState.objects.filter(initiative=initiative).values(
        *("id", "kind", "state", "since", "reason", "was_confirmed", "gone_on", "returned_on"),
        *("factor__code", "shared_line", "place__code", "group_set__key", "year"),
        *("reserved_by_id", "reserved_by__name", "reserved_until"),
        *("activity__code", "commitment__code", "commitment_id"),
    )
    found = (_life(row) for row in rows)
    return {life.ref: life for life in found}


def _life(row: Mapping[str, Any]) -> Life:
    key = row["group_set__key"]
    where = Where(
        row["factor__code"] or row["shared_line"],
        row["place__code"],
        frozenset(key.split("|")) if key else frozenset(),
        row["year"],
    )
    return Life(
        ref=gap_ref(row["kind"], where),
        kind=row["kind"],
        where=where,
        pk=row["id"],
        state=row["state"],
        since=row["since"],
        reason=row["reason"],
        reserved_by=row["reserved_by_id"],
        reserved_by_name=row["reserved_by__name"],
        reserved_until=row["reserved_until"],
        was_confirmed=row["was_confirmed"],
        activity=row["activity__code"] or "",
        commitment=row["commitment__code"] or "",
        commitment_id=row["commitment_id"],
        gone_on=row["gone_on"],
        returned_on=row["returned_on"],
    )


def lives_on(initiative: Initiative, day: date) -> dict[str, Life]:
    """What had been said of gaps by the end of a day, by the name of the gap: two queries.

    Read backwards from today: each later change of a row is taken back in thought.
    """
    rows = {
        row.pk: row
        for row in GapState.objects.filter(initiative=initiative).select_related(
            "factor", "place", "group_set"
        )
    }
    later = Change.objects.filter(
        model=model_label(GapState), row__in=list(rows), record__at__gte=_end_of(day)
    ).order_by("-pk")
    gone, fields = set[int](), {field.attname: field for field in GapState._meta.concrete_fields}
    for change in later:
        if change.kind in {Change.Kind.ADDED, Change.Kind.RESTORED}:
            gone.add(change.row)
            continue
        for name, value in change.was.items():
            setattr(rows[change.row], name, fields[name].to_python(value))
    return {
        life.ref: life
        for pk, row in rows.items()
        if pk not in gone and (life := _life_of(row)) is not None
    }


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _life_of(row: GapState) -> Life:
    where = _where(row)
    return Life(
        ref=gap_ref(row.kind, where),
        kind=row.kind,
        where=where,
        pk=row.pk,
        state=row.state,
        since=row.since,
        reserved_until=row.reserved_until,
        was_confirmed=row.was_confirmed,
        gone_on=row.gone_on,
        returned_on=row.returned_on,
    )


def states_by_ref(initiative: Initiative) -> dict[str, GapState]:
    """The rows themselves, for whoever changes them."""
    rows = GapState.objects.filter(initiative=initiative).select_related(
        "factor", "place", "group_set"
    )
    return {gap_ref(row.kind, _where(row)): row for row in rows}


def _where(row: GapState) -> Where:
    line = row.factor.code if row.factor else row.shared_line
    return Where(
        line,
        row.place.code if row.place else None,
        row.group_set.keys if row.group_set else frozenset(),
        row.year,
    )


def has_states(initiative: Initiative) -> bool:
    """Whether anybody said anything about a gap here."""
    return GapState.objects.filter(initiative=initiative).exists()


def state_or_none(initiative: Initiative, ref: str) -> GapState | None:
    return states_by_ref(initiative).get(ref)


def state_version(pk: int) -> int:
    """The newest change of a state, 0 where nothing was said: what a form is opened at."""
    return row_version(GapState, pk) if pk else 0


def life_history(pk: int) -> list[Change]:
    """What was said of one gap, newest first, each with who, when and why."""
    return history(GapState, pk) if pk else []
