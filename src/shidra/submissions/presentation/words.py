"""The words for columns, steps, questions and figures."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from shidra.i18n.isolates import isolate, ltr
from shidra.i18n.languages import known
from shidra.i18n.numbers import number
from shidra.i18n.phrases import comma, filled, together
from shidra.i18n.text import Shown
from shidra.initiatives.models import Place
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.words import value_in_words
from shidra.measurement.queries import Names
from shidra.submissions.models import Submission
from shidra.submissions.queries.figures import Numbers
from shidra.submissions.queries.matching import REMARKS, Terms
from shidra.submissions.queries.taken import Question

__all__ = [
    "STATUS_ICONS",
    "STATUS_TONES",
    "about_whom",
    "asked",
    "figure_in_words",
    "label_of",
    "late_in_words",
    "place_in_words",
    "sides_in_words",
    "status_in_words",
    "ways_to_stand",
]

Status = Submission.Status

_LABELS: Mapping[str, Any] = {
    "indicator": gettext_lazy("Indicator"),
    "period": gettext_lazy("Period"),
    "place": gettext_lazy("Place"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "value": gettext_lazy("Value"),
    "n": gettext_lazy("People asked"),
    "quality": gettext_lazy("Quality"),
    "units_counted": gettext_lazy("Institutions covered"),
    REMARKS: gettext_lazy("Remarks"),
}

STATUS_TONES: Mapping[str, str] = {
    Status.DRAFT: "unknown",
    Status.SUBMITTED: "activities",
    Status.VALIDATED: "overlap",
    Status.CONFIRMED: "on-path",
    Status.PUBLISHED: "on-path",
    Status.CORRECTED: "unknown",
    Status.WITHDRAWN: "unknown",
}
STATUS_ICONS: Mapping[str, str] = {
    Status.DRAFT: "pencil",
    Status.SUBMITTED: "file-up",
    Status.VALIDATED: "search",
    Status.CONFIRMED: "check",
    Status.PUBLISHED: "check",
    Status.CORRECTED: "history",
    Status.WITHDRAWN: "x",
}

_QUESTIONS: Mapping[str, Any] = {
    "jump": gettext_lazy(
        "In %(period)s it was %(before)s, and now it is %(now)s. Is that really so?"
    ),
    "value_differs": gettext_lazy(
        "The value differs from numerator divided by denominator; the quotient counts."
    ),
    "looks_like_share": gettext_lazy(
        "This says less than one percent. Was %(percent)s percent meant?"
    ),
    "parts_above_whole": gettext_lazy(
        "The groups add up to %(sum)s, more than the %(whole)s given for all of them together."
    ),
    "places_above_whole": gettext_lazy(
        "The places inside add up to %(sum)s, more than the %(whole)s given for the whole of it."
    ),
    "numerator_above_denominator": gettext_lazy(
        "The numerator is larger than the denominator. Is that really so, and why?"
    ),
    "period_of_another_kind": gettext_lazy("The period is of another kind than the indicator's."),
    "period_not_over": gettext_lazy("This period is not over yet. Are these its final figures?"),
    "not_asked_for": gettext_lazy(
        "Nobody has asked this partner for figures of this measure so far."
    ),
}


def label_of(ours: str, terms: Terms, language: str) -> str:
    """What a column of ours is called."""
    if ours in terms.dimensions:
        name = terms.dimensions[ours].shown(language)
        return name or Shown(ours, language)
    return str(_LABELS.get(ours, ours))


def ways_to_stand(terms: Terms, language: str) -> list[tuple[str, str]]:
    """How figures may stand in a file: one a row, or several whose columns tell what they are."""
    one = _("one figure in each row")
    several = _("several in each row: columns by %(what)s")
    return [
        ("-", one),
        *(
            (ours, filled(several, what=label_of(ours, terms, language)))
            for ours in terms.spreadable
        ),
    ]


def status_in_words(status: str) -> str:
    """Where a submission stands."""
    return str(Status(status).label)


def asked(question: Question) -> str:
    """A question in the language that is active now."""
    said = {
        name: ltr(str(value)) if name != "period" else isolate(str(value))
        for name, value in question.context.items()
    }
    return str(_QUESTIONS[question.problem]) % said


def figure_in_words(numbers: Numbers, indicator: Indicator, language: str) -> str:
    """A figure in its unit: 12.1%."""
    figure = numbers.figure(indicator.unit)
    if figure is None:
        return "–"
    return value_in_words(float(figure), indicator, language)


def sides_in_words(numbers: Numbers, language: str) -> str:
    """Of what a figure was divided: 34 of 280; empty where it was not."""
    if numbers.numerator is None or numbers.denominator is None:
        return ""
    return _("%(part)s of %(whole)s") % {
        "part": number(numbers.numerator, language),
        "whole": number(numbers.denominator, language),
    }


def about_whom(groups: str, names: Names, language: str) -> str:
    """The groups of a figure by name; empty for everybody."""
    found = []
    for key in filter(None, groups.split("|")):
        group = names.groups.get(key)
        found.append(group.name.shown(language) if group else Shown(key, language))
    return together(found, comma(language))


def place_in_words(place: Place | None, language: str) -> str:
    """Where a figure is from."""
    return place.name.shown(language) if place else pgettext("place", "everywhere")


def late_in_words(days: int) -> str:
    """How late something is."""
    language = known(get_language())
    said = ngettext("%(count)s day late", "%(count)s days late", days)
    return said % {"count": number(days, language)}
