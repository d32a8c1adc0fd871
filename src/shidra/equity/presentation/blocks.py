"""Barriers and strategies as blocks of a page: what, for whom, by whom, with what money."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.equity.models import StructuralBarrier, TargetedStrategy
from shidra.equity.queries import Against, BarrierOnMap, Funding
from shidra.funding.queries import MINOR_UNITS
from shidra.i18n import dates, isolates, numbers
from shidra.i18n.languages import LANGUAGES
from shidra.i18n.phrases import Phrase, filled, listed
from shidra.i18n.text import Shown
from shidra.initiatives.models import GroupSet, Place
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.presentation.drawings import group_name
from shidra.measurement.presentation.words import value_in_words
from shidra.measurement.queries import Names
from shidra.network.models import Organisation
from shidra.roadmap.models import EvidenceItem, Factor, Voice

__all__ = ["BarrierBlock", "Blocks", "OnMapBlock", "StrategyBlock"]

B, S = StructuralBarrier.State, TargetedStrategy.State
TONES = {
    B.STANDS: ("missing", "octagon-alert"),
    B.CHANGING: ("", "clock"),
    B.LIFTED: ("on-path", "circle-check"),
    S.PROPOSED: ("unknown", "circle-dashed"),
    S.AGREED: ("", "handshake"),
    S.RUNNING: ("on-path", "play"),
    S.DONE: ("on-path", "circle-check"),
    S.STOPPED: ("unknown", "circle-x"),
}
KIND_ICONS = {"policy": "landmark", "practice": "repeat", "flow": "coins"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A name and the page behind it."""

    name: Shown
    href: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: where it was found, and what."""

    citation: Shown
    url: str
    finding: Shown | None


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody who lives it says, and what they are."""

    words: Shown
    by: Shown | None


@dataclass(frozen=True, slots=True)
class BarrierBlock:
    """One barrier."""

    code: str
    kind: str
    icon: str
    says: Shown
    state: str
    tone: str
    state_icon: str
    factor: Linked
    owner: Linked | None
    owner_outside: Shown | None
    hurts: Phrase
    harm: Shown | None
    source: Shown | None
    since: str
    evidence: tuple[Proof, ...]
    voices: tuple[Said, ...]
    answered: str
    edit_href: str
    history_href: str


