"""The disparity over time: largest less smallest, and each group against the one of reference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, filled
from shidra.i18n.text import Shown
from shidra.measurement.presentation.drawings import colour_of, group_name, in_order
from shidra.measurement.presentation.figures import FigureText, apart_text, code_of
from shidra.measurement.presentation.readings import Apart, Reading, is_unknown
from shidra.measurement.presentation.targets import closing_in_words, pace_in_words
from shidra.measurement.queries import Names
from shidra.pictures.charts import (
    CoursePoint,
    TrendLine,
    TrendPoint,
    draw_course,
    draw_trend,
    responsive,
)

__all__ = ["DisparitySection", "present_disparity"]


@dataclass(frozen=True, slots=True)
class ApartRow:
    """The disparity of one period, between whom, and whether chance alone could make it."""

    period: str
    value: FigureText
    highest: str | Phrase | Shown
    lowest: str | Phrase | Shown
    low: FigureText | None
    high: FigureText | None
    said: str


@dataclass(frozen=True, slots=True)
class AgainstRow:
    """One group against the group of reference, in each period."""

    name: str | Phrase | Shown
    colour: str
    cells: tuple[FigureText, ...]


@dataclass(frozen=True, slots=True)
class DisparitySection:
    """What the page says of the disparity over time."""

    title: str
    notes: tuple[str, ...]
    picture: SafeString | None
    rows: tuple[ApartRow, ...]
    has_ranges: bool
    against_title: Phrase | str
    against: SafeString | None
    against_rows: tuple[AgainstRow, ...]
    periods: tuple[str, ...]
    unit: str


def present_disparity(reading: Reading, names: Names, language: str) -> DisparitySection:
    """The section of an indicator's page."""
    shown = reading.shown_apart
    title, notes = closing_in_words(reading, language)
    reference = _reference(reading, names)
    against = list(_against(reading, reference, names, language)) if reference else []
    rows = tuple(_row(apart, reading, names, language) for apart in reading.apart)
    against_title = filled(
        _("Each group against %(reference)s"),
        reference=group_name(reference, names.groups, language) if reference else "",
    )
    return DisparitySection(
        title,
        tuple(notes),
        _drawn(reading, shown, language, title) if len(shown) > 1 else None,
        rows,
        any(row.low for row in rows),
        against_title,
        _drawn_against(reading, against, language, str(against_title)) if against else None,
        tuple(row for row, _line in against),
        tuple(dates.period(code, language, short=True) for code in reading.periods),
        _unit(reading),
    )


def _reference(reading: Reading, names: Names) -> str:
    """The group that the initiative named; else the one that stands best in the latest period."""
    named = [group for group in reading.groups if group in names.groups]
    chosen = next((group for group in named if names.groups[group].is_reference), "")
    if chosen or not reading.shown_apart:
        return chosen
    last, indicator = reading.shown_apart[-1], reading.indicator
    return last.highest if indicator.better == indicator.Better.HIGHER else last.lowest


def _row(apart: Apart, reading: Reading, names: Names, language: str) -> ApartRow:
    of = code_of(reading, reading.dimension)

    def bound(name: str, value: float) -> FigureText:
        text = pace_in_words(value, reading.indicator, language)
        return FigureText(name, of, apart.period, value, text)

    sure = apart.sure
    return ApartRow(
        dates.period(apart.period, language, short=True),
        apart_text(reading, apart, language),
        group_name(apart.highest, names.groups, language) if apart.highest else "",
        group_name(apart.lowest, names.groups, language) if apart.lowest else "",
        bound("disparity_low", sure[0]) if sure else None,
        bound("disparity_high", sure[1]) if sure else None,
        _chance(apart),
    )


def _chance(apart: Apart) -> str:
    if apart.sure is None:
        return ""
    if apart.sure[0] <= 0:
        return _("may be chance")
    return _("more than chance")


def _drawn(reading: Reading, shown: Sequence[Apart], language: str, title: str) -> SafeString:
    def said(apart: Apart) -> str:
        digits = 0 if apart.value.is_rounded else 1
        return _bare(apart.value.value or 0.0, reading, language, digits)

    points = [
        CoursePoint(apart.value.value or 0.0, said(apart), _chance(apart), "", *_whiskers(apart))
        for apart in shown
    ]
    return mark_safe(  # noqa: S308 - the dialect escapes every text and attribute
        responsive(
            lambda width: draw_course(
                points,
                periods=[dates.period(apart.period, language, short=True) for apart in shown],
                language=language,
                title=title,
                description=_("A point for each period; the table below has the figures."),
                format_value=lambda value: _bare(value, reading, language, None),
                width=width,
            )
        )
    )


def _bare(
    value: float, reading: Reading, language: str, digits: int | None, *, signed: bool = False
) -> str:
    """A difference as a number in a picture, whose note names the unit: of shares, points."""
    size = round(value * 100 if reading.indicator.is_share else value, 6)
    return (numbers.signed if signed else numbers.number)(size, language, digits)


def _unit(reading: Reading) -> str:
    if reading.indicator.is_share:
        return _("percentage points")
    return str(reading.indicator.get_unit_display())


def _whiskers(apart: Apart) -> tuple[float | None, float | None]:
    return apart.sure or (None, None)


def _against(
    reading: Reading, reference: str, names: Names, language: str
) -> Iterator[tuple[AgainstRow, TrendLine]]:
    """Each group less the reference, in periods that show both and can be compared."""
    base = dict(reading.shown(reading.groups[reference]))
    for group, cells in in_order(reading, names.groups):
        if group == reference or is_unknown(group):
            continue
        told = dict(reading.shown(cells))
        less = {
            period: (shown.value or 0.0) - (base[period].value or 0.0)
            for period, shown in told.items()
            if period in base
        }
        is_rounded = any(shown.is_rounded for shown in told.values())
        of, colour = code_of(reading, group), colour_of(group, names.groups)
        texts = {
            period: pace_in_words(value, reading.indicator, language, 0 if is_rounded else 1)
            for period, value in less.items()
        }
        row = AgainstRow(
            group_name(group, names.groups, language),
            f"group-{colour % 8 + 1}" if colour is not None else "",
            tuple(
                FigureText("against", of, period, less.get(period), texts.get(period, ""))
                for period in reading.periods
            ),
        )
        digits = 0 if is_rounded else 1
        points = tuple(
            TrendPoint(less[period], _bare(less[period], reading, language, digits, signed=True))
            if period in less
            else TrendPoint(None)
            for period in reading.periods
        )
        yield row, TrendLine(row.name, points, colour)


def _drawn_against(
    reading: Reading,
    against: Sequence[tuple[AgainstRow, TrendLine]],
    language: str,
    title: str,
) -> SafeString:
    return mark_safe(  # noqa: S308 - the dialect escapes every text and attribute
        responsive(
            lambda width: draw_trend(
                [line for _row, line in against],
                periods=[dates.period(code, language, short=True) for code in reading.periods],
                language=language,
                title=title,
                description=_("A line for each group over time; the table below has the figures."),
                format_value=lambda value: _bare(value, reading, language, None, signed=True),
                from_zero=True,
                width=width,
            )
        )
    )
