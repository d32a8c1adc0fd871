"""One line among many on the same scale: small enough that its neighbours stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from shidra.pictures.charts.axes import HALO
from shidra.pictures.charts.frame import (
    TARGET_INK,
    Format,
    Sheet,
    group_class,
    group_colour,
    lock,
    mark,
    rule,
    widest,
)
from shidra.pictures.charts.series import TrendPoint
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.palette import MUTED

__all__ = ["SmallLine", "draw_small"]

WIDTH, HEIGHT, TOP, BOTTOM, EDGE, SIZE = 260.0, 116.0, 20.0, 92.0, 6.0, 12.0


@dataclass(frozen=True, slots=True)
class SmallLine:
    """What one small picture shows.

    Attributes:
        points: one for each period. around: everybody's, drawn behind it in grey.
        path: the steps to the target, as places among the periods with their values.
        limits: between what chance alone keeps the figure; is_provisional: they rest on little.
    """

    points: tuple[TrendPoint, ...]
    group: int | None = None
    around: tuple[float | None, ...] = ()
    path: tuple[tuple[int, float], ...] = ()
    limits: tuple[float, float] | None = None
    is_provisional: bool = False


def draw_small(
    line: SmallLine,
    *,
    periods: Sequence[str],
    scale: tuple[float, float],
    language: Language,
    title: str,
    description: str,
    format_value: Format,
) -> str:
    """A line with its path, its limits and everybody's behind it; all of a page share `scale`."""
    return _Small(line, periods, scale, language, format_value).finished(title, description)


class _Small:
    def __init__(
        self,
        line: SmallLine,
        periods: Sequence[str],
        scale: tuple[float, float],
        language: Language,
        shown: Format,
    ) -> None:
        self.line, self.periods, self.shown = line, periods, shown
        self.sheet = Sheet(WIDTH, HEIGHT, language)
        self.low, self.high = scale
        axis = widest([shown(value) for value in scale], SIZE - 1) + 8
        self.left = EDGE if self.sheet.rtl else axis
        self.right = WIDTH - (axis if self.sheet.rtl else EDGE)

    def finished(self, title: str, description: str) -> str:
        return self.sheet.finished(
            self.grid(),
            self.band(),
            self.stretches(list(self.line.around), "level", MUTED, 1.5),
            self.path(),
            self.way(),
            title=title,
            description=description,
            kind="small",
        )

    def x(self, place: int) -> float:
        return self.left + 8 + (self.right - self.left - 16) * place / max(1, len(self.periods) - 1)

    def y(self, value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low or 1.0)

    def grid(self) -> str:
        axis_x = WIDTH - EDGE if self.sheet.rtl else self.left - 6
        parts = []
        for value in (self.low, self.high):
            y = self.y(value)
            parts.append(rule(self.left, y, self.right, y))
            parts.append(self.small(self.shown(value), axis_x, y + 4, "end"))
        ends = [(0, "start", self.left + 2), (len(self.periods) - 1, "end", self.right - 2)]
        for place, anchor, x in ends[: len(self.periods)]:
            parts.append(self.small(self.periods[place], x, HEIGHT - 6, anchor))
        return element("g", *parts, class_="axes")

    def small(self, text: str, x: float, y: float, anchor: str) -> str:
        return label(
            text, x, y, "en", "end" if anchor == "end" else "start",
            class_="muted", font_size=SIZE - 1, fill=MUTED,
        )  # fmt: skip

    def band(self) -> str:
        """Between the limits; their edges are dashed where they are provisional."""
        if self.line.limits is None:
            return ""
        low, high = (max(TOP - 8, min(BOTTOM, self.y(value))) for value in self.line.limits)
        edges = element(
            "path",
            class_="level",
            fill="none",
            stroke=MUTED,
            stroke_dasharray="4 4" if self.line.is_provisional else None,
            d="".join(
                f"M{number(self.left)} {number(y)}H{number(self.right)}" for y in (low, high)
            ),
        )
        ground = element(
            "rect", class_="between", x=self.left, y=high, width=self.right - self.left,
            height=low - high, fill=MUTED, fill_opacity="0.08",
        )  # fmt: skip
        return ground + edges

    def path(self) -> str:
        if not self.line.path:
            return ""
        steps = [(self.x(place), self.y(value)) for place, value in self.line.path]
        d = "L".join(f"{number(x)} {number(y)}" for x, y in steps)
        x, y = steps[-1]
        return element(
            "path", class_="target-path", d=f"M{d}", fill="none", stroke=TARGET_INK,
            stroke_width=1.5, stroke_dasharray="2 5", stroke_linecap="round",
        ) + element(
            "circle", class_="target-ring", cx=x, cy=y, r=4, fill="none", stroke=TARGET_INK,
            stroke_width=2,
        )  # fmt: skip

    def way(self) -> str:
        colour, points = group_colour(self.line.group), self.line.points
        parts = [self.stretches([point.value for point in points], "line", colour, 2.4)]
        known = [place for place, point in enumerate(points) if point.value is not None]
        for place, point in enumerate(points):
            if point.hidden:
                near = min(known, key=lambda one: abs(one - place), default=None)
                value = points[near].value if near is not None else None
                y = (TOP + BOTTOM) / 2 if value is None else self.y(value)
                parts.append(lock(self.x(place), y, point.hidden))
        if known:
            parts.append(self.last(known[-1]))
        return element("g", *parts, class_=f"series {group_class(self.line.group)}")

    def last(self, place: int) -> str:
        """The latest figure, above its point; at an edge it grows inwards."""
        point = self.line.points[place]
        x, y = self.x(place), self.y(point.value or 0.0)
        wide = widest([point.text], SIZE, 600) / 2
        inside = min(max(x, self.left + wide), self.right - wide)
        return mark(self.line.group, x, y, 4) + label(
            point.text, inside, y - 9, "en", "middle", class_="ink halo", font_size=SIZE,
            font_weight=600, fill=group_colour(self.line.group), **HALO,
        )  # fmt: skip

    def stretches(self, values: Sequence[float | None], kind: str, colour: str, wide: float) -> str:
        """Lines through values that follow each other."""
        written, is_drawing = [], False
        for place, value in enumerate(values):
            if value is not None:
                spot = f"{number(self.x(place))} {number(self.y(value))}"
                written.append(f"{'L' if is_drawing else 'M'}{spot}")
            is_drawing = value is not None
        if not written:
            return ""
        return element(
            "path", class_=kind, d="".join(written), fill="none", stroke=colour,
            stroke_width=wide, stroke_linejoin="round", stroke_linecap="round",
        )  # fmt: skip
