"""The road map as one SVG: bands, links in the gutters, cards that say what is missing."""

from collections.abc import Sequence
from html import escape

from shidra.pictures.dialect import Language, element, is_rtl, label, number, picture
from shidra.pictures.lettering import shortened, text_width
from shidra.pictures.map.cards import card_height, draw_card
from shidra.pictures.map.layout import MapLayout, Measures, laid_out
from shidra.pictures.map.routing import HEAD, Route
from shidra.pictures.map.shapes import MapColumn, MapLink, MapNode, MapTrack, Meaning
from shidra.pictures.palette import INK, LINE, MUTED, PAPER, printed

__all__ = ["draw_road_map"]

ROOMY, CROWDED, NARROW = 226.0, 180.0, 156.0  # how wide a card is
CALM, FEW, MANY = 40, 4, 6  # cards of a calm map; columns that leave room, and that leave little
SPAN, MOST_SPANS = 400.0, 8  # the style sheet keeps wide maps wide enough to read
EDGE_INK = "#7b8596"
BADGE_HEIGHT = 15.0
MOST_MOVES = 2  # signs that make room for one another, one after the other

type Spot = tuple[float, float]

NOWHERE: Spot = (0.0, 0.0)


def draw_road_map(
    nodes: Sequence[MapNode],
    links: Sequence[MapLink],
    *,
    columns: Sequence[MapColumn],
    tracks: Sequence[MapTrack] = (),
    language: Language,
    title: str,
    description: str = "",
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
    return drawing.finished(title, description)


def measured(
    nodes: Sequence[MapNode],
    tracks: Sequence[MapTrack],
    language: Language,
    *,
    notes: bool,
) -> Measures:
    """Card sizes: wide while there are few columns, tall enough for the longest label."""
    stages = len({node.column for node in nodes})
    width = CROWDED
    if stages <= FEW and len(nodes) <= CALM:
        width = ROOMY
    elif stages >= MANY and len(nodes) > CALM:
        width = NARROW
    return Measures(
        card_width=width,
        card_height=max(card_height(node, width, language) for node in nodes),
        top=74.0 if notes else 54.0,
        band_head=30.0 if len(tracks) > 1 else 0.0,
        between_columns=76.0 if width > CROWDED else 64.0,
        inside_column=46.0 if width > CROWDED else 40.0,
    )


def badge_sign(link: MapLink) -> str:
    """What a word-sized sign says about a link: hinders, disputed, found not to hold."""
    hinders = "−" if link.sign == "-" else ""
    sign = hinders + {"contested": "?", "refuted": "×"}.get(link.status, "")
    return " ".join(part for part in (link.note, sign) if part)


def draw_head(outline: str, link: MapLink) -> str:
    """An arrowhead, hollow while the link is only a hypothesis."""
    guess = link.status == "hypothesised"
    return element(
        "path",
        class_="head guess" if guess else "head",
        stroke=None if guess else "none",
        stroke_width=1.2 if guess else None,
        fill=PAPER if guess else EDGE_INK,
        d=outline,
    )


def free_spots(signs: Sequence[tuple[str, Sequence[Spot]]]) -> list[Spot]:
    """For each sign a spot where it covers no other; those with the least choice choose first.

    Where none is free, signs that stand in the way go elsewhere, if they can.
    """
    halves = [half_badge(sign) for sign, _spots in signs]
    found: dict[int, Spot] = {}

    def in_the_way(index: int, spot: Spot) -> list[int]:
        return [
            other
            for other, taken in found.items()
            if other != index
            and abs(spot[0] - taken[0]) < halves[index] + halves[other] + 1
            and abs(spot[1] - taken[1]) < BADGE_HEIGHT + 1
        ]

    def place(index: int, depth: int) -> bool:
        spots = signs[index][1]
        free = next((spot for spot in spots if not in_the_way(index, spot)), None)
        if free is not None:
            found[index] = free
            return True
        before = dict(found)
        for spot in spots if depth else ():
            others = in_the_way(index, spot)
            found[index] = spot
            for other in others:
                del found[other]
            if all(place(other, depth - 1) for other in others):
                return True
            found.clear()
            found.update(before)
        return False

    for index in sorted(range(len(signs)), key=lambda each: (len(signs[each][1]), each)):
        if not place(index, MOST_MOVES):
            found[index] = signs[index][1][0]
    return [found[index] for index in range(len(signs))]


def half_badge(sign: str) -> float:
    if len(sign) <= 2:  # noqa: PLR2004  (one sign, or two)
        return 7.5 if len(sign) == 1 else 11.0
    return text_width(sign, 12, 600) / 2 + 6


def draw_badge(sign: str, x: float, y: float) -> str:
    half = half_badge(sign)
    return element(
        "g",
        element(
            "rect",
            x=x - half,
            y=y - BADGE_HEIGHT / 2,
            width=2 * half,
            height=BADGE_HEIGHT,
            rx=7.5,
            fill=PAPER,
            stroke=EDGE_INK,
            stroke_width=1.2,
        ),
        label(
            sign, x, y + 4, "en", "middle", font_size=12, font_weight="600", fill=INK, stroke="none"
        ),
        class_="badge",
    )


def linked(name: str, of: MapColumn | MapTrack) -> str:
    """The name of a column or a track; a link where it has somewhere to lead."""
    if not of.href:
        return name
    return element("a", name, class_="map-heading", href=of.href, aria_label=of.action)


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
        self.tracks = [track for track in tracks if any(node.track == track.code for node in nodes)]
        self.language, self.rtl = language, is_rtl(language)
        self.measures = measured(
            nodes, self.tracks, language, notes=any(column.note for column in columns)
        )
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
                *self.ways(),
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
            class_=f"picture-map span-{min(MOST_SPANS, round(self.layout.width / SPAN))}",
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
        heading = shortened(column.label, 15, width - 48, 600)
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
            linked(
                label(
                    heading,
                    middle,
                    38,
                    self.language,
                    "middle",
                    class_="heading",
                    font_size=15,
                    font_weight=600,
                    fill=printed(meaning),
                ),
                column,
            ),
        ]
        if column.note:
            parts.append(
                label(
                    column.note,
                    middle,
                    57,
                    self.language,
                    "middle",
                    class_="muted",
                    font_size=12,
                    fill=MUTED,
                )
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
            parts.append(
                element(
                    "path",
                    class_="band-line",
                    stroke=LINE,
                    stroke_dasharray="1 6",
                    stroke_linecap="round",
                    stroke_width=1.6,
                    d=f"M{number(self.x(first))} {number(line)}H{number(self.x(last))}",
                )
            )
            name = label(
                track.label,
                self.x(first + 2),
                top - 6,
                self.language,
                "end" if self.rtl else "start",
                class_="band-name",
                font_size=12,
                font_weight=600,
                fill=MUTED,
            )
            parts.append(linked(name, track))
        return parts

    def ways(self) -> list[str]:
        """Links with a sign come last, so that no line crosses a sign."""
        pairs = list(zip(self.links, self.layout.routes, strict=True))
        pairs.sort(key=lambda pair: not pair[0].is_quiet)
        plain = [self.link(*pair) for pair in pairs if not badge_sign(pair[0])]
        signed = [pair for pair in pairs if badge_sign(pair[0])]
        spots = free_spots([(badge_sign(link), route.spots) for link, route in signed])
        return plain + [
            self.link(link, route, spot) for (link, route), spot in zip(signed, spots, strict=True)
        ]

    def link(self, link: MapLink, route: Route, spot: Spot = NOWHERE) -> str:
        """Line, head and, where a sign says more than a colour, a badge."""
        strength = max(1, min(3, link.strength))
        classes = ["link", f"strength-{strength}", link.status]
        classes += ["hinders"] if link.sign == "-" else []
        classes += ["quiet"] if link.is_quiet else []
        dashes = "9 5" if link.sign == "-" else "1 5" if link.status == "refuted" else None
        parts = [element("title", escape(link.label))] if link.label else []
        parts.append(
            element(
                "path",
                class_="line",
                d=self.path(route),
                stroke_width=(1.3, 2.1, 3.1)[strength - 1],
                stroke_dasharray=dashes,
            )
        )
        parts.append(self.head(link, route, strength))
        if sign := badge_sign(link):
            parts.append(draw_badge(sign, self.x(spot[0]), spot[1]))
        return element(
            "g",
            *parts,
            class_=" ".join(classes),
            opacity="0.25" if link.is_quiet else None,
            data_source=link.source,
            data_target=link.target,
        )

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
            return element(
                "path",
                class_="head bar",
                stroke_width=2.6,
                d=f"M{number(bar)} {number(v - half - 1.5)}V{number(v + half + 1.5)}",
            )
        return draw_head(
            f"M{number(tip)} {number(v)}L{number(base)} {number(v - half)}V{number(v + half)}Z",
            link,
        )

    def card(self, index: int) -> str:
        node, (u, y) = self.nodes[index], self.layout.cards[index]
        return draw_card(
            node,
            x=self.left(u, self.measures.card_width),
            y=y,
            width=self.measures.card_width,
            height=self.measures.card_height,
            language=self.language,
            data_rank=str(self.layout.ranks[index]),
        )
