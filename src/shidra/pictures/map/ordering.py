"""Who stands in which rank: columns into ranks, long links through slots.

A column becomes one rank or several. A link that passes over ranks gets a thin slot in each of
them, which takes part in the ordering like a card, so that no link ever needs to run behind one.
"""

import math
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from shidra.pictures.map.seating import seated
from shidra.pictures.map.shapes import MapNode

__all__ = ["Plan", "ordered"]

SLOT_HEIGHT = 9.0
SWEEPS = 8


@dataclass(slots=True)
class Plan:
    """Items in ranks. Items 0..n-1 are the nodes as given, later ones are slots of long links."""

    node_count: int
    ranks: list[list[int]]
    rank_of: list[int]
    heights: list[float]
    bands: list[int]
    chains: list[tuple[int, ...]]
    before: list[list[tuple[int, float]]] = field(default_factory=list)
    after: list[list[tuple[int, float]]] = field(default_factory=list)
    band_tops: list[float] = field(default_factory=list)
    band_ends: list[float] = field(default_factory=list)


def ordered(
    nodes: Sequence[MapNode],
    links: Sequence[tuple[int, int]],
    *,
    track_codes: Sequence[str],
    card_slot: float,
    band_head: float,
) -> Plan:
    """Ranks, slots and the order in which few links cross."""
    rank_of = ranked(nodes, links)
    bands = banded(nodes, links, track_codes)
    plan = Plan(
        node_count=len(nodes),
        ranks=[[] for _ in range(max(rank_of, default=-1) + 1)],
        rank_of=rank_of,
        heights=[card_slot] * len(nodes),
        bands=bands,
        chains=[],
    )
    for item, rank in enumerate(rank_of):
        plan.ranks[rank].append(item)
    for source, target in links:
        plan.chains.append(chained(plan, source, target))
    connect(plan)
    measure_bands(plan, max(1, len(track_codes)), band_head)
    seat(plan, links)
    return plan


