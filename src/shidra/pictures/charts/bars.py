"""Need against commitment, line by line: what is covered, what is missing, what overlaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shidra.i18n.phrases import together
from shidra.pictures.charts.frame import (
    AXIS_SIZE,
    LABEL_SIZE,
    NARROW_BELOW,
    Format,
    Sheet,
    rule,
    widest,
)
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import INK, MISSING, MONEY, MUTED, PAPER
from shidra.pictures.spacing import ticks

__all__ = ["MoneyBar", "draw_money_bars"]

BAR, STRIPE = 18.0, 5.0
REMARK_GAP = 12.0


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """One line: covered + missing = need; overlap lies beyond it. Texts come ready-made."""

    name: str
    covered: float
    missing: float
    overlap: float = 0.0
    need_text: str = ""
    covered_text: str = ""
    missing_text: str = ""
    overlap_text: str = ""
    href: str = ""

    @property
    def need(self) -> float:
        return self.covered + self.missing


def draw_money_bars(
    bars: Sequence[MoneyBar],
    *,
    language: Language,
    title: str,
    description: str,
    format_value: Format,
    width: float = 720.0,
) -> str:
    """A bar per line from the reading side: filled covered, dashed missing, hatched overlap."""
    row = 46.0 if width >= NARROW_BELOW else 58.0
    chart = MoneyBars(Sheet(width, 34 + row * len(bars) + 8, language), bars, row, format_value)
    return chart.sheet.finished(
        chart.grid(),
        *map(chart.bar, range(len(bars))),
        title=title,
        description=description,
        kind="money-bars",
    )


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a piece of a bar, in the colour of that piece."""

    text: str
    colour: str
    class_: str
    may_stand_inside: bool

    @property
    def width(self) -> float:
        return text_width(self.text, 12, 600)

    def fits(self, piece: float) -> bool:
        """Whether it stands inside its piece; hatching leaves no room for letters."""
        return self.may_stand_inside and piece >= self.width + 12


def remarks_on(bar: MoneyBar) -> list[Remark]:
    """That something is missing, that something overlaps, or both."""
    found = []
    if bar.missing > 0 and bar.missing_text:
        found.append(Remark(bar.missing_text, MISSING, "missing-ink", may_stand_inside=True))
    if bar.overlap > 0 and bar.overlap_text:
        found.append(Remark(bar.overlap_text, MONEY, "money-ink", may_stand_inside=False))
    return found


def side_by_side(remarks: Sequence[Remark]) -> float:
    """The width of remarks one after another."""
    return sum(each.width for each in remarks) + REMARK_GAP * max(len(remarks) - 1, 0)


