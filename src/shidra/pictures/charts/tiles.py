"""A map of equal tiles: each place fills up to its figure, so that no one depends on a colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shidra.i18n.phrases import plain
from shidra.pictures.charts.axes import HALO
from shidra.pictures.charts.frame import Sheet, lock
from shidra.pictures.charts.tiling import tiled
from shidra.pictures.dialect import Language, element, label
from shidra.pictures.lettering import text_width, wrapped
from shidra.pictures.palette import INK, LINE, MUTED, PAPER

__all__ = ["Tile", "draw_tiles"]

GAP, LARGEST, ROOMY, SMALLEST, TALLEST, WIDE_COLUMNS, NARROW_COLUMNS = (
    4.0,
    92.0,
    60.0,
    30.0,
    520.0,
    18,
    9,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A place: its figure in words, how full its tile is (0 to 1), or why it has none."""

    name: str
    spot: tuple[float, float]
    text: str = ""
    level: float | None = None
    hidden: str = ""


def draw_tiles(
    tiles: Sequence[Tile],
    *,
    language: Language,
    title: str,
    description: str,
    width: float = 720.0,
) -> str:
    """North is up and west is left in every language: a map is not mirrored."""
    most = WIDE_COLUMNS if width >= 500 else NARROW_COLUMNS  # noqa: PLR2004
    seats = tiled(tuple(tile.spot for tile in tiles), most)
    columns = max(column for column, _row in seats) + 1
    rows = max(row for _column, row in seats) + 1
    side = min(LARGEST, (width - GAP) / columns - GAP, max(ROOMY, TALLEST / rows) - GAP)
    side = max(SMALLEST, side)
    sheet = Sheet(width, rows * (side + GAP) + GAP, language)
    left = (width - columns * (side + GAP) + GAP) / 2
    drawn = (
        _tile(tile, left + column * (side + GAP), GAP + row * (side + GAP), side, language)
        for tile, (column, row) in zip(tiles, seats, strict=True)
    )
    return sheet.finished(*drawn, title=title, description=description, kind="tiles")


def _tile(tile: Tile, x: float, y: float, side: float, language: Language) -> str:
    said = f"{plain(tile.name)}: {tile.text or tile.hidden or '–'}"
    is_measured = tile.level is not None
    parts = [
        element("title", escape(said)),
        element(
            "rect", class_="lock-ground", x=x, y=y, width=side, height=side, rx=6, fill=PAPER,
            stroke=LINE, stroke_dasharray=None if is_measured or tile.hidden else "3 4",
        ),
    ]  # fmt: skip
    if tile.level is not None:
        tall = max(3.0, side * min(1.0, max(0.0, tile.level)))
        parts.append(
            element(
                "rect",
                class_="fan",
                x=x,
                y=y + side - tall,
                width=side,
                height=tall,
                rx=min(6.0, tall / 2),
                fill=MUTED,
                fill_opacity="0.32",
            )
        )
    if tile.hidden:
        parts.append(lock(x + side / 2, y + side * 0.66, tile.hidden))
    return element("g", *parts, *_words(tile, x + side / 2, y, side, language), class_="place")


def _words(tile: Tile, middle: float, top: float, side: float, language: Language) -> list[str]:
    """The name in up to two lines and the figure beneath; in a small tile the figure alone."""
    size = 12.0 if side >= 64 else 11.0  # noqa: PLR2004
    has_name = side >= 52  # noqa: PLR2004
    lines = wrapped(tile.name, size, side - 6, 2) if has_name else ()
    found = [
        label(
            line, middle, top + 15 + place * 13, language, "middle", class_="ink halo",
            font_size=size, fill=INK, **HALO,
        )
        for place, line in enumerate(lines)
    ]  # fmt: skip
    if tile.text:
        fits = text_width(tile.text, 13, 600) <= side - 2
        y = top + (side - 9 if has_name else side / 2 + 4)
        found.append(
            label(
                tile.text,
                middle,
                y,
                "en",
                "middle",
                class_="ink halo",
                font_size=13 if fits else 10,
                font_weight=600,
                fill=INK,
                **HALO,
            )
        )
    elif not tile.hidden:
        found.append(label("–", middle, top + side - 9, "en", "middle", class_="muted", fill=MUTED))
    return found
