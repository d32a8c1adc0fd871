"""One measure over time against what chance does: its middle, its limits, and how it may go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shidra.pictures.charts.axes import HALO, Axes
from shidra.pictures.charts.frame import (
    AXIS_SIZE,
    LABEL_SIZE,
    NARROW_BELOW,
    TARGET_INK,
    Format,
    Sheet,
    widest,
)
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import shortened
from shidra.pictures.palette import INK, MISSING, MUTED, PAPER
from shidra.pictures.spacing import apart

__all__ = ["CourseFan", "CourseLine", "CoursePoint", "draw_course"]

INNER, MOST_INNER, NAME_GAP = 14.0, 26.0, 10.0
TONES = {"on-path": TARGET_INK, "off-path": MISSING, "flagged": INK}


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """What was measured in one period, between low and high where it is known how sure that is.

    Attributes:
        note: what stands out here, in words. tone: on-path, off-path or flagged where something
            does.
    """

    value: float
    text: str
    note: str = ""
    tone: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A level across all periods, with its name: the middle, a limit, or a target."""

    value: float
    text: str
    kind: str = "limit"


@dataclass(frozen=True, slots=True)
class CourseFan:
    """One period ahead: what is expected, and between what."""

    mean: float
    low: float
    high: float
    text: str = ""


def draw_course(
    points: Sequence[CoursePoint],
    *,
    periods: Sequence[str],
    language: Language,
    title: str,
    description: str,
    format_value: Format,
    lines: Sequence[CourseLine] = (),
    fan: Sequence[CourseFan] = (),
    is_provisional: bool = False,
    width: float = 720.0,
) -> str:
    """Points in order of time, left to right in every language; a fan follows the last of them.

    `periods` names the periods of the points and then those of the fan. Limits that are
    provisional are dashed.
    """
    sheet = Sheet(width, 300.0 if width >= NARROW_BELOW else 270.0, language)
    chart = _Course(sheet, points, periods, format_value)
    chart.measure(lines, fan)
    parts = [chart.grid(), chart.between(lines)]
    parts += [chart.level(line, is_provisional=is_provisional) for line in lines]
    parts += [chart.ahead(fan), chart.way(), chart.names(lines, fan)]
    return sheet.finished(*parts, title=title, description=description, kind="course")


