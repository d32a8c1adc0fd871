"""One activity, one promise, one person in words, wherever they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, comma, listed, together
from shidra.i18n.text import Shown
from shidra.initiatives.models import Membership
from shidra.initiatives.permissions import Right
from shidra.network.models import Activity, Promise
from shidra.network.permissions import Own
from shidra.network.presentation.reader import Reader
from shidra.network.queries import ActivityRow, PersonOfPartner, PromiseRow, Tally, Wording
from shidra.protection.presentation import reason_in_words

__all__ = [
    "ActivityLine",
    "Named",
    "PersonLine",
    "PromiseBrief",
    "PromiseLine",
    "activity_line",
    "may_say",
    "person_line",
    "promise_brief",
    "promise_line",
    "span_of",
    "tally_in_words",
    "where_of",
]

STATE_TONES = {
    Promise.State.KEPT: ("on-path", "check"),
    Promise.State.LATE: ("off-path", "clock-alert"),
    Promise.State.OPEN: ("", "circle-dashed"),
    Promise.State.CHANGED: ("unknown", "pencil-line"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A name with the page that it leads to, if there is one."""

    name: Shown
    href: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people an activity reaches."""

    label: str
    value: float | None
    text: str
    name: str
    of: str


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """What a partner does, in words."""

    name: Shown
    href: str
    code: str
    partner: Named
    kind: str
    is_system: bool
    factors: tuple[Named, ...]
    span: str
    where: Phrase
    for_whom: Phrase
    reaches: tuple[Reach, ...]
    locked: str

    @property
    def detail(self) -> Phrase:
        """When and where, on one line."""
        return together((self.span, self.where), " · ")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a promise said before, until when, and why it was changed."""

    text: Shown
    until: str
    reason: Shown | None


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What was promised, by whom, and what became of it."""

    code: str
    text: Shown
    by: Named
    kind: str
    state: str
    state_code: str
    tone: str
    icon: str
    factor: Named | None
    leader: Shown | None
    made: str
    due: str
    reason: Shown | None
    earlier: tuple[Earlier, ...]
    seen_by: str
    say_href: str
    edit_href: str


@dataclass(frozen=True, slots=True)
class PromiseBrief:
    """A promise in a line or two, where the whole is a click away."""

    text: Shown
    state: str
    tone: str
    factor: Shown | None
    due: str
    reason: Shown | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of a partner or a group."""

    name: Shown
    roles: str
    is_administrator: bool


# --- activities -----------------------------------------------------------------------------------


def activity_line(row: ActivityRow, reader: Reader) -> ActivityLine:
    """An activity for this reader."""
    language = reader.language
    return ActivityLine(
        name=row.name.shown(language),
        href=reverse("desk:activity", args=[reader.code, row.code]),
        code=row.code,
        partner=Named(row.partner_name.shown(language), reader.partner_href(row.partner)),
        kind=str(Activity.Kind(row.kind).label),
        is_system=row.kind == Activity.Kind.SYSTEM,
        factors=tuple(Named(reader.factor(f), reader.factor_href(f)) for f in row.factors),
        span=span_of(row, language),
        where=where_of(row, language),
        for_whom=listed(map(reader.group, _keys(row)), language),
        reaches=tuple(reach for reach in _reaches(row, reader) if reach.text),
        locked=_locked(row, reader),
    )


def _keys(row: ActivityRow) -> list[str]:
    return row.group_key.split("|") if row.group_key else []


def span_of(row: ActivityRow, language: str) -> str:
    """From when until when, as far as it is known."""
    if row.starts_on and row.ends_on:
        return dates.date_range(row.starts_on, row.ends_on, language)
    if row.starts_on:
        return _("since %(day)s") % {"day": dates.date(row.starts_on, language)}
    if row.ends_on:
        return _("until %(day)s") % {"day": dates.date(row.ends_on, language)}
    return ""


def where_of(row: ActivityRow, language: str) -> Phrase:
    """The places of an activity."""
    return listed((place.shown(language) for place in row.places), language)


def _reaches(row: ActivityRow, reader: Reader) -> Iterable[Reach]:
    """The people planned for and reached: counts of people, so protection decides."""
    both = (
        ("reach_planned", _("people planned for"), row.reach_planned),
        ("reach_actual", _("people reached"), row.reach_actual),
    )
    for name, label, people in both:
        if people is None:
            continue
        shown = reader.policy.count(people, is_whole=False)
        text = "" if shown.value is None else numbers.number(shown.value, reader.language)
        yield Reach(label, shown.value, text, name, row.code)


