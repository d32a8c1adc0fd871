"""One factor on one sheet: what is missing, what it hangs on, who does what, what is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.presentation import who_acted
from shidra.desk.presentation.roadmap_words import evidence_words, money_text
from shidra.desk.queries import Roadmap
from shidra.funding.queries import NeedRow, options_of
from shidra.gaps.queries import MissingLine, MissingList
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, arrow, code, filled, listed, together
from shidra.i18n.text import Shown, Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of, places_of
from shidra.measurement.models import Indicator
from shidra.network.queries import activities_of, partners_of
from shidra.protection.permissions import Reason, policy_for
from shidra.protection.presentation import reason_in_words
from shidra.roadmap.models import EvidenceItem, FactorEntry, Link

__all__ = ["FactorSheet", "factor_sheet"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A factor at the other end of a link, and what the link says."""

    name: Shown
    href: str
    sign: str
    hinders: bool
    strength: int
    status: str
    evidence: str
    lag: str
    contest_href: str
    is_contested: bool


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Needs of the factor for one place and groups, over its years."""

    place: str
    groups: Phrase
    years: str
    amount: str
    people: str
    lock: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """An activity on the factor."""

    name: Shown
    partner: Shown
    kind: str
    where: str
    when: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found."""

    citation: Shown
    url: str
    strength: str
    contradicts: bool
    supports: bool
    finding: Shown
    about: Phrase
    added: Phrase


@dataclass(frozen=True, slots=True)
class FactorSheet:
    """The whole sheet."""

    code: str
    name: Shown
    description: Shown
    headline: Phrase
    kind: str
    stage: str
    track: str
    owner: Shown | None
    barrier: Shown | None
    importance: int | None
    state: int | None
    reviewed: str
    evidence: str
    line: MissingLine | None
    figures: tuple[dict[str, Any], ...]
    path: tuple[str, ...]
    comes_from: tuple[Neighbour, ...]
    leads_to: tuple[Neighbour, ...]
    needs: tuple[NeedLine, ...]
    shows_people: bool
    activities: tuple[Doing, ...]
    indicators: tuple[dict[str, Any], ...]
    options: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    balance: str


def factor_sheet(
    access: Access,
    roadmap: Roadmap,
    entry: FactorEntry,
    found: MissingList,
    *,
    language: str,
) -> FactorSheet:
    """Everything about one factor, formatted for one reader."""
    sheet = _Sheet(access, roadmap, entry, language)
    line = next((e for e in found.visible if e.factor == entry.factor.code), None)
    kept = [row for row in found.kept_needs if row.line == entry.factor.code]
    needs = [row for row in found.needs if row.line == entry.factor.code]
    owner = roadmap.owners.get(entry.factor_id)
    return FactorSheet(
        code=entry.factor.code,
        name=entry.name.shown(language),
        description=entry.description.shown(language),
        headline=sheet.headline(line),
        kind=str(FactorEntry.Kind(entry.kind).label),
        stage=sheet.label("stage", str(entry.stage)),
        track=sheet.label("track", entry.track) if entry.track else "",
        owner=owner.shown(language) if owner else None,
        barrier=entry.barrier.shown(language) if entry.barrier else None,
        importance=entry.importance,
        state=entry.state,
        reviewed=dates.date(entry.reviewed_on, language) if entry.reviewed_on else "",
        evidence=evidence_words(roadmap.evidence_ranks().get(entry.factor_id, 0)),
        line=line,
        figures=tuple(sheet.figures(line)) if line else (),
        path=tuple(sheet.name(code) for code in line.path) if line and len(line.path) > 1 else (),
        comes_from=tuple(sheet.neighbours(incoming=True)),
        leads_to=tuple(sheet.neighbours(incoming=False)),
        needs=tuple(sheet.needs(needs, kept)),
        shows_people=access.has_raw_rights,
        activities=tuple(sheet.activities()),
        indicators=tuple(sheet.indicators()),
        options=tuple(sheet.options()),
        findings=tuple(sheet.findings()),
        balance=sheet.balance(),
    )


