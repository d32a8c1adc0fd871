"""What is done about each factor, from when until when. Time runs left to right in every language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from shidra.i18n.phrases import together
from shidra.pictures.charts.frame import AXIS_SIZE, LABEL_SIZE, Sheet, rule, widest
from shidra.pictures.dialect import Language, element, label, number, picture
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import INK, MUTED, PAPER, printed

__all__ = ["TimeBar", "TimeLane", "TimeTick", "draw_timeline"]

TOP, HEADING, ROW, STACKED_ROW, BAR = 34.0, 34.0, 26.0, 42.0, 14.0
# A bar is never so short that nobody sees it.
SHORTEST = 4.0


@dataclass(frozen=True, slots=True)
class TimeBar:
    """One activity; a side without a day is open. `is_system` tells work on the system apart."""

    name: str
    begins: float | None
    ends: float | None
    told: str
    is_system: bool = False


@dataclass(frozen=True, slots=True)
class TimeLane:
    """A factor with its activities."""

    name: str
    bars: tuple[TimeBar, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A day on the axis with its words."""

    at: float
    text: str


def draw_timeline(
    lanes: Sequence[TimeLane],
    *,
    ticks: Sequence[TimeTick],
    today: TimeTick,
    language: Language,
    title: str,
    description: str,
    width: float = 1080.0,
) -> str:
    """A heading per factor, a line per activity, a bar from its first day to its last."""
    chart = _Timeline(Sheet(width, 0, language), lanes, ticks, today)
    return picture(
        chart.axis(),
        # Where words stand over the days, the line runs behind them.
        *((chart.today(), *chart.rows()) if chart.is_stacked else (*chart.rows(), chart.today())),
        width=width,
        height=chart.height,
        title=title,
        description=description,
        language=language,
        class_="picture-chart timeline",
    )


class _Timeline:
    """The lanes on their way to markup."""

    def __init__(
        self,
        sheet: Sheet,
        lanes: Sequence[TimeLane],
        ticks: Sequence[TimeTick],
        today: TimeTick,
    ) -> None:
        self.sheet, self.lanes, self.ticks, self.now = sheet, lanes, ticks, today
        self.is_stacked = sheet.is_narrow
        self.tall = STACKED_ROW if self.is_stacked else ROW
        bars = sum(len(lane.bars) for lane in lanes)
        self.height = TOP + HEADING * len(lanes) + self.tall * bars + 8
        names = widest([bar.name for lane in lanes for bar in lane.bars], LABEL_SIZE)
        words = 0.0 if self.is_stacked else min(names + 20, sheet.width * 0.36)
        # Words stand at the reading side; the days beside them run left to right either way.
        self.left = 8.0 if sheet.rtl else words + 8
        self.right = sheet.width - (words + 8 if sheet.rtl else 8)
        self.words = words
        self.first = min((tick.at for tick in ticks), default=today.at)
        self.last = max((tick.at for tick in ticks), default=today.at + 1)

    def at(self, day: float) -> float:
        """X of a day, kept on the paper."""
        share = (day - self.first) / ((self.last - self.first) or 1)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)

    def axis(self) -> str:
        """A line and a word for each tick, as many words as have room."""
        parts, until = [], float("-inf")
        now = self.at(self.now.at)
        pill = text_width(self.now.text, AXIS_SIZE, 600) / 2 + 9
        for tick in self.ticks:
            x = self.at(tick.at)
            parts.append(rule(x, TOP - 8, x, self.height - 4))
            half = text_width(tick.text, AXIS_SIZE) / 2
            is_under_today = abs(x - now) < half + pill
            if not tick.text or is_under_today or x - half < until + 8:
                continue
            until = x + half
            parts.append(
                self.tick_words(tick.text, min(max(x, half + 2), self.sheet.width - half - 2))
            )
        return element("g", *parts, class_="axes")

    def tick_words(self, text: str, x: float) -> str:
        return label(text, x, 16, "en", "middle", class_="muted", font_size=AXIS_SIZE, fill=MUTED)

    def today(self) -> str:
        """Where we stand now, over everything."""
        x = self.at(self.now.at)
        half = text_width(self.now.text, AXIS_SIZE, 600) / 2 + 5
        middle = min(max(x, half), self.sheet.width - half)
        return element(
            "g",
            element(
                "path",
                class_="today-line",
                stroke=INK,
                stroke_width=1.4,
                stroke_dasharray="3 3",
                d=f"M{number(x)} {number(TOP - 10)}V{number(self.height - 4)}",
            ),
            element(
                "rect",
                class_="today-ground",
                x=middle - half,
                y=3,
                width=2 * half,
                height=18,
                rx=9,
                fill=INK,
            ),
            label(
                self.now.text,
                middle,
                16,
                self.sheet.language,
                "middle",
                class_="today-words",
                font_size=AXIS_SIZE,
                font_weight=600,
                fill=PAPER,
            ),
            class_="today",
        )

    def rows(self) -> list[str]:
        parts, y = [], TOP
        for lane in self.lanes:
            parts.append(self.heading(lane.name, y))
            y += HEADING
            for bar in lane.bars:
                parts.append(self.row(bar, y))
                y += self.tall
        return parts

    def heading(self, name: str, y: float) -> str:
        return self.sheet.words(
            shortened(name, LABEL_SIZE + 1, self.sheet.width - 12, 600),
            self.sheet.from_start(4),
            y + 22,
            size=LABEL_SIZE + 1,
            strong=True,
            class_="lane-name",
            colour=printed("factors"),
        )

    def row(self, bar: TimeBar, y: float) -> str:
        room = self.sheet.width - 16 if self.is_stacked else self.words - 8
        middle = y + (28 if self.is_stacked else 13)
        return element(
            "g",
            element("title", escape(together((bar.name, bar.told), ". "))),
            self.sheet.words(
                shortened(bar.name, LABEL_SIZE, room),
                self.sheet.from_start(8),
                y + (15 if self.is_stacked else 17),
            ),
            self.bar(bar, middle),
            class_="row",
        )

    def bar(self, bar: TimeBar, y: float) -> str:
        """From the first day to the last; where a side is open, it ends in an arrow."""
        begin = self.at(bar.begins) if bar.begins is not None else self.left
        end = self.at(bar.ends) if bar.ends is not None else self.right
        end = max(end, begin + SHORTEST)
        top, bottom = number(y - BAR / 2), number(y + BAR / 2)
        tip = min(BAR / 2, (end - begin) / 2)
        path = f"M{number(begin + (tip if bar.begins is None else 0))} {top}"
        path += (
            f"H{number(end - tip)}L{number(end)} {number(y)}L{number(end - tip)} {bottom}"
            if bar.ends is None
            else f"H{number(end)}V{bottom}"
        )
        path += (
            f"H{number(begin + tip)}L{number(begin)} {number(y)}Z"
            if bar.begins is None
            else f"H{number(begin)}Z"
        )
        colour = printed("activities")
        return element(
            "path",
            class_="time-bar system" if bar.is_system else "time-bar programme",
            d=path,
            fill=PAPER if bar.is_system else colour,
            stroke=colour,
            stroke_width=2,
            stroke_linejoin="round",
        )
