"""What must not happen on a map, looked for in the finished picture; and maps to look at."""

import random
from bisect import bisect_left
from dataclasses import replace
from xml.etree import ElementTree as ET

from shidra.pictures.map import CardMark, MapColumn, MapLink, MapNode, MapTrack
from tests.pictures.reading import Box, cards, of_class, points, rectangle, shift, tags
from tests.pictures.samples import NAMES, TAGS

STATUSES = ("supported", "hypothesised", "contested", "refuted")


def tangled_map(
    count: int, language: str, seed: int, *, tracks: int = 0, near: bool = False
) -> dict:
    """Cards with up to three links each: to anywhere at all, or mostly to the next column."""
    chance = random.Random(seed)
    nodes = [
        MapNode(
            f"N{place}",
            chance.choice(NAMES[language]),
            1 + place * 5 // count,
            "-",
            "/",
            track=f"T{chance.randrange(tracks)}" if tracks else "",
            kind="outcome" if place > count - 3 else "factor",
            mark=CardMark(TAGS[language], "missing", 0.4) if chance.random() < 0.5 else None,
            evidence=chance.randrange(4),
        )
        for place in range(count)
    ]
    links = {
        (node.code, other.code): MapLink(
            node.code,
            other.code,
            chance.choice("+++-"),
            chance.randint(1, 3),
            chance.choice(STATUSES),
        )
        for node in nodes
        for other in ends(node, nodes, chance, near=near)
    }
    return {
        "nodes": nodes,
        "links": list(links.values()),
        "columns": [MapColumn(number, NAMES[language][number % 3]) for number in range(1, 6)],
        "tracks": [MapTrack(f"T{place}", NAMES[language][place]) for place in range(tracks)],
        "language": language,
        "title": "-",
    }


def ends(
    node: MapNode, nodes: list[MapNode], chance: random.Random, *, near: bool
) -> list[MapNode]:
    others = [other for other in nodes if other is not node]
    ahead = [other for other in others if other.column == node.column + 1]
    pool = ahead if near and ahead else others
    return chance.sample(pool, min(3, len(pool)))


def joined(drawn: dict, seed: int) -> dict:
    """The same map when one more factor joins it, with up to three links of its own."""
    chance = random.Random(seed)
    column, track = chance.randint(1, 5), chance.choice(drawn["nodes"]).track
    newcomer = replace(drawn["nodes"][0], code="NEW", column=column, track=track)
    others = chance.sample(drawn["nodes"], min(3, len(drawn["nodes"])))
    links = [
        MapLink("NEW", other.code) if other.column >= column else MapLink(other.code, "NEW")
        for other in others
    ]
    return drawn | {"nodes": [*drawn["nodes"], newcomer], "links": [*drawn["links"], *links]}


# --- what must not happen ---------------------------------------------------------------------------


def hidden_links(root: ET.Element) -> list[tuple]:
    """Links that run through a card, their own two included."""
    return crossed(root, cards(root))


def crossed_tags(root: ET.Element) -> list[tuple]:
    """Links that run through the words on the edge of a card."""
    return crossed(root, tags(root))


def crossed(root: ET.Element, boxes: dict[str, Box]) -> list[tuple]:
    by_place = sorted((box.left, box.right, code, box) for code, box in boxes.items())
    found = []
    for link in of_class(root, "link"):
        way = points(of_class(link, "line")[0].get("d"))
        low, high = min(x for x, _ in way), max(x for x, _ in way)
        near = [(code, box) for left, right, code, box in by_place if left < high and low < right]
        for code, box in near:
            if any(box.holds(x, y, give=0.2) for x, y in way):
                found.append((link.get("data-source"), link.get("data-target"), code))
    return found


def overlapping(boxes: dict) -> list[tuple]:
    named = list(boxes.items())
    return [
        (one, other)
        for place, (one, box) in enumerate(named)
        for other, another in named[place + 1 :]
        if box.meets(another)
    ]


def covering_tags(root: ET.Element) -> list[tuple]:
    boxes = cards(root)
    return [
        (code, other)
        for code, tag in tags(root).items()
        for other, box in boxes.items()
        if other != code and tag.meets(box)
    ]


def signs(root: ET.Element) -> dict[str, Box]:
    """The little signs on links, as wide as they are drawn."""
    return {
        f"{place}": rectangle(badge[0], shift(badge))
        for place, badge in enumerate(of_class(root, "badge"))
    }


def signs_on_cards(root: ET.Element) -> list[tuple]:
    boxes = [*cards(root).items(), *tags(root).items()]
    return [
        (sign, code)
        for sign, badge in signs(root).items()
        for code, box in boxes
        if badge.meets(box)
    ]


def share_that_stays(before: ET.Element, after: ET.Element) -> float:
    """Of all cards, those that keep their rank and their order in it."""
    old, new = seats(before), seats(after)
    stayed = 0
    for rank in {rank for rank, _ in old.values()}:
        members = [code for code, (at, _) in old.items() if at == rank and new[code][0] == rank]
        members.sort(key=lambda code: old[code][1])
        stayed += longest_rise([new[code][1] for code in members])
    return stayed / len(old)


def seats(root: ET.Element) -> dict[str, tuple[str, float]]:
    boxes = cards(root)
    return {
        card.get("data-node"): (card.get("data-rank"), boxes[card.get("data-node")].top)
        for card in of_class(root, "card")
    }


def longest_rise(values: list[float]) -> int:
    tails: list[float] = []
    for value in values:
        place = bisect_left(tails, value)
        tails[place : place + 1] = [value]
    return len(tails)
