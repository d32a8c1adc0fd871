"""Questions about single figures, in words: they ask, and block nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, code, filled, listed
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.judged import Doubt
from shidra.measurement.presentation.quality import named_cell
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.presentation.words import value_in_words
from shidra.measurement.queries import Names

__all__ = ["Doubts", "present_doubts"]

MOST = 12


@dataclass(frozen=True, slots=True)
class Doubts:
    """The first questions about the figures of a period, and the way to the figures."""

    questions: tuple[Phrase, ...]
    period: str
    more: str
    href: str


def present_doubts(reading: Reading, names: Names, language: str) -> Doubts | None:
    """For those who see single figures and may change them; None without any question."""
    quality = reading.quality
    if quality is None or not quality.doubts:
        return None
    indicator = reading.indicator
    asked = [_question(doubt, indicator, names, language) for doubt in quality.doubts[:MOST]]
    rest = len(quality.doubts) - len(asked)
    narrowed = urlencode({"indicator": indicator.code, "period": quality.period})
    at = reverse("records:list", args=[indicator.initiative.code, "observations"])
    return Doubts(
        tuple(asked),
        dates.period(quality.period, language),
        ngettext("and %(count)s more", "and %(count)s more", rest)
        % {"count": numbers.number(rest, language)}
        if rest
        else "",
        f"{at}?{narrowed}",
    )


def _question(doubt: Doubt, indicator: Indicator, names: Names, language: str) -> Phrase:
    said = _amounts(doubt, indicator, language)
    if doubt.about in {"parts_exceed", "left_open"}:
        return _of_parts(doubt, said, names, language)
    cells = [*([doubt.place] if doubt.place else []), *sorted(doubt.groups)]
    whose = listed((named_cell(name, names, language) for name in cells or [""]), language)
    return filled(_QUESTIONS[doubt.about](), said, cell=whose)


def _amounts(doubt: Doubt, indicator: Indicator, language: str) -> dict[str, str]:
    """Counts as whole numbers, what is in the unit of the measure in its words."""
    in_its_unit = {"value", "lower", "upper"}
    said = {
        name: value_in_words(amount, indicator, language)
        if name in in_its_unit
        else numbers.percent(amount, language)
        if name == "left"
        else numbers.number(amount, language, None if amount == round(amount) else 2)
        for name, amount in doubt.amounts.items()
    }
    counted, among = doubt.amounts.get("numerator"), doubt.amounts.get("denominator")
    if counted is not None and among:
        said["reckoned"] = value_in_words(counted / among, indicator, language)
    return said


def _of_parts(doubt: Doubt, said: dict[str, str], names: Names, language: str) -> Phrase:
    if not doubt.dimension:
        sentence = (
            _("The places together give %(sum)s, more than the total of %(total)s. Was somebody "
              "counted twice?")
            if doubt.about == "parts_exceed"
            else _("%(left)s of the total are in none of the places. Is a place missing?")
        )  # fmt: skip
        return filled(sentence, said)
    called = names.labels.get(("dimension", doubt.dimension))
    dimension = called.shown(language) if called else code(doubt.dimension)
    sentence = (
        _("By %(dimension)s the parts give %(sum)s, more than the total of %(total)s. Was somebody "
          "counted twice?")
        if doubt.about == "parts_exceed"
        else _("By %(dimension)s, %(left)s of the total are in no known part. Is a part missing?")
    )  # fmt: skip
    return filled(sentence, said, dimension=dimension)


_QUESTIONS: dict[str, Callable[[], str]] = {
    "negative": lambda: _("%(cell)s: an amount is below 0. Is it a slip of the pen?"),
    "more_than_all": lambda: _(
        "%(cell)s: %(numerator)s out of %(denominator)s. How can some be more than all?"
    ),
    "over_nobody": lambda: _(
        "%(cell)s: %(numerator)s were counted out of nobody. Is the denominator missing?"
    ),
    "above_one": lambda: _("%(cell)s: a share of %(value)s. Is it a share of something else?"),
    "not_its_counts": lambda: _(
        "%(cell)s: %(value)s was given, the counts make %(reckoned)s. Which one holds?"
    ),
    "jump": lambda: _(
        "%(cell)s: %(value)s, where those before let expect %(lower)s to %(upper)s. What happened?"
    ),
}
