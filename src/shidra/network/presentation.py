"""Partners by sector, the empty chairs among them, and what each does and promised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates, isolates, numbers
from shidra.i18n.phrases import Phrase, comma, listed, together
from shidra.i18n.text import Shown, Text
from shidra.network.models import Activity, Organisation, Promise
from shidra.network.queries import ActivityRow, Network, PartnerRow, PromiseRow
from shidra.protection.permissions import Policy
from shidra.protection.presentation import reason_in_words

__all__ = ["PartnersPage", "partners_page"]

STATE_TONES = {
    Promise.State.KEPT: "on-path",
    Promise.State.LATE: "off-path",
    Promise.State.OPEN: "",
    Promise.State.CHANGED: "unknown",
}


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
    code: str
    kind: str
    factors: tuple[Shown, ...]
    detail: Phrase
    reaches: tuple[Reach, ...]
    locked: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """What was promised, and what became of it."""

    text: Shown
    state: str
    tone: str
    detail: Phrase
    reason: Shown | None


@dataclass(frozen=True, slots=True)
class PartnerCard:
    """A partner, or a group of residents that promised something."""

    code: str
    name: Shown
    sector: str
    answers_for: tuple[Shown, ...]
    activities: tuple[ActivityLine, ...]
    promises: tuple[PromiseLine, ...]
    counts: tuple[int, int, int]
    funds: Phrase


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector with its partners; without any it is an empty chair."""

    code: str
    name: str
    partners: tuple[PartnerCard, ...]
    count: str


@dataclass(frozen=True, slots=True)
class PartnersPage:
    """All that the template shows."""

    title: str
    answer: str
    sectors: tuple[Sector, ...]
    empty: tuple[Sector, ...]
    residents: tuple[PartnerCard, ...]
    is_empty: bool


def partners_page(
    network: Network, policy: Policy, funding: Mapping[int, Phrase], today: date, language: str
) -> PartnersPage:
    """The page in one language; `funding` says in words what a partner gives, where it may be seen."""
    room = _Room(network, policy, funding, today, language)
    sectors = [room.sector(sector) for sector in Organisation.Sector]
    filled = tuple(sector for sector in sectors if sector.partners)
    empty = tuple(sector for sector in sectors if not sector.partners)
    return PartnersPage(
        title=_title(len(network.partners), len(filled), language),
        answer=_answer(network.promises, empty, today, language),
        sectors=filled,
        empty=empty if network.partners else (),
        residents=room.residents(),
        is_empty=not network.partners,
    )


