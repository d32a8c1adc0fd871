"""The map for a hand-held screen: one column of cards, walked from the outcome backwards."""

from collections.abc import Sequence
from html import escape

from shidra.pictures.dialect import Language, element, is_rtl, label, number, picture
from shidra.pictures.lettering import shortened
from shidra.pictures.map.cards import card_height, draw_card
from shidra.pictures.map.drawing import EDGE_INK, badge_sign, draw_badge
from shidra.pictures.map.shapes import MapLink, MapNode
from shidra.pictures.map.walking import Step, walk
from shidra.pictures.palette import MUTED

__all__ = ["draw_path"]

INDENT, DEEPEST = 20.0, 5
ABOVE, NOTE = 22.0, 20.0
ROUND = 8.0


def draw_path(
    nodes: Sequence[MapNode],
    links: Sequence[MapLink],
    *,
    language: Language,
    title: str,
    description: str = "",
    also_leads_to: str = "{}",
    width: float = 344.0,
) -> str:
    """Outcomes with what leads to them beneath, an arrow upwards from each stop.

    `also_leads_to` is a ready sentence with one `{}` for the codes of further targets.
    """
    if not nodes:
        return ""
    drawing = PathDrawing(walk(nodes, links), language, width, also_leads_to)
    cards = [drawing.stop(index) for index in range(len(drawing.steps))]
    return picture(
        element(
            "g",
            *drawing.ways(),
            class_="links",
            fill="none",
            stroke=EDGE_INK,
            stroke_linecap="round",
            aria_hidden="true",
        ),
        element("g", *cards, class_="cards"),
        width=width,
        height=drawing.height,
        title=title,
        description=description,
        language=language,
        role="group",
        class_="picture-map path",
    )


class PathDrawing:
    """One path on its way to markup."""

    def __init__(self, steps: Sequence[Step], language: Language, width: float, also: str) -> None:
        self.steps, self.language, self.width, self.also = steps, language, width, also
        self.rtl = is_rtl(language)
        self.tops: list[float] = []
        self.heights: list[float] = []
        cursor = 0.0
        for step in steps:
            tall = card_height(step.node, width - self.indent(step), language, least=1)
            cursor += ABOVE if step.depth or not self.tops else ABOVE + 14
            self.tops.append(cursor)
            self.heights.append(tall)
            cursor += tall + (NOTE if step.also else 0)
        self.height = cursor + 6

    def indent(self, step: Step) -> float:
        return INDENT * min(step.depth, DEEPEST)

    def x(self, distance: float, width: float = 0.0) -> float:
        return self.width - distance - width if self.rtl else distance

    def stop(self, index: int) -> str:
        step = self.steps[index]
        indent = self.indent(step)
        wide = self.width - indent - 2
        card = draw_card(
            step.node,
            x=self.x(indent + 1, wide),
            y=self.tops[index],
            width=wide,
            height=self.heights[index],
            language=self.language,
        )
        if not step.also:
            return card
        codes = "\u2066" + ", ".join(link.target for link in step.also) + "\u2069"
        shown = shortened(self.also.format(codes), 12, wide - 24)
        return card + label(
            shown,
            self.x(indent + 20),
            self.tops[index] + self.heights[index] + 15,
            self.language,
            "end" if self.rtl else "start",
            class_="muted",
            font_size=12,
            fill=MUTED,
        )

    def ways(self) -> list[str]:
        """Up to each card one trunk with an arrow; from each stop an elbow into its trunk."""
        above: dict[int, int] = {}
        reach: dict[int, float] = {}
        elbows = []
        for index, step in enumerate(self.steps):
            above[step.depth] = index
            if step.link is not None:
                upper = above[step.depth - 1]
                elbows.append(self.elbow(step.link, index))
                reach[upper] = self.middle(index) - ROUND
        elbows.sort(key=lambda part: 'class="badge"' in part)
        return [self.trunk(upper, foot) for upper, foot in reach.items()] + elbows

    def middle(self, index: int) -> float:
        return self.tops[index] + self.heights[index] / 2

    def spine(self, depth: int) -> float:
        """Where the trunk stands that the stops of this depth join."""
        indent = INDENT * min(depth, DEEPEST)
        return self.x(4.0 if depth > DEEPEST else indent - INDENT / 2 + 1)

    def trunk(self, upper: int, foot: float) -> str:
        x = self.spine(self.steps[upper].depth + 1)
        tip = self.tops[upper] + self.heights[upper] + 1
        return element(
            "g",
            element(
                "path",
                class_="line",
                stroke_width=1.6,
                d=f"M{number(x)} {number(foot)}V{number(tip + 7)}",
            ),
            element(
                "path",
                class_="head",
                stroke="none",
                fill=EDGE_INK,
                d=f"M{number(x)} {number(tip)}L{number(x - 4.5)} {number(tip + 8)}"
                f"H{number(x + 4.5)}Z",
            ),
            class_="trunk",
        )

    def elbow(self, link: MapLink, lower: int) -> str:
        """As wide as the link is strong; dashed, barred and signed where it hinders."""
        x, end = self.spine(self.steps[lower].depth), self.x(self.indent(self.steps[lower]) + 1)
        foot = self.middle(lower)
        turn = x + (ROUND if end > x else -ROUND)
        strength = max(1, min(3, link.strength))
        hinders = link.sign == "-"
        d = (
            f"M{number(end)} {number(foot)}L{number(turn)} {number(foot)}"
            f"Q{number(x)} {number(foot)} {number(x)} {number(foot - ROUND)}"
        )
        parts = [element("title", escape(link.label))] if link.label else []
        parts.append(
            element(
                "path",
                class_="line",
                stroke_width=(1.3, 2.1, 3.1)[strength - 1],
                stroke_dasharray="4 3" if hinders else None,
                d=d,
            )
        )
        if hinders:
            bar = f"M{number(x - 5)} {number(foot - 20)}H{number(x + 5)}"
            parts.append(element("path", class_="head bar", stroke_width=2.6, d=bar))
        if sign := badge_sign(link):
            parts.append(draw_badge(sign, x, foot - 6))
        classes = ["link", link.status, *(["hinders"] if hinders else [])]
        return element(
            "g",
            *parts,
            class_=" ".join(classes),
            data_source=link.source,
            data_target=link.target,
        )
