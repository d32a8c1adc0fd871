"""Many small pictures on one scale: each group, or each place, beside the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, plain
from shidra.i18n.text import Shown
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.change import strongest
from shidra.measurement.presentation.course import Course
from shidra.measurement.presentation.drawings import axis_of, colour_of, group_name, line_of
from shidra.measurement.presentation.figures import TONES, FigureText, code_of, figure_text
from shidra.measurement.presentation.question import Question
from shidra.measurement.presentation.readings import Aim, Reading, first_and_latest, is_unknown
from shidra.measurement.presentation.tiles import draw_places
from shidra.measurement.presentation.words import (
    change_in_words,
    shown_in_words,
    status_in_words,
)
from shidra.measurement.queries import Names
from shidra.pictures.charts import SmallLine, TrendLine, draw_small
from shidra.pictures.spacing import ticks_told_apart
from shidra.protection.permissions import ShownCell

__all__ = ["Multiples", "group_by_group", "place_by_place"]

MOST_DRAWN = 24


@dataclass(frozen=True, slots=True)
class SmallCard:
    """One line with its picture and what may be said of it."""

    name: str | Phrase | Shown
    colour: str
    picture: SafeString
    said: tuple[str, ...]
    status: str
    tone: str
    href: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A line of the table: a figure for each period."""

    name: str | Phrase | Shown
    cells: tuple[FigureText, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Multiples:
    """What the page shows one by one; without cards there is nothing to show."""

    title: str
    note: str
    cards: tuple[SmallCard, ...]
    left_out: str
    periods: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    caption: str
    head: str
    map_title: str = ""
    tiles: SafeString | None = None
    without_spot: str | Phrase = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class _One:
    """One of many, before it is drawn."""

    name: str | Phrase | Shown
    reading: Reading
    colour: int | None
    aim: Aim | None
    course: Course | None
    of: str
    href: str = ""

    @property
    def latest(self) -> float | None:
        ends = first_and_latest(self.reading.shown_total)
        return ends[1][1].value if ends else None


def group_by_group(reading: Reading, names: Names, language: str) -> Multiples:
    """Each group with its own path; those furthest from their target first."""
    ones = [
        _One(
            group_name(group, names.groups, language),
            reading.alone(group),
            colour_of(group, names.groups),
            reading.group_aims.get(group),
            reading.courses.get(group),
            code_of(reading, group),
        )
        for group in reading.groups
        if not is_unknown(group)
    ]
    note = _("All on one scale; grey is everybody, the dotted line the path to the group's target.")
    return _multiples(_("Each group by itself"), note, _("Group"), ones, reading, language)


def place_by_place(reading: Reading, question: Question, names: Names, language: str) -> Multiples:
    """Each place inside the chosen one; those that need it most first."""
    ones = [
        _One(
            names.places[place].name.shown(language),
            reading.inside(place),
            None,
            None,
            None,
            f"{reading.indicator.code}@{place}",
            question.address(place=place, view="") if place in names.places else "",
        )
        for place in reading.places
    ]
    note = _("All on one scale; grey is everybody here. Where the figures are worst comes first.")
    here = replace(reading, axis=reading.periods)
    found = _multiples(_("Each place by itself"), note, _("Place"), ones, here, language)
    if not ones:
        return found
    return draw_places(found, reading, names, language)


def _multiples(
    title: str, note: str, head: str, ones: Iterable[_One], reading: Reading, language: str
) -> Multiples:
    """Sorted, drawn on one scale, with all of them in a table."""
    indicator = reading.indicator
    is_upward = indicator.better == Indicator.Better.HIGHER
    listed = sorted(ones, key=lambda one: _urgency(one, is_upward=is_upward))
    drawn = [one for one in listed if one.latest is not None or one.reading.periods][:MOST_DRAWN]
    around = line_of("", reading, reading.total, language)
    lines = [line_of(plain(one.name), one.reading, one.reading.total, language, one.colour, one.aim)
             for one in drawn]  # fmt: skip
    scale = _scale([around, *lines], indicator, language)
    left = len(listed) - len(drawn)
    return Multiples(
        title=title,
        note=note,
        cards=tuple(
            _card(one, line, around, scale, language)
            for one, line in zip(drawn, lines, strict=True)
        ),
        left_out=ngettext(
            "One more stands in the table.", "%(count)d more stand in the table.", left
        ) % {"count": left} if left else "",
        periods=tuple(dates.period(code, language, short=True) for code in reading.periods),
        rows=tuple(_row(one, language) for one in listed),
        caption=f"{plain(indicator.name.shown(language))}: {title}",
        head=head,
        empty="" if listed else _("Nothing was measured here in parts."),
    )  # fmt: skip


def _urgency(one: _One, *, is_upward: bool) -> tuple[bool, float, str]:
    """Furthest behind its target first; without targets the worst figure; the hidden last."""
    if one.latest is None:
        return True, 0.0, plain(one.name)
    goal = one.aim.value if one.aim else 0.0
    ahead = one.latest - goal
    return False, ahead if is_upward else -ahead, plain(one.name)


def _scale(lines: Sequence[TrendLine], indicator: Indicator, language: str) -> tuple[float, float]:
    values = [point.value for line in lines for point in line.points if point.value is not None]
    values += [value for line in lines for _place, value in line.path]
    if not values:
        return 0.0, 1.0
    steps = ticks_told_apart(min(values), max(values), 5, axis_of(indicator, language))
    return steps[0], steps[-1]


def _card(
    one: _One, line: TrendLine, around: TrendLine, scale: tuple[float, float], language: str
) -> SmallCard:
    course, indicator = one.course, one.reading.indicator
    said = [change_in_words(one.reading, language)]
    if course and course.tested is not None:
        said = []
    if course:
        said.append(strongest(one.reading, course, language))
    level = course.level if course and course.has_limits else None
    limits = None
    if level and level.lower is not None and level.upper is not None:
        limits = (level.lower, level.upper)
    drawn = draw_small(
        SmallLine(
            line.points,
            one.colour,
            tuple(point.value for point in around.points),
            line.path,
            limits,
            is_provisional=bool(course and course.is_provisional),
        ),
        periods=[dates.period(code, language, short=True) for code in one.reading.axis],
        scale=scale,
        language=language,
        title=plain(one.name),
        description=_("A line over time; the table below has the figures."),
        format_value=axis_of(indicator, language),
    )
    return SmallCard(
        one.name,
        f"group-{one.colour % 8 + 1}" if one.colour is not None else "",
        mark_safe(drawn),  # noqa: S308 - the dialect escapes every text and attribute
        tuple(sentence for sentence in said if sentence) or (_nothing(one.reading),),
        status_in_words(one.aim.status) if one.aim else "",
        TONES.get(one.aim.status, "unknown") if one.aim else "",
        one.href,
    )


def _nothing(reading: Reading) -> str:
    if any(cell.value.reason for cell in reading.total):
        return _("The figures here are hidden, to protect people.")
    ends = first_and_latest(reading.shown_total)
    return _("Measured in one period only.") if ends else _("Nothing was measured here yet.")


def _row(one: _One, language: str) -> FigureRow:
    reading = one.reading

    def cell(period: str, shown: ShownCell) -> FigureText:
        text = shown_in_words(shown.value, reading.indicator, language)
        return figure_text("value", one.of, period, shown.value, reading, text)

    pairs = zip(reading.periods, reading.total, strict=True)
    return FigureRow(one.name, tuple(cell(*pair) for pair in pairs), one.href)
