"""What one person may see and do in an initiative, and why: each rule in plain words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shidra.accounts.queries import has_second_factor
from shidra.audit.presentation import who_acted
from shidra.desk.queries import Belonging, Grant, grants_to, places_of_person
from shidra.funding.permissions import FEWEST_FUNDERS
from shidra.i18n import dates
from shidra.i18n.phrases import listed
from shidra.i18n.text import Shown
from shidra.initiatives.models import Membership, Visibility
from shidra.initiatives.permissions import RIGHTS, Access, Right, readable, rests
from shidra.initiatives.queries import person_or_none
from shidra.protection.permissions import policy_for
from shidra.protection.presentation import rule_in_words

__all__ = ["AccessPage", "access_page"]

Role = Membership.Role

ROLE_WORDS: Mapping[str, Any] = {
    Role.BACKBONE: gettext_lazy("keeps the initiative: settings, agenda, map, people and money"),
    Role.DATA_LEAD: gettext_lazy("keeps the figures: loads, corrects and releases them"),
    Role.PARTNER_EDITOR: gettext_lazy("keeps what the own organisation does and promises"),
    Role.FUNDER: gettext_lazy("decides on money, and keeps the commitments of the own fund"),
    Role.COMMUNITY_MEMBER: gettext_lazy("takes part as a resident, and signs for the own group"),
    Role.AUDITOR: gettext_lazy("sees everything, with the trail of all changes; changes nothing"),
    Role.VISITOR: gettext_lazy("reads what is open to everybody"),
}

RIGHT_WORDS: Mapping[Right, Any] = {
    Right.SEE: gettext_lazy("Read the map, the measures, what is missing and the partners"),
    Right.SEE_PARTNERS_MONEY: gettext_lazy("See money that is open to partners"),
    Right.SEE_STEERING_MONEY: gettext_lazy("See money that is open to the steering committee"),
    Right.SEE_PRIVATE_MONEY: gettext_lazy("See private money of every funder"),
    Right.SEE_PARTNERS_RECORDS: gettext_lazy(
        "See activities, promises and evidence that are open to partners"
    ),
    Right.SEE_STEERING_RECORDS: gettext_lazy(
        "See activities, promises and evidence that are open to the steering committee"
    ),
    Right.SEE_PRIVATE_RECORDS: gettext_lazy(
        "See private activities, promises and evidence of every partner"
    ),
    Right.SEE_PLAN: gettext_lazy("Ask where further money would help most"),
    Right.SEE_RAW_COUNTS: gettext_lazy("See numbers of people as they are, small ones too"),
    Right.LOAD: gettext_lazy("Load a workbook"),
    Right.PUBLISH: gettext_lazy("Publish the figures of a period"),
    Right.EDIT: gettext_lazy("Change every record"),
    Right.EDIT_OWN: gettext_lazy("Change the records of the own organisation or group"),
    Right.SEE_RECORDS: gettext_lazy("Read these records as lists and files, with their history"),
    Right.ADOPT_ROADMAP: gettext_lazy("Adopt a version of the map"),
    Right.WRITE_AGENDA: gettext_lazy("Write the common agenda and open it for comments"),
    Right.COMMENT: gettext_lazy("Comment on the common agenda and the map, contest links, talk"),
    Right.SIGN: gettext_lazy("Sign the common agenda for the own organisation or group"),
    Right.HOLD_WORKSHOP: gettext_lazy(
        "Open a workshop on the map, and decide on what people suggest there"
    ),
    Right.MODERATE: gettext_lazy(
        "Answer doubts about links, read voices before others do, take talk out of sight"
    ),
    Right.INVITE: gettext_lazy("Invite people and give them roles"),
    Right.SEE_PEOPLE: gettext_lazy("See who takes part"),
    Right.SEE_TRAIL: gettext_lazy("See who changed what, and when"),
    Right.CHANGE_SETTINGS: gettext_lazy("Change the settings"),
    Right.CLOSE: gettext_lazy("Pause, close and reopen the initiative"),
}


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that the person holds: what it means, and who gave it when."""

    name: str
    meaning: str
    given: str
    rests: bool = False


@dataclass(frozen=True, slots=True)
class OwnLine:
    """An organisation or group of residents that the person belongs to."""

    name: Shown
    note: str


