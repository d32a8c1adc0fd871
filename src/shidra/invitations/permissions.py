"""Who may invite whom: the backbone everybody, an organisation's administrator its own people."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from shidra.accounts.models import User
from shidra.initiatives.models import Group, Initiative, Membership
from shidra.initiatives.permissions import (
    Access,
    InitiativeIsOver,
    Right,
    SecondFactorWanted,
    access_initiative,
)
from shidra.initiatives.queries import person_or_none
from shidra.invitations.models import Invitation
from shidra.invitations.queries import invitations_of, people_of
from shidra.network.models import Organisation
from shidra.network.permissions import own_of

__all__ = [
    "LinkRefusal",
    "Offer",
    "invitation_or_404",
    "may_invite",
    "offer_of",
    "person_or_404",
    "refusal_of_link",
]

Role = Membership.Role
# What an organisation hands on to its own people; the rest is for the backbone to give.
_HANDED_ON = frozenset({Role.PARTNER_EDITOR, Role.FUNDER, Role.COMMUNITY_MEMBER})


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person may put into an invitation."""

    roles: tuple[str, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    groups: tuple[Group, ...] = ()
    # Whether an invitation may be to the initiative alone, to no organisation or group.
    may_leave_open: bool = False

    @property
    def is_anything(self) -> bool:
        return bool(self.roles)

    def includes(self, *, role: str, organisation_id: int | None, group_id: int | None) -> bool:
        """Whether this invitation may be made."""
        if role not in self.roles:
            return False
        if organisation_id is None and group_id is None:
            return self.may_leave_open
        return organisation_id in {None, *(each.pk for each in self.organisations)} and (
            group_id in {None, *(each.pk for each in self.groups)}
        )


def may_invite(access: Access) -> bool:
    """Whether there is anything to invite to, without reading the partners one could name."""
    return bool(_roles_given_by(access))


def offer_of(access: Access) -> Offer:
    """What this person may invite to; nothing in an initiative that is over."""
    initiative, roles = access.initiative, _roles_given_by(access)
    if access.may(Right.INVITE):
        return Offer(
            roles=roles,
            organisations=tuple(initiative.organisations.all()),
            groups=tuple(initiative.groups.all()),
            may_leave_open=True,
        )
    if not roles:
        return Offer()
    own = own_of(access)
    return Offer(
        roles=roles,
        organisations=tuple(initiative.organisations.filter(pk__in=own.invites_to)),
        groups=tuple(initiative.groups.filter(pk__in=own.invites_to_groups)),
    )


def _roles_given_by(access: Access) -> tuple[str, ...]:
    """The backbone gives every role; an administrator what it holds itself and may hand on."""
    if access.may(Right.INVITE):
        return tuple(role for role in Role.values if role != Role.VISITOR)
    handed_on = tuple(role for role in Role.values if role in _HANDED_ON and role in access.roles)
    if not handed_on or not access.may(Right.EDIT_OWN):
        return ()
    own = own_of(access)
    return handed_on if own.invites_to or own.invites_to_groups else ()


def invitation_or_404(access: Access, pk: int) -> Invitation:
    """An invitation that this person may take back: the backbone any, others their own.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    made_by = None if access.may(Right.INVITE) else access.actor.id
    return get_object_or_404(invitations_of(access.initiative, made_by), pk=pk)


class LinkRefusal(StrEnum):
    """Why somebody gets no sign-in link from whoever asks for one."""

    ONESELF = "oneself"
    CLOSED = "closed"
    MORE = "more"


def refusal_of_link(access: Access, person: User) -> LinkRefusal | None:
    """Why this person may not let that one in by a link; None where they may.

    Whoever opens a link chooses the password, and could keep it: so nobody makes one for an
    account that opens anything which they could not open, and change, themselves.
    """
    asking = person_or_none(access.actor)
    if asking is None or person == asking:
        return LinkRefusal.ONESELF
    if not person.is_active:
        return LinkRefusal.CLOSED
    if asking.is_superuser:
        return None
    everywhere = Initiative.objects.filter(
        Q(memberships__user=person)
        | Q(organisations__affiliations__user=person)
        | Q(groups__affiliations__user=person)
    ).distinct()
    may_all = all(_keeps(asking, each) for each in everywhere)
    return LinkRefusal.MORE if person.is_superuser or not may_all else None


def _keeps(person: User, initiative: Initiative) -> bool:
    try:
        access_initiative(person, initiative.code, Right.INVITE)
    except InitiativeIsOver:
        return True  # the right is there, and only rests
    except (Http404, SecondFactorWanted):
        return False
    return True


def person_or_404(access: Access, pk: int) -> User:
    """Somebody with a role in this initiative.

    Raises:
        Http404: nobody here is this person.
    """
    return get_object_or_404(people_of(access.initiative), pk=pk)