def ranked(nodes: Sequence[MapNode], links: Sequence[tuple[int, int]]) -> list[int]:
    """The rank of each node: tall columns split, what leads to a neighbour standing earlier.

    Eighty cards in five columns stand in five ranks: a page scrolls down, never sideways.
    """
    tallest = max(7, round(2.0 * math.sqrt(len(nodes))))
    columns: dict[int, list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        columns[node.column].append(index)
    pull = forward_pull(nodes, links)
    found = [0] * len(nodes)
    rank = 0
    for number in sorted(columns):
        members = columns[number]
        parts = math.ceil(len(members) / tallest)
        members.sort(key=lambda index: (pull[index], index))
        for place, index in enumerate(members):
            found[index] = rank + place * parts // len(members)
        rank += parts
    return found


def forward_pull(nodes: Sequence[MapNode], links: Sequence[tuple[int, int]]) -> list[float]:
    """How far along the flow a node wants to stand inside its own column."""
    pull = [0.0] * len(nodes)
    ties = [0] * len(nodes)
    for source, target in links:
        step = nodes[target].column - nodes[source].column
        ties[source] += 1
        ties[target] += 1
        if step > 0:
            pull[source] += 1
            pull[target] -= 1
        elif step == 0:
            pull[source] -= 2
            pull[target] += 2
    return [total / count if count else 0.0 for total, count in zip(pull, ties, strict=True)]


def banded(
    nodes: Sequence[MapNode], links: Sequence[tuple[int, int]], track_codes: Sequence[str]
) -> list[int]:
    """The band of each node; -1 where a whole column stands outside the tracks."""
    known: Mapping[str, int] = {code: place for place, code in enumerate(track_codes)}
    if not known:
        return [0] * len(nodes)
    bands = [known.get(node.track, -1) for node in nodes]
    mixed = {node.column for node, band in zip(nodes, bands, strict=True) if band >= 0}
    votes: dict[int, list[int]] = defaultdict(list)
    for source, target in links:
        votes[source].append(bands[target])
        votes[target].append(bands[source])
    for index, node in enumerate(nodes):
        if bands[index] < 0 and node.column in mixed:
            cast = sorted(vote for vote in votes[index] if vote >= 0)
            bands[index] = cast[len(cast) // 2] if cast else 0
    return bands


def chained(plan: Plan, source: int, target: int) -> tuple[int, ...]:
    """Source, a new slot in each rank between, target."""
    first, last = plan.rank_of[source], plan.rank_of[target]
    step = 1 if last > first else -1
    chain = [source]
    for rank in range(first + step, last, step) if first != last else ():
        item = len(plan.rank_of)
        outside = any(plan.bands[other] < 0 for other in plan.ranks[rank])
        nearer_source = abs(rank - first) <= abs(last - rank)
        band = plan.bands[source if nearer_source else target]
        plan.rank_of.append(rank)
        plan.heights.append(SLOT_HEIGHT)
        plan.bands.append(-1 if outside else max(0, band))
        plan.ranks[rank].append(item)
        chain.append(item)
    return (*chain, target)


def connect(plan: Plan) -> None:
    """Neighbours on either side; slots hold on to each other so that long links run straight."""
    plan.before = [[] for _ in plan.rank_of]
    plan.after = [[] for _ in plan.rank_of]
    for chain in plan.chains:
        for one, other in pairwise(chain):
            slots = (one >= plan.node_count) + (other >= plan.node_count)
            weight = (1.0, 2.0, 5.0)[slots]
            early, late = sorted((one, other), key=lambda item: plan.rank_of[item])
            if plan.rank_of[early] == plan.rank_of[late]:
                plan.before[late].append((early, 0.5))
                plan.before[early].append((late, 0.5))
                plan.after[late].append((early, 0.5))
                plan.after[early].append((late, 0.5))
            else:
                plan.after[early].append((late, weight))
                plan.before[late].append((early, weight))


def measure_bands(plan: Plan, count: int, band_head: float) -> None:
    """Each band as tall as its tallest rank; ranks outside the bands may use the whole height."""
    tall = [0.0] * count
    whole = 0.0
    for rank in plan.ranks:
        room = [0.0] * (count + 1)
        for item in rank:
            room[plan.bands[item]] += plan.heights[item]
        whole = max(whole, room[-1])
        for band in range(count):
            tall[band] = max(tall[band], room[band])
    if (needed := whole - sum(tall) - band_head * count) > 0:
        tall[-1] += needed
    top = 0.0
    for height in tall:
        plan.band_tops.append(top + band_head)
        plan.band_ends.append(top + band_head + height)
        top += band_head + height


def limits(plan: Plan, item: int) -> tuple[float, float]:
    band = plan.bands[item]
    return (
        (plan.band_tops[0], plan.band_ends[-1])
        if band < 0
        else (plan.band_tops[band], plan.band_ends[band])
    )


def stacked(plan: Plan, rank: Sequence[int], centres: list[float]) -> None:
    """Centres of a rank when its items stand one below the other, band by band in the middle."""
    room: dict[int, float] = defaultdict(float)
    for item in rank:
        room[plan.bands[item]] += plan.heights[item]
    cursor: dict[int, float] = {}
    for item in rank:
        band = plan.bands[item]
        if band not in cursor:
            low, high = limits(plan, item)
            cursor[band] = (low + high - room[band]) / 2
        centres[item] = cursor[band] + plan.heights[item] / 2
        cursor[band] += plan.heights[item]


def seat(plan: Plan, links: Sequence[tuple[int, int]]) -> None:
    """Cards sit down one after the other; slots of long links find their way between them."""
    cards = seated(plan.rank_of[: plan.node_count], plan.bands[: plan.node_count], links)
    centres = [0.0] * len(plan.rank_of)
    for rank, sitting in zip(plan.ranks, cards, strict=True):
        stacked(plan, sitting, centres)
        rank[:] = [*sitting, *(item for item in rank if item >= plan.node_count)]
    for chain in plan.chains:
        first, last = centres[chain[0]], centres[chain[-1]]
        for step, item in enumerate(chain[1:-1], start=1):
            centres[item] = first + (last - first) * step / (len(chain) - 1)
    best: tuple[int, list[list[int]]] | None = None
    for sweep in range(SWEEPS):
        find_slots(plan, centres, backwards=sweep % 2 == 0)
        found = crossings(plan, centres)
        if best is None or found < best[0]:
            best = (found, [list(rank) for rank in plan.ranks])
    plan.ranks = best[1] if best else plan.ranks


def find_slots(plan: Plan, centres: list[float], *, backwards: bool) -> None:
    """Each slot moves towards its neighbours on one side; the cards keep their order."""
    sides = plan.after if backwards else plan.before
    for rank in reversed(plan.ranks) if backwards else plan.ranks:
        wanted = {
            item: centres[item]
            if item < plan.node_count
            else barycentre(sides[item], centres, centres[item])
            for item in rank
        }
        rank.sort(key=lambda item: (plan.bands[item], wanted[item], item))
        stacked(plan, rank, centres)


def barycentre(
    neighbours: Sequence[tuple[int, float]], centres: Sequence[float], alone: float
) -> float:
    if not neighbours:
        return alone
    total = weights = 0.0
    for other, weight in neighbours:
        total += centres[other] * weight
        weights += weight
    return total / weights


def crossings(plan: Plan, centres: Sequence[float]) -> int:
    """Pairs of links that cross between neighbouring ranks."""
    found = 0
    for rank in plan.ranks[:-1]:
        ends = sorted(
            (centres[item], centres[other])
            for item in rank
            for other, _ in plan.after[item]
            if plan.rank_of[other] != plan.rank_of[item]
        )
        found += inversions([late for _, late in ends])
    return found


def inversions(values: Sequence[float]) -> int:
    """Pairs that stand in the wrong order, counted by inserting into a sorted list."""
    seen: list[float] = []
    found = 0
    for value in values:
        found += len(seen) - bisect_right(seen, value)
        insort(seen, value)
    return found
