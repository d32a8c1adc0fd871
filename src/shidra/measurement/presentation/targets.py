"""Targets as a panel: where each group stands against its path, its pace, and the disparity's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.drawings import colour_of, draw_ways, group_name, in_order
from shidra.measurement.presentation.figures import TONES, FigureText, aim_text, code_of
from shidra.measurement.presentation.progress import Closing, Pace
from shidra.measurement.presentation.readings import Aim, Reading, first_and_latest, is_unknown
from shidra.measurement.presentation.words import (
    difference_in_words,
    joined,
    status_in_words,
    value_in_words,
)
from shidra.measurement.queries import Names

__all__ = ["PaceRow", "TargetsSection", "closing_in_words", "pace_in_words", "present_targets"]


@dataclass(frozen=True, slots=True)
class PaceRow:
    """A line of the table: where it stands, what its path asks for, its pace and the one it needs."""

    name: str | Phrase | Shown
    colour: str
    latest: FigureText
    expected: FigureText | None
    status: str
    tone: str
    pace: FigureText | None
    low: FigureText | None
    high: FigureText | None
    needed: FigureText | None
    aim: FigureText | None


@dataclass(frozen=True, slots=True)
class TargetsSection:
    """What the page says of targets, paths and paces."""

    title: str
    notes: tuple[str, ...]
    picture: SafeString | None
    rows: tuple[PaceRow, ...]
    has_aims: bool
    has_ranges: bool


def present_targets(reading: Reading, names: Names, language: str) -> TargetsSection | None:
    """The section of an indicator's page; None where nothing moves yet and nothing is aimed at."""
    has_aims = bool(reading.aim or reading.group_aims)
    if not reading.progress or not (has_aims or any(p.pace for p in reading.progress.values())):
        return None
    rows = tuple(_rows(reading, names, language))
    title = _title(reading, language)
    has_ways = bool(reading.group_aims) and len(reading.periods) > 1
    return TargetsSection(
        title,
        tuple(_notes(reading, language)),
        draw_ways(reading, names.groups, language, title) if has_ways else None,
        rows,
        has_aims,
        any(row.low for row in rows),
    )


def closing_in_words(reading: Reading, language: str) -> tuple[str, list[str]]:
    """What becomes of the disparity, as a title and the sentences beneath it."""
    closing = reading.closing
    if closing is None:
        return _("The disparity over time"), []
    is_told = closing.status != "unknown"
    title = _title(reading, language) if is_told else _("The disparity over time")
    notes = list(_closing_notes(closing, reading, language))
    if not closing.period and (compared := compared_in_words(reading, language)):
        notes, title = [*([f"{title}."] if is_told else []), *notes], compared
    if any(apart.value.is_rounded for apart in reading.shown_apart):
        notes.append(_("Reckoned from the rounded figures that are shown here."))
    return title, notes


def pace_in_words(value: float, indicator: Indicator, language: str, digits: int | None = 1) -> str:
    """What something moves or differs by, always with its sign."""
    if indicator.is_share:
        return numbers.points(round(value, 6), language, digits, sign=True)
    size = value_in_words(abs(value), indicator, language)
    if indicator.unit == Indicator.Unit.ILS:
        return f"{'+' if value > 0 else '−' if value < 0 else ''}{size}"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2  # noqa: PLR2004
    return numbers.signed(value, language, digits)


def _title(reading: Reading, language: str) -> str:
    """What becomes of the disparity, else where everybody stands."""
    closing = reading.closing
    if closing is None or closing.status == "unknown":
        return _standing_title(reading)
    texts = {"period": dates.period(closing.period, language) if closing.period else ""}
    return joined(_TITLES[closing.status]() % texts)


def compared_in_words(reading: Reading, language: str) -> str:
    """What became of the disparity beyond the chance in counting; empty where that cannot be told."""
    ends = first_and_latest(reading.shown_apart)
    if ends is None or ends[0].sure is None or ends[1].sure is None:
        return ""
    texts = {
        "began": dates.period(ends[0].period, language),
        "now": dates.period(ends[1].period, language),
        "first": difference_in_words(ends[0].value.value or 0.0, reading.indicator, language),
        "latest": difference_in_words(ends[1].value.value or 0.0, reading.indicator, language),
    }
    if ends[1].sure[0] > ends[0].sure[1]:
        sentence = _(
            "The disparity grew from %(first)s in %(began)s to %(latest)s in %(now)s: more than the "
            "chance in counting explains"
        )
    elif ends[1].sure[1] < ends[0].sure[0]:
        sentence = _(
            "The disparity shrank from %(first)s in %(began)s to %(latest)s in %(now)s: more than the "
            "chance in counting explains"
        )
    else:
        return ""
    return joined(sentence % texts)


def _standing_title(reading: Reading) -> str:
    """How many groups keep to their paths."""
    aims = [aim for aim in reading.group_aims.values() if aim.status != "unknown"]
    if not aims:
        return _("Where it stands against its target, and how fast it moves")
    on = sum(TONES.get(aim.status) == "on-path" for aim in aims)
    return ngettext(
        "%(on)d of %(count)d group keeps to its path", "%(on)d of %(count)d groups keep to their paths",
        len(aims),
    ) % {"on": on, "count": len(aims)}  # fmt: skip


