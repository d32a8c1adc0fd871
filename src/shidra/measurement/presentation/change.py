"""Real change or chance, and what comes if nothing changes: sentences, pictures and tables.

Nothing is called improved or worse but by a rule of the chart, or by a test of the first figure
against the last.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.i18n import dates
from shidra.measurement.presentation.change_drawings import (
    TONES,
    draw_ahead,
    draw_change,
    rule_in_words,
)
from shidra.measurement.presentation.course import Bounds, Course, Spot
from shidra.measurement.presentation.figures import FigureText, code_of
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.presentation.words import joined, value_in_words

__all__ = ["AheadRow", "ChangeSection", "CourseRow", "present_change", "strongest"]

ENOUGH = 13
FEWEST_DRAWN = 3


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A period of the table: its figure, what its counts leave open, what stands out."""

    period: str
    value: FigureText
    low: FigureText | None
    high: FigureText | None
    stands_out: str
    tone: str


@dataclass(frozen=True, slots=True)
class AheadRow:
    """A period ahead in the table."""

    period: str
    mean: FigureText
    low: FigureText
    high: FigureText


@dataclass(frozen=True, slots=True)
class ChangeSection:
    """What the page says of change and chance; without a picture the sentences stand alone."""

    title: str
    picture: SafeString | None
    picture_note: str
    notes: tuple[str, ...]
    rows: tuple[CourseRow, ...]
    levels: tuple[tuple[str, FigureText], ...]
    has_ranges: bool
    has_rules: bool
    ahead_title: str
    ahead_picture: SafeString | None
    ahead_note: str
    ahead_rows: tuple[AheadRow, ...]


def present_change(reading: Reading, language: str) -> ChangeSection | None:
    """The section of an indicator's page; None where fewer than two periods follow each other."""
    if reading.course is None:
        return None
    return _Change(reading, reading.course, language).section()


def strongest(reading: Reading, course: Course, language: str) -> str:
    """The strongest thing that may be said of a series against chance."""
    return _Change(reading, course, language).title()


