"""How many people each group still has behind the goal: one bar for each, a lock where it is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shidra.i18n.phrases import together
from shidra.pictures.charts.frame import (
    LABEL_SIZE,
    NARROW_BELOW,
    Sheet,
    group_class,
    group_colour,
    lock,
    widest,
)
from shidra.pictures.dialect import Language, element
from shidra.pictures.lettering import shortened, text_width

__all__ = ["PeopleBar", "draw_people_bars"]

BAR, TOP = 16.0, 6.0


@dataclass(frozen=True, slots=True)
class PeopleBar:
    """One group with its people, or the reason why their number is hidden."""

    name: str
    people: float | None
    text: str = ""
    group: int | None = None
    hidden: str = ""


def draw_people_bars(
    bars: Sequence[PeopleBar],
    *,
    language: Language,
    title: str,
    description: str,
    width: float = 720.0,
) -> str:
    """Bars grow away from the reading side, all on one scale, each with its number at its end."""
    tall = 32.0 if width >= NARROW_BELOW else 46.0
    sheet = Sheet(width, TOP + tall * len(bars), language)
    stacked = sheet.is_narrow
    names = widest([bar.name for bar in bars], LABEL_SIZE, 600)
    begin = 4.0 if stacked else min(names + 18, sheet.width * 0.36)
    ends = widest([bar.text for bar in bars], LABEL_SIZE, 600)
    most = max((bar.people or 0.0 for bar in bars), default=0.0) or 1.0
    room = sheet.width - begin - ends - 20
    rows = []
    for place, bar in enumerate(bars):
        top = TOP + tall * place
        y = top + (22 if stacked else 4)
        long = room * (bar.people or 0.0) / most
        rows.append(_row(sheet, bar, top, y, begin, long, stacked=stacked))
    return sheet.finished(*rows, title=title, description=description, kind="people-bars")


def _row(
    sheet: Sheet, bar: PeopleBar, top: float, y: float, begin: float, long: float, *, stacked: bool
) -> str:
    strong = bar.group is None
    wide = sheet.width - 8 if stacked else begin - 14
    name = shortened(bar.name, LABEL_SIZE, wide, 600 if strong else 400)
    parts = [
        element("title", escape(together((bar.name, bar.text or bar.hidden), ". "))),
        sheet.words(name, sheet.from_start(2), top + 16, strong=strong),
    ]
    if bar.people is None:
        if bar.hidden:
            parts.append(lock(sheet.from_start(begin + 10), y + BAR / 2, bar.hidden))
        return element("g", *parts, class_=f"row {group_class(bar.group)}")
    x = sheet.from_start(begin, long)
    parts.append(
        element(
            "rect",
            class_="certainty",
            x=x,
            y=y,
            width=long,
            height=BAR,
            rx=3,
            fill=group_colour(bar.group),
            fill_opacity="0.85",
        )
    )
    parts.append(
        sheet.words(
            bar.text,
            sheet.from_start(begin + long + 8),
            y + 12.5,
            strong=True,
            size=LABEL_SIZE if text_width(bar.text, LABEL_SIZE) < sheet.width else 12,
        )
    )
    return element("g", *parts, class_=f"row {group_class(bar.group)}")