@dataclass(frozen=True, slots=True)
class RightLine:
    """A right in words; where the person has it not, why not."""

    words: str
    may: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class SightLine:
    """A rule about what is seen: of what, and how it is for this person."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AccessPage:
    """The page for one reader."""

    is_signed_in: bool
    lead: str
    roles: Sequence[RoleLine]
    own: Sequence[OwnLine]
    rights: Sequence[RightLine]
    sights: Sequence[SightLine]
    second_factor: str
    second_factor_href: str
    trail_href: str

    @property
    def allowed(self) -> list[RightLine]:
        """What this person may do."""
        return [each for each in self.rights if each.may]

    @property
    def refused(self) -> list[RightLine]:
        """What this person may not do, each with its reason."""
        return [each for each in self.rights if not each.may]


def access_page(access: Access, language: str) -> AccessPage:
    """Everything about this person's access, for their own eyes."""
    person = person_or_none(access.actor)
    places = places_of_person(access)
    asked, href = _second_factor(access, has=person is not None and has_second_factor(person))
    return AccessPage(
        is_signed_in=person is not None,
        lead=_lead(access, is_administrator=bool(person and person.is_superuser)),
        roles=[*_roles(access, grants_to(access), language)],
        own=[OwnLine(place.name.shown(language), _own_note(place)) for place in places],
        rights=[*_rights(access, language)],
        sights=[*_sights(access, places, language)],
        second_factor=asked if person else "",
        second_factor_href=href if person else "",
        trail_href=_trail_href(access),
    )


def _trail_href(access: Access) -> str:
    if not access.may(Right.SEE_TRAIL):
        return ""
    return reverse("desk:trail", args=[access.initiative.code])


def _lead(access: Access, *, is_administrator: bool) -> str:
    if is_administrator:
        return _("You run this installation, and so have the rights of the backbone everywhere.")
    if not access.actor.id:
        return _("You are here as a visitor, without signing in.")
    if not access.is_member:
        return _("You have no role that counts here now, and see what every visitor sees.")
    return _("This is what your roles in this initiative let you see and do.")


def _roles(access: Access, grants: Mapping[str, Grant], language: str) -> Iterator[RoleLine]:
    held = access.roles | access.withheld
    for role in Role:
        if role not in held:
            continue
        yield RoleLine(
            name=str(role.label),
            meaning=str(ROLE_WORDS[role]),
            given=_given(grants.get(role), language),
            rests=role in access.withheld,
        )


def _given(grant: Grant | None, language: str) -> str:
    if grant is None:
        return ""
    return _("given by %(person)s on %(day)s") % {
        "person": who_acted(grant.by, language),
        "day": dates.date(localtime(grant.at).date(), language),
    }


def _own_note(place: Belonging) -> str:
    if place.is_administrator:
        return _("You may invite its people.")
    return ""


def _rights(access: Access, language: str) -> Iterator[RightLine]:
    for right in Right:
        may = access.may(right)
        yield RightLine(
            str(RIGHT_WORDS[right]), may, "" if may else _why_not(access, right, language)
        )


def _why_not(access: Access, right: Right, language: str) -> str:
    if rests(right, access.initiative) and access.carries(right):
        return _("Rests, because the initiative is closed.")
    if RIGHTS[right] & access.withheld:
        return _("Rests until you have a second factor.")
    roles = listed((str(role.label) for role in Role if role in RIGHTS[right]), language)
    return _("Only for: %(roles)s.") % {"roles": roles}


def _sights(access: Access, places: Sequence[Belonging], language: str) -> Iterator[SightLine]:
    rule = rule_in_words(policy_for(access))
    yield SightLine(
        _("Numbers of people"),
        rule or _("You see them as they are, small ones too. Please do not pass them on."),
    )
    yield SightLine(_("Money"), _money(access))
    yield SightLine(_("Activities, promises and evidence"), _records(access, language))
    if places:
        yield SightLine(
            _("What is your own"),
            _(
                "Records and commitments of an organisation or group that you belong to are always "
                "open to you, private ones too."
            ),
        )
    yield SightLine(
        _("Other initiatives"),
        _("A role counts in one initiative alone. Of others, one sees only what they open."),
    )


def _money(access: Access) -> str:
    if access.may(Right.SEE_PRIVATE_MONEY):
        return _("You see every commitment with its terms, private ones too.")
    return _(
        "You do not see commitments that their funder keeps from you. A sum that includes private "
        "money is shown only where enough funders stand behind it (at least %(count)d), so that "
        "nobody can work out a single one."
    ) % {"count": FEWEST_FUNDERS}


def _records(access: Access, language: str) -> str:
    seen = readable(access)
    if len(seen) == len(Visibility):
        return _("You see all of them, private ones too.")
    kinds = listed((str(each.label) for each in Visibility if each in seen), language)
    return _(
        "You see those that are open to: %(kinds)s. How many others there are is not said."
    ) % {"kinds": kinds}


def _second_factor(access: Access, *, has: bool) -> tuple[str, str]:
    href = reverse("accounts:second-factor")
    if has:
        return _("You have a second factor."), href
    if access.withheld:
        return _("This initiative asks your role for a second factor, and you have none yet."), href
    return _("You have no second factor. Your role here does not ask for one."), href
