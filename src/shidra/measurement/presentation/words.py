"""Figures of indicators as words: values in their unit, changes, findings as sentences."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import Aim, Apart, Reading, first_and_latest
from shidra.protection.permissions import Shown

__all__ = [
    "caution_in_words",
    "change_in_words",
    "difference_in_words",
    "finding",
    "joined",
    "shown_in_words",
    "standing_in_words",
    "status_in_words",
    "value_in_words",
]

Unit = Indicator.Unit

# A change below this share of where it began is told as hardly any.
_HARDLY = 0.05
# With fewer periods than this, no change is called lasting.
_ENOUGH_PERIODS = 6


# A Hebrew prefix keeps its dash before a figure only; before a letter it is written together.
_DASHED_PREFIX = re.compile(r"(?<![א-ת])([בלמ])־(?=\u2068?[א-ת])")


def joined(text: str) -> Phrase:
    """A sentence mended where a filled-in word bends to the one before it."""
    return Phrase(text).mended(_bent)


def _bent(text: str) -> str:
    text = _DASHED_PREFIX.sub(r"\1", text)
    return text.replace("بمقدار نقطتان مئويتان", "بمقدار نقطتين مئويتين")


def value_in_words(
    value: float, indicator: Indicator, language: str, *, is_rounded: bool = False
) -> str:
    """A value in its unit: 15.2%, 27.3, ₪6,240."""
    match indicator.unit:
        case Unit.PERCENT:
            return numbers.percent(value, language, 0 if is_rounded else 1)
        case Unit.ILS:
            return numbers.money(Decimal(round(value)), "ILS", language, exact=True)
        case Unit.COUNT:
            return numbers.number(value, language)
        case _ if is_rounded:
            return numbers.number(value, language, None if abs(value) >= 1 else _digits(value))
        case _:
            return numbers.number(value, language, _digits(value))


def difference_in_words(
    difference: float, indicator: Indicator, language: str, *, is_rounded: bool = False
) -> str:
    """The distance between two values, always positive; shares differ in percentage points."""
    if indicator.is_share:
        return numbers.points(abs(difference), language, 0 if is_rounded else 1)
    return value_in_words(abs(difference), indicator, language, is_rounded=is_rounded)


def _digits(value: float) -> int:
    """Three figures: fewer hide what moved, more pretend."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3  # noqa: PLR2004
    while digits and round(value, digits) == round(value, digits - 1):
        digits -= 1
    return digits


def shown_in_words(shown: Shown, indicator: Indicator, language: str) -> str:
    """A value that may be hidden or absent: then nothing."""
    if shown.value is None:
        return ""
    return value_in_words(shown.value, indicator, language, is_rounded=shown.is_rounded)


def change_in_words(reading: Reading, language: str) -> str:
    """What became of the figure since the first period: it rose or fell, never improved."""
    ends = first_and_latest(reading.shown_total)
    if ends is None or ends[0][0] == ends[1][0]:
        return ""
    (began, first), (now, latest) = ends
    texts = {
        "began": dates.period(began, language),
        "now": dates.period(now, language),
        "first": shown_in_words(first, reading.indicator, language),
        "latest": shown_in_words(latest, reading.indicator, language),
    }
    if texts["first"] == texts["latest"]:
        sentence = _("Stayed at %(latest)s from %(began)s to %(now)s.")
    elif (latest.value or 0) > (first.value or 0):
        sentence = _("Rose from %(first)s in %(began)s to %(latest)s in %(now)s.")
    else:
        sentence = _("Fell from %(first)s in %(began)s to %(latest)s in %(now)s.")
    return joined(sentence % texts)


def finding(reading: Reading, language: str) -> str:
    """What the page has to say, as one sentence: what became of the average and the disparity."""
    ends = first_and_latest(reading.shown_total)
    if ends is None:
        return _without_average(reading, language)
    (began, first), (now, latest) = ends
    if began == now:
        return _of_one_period(reading, now, latest, language)
    average = _moved(first, latest, reading.indicator, language)
    gaps = first_and_latest(reading.shown_apart)
    # Told together only where both run over the same time: a hidden end would mislead.
    if gaps and (gaps[0].period, gaps[1].period) == (began, now):
        apart = _moved_apart(*gaps, reading.indicator, language)
    else:
        apart = ("", "")
    sentence = _FINDINGS[average[0], apart[0]]()
    return joined(sentence % {"change": average[1], "apart": apart[1]})


def _without_average(reading: Reading, language: str) -> str:
    if not reading.periods:
        return _("Nothing was measured here yet.")
    if any(cell.value.reason for cell in reading.total):
        return _("The figures here are hidden, to protect people.")
    gaps = first_and_latest(reading.shown_apart)
    if gaps is None:
        return _("No figure for everybody was given.")
    texts = {
        "period": dates.period(gaps[1].period, language),
        "apart": difference_in_words(
            gaps[1].value.value or 0.0,
            reading.indicator,
            language,
            is_rounded=gaps[1].value.is_rounded,
        ),
    }
    return joined(
        _("In %(period)s the disparity was %(apart)s; no figure for everybody was given.") % texts
    )


