"""A series in lines for the terminal."""

from collections.abc import Sequence
from typing import Any

from shidra.measurement.models import Indicator

__all__ = ["plain_series"]

NOTHING = "-"


def plain_series(points: Sequence[dict[str, Any]], indicator: Indicator) -> str:
    """A line for each figure under a line of names; shares in percent, codes as they are."""
    if not points:
        return ""
    names = list(points[0])
    lines = [names, *([_cell(name, point[name], indicator) for name in names] for point in points)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(name: str, told: float | str | None, indicator: Indicator) -> str:
    if told is None:
        return NOTHING
    if isinstance(told, str):
        return told
    if name == "value":
        return f"{told * 100:.1f}%" if indicator.is_share else f"{told:.6g}"
    return f"{told:.0f}" if told == int(told) else f"{told:.6g}"
