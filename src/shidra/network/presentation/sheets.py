"""One partner, one group of residents, one activity, each on its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.i18n.phrases import Phrase, filled, listed, together
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Right
from shidra.network.models import Organisation
from shidra.network.permissions import Own
from shidra.network.presentation.lines import (
    ActivityLine,
    Named,
    PersonLine,
    PromiseLine,
    activity_line,
    person_line,
    promise_line,
    tally_in_words,
)
from shidra.network.presentation.partners import speakers_in_words
from shidra.network.presentation.reader import Reader
from shidra.network.queries import (
    ActivitySheet,
    GroupSheet,
    OrganisationSheet,
    PersonOfPartner,
    Wording,
)

__all__ = [
    "ActivityPage",
    "GroupPage",
    "OrganisationPage",
    "activity_page",
    "group_page",
    "organisation_page",
]

# Those beside an activity are a sign, not a list: the time line has them all.
MOST_BESIDE = 12

type Crumbs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """A partner in words; people are None for readers who may not see them."""

    name: Shown
    sector: str
    registry_id: str
    lead: Phrase
    asks: Shown | None
    offers: Shown | None
    owns: tuple[Named, ...]
    lifts: tuple[Named, ...]
    activities: tuple[ActivityLine, ...]
    activities_href: str
    activity_count: str
    promises: tuple[PromiseLine, ...]
    promises_href: str
    promise_count: str
    people: tuple[PersonLine, ...] | None
    more_people: str
    crumbs: Crumbs
    edit_href: str
    invite_href: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group of residents in words."""

    name: Shown
    lead: str
    speakers: str
    is_empty_chair: bool
    people: tuple[PersonLine, ...] | None
    more_people: str
    promises: tuple[PromiseLine, ...]
    promises_href: str
    promise_count: str
    crumbs: Crumbs
    invite_href: str
    promise_href: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """An activity in words."""

    line: ActivityLine
    lead: Phrase
    quality: str
    beside: tuple[ActivityLine, ...]
    crumbs: Crumbs
    edit_href: str


def organisation_page(
    sheet: OrganisationSheet,
    reader: Reader,
    own: Own,
    earlier: Mapping[int, Sequence[Wording]],
) -> OrganisationPage:
    """The page of a partner."""
    organisation, language = sheet.organisation, reader.language
    return OrganisationPage(
        name=organisation.name.shown(language),
        sector=str(Organisation.Sector(organisation.sector).label),
        registry_id=organisation.registry_id,
        lead=_lead(sheet, reader),
        asks=organisation.asks.shown(language) if organisation.asks else None,
        offers=organisation.offers.shown(language) if organisation.offers else None,
        owns=tuple(Named(reader.factor(f), reader.factor_href(f)) for f in sheet.owns),
        lifts=tuple(Named(reader.factor(f), reader.factor_href(f)) for f in sheet.lifts),
        activities=tuple(activity_line(row, reader) for row in sheet.activities),
        activities_href=_narrowed("network:activities", reader, organisation.code),
        activity_count=_more(sheet.activity_count, len(sheet.activities), reader),
        promises=tuple(
            promise_line(row, reader, own, earlier.get(row.id, ())) for row in sheet.promises
        ),
        promises_href=_narrowed("network:promises", reader, organisation.code),
        promise_count=_more(sheet.tally.total, len(sheet.promises), reader),
        people=_people(sheet.people, reader),
        more_people=_more(sheet.people_count, len(sheet.people or ()), reader),
        crumbs=((_("Partners"), reverse("desk:partners", args=[reader.code])),),
        edit_href=_edit_href(sheet, reader, own),
        invite_href=_invite_href(
            reader, f"organisation:{organisation.pk}", organisation.pk in own.invites_to
        ),
        is_own=organisation.pk in own.organisations,
    )


def _lead(sheet: OrganisationSheet, reader: Reader) -> Phrase:
    said: list[str] = []
    if sheet.owns:
        names = listed(map(reader.factor, sheet.owns), reader.language)
        said.append(filled(_("It answers for %(factors)s."), factors=names))
    said.append(tally_in_words(sheet.tally, reader.language))
    return together(said)


