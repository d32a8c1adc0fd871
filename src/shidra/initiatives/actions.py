"""Writes of the initiative itself and of who holds which role in it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from shidra.accounts.models import User
from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative, Membership

__all__ = ["change_settings", "grant_role", "open_to_visitors", "welcome_demo_people"]


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
        )
    return membership


@transaction.atomic
def open_to_visitors(*, initiative: Initiative, is_public: bool, by: Actor) -> None:
    """Let everybody see the initiative, or members alone."""
    if initiative.is_public == is_public:
        return
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
    before = {name: str(getattr(initiative, name)) for name in values}
    for name, value in values.items():
        setattr(initiative, name, value)
    initiative.full_clean(exclude=["name", "result", "problem", "scope", "principles"])
    initiative.save(update_fields=list(values))
    record(
        action="change settings",
        by=by,
        initiative=initiative.code,
        detail={"before": before, "after": {name: str(value) for name, value in values.items()}},
    )


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