class _Course(Axes):
    """One course on its way to markup."""

    def __init__(
        self, sheet: Sheet, points: Sequence[CoursePoint], periods: Sequence[str], shown: Format
    ) -> None:
        super().__init__(sheet, periods, shown, top=26.0)
        self.points = points
        self.room = 0.0

    def measure(self, lines: Sequence[CourseLine], fan: Sequence[CourseFan]) -> None:
        """Room for the axis at the reading side and for names beyond the last period."""
        values = [
            value
            for point in self.points
            for value in (point.value, point.low, point.high)
            if value is not None
        ]
        values += [line.value for line in lines]
        values += [value for step in fan for value in (step.low, step.high)]
        self.scale(values, 4)
        named = widest(
            [*(line.text for line in lines), *(step.text for step in fan)], LABEL_SIZE, 600
        )
        most = self.sheet.width * (0.34 if self.sheet.is_narrow else 0.3)
        self.room = min(most, named) + NAME_GAP if named else 4.0
        self.right -= self.room
        self.inner = min(MOST_INNER, max(INNER, self.wide / 2))

    def between(self, lines: Sequence[CourseLine]) -> str:
        """The band between the limits: where chance alone keeps the figure."""
        limits = sorted(self.y(line.value) for line in lines if line.kind == "limit")
        if len(limits) < 2:  # noqa: PLR2004 - a band has two edges
            return ""
        return element(
            "rect",
            class_="between",
            x=self.left,
            y=limits[0],
            width=self.right - self.left,
            height=limits[-1] - limits[0],
            fill=MUTED,
            fill_opacity="0.08",
        )

    def level(self, line: CourseLine, *, is_provisional: bool) -> str:
        y, is_target = self.y(line.value), line.kind == "target"
        dashes = "2 5" if is_target else "7 5" if is_provisional and line.kind == "limit" else None
        return element(
            "path",
            class_="target-path" if is_target else f"level {line.kind}",
            d=f"M{number(self.left)} {number(y)}L{number(self.right)} {number(y)}",
            fill="none",
            stroke=TARGET_INK if is_target else MUTED,
            stroke_width=1.5,
            stroke_dasharray=dashes,
        )

    def ahead(self, fan: Sequence[CourseFan]) -> str:
        """The fan opens at the last point that was measured."""
        if not fan:
            return ""
        start = len(self.points) - 1
        last = self.points[-1].value
        places = [self.x(start + step) for step in range(len(fan) + 1)]
        highs = [last, *(step.high for step in fan)]
        lows = [last, *(step.low for step in fan)]
        around = [
            *zip(places, highs, strict=True),
            *reversed(list(zip(places, lows, strict=True))),
        ]
        means = [last, *(step.mean for step in fan)]
        line = "L".join(
            f"{number(x)} {number(self.y(value))}" for x, value in zip(places, means, strict=True)
        )
        return element(
            "g",
            element(
                "polygon",
                class_="fan",
                points=" ".join(f"{number(x)},{number(self.y(value))}" for x, value in around),
                fill=MUTED,
                fill_opacity="0.2",
            ),
            element(
                "path",
                class_="fan-line",
                d=f"M{line}",
                fill="none",
                stroke=INK,
                stroke_width=2,
                stroke_dasharray="1 5",
                stroke_linecap="round",
            ),
            class_="ahead",
        )

    def way(self) -> str:
        """The points and the line through them; each says its period and figure when pointed at."""
        written = "L".join(
            f"{number(self.x(place))} {number(self.y(point.value))}"
            for place, point in enumerate(self.points)
        )
        line = element(
            "path",
            class_="line",
            d=f"M{written}",
            fill="none",
            stroke=INK,
            stroke_width=2.4,
            stroke_linejoin="round",
            stroke_linecap="round",
        )
        marks = [self.mark(place, point) for place, point in enumerate(self.points)]
        ends = {0, len(self.points) - 1}
        named = [self.figure(place) for place in sorted(ends)]
        return element("g", line, *marks, *named, class_="series total")

    def mark(self, place: int, point: CoursePoint) -> str:
        x, y = self.x(place), self.y(point.value)
        said = f"{self.periods[place]}: {point.text}"
        parts = [element("title", escape(f"{said}. {point.note}" if point.note else said))]
        if point.low is not None and point.high is not None:
            parts.append(self.whisker(x, self.y(point.low), self.y(point.high)))
        if point.tone:
            size = 7.0
            corners = ((0, -size), (size, 0), (0, size), (-size, 0))
            parts.append(
                element(
                    "polygon",
                    class_=f"flag {point.tone}",
                    points=" ".join(f"{number(x + a)},{number(y + b)}" for a, b in corners),
                    fill=TONES[point.tone],
                    stroke=PAPER,
                    stroke_width=1.5,
                )
            )
        else:
            parts.append(
                element(
                    "circle",
                    class_="mark",
                    cx=x,
                    cy=y,
                    r=4.4,
                    fill=INK,
                    stroke=PAPER,
                    stroke_width=1.5,
                )
            )
        return element("g", *parts, class_="point")

    def whisker(self, x: float, low: float, high: float) -> str:
        d = (
            f"M{number(x)} {number(low)}V{number(high)}"
            f"M{number(x - 4)} {number(low)}H{number(x + 4)}"
            f"M{number(x - 4)} {number(high)}H{number(x + 4)}"
        )
        return element("path", class_="whisker", d=d, fill="none", stroke=MUTED, stroke_width=1.5)

    def figure(self, place: int) -> str:
        """The first and the last figure, above what is drawn of them."""
        point = self.points[place]
        highest = point.value if point.high is None else point.high
        return label(
            point.text,
            self.x(place),
            self.y(highest) - 11,
            "en",
            "middle",
            class_="ink halo",
            font_size=AXIS_SIZE,
            font_weight=600,
            fill=INK,
            **HALO,
        )

    def names(self, lines: Sequence[CourseLine], fan: Sequence[CourseFan]) -> str:
        """What each level is called, beside its end, none over another."""
        ends = [(self.y(line.value), line.text, line.kind) for line in lines]
        ends += [(self.y(step.mean), step.text, "fan") for step in fan if step.text]
        spots = apart(
            [end[0] for end in ends], [17.0] * len(ends), low=self.top - 16, high=self.bottom + 8
        )
        return element(
            "g",
            *(
                label(
                    shortened(text, LABEL_SIZE, self.room - NAME_GAP + 1),
                    self.right + NAME_GAP,
                    spot + 4.5,
                    self.sheet.language,
                    "start",
                    class_="on-path" if kind == "target" else "ink",
                    font_size=LABEL_SIZE,
                    font_weight=600 if kind != "limit" else None,
                    fill=TARGET_INK if kind == "target" else INK,
                )
                for (_y, text, kind), spot in zip(ends, spots, strict=True)
            ),
            class_="names",
        )