def _more(total: int, shown: int, reader: Reader) -> str:
    """How many there are, where not all of them are shown."""
    if total <= shown:
        return ""
    return _("%(shown)s of %(total)s are shown") % {
        "shown": reader.number(shown),
        "total": reader.number(total),
    }


def _narrowed(route: str, reader: Reader, partner: str) -> str:
    return f"{reverse(route, args=[reader.code])}?{urlencode({'partner': partner})}"


def _people(
    people: Sequence[PersonOfPartner] | None, reader: Reader
) -> tuple[PersonLine, ...] | None:
    if people is None:
        return None
    return tuple(person_line(person, reader.language) for person in people)


def _edit_href(sheet: OrganisationSheet, reader: Reader, own: Own) -> str:
    organisation, access = sheet.organisation, reader.access
    is_own = organisation.pk in own.organisations and access.may(Right.EDIT_OWN)
    if not (is_own or access.may(Right.EDIT)):
        return ""
    return reverse("records:edit", args=[reader.code, "organisations", organisation.pk])


def _invite_href(reader: Reader, to: str, is_administrator: bool) -> str:
    access = reader.access
    may = access.may(Right.INVITE) or (is_administrator and access.may(Right.EDIT_OWN))
    if not may:
        return ""
    return f"{reverse('invitations:invite', args=[reader.code])}?{urlencode({'belongs_to': to})}"


def group_page(
    sheet: GroupSheet,
    reader: Reader,
    own: Own,
    earlier: Mapping[int, Sequence[Wording]],
) -> GroupPage:
    """The page of a group of residents."""
    group, access = sheet.group, reader.access
    may_promise = access.may(Right.EDIT) or (group.pk in own.groups and access.may(Right.EDIT_OWN))
    add = f"{reverse('records:add', args=[reader.code, 'promises'])}?"
    return GroupPage(
        name=group.name.shown(reader.language),
        lead=tally_in_words(sheet.tally, reader.language),
        speakers=speakers_in_words(sheet.people_count, reader.language),
        is_empty_chair=not sheet.people_count and group.priority > 1,
        people=_people(sheet.people, reader),
        more_people=_more(sheet.people_count, len(sheet.people or ()), reader)
        if sheet.people is not None
        else "",
        promises=tuple(
            promise_line(row, reader, own, earlier.get(row.id, ())) for row in sheet.promises
        ),
        promises_href=_narrowed("network:promises", reader, group.key),
        promise_count=_more(sheet.tally.total, len(sheet.promises), reader),
        crumbs=((_("Partners"), reverse("desk:partners", args=[reader.code])),),
        invite_href=_invite_href(reader, f"group:{group.pk}", group.pk in own.invites_to_groups),
        promise_href=add + urlencode({"partner": group.key}) if may_promise else "",
    )


def activity_page(sheet: ActivitySheet, reader: Reader, own: Own) -> ActivityPage:
    """The page of an activity."""
    access = reader.access
    line = activity_line(sheet.row, reader)
    is_own = sheet.row.organisation_id in own.organisations and access.may(Right.EDIT_OWN)
    may_edit = is_own or access.may(Right.EDIT)
    quality = ""
    if sheet.quality is not None:
        quality = _("%(level)s of 4") % {"level": reader.number(sheet.quality)}
    return ActivityPage(
        line=line,
        lead=together((filled("%(partner)s", partner=line.partner.name), line.detail), " · "),
        quality=quality,
        beside=tuple(activity_line(row, reader) for row in sheet.beside[:MOST_BESIDE]),
        crumbs=(
            (_("Partners"), reverse("desk:partners", args=[reader.code])),
            (_("Activities"), reverse("network:activities", args=[reader.code])),
        ),
        edit_href=reverse("records:edit", args=[reader.code, "activities", sheet.id])
        if may_edit
        else "",
    )
