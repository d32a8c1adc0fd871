"""A measure over time by group: does the average rise, and does everybody rise with it?"""

from collections.abc import Sequence
from html import escape

from shidra.i18n.phrases import plain
from shidra.pictures.charts.axes import HALO, Axes
from shidra.pictures.charts.bracket import draw_bracket
from shidra.pictures.charts.frame import (
    AXIS_SIZE,
    LABEL_SIZE,
    NARROW_BELOW,
    TARGET_INK,
    Format,
    Sheet,
    goal_ring,
    group_class,
    group_colour,
    lock,
    mark,
    widest,
)
from shidra.pictures.charts.series import Disparity, Target, TrendLine, TrendPoint, Turn
from shidra.pictures.dialect import Anchor, Language, element, label, number
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import INK, MUTED
from shidra.pictures.spacing import apart

__all__ = ["draw_trend"]

INNER, NAME_GAP, LEADER_FROM, LOCK_ROOM = 10.0, 16.0, 3.0, 20.0


def draw_trend(
    lines: Sequence[TrendLine],
    *,
    periods: Sequence[str],
    language: Language,
    title: str,
    description: str,
    format_value: Format,
    target: Target | None = None,
    disparity: Disparity | None = None,
    turns: Sequence[Turn] = (),
    from_zero: bool = False,
    width: float = 720.0,
) -> str:
    """Lines by group with their names at their ends; time runs left to right in every language."""
    sheet = Sheet(width, 380.0 if width >= NARROW_BELOW else 330.0, language)
    chart = Trend(sheet, lines, periods, format_value, turns)
    chart.measure(target, disparity, from_zero=from_zero)
    parts = [chart.grid(), *map(chart.turn, turns)]
    if target:
        parts.append(chart.goal(target))
    parts += [chart.line(line) for line in sorted(lines, key=lambda one: one.group is None)]
    parts.append(chart.names())
    if disparity:
        parts.append(chart.bracket(disparity))
    return chart.sheet.finished(*parts, title=title, description=description, kind="trend")


