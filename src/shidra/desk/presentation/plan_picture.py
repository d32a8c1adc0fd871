"""What a plan would bring to each line, beside what would still be missing there."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shidra.funding.presentation.plan_parts import LinePart
from shidra.i18n import numbers
from shidra.i18n.phrases import plain
from shidra.pictures.charts import MoneyBar, draw_money_bars, responsive

__all__ = ["plan_picture"]


def plan_picture(lines: Sequence[LinePart], currency: str, language: str) -> SafeString:
    """A bar per line: what the plan brings is filled, what stays missing dashed."""
    lines = [line for line in lines if line.arriving]
    if not lines:
        return SafeString("")
    bars = [
        MoneyBar(
            name=line.name,
            covered=line.arriving,
            missing=max(line.missing - line.arriving, 0.0),
            need_text=_("missing now: %s") % numbers.money(round(line.missing), currency, language),
            covered_text=line.arriving_text,
            missing_text=_("still missing: %s") % line.left_text if line.is_short else "",
        )
        for line in lines
    ]
    title = _("What the plan brings to each line, and what stays missing")

    def draw(width: float) -> str:
        return draw_money_bars(
            bars,
            language=language,
            title=title,
            description=" · ".join(f"{plain(line.name)} {line.arriving_text}" for line in lines),
            format_value=lambda value: numbers.money(round(value), currency, language, short=True),
            width=width,
        )

    return mark_safe(responsive(draw))  # noqa: S308 - our own picture, its texts are escaped
