"""How fresh and complete the figures of a whole initiative are, with the arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import numbers
from shidra.i18n.text import Text
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import Reading

__all__ = ["Freshness", "present_freshness"]


@dataclass(frozen=True, slots=True)
class FreshnessRow:
    """What one measure adds to the sums."""

    name: Text
    fresh: str
    there: str
    asked: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """The two figures of the initiative, and what they are made of.

    Attributes:
        fresh: how many adopted measures have figures of the period that is due; of: how many have
            a day; share, there, asked: of all cells that are asked for, those with a figure.
    """

    fresh: str
    fresh_count: int
    unsaid: str
    complete: str
    complete_share: float
    counted: str
    rows: tuple[FreshnessRow, ...]
    sum_there: str
    sum_asked: str


def present_freshness(readings: Sequence[Reading], language: str) -> Freshness | None:
    """Of the adopted measures; None where there is none."""
    adopted = [
        (reading.indicator, reading.quality)
        for reading in readings
        if reading.quality and reading.indicator.state == Indicator.State.ADOPTED
    ]
    asked = sum(quality.asked for _indicator, quality in adopted)
    if not adopted or not asked:
        return None

    def number(value: int) -> str:
        return numbers.number(value, language)

    there = sum(quality.there for _indicator, quality in adopted)
    dated = [quality.is_fresh for _indicator, quality in adopted if quality.is_fresh is not None]
    undated = len(adopted) - len(dated)
    words = {True: _("yes"), False: _("no"), None: _("no day was said")}
    return Freshness(
        fresh=_("%(some)s of %(all)s") % {"some": number(sum(dated)), "all": number(len(dated))}
        if dated
        else "–",
        fresh_count=sum(dated),
        unsaid=ngettext(
            "For %(count)s measure nobody has said when its figures are due.",
            "For %(count)s measures nobody has said when their figures are due.",
            undated,
        )
        % {"count": number(undated)}
        if undated
        else "",
        complete=numbers.percent(there / asked, language),
        complete_share=there / asked,
        counted=_("%(there)s of %(asked)s figures")
        % {"there": number(there), "asked": number(asked)},
        rows=tuple(
            FreshnessRow(
                indicator.name,
                words[quality.is_fresh],
                number(quality.there),
                number(quality.asked),
            )
            for indicator, quality in adopted
        ),
        sum_there=number(there),
        sum_asked=number(asked),
    )
