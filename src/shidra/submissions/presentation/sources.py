"""Where stored figures come from, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.audit.presentation import who_acted
from shidra.i18n.dates import period as period_in_words
from shidra.i18n.numbers import number
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator, Observation
from shidra.submissions.models import Submission, SubmittedFigure
from shidra.submissions.presentation.figures import Answered, answered
from shidra.submissions.presentation.words import (
    about_whom,
    figure_in_words,
    place_in_words,
    sides_in_words,
)
from shidra.submissions.queries.figures import Sourced, numbers_of
from shidra.submissions.queries.matching import Terms

__all__ = ["SourceLine", "source_lines"]

MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One stored figure, with the file, the row, the person and the definition behind it."""

    period: str
    where: str
    whom: str
    figure: str
    sides: str
    href: str = ""
    file: str = ""
    row: str = ""
    partner: str = ""
    person: str = ""
    definition: str = ""
    history: str = ""
    reason: str = ""
    asked: tuple[Answered, ...] = ()


def source_lines(
    every: Iterable[Sourced],
    indicator: Indicator,
    terms: Terms,
    period: str,
    language: str,
    *,
    sees_stored: bool,
) -> list[SourceLine]:
    """The figures of a measure, or of one of its periods."""
    chosen = [each for each in every if not period or each.period == period]
    people = _confirmed_by([each.figure for each in chosen[:MOST_LINES] if each.figure])
    return list(_lines(chosen[:MOST_LINES], indicator, terms, people, language, sees_stored))


def _lines(
    chosen: Iterable[Sourced],
    indicator: Indicator,
    terms: Terms,
    people: dict[int, str],
    language: str,
    sees_stored: bool,
) -> Iterator[SourceLine]:
    code = indicator.initiative.code
    for each in chosen:
        row, figure = each.row, each.figure
        numbers = numbers_of(row)
        told = (
            period_in_words(row.period, language, short=True),
            place_in_words(row.place, language),
            about_whom(row.group_set.key if row.group_set else "", terms.names, language),
            figure_in_words(numbers, indicator, language),
            sides_in_words(numbers, language),
        )
        history, reason = "", ""
        if isinstance(row, Observation):
            history = reverse("records:history", args=[code, "observations", row.pk])
            reason = Shown.by_script(row.reason, language) if row.reason else ""
        if figure is None:
            yield SourceLine(*told, history=history, reason=reason)
            continue
        made = figure.submission
        yield SourceLine(
            *told,
            href=reverse("submissions:submission", args=[code, made.number]),
            file=Shown.by_script(made.file_name or str(Submission.Kind(made.kind).label), language),
            row=number(figure.row, language),
            partner=made.organisation.name.shown(language),
            person=who_acted(people.get(made.pk, made.made_by), language),
            definition=_("version %(number)s") % {"number": number(figure.definition, language)},
            history=history,
            asked=answered(figure.questions, figure.row, language, sees_stored=sees_stored),
        )


def _confirmed_by(figures: Iterable[SubmittedFigure]) -> dict[int, str]:
    """Who confirmed each submission."""
    found: dict[int, str] = {}
    for pk, submission in {each.submission_id: each.submission for each in figures}.items():
        steps = submission.steps.filter(after=Submission.Status.CONFIRMED)
        found[pk] = steps.values_list("by_label", flat=True).first() or submission.made_by
    return found
