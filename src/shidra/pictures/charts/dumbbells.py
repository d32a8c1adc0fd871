"""From where each group began to where it stands, against the one goal of all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shidra.i18n.phrases import plain
from shidra.pictures.charts.axes import HALO
from shidra.pictures.charts.frame import (
    NARROW_BELOW,
    TARGET_INK,
    Format,
    Sheet,
    goal_ring,
)
from shidra.pictures.charts.ranges import GroupRange, GroupRanges
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import LINE, MUTED, PAPER

__all__ = ["Dumbbell", "draw_dumbbells"]

FOOT, DOT = 26.0, 5.0


@dataclass(frozen=True, slots=True)
class Dumbbell(GroupRange):
    """One group: hollow where it began, full where it stands; `sure` is what its counts leave open."""

    before_text: str = ""
    before_sure: tuple[float, float] | None = None
    sure: tuple[float, float] | None = None


def draw_dumbbells(
    rows: Sequence[Dumbbell],
    *,
    language: Language,
    title: str,
    description: str,
    format_value: Format,
    goal: float | None = None,
    goal_text: str = "",
    width: float = 720.0,
) -> str:
    """A row per group; values grow away from the reading side, the goal is one line through all."""
    tall = 44.0 if width >= NARROW_BELOW else 66.0
    foot = FOOT if goal is not None else 6.0
    sheet = Sheet(width, 34 + tall * len(rows) + foot, language)
    chart = Dumbbells(sheet, [replace(row, goal=goal) for row in rows], tall, format_value, foot)
    return sheet.finished(
        chart.grid(),
        "" if goal is None else chart.finish(goal, goal_text),
        *map(chart.row, range(len(rows))),
        title=title,
        description=description,
        kind="ranges dumbbells",
    )


class Dumbbells(GroupRanges):
    """The rows on their way to markup."""

    def __init__(
        self,
        sheet: Sheet,
        rows: Sequence[Dumbbell],
        tall: float,
        shown: Format,
        foot: float,
    ) -> None:
        super().__init__(sheet, rows, tall, shown, from_zero=False)
        self.drawn: GroupRange = GroupRange("", None)
        self.bottom = sheet.height - foot

    def reach(self, row: GroupRange) -> tuple[float | None, ...]:
        sure = (row.before_sure, row.sure) if isinstance(row, Dumbbell) else ()
        return (*super().reach(row), *(end for each in sure if each for end in each))

    def finish(self, goal: float, text: str) -> str:
        """The goal of all, as a line that every group is on its way to."""
        x = self.at(goal)
        half = text_width(text, 12, 600) / 2
        middle = min(max(x, half + 4), self.sheet.width - half - 4)
        return element(
            "g",
            element(
                "path",
                class_="target-path",
                d=f"M{number(x)} 24V{number(self.bottom + 2)}",
                fill="none",
                stroke=TARGET_INK,
                stroke_width=1.6,
                stroke_dasharray="2 5",
                stroke_linecap="round",
            ),
            goal_ring(x, self.bottom + 2),
            label(
                shortened(text, 12, self.sheet.width - 8, 600),
                middle,
                self.sheet.height - 3,
                self.sheet.language,
                "middle",
                class_="on-path",
                font_size=12,
                font_weight=600,
                fill=TARGET_INK,
            ),
            class_="target",
        )

    def goal(self, now: float, goal: float, y: float) -> list[str]:
        """What is still to go, up to the line of all."""
        return [
            element(
                "path",
                class_="to-go",
                fill="none",
                stroke=LINE,
                stroke_width=2.4,
                stroke_dasharray="0.5 6",
                stroke_linecap="round",
                d=f"M{number(self.at(now))} {number(y)}H{number(self.at(goal))}",
            )
        ]

    def row(self, index: int) -> str:
        self.drawn = self.rows[index]
        return super().row(index)

    def way(self, before: float, now: float, y: float, colour: str) -> list[str]:
        row, hollow = self.drawn, self.at(before)
        found = [
            element(
                "path",
                class_="way",
                stroke=colour,
                stroke_width=5,
                stroke_opacity="0.35",
                stroke_linecap="round",
                fill="none",
                d=f"M{number(hollow)} {number(y)}H{number(self.at(now))}",
            )
        ]
        if isinstance(row, Dumbbell):
            found += [self.whisker(sure, y, colour) for sure in (row.before_sure, row.sure) if sure]
            found.append(self.began(row, hollow, y))
        found.append(element("circle", class_="lock-ground", cx=hollow, cy=y, r=DOT, fill=PAPER))
        found.append(
            element(
                "circle",
                class_="line",
                cx=hollow,
                cy=y,
                r=DOT,
                fill="none",
                stroke=colour,
                stroke_width=2.2,
            )
        )
        return found

    def whisker(self, sure: tuple[float, float], y: float, colour: str) -> str:
        low, high = (number(self.at(end)) for end in sure)
        up, down = number(y - 4), number(y + 4)
        return element(
            "path",
            class_="line",
            stroke=colour,
            stroke_width=1.3,
            fill="none",
            d=f"M{low} {up}V{down}M{low} {number(y)}H{high}M{high} {up}V{down}",
        )

    def began(self, row: Dumbbell, x: float, y: float) -> str:
        """The first value over its mark, where that does not run into the latest."""
        needed = (text_width(row.before_text, 12) + text_width(row.now_text, 12, 600)) / 2 + 8
        if not row.before_text or row.now is None or abs(x - self.at(row.now)) < needed:
            return ""
        return label(
            plain(row.before_text),
            x,
            y - 10,
            "en",
            "middle",
            class_="muted halo",
            font_size=12,
            fill=MUTED,
            **HALO,
        )
