"""Single figures of an indicator, ready for `data-figure`: whose, when, how much, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import Aim, Apart, Reading
from shidra.measurement.presentation.words import difference_in_words, joined, value_in_words
from shidra.protection.permissions import Shown
from shidra.protection.presentation import reason_in_words

__all__ = ["TONES", "FigureText", "aim_text", "apart_text", "code_of", "figure_text"]

TONES = {
    "reached": "on-path",
    "ahead": "on-path",
    "on_path": "on-path",
    "off_path": "off-path",
}


@dataclass(frozen=True, slots=True)
class FigureText:
    """A figure for `data-figure`: its name, whose it is, the value a reader may have, its words."""

    name: str
    of: str
    period: str
    value: float | None = None
    text: str = ""
    reason: str = ""

    @property
    def machine(self) -> str:
        """The value as a command prints it."""
        return "null" if self.value is None else str(self.value)


def figure_text(
    name: str, of: str, period: str, shown: Shown, reading: Reading, text: str
) -> FigureText:
    """A figure as its reader may see it: the machine's value never says more than the words."""
    reason = reason_in_words(shown.reason, reading.policy) if shown.reason else ""
    return FigureText(name, of, period, shown.value, text, reason)


def code_of(reading: Reading, group: str = "") -> str:
    """M5, M5/sector:arab, M5@D2, M5@D2/sector:arab."""
    place = f"@{reading.place}" if reading.place else ""
    return f"{reading.indicator.code}{place}{f'/{group}' if group else ''}"


def apart_text(reading: Reading, apart: Apart, language: str) -> FigureText:
    """The disparity of a period."""
    text = (
        ""
        if apart.value.value is None
        else difference_in_words(
            apart.value.value, reading.indicator, language, is_rounded=apart.value.is_rounded
        )
    )
    of = code_of(reading, reading.dimension)
    return figure_text("disparity", of, apart.period, apart.value, reading, text)


def aim_text(
    indicator: Indicator, aim: Aim | None, language: str, of: str = ""
) -> FigureText | None:
    """A target with the period it is meant for."""
    if aim is None:
        return None
    text = _("%(value)s in %(period)s") % {
        "value": value_in_words(aim.value, indicator, language),
        "period": dates.period(aim.period, language, short=True),
    }
    return FigureText("target", of or indicator.code, aim.period, aim.value, joined(text))
