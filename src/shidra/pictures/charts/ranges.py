"""Each group on its own way to the goal: where it began, where it is, how far it still has."""

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
    goal_ring,
    group_class,
    group_colour,
    lock,
    mark,
    rule,
    widest,
)
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import INK, LINE, MUTED
from shidra.pictures.spacing import ticks_told_apart

__all__ = ["GroupRange", "draw_group_ranges"]


@dataclass(frozen=True, slots=True)
class GroupRange:
    """One group: its first and latest value, its goal, and what is left in words."""

    name: str
    now: float | None
    now_text: str = ""
    before: float | None = None
    goal: float | None = None
    left_text: str = ""
    group: int | None = None
    hidden: str = ""


def draw_group_ranges(
    rows: Sequence[GroupRange],
    *,
    language: Language,
    title: str,
    description: str,
    format_value: Format,
    from_zero: bool = False,
    width: float = 720.0,
) -> str:
    """A row per group; values grow away from the reading side."""
    row = 40.0 if width >= NARROW_BELOW else 64.0
    sheet = Sheet(width, 34 + row * len(rows) + 6, language)
    chart = GroupRanges(sheet, rows, row, format_value, from_zero=from_zero)
    return sheet.finished(
        chart.grid(),
        *map(chart.row, range(len(rows))),
        title=title,
        description=description,
        kind="ranges",
    )


class GroupRanges:
    """The rows on their way to markup."""

    def __init__(
        self,
        sheet: Sheet,
        rows: Sequence[GroupRange],
        tall: float,
        shown: Format,
        *,
        from_zero: bool,
    ) -> None:
        self.sheet, self.rows, self.tall, self.shown = sheet, rows, tall, shown
        self.bottom = sheet.height - 2
        self.stacked = sheet.is_narrow
        values = [v for row in rows for v in self.reach(row) if v is not None]
        values += [0.0] if from_zero or not values else []
        self.steps = ticks_told_apart(
            min(values), max(values), 4 if self.stacked else 6, self.shown
        )
        names = widest([row.name for row in rows], LABEL_SIZE, 600)
        self.begin = 16.0 if self.stacked else min(names + 26, sheet.width * 0.34)
        ends = 0.0 if self.stacked else widest([row.left_text for row in rows], 12)
        self.room = sheet.width - self.begin - ends - 28

    def reach(self, row: GroupRange) -> tuple[float | None, ...]:
        """Every value of a row that the axis has to hold."""
        return row.now, row.before, row.goal

    def at(self, value: float) -> float:
        """X of a value."""
        share = (value - self.steps[0]) / (self.steps[-1] - self.steps[0])
        return self.sheet.from_start(self.begin + self.room * share)

    def grid(self) -> str:
        parts = []
        for step in self.steps:
            x = self.at(step)
            parts.append(rule(x, 26, x, self.bottom))
            parts.append(
                label(
                    self.shown(step),
                    x,
                    16,
                    "en",
                    "middle",
                    class_="muted",
                    font_size=AXIS_SIZE,
                    fill=MUTED,
                )
            )
        return element("g", *parts, class_="axes")

    def row(self, index: int) -> str:
        row = self.rows[index]
        top = 34 + index * self.tall
        y = top + (46 if self.stacked else 22)
        told = together((row.name, row.now_text, row.left_text), ". ")
        parts = [element("title", escape(told)), *self.words(row, top, y)]
        if row.now is None:
            if row.hidden:
                parts.append(lock(self.at((self.steps[0] + self.steps[-1]) / 2), y, row.hidden))
            return element("g", *parts, class_=f"row {group_class(row.group)}")
        if row.goal is not None:
            parts += self.goal(row.now, row.goal, y)
        if row.before is not None:
            parts += self.way(row.before, row.now, y, group_colour(row.group))
        parts.append(mark(row.group, self.at(row.now), y, 6))
        return element("g", *parts, class_=f"row {group_class(row.group)}")

    def words(self, row: GroupRange, top: float, y: float) -> list[str]:
        """Name at the reading side, the latest value over its mark, the rest at the far side."""
        total = row.group is None
        left = text_width(row.left_text, 12) + 12 if self.stacked else 0
        room = self.sheet.width - left - 8 if self.stacked else self.begin - 22
        parts = [
            self.sheet.words(
                shortened(row.name, LABEL_SIZE, room, 600 if total else 400),
                self.sheet.from_start(2),
                top + (16 if self.stacked else 26),
                strong=total,
            )
        ]
        if row.left_text:
            parts.append(
                self.sheet.words(
                    row.left_text,
                    self.sheet.from_start(self.sheet.width - 2),
                    top + (16 if self.stacked else 26),
                    away=True,
                    size=12,
                    colour=MUTED,
                    class_="muted",
                )
            )
        if row.now is not None and row.now_text:
            parts.append(
                label(
                    row.now_text,
                    self.at(row.now),
                    y - 10,
                    "en",
                    "middle",
                    class_="group-ink",
                    font_size=12,
                    font_weight=600,
                    fill=group_colour(row.group),
                )
            )
        return parts

    def goal(self, now: float, goal: float, y: float) -> list[str]:
        x = self.at(goal)
        return [
            element(
                "path",
                class_="to-go",
                fill="none",
                stroke=LINE,
                stroke_width=2.4,
                stroke_dasharray="0.5 6",
                stroke_linecap="round",
                d=f"M{number(self.at(now))} {number(y)}H{number(x)}",
            ),
            goal_ring(x, y),
        ]

    def way(self, before: float, now: float, y: float, colour: str) -> list[str]:
        return [
            element(
                "path",
                class_="way",
                stroke=colour,
                stroke_width=5,
                stroke_opacity="0.3",
                stroke_linecap="round",
                fill="none",
                d=f"M{number(self.at(before))} {number(y)}H{number(self.at(now))}",
            ),
            element(
                "path",
                class_="began",
                stroke=INK,
                stroke_width=1.6,
                d=f"M{number(self.at(before))} {number(y - 6)}V{number(y + 6)}",
            ),
        ]
