"""The pictures of the board: dumbbells against the goal, slopes between groups, people behind."""

from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shidra.disparities.presentation.board import Line, Panel
from shidra.disparities.presentation.names import colour_in, line_name
from shidra.disparities.presentation.words import way_in_words
from shidra.i18n import dates, numbers
from shidra.i18n.phrases import plain
from shidra.measurement.presentation.drawings import axis_of
from shidra.measurement.presentation.words import (
    difference_in_words,
    joined,
    shown_in_words,
    value_in_words,
)
from shidra.measurement.queries import Names
from shidra.pictures.charts import (
    Dumbbell,
    PeopleBar,
    Slope,
    SlopeEnd,
    draw_dumbbells,
    draw_people_bars,
    draw_slopes,
    responsive,
)
from shidra.protection.presentation import reason_in_words

__all__ = ["people_drawing", "slopes_drawing", "ways_drawing", "whole"]

type Drawing = Callable[[float], str]


def whole(drawing: Drawing) -> SafeString:
    """A picture for a wide place and for a phone."""
    return mark_safe(responsive(drawing))  # noqa: S308 - the dialect escapes every text


def ways_drawing(panel: Panel, names: Names, language: str, title: str) -> Drawing:
    """Each group from the first period to the last, against the goal of all."""
    indicator = panel.reading.indicator
    rows = [_dumbbell(panel, line, names, language) for line in (panel.everybody, *panel.lines)]
    goal_text = ""
    if panel.goal is not None:
        texts = {
            "value": value_in_words(panel.goal, indicator, language),
            "period": dates.period(panel.goal_period, language, short=True),
        }
        goal_text = str(joined(_("The goal of all: %(value)s in %(period)s") % texts))
    return lambda width: draw_dumbbells(
        rows,
        language=language,
        title=title,
        description=_("A row for each group; the table has the figures."),
        format_value=axis_of(indicator, language),
        goal=panel.goal,
        goal_text=goal_text,
        width=width,
    )


def _dumbbell(panel: Panel, line: Line, names: Names, language: str) -> Dumbbell:
    indicator = panel.reading.indicator
    name = line_name(line.group, names, language) if line.group else _("Everybody")
    reason = line.last.value.reason
    has_moved = panel.first != panel.last and line.first.value.value is not None
    left = ""
    if line.to_go.last is not None and line.to_go.last > 0:
        left = _("%(size)s to go") % {
            "size": difference_in_words(
                line.to_go.last, indicator, language, is_rounded=line.last.value.is_rounded
            )
        }
    elif line.to_go.last is not None:
        left = _("goal reached")
    return Dumbbell(
        name,
        line.last.value.value,
        shown_in_words(line.last.value, indicator, language),
        before=line.first.value.value if has_moved and line.is_shown else None,
        left_text=left,
        group=colour_in(panel, line.group, names) if line.group else None,
        hidden=plain(reason_in_words(reason, panel.reading.policy)) if reason else "",
        before_text=shown_in_words(line.first.value, indicator, language),
        before_sure=line.sure[0],
        sure=line.sure[1],
    )


def slopes_drawing(panel: Panel, names: Names, language: str, title: str) -> Drawing | None:
    """How far each group is behind the group of reference, then and now."""
    lines = [line for line in panel.lines if line.against and line.against.behind.are_both]
    if not lines or panel.first == panel.last:
        return None
    slopes = [_slope(panel, line, names, language) for line in lines]
    periods = (
        dates.period(panel.first, language, short=True),
        dates.period(panel.last, language, short=True),
    )
    return lambda width: draw_slopes(
        slopes,
        periods=periods,
        language=language,
        title=title,
        description=_("A line for each group; the table has the figures."),
        format_value=axis_of(panel.reading.indicator, language),
        width=width,
    )


def _slope(panel: Panel, line: Line, names: Names, language: str) -> Slope:
    against = line.against
    if against is None:
        raise ValueError("a slope is of a group against another one")

    def end(value: float | None, sure: tuple[float, float] | None) -> SlopeEnd:
        found = value or 0.0
        digits = 0 if line.last.value.is_rounded else 1
        text = bare(found, panel, language, digits)
        return SlopeEnd(found, text, *(sure or (None, None)))

    return Slope(
        line_name(line.group, names, language),
        end(against.behind.first, against.sure[0]),
        end(against.behind.last, against.sure[1]),
        colour_in(panel, line.group, names),
        way_in_words(against.move),
        against.move.holds,
    )


def bare(value: float, panel: Panel, language: str, digits: int) -> str:
    """A difference as a signed number, whose note names the unit: of shares, points."""
    size = round(value * 100 if panel.reading.indicator.is_share else value, 6)
    return numbers.signed(size, language, digits)


def people_drawing(panel: Panel, names: Names, language: str, title: str) -> Drawing | None:
    """How many people of each group are behind the goal; None where no number is known."""
    if all(line.people is None for line in panel.lines):
        return None
    bars = [
        PeopleBar(
            line_name(line.group, names, language),
            line.people,
            "" if line.people is None else numbers.number(line.people, language, 0),
            colour_in(panel, line.group, names),
            plain(reason_in_words(line.people_reason, panel.reading.policy))
            if line.people_reason
            else "",
        )
        for line in panel.lines
    ]
    return lambda width: draw_people_bars(
        bars,
        language=language,
        title=title,
        description=_("A bar for each group; the table has the figures."),
        width=width,
    )