class _Room:
    """The partners on their way to the page."""

    def __init__(
        self,
        network: Network,
        policy: Policy,
        funding: Mapping[int, Phrase],
        today: date,
        language: str,
    ) -> None:
        self.network, self.policy, self.funding = network, policy, funding
        self.today, self.language = today, language
        self.activities = _by(network.activities)
        self.promises = _by(network.promises)

    def sector(self, sector: Organisation.Sector) -> Sector:
        partners = tuple(
            self.partner(partner) for partner in self.network.partners if partner.sector == sector
        )
        count = ngettext("%(count)s partner", "%(count)s partners", len(partners)) % {
            "count": numbers.number(len(partners), self.language)
        }
        return Sector(sector.value, str(sector.label), partners, count)

    def partner(self, partner: PartnerRow) -> PartnerCard:
        promises = self.promises.get(partner.id, [])
        owned = [code for code, owner in self.network.owners.items() if owner.code == partner.code]
        return PartnerCard(
            code=partner.code,
            name=partner.name.shown(self.language),
            sector=str(Organisation.Sector(partner.sector).label),
            answers_for=tuple(map(self.factor, sorted(owned))),
            activities=tuple(map(self.activity, self.activities.get(partner.id, []))),
            promises=tuple(map(self.promise, promises)),
            counts=_counts(promises, self.today),
            funds=self.funding.get(partner.id, Phrase()),
        )

    def residents(self) -> tuple[PartnerCard, ...]:
        """Groups of residents that promised something themselves."""
        by_group: dict[str, list[PromiseRow]] = {}
        for promise in self.network.promises:
            if promise.group:
                by_group.setdefault(promise.group, []).append(promise)
        return tuple(
            PartnerCard(
                code=group.replace(":", "-"),
                name=self.network.groups.get(group, Text.of(en=group)).shown(self.language),
                sector="",
                answers_for=(),
                activities=(),
                promises=tuple(map(self.promise, promises)),
                counts=_counts(promises, self.today),
                funds=Phrase(),
            )
            for group, promises in by_group.items()
        )

    def factor(self, code: str) -> Shown:
        name = self.network.factors.get(code)
        if name:
            return name.shown(self.language)
        return Shown(isolates.ltr(code), self.language, is_fallback=False)

    def activity(self, row: ActivityRow) -> ActivityLine:
        return ActivityLine(
            name=row.name.shown(self.language),
            code=row.code,
            kind=str(Activity.Kind(row.kind).label),
            factors=tuple(map(self.factor, row.factors)),
            detail=together((self.span(row), self.where(row)), " · "),
            reaches=tuple(reach for reach in self.reaches(row) if reach.text),
            locked=self.locked(row),
        )

    def span(self, row: ActivityRow) -> str:
        if row.starts_on and row.ends_on:
            return dates.date_range(row.starts_on, row.ends_on, self.language)
        if row.starts_on:
            return _("since %(day)s") % {"day": dates.date(row.starts_on, self.language)}
        return ""

    def where(self, row: ActivityRow) -> Phrase:
        return listed((place.shown(self.language) for place in row.places), self.language)

    def reaches(self, row: ActivityRow) -> Iterable[Reach]:
        """The people planned for and reached: counts of people, so protection decides."""
        both = (
            ("reach_planned", _("people planned for"), row.reach_planned),
            ("reach_actual", _("people reached"), row.reach_actual),
        )
        for name, label, people in both:
            if people is None:
                continue
            shown = self.policy.count(people, is_whole=False)
            text = "" if shown.value is None else numbers.number(shown.value, self.language)
            yield Reach(label, shown.value, text, name, row.code)

    def locked(self, row: ActivityRow) -> str:
        """Why the people of an activity are not shown, said once for both counts."""
        for people in (row.reach_planned, row.reach_actual):
            shown = self.policy.count(people, is_whole=False)
            if shown.reason:
                return reason_in_words(shown.reason, self.policy)
        return ""

    def promise(self, row: PromiseRow) -> PromiseLine:
        late = row.is_late(self.today)
        state = Promise.State.LATE if late else Promise.State(row.state)
        said: list[str] = []
        if row.factor:
            said.append(self.factor(row.factor))
        if row.due_on:
            said.append(_("by %(day)s") % {"day": dates.date(row.due_on, self.language)})
        return PromiseLine(
            text=row.text.shown(self.language),
            state=str(state.label),
            tone=STATE_TONES[state],
            detail=together(said, " · "),
            reason=row.reason.shown(self.language) if row.reason else None,
        )


def _by[Row: (ActivityRow, PromiseRow)](rows: Sequence[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        if row.organisation_id is not None:
            found.setdefault(row.organisation_id, []).append(row)
    return found


def _counts(promises: Sequence[PromiseRow], today: date) -> tuple[int, int, int]:
    """How many promises were kept, are open, are late; a changed one is none of these."""
    kept = sum(promise.state == Promise.State.KEPT for promise in promises)
    late = sum(promise.is_late(today) for promise in promises)
    still = sum(
        promise.state == Promise.State.OPEN and not promise.is_late(today) for promise in promises
    )
    return kept, still, late


def _title(partners: int, sectors: int, language: str) -> str:
    if not partners:
        return _("Partners")
    first = ngettext("%(count)s partner", "%(count)s partners", partners) % {
        "count": numbers.number(partners, language)
    }
    second = ngettext("%(count)s sector", "%(count)s sectors", sectors) % {
        "count": numbers.number(sectors, language)
    }
    return _("%(partners)s from %(sectors)s") % {"partners": first, "sectors": second}


def _answer(
    promises: Sequence[PromiseRow], empty: Sequence[Sector], today: date, language: str
) -> str:
    said = []
    if empty:
        said.append(
            _("Nobody sits here yet for: %(sectors)s.")
            % {"sectors": comma(language).join(sector.name for sector in empty)}
        )
    kept, still, late = _counts(promises, today)
    if kept + still + late:
        said.append(
            _("Promises: %(kept)s kept, %(open)s open, %(late)s late.")
            % {
                "kept": numbers.number(kept, language),
                "open": numbers.number(still, language),
                "late": numbers.number(late, language),
            }
        )
    return " ".join(said)
