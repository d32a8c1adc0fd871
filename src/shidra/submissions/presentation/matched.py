"""How a file was read: which of our columns stands in which of theirs."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shidra.i18n.dates import period as period_in_words
from shidra.i18n.isolates import ltr
from shidra.i18n.phrases import comma, together
from shidra.i18n.text import Shown
from shidra.submissions.presentation.words import label_of
from shidra.submissions.queries.matching import Matching, Terms
from shidra.submissions.queries.spreading import Spread, period_in

__all__ = ["read_as"]


def read_as(matching: Matching, terms: Terms, language: str) -> tuple[tuple[str, str], ...]:
    """Which of our columns was read from which of theirs."""
    found: list[tuple[str, str]] = []
    for ours in terms.ours:
        if ours in matching.columns:
            theirs = Shown.by_script(matching.columns[ours], language)
            found.append((label_of(ours, terms, language), theirs))
        elif ours in matching.fixed:
            said = matching.fixed[ours]
            if ours in {"indicator", "place"} or ours in terms.dimensions:
                names = terms.codes(ours)
                said = names[said].shown(language) if said in names else said
            found.append((label_of(ours, terms, language), said))
    return (*found, *_wide_as(matching.spread, terms, language))


def _wide_as(spread: Spread | None, terms: Terms, language: str) -> Iterable[tuple[str, str]]:
    """Of a wide table, what each of its columns stands for."""
    if spread is None:
        return
    names = {} if spread.names == "period" else terms.codes(spread.names)
    for theirs, (code, held) in spread.columns.items():
        if spread.names == "period":
            said = period_in_words(code, language, short=True) if period_in(code) else ltr(code)
        else:
            said = names[code].shown(language) if code in names else _("everybody")
        number_held = label_of(held, terms, language)
        yield together([said, number_held], comma(language)), Shown.by_script(theirs, language)
