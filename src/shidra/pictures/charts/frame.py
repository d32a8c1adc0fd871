"""What every chart shares: its sheet, its value axis, its marks, its lock."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from shidra.pictures.dialect import Language, element, is_rtl, label, number, picture
from shidra.pictures.lettering import Weight, text_width
from shidra.pictures.palette import (
    INK,
    LINE,
    MUTED,
    PAPER,
    group_mark,
    group_token,
    printed,
)

__all__ = [
    "NARROW",
    "NARROW_BELOW",
    "WIDE",
    "Format",
    "Sheet",
    "group_class",
    "lock",
    "mark",
    "responsive",
]

type Format = Callable[[float], str]

WIDE, NARROW, NARROW_BELOW = 720.0, 344.0, 500.0
AXIS_SIZE, LABEL_SIZE = 12.0, 13.0
TARGET_INK = "#0f7b6c"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart's paper: its size and script, and the sides that follow from the script."""

    width: float
    height: float
    language: Language

    @property
    def is_narrow(self) -> bool:
        return self.width < NARROW_BELOW

    @property
    def rtl(self) -> bool:
        return is_rtl(self.language)

    def from_start(self, distance: float, width: float = 0.0) -> float:
        """X of something `distance` from the reading side."""
        return self.width - distance - width if self.rtl else distance

    def words(
        self,
        content: str,
        x: float,
        y: float,
        *,
        away: bool = False,
        size: float = LABEL_SIZE,
        strong: bool = False,
        colour: str = INK,
        class_: str = "ink",
    ) -> str:
        """A line that begins at x and runs the way of the script; `away` lets it end there."""
        anchor = "end" if self.rtl != away else "start"
        return label(
            content,
            x,
            y,
            self.language,
            "end" if anchor == "end" else "start",
            font_size=size,
            font_weight=600 if strong else None,
            fill=colour,
            class_=class_,
        )

    def finished(self, *children: str, title: str, description: str, kind: str) -> str:
        return picture(
            *children,
            width=self.width,
            height=self.height,
            title=title,
            description=description,
            language=self.language,
            class_=f"picture-chart {kind}",
        )


def rule(x1: float, y1: float, x2: float, y2: float, class_: str = "rule") -> str:
    """A fine straight line of a grid."""
    return element(
        "path",
        class_=class_,
        stroke=LINE,
        fill="none",
        d=f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}",
    )


def group_class(index: int | None) -> str:
    """The class that gives a group its colour; the total has none."""
    return "total" if index is None else group_token(index)


def group_colour(index: int | None) -> str:
    return INK if index is None else printed(group_token(index))


def mark(index: int | None, x: float, y: float, size: float = 4.2) -> str:
    """The shape of a group, so that no one depends on its colour."""
    colour = group_colour(index)
    shape = "circle" if index is None else group_mark(index)
    if shape == "circle":
        return element(
            "circle", class_="mark", cx=x, cy=y, r=size, fill=colour, stroke=PAPER, stroke_width=1.5
        )
    points = " ".join(
        f"{number(x + across * size)},{number(y + down * size)}" for across, down in OUTLINES[shape]
    )
    return element(
        "polygon", class_="mark", points=points, fill=colour, stroke=PAPER, stroke_width=1.5
    )


OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
    "diamond": ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    "up": ((0, -1.25), (1.2, 0.95), (-1.2, 0.95)),
    "down": ((0, 1.25), (1.2, -0.95), (-1.2, -0.95)),
    "cross": (
        (-1.3, -0.7),
        (-0.7, -1.3),
        (0, -0.55),
        (0.7, -1.3),
        (1.3, -0.7),
        (0.55, 0),
        (1.3, 0.7),
        (0.7, 1.3),
        (0, 0.55),
        (-0.7, 1.3),
        (-1.3, 0.7),
        (-0.55, 0),
    ),
    "plus": (
        (-0.45, -1.35),
        (0.45, -1.35),
        (0.45, -0.45),
        (1.35, -0.45),
        (1.35, 0.45),
        (0.45, 0.45),
        (0.45, 1.35),
        (-0.45, 1.35),
        (-0.45, 0.45),
        (-1.35, 0.45),
        (-1.35, -0.45),
        (-0.45, -0.45),
    ),
    "hexagon": ((-0.6, -1.1), (0.6, -1.1), (1.2, 0), (0.6, 1.1), (-0.6, 1.1), (-1.2, 0)),
}


def goal_ring(x: float, y: float) -> str:
    """The mark of a target: a ring with a core, like a place on a map to arrive at."""
    return element(
        "circle",
        class_="target-ring",
        cx=x,
        cy=y,
        r=5.5,
        fill="none",
        stroke=TARGET_INK,
        stroke_width=2,
    ) + element("circle", class_="target-core", cx=x, cy=y, r=2, fill=TARGET_INK)


def lock(x: float, y: float, reason: str) -> str:
    """A small closed lock where a value is hidden; pointing at it gives the reason."""
    return element(
        "g",
        element("title", escape(reason)),
        element("circle", class_="lock-ground", r=9, fill=PAPER, stroke=LINE),
        element(
            "path",
            class_="lock-bow",
            d="M-2.4 -0.8V-2.6A2.4 2.4 0 0 1 2.4 -2.6V-0.8",
            fill="none",
            stroke=MUTED,
            stroke_width=1.4,
        ),
        element(
            "rect", class_="lock-body", x=-3.8, y=-0.8, width=7.6, height=5.6, rx=1.3, fill=MUTED
        ),
        class_="lock",
        transform=f"translate({number(x)} {number(y)})",
    )


def widest(texts: Sequence[str], size: float, weight: Weight = 400) -> float:
    return max((text_width(text, size, weight) for text in texts), default=0.0)


def responsive(draw: Callable[[float], str], *, wide: float = WIDE) -> str:
    """The same chart drawn for a wide place and for a phone; the style sheet shows one of them.

    Pass a larger `wide` where the chart has the whole page to itself.
    """
    return (
        f'<div class="picture-wide">{draw(wide)}</div>'
        f'<div class="picture-narrow">{draw(NARROW)}</div>'
    )
