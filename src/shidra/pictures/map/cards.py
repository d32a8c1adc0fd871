"""One card of the map: a name, its evidence, and what the lens in use says about it."""

from shidra.pictures.dialect import Anchor, Language, element, is_rtl, label, number
from shidra.pictures.lettering import Weight, shortened, text_width, wrapped
from shidra.pictures.map.shapes import CardMark, MapNode, Tone
from shidra.pictures.palette import INK, LINE, MISSING, MONEY, MUTED, PAPER, printed

__all__ = ["TAG_RISE", "TONES", "card_height", "draw_card", "tinted"]

NAME_SIZE, SMALL_SIZE, TAG_SIZE = 14.0, 11.0, 12.0
START_PAD, END_PAD = 19.0, 14.0
MOST_LINES = 3
TAG_RISE = 11.0  # how far the tag stands above the card's edge
LEAST_STATE = 44.0
DEPTHS = 5
# The print colour of each tone; those without one are written on paper, within a line.
TONES: dict[Tone, str] = {
    "missing": MISSING,
    "off-path": MISSING,
    "money": MONEY,
    "on-path": MONEY,
}
QUIET = CardMark()


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
    **named: str,
) -> str:
    """The card as a link; its name for screen readers is the node's whole sentence."""
    card = Card(node, width, height, language)
    parts = [*card.frame(), *card.name(), *card.footer(), *card.foot()]
    if card.mark.tag:
        parts.append(card.tag(card.mark.tag))
    return element(
        "a",
        element("g", *parts, aria_hidden="true"),
        class_=" ".join(card.classes()),
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
        self.mark = QUIET if node.mark is None else node.mark
        self.rtl = is_rtl(language)
        self.anchor: Anchor = "end" if self.rtl else "start"
        self.colour = printed(node.meaning)

    @property
    def lacks(self) -> bool:
        """Whether something is missing here, which the dashed frame says and nothing else."""
        return self.mark.tone == "missing" and bool(self.mark.tag)

    def classes(self) -> list[str]:
        mark = self.mark
        found = ["card", self.node.meaning]
        found += [f"tone-{mark.tone}"] if mark.tag or mark.share is not None else []
        found += [f"depth-{mark.depth}"] if mark.depth else []
        states = {
            "lacking": self.lacks,
            "quiet": self.node.is_quiet,
            "asked": self.node.is_chosen,
            "folded": self.node.count > 1,
        }
        return found + [name for name, holds in states.items() if holds]

    def inset(self, distance: float, width: float = 0.0) -> float:
        """X of something `distance` from the reading side."""
        return self.width - distance - width if self.rtl else distance

    def frame(self) -> list[str]:
        face = self.face()
        strip = element(
            "rect",
            class_="strip",
            x=self.inset(7, 4),
            y=12,
            width=4,
            height=self.height - 24,
            rx=2,
            fill=self.colour,
        )
        return [*([self.pile()] if self.node.count > 1 else []), face, strip]

    def face(self) -> str:
        """The sheet of the card; its edge says missing by dashes, a standing by its weight."""
        edge = TONES.get(self.mark.tone) if self.mark.tag else None
        is_money = self.mark.tone == "money"
        heavy = self.node.is_chosen or (edge is not None and not is_money)
        return element(
            "rect",
            class_="face",
            width=self.width,
            height=self.height,
            rx=12,
            fill=tinted(MONEY, self.mark.depth) if is_money and self.mark.depth else PAPER,
            stroke=INK if self.node.is_chosen else edge if heavy else self.colour,
            stroke_width=1.7 if heavy else 1,
            stroke_opacity=None if heavy else "0.4",
            stroke_dasharray="6 4" if self.lacks else None,
        )

    def pile(self) -> str:
        """A second sheet that looks out below: several factors folded into one card."""
        return element(
            "rect",
            class_="pile",
            x=8,
            y=5,
            width=self.width - 16,
            height=self.height,
            rx=12,
            fill=PAPER,
            stroke=self.colour,
            stroke_opacity="0.4",
        )

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
                fill=MUTED if self.node.is_quiet else INK,
            )
            for place, line in enumerate(lines)
        ]

    def footer(self) -> list[str]:
        """Code, evidence dots and states in one quiet row."""
        y = self.height - 16
        code = shortened(self.node.code, SMALL_SIZE, 70) if self.node.count == 1 else ""
        parts, used = [], START_PAD
        if code:
            parts.append(
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
            )
            used += text_width(code, SMALL_SIZE) + 12
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

    def foot(self) -> list[str]:
        """Along the foot a bar of what is covered, or hatching where nothing is known."""
        room, y = self.width - START_PAD - END_PAD, self.height - 7
        if self.mark.tone == "unknown" and self.mark.tag:
            left = self.inset(START_PAD, room)
            strokes = "".join(
                f"M{number(left + step * 7)} {number(y + 4)}l4-4" for step in range(int(room // 7))
            )
            return [element("path", class_="hatch", d=strokes, stroke=MUTED, stroke_width=1)]
        if self.mark.share is None:
            return []
        covered = room * max(0.0, min(1.0, self.mark.share))
        bar = {"y": y, "height": 3.0, "rx": 1.5}
        return [
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

    def tag(self, content: str) -> str:
        """What the lens says, on the card's upper edge at the far side."""
        shown = shortened(content, TAG_SIZE, self.width - 44, 600)
        wide = text_width(shown, TAG_SIZE, 600) + 18
        x = self.inset(self.width - wide - 10, wide)
        ground = TONES.get(self.mark.tone)
        return element(
            "g",
            element(
                "rect",
                x=x,
                y=-TAG_RISE,
                width=wide,
                height=20,
                rx=10,
                fill=ground or PAPER,
                stroke=None if ground else LINE,
            ),
            label(
                shown,
                x + wide / 2,
                3.4,
                self.language,
                "middle",
                font_size=TAG_SIZE,
                font_weight="600",
                fill=PAPER if ground else INK,
            ),
            class_="tag",
        )


def tinted(colour: str, depth: int) -> str:
    """A print colour thinned with white, the full one never: words stand on it."""
    share = 0.09 * min(depth, DEPTHS)
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02x}" for part in parts)