def _of_one_period(reading: Reading, period: str, latest: Shown, language: str) -> str:
    texts = {
        "value": shown_in_words(latest, reading.indicator, language),
        "period": dates.period(period, language),
    }
    gaps = first_and_latest(reading.shown_apart)
    if gaps is None:
        return joined(_("The average was %(value)s in %(period)s.") % texts)
    texts["apart"] = difference_in_words(
        gaps[1].value.value or 0.0,
        reading.indicator,
        language,
        is_rounded=gaps[1].value.is_rounded,
    )
    sentence = _("The average was %(value)s in %(period)s, with a disparity of %(apart)s.")
    return joined(sentence % texts)


def _moved(first: Shown, latest: Shown, indicator: Indicator, language: str) -> tuple[str, str]:
    difference = _as_shown(latest, indicator) - _as_shown(first, indicator)
    is_rounded = first.is_rounded or latest.is_rounded
    as_shown = [shown_in_words(end, indicator, language) for end in (first, latest)]
    text = difference_in_words(difference, indicator, language, is_rounded=is_rounded)
    nothing = difference_in_words(0.0, indicator, language, is_rounded=is_rounded)
    if as_shown[0] == as_shown[1] or text == nothing:
        return "same", text
    return ("rose" if difference > 0 else "fell"), text


def _as_shown(shown: Shown, indicator: Indicator) -> float:
    """A share as it is written, so that a reader who subtracts finds the same change."""
    value = shown.value or 0.0
    if not indicator.is_share:
        return value
    step = Decimal("0.01") if shown.is_rounded else Decimal("0.001")
    return float(Decimal(str(value)).quantize(step, rounding=ROUND_HALF_UP))


def _moved_apart(
    first: Apart, latest: Apart, indicator: Indicator, language: str
) -> tuple[str, str]:
    began, now = first.value.value or 0.0, latest.value.value or 0.0
    change = _as_shown(latest.value, indicator) - _as_shown(first.value, indicator)
    text = difference_in_words(change, indicator, language, is_rounded=latest.value.is_rounded)
    if abs(now - began) < _HARDLY * began:
        return "same", text
    return ("grew" if now > began else "shrank"), text


# Whole sentences, since no language lets them be put together from parts.
_FINDINGS: dict[tuple[str, str], Callable[[], str]] = {
    ("rose", ""): lambda: _("The average rose by %(change)s."),
    ("fell", ""): lambda: _("The average fell by %(change)s."),
    ("same", ""): lambda: _("The average hardly moved."),
    ("rose", "same"): lambda: _("The average rose by %(change)s, the disparity hardly moved."),
    ("fell", "same"): lambda: _("The average fell by %(change)s, the disparity hardly moved."),
    ("same", "same"): lambda: _("The average and the disparity hardly moved."),
    ("rose", "grew"): lambda: _(
        "The average rose by %(change)s, and the disparity grew by %(apart)s."
    ),
    ("fell", "grew"): lambda: _(
        "The average fell by %(change)s, and the disparity grew by %(apart)s."
    ),
    ("same", "grew"): lambda: _("The average hardly moved, the disparity grew by %(apart)s."),
    ("rose", "shrank"): lambda: _(
        "The average rose by %(change)s, and the disparity shrank by %(apart)s."
    ),
    ("fell", "shrank"): lambda: _(
        "The average fell by %(change)s, and the disparity shrank by %(apart)s."
    ),
    ("same", "shrank"): lambda: _("The average hardly moved, the disparity shrank by %(apart)s."),
}


def standing_in_words(aim: Aim, indicator: Indicator, language: str) -> str:
    """Where the series stands against its path, as a sentence."""
    expected = "" if aim.expected is None else value_in_words(aim.expected, indicator, language)
    match aim.status:
        case "reached":
            return _("The target has been reached.")
        case "on_path":
            return _("On the path: steady progress would have come to %(expected)s by now.") % {
                "expected": expected
            }
        case "ahead":
            return _(
                "Ahead of the path: steady progress would have come to %(expected)s by now."
            ) % {"expected": expected}
        case "unsure":
            return _(
                "Cannot be told: the chance in counting is larger than the distance from the path, "
                "which would have come to %(expected)s by now."
            ) % {"expected": expected}
        case "off_path":
            return _("Off the path: steady progress would have come to %(expected)s by now.") % {
                "expected": expected
            }
        case _:
            return _("Too early to say whether it is on the path.")


def status_in_words(status: str) -> str:
    """Where a series stands against its path, in a word or two."""
    said = {
        "reached": _("target reached"),
        "ahead": _("ahead of path"),
        "on_path": _("on path"),
        "off_path": _("off path"),
        "unsure": _("cannot be told"),
    }
    return said.get(status) or _("too early to say")


def caution_in_words(reading: Reading) -> str:
    """What so few periods cannot tell; empty where there are enough, or no change to speak of."""
    count = len(list(reading.shown_total))
    if not 1 < count < _ENOUGH_PERIODS:
        return ""
    return ngettext(
        "%(count)d period is too few to tell a lasting change from chance.",
        "%(count)d periods are too few to tell a lasting change from chance.",
        count,
    ) % {"count": count}
