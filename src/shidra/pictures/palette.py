"""The colours of print, and the marks that tell groups apart without colour.

On screen the classes of `pictures.css` take over with the themed tokens of the same names.
"""

from typing import Literal

__all__ = ["GROUP_COUNT", "INK", "LINE", "MISSING", "MONEY", "MUTED", "PAPER", "Mark", "printed"]

type Mark = Literal["circle", "square", "diamond", "up", "down", "cross", "plus", "hexagon"]

INK, MUTED, LINE, PAPER = "#1d2430", "#5d6675", "#d5d9df", "#ffffff"
MISSING, MONEY = "#b4234d", "#0f7b6c"
PRINTED = {
    "resources": "#566178",
    "activities": "#0f7b6c",
    "factors": "#a8620a",
    "intermediate": "#2459b8",
    "outcomes": "#7036b5",
    "group-1": "#0072b2",
    "group-2": "#c2570c",
    "group-3": "#007d60",
    "group-4": "#a63d84",
    "group-5": "#7a6a00",
    "group-6": "#2f7fb5",
    "group-7": "#8a3324",
    "group-8": "#5b5f97",
}
MARKS: tuple[Mark, ...] = (
    "circle",
    "square",
    "diamond",
    "up",
    "down",
    "cross",
    "plus",
    "hexagon",
)
GROUP_COUNT = len(MARKS)


def printed(name: str) -> str:
    """The print colour of a token."""
    return PRINTED[name]


def group_token(index: int) -> str:
    """The token of a group; the palette of eight repeats, its marks with it."""
    return f"group-{index % GROUP_COUNT + 1}"


def group_mark(index: int) -> Mark:
    return MARKS[index % GROUP_COUNT]