class Trend(Axes):
    """One trend on its way to markup."""

    def __init__(
        self,
        sheet: Sheet,
        lines: Sequence[TrendLine],
        periods: Sequence[str],
        shown: Format,
        turns: Sequence[Turn] = (),
    ) -> None:
        self.breaks = {turn.period for turn in turns if turn.is_break}
        super().__init__(sheet, periods, shown, top=30.0)
        self.lines, self.end_room, self.inner = lines, 0.0, INNER
        self.target: Target | None = None

    def measure(
        self, target: Target | None, disparity: Disparity | None, *, from_zero: bool
    ) -> None:
        """Room for the axis at the reading side and for the names at the ends of the lines."""
        values = [
            value
            for line in self.lines
            for point in line.points
            for value in (point.value, point.low, point.high)
            if value is not None
        ]
        values += [target.value] if target else []
        values += [value for line in self.lines for _place, value in line.path]
        values += [0.0] if from_zero or not values else []
        wide = not self.sheet.is_narrow
        self.scale(values, 5 if wide else 4)
        self.inner = max(INNER, widest([*self.periods[:1], *self.periods[-1:]], AXIS_SIZE) / 2)
        self.end_room = min(
            self.sheet.width * (0.3 if wide else 0.4),
            widest([line.name for line in self.lines], LABEL_SIZE, 600)
            + widest(
                [one[1].text for line in self.lines if (one := self.last(line))], LABEL_SIZE, 600
            )
            + 12,
        )
        self.target = target
        self.spread_periods(30.0 if disparity else 0.0)

    def spread_periods(self, beyond: float) -> None:
        """Periods as far apart as the names at the last known one allow."""
        steps = max(1, len(self.periods) - 1)
        reached = (self.reached if any(map(self.last, self.lines)) else steps) / steps
        room = self.edge - self.left - 2 * self.inner
        if reached > 0:
            named = self.edge - self.left - self.inner - NAME_GAP - self.end_room - beyond
            room = min(room, named / reached)
        self.right = self.left + 2 * self.inner + room

    def turn(self, turn: Turn) -> str:
        """A rule before the first period of another definition, with its words at its head."""
        x = (self.x(turn.period - 1) + self.x(turn.period)) / 2 if turn.period else self.left
        before, beyond = x - self.left, self.sheet.width - 4 - x
        anchor: Anchor = "start" if beyond >= before else "end"
        return element(
            "g",
            element(
                "path",
                d=f"M{number(x)} {number(self.top - 16)}V{number(self.bottom)}",
                fill="none",
                stroke=MUTED,
                stroke_width=1.5 if turn.is_break else 1,
                stroke_dasharray=None if turn.is_break else "3 4",
            ),
            label(
                shortened(turn.text, AXIS_SIZE, max(before, beyond) - 8),
                x + (6 if anchor == "start" else -6),
                self.top - 8,
                self.sheet.language,
                anchor,
                class_="muted halo",
                font_size=AXIS_SIZE,
                fill=MUTED,
                **HALO,
            ),
            class_="turn",
        )

    def goal(self, target: Target) -> str:
        """The path of the total through its targets, and the last target's flag."""
        x, y = self.x(target.period), self.y(target.value)
        path = next((line.path for line in self.lines if line.group is None), ())
        steps = [(self.x(place), self.y(value)) for place, value in path] or [(self.left, y)]
        start = "M" + "L".join(f"{number(across)} {number(down)}" for across, down in steps)
        room = self.right - self.left
        return element(
            "g",
            element(
                "path",
                class_="target-path",
                d=f"{start}L{number(x)} {number(y)}",
                fill="none",
                stroke=TARGET_INK,
                stroke_width=1.5,
                stroke_dasharray="2 5",
                stroke_linecap="round",
            ),
            goal_ring(x, y),
            label(
                shortened(target.text, 12, room, 600),
                x,
                y - 12,
                self.sheet.language,
                "end",
                class_="on-path",
                font_size=12,
                font_weight=600,
                fill=TARGET_INK,
            ),
            class_="target",
        )

    def line(self, line: TrendLine) -> str:
        """Stretches of known values; where one is hidden the line breaks and a lock stands."""
        total = line.group is None
        parts = [
            self.certainty(line),
            self.own_path(line),
            element(
                "path",
                class_="line",
                d=self.stretches(line),
                fill="none",
                stroke=group_colour(line.group),
                stroke_width=3.4 if total else 2,
                stroke_linejoin="round",
                stroke_linecap="round",
            ),
        ]
        for place, point in enumerate(line.points):
            if point.value is not None:
                shape = mark(line.group, self.x(place), self.y(point.value), 4.6 if total else 4)
                told = element(
                    "title", escape(f"{plain(line.name)}, {self.periods[place]}: {point.text}")
                )
                parts.append(element("g", told, shape, class_="point"))
            elif point.hidden:
                parts.append(lock(self.x(place), self.lock_heights(place)[line.name], point.hidden))
        quiet = "0.22" if line.is_quiet else None
        return element("g", *parts, class_=f"series {group_class(line.group)}", opacity=quiet)

    def own_path(self, line: TrendLine) -> str:
        """The way to the target of the group itself, in its colour."""
        if not line.path or line.group is None:
            return ""
        colour = group_colour(line.group)
        steps = [(self.x(place), self.y(value)) for place, value in line.path]
        d = "L".join(f"{number(x)} {number(y)}" for x, y in steps)
        return element(
            "path",
            class_="leader",
            d=f"M{d}",
            fill="none",
            stroke=colour,
            stroke_width=1.2,
            stroke_dasharray="1 5",
            stroke_linecap="round",
        ) + element("g", mark(line.group, *steps[-1], 3), class_="point")

    def stretches(self, line: TrendLine) -> str:
        written = []
        drawing = False
        for place, point in enumerate(line.points):
            if point.value is None:
                drawing = False
                continue
            drawing = drawing and place not in self.breaks
            written.append(
                f"{'L' if drawing else 'M'}{number(self.x(place))} {number(self.y(point.value))}"
            )
            drawing = True
        return "".join(written)

    def certainty(self, line: TrendLine) -> str:
        """The band within which the true values probably lie."""
        known = [
            (self.x(place), self.y(point.high), self.y(point.low))
            for place, point in enumerate(line.points)
            if point.low is not None and point.high is not None
        ]
        if len(known) < 2:  # noqa: PLR2004
            return ""
        around = [(x, high) for x, high, _ in known] + [(x, low) for x, _, low in reversed(known)]
        points = " ".join(f"{number(x)},{number(y)}" for x, y in around)
        return element(
            "polygon",
            class_="certainty",
            points=points,
            fill=group_colour(line.group),
            fill_opacity="0.13",
        )

    def lock_heights(self, place: int) -> dict[str, float]:
        """Heights of the locks of a period by line: near what is known, over no lock or point."""
        lines = [
            line for line in self.lines if place < len(line.points) and line.points[place].hidden
        ]
        wanted = [self.known_height(line, place) for line in lines]
        shown = [
            self.y(line.points[place].value or 0.0)
            for line in self.lines
            if place < len(line.points) and line.points[place].value is not None
        ]
        spots = apart(
            wanted + shown,
            [LOCK_ROOM] * len(lines) + [LOCK_ROOM / 2] * len(shown),
            low=self.top - 10,
            high=self.bottom,
            weights=[1.0] * len(lines) + [1000.0] * len(shown),
        )
        return {line.name: spot for line, spot in zip(lines, spots, strict=False)}

    def known_height(self, line: TrendLine, place: int) -> float:
        """The height of the nearest known value, else the middle: never that of the hidden one."""
        known = [
            (abs(other - place), other, point.value)
            for other, point in enumerate(line.points)
            if point.value is not None
        ]
        value = min(known)[2] if known else (self.low + self.high) / 2
        return self.y(value if value is not None else self.low)

    def last(self, line: TrendLine) -> tuple[int, TrendPoint] | None:
        known = [
            (place, point) for place, point in enumerate(line.points) if point.value is not None
        ]
        return known[-1] if known else None

    @property
    def reached(self) -> int:
        """The last period with a point or a lock of any line: names begin beyond both."""
        drawn = (
            place
            for line in self.lines
            for place, point in enumerate(line.points)
            if point.value is not None or point.hidden
        )
        return max(drawn, default=0)

    def names(self) -> str:
        """Each line's name and last value beside its end, none over another."""
        ends = [(line, last) for line in self.lines if (last := self.last(line))]
        locks = self.lock_heights(self.reached)
        heights = [locks.get(line.name, self.y(last[1].value or 0.0)) for line, last in ends]
        sizes, weights = [18.0] * len(ends), [1.0] * len(ends)
        if self.target and ends and self.near_target(self.reached):
            heights.append(self.y(self.target.value) - 4)
            sizes.append(30.0)
            weights.append(1000.0)
        spots = apart(heights, sizes, low=self.top - 24, high=self.bottom + 8, weights=weights)
        return element(
            "g",
            *(
                self.name(line, last, own, spot)
                for (line, last), own, spot in zip(ends, heights, spots, strict=False)
            ),
            class_="names",
        )

    def near_target(self, period: int) -> bool:
        """Whether a name that begins beside this period reaches the target's ring."""
        reach = self.x(period) + NAME_GAP + self.end_room
        return self.target is not None and self.x(self.target.period) < reach + 12

    def name(self, line: TrendLine, last: tuple[int, TrendPoint], own: float, spot: float) -> str:
        begin = self.x(self.reached) + NAME_GAP
        total = line.group is None
        # An older value beside the last period would be read as that period's.
        text = last[1].text if last[0] == self.reached else ""
        value = text_width(text, LABEL_SIZE, 600) + 6 if text else 0.0
        name = shortened(line.name, LABEL_SIZE, self.end_room - value + 1, 600 if total else 400)
        colour = group_colour(line.group)
        leader = f"M{number(begin - (10 if text else 6))} {number(own)}"
        parts = []
        if abs(own - spot) >= LEADER_FROM:
            d = f"{leader}L{number(begin - 3)} {number(spot)}"
            parts.append(
                element("path", class_="leader", fill="none", stroke=colour, stroke_width=1, d=d)
            )
        if text:
            parts.append(
                label(
                    text,
                    begin,
                    spot + 4.5,
                    "en",
                    "start",
                    class_="group-ink halo",
                    font_size=LABEL_SIZE,
                    font_weight=600,
                    fill=colour,
                    **HALO,
                )
            )
        return element(
            "g",
            *parts,
            label(
                name,
                begin + value,
                spot + 4.5,
                self.sheet.language,
                "start",
                class_="ink halo",
                font_size=LABEL_SIZE,
                font_weight=600 if total else None,
                fill=INK,
                **HALO,
            ),
            class_=group_class(line.group),
        )

    def bracket(self, disparity: Disparity) -> str:
        """The distance between the groups, bracketed beyond their names."""
        return draw_bracket(
            self.sheet,
            disparity.text,
            x=self.x(self.reached) + NAME_GAP + self.end_room + 12,
            span=(self.y(disparity.high), self.y(disparity.low)),
            limits=(self.top, self.bottom),
        )
