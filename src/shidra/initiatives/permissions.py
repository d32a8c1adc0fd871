"""Who may do what in an initiative. Every other room obtains its objects through here."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponseBase

from shidra.accounts.models import User
from shidra.audit.models import SYSTEM, Actor
from shidra.initiatives.models import Initiative, Membership
from shidra.ui.policies import Policy, declares

__all__ = [
    "RIGHTS",
    "Access",
    "Right",
    "access_initiative",
    "can",
    "full_access",
    "open_initiative",
    "opens",
    "visible_initiatives",
]

Role = Membership.Role


class Right(StrEnum):
    """What a role may do."""

    SEE = "see"
    SEE_PARTNERS_MONEY = "see_partners_money"
    SEE_STEERING_MONEY = "see_steering_money"
    SEE_PRIVATE_MONEY = "see_private_money"
    SEE_PLAN = "see_plan"
    SEE_RAW_COUNTS = "see_raw_counts"
    LOAD = "load"
    EDIT = "edit"
    EDIT_OWN = "edit_own"
    ADOPT_ROADMAP = "adopt_roadmap"
    WRITE_AGENDA = "write_agenda"
    COMMENT = "comment"
    SIGN = "sign"
    INVITE = "invite"
    SEE_PEOPLE = "see_people"
    SEE_TRAIL = "see_trail"
    CHANGE_SETTINGS = "change_settings"
    CLOSE = "close"


_MEMBERS = frozenset(Role) - {Role.VISITOR}

# The whole of the rules: a right, and the roles that carry it.
RIGHTS: dict[Right, frozenset[Membership.Role]] = {
    Right.SEE: frozenset(Role),
    Right.SEE_PARTNERS_MONEY: _MEMBERS,
    Right.SEE_STEERING_MONEY: frozenset({Role.BACKBONE, Role.DATA_LEAD, Role.AUDITOR}),
    Right.SEE_PRIVATE_MONEY: frozenset({Role.BACKBONE, Role.AUDITOR}),
    Right.SEE_PLAN: _MEMBERS,
    Right.SEE_RAW_COUNTS: frozenset({Role.BACKBONE, Role.DATA_LEAD, Role.AUDITOR}),
    Right.LOAD: frozenset({Role.BACKBONE, Role.DATA_LEAD}),
    Right.EDIT: frozenset({Role.BACKBONE, Role.DATA_LEAD}),
    # What belongs to the organisation, or the group of residents, that one stands for.
    Right.EDIT_OWN: _MEMBERS - {Role.AUDITOR},
    Right.ADOPT_ROADMAP: frozenset({Role.BACKBONE}),
    Right.WRITE_AGENDA: frozenset({Role.BACKBONE}),
    Right.COMMENT: _MEMBERS - {Role.AUDITOR},
    Right.SIGN: _MEMBERS - {Role.AUDITOR},
    Right.INVITE: frozenset({Role.BACKBONE}),
    Right.SEE_PEOPLE: _MEMBERS,
    Right.SEE_TRAIL: frozenset({Role.BACKBONE, Role.AUDITOR}),
    Right.CHANGE_SETTINGS: frozenset({Role.BACKBONE}),
    Right.CLOSE: frozenset({Role.BACKBONE}),
}


@dataclass(frozen=True, slots=True)
class Access:
    """An initiative together with what this person may do in it: what views hand downwards."""

    initiative: Initiative
    roles: frozenset[str]
    actor: Actor

    def may(self, right: Right) -> bool:
        """Whether any of the roles carries the right."""
        return bool(RIGHTS[right] & self.roles)

    @property
    def has_raw_rights(self) -> bool:
        return self.may(Right.SEE_RAW_COUNTS)

    @property
    def is_member(self) -> bool:
        return bool(self.roles - {Role.VISITOR})


def can(user: User | AnonymousUser, right: Right, initiative: Initiative) -> bool:
    """Whether this person may do this in this initiative."""
    return bool(RIGHTS[right] & _roles(user, initiative))


def _roles(user: User | AnonymousUser, initiative: Initiative) -> frozenset[str]:
    if isinstance(user, User) and user.is_superuser:
        return frozenset({Role.BACKBONE})
    roles = (
        frozenset(initiative.memberships.filter(user=user).values_list("role", flat=True))
        if isinstance(user, User)
        else frozenset[str]()
    )
    return roles | {Role.VISITOR} if initiative.is_public else roles


def access_initiative(user: User | AnonymousUser, code: str, to: Right = Right.SEE) -> Access:
    """The initiative, if this person may do this in it.

    Raises:
        Http404: there is none of that code, or not for this person: both look the same.
    """
    initiative = Initiative.objects.filter(code=code).first()
    if initiative is None:
        raise Http404
    roles = _roles(user, initiative)
    if not RIGHTS[to] & roles:
        raise Http404
    actor = user.actor if isinstance(user, User) else Actor(label="visitor")
    return Access(initiative, roles, actor)


def open_initiative(request: HttpRequest, code: str, to: Right = Right.SEE) -> Access:
    """`access_initiative` for the person of a request; the page frame reads it from there."""
    user: Any = request.user
    if isinstance(user, User | AnonymousUser):
        person = user
    else:
        person = user._wrapped if user.is_authenticated else AnonymousUser()
    access = access_initiative(person, code, to)
    request.access = access  # type: ignore[attr-defined]
    return access


type _Page[**P] = Callable[Concatenate[HttpRequest, Access, P], HttpResponseBase]
# Addresses give their parts by name, which a type of a decorated view cannot say.
type _Route = Callable[..., HttpResponseBase]


def opens[**P](right: Right) -> Callable[[_Page[P]], _Route]:
    """A page of an initiative: declares the right that it needs, and hands the access to the view.

    The address gives `code`; the view receives an `Access` in its place, or is never called.
    """

    def guard(view: _Page[P]) -> _Route:
        @declares(Policy("right", needs=right.value))
        @wraps(view)
        def route(
            request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            return view(request, open_initiative(request, code, right), *args, **kwargs)

        return route

    return guard


def full_access(code: str) -> Access:
    """The initiative for a command at the keyboard of the server, which may do everything.

    Raises:
        Initiative.DoesNotExist: there is none of that code.
    """
    return Access(Initiative.objects.get(code=code), frozenset({Role.BACKBONE}), SYSTEM)


def visible_initiatives(user: User | AnonymousUser) -> list[Initiative]:
    """The initiatives that this person may see, by code."""
    every = Initiative.objects.all()
    if isinstance(user, User) and user.is_superuser:
        return list(every)
    public = every.filter(is_public=True)
    if isinstance(user, User):
        return list((public | every.filter(memberships__user=user)).distinct())
    return list(public)
