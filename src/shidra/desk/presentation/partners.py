"""What each partner funds, in words, where this person may see it."""

from django.utils.translation import gettext as _

from shidra.desk.presentation.money_words import Amounts
from shidra.funding.analysis.money import FunderMoney, MoneyBook
from shidra.funding.models import SharedLine
from shidra.i18n.phrases import Phrase, code, filled, listed, together

__all__ = ["funding_in_words"]


def funding_in_words(book: MoneyBook, language: str) -> dict[int, Phrase]:
    """For each partner that signed for money, by id: how much, and for what."""
    amounts = Amounts(book.initiative.currency, language, [])
    return {funder.id: _funding(funder, book, amounts) for funder in book.funders if funder.signed}


def _funding(funder: FunderMoney, book: MoneyBook, amounts: Amounts) -> Phrase:
    signed = _("Committed %(amount)s.") % {"amount": amounts.words(funder.signed)}
    given = {line: amount for (line, each), amount in book.cells.items() if each == funder.id}
    lines = sorted(given, key=lambda line: (-given[line], line))
    if not lines or funder.is_merged:
        return Phrase(signed)
    named = listed((_name(line, book, amounts.language) for line in lines), amounts.language)
    return together((signed, filled(_("It goes to %(lines)s."), lines=named)))


def _name(line: str, book: MoneyBook, language: str) -> str:
    if line in SharedLine.values:
        return str(SharedLine(line).label)
    name = book.names[line]
    return name.shown(language) if name else code(line)
