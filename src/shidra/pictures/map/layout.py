"""The finished layout: a box for every card, a way for every link, columns and bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shidra.pictures.map.ordering import Plan, ordered
from shidra.pictures.map.placing import placed
from shidra.pictures.map.routing import Gutter, Route, gutter_widths, routed, runs_in
from shidra.pictures.map.shapes import MapLink, MapNode

__all__ = ["MapLayout", "Measures", "laid_out"]


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of one map, chosen once for all its cards."""

    card_width: float
    card_height: float
    above: float = 17.0
    below: float = 9.0
    band_head: float = 0.0
    between_columns: float = 76.0
    inside_column: float = 46.0
    edge: float = 20.0
    top: float = 74.0

    @property
    def slot(self) -> float:
        return self.above + self.card_height + self.below


@dataclass(frozen=True, slots=True)
class MapLayout:
    """In flow coordinates: u along the causal direction, v downwards."""

    width: float
    height: float
    cards: tuple[tuple[float, float], ...]
    ranks: tuple[int, ...]
    order: tuple[int, ...]
    routes: tuple[Route, ...]
    columns: tuple[tuple[int, float, float], ...]
    bands: tuple[tuple[float, float], ...]


def laid_out(
    nodes: Sequence[MapNode],
    links: Sequence[MapLink],
    *,
    track_codes: Sequence[str],
    measures: Measures,
) -> MapLayout:
    """Place everything. Links must name nodes that exist and join two different ones."""
    places = {node.code: index for index, node in enumerate(nodes)}
    pairs = [(places[link.source], places[link.target]) for link in links]
    plan = ordered(
        nodes,
        pairs,
        track_codes=track_codes,
        card_slot=measures.slot,
        band_head=measures.band_head,
    )
    lift = (measures.above - measures.below) / 2
    centres = [
        centre + measures.top + (lift if item < plan.node_count else 0)
        for item, centre in enumerate(placed(plan))
    ]
    gutters = runs_in(plan, centres, measures.card_height, (measures.above, measures.below))
    gutter_widths(gutters, least_widths(nodes, plan, measures))
    starts = spread(gutters, measures)
    cards = tuple(
        (starts[plan.rank_of[item]], centres[item] - measures.card_height / 2)
        for item in range(plan.node_count)
    )
    bands = tuple(
        (low + measures.top, high + measures.top)
        for low, high in zip(plan.band_tops, plan.band_ends, strict=True)
    )
    return MapLayout(
        width=gutters[-1].start + gutters[-1].width,
        height=(bands[-1][1] if bands else measures.top) + measures.edge,
        cards=cards,
        ranks=tuple(plan.rank_of[: plan.node_count]),
        order=tuple(item for rank in plan.ranks for item in rank if item < plan.node_count),
        routes=tuple(routed(gutters, plan)),
        columns=spans(nodes, plan, starts, measures),
        bands=bands,
    )


def column_of_rank(nodes: Sequence[MapNode], plan: Plan) -> list[int]:
    return [
        next(nodes[item].column for item in rank if item < plan.node_count) for rank in plan.ranks
    ]


def least_widths(nodes: Sequence[MapNode], plan: Plan, measures: Measures) -> list[float]:
    numbers = column_of_rank(nodes, plan)
    between = [
        measures.inside_column if early == late else measures.between_columns
        for early, late in pairwise(numbers)
    ]
    return [measures.edge, *between, measures.edge]


def spread(gutters: Sequence[Gutter], measures: Measures) -> list[float]:
    """Where each rank starts, gutter after gutter; the gutters learn their own start."""
    starts: list[float] = []
    cursor = 0.0
    for place, gutter in enumerate(gutters):
        gutter.start = cursor
        cursor += gutter.width
        if place < len(gutters) - 1:
            starts.append(cursor)
            cursor += measures.card_width
    return starts


def spans(
    nodes: Sequence[MapNode], plan: Plan, starts: Sequence[float], measures: Measures
) -> tuple[tuple[int, float, float], ...]:
    """From where to where each column reaches."""
    found: dict[int, tuple[float, float]] = {}
    for number, start in zip(column_of_rank(nodes, plan), starts, strict=True):
        first, _ = found.get(number, (start, 0.0))
        found[number] = (first, start + measures.card_width)
    return tuple((number, first, last) for number, (first, last) in sorted(found.items()))