_TITLES: dict[str, Callable[[], str]] = {
    "closed": lambda: _("There is no disparity between the groups now"),
    "closes": lambda: _("At the pace of until now the disparity would close in %(period)s"),
    "not_foreseeable": lambda: _(
        "At the pace of until now the disparity would not close in 50 years"
    ),
    "widens": lambda: _("The disparity widens: at the pace of until now it does not close"),
    "unsure": lambda: _("Whether the disparity closes or widens cannot be told yet"),
}


def _notes(reading: Reading, language: str) -> Iterator[str]:
    if closing := reading.closing:
        yield from _closing_notes(closing, reading, language)
    aims = [aim for aim in reading.group_aims.values() if aim.status != "unknown"]
    if aims and closing and closing.status != "unknown":
        yield f"{_standing_title(reading)}."
    if any(shown.is_rounded for _period, shown in reading.shown_total) or any(
        apart.value.is_rounded for apart in reading.shown_apart
    ):
        yield _("Reckoned from the rounded figures that are shown here.")


def _closing_notes(closing: Closing, reading: Reading, language: str) -> Iterator[str]:
    indicator = reading.indicator

    def said(value: float) -> str:
        return difference_in_words(value, indicator, language)

    if pace := closing.pace:
        yield joined(_moves(pace, indicator, language))
    if closing.status == "closes" and closing.latest:
        texts = {
            "earliest": dates.period(closing.earliest, language),
            "latest": dates.period(closing.latest, language),
        }
        yield joined(
            _("By what its pace leaves open (95%%), between %(earliest)s and %(latest)s.") % texts
        )
    elif closing.status == "closes":
        texts = {"earliest": dates.period(closing.earliest, language)}
        yield joined(
            _(
                "By what its pace leaves open (95%%), in %(earliest)s at the earliest; at the latest, "
                "in no foreseeable time."
            )
            % texts
        )
    if closing.status == "unknown":
        yield _("Two periods without shown counts are too few to tell the pace of the disparity.")
    if closing.aimed is not None and closing.needed is not None:
        texts = {
            "aimed": said(closing.aimed),
            "period": dates.period(closing.until, language),
            "needed": pace_in_words(closing.needed, indicator, language),
        }
        sentence = _(
            "The targets of the groups leave a disparity of %(aimed)s in %(period)s; to arrive there "
            "it would have to move by %(needed)s a year."
        )
        yield joined(sentence % texts)


def _moves(pace: Pace, indicator: Indicator, language: str) -> str:
    texts = {"pace": pace_in_words(pace.a_year, indicator, language)}
    if pace.lower is None or pace.upper is None:
        return _("Between the two periods the disparity moved by %(pace)s a year.") % texts
    texts["low"] = pace_in_words(pace.lower, indicator, language)
    texts["high"] = pace_in_words(pace.upper, indicator, language)
    return _(
        "The disparity moves by %(pace)s a year, between %(low)s and %(high)s by what its figures "
        "leave open (95%%)."
    ) % texts  # fmt: skip


def _rows(reading: Reading, names: Names, language: str) -> Iterator[PaceRow]:
    if row := _row(reading, "", _("Everybody"), "", language):
        yield row
    for group, _cells in in_order(reading, names.groups):
        colour = colour_of(group, names.groups)
        spot = f"group-{colour % 8 + 1}" if colour is not None else ""
        name = group_name(group, names.groups, language)
        if not is_unknown(group) and (row := _row(reading, group, name, spot, language)):
            yield row


def _row(
    reading: Reading, group: str, name: str | Phrase | Shown, colour: str, language: str
) -> PaceRow | None:
    progress = reading.progress.get(group)
    if progress is None:
        return None
    of, aim = code_of(reading, group), reading.group_aims.get(group) if group else reading.aim
    period, indicator = progress.latest[0], reading.indicator

    def paced(name: str, value: float | None) -> FigureText | None:
        if value is None:
            return None
        return FigureText(name, of, period, value, pace_in_words(value, indicator, language))

    pace = progress.pace
    cells = reading.groups[group] if group else reading.total
    shown = dict(zip(reading.periods, cells, strict=True))[period].value
    text = value_in_words(progress.latest[1], indicator, language, is_rounded=shown.is_rounded)
    return PaceRow(
        name,
        colour,
        FigureText("latest", of, period, progress.latest[1], text),
        _expected(aim, indicator, of, period, language),
        status_in_words(aim.status) if aim else "",
        TONES.get(aim.status, "unknown") if aim else "",
        paced("pace", pace.a_year if pace else None),
        paced("pace_low", pace.lower if pace else None),
        paced("pace_high", pace.upper if pace else None),
        paced("pace_needed", progress.needed),
        aim_text(indicator, aim, language, of),
    )


def _expected(
    aim: Aim | None, indicator: Indicator, of: str, period: str, language: str
) -> FigureText | None:
    if aim is None or aim.expected is None:
        return None
    text = value_in_words(aim.expected, indicator, language)
    return FigureText("expected", of, period, aim.expected, text)
