"""Who may do what in an initiative. Every other room obtains its objects through here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from shidra.accounts.models import User
from shidra.accounts.queries import has_second_factor
from shidra.audit.models import SYSTEM, Actor
from shidra.initiatives.models import Initiative, Membership, Visibility
from shidra.ui.policies import Policy, declares

__all__ = [
    "RIGHTS",
    "WRITING",
    "Access",
    "InitiativeIsOver",
    "Right",
    "SecondFactorWanted",
    "access_initiative",
    "all_of",
    "archived_initiatives",
    "as_visitor",
    "can",
    "full_access",
    "open_initiative",
    "opens",
    "readable",
    "rests",
    "visible_initiatives",
]

Role = Membership.Role


class Right(StrEnum):
    """What a role may do."""

    SEE = "see"
    SEE_PARTNERS_MONEY = "see_partners_money"
    SEE_STEERING_MONEY = "see_steering_money"
    SEE_PRIVATE_MONEY = "see_private_money"
    SEE_PARTNERS_RECORDS = "see_partners_records"
    SEE_STEERING_RECORDS = "see_steering_records"
    SEE_PRIVATE_RECORDS = "see_private_records"
    SEE_PLAN = "see_plan"
    SEE_RAW_COUNTS = "see_raw_counts"
    LOAD = "load"
    PUBLISH = "publish"
    EDIT = "edit"
    EDIT_OWN = "edit_own"
    SEE_RECORDS = "see_records"
    ADOPT_ROADMAP = "adopt_roadmap"
    WRITE_AGENDA = "write_agenda"
    COMMENT = "comment"
    SIGN = "sign"
    HOLD_WORKSHOP = "hold_workshop"
    MODERATE = "moderate"
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
    Right.SEE_PARTNERS_RECORDS: _MEMBERS,
    Right.SEE_STEERING_RECORDS: frozenset({Role.BACKBONE, Role.DATA_LEAD, Role.AUDITOR}),
    Right.SEE_PRIVATE_RECORDS: frozenset({Role.BACKBONE, Role.AUDITOR}),
    Right.SEE_PLAN: _MEMBERS,
    Right.SEE_RAW_COUNTS: frozenset({Role.BACKBONE, Role.DATA_LEAD, Role.AUDITOR}),
    Right.LOAD: frozenset({Role.BACKBONE, Role.DATA_LEAD}),
    # A period is published once and for all, in one deliberate step.
    Right.PUBLISH: frozenset({Role.BACKBONE, Role.DATA_LEAD}),
    Right.EDIT: frozenset({Role.BACKBONE, Role.DATA_LEAD}),
    # What belongs to the organisation, or the group of residents, that one stands for.
    Right.EDIT_OWN: _MEMBERS - {Role.AUDITOR},
    # Those who change records read them as lists and files, also when changes rest.
    Right.SEE_RECORDS: _MEMBERS - {Role.AUDITOR},
    Right.ADOPT_ROADMAP: frozenset({Role.BACKBONE}),
    Right.WRITE_AGENDA: frozenset({Role.BACKBONE}),
    Right.COMMENT: _MEMBERS - {Role.AUDITOR},
    Right.SIGN: _MEMBERS - {Role.AUDITOR},
    # A workshop may show names of factors to people without an account.
    Right.HOLD_WORKSHOP: frozenset({Role.BACKBONE}),
    # What people say is read before others see it, answered, and taken out of sight.
    Right.MODERATE: frozenset({Role.BACKBONE}),
    Right.INVITE: frozenset({Role.BACKBONE}),
    Right.SEE_PEOPLE: _MEMBERS,
    Right.SEE_TRAIL: frozenset({Role.BACKBONE, Role.AUDITOR}),
    Right.CHANGE_SETTINGS: frozenset({Role.BACKBONE}),
    Right.CLOSE: frozenset({Role.BACKBONE}),
}

# Who sees a record of each visibility, besides those whose own it is.
RIGHT_TO_READ: dict[Visibility, Right] = {
    Visibility.PUBLIC: Right.SEE,
    Visibility.PARTNERS: Right.SEE_PARTNERS_RECORDS,
    Visibility.STEERING: Right.SEE_STEERING_RECORDS,
    Visibility.PRIVATE: Right.SEE_PRIVATE_RECORDS,
}

# What changes an initiative, and so rests when it is closed. Closing does not: it also reopens.
WRITING = frozenset(
    {
        Right.LOAD,
        Right.PUBLISH,
        Right.EDIT,
        Right.EDIT_OWN,
        Right.ADOPT_ROADMAP,
        Right.WRITE_AGENDA,
        Right.COMMENT,
        Right.SIGN,
        Right.HOLD_WORKSHOP,
        Right.MODERATE,
        Right.INVITE,
        Right.CHANGE_SETTINGS,
    }
)

# Roles that count only with a second factor, where an initiative wants one.
_STRONG = frozenset({Role.BACKBONE, Role.DATA_LEAD})

METHODS = ("GET", "HEAD", "POST")


class InitiativeIsOver(PermissionDenied):
    """The role would carry it, but the initiative is closed: it can be read and not changed."""

    def __init__(self, initiative: Initiative) -> None:
        super().__init__(initiative.code)
        self.initiative = initiative


class SecondFactorWanted(PermissionDenied):
    """The role would carry it, but counts here only for people with a second factor."""

    def __init__(self, initiative: Initiative) -> None:
        super().__init__(initiative.code)
        self.initiative = initiative


@dataclass(frozen=True, slots=True)
class Access:
    """An initiative together with what this person may do in it: what views hand downwards.

    Attributes:
        roles: those that count.
        withheld: those that will count once the person has a second factor.
    """

    initiative: Initiative
    roles: frozenset[str]
    actor: Actor
    withheld: frozenset[str] = frozenset()

    def may(self, right: Right) -> bool:
        """Whether any of the roles carries the right, and the initiative is not over for it."""
        return self.carries(right) and not rests(right, self.initiative)

    def carries(self, right: Right) -> bool:
        """Whether any of the roles carries the right, whatever the state of the initiative."""
        return bool(RIGHTS[right] & self.roles)

    @property
    def has_raw_rights(self) -> bool:
        return self.may(Right.SEE_RAW_COUNTS)

    @property
    def is_member(self) -> bool:
        return bool(self.roles - {Role.VISITOR})


def readable(access: Access) -> list[str]:
    """The visibilities of records that this person sees, whoever owns them."""
    return [str(each) for each, right in RIGHT_TO_READ.items() if access.may(right)]


def rests(right: Right, initiative: Initiative) -> bool:
    """Whether nobody has the right now, because it changes what is closed."""
    return right in WRITING and initiative.is_read_only


def can(user: User | AnonymousUser, right: Right, initiative: Initiative) -> bool:
    """Whether this person may do this in this initiative, now."""
    return _access(user, initiative).may(right)


def _access(user: User | AnonymousUser, initiative: Initiative) -> Access:
    held = _held(user, initiative)
    withheld = frozenset[str]()
    if initiative.needs_second_factor and held & _STRONG and isinstance(user, User):
        withheld = frozenset() if has_second_factor(user) else held & _STRONG
    roles = held - withheld
    if initiative.is_public:
        roles |= {Role.VISITOR}
    actor = user.actor if isinstance(user, User) else Actor(label="visitor")
    return Access(initiative, roles, actor, withheld)


def _held(user: User | AnonymousUser, initiative: Initiative) -> frozenset[str]:
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({Role.BACKBONE})
    return frozenset(initiative.memberships.filter(user=user).values_list("role", flat=True))


def access_initiative(user: User | AnonymousUser, code: str, to: Right = Right.SEE) -> Access:
    """The initiative, if this person may do this in it.

    Raises:
        Http404: there is none of that code, or not for this person: both look the same.
        SecondFactorWanted: the person's role counts once they have a second factor.
        InitiativeIsOver: the person's role carries it, but what is closed is not changed.
    """
    initiative = Initiative.objects.filter(code=code).first()
    if initiative is None:
        raise Http404
    access = _access(user, initiative)
    if not access.carries(to):
        if RIGHTS[to] & access.withheld:
            raise SecondFactorWanted(initiative)
        raise Http404
    if rests(to, initiative):
        raise InitiativeIsOver(initiative)
    return access


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
            access = open_initiative(request, code, right)
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            return view(request, access, *args, **kwargs)

        return route

    return guard


def full_access(code: str) -> Access:
    """The initiative for a command at the keyboard of the server, which may do everything.

    Raises:
        Initiative.DoesNotExist: there is none of that code.
    """
    return all_of(Initiative.objects.get(code=code))


def all_of(initiative: Initiative) -> Access:
    """An initiative for what is reckoned and shown to nobody who may not see everything."""
    return Access(initiative, frozenset({Role.BACKBONE}), SYSTEM)


def as_visitor(access: Access) -> Access:
    """The same initiative for somebody with no role in it, whether or not it is public."""
    return replace(access, roles=frozenset({Role.VISITOR}))


def visible_initiatives(user: User | AnonymousUser) -> list[Initiative]:
    """The initiatives that this person may see and that are not put away, by code."""
    return list(_visible(user).exclude(state=Initiative.State.ARCHIVED))


def archived_initiatives(user: User | AnonymousUser) -> list[Initiative]:
    """The archived initiatives that this person may see, by code."""
    return list(_visible(user).filter(state=Initiative.State.ARCHIVED))


def _visible(user: User | AnonymousUser) -> QuerySet[Initiative]:
    every = Initiative.objects.all()
    if isinstance(user, User) and user.is_superuser:
        return every
    public = every.filter(is_public=True)
    if isinstance(user, User):
        return (public | every.filter(memberships__user=user)).distinct()
    return public
