"""Who moves and who is moved: each factor as a numbered dot between two axes that carry no unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shidra.i18n.phrases import plain
from shidra.pictures.charts.frame import AXIS_SIZE, Sheet, rule
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.palette import LINE, MUTED, PAPER, printed

__all__ = ["StandingPoint", "StandingWords", "draw_standings"]

DOT, EDGE, FOOT, CORNER, MARGIN = 9.5, 30.0, 40.0, 26.0, 4.0


HALF = 0.5


@dataclass(frozen=True, slots=True)
class StandingPoint:
    """A factor: its number in the table, its name, and where it stands, each axis from 0 to 1."""

    number: str
    name: str
    influence: float
    dependence: float
    is_outcome: bool = False


@dataclass(frozen=True, slots=True)
class StandingWords:
    """What the axes and the four corners are called."""

    influence: str
    dependence: str
    movers: str
    linked: str
    moved: str
    apart: str


def draw_standings(
    points: Sequence[StandingPoint],
    words: StandingWords,
    *,
    language: Language,
    title: str,
    description: str,
    width: float = 720.0,
) -> str:
    """Influence grows upwards, dependence away from the reading side."""
    sheet = Sheet(width, min(width * 0.72, 460.0), language)
    plot = _Plot(sheet, points)
    return sheet.finished(
        plot.ground(words),
        *plot.dots(),
        title=title,
        description=description,
        kind="standings",
    )


class _Plot:
    """The square between the axes, and where things are in it."""

    def __init__(self, sheet: Sheet, points: Sequence[StandingPoint]) -> None:
        self.sheet, self.points = sheet, points
        self.wide = sheet.width - EDGE - 14
        self.tall = sheet.height - FOOT - 14
        self.taken: list[tuple[float, float, float, float]] = []

    def at(self, point: StandingPoint) -> tuple[float, float]:
        """The middle of a dot; the edges keep room for a whole one."""
        across = EDGE + DOT + 6 + point.dependence * (self.wide - 2 * DOT - 12)
        room = self.tall - 2 * (DOT + CORNER)
        return self.sheet.from_start(across), 14 + DOT + CORNER + (1 - point.influence) * room

    def spots(self) -> list[tuple[float, float]]:
        """Where the dots are; one that would cover another moves aside, which keeps its height."""
        found: list[tuple[float, float]] = []
        for point in self.points:
            x, y = self.at(point)
            inwards = -1 if self.sheet.rtl == (point.dependence < HALF) else 1
            while any(abs(x - a) < 2 * DOT and abs(y - b) < 2 * DOT for a, b in found):
                x += inwards * 2
            found.append((x, y))
        return found

    def ground(self, words: StandingWords) -> str:
        """Axes, the lines through the middle, and the names of the four corners."""
        start, end = self.sheet.from_start(EDGE), self.sheet.from_start(EDGE + self.wide)
        middle, bottom = self.sheet.from_start(EDGE + self.wide / 2), 14 + self.tall
        parts = [
            element(
                "rect",
                class_="bar-ground",
                x=min(start, end),
                y=14,
                width=self.wide,
                height=self.tall,
                rx=10,
                fill=PAPER,
                stroke=LINE,
            ),
            rule(middle, 14, middle, bottom),
            rule(min(start, end), 14 + self.tall / 2, max(start, end), 14 + self.tall / 2),
        ]
        parts += self._corners(words)
        parts.append(self._word(words.dependence, EDGE + self.wide, bottom + 24, away=True))
        turn = self.sheet.from_start(18)
        parts.append(
            element(
                "g",
                label(
                    words.influence,
                    0,
                    0,
                    self.sheet.language,
                    "middle",
                    class_="muted",
                    font_size=AXIS_SIZE,
                    fill=MUTED,
                ),
                transform=f"translate({number(turn)} {number(14 + self.tall / 2)}) rotate(-90)",
            )
        )
        return element("g", *parts, class_="axes")

    def _corners(self, words: StandingWords) -> list[str]:
        room = self.wide / 2 - 20
        return [
            self._word(shortened(words.movers, AXIS_SIZE, room), EDGE + 10, 32),
            self._word(shortened(words.linked, AXIS_SIZE, room), EDGE + self.wide - 10, 32, True),
            self._word(shortened(words.apart, AXIS_SIZE, room), EDGE + 10, 6 + self.tall),
            self._word(
                shortened(words.moved, AXIS_SIZE, room), EDGE + self.wide - 10, 6 + self.tall, True
            ),
        ]

    def _word(self, words: str, across: float, y: float, away: bool = False) -> str:
        wide = text_width(plain(words), AXIS_SIZE)
        x = self.sheet.from_start(across)
        grows_right = self.sheet.rtl == away
        self.taken.append((x if grows_right else x - wide, y - 12, wide, 16))
        return self.sheet.words(
            words, x, y, away=away, size=AXIS_SIZE, colour=MUTED, class_="muted"
        )

    def dots(self) -> list[str]:
        """Every factor; its name beside it where there is room, its number always."""
        spots = self.spots()
        self.taken += [(x - DOT, y - DOT, 2 * DOT, 2 * DOT) for x, y in spots]
        named = [self._name(point, x, y) for point, (x, y) in zip(self.points, spots, strict=True)]
        drawn = [
            self._dot(point, x, y, name)
            for point, (x, y), name in zip(self.points, spots, named, strict=True)
        ]
        return drawn[::-1]

    def _name(self, point: StandingPoint, x: float, y: float) -> str:
        """The name to the one side or the other, or none: the number leads to the table."""
        name = shortened(point.name, AXIS_SIZE, self.wide * 0.42)
        wide = text_width(plain(name), AXIS_SIZE)
        right, left = x + DOT + 5, x - DOT - 5 - wide
        for at, grows_right in ((right, True), (left, False)):
            box = (at, y - 8, wide, 16)
            is_inside = at > MARGIN and at + wide < self.sheet.width - MARGIN
            if not is_inside or any(_meet(box, other) for other in self.taken):
                continue
            self.taken.append(box)
            away = self.sheet.rtl == grows_right
            side = at if grows_right else at + wide
            return self.sheet.words(name, side, y + 4, away=away, size=AXIS_SIZE)
        return ""

    def _dot(self, point: StandingPoint, x: float, y: float, name: str) -> str:
        layer = "outcomes" if point.is_outcome else "factors"
        return element(
            "g",
            element("title", escape(f"{point.number}. {plain(point.name)}")),
            element(
                "circle",
                class_="standing-dot halo",
                cx=x,
                cy=y,
                r=DOT,
                fill=printed(layer),
                stroke=PAPER,
                stroke_width=2,
            ),
            label(
                point.number,
                x,
                y + 3.6,
                "en",
                "middle",
                class_="on-money",
                font_size=10.5,
                font_weight=600,
                fill=PAPER,
            ),
            name,
            class_=f"standing {layer}",
        )


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
