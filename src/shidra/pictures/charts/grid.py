"""Who pays for what: a line by funder grid whose depth is money and whose blanks are blanks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from shidra.pictures.charts.frame import LABEL_SIZE, NARROW_BELOW, Sheet, widest
from shidra.pictures.dialect import Language, element, label, number
from shidra.pictures.lettering import shortened, wrapped
from shidra.pictures.palette import INK, LINE, MUTED, PAPER

__all__ = ["GridCell", "draw_money_grid"]

# The print palette of the five depths; the style sheet mixes its own from the money token.
DEPTHS = ("#e2f0ee", "#bcdcd8", "#86bfb8", "#43958b", "#0f6b5e")
LIGHT_WORDS_FROM = 4


@dataclass(frozen=True, slots=True)
class GridCell:
    """Money of one funder for one line; `text` stands in the cell, `told` is the sentence."""

    value: float
    text: str
    told: str = ""


def draw_money_grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], GridCell],
    *,
    language: Language,
    title: str,
    description: str,
    width: float = 720.0,
) -> str:
    """Cells by (row, column) place; what is not given is drawn as empty, and seen as such."""
    grid = MoneyGrid(width, rows, columns, cells, language)
    parts = [grid.headings(), *map(grid.row, range(len(rows)))]
    return grid.sheet.finished(*parts, title=title, description=description, kind="money-grid")


class MoneyGrid:
    """The grid on its way to markup."""

    def __init__(
        self,
        width: float,
        rows: Sequence[str],
        columns: Sequence[str],
        cells: Mapping[tuple[int, int], GridCell],
        language: Language,
    ) -> None:
        self.rows, self.columns, self.cells = rows, columns, cells
        self.stacked = width < NARROW_BELOW
        self.begin = 2.0 if self.stacked else min(widest(rows, LABEL_SIZE) + 18, width * 0.32)
        self.step = (width - self.begin - 2) / max(1, len(columns))
        self.size = 10.5 if self.stacked else 12.0
        self.names = [wrapped(name, self.size, self.step - 6, 3) for name in columns]
        self.top = 14 + 15 * max((len(lines) for lines in self.names), default=1)
        self.tall = 60.0 if self.stacked else 34.0
        self.sheet = Sheet(width, self.top + self.tall * len(rows) + 4, language)
        self.most = max((cell.value for cell in cells.values()), default=0.0)

    def middle(self, column: int) -> float:
        return self.sheet.from_start(self.begin + (column + 0.5) * self.step)

    def headings(self) -> str:
        parts = []
        for column, lines in enumerate(self.names):
            for place, line in enumerate(reversed(lines)):
                parts.append(
                    label(
                        line,
                        self.middle(column),
                        self.top - 10 - 14 * place,
                        self.sheet.language,
                        "middle",
                        class_="muted",
                        font_size=self.size,
                        fill=MUTED,
                    )
                )
        return element("g", *parts, class_="headings")

    def row(self, index: int) -> str:
        top = self.top + index * self.tall
        room = self.sheet.width - 6 if self.stacked else self.begin - 14
        name = self.sheet.words(
            shortened(self.rows[index], LABEL_SIZE, room),
            self.sheet.from_start(2),
            top + (17 if self.stacked else 21),
        )
        y = top + (24 if self.stacked else 2)
        cells = [self.cell(index, column, y) for column in range(len(self.columns))]
        return element("g", name, *cells, class_="row")

    def cell(self, row: int, column: int, y: float) -> str:
        x = self.middle(column) - self.step / 2 + 1.5
        wide, tall = self.step - 3, 28.0
        found = self.cells.get((row, column))
        if found is None or found.value <= 0:
            return element(
                "g",
                element(
                    "rect",
                    class_="blank",
                    x=x,
                    y=y,
                    width=wide,
                    height=tall,
                    rx=6,
                    fill="none",
                    stroke=LINE,
                ),
                element(
                    "path",
                    class_="dash",
                    stroke=MUTED,
                    stroke_width=1.2,
                    d=f"M{number(x + wide / 2 - 3)} {number(y + tall / 2)}h6",
                ),
                class_="cell empty",
            )
        depth = self.depth(found.value)
        told = element("title", escape(found.told)) if found.told else ""
        return element(
            "g",
            told,
            element(
                "rect",
                class_=f"depth-{depth}",
                x=x,
                y=y,
                width=wide,
                height=tall,
                rx=6,
                fill=DEPTHS[depth - 1],
            ),
            label(
                shortened(found.text, self.size, wide - 2),
                x + wide / 2,
                y + tall / 2 + 4.2,
                self.sheet.language,
                "middle",
                font_size=self.size,
                class_="on-money" if depth >= LIGHT_WORDS_FROM else "ink",
                fill=PAPER if depth >= LIGHT_WORDS_FROM else INK,
            ),
            class_="cell",
        )

    def depth(self, value: float) -> int:
        """1 to 5 by the root of the share of the largest: small sums stay visible."""
        share = (value / self.most) ** 0.5 if self.most > 0 else 0.0
        return max(1, min(5, int(share * 5 + 0.5)))