class MoneyBars:
    """The bars on their way to markup."""

    def __init__(self, sheet: Sheet, bars: Sequence[MoneyBar], row: float, shown: Format) -> None:
        self.sheet, self.bars, self.row, self.shown = sheet, bars, row, shown
        self.stacked = sheet.is_narrow
        names = widest([bar.name for bar in bars], LABEL_SIZE)
        self.begin = 4.0 if self.stacked else min(names + 16, sheet.width * 0.36)
        most = max((bar.need + bar.overlap for bar in bars), default=1.0)
        self.steps = ticks(0, most or 1.0, 3 if self.stacked else 5)
        self.room = self.free_of_captions()

    def free_of_captions(self) -> float:
        """How long the axis may be so that every caption beyond its bar stays on the sheet."""
        room = self.sheet.width - self.begin - 24
        for bar in () if self.stacked else self.bars:
            share = (bar.need + bar.overlap) / self.steps[-1]
            piece = room * bar.missing / self.steps[-1]
            beyond = [each for each in remarks_on(bar) if not each.fits(piece - 12)]
            if share > 0 and beyond:
                wanted = self.sheet.width - self.begin - side_by_side(beyond) - 14
                room = min(room, wanted / share)
        return room

    def at(self, value: float) -> float:
        """Distance from the reading side at which a value ends."""
        return self.begin + self.room * value / self.steps[-1]

    def stripes(self, begin: float, end: float, y: float) -> str:
        """The hatching of overlap: money in stripes, drawn out so that it needs no name."""
        wide = max(0.0, self.at(end) - self.at(begin))
        x = self.sheet.from_start(self.at(begin), wide)
        written = []
        slant = STRIPE / 2 - BAR
        while slant < wide:
            low, high = max(0.0, slant), min(wide, slant + BAR)
            written.append(
                f"M{number(x + low)} {number(y + low - slant)}"
                f"L{number(x + high)} {number(y + high - slant)}"
            )
            slant += STRIPE
        return element("path", class_="stripe", stroke=MONEY, stroke_width=1.6, d="".join(written))

    def grid(self) -> str:
        parts = []
        for step in self.steps:
            x = self.sheet.from_start(self.at(step))
            parts.append(rule(x, 26, x, self.sheet.height - 4))
            parts.append(
                label(
                    self.shown(step),
                    x,
                    16,
                    self.sheet.language,
                    "middle",
                    class_="muted",
                    font_size=AXIS_SIZE,
                    fill=MUTED,
                )
            )
        return element("g", *parts, class_="axes")

    def piece(self, begin: float, end: float, y: float, **named: str | float) -> str:
        wide = max(0.0, self.at(end) - self.at(begin))
        x = self.sheet.from_start(self.at(begin), wide)
        return element("rect", x=x, y=y, width=wide, height=BAR, rx=4, **named)

    def bar(self, index: int) -> str:
        bar = self.bars[index]
        top = 34 + index * self.row
        y = top + (26 if self.stacked else 6)
        parts = [
            element(
                "title",
                escape(
                    together((bar.name, bar.need_text, bar.missing_text, bar.overlap_text), ". ")
                ),
            )
        ]
        parts.append(self.name(bar, top))
        if bar.missing > 0:
            parts.append(
                self.piece(
                    bar.covered,
                    bar.need,
                    y,
                    class_="missing",
                    fill=MISSING,
                    fill_opacity="0.08",
                    stroke=MISSING,
                    stroke_width=1.5,
                    stroke_dasharray="5 3",
                )
            )
        parts.append(self.piece(0, bar.covered, y, class_="covered", fill=MONEY))
        if bar.overlap > 0:
            end = bar.need + bar.overlap
            parts.append(self.stripes(bar.need, end, y))
            parts.append(self.piece(bar.need, end, y, class_="overlap", fill="none", stroke=MONEY))
        parts.append(self.need_mark(bar, y))
        parts.append(self.captions(bar, y))
        return element("g", *parts, class_="money-bar")

    def need_mark(self, bar: MoneyBar, y: float) -> str:
        x = self.sheet.from_start(self.at(bar.need))
        return element(
            "path",
            class_="need",
            stroke=INK,
            stroke_width=2,
            d=f"M{number(x)} {number(y - 3)}V{number(y + 21)}",
        )

    def name(self, bar: MoneyBar, top: float) -> str:
        room = self.begin - 14
        if self.stacked:
            room = self.sheet.width - 16 - side_by_side(remarks_on(bar))
        shown = shortened(bar.name, LABEL_SIZE, room)
        return self.sheet.words(shown, self.sheet.from_start(2), top + (18 if self.stacked else 20))

    def captions(self, bar: MoneyBar, y: float) -> str:
        """What is missing or overlaps, and how much is covered where that fits inside."""
        covered = text_width(bar.covered_text, 12, 600)
        parts = self.remarks(bar, y)
        if bar.covered_text and self.at(bar.covered) - self.at(0) >= covered + 16:
            middle = (self.at(0) + self.at(bar.covered)) / 2
            parts.append(self.inside(bar.covered_text, middle, y, "on-money", PAPER))
        return "".join(parts)

    def remarks(self, bar: MoneyBar, y: float) -> list[str]:
        """Each inside its own piece when it fits there, else beyond the bar; on a phone above it."""
        begin, finish = self.at(bar.covered), self.at(bar.need)
        parts, beyond = [], []
        for remark in remarks_on(bar):
            if not self.stacked and remark.fits(finish - begin):
                middle = (begin + finish) / 2
                parts.append(self.inside(remark.text, middle, y, remark.class_, remark.colour))
            else:
                beyond.append(remark)
        return parts + (self.above(beyond, y - 8) if self.stacked else self.after(bar, beyond, y))

    def after(self, bar: MoneyBar, remarks: Sequence[Remark], y: float) -> list[str]:
        """Beyond the end of the bar, one after another."""
        parts, begin = [], self.at(bar.need + bar.overlap) + 9
        for remark in remarks:
            parts.append(self.remark(remark, begin, y + 13.4))
            begin += remark.width + REMARK_GAP
        return parts

    def above(self, remarks: Sequence[Remark], y: float) -> list[str]:
        """At the far edge of the sheet, the last one outermost."""
        parts, end = [], self.sheet.width - 2
        for remark in reversed(remarks):
            parts.append(self.remark(remark, end, y, away=True))
            end -= remark.width + REMARK_GAP
        return parts

    def remark(self, remark: Remark, distance: float, y: float, *, away: bool = False) -> str:
        return self.sheet.words(
            remark.text,
            self.sheet.from_start(distance),
            y,
            away=away,
            size=12,
            strong=True,
            colour=remark.colour,
            class_=remark.class_,
        )

    def inside(self, text: str, middle: float, y: float, class_: str, colour: str) -> str:
        return label(
            text,
            self.sheet.from_start(middle),
            y + 13.4,
            self.sheet.language,
            "middle",
            class_=class_,
            font_size=12,
            font_weight="600",
            fill=colour,
        )