class _Sheet:
    """One factor for one reader, on its way to the page."""

    def __init__(self, access: Access, roadmap: Roadmap, entry: FactorEntry, language: str) -> None:
        self.access, self.roadmap, self.entry, self.language = access, roadmap, entry, language
        self.initiative: Initiative = access.initiative
        self.code = entry.factor.code
        self.names = roadmap.names()

    def name(self, factor: str) -> Phrase | Shown:
        found = self.names.get(factor)
        return found.shown(self.language) if found else code(factor)

    def label(self, kind: str, name: str) -> Phrase | Shown:
        text = self.roadmap.labels.get((kind, name))
        return text.shown(self.language) if text else code(name)

    def money(self, amount: float) -> str:
        return money_text(amount, self.initiative, self.language)

    def headline(self, line: MissingLine | None) -> Phrase:
        name = self.name(self.code)
        if line is None or not line.need:
            return Phrase(name)
        facts = {"name": name, "missing": self.money(line.missing), "need": self.money(line.need)}
        if line.missing > 0:
            return filled(_("%(name)s: %(missing)s missing of %(need)s"), facts)
        if line.overlap > 0:
            facts["overlap"] = self.money(line.overlap)
            return filled(_("%(name)s: covered, and %(overlap)s more than needed"), facts)
        return filled(_("%(name)s: all of %(need)s is covered"), facts)

    def figures(self, line: MissingLine) -> list[dict[str, Any]]:
        """The money of the factor, each with the name that the command prints."""
        words = {
            "need": (_("Need"), ""),
            "committed": (_("Committed"), "money"),
            "covered": (_("Of it meets needs"), "money"),
            "missing": (_("Missing"), "missing"),
            "overlap": (_("Overlap"), ""),
        }
        return [
            {
                "name": name,
                "label": label,
                "tone": tone,
                "value": getattr(line, name),
                "text": self.money(getattr(line, name)),
            }
            for name, (label, tone) in words.items()
        ]

    def neighbours(self, *, incoming: bool) -> list[Neighbour]:
        found = []
        for link in self.roadmap.links:
            here, there = (link.target, link.source) if incoming else (link.source, link.target)
            if here.code == self.code:
                found.append(self._neighbour(link, there.code))
        return found

    def _neighbour(self, link: Link, code: str) -> Neighbour:
        months = link.lag_months
        return Neighbour(
            name=self.names[code].shown(self.language),
            href=reverse("desk:factor", args=[self.initiative.code, code]),
            sign=str(Link.Sign(link.sign).label),
            hinders=link.sign == Link.Sign.HINDERS,
            strength=link.strength,
            status=str(Link.Status(link.status).label),
            evidence=link.get_evidence_display() if link.evidence else evidence_words(0),
            lag=ngettext("after %(count)s month", "after %(count)s months", months)
            % {"count": numbers.number(months, self.language)}
            if months
            else "",
            contest_href=reverse(
                "roadmap:contest", args=[self.initiative.code, link.source.code, link.target.code]
            ),
            is_contested=link.status == Link.Status.CONTESTED,
        )

    def needs(self, told: Iterable[NeedRow], kept: Iterable[NeedRow]) -> list[NeedLine]:
        """Needs by place and groups: what is told of them, then where some are kept back."""
        rows: dict[tuple[str | None, frozenset[str]], list[NeedRow]] = {}
        for row in told:
            rows.setdefault((row.place, row.groups), []).append(row)
        unseen: dict[tuple[str | None, frozenset[str]], list[NeedRow]] = {}
        for row in kept:
            unseen.setdefault((row.place, row.groups), []).append(row)
        if not rows and not unseen:
            return []
        places = {p.code: p.name for p in places_of(self.initiative).values()}
        groups = {key: group.name for key, group in groups_of(self.initiative).items()}
        found = [
            self._need(place, keys, each, places, groups) for (place, keys), each in rows.items()
        ]
        lock = reason_in_words(Reason.KEPT_BACK, policy_for(self.access)) if unseen else ""
        for (place, keys), own in unseen.items():
            line = self._need(place, keys, own, places, groups)
            found.append(replace(line, amount="", people="", lock=lock))
        return found

    def _need(
        self,
        place: str | None,
        keys: frozenset[str],
        rows: Sequence[NeedRow],
        places: dict[str, Text],
        groups: dict[str, Text],
    ) -> NeedLine:
        years = [row.year for row in rows]
        people = max((row.people or 0 for row in rows), default=0)
        kind = rows[0].people_kind
        counted = together((numbers.number(people, self.language), self.label("people", kind)))
        return NeedLine(
            place=places[place].shown(self.language) if place else _("the whole initiative"),
            groups=together((groups[key].shown(self.language) for key in sorted(keys)), " · ")
            or Phrase(_("everybody")),
            years=dates.years(min(years), max(years), self.language),
            amount=self.money(sum(row.amount for row in rows) / 100),
            people=counted if people and self.access.has_raw_rights else "",
        )

    def activities(self) -> list[Doing]:
        partners = {p.id: p.name for p in partners_of(self.initiative)}
        return [
            Doing(
                name=row.name.shown(self.language),
                partner=partners[row.organisation_id].shown(self.language),
                kind=_("system work") if row.kind == "system" else _("programme"),
                where=listed((name.shown(self.language) for name in row.places), self.language)
                or _("the whole initiative"),
                when=_when(row.starts_on, row.ends_on, self.language),
            )
            for row in activities_of(self.access)
            if self.code in row.factors
        ]

    def indicators(self) -> list[dict[str, Any]]:
        rows = Indicator.objects.filter(factor_id=self.entry.factor_id)
        return [
            {
                "name": row.name.shown(self.language),
                "href": reverse("measurement:indicator", args=[self.initiative.code, row.code]),
            }
            for row in rows
        ]

    def options(self) -> list[dict[str, Any]]:
        return [
            {
                "name": row.name.shown(self.language),
                "cost": self.money(row.unit_cost / 100),
                "people": self.label("people", row.people_kind),
            }
            for row in options_of(self.initiative)
            if row.factor == self.code
        ]

    def findings(self) -> list[Finding]:
        mine = {self.entry.factor_id}
        return [
            self._finding(item)
            for item in self.roadmap.evidence
            if item.factor_id in mine or item.target_id in mine
        ]

    def _finding(self, item: EvidenceItem) -> Finding:
        about = Phrase()
        if item.target is not None:
            ends = (self.name(item.factor.code), self.name(item.target.code))
            about = together(ends, arrow(self.language))
        return Finding(
            citation=Shown.by_script(item.citation, self.language),
            url=item.url,
            strength=item.get_strength_display() if item.strength else "",
            contradicts=item.direction == EvidenceItem.Direction.CONTRADICTS,
            supports=item.direction == EvidenceItem.Direction.SUPPORTS,
            finding=item.finding.shown(self.language),
            about=about,
            added=self._added(item),
        )

    def _added(self, item: EvidenceItem) -> Phrase:
        """Who added it and when; a person by name for members alone."""
        by = item.added_by if self.access.is_member else ""
        when = dates.moment(localtime(item.added_at), self.language) if item.added_at else ""
        return together([who_acted(by, self.language) if by else "", when], " · ")

    def balance(self) -> str:
        """How many items support and how many contradict."""
        found = self.findings()
        supporting = sum(1 for each in found if each.supports)
        contradicting = sum(1 for each in found if each.contradicts)
        if not found:
            return ""
        return _("%(for)s support, %(against)s contradict, %(open)s say neither") % {
            "for": numbers.number(supporting, self.language),
            "against": numbers.number(contradicting, self.language),
            "open": numbers.number(len(found) - supporting - contradicting, self.language),
        }


def _when(starts_on: Any, ends_on: Any, language: str) -> str:
    if starts_on and ends_on:
        return dates.date_range(starts_on, ends_on, language)
    return dates.date(starts_on or ends_on, language) if starts_on or ends_on else ""
