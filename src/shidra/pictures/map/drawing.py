"""The road map as one SVG: bands, links in the gutters, cards that say what is missing."""

from collections.abc import Sequence
from html import escape

from shidra.pictures.dialect import Language, element, is_rtl, label, number, picture
from shidra.pictures.lettering import shortened, text_width, wrapped
from shidra.pictures.map.layout import MapLayout, Measures, laid_out
from shidra.pictures.map.routing import HEAD, Route
from shidra.pictures.map.shapes import MapColumn, MapLink, MapNode, MapTrack, Meaning
from shidra.pictures.palette import INK, LINE, MISSING, MONEY, MUTED, PAPER, printed

__all__ = ["draw_road_map"]

LABEL_SIZE = 14.0
SMALL_SIZE = 11.0
START_PAD, END_PAD = 18.0, 14.0
EDGE_INK = "#7b8596"


def draw_road_map(
    nodes: Sequence[MapNode],
    links: Sequence[MapLink],
    *,
    columns: Sequence[MapColumn],
    tracks: Sequence[MapTrack] = (),
    language: Language,
    title: str,
    description: str = "",
    show_missing: bool = True,
) -> str:
    """The map, resources at the reading side and outcomes at the far end.

    Links to a node that is not there, or to itself, are left out. Same input, same bytes.
    """
    if not nodes:
        return ""
    codes = {node.code for node in nodes}
    known = [
        link
        for link in links
        if link.source != link.target and link.source in codes and link.target in codes
    ]
    drawing = Drawing(nodes, known, columns=columns, tracks=tracks, language=language)
    drawing.show_missing = show_missing
    return drawing.finished(title, description)


def measured(
    nodes: Sequence[MapNode], tracks: Sequence[MapTrack], language: Language
) -> Measures:
    """Card sizes: wide while there are few columns, tall enough for the longest label."""
    stages = len({node.column for node in nodes})
    width = 226.0 if stages <= 4 and len(nodes) <= 40 else 190.0  # noqa: PLR2004
    room = width - START_PAD - END_PAD
    most = max(len(wrapped(node.label, LABEL_SIZE, room, 3)) for node in nodes)
    return Measures(
        card_width=width,
        card_height=16 + max(2, most) * line_height(language) + 22,
        band_head=30.0 if len(tracks) > 1 else 0.0,
    )


def line_height(language: Language) -> float:
    return 20.0 if language == "ar" else 18.0


