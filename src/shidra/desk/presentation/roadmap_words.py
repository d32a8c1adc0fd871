"""How the road map names things: factors, stages, owners, links, evidence, in one language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.desk.queries import Roadmap
from shidra.gaps.queries import MissingList
from shidra.i18n import numbers
from shidra.i18n.phrases import Phrase, code, filled, listed, together
from shidra.i18n.text import Shown
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import FactorEntry, Link

__all__ = ["RoadmapWords", "evidence_words", "money_text"]


def money_text(amount: float, initiative: Initiative, language: str, *, short: bool = False) -> str:
    """An amount in the currency of the initiative."""
    return numbers.money(Decimal(str(amount)), initiative.currency, language, short=short)


def evidence_words(rank: int) -> str:
    """How well something is supported, in words."""
    return (
        _("no evidence yet"),
        _("local evidence"),
        _("moderate evidence"),
        _("strong evidence"),
    )[rank]


class RoadmapWords:
    """The words of one map for one reader."""

    def __init__(
        self,
        initiative: Initiative,
        roadmap: Roadmap,
        missing: MissingList,
        language: str,
        *,
        today: date,
        kinds: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.initiative, self.roadmap, self.language = initiative, roadmap, language
        self.today, self.stale_after = today, initiative.stale_after_days
        self.lines = {line.factor: line for line in missing.visible}
        # The whole map's money, for what is said of it all; in part its lines have no score.
        self.all_lines = self.lines | {line.factor: line for line in missing.visible_elsewhere}
        self.kinds = kinds
        self.entries = {entry.factor.code: entry for entry in roadmap.entries}
        self.factors = [code for code, entry in self.entries.items() if not entry.is_outcome]
        self.withheld = missing.withheld & self.entries.keys()
        self.names = {code: text.shown(language) for code, text in roadmap.names().items()}
        self.ranks = roadmap.evidence_ranks()
        self.leads_to: dict[str, list[Link]] = {}
        for link in roadmap.links:
            self.leads_to.setdefault(link.source.code, []).append(link)

    def number(self, count: int) -> str:
        return numbers.number(count, self.language)

    def money(self, amount: float, *, short: bool = False) -> str:
        return money_text(amount, self.initiative, self.language, short=short)

    def label(self, kind: str, name: str) -> Phrase | Shown:
        """What a code is called; a code without a label stands as it is."""
        text = self.roadmap.labels.get((kind, name))
        return text.shown(self.language) if text else code(name)

    def stage(self, number: int) -> str:
        text = self.roadmap.labels.get(("stage", str(number)))
        return text.shown(self.language) if text else _("Stage %s") % number

    def href(self, code: str) -> str:
        return reverse("desk:factor", args=[self.initiative.code, code])

    def owner(self, entry: FactorEntry) -> Shown | None:
        name = self.roadmap.owners.get(entry.factor_id)
        return name.shown(self.language) if name else None

    def targets(self, code: str) -> Phrase:
        """What a factor leads to."""
        links = self.leads_to.get(code, [])
        return listed((self.names[link.target.code] for link in links), self.language)

    def evidence(self, entry: FactorEntry) -> str:
        return evidence_words(self.ranks.get(entry.factor_id, 0))

    def sentence(self, link: Link) -> Phrase:
        """What a link says."""
        words = (
            _("%(source)s hinders %(target)s")
            if link.sign == Link.Sign.HINDERS
            else _("%(source)s promotes %(target)s")
        )
        return filled(
            words, source=self.names[link.source.code], target=self.names[link.target.code]
        )

    def describe(self, entry: FactorEntry, said: str) -> Phrase:
        """The whole sentence for those who hear the map; it begins with what is seen."""
        parts: list[str] = [self.names[entry.factor.code]]
        parts += [said] if said else []
        parts.append(str(FactorEntry.Kind(entry.kind).label))
        if self.evidence(entry) != said:
            parts.append(self.evidence(entry))
        targets = self.targets(entry.factor.code)
        if targets:
            parts.append(filled(_("leads to: %(factors)s"), factors=targets))
        return together(parts, ". ")
