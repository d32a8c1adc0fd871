"""Writes of the initiative itself and of who holds which role in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from shidra.accounts.models import User
from shidra.audit.actions import Changes, Row, Touched, put_rows, record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.audit.queries.values import plain, plain_values
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, GroupSet, Initiative, Label, Membership, Place
from shidra.initiatives.permissions import InitiativeIsOver

__all__ = [
    "MOVES",
    "CodeTaken",
    "LastOfBackbone",
    "NoSuchMove",
    "change_settings",
    "change_state",
    "found_initiative",
    "grant_role",
    "hold",
    "mark_illustrative",
    "open_to_visitors",
    "put_group_sets",
    "put_groups",
    "put_initiative",
    "put_labels",
    "put_places",
    "revoke_roles",
    "welcome_demo_people",
]

State = Initiative.State
# The workflow: from which state which follow. Nothing is for ever.
MOVES: dict[Initiative.State, tuple[Initiative.State, ...]] = {
    State.RUNNING: (State.PAUSED, State.CLOSED),
    State.PAUSED: (State.RUNNING, State.CLOSED),
    State.CLOSED: (State.RUNNING, State.ARCHIVED),
    State.ARCHIVED: (State.CLOSED, State.RUNNING),
}


# What is asked of an initiative that is held; its long texts are read by whoever wants them.
_HELD = ("code", "state", "state_reason", "state_since", "currency")


def hold(code: str) -> Initiative | None:
    """Let others who change this initiative wait until the transaction around this ends.

    What is read after it is what they have left. An initiative that is not there yet has no row
    to wait at: its founders wait at a row that is always there. SQLite holds everybody anyway.
    Returns the initiative as it is now, if it is there.

    Raises:
        InitiativeIsOver: somebody has closed it, perhaps just now.
    """
    held = Initiative.objects.select_for_update().only(*_HELD).filter(code=code)
    found = held.first()
    if found is None:
        ContentType.objects.select_for_update().order_by("pk").first()
        found = held.first()
    if found is not None and found.is_read_only:
        raise InitiativeIsOver(found)
    return found


@transaction.atomic
def grant_role(*, initiative: Initiative, user: User, role: str, by: Actor) -> Membership:
    """Give a person a role; giving it twice changes nothing."""
    membership, is_new = Membership.objects.get_or_create(
        initiative=initiative, user=user, role=role
    )
    if is_new:
        record(
            action="grant role",
            by=by,
            initiative=initiative.code,
            subject=f"user {user.pk}",
            detail={"role": role},
            changes=[
                RowChange(
                    model_label(Membership),
                    membership.pk,
                    Change.Kind.ADDED,
                    after=plain_values(membership),
                )
            ],
        )
    return membership


class CodeTaken(Exception):
    """Another initiative has this code."""


class LastOfBackbone(Exception):
    """Nobody would be left who keeps the initiative."""


@transaction.atomic
def revoke_roles(*, initiative: Initiative, user: User, by: Actor) -> None:
    """Take all roles of a person in this initiative.

    Raises:
        LastOfBackbone: the person is the only one of the backbone.
    """
    hold(initiative.code)
    held = initiative.memberships.filter(user=user)
    roles = sorted(held.values_list("role", flat=True))
    backbone = initiative.memberships.filter(role=Membership.Role.BACKBONE)
    if Membership.Role.BACKBONE in roles and not backbone.exclude(user=user).exists():
        raise LastOfBackbone
    if not roles:
        return
    changes = [
        RowChange(model_label(Membership), each.pk, Change.Kind.RETIRED, before=plain_values(each))
        for each in held
    ]
    held.delete()
    record(
        action="revoke roles",
        by=by,
        initiative=initiative.code,
        subject=f"user {user.pk}",
        detail={"roles": roles},
        changes=changes,
    )


@transaction.atomic
def found_initiative(
    *, code: str, name: Text, result: Text, currency: str, user: User, by: Actor
) -> Initiative:
    """Begin an initiative, closed to visitors; whoever begins it is its backbone.

    Raises:
        CodeTaken: another initiative has this code.
    """
    hold(code)
    if Initiative.objects.filter(code=code).exists():
        raise CodeTaken(code)
    now, nobody = timezone.now(), Text()
    initiative = Initiative.objects.create(
        code=code,
        name=nobody.reworded(name, by=by.label, at=now),
        result=nobody.reworded(result, by=by.label, at=now),
        currency=currency,
    )
    record(action="found initiative", by=by, initiative=code, subject=code)
    grant_role(initiative=initiative, user=user, role=Membership.Role.BACKBONE, by=by)
    return initiative


@transaction.atomic
def open_to_visitors(*, initiative: Initiative, is_public: bool, by: Actor) -> None:
    """Let everybody see the initiative, or members alone."""
    if initiative.is_public == is_public:
        return
    hold(initiative.code)
    initiative.is_public = is_public
    initiative.save(update_fields=["is_public"])
    record(
        action="open to visitors" if is_public else "close to visitors",
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def change_settings(*, initiative: Initiative, by: Actor, **values: Any) -> None:
    """Change how the score is weighed or what is reserved, keeping what stood before."""
    hold(initiative.code)
    before = {name: plain(getattr(initiative, name)) for name in values}
    for name, value in values.items():
        setattr(initiative, name, value)
    initiative.full_clean(exclude=["name", "result", "problem", "scope", "principles"])
    initiative.save(update_fields=list(values))
    after = {name: plain(value) for name, value in values.items()}
    record(
        action="change settings",
        by=by,
        initiative=initiative.code,
        detail={"before": before, "after": after},
        changes=[
            RowChange(
                model_label(Initiative),
                initiative.pk,
                Change.Kind.CHANGED,
                before=before,
                after=after,
            )
        ],
    )


class NoSuchMove(Exception):
    """What is asked for does not follow from how the initiative stands now."""


@transaction.atomic
def change_state(*, initiative: Initiative, state: str, reason: str, by: Actor) -> None:
    """Pause, close, archive or resume an initiative, saying why.

    Raises:
        NoSuchMove: another state stands now, from which this one does not follow.
    """
    held = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if state not in MOVES[Initiative.State(held.state)]:
        raise NoSuchMove
    fields = ("state", "state_reason", "state_since")
    before = {name: plain(getattr(held, name)) for name in fields}
    held.state, held.state_reason = state, reason
    held.state_since = timezone.localdate()
    held.save(update_fields=list(fields))
    after = {name: plain(getattr(held, name)) for name in fields}
    label = model_label(Initiative)
    record(
        action="change state",
        by=by,
        initiative=held.code,
        subject=label,
        reason=reason,
        detail={"before": before["state"], "after": state, "reason": reason},
        changes=[RowChange(label, held.pk, Change.Kind.CHANGED, before, after)],
    )


@transaction.atomic
def mark_illustrative(*, initiative: Initiative, by: Actor) -> None:
    """Say wherever it shows that the initiative is an example and not real."""
    if initiative.is_illustrative:
        return
    initiative.is_illustrative = True
    initiative.save(update_fields=["is_illustrative"])
    record(action="mark illustrative", by=by, initiative=initiative.code)


@transaction.atomic
def welcome_demo_people(
    *, initiative: Initiative, by: Actor, roles: Mapping[int, str] | None = None
) -> bool:
    """In a demo, let the personas into a new initiative and open it to visitors; else do nothing.

    Each gets the role of `roles` (by id of person), without it the one held in other initiatives.
    An initiative that any of them has a role in already was welcomed before, and stays as people
    have left it since.
    """
    people = {person.pk: person for person in User.objects.filter(is_demo=True)}
    if not people or initiative.memberships.filter(user__in=people).exists():
        return False
    if roles is None:
        held = Membership.objects.filter(user__in=people).order_by("id")
        roles = dict(held.values_list("user_id", "role"))
    for pk, role in roles.items():
        grant_role(initiative=initiative, user=people[pk], role=role, by=by)
    open_to_visitors(initiative=initiative, is_public=True, by=by)
    return bool(roles)


def put_initiative(*, row: Row, touched: Touched, by: Actor) -> Changes:
    """Found the initiative of this code, or change what the row says otherwise."""
    return put_rows(
        existing=Initiative.objects.filter(code=row.instance.code),  # type: ignore[attr-defined]
        rows=[row],
        key=("code",),
        touched=touched,
        by=by,
        initiative=row.instance.code,  # type: ignore[attr-defined]
    )


def put_labels(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Name codes that have no table of their own."""
    return put_rows(
        existing=Label.objects.filter(initiative=initiative),
        rows=rows,
        key=("kind", "code"),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_groups(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the groups of all dimensions."""
    return put_rows(
        existing=Group.objects.filter(initiative=initiative),
        rows=rows,
        key=("dimension", "code"),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def put_places(
    *,
    initiative: Initiative,
    rows: Sequence[Row],
    parents: Mapping[str, str | None],
    touched: Touched,
    by: Actor,
) -> Changes:
    """Put places, then what lies in what: `parents` gives codes, for the places it speaks of."""

    def put(rows: Iterable[Row], touched: Touched) -> Changes:
        return put_rows(
            existing=Place.objects.filter(initiative=initiative),
            rows=rows,
            key=("code",),
            touched=touched,
            by=by,
            initiative=initiative.code,
        )

    changes = put(rows, touched)
    ids = dict(Place.objects.filter(initiative=initiative).values_list("code", "id"))
    moved = put(
        [
            Row(Place(initiative=initiative, code=code, parent_id=ids[parent] if parent else None))
            for code, parent in parents.items()
        ],
        Touched(("parent_id",)),
    )
    only_moved = tuple(key for key in moved.changed if key in set(changes.unchanged))
    return replace(
        changes,
        changed=(*changes.changed, *only_moved),
        unchanged=tuple(key for key in changes.unchanged if key not in set(only_moved)),
    )


@transaction.atomic
def put_group_sets(*, initiative: Initiative, keys: Iterable[str]) -> dict[str, int]:
    """The id of each set of groups, made if it is new. `keys` are sorted `dimension:code|…`.

    Sets carry nothing of their own, so no audit record tells of them: the rows that name them do.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    stored = dict(GroupSet.objects.filter(initiative=initiative).values_list("key", "id"))
    new = [GroupSet(initiative=initiative, key=key) for key in wanted if key not in stored]
    if not new:
        return stored
    GroupSet.objects.bulk_create(new)
    groups = {group.key: group.pk for group in Group.objects.filter(initiative=initiative)}
    between = GroupSet.groups.through
    between._default_manager.bulk_create(
        between(groupset_id=made.pk, group_id=groups[key])
        for made in new
        for key in made.key.split("|")
    )
    return stored | {made.key: made.pk for made in new}
