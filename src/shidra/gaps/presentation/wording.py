"""What the list says in words: one plain sentence for each thing that a row knows."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from shidra.funding.models import SharedLine
from shidra.funding.presentation.kept import kept_in_words
from shidra.gaps.queries import MissingLine, MissingList, Number
from shidra.i18n import isolates, numbers, phrases
from shidra.i18n.phrases import Phrase, filled, together
from shidra.i18n.text import Shown, Text

__all__ = ["Wording"]


class Wording:
    """The words of one list in one language."""

    def __init__(self, found: MissingList, language: str) -> None:
        self.found, self.language = found, language

    def name(self, code: str) -> Shown:
        """What a line is called: a factor's name, or that of one of the four shared lines."""
        if code in SharedLine.values:
            return Shown(str(SharedLine(code).label), self.language, is_fallback=False)
        factor = self.found.factors.get(code)
        if factor is None or not factor.name:
            return Shown(isolates.ltr(code), self.language, is_fallback=False)
        return factor.name.shown(self.language)

    def money(self, amount: Number) -> str:
        return numbers.money(Decimal(str(amount)), self.found.initiative.currency, self.language)

    def exact(self, amount: Number) -> str:
        """To the last minor unit, for whoever asks."""
        return numbers.money(
            Decimal(str(amount)), self.found.initiative.currency, self.language, exact=True
        )

    def percent(self, share: Number) -> str:
        return numbers.percent(share, self.language)

    def number(self, value: Number, digits: int | None = None) -> str:
        return numbers.number(value, self.language, digits)

    def sentence(self, line: MissingLine) -> Phrase:
        """All that the row says, sentence after sentence."""
        kept = self.found.kept.get(line.factor, 0)
        said: list[str] = [self.about_money(line), kept_in_words(kept, self.language)]
        if line.factor not in self.found.withheld and line.overlap > 0:
            said.append(self.about_overlap(line))
        if line.is_factor:
            said += [self.about_path(line), self.about_groups(line), self.about_owner(line)]
        return together(said)

    def about_money(self, line: MissingLine) -> str:
        if not line.need and self.found.kept.get(line.factor):
            return ""
        if not line.need:
            return _("No need of money is written down here.")
        if line.factor in self.found.withheld:
            return _("%(need)s are needed.") % {"need": self.money(line.need)}
        if not line.missing:
            return _("All of the %(need)s that are needed is covered.") % {
                "need": self.money(line.need)
            }
        amounts = {"missing": self.money(line.missing), "need": self.money(line.need)}
        if not line.covered:
            return _("All of the %(need)s that are needed are missing.") % amounts
        return _("%(missing)s are missing of %(need)s.") % amounts

    def about_overlap(self, line: MissingLine) -> str:
        return _("%(overlap)s of what was committed meets no need here: overlap.") % {
            "overlap": self.money(line.overlap)
        }

    def about_path(self, line: MissingLine) -> str:
        if len(line.path) == 1:
            return _("This is the outcome itself.")
        if not line.path:
            return _("The map shows no path from here to an outcome.")
        outcome, between = self.name(line.path[-1]), line.path[1:-1]
        if not between:
            return filled(_("It acts directly on the outcome, %(outcome)s."), outcome=outcome)
        return filled(
            _("It acts on the outcome, %(outcome)s, by way of %(path)s."),
            outcome=outcome,
            path=together(map(self.name, between), phrases.arrow(self.language)),
        )

    def about_groups(self, line: MissingLine) -> str:
        groups = self.found.groups.get(line.factor)
        if not groups or line.equity_multiplier is None:
            return ""
        return filled(
            _("%(share)s of the need is of groups that come first: %(groups)s."),
            share=self.percent(line.equity_multiplier - 1),
            groups=self.listed(groups),
        )

    def about_owner(self, line: MissingLine) -> str:
        owner = self.found.owners.get(line.factor)
        if owner is None:
            return _("Nobody answers for it yet.")
        return filled(_("Answering for it: %(owner)s."), owner=owner.name.shown(self.language))

    def listed(self, names: Sequence[Text]) -> Phrase:
        """Names one after the other, with the comma of the language."""
        return phrases.listed((name.shown(self.language) for name in names), self.language)