class Drawing:
    """One map on its way to markup; holds what every part of it needs."""

    def __init__(
        self,
        nodes: Sequence[MapNode],
        links: Sequence[MapLink],
        *,
        columns: Sequence[MapColumn],
        tracks: Sequence[MapTrack],
        language: Language,
    ) -> None:
        self.nodes, self.links = nodes, links
        self.columns = {column.number: column for column in columns}
        self.tracks = [
            track for track in tracks if any(node.track == track.code for node in nodes)
        ]
        self.language, self.rtl = language, is_rtl(language)
        self.measures = measured(nodes, self.tracks, language)
        self.show_missing = True
        self.layout: MapLayout = laid_out(
            nodes,
            links,
            track_codes=[track.code for track in self.tracks] if len(self.tracks) > 1 else [],
            measures=self.measures,
        )

    def x(self, u: float) -> float:
        return self.layout.width - u if self.rtl else u

    def left(self, u: float, width: float) -> float:
        """The left edge of something that begins at u along the flow."""
        return self.layout.width - u - width if self.rtl else u

    def finished(self, title: str, description: str) -> str:
        return picture(
            element("g", *map(self.column, self.layout.columns), class_="columns"),
            element("g", *self.bands(), class_="bands"),
            element(
                "g",
                *map(self.link, self.links, self.layout.routes),
                class_="links",
                fill="none",
                stroke=EDGE_INK,
                stroke_linecap="round",
                aria_hidden="true",
            ),
            element("g", *map(self.card, self.layout.order), class_="cards"),
            width=self.layout.width,
            height=self.layout.height,
            title=title,
            description=description,
            language=self.language,
            role="group",
            class_="picture-map",
            data_map="",
            data_flow="left" if self.rtl else "right",
        )

    def column(self, span: tuple[int, float, float]) -> str:
        """A tinted field with the column's name over its cards."""
        code, first, last = span
        column = self.columns.get(code, MapColumn(code, str(code)))
        meaning = self.meaning_of_column(code)
        x, width = self.left(first - 14, last - first + 28), last - first + 28
        middle = x + width / 2
        heading = shortened(column.label, 15, width - 16, 600)
        parts = [
            element(
                "rect",
                class_="field",
                x=x,
                y=8,
                width=width,
                height=self.layout.height - 14,
                rx=18,
                fill=printed(meaning),
                fill_opacity="0.05",
            ),
            label(heading, middle, 38, self.language, "middle", class_="heading",
                  font_size=15, font_weight=600, fill=printed(meaning)),
        ]
        if column.note:
            parts.append(
                label(column.note, middle, 57, self.language, "middle", class_="muted",
                      font_size=12, fill=MUTED)
            )
        return element("g", *parts, class_=f"column {meaning}")

    def meaning_of_column(self, code: int) -> Meaning:
        """The meaning that most cards of a column share."""
        found = [node.meaning for node in self.nodes if node.column == code]
        return max(sorted(set(found)), key=found.count)

    def bands(self) -> list[str]:
        """A fine line and a name for each track."""
        if len(self.tracks) < 2:  # noqa: PLR2004
            return []
        parts = []
        for track, (top, _) in zip(self.tracks, self.layout.bands, strict=True):
            line = top - self.measures.band_head + 3
            first, last = self.layout.columns[0][1], self.layout.columns[-1][2]
            parts.append(element("path", class_="band-line", stroke=LINE, stroke_dasharray="1 6",
                stroke_linecap="round", stroke_width=1.6,
                d=f"M{number(self.x(first))} {number(line)}H{number(self.x(last))}"))
            parts.append(
                label(track.label, self.x(first + 2), top - 6, self.language,
                      "end" if self.rtl else "start", class_="band-name",
                      font_size=12, font_weight=600, fill=MUTED)
            )
        return parts

    def link(self, link: MapLink, route: Route) -> str:
        """Line, head and, where a sign says more than a colour, a badge."""
        strength = max(1, min(3, link.strength))
        classes = ["link", f"strength-{strength}", link.status]
        classes += ["hinders"] if link.sign == "-" else []
        dashes = "9 5" if link.sign == "-" else "1 5" if link.status == "refuted" else None
        parts = [element("title", escape(link.label))] if link.label else []
        parts.append(element("path", class_="line", d=self.path(route),
            stroke_width=(1.3, 2.1, 3.1)[strength - 1], stroke_dasharray=dashes))
        parts.append(self.head(link, route, strength))
        sign = {"contested": "?", "refuted": "×"}.get(link.status, "−" if link.sign == "-" else "")
        if link.sign == "-" and link.status == "contested":
            sign = "−?"
        if sign:
            parts.append(self.badge(sign, *route.badge))
        return element("g", *parts, class_=" ".join(classes), data_source=link.source,
                       data_target=link.target)

    def path(self, route: Route) -> str:
        written = [f"M{number(self.x(route.start[0]))} {number(route.start[1])}"]
        for piece in route.pieces:
            points = " ".join(
                f"{number(self.x(u))} {number(v)}"
                for u, v in zip(piece[::2], piece[1::2], strict=True)
            )
            written.append(("L" if len(piece) == 2 else "C") + points)  # noqa: PLR2004
        return "".join(written)

    def head(self, link: MapLink, route: Route, strength: int) -> str:
        """An arrow where it helps, a bar across where it hinders."""
        u, v = route.pieces[-1][-2:]
        ahead = 1.0 if route.arrives_ahead else -1.0
        half = 3.4 + strength * 0.7
        tip, base = self.x(u + ahead * (HEAD - 1)), self.x(u)
        if link.sign == "-":
            bar = self.x(u + ahead * 3.5)
            return element("path", class_="head bar", stroke_width=2.6,
                d=f"M{number(bar)} {number(v - half - 1.5)}V{number(v + half + 1.5)}")
        return element("path", class_="head", stroke="none", fill=EDGE_INK,
            d=f"M{number(tip)} {number(v)}L{number(base)} {number(v - half)}"
              f"V{number(v + half)}Z")

    def badge(self, sign: str, u: float, v: float) -> str:
        x = self.x(u)
        wide = 7.5 if len(sign) == 1 else 11.0
        return element("g",
            element("rect", x=x - wide, y=v - 7.5, width=2 * wide, height=15, rx=7.5,
                    fill=PAPER, stroke=EDGE_INK, stroke_width=1.2),
            label(sign, x, v + 4, "en", "middle", font_size=12, font_weight=600, fill=INK,
                  stroke="none"),
            class_="badge")

    def card(self, index: int) -> str:
        node, (u, y) = self.nodes[index], self.layout.cards[index]
        lacking = bool(self.show_missing and node.missing and node.missing.tag)
        parts = [*self.frame(node, lacking=lacking), *self.wording(node), *self.footer(node)]
        if self.show_missing and node.missing:
            parts.append(self.coverage(node.missing.covered))
            if lacking:
                parts.append(self.tag(node.missing.tag))
        x = self.left(u, self.measures.card_width)
        return element(
            "a",
            element("g", *parts, aria_hidden="true"),
            class_=f"card {node.meaning}{' lacking' if lacking else ''}",
            href=node.href,
            aria_label=node.description,
            data_node=node.code,
            data_rank=str(self.layout.ranks[index]),
            transform=f"translate({number(x)} {number(y)})",
        )

    def inset(self, distance: float, width: float = 0.0) -> float:
        """x of something `distance` from the reading side of a card."""
        return self.measures.card_width - distance - width if self.rtl else distance

    def anchor(self) -> str:
        return "end" if self.rtl else "start"

    def frame(self, node: MapNode, *, lacking: bool) -> list[str]:
        wide, tall = self.measures.card_width, self.measures.card_height
        colour = printed(node.meaning)
        return [
            element("rect", class_="face", width=wide, height=tall, rx=12, fill=PAPER,
                stroke=MISSING if lacking else colour, stroke_width=1.7 if lacking else 1,
                stroke_opacity=None if lacking else "0.4",
                stroke_dasharray="6 4" if lacking else None),
            element("rect", class_="strip", x=self.inset(6, 4), y=11, width=4,
                    height=tall - 22, rx=2, fill=colour),
        ]

    def wording(self, node: MapNode) -> list[str]:
        room = self.measures.card_width - START_PAD - END_PAD
        weight = 600 if node.kind == "outcome" else 400
        lines = wrapped(node.label, LABEL_SIZE, room, 3, weight)
        step = line_height(self.language)
        return [
            label(line, self.inset(START_PAD), 12 + (place + 0.72) * step, self.language,
                  "end" if self.rtl else "start", class_="name", font_size=LABEL_SIZE,
                  font_weight=600 if weight == 600 else None, fill=INK)  # noqa: PLR2004
            for place, line in enumerate(lines)
        ]

    def footer(self, node: MapNode) -> list[str]:
        """Code, evidence dots and states in one quiet row."""
        y = self.measures.card_height - 15
        code = shortened(node.code, SMALL_SIZE, 70)
        parts = [
            label(code, self.inset(START_PAD), y + 4, "en", "end" if self.rtl else "start",
                  class_="muted", font_size=SMALL_SIZE, fill=MUTED)
        ]
        used = START_PAD + text_width(code, SMALL_SIZE) + 12
        if node.evidence is not None:
            for dot in range(3):
                parts.append(element("circle", class_="dot on" if dot < node.evidence else "dot",
                    cx=self.inset(used + dot * 8), cy=y, r=2.6, stroke=printed(node.meaning),
                    stroke_width=1, fill=printed(node.meaning) if dot < node.evidence else "none"))
            used += 30
        for state in node.tags:
            room = self.measures.card_width - used - END_PAD
            if room < 40:  # noqa: PLR2004
                break
            shown = shortened(state, SMALL_SIZE, room)
            parts.append(
                label(shown, self.inset(used), y + 4, self.language,
                      "end" if self.rtl else "start", class_="muted state",
                      font_size=SMALL_SIZE, fill=MUTED)
            )
            used += text_width(shown, SMALL_SIZE) + 12
        return parts

    def coverage(self, share: float) -> str:
        """A thin bar along the foot: solid where covered, faint rose where not."""
        room = self.measures.card_width - START_PAD - END_PAD
        covered = room * max(0.0, min(1.0, share))
        y = self.measures.card_height - 6
        return element("g",
            element("rect", class_="uncovered", x=self.inset(START_PAD, room), y=y, width=room,
                    height=3, rx=1.5, fill=MISSING, fill_opacity="0.22"),
            element("rect", class_="covered", x=self.inset(START_PAD, covered), y=y,
                    width=covered, height=3, rx=1.5, fill=MONEY))

    def tag(self, content: str) -> str:
        """How much is missing, on the card's upper edge at the far side."""
        shown = shortened(content, 12, self.measures.card_width - 24, 600)
        wide = text_width(shown, 12, 600) + 18
        x = self.inset(self.measures.card_width - wide - 10, wide)
        return element("g",
            element("rect", x=x, y=-11, width=wide, height=20, rx=10, fill=MISSING),
            label(shown, x + wide / 2, 3.3, self.language, "middle", font_size=12,
                  font_weight=600, fill=PAPER),
            class_="tag")
