"""What initiatives tell the rooms below: which of them a person has open, and how one is followed."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from shidra.accounts.models import User
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, access_initiative
from shidra.notifications.registry import Asking, Room, Subject

__all__ = ["initiative_as_subject", "room_of", "rooms_for"]

State = Initiative.State


def rooms_for(person: User, further: Iterable[str]) -> Iterable[Room]:
    """Where this person holds a role, and these further ones if they may see them; none that is over."""
    every = Initiative.objects.filter(state__in=[State.RUNNING, State.PAUSED])
    own = every.filter(memberships__user=person) | every.filter(code__in=list(further))
    for code in own.distinct().order_by("code").values_list("code", flat=True):
        try:
            access = access_initiative(person, code)
        except (Http404, PermissionDenied):
            continue
        yield room_of(access)


def room_of(access: Access) -> Room:
    """An initiative that a person has open, as the rooms below know it."""
    return Room(
        code=access.initiative.code,
        name=access.initiative.name,
        access=access,
        sends=access.initiative.state == State.RUNNING,
        names_people=access.is_member,
    )


def initiative_as_subject(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """The initiative itself: its own words and settings."""
    initiative = asking.access.initiative
    if initiative.code not in set(codes):
        return {}
    subject = Subject(
        title=initiative.name.shown(asking.language),
        href=reverse("desk:overview", args=[initiative.code]),
        rows={"initiatives.initiative": [initiative.pk]},
    )
    return {initiative.code: subject}
