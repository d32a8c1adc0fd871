"""A bracket around a distance, with its words beside it."""

from shidra.pictures.charts.frame import Sheet
from shidra.pictures.dialect import element, label, number
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import INK

__all__ = ["draw_bracket"]

SIZE = 12.0


def draw_bracket(
    sheet: Sheet,
    text: str,
    *,
    x: float,
    span: tuple[float, float],
    limits: tuple[float, float],
) -> str:
    """Around `span` at x; the words stand upright, within the limits of the plot."""
    (top, bottom), (low, high) = span, limits
    words = shortened(text, SIZE, high - low, 600)
    half = text_width(words, SIZE, 600) / 2
    middle = max(low + half, min((top + bottom) / 2, high - half))
    across = x + 12
    return element(
        "g",
        element(
            "path",
            class_="bracket",
            fill="none",
            stroke=INK,
            stroke_width=1.6,
            d=f"M{number(x - 5)} {number(top)}H{number(x)}V{number(bottom)}H{number(x - 5)}",
        ),
        label(
            words,
            across,
            middle + 4,
            sheet.language,
            "middle",
            class_="ink",
            font_size=SIZE,
            font_weight="600",
            fill=INK,
            transform=f"rotate(90 {number(across)} {number(middle)})",
        ),
        class_="disparity",
    )
