"""The map as a walk: from each outcome back along the strongest ways that lead to it."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shidra.pictures.map.shapes import MapLink, MapNode

__all__ = ["Step", "walk"]

STRONGEST = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One stop. `link` leads on to the stop it hangs from; `also` are its other ways onward."""

    node: MapNode
    depth: int
    link: MapLink | None
    also: tuple[MapLink, ...]


def walk(nodes: Sequence[MapNode], links: Sequence[MapLink]) -> list[Step]:
    """Every node once: outcomes first, each followed by what leads to it, strongest way first.

    The way of a node is the one with the largest product of strengths (of three) to an outcome,
    refuted links left out; equal ways: the one with fewer links, then by code. Nodes without a
    way stand at the end, on their own.
    """
    by_code = {node.code: node for node in nodes}
    known = [link for link in links if link.source in by_code and link.target in by_code]
    onward = ways(nodes, known)
    followers: dict[str, list[MapLink]] = defaultdict(list)
    for way in onward.values():
        followers[way.target].append(way)
    place = {node.code: index for index, node in enumerate(nodes)}
    roots = [node for node in nodes if node.code not in onward]
    roots.sort(key=lambda node: (node.kind != "outcome", place[node.code]))
    leaving: dict[str, list[MapLink]] = defaultdict(list)
    for one in known:
        leaving[one.source].append(one)
    steps: list[Step] = []
    waiting: list[tuple[MapNode, int, MapLink | None]] = [(root, 0, None) for root in roots[::-1]]
    while waiting:
        node, depth, link = waiting.pop()
        also = tuple(other for other in leaving[node.code] if other is not link)
        steps.append(Step(node, depth, link, also))
        ahead = sorted(followers[node.code], key=lambda one: (-one.strength, place[one.source]))
        waiting += [(by_code[one.source], depth + 1, one) for one in reversed(ahead)]
    return steps


def ways(nodes: Sequence[MapNode], links: Sequence[MapLink]) -> dict[str, MapLink]:
    """The next link of each node on its strongest way to an outcome."""
    arriving: dict[str, list[MapLink]] = defaultdict(list)
    for link in links:
        if link.status != "refuted" and link.source != link.target:
            arriving[link.target].append(link)
    queue: list[tuple[float, int, str, int]] = [
        (-1.0, 0, node.code, -1) for node in nodes if node.kind == "outcome"
    ]
    heapq.heapify(queue)
    found: dict[str, MapLink] = {}
    reached: set[str] = set()
    through: list[MapLink] = []
    while queue:
        strength, length, code, last = heapq.heappop(queue)
        if code in reached:
            continue
        reached.add(code)
        if last >= 0:
            found[code] = through[last]
        for link in arriving[code]:
            if link.source not in reached:
                through.append(link)
                share = max(0, min(STRONGEST, link.strength)) / STRONGEST
                heapq.heappush(queue, (strength * share, length + 1, link.source, len(through) - 1))
    return found
