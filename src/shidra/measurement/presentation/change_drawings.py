"""The pictures of change and chance: points against their limits, and the fan of a forecast."""

from collections.abc import Callable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.measurement.presentation.course import Course, Spot
from shidra.measurement.presentation.drawings import axis_of
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.presentation.words import value_in_words
from shidra.pictures.charts import CourseFan, CourseLine, CoursePoint, draw_course, responsive

__all__ = ["TONES", "draw_ahead", "draw_change", "rule_in_words"]

TONES = {"improvement": "on-path", "concern": "off-path"}
# A target further from the figures than they spread would press them flat; words tell it then.
FAR_OFF = 1.0


def rule_in_words(spot: Spot) -> str:
    """What stands out in a period; empty where nothing does."""
    return _RULES[spot.rule, spot.side]() if spot.rule else ""


_RULES: dict[tuple[str, str], Callable[[], str]] = {
    ("outside", "high"): lambda: _("above the upper limit"),
    ("outside", "low"): lambda: _("below the lower limit"),
    ("trend", "high"): lambda: _("one of seven in a row that rise"),
    ("trend", "low"): lambda: _("one of seven in a row that fall"),
    ("two_of_three", "high"): lambda: _("one of two close to the upper limit"),
    ("two_of_three", "low"): lambda: _("one of two close to the lower limit"),
    ("shift", "high"): lambda: _("one of seven in a row above the mean"),
    ("shift", "low"): lambda: _("one of seven in a row below the mean"),
}


def draw_change(reading: Reading, course: Course, language: str, title: str) -> SafeString:
    """The points, their median or their limits, and the target where it is near."""
    points = [
        CoursePoint(
            spot.value,
            _said(spot.value, reading, course, language),
            rule_in_words(spot),
            TONES.get(spot.variation, ""),
            *_sure(spot, course),
        )
        for spot in course.spots
    ]
    return mark_safe(  # noqa: S308 - the dialect escapes every text and attribute
        responsive(
            lambda width: draw_course(
                points,
                periods=_periods(course, language),
                language=language,
                title=title,
                description=_("A point for each period; the table below has the figures."),
                format_value=axis_of(reading.indicator, language),
                lines=_lines(reading, course, language),
                is_provisional=course.is_provisional,
                width=width,
            )
        )
    )


def draw_ahead(reading: Reading, course: Course, language: str, title: str) -> SafeString:
    """The points, and the fan that opens at the last of them."""
    points = [
        CoursePoint(spot.value, _said(spot.value, reading, course, language))
        for spot in course.spots
    ]
    fan = [
        CourseFan(
            step.mean,
            step.bounds.lower or 0.0,
            step.bounds.upper or 0.0,
            _said(step.mean, reading, course, language) if step is course.ahead[-1] else "",
        )
        for step in course.ahead
    ]
    periods = [dates.period(step.period, language, short=True) for step in course.ahead]
    return mark_safe(  # noqa: S308 - the dialect escapes every text and attribute
        responsive(
            lambda width: draw_course(
                points,
                periods=[*_periods(course, language), *periods],
                language=language,
                title=title,
                description=_("A fan opens at the latest point; the table below has the figures."),
                format_value=axis_of(reading.indicator, language),
                fan=fan,
                width=width,
            )
        )
    )


def _sure(spot: Spot, course: Course) -> tuple[float | None, float | None]:
    """What the counts leave open; beside limits it would only crowd them."""
    if spot.sure is None or course.has_limits:
        return None, None
    return spot.sure.lower, spot.sure.upper


def _said(value: float, reading: Reading, course: Course, language: str) -> str:
    return value_in_words(value, reading.indicator, language, is_rounded=course.is_rounded)


def _periods(course: Course, language: str) -> list[str]:
    return [dates.period(spot.period, language, short=True) for spot in course.spots]


def _lines(reading: Reading, course: Course, language: str) -> list[CourseLine]:
    level = course.level

    def line(value: float, name: str, kind: str) -> CourseLine:
        return CourseLine(value, f"{name} {_said(value, reading, course, language)}", kind)

    if level.lower is None or level.upper is None:
        return [line(level.middle or 0.0, _("Median"), "middle")]
    lines = [
        line(level.upper, _("Upper limit"), "limit"),
        line(level.middle or 0.0, _("Mean"), "middle"),
        line(level.lower, _("Lower limit"), "limit"),
    ]
    ends = [level.lower, level.upper, *(spot.value for spot in course.spots)]
    spread = FAR_OFF * (max(ends) - min(ends))
    target = reading.aim.value if reading.aim else None
    if target is not None and min(ends) - spread <= target <= max(ends) + spread:
        lines.append(line(target, _("Target"), "target"))
    return lines
