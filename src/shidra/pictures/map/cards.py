"""One card of the map: a name, its evidence, and how much of its need is still missing."""

from shidra.pictures.dialect import Anchor, Language, element, is_rtl, label, number
from shidra.pictures.lettering import Weight, shortened, text_width, wrapped
from shidra.pictures.map.shapes import MapNode, Missing
from shidra.pictures.palette import INK, MISSING, MONEY, MUTED, PAPER, printed

__all__ = ["TAG_RISE", "card_height", "draw_card"]

NAME_SIZE, SMALL_SIZE, TAG_SIZE = 14.0, 11.0, 12.0
START_PAD, END_PAD = 19.0, 14.0
MOST_LINES = 3
TAG_RISE = 11.0  # how far the tag stands above the card's edge
LEAST_STATE = 44.0


def line_height(language: Language) -> float:
    return 20.0 if language == "ar" else 18.0


def name_weight(node: MapNode) -> Weight:
    return 600 if node.kind == "outcome" else 400


def name_lines(node: MapNode, width: float) -> tuple[str, ...]:
    room = width - START_PAD - END_PAD
    return wrapped(node.label, NAME_SIZE, room, MOST_LINES, name_weight(node))


def card_height(node: MapNode, width: float, language: Language, *, least: int = 2) -> float:
    """Room for `least` lines, so that cards of one map stand calmly beside each other."""
    return 38 + max(least, len(name_lines(node, width))) * line_height(language)


def draw_card(
    node: MapNode,
    *,
    x: float,
    y: float,
    width: float,
    height: float,
    language: Language,
    show_missing: bool,
    **named: str,
) -> str:
    """The card as a link; its name for screen readers is the node's whole sentence."""
    card = Card(node, width, height, language)
    missing = node.missing if show_missing else None
    lacking = bool(missing and missing.tag)
    parts = [*card.frame(lacking=lacking), *card.name(), *card.footer()]
    if missing:
        parts += card.coverage(missing)
    return element(
        "a",
        element("g", *parts, aria_hidden="true"),
        class_=f"card {node.meaning}{' lacking' if lacking else ''}",
        href=node.href,
        aria_label=node.description,
        data_node=node.code,
        transform=f"translate({number(x)} {number(y)})",
        **named,
    )


class Card:
    """The parts of one card, in coordinates of its own."""

    def __init__(self, node: MapNode, width: float, height: float, language: Language) -> None:
        self.node, self.width, self.height, self.language = node, width, height, language
        self.rtl = is_rtl(language)
        self.anchor: Anchor = "end" if self.rtl else "start"
        self.colour = printed(node.meaning)

    def inset(self, distance: float, width: float = 0.0) -> float:
        """X of something `distance` from the reading side."""
        return self.width - distance - width if self.rtl else distance

    def frame(self, *, lacking: bool) -> list[str]:
        return [
            element(
                "rect",
                class_="face",
                width=self.width,
                height=self.height,
                rx=12,
                fill=PAPER,
                stroke=MISSING if lacking else self.colour,
                stroke_width=1.7 if lacking else 1,
                stroke_opacity=None if lacking else "0.4",
                stroke_dasharray="6 4" if lacking else None,
            ),
            element(
                "rect",
                class_="strip",
                x=self.inset(7, 4),
                y=12,
                width=4,
                height=self.height - 24,
                rx=2,
                fill=self.colour,
            ),
        ]

    def name(self) -> list[str]:
        lines = name_lines(self.node, self.width)
        step = line_height(self.language)
        return [
            label(
                line,
                self.inset(START_PAD),
                10 + (place + 0.8) * step,
                self.language,
                self.anchor,
                class_="name",
                font_size=NAME_SIZE,
                font_weight="600" if name_weight(self.node) != 400 else None,  # noqa: PLR2004
                fill=INK,
            )
            for place, line in enumerate(lines)
        ]

    def footer(self) -> list[str]:
        """Code, evidence dots and states in one quiet row."""
        y = self.height - 16
        code = shortened(self.node.code, SMALL_SIZE, 70)
        parts = [
            label(
                code,
                self.inset(START_PAD),
                y + 4,
                "en",
                self.anchor,
                class_="muted",
                font_size=SMALL_SIZE,
                fill=MUTED,
            )
        ]
        used = START_PAD + text_width(code, SMALL_SIZE) + 12
        if self.node.evidence is not None:
            parts += [self.dot(used + place * 8.5, y, place) for place in range(3)]
            used += 34
        for state in self.node.tags:
            room = self.width - used - END_PAD
            if room < LEAST_STATE:
                break
            shown = shortened(state, SMALL_SIZE, room)
            parts.append(self.state(shown, used, y))
            used += text_width(shown, SMALL_SIZE) + 12
        return parts

    def dot(self, distance: float, y: float, place: int) -> str:
        on = place < (self.node.evidence or 0)
        return element(
            "circle",
            class_="dot on" if on else "dot",
            cx=self.inset(distance),
            cy=y,
            r=2.6,
            stroke=self.colour,
            stroke_width=1,
            fill=self.colour if on else "none",
        )

    def state(self, shown: str, distance: float, y: float) -> str:
        return label(
            shown,
            self.inset(distance),
            y + 4,
            self.language,
            self.anchor,
            class_="muted",
            font_size=SMALL_SIZE,
            fill=MUTED,
        )

    def coverage(self, missing: Missing) -> list[str]:
        """A thin bar along the foot, solid where covered; the tag says what is not."""
        room = self.width - START_PAD - END_PAD
        covered = room * max(0.0, min(1.0, missing.covered))
        y = self.height - 7
        bar = {"y": y, "height": 3.0, "rx": 1.5}
        parts = [
            element(
                "rect",
                class_="uncovered",
                x=self.inset(START_PAD, room),
                width=room,
                fill=MISSING,
                fill_opacity="0.22",
                **bar,
            ),
            element(
                "rect",
                class_="covered",
                x=self.inset(START_PAD, covered),
                width=covered,
                fill=MONEY,
                **bar,
            ),
        ]
        return [*parts, self.tag(missing.tag)] if missing.tag else parts

    def tag(self, content: str) -> str:
        """How much is missing, on the card's upper edge at the far side."""
        shown = shortened(content, TAG_SIZE, self.width - 44, 600)
        wide = text_width(shown, TAG_SIZE, 600) + 18
        x = self.inset(self.width - wide - 10, wide)
        return element(
            "g",
            element("rect", x=x, y=-TAG_RISE, width=wide, height=20, rx=10, fill=MISSING),
            label(
                shown,
                x + wide / 2,
                3.4,
                self.language,
                "middle",
                font_size=TAG_SIZE,
                font_weight="600",
                fill=PAPER,
            ),
            class_="tag",
        )