def _locked(row: ActivityRow, reader: Reader) -> str:
    """Why the people of an activity are not shown, said once for both counts."""
    for people in (row.reach_planned, row.reach_actual):
        shown = reader.policy.count(people, is_whole=False)
        if shown.reason:
            return reason_in_words(shown.reason, reader.policy)
    return ""


# --- promises -------------------------------------------------------------------------------------


def may_say(row: PromiseRow, reader: Reader, own: Own) -> bool:
    """Whether this person may say what became of a promise: the backbone, or whose it is."""
    access = reader.access
    if access.may(Right.EDIT):
        return True
    is_own = row.organisation_id in own.organisations or row.group_id in own.groups
    return is_own and access.may(Right.EDIT_OWN)


def promise_line(
    row: PromiseRow, reader: Reader, own: Own, earlier: Sequence[Wording] = ()
) -> PromiseLine:
    """A promise for this reader, with what it said before."""
    language, stands = reader.language, row.stands(reader.today)
    tone, icon = STATE_TONES[stands]
    says = may_say(row, reader, own)
    promiser = reader.group_href(row.group) if row.group else reader.partner_href(row.by_code)
    return PromiseLine(
        code=row.code,
        text=row.text.shown(language),
        by=Named(row.by.shown(language), promiser),
        kind=str(Promise.Kind(row.kind).label),
        state=str(stands.label),
        state_code=stands.value,
        tone=tone,
        icon=icon,
        factor=Named(reader.factor(row.factor), reader.factor_href(row.factor))
        if row.factor
        else None,
        leader=Shown.by_script(row.leader, language) if row.leader else None,
        made=dates.date(row.made_on, language) if row.made_on else "",
        due=_due(row, stands, language),
        reason=row.reason.shown(language) if row.reason and not _is_told(row, earlier) else None,
        earlier=tuple(_earlier(wording, language) for wording in earlier),
        seen_by=_sight(row),
        say_href=reverse("desk:promise-state", args=[reader.code, row.code]) if says else "",
        edit_href=reverse("records:edit", args=[reader.code, "promises", row.id]) if says else "",
    )


def _is_told(row: PromiseRow, earlier: Sequence[Wording]) -> bool:
    """Whether the reason stands beside what the promise said before."""
    return bool(earlier) and earlier[0].reason.same_words(row.reason)


def promise_brief(row: PromiseRow, reader: Reader) -> PromiseBrief:
    """A promise on the card of its partner."""
    stands = row.stands(reader.today)
    return PromiseBrief(
        text=row.text.shown(reader.language),
        state=str(stands.label),
        tone=STATE_TONES[stands][0],
        factor=reader.factor(row.factor) if row.factor else None,
        due=_due(row, stands, reader.language),
        reason=row.reason.shown(reader.language) if row.reason else None,
    )


def _due(row: PromiseRow, stands: Promise.State, language: str) -> str:
    if not row.due_on:
        return ""
    day = {"day": dates.date(row.due_on, language)}
    return _("was due on %(day)s") % day if stands == Promise.State.LATE else _("by %(day)s") % day


def _earlier(wording: Wording, language: str) -> Earlier:
    return Earlier(
        wording.text.shown(language),
        dates.date(wording.until, language),
        wording.reason.shown(language) if wording.reason else None,
    )


def _sight(row: PromiseRow) -> str:
    """Who sees a promise that not everybody sees."""
    return {
        "partners": _("members see it, visitors do not"),
        "steering": _("only some see it"),
        "private": _("only some see it"),
    }.get(row.visibility, "")


def tally_in_words(tally: Tally, language: str) -> str:
    """How many promises were kept, are open, late and changed, in a sentence."""
    if not tally.total:
        return ""
    states = comma(language).join(_states(tally, language))
    said = _("Promises: %(states)s.") % {"states": states} if states else ""
    if tally.changed:
        changed = ngettext("%(count)s was changed.", "%(count)s were changed.", tally.changed)
        said += " " + changed % {"count": numbers.number(tally.changed, language)}
    return said.strip()


def _states(tally: Tally, language: str) -> Iterable[str]:
    """The states that any promise is in, each with how many are."""
    counted = (
        (tally.kept, ngettext("%(count)s kept", "%(count)s kept", tally.kept)),
        (tally.open, ngettext("%(count)s open", "%(count)s open", tally.open)),
        (tally.late, ngettext("%(count)s late", "%(count)s late", tally.late)),
    )
    return (said % {"count": numbers.number(count, language)} for count, said in counted if count)


# --- people ---------------------------------------------------------------------------------------


def person_line(person: PersonOfPartner, language: str) -> PersonLine:
    """A person with their roles in words."""
    roles = listed((str(Membership.Role(role).label) for role in person.roles), language)
    return PersonLine(Shown.by_script(person.name, language), roles, person.is_administrator)
