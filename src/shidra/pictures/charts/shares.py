"""One whole and its parts: public and private money, and what nobody has promised yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from shidra.i18n.phrases import plain
from shidra.pictures.charts.frame import LABEL_SIZE, Sheet
from shidra.pictures.dialect import Language, element, number
from shidra.pictures.lettering import text_width, wrapped
from shidra.pictures.palette import INK, MISSING, MUTED
from shidra.pictures.spacing import apart

__all__ = ["Share", "draw_shares"]

type Role = Literal["public", "private", "missing"]

PRINT: dict[Role, str] = {"public": "#0f5d63", "private": "#5fb3a8", "missing": MISSING}
LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Share:
    """One part with its name and its amount in words."""

    name: str
    value: float
    text: str
    role: Role


def draw_shares(
    shares: Sequence[Share],
    *,
    language: Language,
    title: str,
    description: str,
    width: float = 720.0,
) -> str:
    """A bar from the reading side, each part named below it, no name over another."""
    kept = [share for share in shares if share.value > 0]
    whole = sum(share.value for share in kept) or 1.0
    room = (width - 4) / max(1, len(kept))
    sizes = [
        min(room, max(text_width(share.name, LABEL_SIZE), text_width(share.text, 13, 600)) + 18)
        for share in kept
    ]
    names = [
        wrapped(share.name, LABEL_SIZE, size - 8, 2)
        for share, size in zip(kept, sizes, strict=True)
    ]
    sheet = Sheet(width, 74 + 18.0 * max(map(len, names), default=1), language)
    begins, begin = [], 2.0
    for share in kept:
        begins.append(begin)
        begin += (width - 4) * share.value / whole
    ends = [*begins[1:], begin] if begins else []
    spots = apart(
        [one + size / 2 for one, size in zip(begins, sizes, strict=True)],
        sizes,
        low=2,
        high=width - 2,
    )
    parts = [
        part(sheet, share, name, (one, end), spot - size / 2)
        for share, name, one, end, spot, size in zip(
            kept, names, begins, ends, spots, sizes, strict=True
        )
    ]
    return sheet.finished(*parts, title=title, description=description, kind="shares")


def part(
    sheet: Sheet, share: Share, name: Sequence[str], span: tuple[float, float], words: float
) -> str:
    """One piece of the bar with a fine line down to its words."""
    begin, end = span
    wide = max(LEAST, end - begin - 2)
    lacking = share.role == "missing"
    x = sheet.from_start(begin + 0.5, wide)
    foot = sheet.from_start(begin + min(6.0, wide / 2))
    return element(
        "g",
        element("title", escape(f"{plain(share.name)}: {share.text}")),
        element(
            "rect",
            class_=share.role,
            x=x,
            y=8,
            width=wide,
            height=26,
            rx=6,
            fill=PRINT[share.role],
            fill_opacity="0.08" if lacking else None,
            stroke=MISSING if lacking else None,
            stroke_width=1.5 if lacking else None,
            stroke_dasharray="5 3" if lacking else None,
        ),
        element(
            "path",
            class_="leader-line",
            fill="none",
            stroke=MUTED,
            stroke_width=1,
            d=f"M{number(foot)} 36V41L{number(sheet.from_start(words + 6))} 47",
        ),
        sheet.words(
            share.text,
            sheet.from_start(words + 2),
            63,
            strong=True,
            colour=MISSING if lacking else INK,
            class_="missing-ink" if lacking else "ink",
        ),
        *(
            sheet.words(
                line,
                sheet.from_start(words + 2),
                82 + 18 * place,
                colour=MUTED,
                class_="muted",
            )
            for place, line in enumerate(name)
        ),
        class_="share",
    )
