"""Time and value: where a point stands on a chart over time, and the grid behind it.

Time runs left to right in every language; the value axis stands at the reading side.
"""

import math
from collections.abc import Iterator, Sequence

from shidra.pictures.charts.frame import AXIS_SIZE, Format, Sheet, rule, widest
from shidra.pictures.dialect import Anchor, element, label
from shidra.pictures.palette import MUTED, PAPER
from shidra.pictures.spacing import ticks_told_apart

__all__ = ["HALO", "Axes"]

# A rim in the colour of the paper keeps names readable where a line runs behind them.
HALO: dict[str, str] = {
    "stroke": PAPER,
    "stroke-width": "4",
    "paint-order": "stroke",
    "stroke-linejoin": "round",
}
# Between the value axis and the edge of the paper, and around the numbers beside it.
EDGE, BESIDE = 4.0, 12.0


class Axes:
    """The plane that a chart over time is drawn on; its charts set `left`, `right` and `inner`."""

    def __init__(
        self, sheet: Sheet, periods: Sequence[str], shown: Format, *, top: float, foot: float = 34.0
    ) -> None:
        self.sheet, self.periods, self.shown = sheet, periods, shown
        self.top, self.bottom = top, sheet.height - foot
        self.left = self.right = self.inner = self.axis = 0.0
        self.wide = widest(periods, AXIS_SIZE)
        self.low, self.high = 0.0, 1.0
        self.steps: list[float] = []

    def scale(self, values: Sequence[float], count: int) -> None:
        """Steps of the value axis around all values, and the room that their numbers take."""
        self.steps = ticks_told_apart(min(values), max(values), count, self.shown)
        self.low, self.high = self.steps[0], self.steps[-1]
        self.axis = widest([self.shown(step) for step in self.steps], AXIS_SIZE) + BESIDE
        self.left = 8.0 if self.sheet.rtl else self.axis + 8
        self.right = self.edge

    @property
    def edge(self) -> float:
        """As far as the plane can reach to the right."""
        return self.sheet.width - (self.axis if self.sheet.rtl else 0) - EDGE

    def x(self, period: float) -> float:
        span = self.right - self.left - 2 * self.inner
        return self.left + self.inner + span * period / max(1, len(self.periods) - 1)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def grid(self) -> str:
        axis_x = self.sheet.width - EDGE if self.sheet.rtl else self.left - 8
        parts = []
        for step in self.steps:
            y = self.y(step)
            parts.append(rule(self.left, y, self.right, y))
            parts.append(self.small(self.shown(step), axis_x, y + 4, "end"))
        return element("g", *parts, *self.named_periods(), class_="axes")

    def named_periods(self) -> Iterator[str]:
        """As many periods as there is room for, the last one always; none leaves the picture."""
        alone = (self.right - self.left) / max(1, len(self.periods))
        room = self.x(1) - self.x(0) if len(self.periods) > 1 else alone
        every = max(1, math.ceil((self.wide + 10) / max(1.0, room)))
        for place, period in enumerate(self.periods):
            if (len(self.periods) - 1 - place) % every == 0:
                x = max(self.left + self.wide / 2, self.x(place))
                x = min(x, max(self.x(place), self.sheet.width - EDGE - self.wide / 2))
                yield self.small(period, x, self.bottom + 24, "middle")

    def small(self, text: str, x: float, y: float, anchor: Anchor) -> str:
        return label(text, x, y, "en", anchor, class_="muted", font_size=AXIS_SIZE, fill=MUTED)
