"""The pictures of an indicator: its trend by group, the way of each group, a small line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shidra.i18n import dates, numbers
from shidra.i18n.phrases import Phrase, code
from shidra.i18n.text import Shown
from shidra.initiatives.models import Group
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.passing import changed_in
from shidra.measurement.presentation.readings import (
    Aim,
    Apart,
    Reading,
    first_and_latest,
    is_unknown,
)
from shidra.measurement.presentation.words import (
    difference_in_words,
    joined,
    shown_in_words,
    value_in_words,
)
from shidra.pictures.charts import (
    Disparity,
    GroupRange,
    Target,
    TrendLine,
    TrendPoint,
    Turn,
    draw_group_ranges,
    draw_trend,
    responsive,
)
from shidra.pictures.dialect import element, number
from shidra.protection.permissions import ShownCell
from shidra.protection.presentation import reason_in_words

__all__ = [
    "axis_of",
    "colour_of",
    "draw_line",
    "draw_reading",
    "draw_ways",
    "group_name",
    "has_trend",
    "in_order",
    "line_of",
    "path_on",
]

_SMALL = (132.0, 36.0)


def group_name(group: str, groups: Mapping[str, Group], language: str) -> Phrase | Shown:
    """What `dimension:code` is called; one that nobody named by its code."""
    found = groups.get(group)
    if found is None and is_unknown(group):
        return Phrase(_("Unknown"))
    return found.name.shown(language) if found else code(group.partition(":")[2])


def colour_of(group: str, groups: Mapping[str, Group]) -> int | None:
    """The place of a group within its dimension, which gives it the same colour everywhere."""
    dimension = group.partition(":")[0]
    same = [key for key in groups if key.partition(":")[0] == dimension]
    return same.index(group) if group in same else None


def in_order(
    reading: Reading, groups: Mapping[str, Group]
) -> list[tuple[str, tuple[ShownCell, ...]]]:
    """The groups as their table lists them; those whose group is not known come last."""
    places = {group: place for place, group in enumerate(groups)}
    return sorted(
        reading.groups.items(),
        key=lambda line: (is_unknown(line[0]), places.get(line[0], len(places)), line[0]),
    )


def has_trend(reading: Reading) -> bool:
    """Whether there is more than one period to draw."""
    return len(reading.periods) > 1


def draw_reading(
    reading: Reading, groups: Mapping[str, Group], language: str, title: str, picked: str = ""
) -> SafeString:
    """The trend by group with its disparity, or the groups side by side in the only period."""
    if not has_trend(reading):
        return draw_ways(reading, groups, language, title)
    lines = [line_of(_("Everybody"), reading, reading.total, language, aim=reading.aim)]
    lines += [
        replace(
            line_of(
                group_name(group, groups, language),
                reading,
                cells,
                language,
                colour_of(group, groups),
                reading.group_aims.get(group),
            ),
            is_quiet=bool(picked) and group != picked,
        )
        for group, cells in in_order(reading, groups)
        if not is_unknown(group)
    ]
    target, apart = _target(reading, language), _bracket(reading, language)
    turns = _turns(reading)
    return mark_safe(  # noqa: S308 - the dialect escapes every text and attribute
        responsive(
            lambda width: draw_trend(
                lines,
                periods=[dates.period(code, language, short=True) for code in reading.axis],
                language=language,
                title=title,
                description=_("A line for each group over time; the table below has the figures."),
                format_value=axis_of(reading.indicator, language),
                target=target,
                disparity=apart,
                turns=turns,
                width=width,
            )
        )
    )


def axis_of(indicator: Indicator, language: str) -> Callable[[float], str]:
    """How the numbers beside an axis are written: shares as they are, so that 12.5% is not 13%."""
    if indicator.is_share:
        return lambda value: numbers.percent(round(value, 6), language, None)
    return lambda value: value_in_words(value, indicator, language, is_rounded=True)


def line_of(
    name: str,
    reading: Reading,
    cells: tuple[ShownCell, ...],
    language: str,
    colour: int | None = None,
    aim: Aim | None = None,
) -> TrendLine:
    """A line along the axis of the picture, with the path to its target."""
    points = {
        period: TrendPoint(
            cell.value.value,
            shown_in_words(cell.value, reading.indicator, language),
            reason_in_words(cell.value.reason, reading.policy) if cell.value.reason else "",
        )
        for period, cell in zip(reading.periods, cells, strict=True)
    }
    return TrendLine(
        name,
        tuple(points.get(period, TrendPoint(None)) for period in reading.axis),
        colour,
        path_on(reading.axis, aim),
    )


def path_on(axis: Sequence[str], aim: Aim | None) -> tuple[tuple[int, float], ...]:
    """The steps of a path as places on an axis; none where fewer than two lie on it."""
    steps = [
        (axis.index(period), value) for period, value in (aim.path if aim else ()) if period in axis
    ]
    return tuple(steps) if len(steps) > 1 else ()


def _turns(reading: Reading) -> list[Turn]:
    """Where another version of the definition begins, and whether a line may lead there."""
    found = []
    pairs = list(zip(reading.versions, reading.stretches, strict=True))
    for place, ((before, old), (version, new)) in enumerate(pairwise(pairs), start=1):
        if version != before and reading.periods[place] in reading.axis:
            text = _("new definition") if new == old else _("new definition: not comparable")
            found.append(Turn(reading.axis.index(reading.periods[place]), text, new != old))
    return _with_categories(found, reading)


def _with_categories(turns: list[Turn], reading: Reading) -> list[Turn]:
    """The turns, with those of categories among them; words stand where there is room for them."""
    found = {turn.period: turn for turn in turns}
    text = _("categories changed")
    for period in changed_in(reading):
        if period not in reading.axis:
            continue
        place = reading.axis.index(period)
        if place in found:
            found[place] = replace(found[place], text=f"{found[place].text}; {text}")
            continue
        near = [
            one for one in found if found[one].text and abs(one - place) * 3 < len(reading.axis)
        ]
        found[place] = Turn(place, "" if near else text)
    return [found[place] for place in sorted(found)]


def _target(reading: Reading, language: str) -> Target | None:
    aim = reading.aim
    if aim is None or aim.period not in reading.axis:
        return None
    text = _("Target %(value)s in %(period)s") % {
        "value": value_in_words(aim.value, reading.indicator, language),
        "period": dates.period(aim.period, language, short=True),
    }
    return Target(reading.axis.index(aim.period), aim.value, joined(text))


def _bracket(reading: Reading, language: str) -> Disparity | None:
    """The disparity of the latest period; an older one has no place at the end of the lines."""
    ends = first_and_latest(reading.shown_apart)
    if ends is None or ends[1].period != reading.periods[-1]:
        return None
    latest = ends[1]
    low = _value_at(reading, latest.lowest, latest)
    return Disparity(
        low,
        low + (latest.value.value or 0.0),
        _("Disparity %(size)s")
        % {
            "size": difference_in_words(
                latest.value.value or 0.0,
                reading.indicator,
                language,
                is_rounded=latest.value.is_rounded,
            )
        },
    )


def _value_at(reading: Reading, group: str, apart: Apart) -> float:
    cell = reading.groups[group][reading.periods.index(apart.period)]
    return cell.value.value or 0.0


def draw_ways(
    reading: Reading, groups: Mapping[str, Group], language: str, title: str
) -> SafeString:
    """Each group on its way: where it began, where it stands, its target."""
    rows = [_way(_("Everybody"), reading, reading.total, language)]
    rows += [
        _way(group_name(group, groups, language), reading, cells, language, group, groups)
        for group, cells in in_order(reading, groups)
        if not is_unknown(group)
    ]
    return mark_safe(  # noqa: S308 - the dialect escapes every text and attribute
        responsive(
            lambda width: draw_group_ranges(
                rows,
                language=language,
                title=title,
                description=_("A row for each group; the table has the figures."),
                format_value=axis_of(reading.indicator, language),
                width=width,
            )
        )
    )


def _way(
    name: str,
    reading: Reading,
    cells: tuple[ShownCell, ...],
    language: str,
    group: str = "",
    groups: Mapping[str, Group] | None = None,
) -> GroupRange:
    aim = reading.group_aims.get(group) if group else reading.aim
    ends = first_and_latest([shown for _period, shown in reading.shown(cells)])
    hidden = next((cell.value.reason for cell in reversed(cells) if cell.value.reason), None)
    colour = colour_of(group, groups) if groups else None
    if ends is None:
        reason = reason_in_words(hidden, reading.policy) if hidden else ""
        return GroupRange(name, None, goal=aim.value if aim else None, group=colour, hidden=reason)
    first, latest = ends
    left = ""
    if aim and aim.status == "reached":
        left = _("target reached")
    elif aim:
        left = _("%(size)s to go") % {
            "size": difference_in_words(
                aim.value - (latest.value or 0.0),
                reading.indicator,
                language,
                is_rounded=latest.is_rounded,
            )
        }
    return GroupRange(
        name,
        latest.value,
        shown_in_words(latest, reading.indicator, language),
        before=first.value if first is not latest else None,
        goal=aim.value if aim else None,
        left_text=left,
        group=colour,
    )


def draw_line(reading: Reading) -> SafeString:
    """A small line of the average, a decoration beside its words."""
    points = dict(reading.shown_total)
    values = [shown.value or 0.0 for shown in points.values()]
    if len(values) < 2:  # noqa: PLR2004 - a line needs two
        return mark_safe("")
    width, height = _SMALL
    low, high = min(values), max(values)
    span = high - low or 1.0
    steps = [place for place, period in enumerate(reading.periods) if period in points]
    spots = [
        (
            6 + (width - 12) * step / (len(reading.periods) - 1),
            height - 7 - (height - 14) * (value - low) / span,
        )
        for step, value in zip(steps, values, strict=True)
    ]
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in spots)
    return mark_safe(  # noqa: S308 - numbers only
        element(
            "svg",
            element("path", d=path, fill="none", stroke_width=2, class_="small-line-path"),
            element("circle", cx=spots[-1][0], cy=spots[-1][1], r=3.5, class_="small-line-end"),
            class_="small-line",
            viewBox=f"0 0 {number(width)} {number(height)}",
            width=width,
            height=height,
            direction="ltr",
            aria_hidden="true",
            focusable="false",
        )
    )
