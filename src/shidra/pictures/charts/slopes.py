"""Two periods side by side: what lay between groups then and now, and how sure each end is."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shidra.i18n.phrases import together
from shidra.pictures.charts.axes import HALO
from shidra.pictures.charts.frame import (
    AXIS_SIZE,
    LABEL_SIZE,
    NARROW_BELOW,
    Format,
    Sheet,
    group_class,
    group_colour,
    mark,
    rule,
    widest,
)
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import Weight, shortened, text_width
from shidra.pictures.palette import INK, MUTED
from shidra.pictures.spacing import apart

__all__ = ["Slope", "SlopeEnd", "draw_slopes"]

TOP, FOOT, LINE_HEIGHT = 34.0, 16.0, 18.0


@dataclass(frozen=True, slots=True)
class SlopeEnd:
    """One end: how far apart, in words, and between what it lies."""

    value: float
    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """One distance then and now; dashed where its change is no more than chance can make."""

    name: str
    first: SlopeEnd
    last: SlopeEnd
    group: int | None = None
    said: str = ""
    is_sure: bool = False


def draw_slopes(
    slopes: Sequence[Slope],
    *,
    periods: tuple[str, str],
    language: Language,
    title: str,
    description: str,
    format_value: Format,
    width: float = 720.0,
) -> str:
    """Time runs left to right in every language; the names stand at the later end."""
    tall = 300.0 if width >= NARROW_BELOW else 280.0
    height = max(tall, TOP + FOOT + LINE_HEIGHT * (len(slopes) + 2))
    chart = Slopes(Sheet(width, height, language), slopes, periods, format_value)
    drawn = sorted(range(len(slopes)), key=lambda place: slopes[place].group is None)
    return chart.sheet.finished(
        chart.frame(),
        *map(chart.slope, drawn),
        title=title,
        description=description,
        kind="slopes",
    )


class Slopes:
    """The distances on their way to markup."""

    def __init__(
        self, sheet: Sheet, slopes: Sequence[Slope], periods: tuple[str, str], shown: Format
    ) -> None:
        self.sheet, self.slopes, self.periods, self.shown = sheet, slopes, periods, shown
        self.top, self.bottom = TOP, sheet.height - FOOT
        ends = [end for slope in slopes for end in (slope.first, slope.last)]
        values = [v for end in ends for v in (end.value, end.low, end.high) if v is not None]
        self.low, self.high = min([0.0, *values]), max([0.0, *values])
        self.high = self.high if self.high > self.low else self.low + 1
        before = widest([slope.first.text for slope in slopes], LABEL_SIZE, 600)
        names = widest([slope.name for slope in slopes], LABEL_SIZE, 600)
        after = widest([slope.last.text for slope in slopes], LABEL_SIZE, 600)
        self.left = max(before, text_width(periods[0], AXIS_SIZE) / 2) + 22
        self.room = min(names + after + 10, sheet.width * (0.42 if sheet.is_narrow else 0.4))
        self.right = sheet.width - self.room - 20
        self.heights = [self._apart(0), self._apart(1)]

    def y(self, value: float) -> float:
        span = self.bottom - self.top - 2 * LINE_HEIGHT / 2
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - LINE_HEIGHT / 2 - span * share

    def _apart(self, end: int) -> list[float]:
        """Where the words of one end stand, none over another."""
        wanted = [self.y((slope.last if end else slope.first).value) for slope in self.slopes]
        sizes = [LINE_HEIGHT] * len(wanted)
        return apart(wanted, sizes, low=self.top - 4, high=self.bottom + 4)

    def frame(self) -> str:
        """The two periods, and the line on which nothing lies apart."""
        parts = [rule(x, self.top - 8, x, self.bottom) for x in (self.left, self.right)]
        parts += [
            label(
                period,
                x,
                16,
                self.sheet.language,
                "middle",
                class_="muted",
                font_size=AXIS_SIZE,
                fill=MUTED,
            )
            for period, x in zip(self.periods, (self.left, self.right), strict=True)
        ]
        nought = self.y(0.0)
        parts.append(
            element(
                "path",
                class_="began",
                stroke=INK,
                stroke_width=1.2,
                fill="none",
                d=f"M{number(self.left)} {number(nought)}H{number(self.right)}",
            )
        )
        return element("g", *parts, class_="axes")

    def slope(self, place: int) -> str:
        slope = self.slopes[place]
        colour, total = group_colour(slope.group), slope.group is None
        first, last = self.y(slope.first.value), self.y(slope.last.value)
        told = together((slope.name, slope.first.text, slope.last.text, slope.said), ". ")
        return element(
            "g",
            element("title", escape(told)),
            self.whisker(slope.first, self.left, colour),
            self.whisker(slope.last, self.right, colour),
            element(
                "path",
                class_="line",
                stroke=colour,
                stroke_width=3.2 if total else 2.2,
                stroke_dasharray=None if slope.is_sure else "3 5",
                stroke_linecap="round",
                fill="none",
                d=f"M{number(self.left)} {number(first)}L{number(self.right)} {number(last)}",
            ),
            mark(slope.group, self.left, first, 4),
            mark(slope.group, self.right, last, 4.6),
            *self.words(slope, place, colour),
            class_=f"row {group_class(slope.group)}",
        )

    def whisker(self, end: SlopeEnd, x: float, colour: str) -> str:
        if end.low is None or end.high is None:
            return ""
        low, high = number(self.y(end.low)), number(self.y(end.high))
        near, far = number(x - 4), number(x + 4)
        return element(
            "path",
            class_="line",
            stroke=colour,
            stroke_width=1.2,
            fill="none",
            d=f"M{near} {low}H{far}M{number(x)} {low}V{high}M{near} {high}H{far}",
        )

    def words(self, slope: Slope, place: int, colour: str) -> list[str]:
        """The first figure before its mark; the last and the name behind its own."""
        named: dict[str, object] = {"font_size": LABEL_SIZE, "font_weight": 600, "fill": colour}
        before, after = (heights[place] + 4.5 for heights in self.heights)
        begin = self.right + 12
        beyond = begin + text_width(slope.last.text, LABEL_SIZE, 600) + 6
        room = self.sheet.width - beyond - 2
        strong: Weight = 600 if slope.group is None else 400
        return [
            label(slope.first.text, self.left - 12, before, "en", "end", class_="group-ink halo",
                  **HALO, **named),  # type: ignore[arg-type]
            label(slope.last.text, begin, after, "en", "start", class_="group-ink halo",
                  **HALO, **named),  # type: ignore[arg-type]
            label(shortened(slope.name, LABEL_SIZE, room, strong), beyond, after,
                  self.sheet.language, "start", class_="ink halo", font_size=LABEL_SIZE,
                  font_weight=strong if strong == 600 else None, fill=INK, **HALO),  # noqa: PLR2004
        ]  # fmt: skip