@dataclass(frozen=True, slots=True)
class _Change:
    reading: Reading
    course: Course
    language: str

    def section(self) -> ChangeSection:
        course, title = self.course, self.title()
        is_drawn = len(course.spots) >= FEWEST_DRAWN
        ahead_title = self.ahead_title()
        return ChangeSection(
            title,
            draw_change(self.reading, course, self.language, title) if is_drawn else None,
            self.picture_note(),
            tuple(self.notes()),
            tuple(self.row(spot) for spot in course.spots) if is_drawn else (),
            tuple(self.levels()),
            any(spot.sure for spot in course.spots),
            course.has_limits,
            ahead_title,
            draw_ahead(self.reading, course, self.language, ahead_title) if course.ahead else None,
            self.ahead_note(),
            tuple(self.ahead_rows()),
        )

    # --- words ---

    def said(self, value: float) -> str:
        return value_in_words(
            value, self.reading.indicator, self.language, is_rounded=self.course.is_rounded
        )

    def range_said(self, bounds: Bounds) -> str:
        texts = {"low": self.said(bounds.lower or 0.0), "high": self.said(bounds.upper or 0.0)}
        return _("%(low)s to %(high)s") % texts

    def ends(self) -> dict[str, str]:
        first, last = self.course.spots[0], self.course.spots[-1]
        return {
            "began": dates.period(first.period, self.language),
            "now": dates.period(last.period, self.language),
            "first": self.said(first.value),
            "latest": self.said(last.value),
        }

    def title(self) -> str:
        """The strongest thing that may be said."""
        course, last = self.course, self.course.spots[-1]
        if last.variation == "improvement":
            return _("The latest figure is better than chance alone explains.")
        if last.variation == "concern":
            return _("The latest figure is worse than chance alone explains.")
        if course.tested:
            return joined(self.tested_title() % self.ends())
        if course.has_limits:
            return _("The latest figure lies within what chance alone does.")
        if course.tested == 0:
            sentence = _(
                "From %(first)s in %(began)s to %(latest)s in %(now)s: "
                "the chance in counting can explain it."
            )
            return joined(sentence % self.ends())
        return self.too_few()

    def tested_title(self) -> str:
        is_upward = self.reading.indicator.better == self.reading.indicator.Better.HIGHER
        if ((self.course.tested or 0) > 0) == is_upward:
            return _(
                "Improved from %(first)s in %(began)s to %(latest)s in %(now)s: "
                "more than the chance in counting explains."
            )
        return _(
            "Worsened from %(first)s in %(began)s to %(latest)s in %(now)s: "
            "more than the chance in counting explains."
        )

    def too_few(self) -> str:
        count = len(self.course.spots)
        return ngettext(
            "%(count)d period is too few to tell a lasting change from chance.",
            "%(count)d periods are too few to tell a lasting change from chance.",
            count,
        ) % {"count": count}

    def notes(self) -> Iterator[str]:
        course, count = self.course, len(self.course.spots)
        if course.tested is not None:
            yield joined(self.test_in_words())
        if not course.has_limits and course.tested is not None:
            yield self.too_few()
        if not course.has_limits and count >= FEWEST_DRAWN:
            yield _("The line is the median; so few periods cannot bear limits.")
        if course.is_provisional:
            yield ngettext(
                "The limits are provisional: they rest on %(count)d period.",
                "The limits are provisional: they rest on %(count)d periods.",
                count,
            ) % {"count": count}
        if course.assurance and self.reading.aim:
            target = self.said(self.reading.aim.value)
            yield _ASSURANCES[course.assurance]() % {"target": target}
        if course.begins_late:
            period = dates.period(course.spots[0].period, self.language)
            yield joined(
                _(
                    "Told from %(period)s on: before it a figure is hidden, was not measured or was "
                    "measured by another definition."
                )
                % {"period": period}
            )
        if course.is_rounded:
            yield _("Reckoned from the rounded figures that are shown here.")

    def test_in_words(self) -> str:
        first, last = self.course.spots[0].sure, self.course.spots[-1].sure
        texts = {
            **self.ends(),
            "first_range": self.range_said(first) if first else "",
            "latest_range": self.range_said(last) if last else "",
        }
        if self.course.tested:
            sentence = _(
                "The counts leave %(first_range)s open in %(began)s and %(latest_range)s in "
                "%(now)s (95%%): the two ranges do not meet."
            )
        else:
            sentence = _(
                "The counts leave %(first_range)s open in %(began)s and %(latest_range)s in "
                "%(now)s (95%%): the two ranges meet."
            )
        return sentence % texts

    def picture_note(self) -> str:
        if self.course.has_limits:
            return _(
                "Between the limits the figure moves by chance alone; a diamond stands out from it."
            )
        if any(spot.sure for spot in self.course.spots):
            return _("Everybody over time; each bar is what the counts leave open (95%).")
        return _("Everybody over time, with the median.")

    def ahead_title(self) -> str:
        if not self.course.ahead:
            return ""
        last = self.course.ahead[-1]
        texts = {
            "range": self.range_said(last.bounds),
            "period": dates.period(last.period, self.language),
        }
        return joined(_("If it goes on as before: %(range)s in %(period)s") % texts)

    def ahead_note(self) -> str:
        count = len(self.course.spots)
        if count >= ENOUGH:
            return _(
                "The straight way on from the first figure through the latest; the fan holds 8 of "
                "10 such forecasts. It knows nothing of what partners plan."
            )
        return ngettext(
            "The straight way on from the first figure through the latest; the fan would hold 8 of "
            "10 such forecasts, but on %(count)d period it tends to be too narrow. It knows nothing of "
            "what partners plan.",
            "The straight way on from the first figure through the latest; the fan would hold 8 of "
            "10 such forecasts, but on %(count)d periods it tends to be too narrow. It knows nothing "
            "of what partners plan.",
            count,
        ) % {"count": count}

    # --- tables ---

    def figure(self, name: str, period: str, value: float) -> FigureText:
        return FigureText(name, code_of(self.reading), period, value, self.said(value))

    def row(self, spot: Spot) -> CourseRow:
        sure = spot.sure
        return CourseRow(
            dates.period(spot.period, self.language, short=True),
            self.figure(self.value_name(spot), spot.period, spot.value),
            self.figure("sure_low", spot.period, sure.lower or 0.0) if sure else None,
            self.figure("sure_high", spot.period, sure.upper or 0.0) if sure else None,
            rule_in_words(spot),
            TONES.get(spot.variation, ""),
        )

    def value_name(self, spot: Spot) -> str:
        """A figure in the terms of a newer definition is another one than was observed."""
        given = dict(zip(self.reading.periods, self.reading.given.get("", ()), strict=False))
        was = given.get(spot.period)
        return "value" if was is None or was.value == spot.value else "value_converted"

    def levels(self) -> Iterator[tuple[str, FigureText]]:
        period, level = self.course.spots[-1].period, self.course.level
        if level.upper is not None and level.lower is not None:
            yield _("Upper limit"), self.figure("limit_high", period, level.upper)
            yield _("Mean"), self.figure("mean", period, level.middle or 0.0)
            yield _("Lower limit"), self.figure("limit_low", period, level.lower)
        elif len(self.course.spots) >= FEWEST_DRAWN:
            yield _("Median"), self.figure("median", period, level.middle or 0.0)

    def ahead_rows(self) -> Iterator[AheadRow]:
        for step in self.course.ahead:
            yield AheadRow(
                dates.period(step.period, self.language, short=True),
                self.figure("forecast", step.period, step.mean),
                self.figure("forecast_low", step.period, step.bounds.lower or 0.0),
                self.figure("forecast_high", step.period, step.bounds.upper or 0.0),
            )


# Whole sentences, since no language lets them be put together from parts.
_ASSURANCES: dict[str, Callable[[], str]] = {
    "pass": lambda: _("Within these limits, every period would reach the target of %(target)s."),
    "fail": lambda: _("Within these limits, no period would reach the target of %(target)s."),
    "inconsistent": lambda: _(
        "Within these limits, chance decides which periods reach the target of %(target)s."
    ),
}
