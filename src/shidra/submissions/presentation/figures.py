"""Figures row by row: what stood there before beside what is said now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from shidra.i18n.dates import period as period_in_words
from shidra.i18n.numbers import number
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator
from shidra.submissions.models import LASTING, Submission, SubmittedFigure
from shidra.submissions.presentation.words import about_whom, asked, figure_in_words, sides_in_words
from shidra.submissions.queries.figures import Cell, Numbers, cell_of, numbers_of
from shidra.submissions.queries.matching import Terms
from shidra.submissions.queries.taken import Question

__all__ = ["Answered", "FigureLine", "answered", "kept_lines", "lines"]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question about a figure, and what its partner says to it; empty while it says nothing."""

    question: str
    answer: str


def answered(
    documents: Iterable[Mapping[str, Any]], row: int, language: str, *, sees_stored: bool
) -> tuple[Answered, ...]:
    """What was asked about a figure; what compares with others' figures only for who may know."""
    return tuple(
        Answered(
            asked(Question.of_document(each, row)),
            Shown.by_script(each["answer"], language) if each["answer"] else "",
        )
        for each in documents
        if sees_stored or not each["is_raw"]
    )


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure, before and now. `before` is empty where nothing stood there for this reader."""

    row: str
    measure: str
    indicator: str
    period: str
    where: str
    whom: str
    before: str
    now: str
    is_changed: bool
    before_sides: str = ""
    now_sides: str = ""
    remarks: str = ""
    asked: tuple["Answered", ...] = ()
    n: str = ""
    quality: str = ""


def lines(
    rows: Iterable[tuple[int, Cell, Numbers, str]],
    before: Mapping[Cell, Numbers],
    terms: Terms,
    language: str,
) -> Iterator[FigureLine]:
    """Rows with what is known of their cells: the number of the row, its cell, figures, remarks."""
    for row, cell, numbers, remarks in rows:
        indicator = terms.indicators[cell.indicator]
        old = before.get(cell)
        yield FigureLine(
            number(row, language),
            indicator.name.shown(language),
            indicator.code,
            period_in_words(cell.period, language, short=True),
            _where(cell.place, terms, language),
            about_whom(cell.groups, terms.names, language),
            figure_in_words(old, indicator, language) if old else "",
            figure_in_words(numbers, indicator, language),
            old is not None and _differ(old, numbers, indicator),
            sides_in_words(old, language) if old else "",
            sides_in_words(numbers, language),
            Shown.by_script(remarks, language) if remarks else "",
            (),
            number(numbers.n, language) if numbers.n is not None else "",
            numbers.quality,
        )


def kept_lines(
    submission: Submission,
    figures: Iterable[SubmittedFigure],
    known: Mapping[Cell, Numbers],
    terms: Terms,
    language: str,
    *,
    sees_stored: bool,
) -> list[FigureLine]:
    """The figures of a submission; before it was confirmed, beside what is stored now."""
    before: dict[Cell, Numbers] = {}
    kept = list(figures)
    for each in kept:
        cell = cell_of(each)
        if submission.status not in LASTING:
            found = known.get(cell)
        elif sees_stored:
            found = Numbers.of_document(each.before) if each.before is not None else None
        else:
            found = numbers_of(each.corrects) if each.corrects else None
        if found:
            before[cell] = found
    rows = ((each.row, cell_of(each), numbers_of(each), each.remarks) for each in kept)
    told = lines(rows, before, terms, language)
    return [
        replace(line, asked=answered(each.questions, each.row, language, sees_stored=sees_stored))
        for line, each in zip(told, kept, strict=True)
    ]


def _differ(old: Numbers, new: Numbers, indicator: Indicator) -> bool:
    sides = (old.numerator, old.denominator) != (new.numerator, new.denominator)
    return sides or old.figure(indicator.unit) != new.figure(indicator.unit)


def _where(code: str, terms: Terms, language: str) -> str:
    place = terms.names.places.get(code)
    return place.name.shown(language) if place else ""
