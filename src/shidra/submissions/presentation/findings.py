"""What was found in rows, by row and column, with what would be accepted, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from shidra.exchange.workbook import TABLES, Column, Rejection
from shidra.i18n.numbers import number
from shidra.i18n.phrases import filled, listed
from shidra.i18n.text import Shown
from shidra.submissions.presentation.words import asked, label_of
from shidra.submissions.queries.matching import Matching, Terms
from shidra.submissions.queries.taken import Question

__all__ = ["Finding", "findings", "left_out_again", "questions"]

OBSERVATIONS = TABLES["observations"]
MOST_SHOWN = 200
MOST_NAMED = 12
_NAMED = frozenset({"unknown_code", "not_yours_to_report"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell to mend, or to look at again.

    Attributes:
        column: as the file calls it; `ours`: as we do, where that is another word.
    """

    row: str
    column: Shown
    ours: str
    value: Shown
    message: str
    accepted: str = ""
    key: str = ""


def findings(
    rejections: Iterable[Rejection], matching: Matching, terms: Terms, language: str
) -> Iterator[Finding]:
    """Why rows do not hold."""
    for each in rejections:
        yield Finding(
            *_place(each, matching, terms, language),
            Shown.by_script(each.value, language),
            each.message,
            _accepted(each, terms, language),
        )


def questions(
    asked_about: Iterable[Question], matching: Matching, terms: Terms, language: str
) -> Iterator[Finding]:
    """What to look at again."""
    for each in asked_about:
        yield Finding(
            *_place(each, matching, terms, language),
            Shown.by_script(each.value, language),
            asked(each),
            key=each.key,
        )


def left_out_again(kept: Iterable[Mapping[str, Any]], terms: Terms) -> Iterator[Rejection]:
    """The rejections that a submission has kept."""
    for each in kept:
        column = str(each["column"])
        about = OBSERVATIONS.column(column)
        if about is None and column in terms.dimensions:
            about = Column(column, "groups", "dimensions", is_required=False, refers="groups")
        yield Rejection(
            "observations",
            int(each["row"]),
            column,
            str(each["value"]),
            str(each["problem"]),
            about,
            dict(each["context"]),
        )


def _place(
    found: Rejection | Question, matching: Matching, terms: Terms, language: str
) -> tuple[str, Shown, str]:
    row, column = found.row, found.column
    theirs = str(found.context.get("theirs", "")) or matching.columns.get(column, "")
    ours = label_of(column, terms, language)
    said = Shown.by_script(theirs, language) if theirs else _shown(ours, language)
    return number(row, language) if row else "", said, "" if theirs in {"", ours} else ours


def _shown(words: str, language: str) -> Shown:
    return words if isinstance(words, Shown) else Shown(words, language)


def _accepted(rejection: Rejection, terms: Terms, language: str) -> str:
    """What fits; of things that have names, their names."""
    ours = rejection.column
    has_names = ours in {"indicator", "place"} or ours in terms.dimensions
    if rejection.problem not in _NAMED or not has_names:
        return rejection.accepted
    names = terms.codes(ours)
    nearest = str(rejection.context.get("nearest", ""))
    if nearest in names:
        return filled(_("Did you mean “%(code)s”?"), code=names[nearest].shown(language))
    wanted = list(names)
    if rejection.problem == "not_yours_to_report":
        told = str(rejection.context.get("words", "")).removesuffix(" …")
        wanted = [code for code in told.split(", ") if code in names] or wanted
    shown = [names[code].shown(language) for code in wanted[:MOST_NAMED]]
    sentence = _("One of these words: %(words)s.")
    if len(wanted) > MOST_NAMED:
        sentence = _("One of the names in the template, such as: %(words)s.")
    return filled(sentence, words=listed(shown, language))