@dataclass(frozen=True, slots=True)
class OnMapBlock:
    """A barrier that only the map names, and the form that makes a record of it."""

    factor: Linked
    says: Shown
    add_href: str


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a strategy: figures in major units beside their words."""

    cost: Decimal | None
    cost_text: str
    signed: Decimal | None
    signed_text: str
    missing: Decimal | None
    missing_text: str
    is_told: bool
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class StrategyBlock:
    """One strategy."""

    code: str
    text: Shown
    whom: Phrase
    state: str
    tone: str
    state_icon: str
    barriers: tuple[Shown, ...]
    factors: tuple[Linked, ...]
    activities: tuple[Linked, ...]
    money: Money
    measure: Linked | None
    aim: str
    owner: Linked | None
    until: str
    edit_href: str
    history_href: str


class Blocks:
    """Barriers and strategies in the words of one reader."""

    def __init__(
        self, access: Access, names: Names, language: str, voices: Mapping[int, Sequence[Voice]]
    ) -> None:
        self.access, self.names, self.language, self.voices = access, names, language, voices
        self.code, self.may_edit = access.initiative.code, access.may(Right.EDIT)

    # --- barriers ----------------------------------------------------------------------------

    def barrier(self, row: StructuralBarrier) -> BarrierBlock:
        tone, icon = TONES[B(row.state)]
        count = len(row.strategies.all())
        answered = ngettext(
            "%(count)s strategy answers to it", "%(count)s strategies answer to it", count
        )
        return BarrierBlock(
            code=row.code,
            kind=row.get_kind_display(),
            icon=KIND_ICONS[row.kind],
            says=row.says.shown(self.language),
            state=row.get_state_display(),
            tone=tone,
            state_icon=icon,
            factor=self.factor(row.factor),
            owner=self.organisation(row.owner),
            owner_outside=self._written(row.owner_outside),
            hurts=self.whom(row.group_set, row.places.all()),
            harm=row.harm.shown(self.language) if row.harm else None,
            source=self._written(row.harm_source),
            since=dates.years(row.since_year, row.since_year, self.language)
            if row.since_year
            else "",
            evidence=tuple(self._proofs(getattr(row, "seen_evidence", ()))),
            voices=tuple(self._voices(row.factor_id)),
            answered=answered % {"count": numbers.number(count, self.language)} if count else "",
            edit_href=self._record("edit", "barriers", row.pk),
            history_href=self._record("history", "barriers", row.pk),
        )

    def on_map(self, found: BarrierOnMap, measure: str) -> OnMapBlock:
        words = {f"says_{each}": found.entry.barrier.words(each) for each in LANGUAGES}
        known = {"indicators": measure, "factor": found.factor, "owner": found.owner, **words}
        address = reverse("records:add", args=[self.code, "barriers"])
        asked = urlencode({name: said for name, said in known.items() if said})
        return OnMapBlock(
            factor=self.factor(found.entry.factor),
            says=found.entry.barrier.shown(self.language),
            add_href=f"{address}?{asked}" if self.may_edit else "",
        )

    def _proofs(self, rows: Iterable[EvidenceItem]) -> Iterator[Proof]:
        for row in rows:
            yield Proof(
                Shown.by_script(row.citation, self.language),
                row.url,
                row.finding.shown(self.language) if row.finding else None,
            )

    def _voices(self, factor: int) -> Iterator[Said]:
        for voice in self.voices.get(factor, ()):
            by = voice.described_as.shown(self.language) if voice.described_as else None
            yield Said(voice.words.shown(self.language), by)

    # --- strategies --------------------------------------------------------------------------

    def strategy(self, row: TargetedStrategy, funding: Funding, against: Against) -> StrategyBlock:
        tone, icon = TONES[S(row.state)]
        return StrategyBlock(
            code=row.code,
            text=row.text.shown(self.language),
            whom=self.whom(row.group_set, row.places.all()),
            state=row.get_state_display(),
            tone=tone,
            state_icon=icon,
            barriers=tuple(each.says.shown(self.language) for each in row.barriers.all()),
            factors=tuple(self.factor(each) for each in row.factors.all()),
            activities=tuple(self._activities(row)),
            money=self.money(funding),
            measure=self._measure(row),
            aim=self._aim(row, against),
            owner=self.organisation(row.owner),
            until=dates.date(row.until, self.language) if row.until else "",
            edit_href=self._record("edit", "strategies", row.pk),
            history_href=self._record("history", "strategies", row.pk),
        )

    def _activities(self, row: TargetedStrategy) -> Iterator[Linked]:
        for each in getattr(row, "seen_activities", ()):
            href = reverse("desk:activity", args=[self.code, each.code])
            yield Linked(each.name.shown(self.language), href)

    def _measure(self, row: TargetedStrategy) -> Linked | None:
        if row.measure is None:
            return None
        href = reverse("measurement:indicator", args=[self.code, row.measure.code])
        return Linked(row.measure.name.shown(self.language), href)

    def _aim(self, row: TargetedStrategy, against: Against) -> str:
        """What these groups are to reach on the measure, as its targets say."""
        reading = against.reading
        if row.measure_id != reading.indicator.pk or row.group_set is None:
            return ""
        (group, *others) = sorted(row.group_set.keys)
        aim = None if others else reading.group_aims.get(group)
        if aim is None:
            return ""
        return _("%(value)s in %(period)s") % {
            "value": value_in_words(aim.value, reading.indicator, self.language),
            "period": dates.period(aim.period, self.language, short=True),
        }

    def money(self, funding: Funding) -> Money:
        cost = None if funding.cost is None else Decimal(funding.cost) / MINOR_UNITS
        signed = None if funding.signed is None else Decimal(funding.signed) / MINOR_UNITS
        missing = max(Decimal(0), cost - signed) if cost and signed is not None else None
        said, tone = self._money_said(funding, missing)
        return Money(
            cost,
            self._amount(cost),
            signed,
            self._amount(signed),
            missing,
            self._amount(missing),
            funding.is_told,
            said,
            tone,
        )

    def _money_said(self, funding: Funding, missing: Decimal | None) -> tuple[str, str]:
        if not funding.is_told:
            return _("The money rests on sums that you may not see."), ""
        if funding.is_funded:
            return _("funded"), "on-path"
        if missing is None or not funding.signed:
            return _("no money yet"), "missing"
        return _("partly funded"), "missing"

    def _amount(self, amount: Decimal | None) -> str:
        if amount is None:
            return ""
        return numbers.money(amount, self.access.initiative.currency, self.language)

    # --- what both name ----------------------------------------------------------------------

    def whom(self, group_set: GroupSet | None, places: Iterable[Place]) -> Phrase:
        """The groups and places, or that it is everybody."""
        keys = sorted(group_set.keys) if group_set else []
        said = (
            [listed((group_name(k, self.names.groups, self.language) for k in keys), self.language)]
            if keys
            else []
        )
        called = [place.name.shown(self.language) for place in places]
        if called:
            said.append(listed(called, self.language))
        if not said:
            return Phrase(_("everybody"))
        if len(said) == 1:
            return said[0]
        return filled(_("%(groups)s in %(places)s"), groups=said[0], places=said[1])

    def factor(self, row: Factor) -> Linked:
        name = self.names.factors.get(row.pk)
        shown = name.shown(self.language) if name else Shown(isolates.ltr(row.code), self.language)
        return Linked(shown, reverse("desk:factor", args=[self.code, row.code]))

    def organisation(self, row: Organisation | None) -> Linked | None:
        if row is None:
            return None
        href = reverse("desk:organisation", args=[self.code, row.code])
        return Linked(row.name.shown(self.language), href)

    def _written(self, words: str) -> Shown | None:
        return Shown.by_script(words, self.language) if words else None

    def _record(self, act: str, table: str, number: int) -> str:
        return reverse(f"records:{act}", args=[self.code, table, number]) if self.may_edit else ""
