"""Links in the gutters: every bend happens between ranks, every passage through a slot.

All coordinates run along the flow (u grows from resources to outcomes); the drawing mirrors
them for scripts that run from right to left.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from shidra.pictures.map.ordering import SLOT_HEIGHT, Plan

__all__ = ["Gutter", "Piece", "Route", "gutter_widths", "routed", "runs_in"]

type Way = Literal["ahead", "back", "turn"]
type Piece = tuple[float, ...]  # (u, v): a straight line; six numbers: a cubic curve

MARGIN = 13.0
LEVEL = 11.0
BEND = 24.0
ROUND = 0.45  # of the way from the corner, where the handles of a bend stand
HEAD = 8.0
LEG = 19.0  # from a card, past its arrowhead, to a sign beside it
SPOT = 8.0  # how far apart the places are where a sign may stand


@dataclass(slots=True)
class Run:
    """One link's way through one gutter: its height at the earlier and at the later side.

    A run that turns begins and ends at the earlier side, its end written as `late`.
    """

    link: int
    step: int
    early: float
    late: float
    way: Way
    lane: int = -1

    @property
    def low(self) -> float:
        return min(self.early, self.late)

    @property
    def high(self) -> float:
        return max(self.early, self.late)


@dataclass(slots=True)
class Gutter:
    """The free strip before a rank (or after the last), its runs and the lanes they use."""

    runs: list[Run] = field(default_factory=list)
    lanes: int = 0
    start: float = 0.0
    width: float = 0.0

    @property
    def spacing(self) -> float:
        return 8.0 if self.lanes <= 6 else 6.0 if self.lanes <= 14 else 4.2  # noqa: PLR2004

    def lane_at(self, lane: int) -> float:
        used = (self.lanes - 1) * self.spacing
        return self.start + (self.width - used) / 2 + lane * self.spacing


@dataclass(frozen=True, slots=True)
class Route:
    """Where a link runs: its first point, then pieces; `spots` are where a sign may stand."""

    start: tuple[float, float]
    pieces: tuple[Piece, ...]
    spots: tuple[tuple[float, float], ...]
    arrives_ahead: bool


def runs_in(
    plan: Plan, centres: list[float], card_height: float, margins: tuple[float, float]
) -> list[Gutter]:
    """Every link cut into runs, each run with a lane of its gutter.

    `margins` is the room that a card keeps free above and below itself.
    """
    gutters = [Gutter() for _ in range(len(plan.ranks) + 1)]
    ports, alone = ported(plan, centres, card_height)
    above, below = margins
    straighten(plan, centres, ports, (card_height / 2 + above, card_height / 2 + below))
    level(plan, centres, ports, alone, card_height / 2 - 18)
    for link, chain in enumerate(plan.chains):
        for step, (one, other) in enumerate(pairwise(chain)):
            at = ports.get((link, 0), 0) if step == 0 else centres[one]
            to = ports.get((link, 1), 0) if step == len(chain) - 2 else centres[other]
            first, last = plan.rank_of[one], plan.rank_of[other]
            if first == last:
                gutters[first + 1].runs.append(Run(link, step, at, to, "turn"))
            elif first < last:
                gutters[last].runs.append(Run(link, step, at, to, "ahead"))
            else:
                gutters[first].runs.append(Run(link, step, to, at, "back"))
    for gutter in gutters:
        give_lanes(gutter)
    return gutters


def ported(
    plan: Plan, centres: Sequence[float], card_height: float
) -> tuple[dict[tuple[int, int], float], list[tuple[int, int, int]]]:
    """Where on its card each link begins (0) and ends (1), and which ends are alone on a side."""
    sides: dict[tuple[int, bool], list[tuple[float, int, int]]] = defaultdict(list)
    for link, chain in enumerate(plan.chains):
        source, target = chain[0], chain[-1]
        ahead = plan.rank_of[chain[1]] >= plan.rank_of[source]
        sides[source, ahead].append((centres[chain[1]], link, 0))
        arrives_ahead = plan.rank_of[chain[-2]] >= plan.rank_of[target]
        sides[target, arrives_ahead].append((centres[chain[-2]], link, 1))
    found: dict[tuple[int, int], float] = {}
    for (item, _), ends in sides.items():
        ends.sort()
        step = min(10.0, (card_height - 22) / max(1, len(ends) - 1))
        for place, (_, link, end) in enumerate(ends):
            found[link, end] = centres[item] + (place - (len(ends) - 1) / 2) * step
    alone = [(item, link, end) for (item, _), [(_, link, end), *more] in sides.items() if not more]
    return found, alone


def level(
    plan: Plan,
    centres: Sequence[float],
    ports: dict[tuple[int, int], float],
    alone: Sequence[tuple[int, int, int]],
    give: float,
) -> None:
    """A link alone on its side of a card leaves at the height of where it goes, if it can."""
    for item, link, end in alone:
        chain = plan.chains[link]
        near = chain[1] if end == 0 else chain[-2]
        wanted = centres[near] if near >= plan.node_count else ports[link, 1 - end]
        if abs(wanted - centres[item]) <= give:
            ports[link, end] = wanted


def straighten(
    plan: Plan,
    centres: list[float],
    ports: Mapping[tuple[int, int], float],
    card: tuple[float, float],
) -> None:
    """Slots move within the room between their neighbours, so that long links run level."""
    seat = {item: (rank, at) for rank in plan.ranks for at, item in enumerate(rank)}
    first, last = min(centres) - card[0] / 2, max(centres) + card[1] / 2
    for turn in range(4):
        towards_source = turn % 2 == 0
        for link, chain in enumerate(plan.chains):
            steps = range(1, len(chain) - 1)
            for step in steps if towards_source else reversed(steps):
                near = chain[step - 1] if towards_source else chain[step + 1]
                end = 0 if towards_source else 1
                wanted = centres[near] if near >= plan.node_count else ports[link, end]
                rank, at = seat[chain[step]]
                low, high = first, last
                if at:
                    low = reach(plan, centres, rank[at - 1], card[1]) + SLOT_HEIGHT / 2
                if at < len(rank) - 1:
                    high = reach(plan, centres, rank[at + 1], -card[0]) - SLOT_HEIGHT / 2
                centres[chain[step]] = max(low, min(wanted, high))


def reach(plan: Plan, centres: Sequence[float], item: int, card: float) -> float:
    """The edge of an item's room: `card` from the centre of a card, half a slot's own height."""
    slot = SLOT_HEIGHT / 2 if card > 0 else -SLOT_HEIGHT / 2
    return centres[item] + (card if item < plan.node_count else slot)


def give_lanes(gutter: Gutter) -> None:
    """Lanes in an order in which runs that fall, and runs that rise, do not cross their like."""
    returning = [run for run in gutter.runs if run.way == "turn"]
    bending = [
        run for run in gutter.runs if run.way != "turn" and abs(run.early - run.late) >= LEVEL
    ]
    returning.sort(key=lambda run: (run.high - run.low, run.low, run.link))
    falling = sorted(
        (run for run in bending if run.late > run.early), key=lambda run: (-run.early, run.link)
    )
    rising = sorted(
        (run for run in bending if run.late < run.early), key=lambda run: (run.early, run.link)
    )
    taken: list[list[tuple[float, float]]] = []
    for run in (*returning, *falling, *rising):
        low, high = run.low - 5, run.high + 5
        lane = len(taken)
        while lane and all(high < other[0] or other[1] < low for other in taken[lane - 1]):
            lane -= 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        run.lane = lane
    gutter.lanes = len(taken)


def gutter_widths(gutters: Sequence[Gutter], least: Sequence[float]) -> None:
    """Wide enough for the lanes; none at the edges of the map unless a link turns round there."""
    for gutter, wanted in zip(gutters, least, strict=True):
        lanes = 2 * MARGIN + HEAD + max(0, gutter.lanes - 1) * gutter.spacing
        gutter.width = max(wanted, lanes) if gutter.runs else wanted


def routed(gutters: Sequence[Gutter], plan: Plan) -> list[Route]:
    """The way of every link, source to target."""
    runs: list[list[tuple[Gutter, Run]]] = [[] for _ in plan.chains]
    for gutter in gutters:
        for run in gutter.runs:
            runs[run.link].append((gutter, run))
    for steps in runs:
        steps.sort(key=lambda pair: pair[1].step)
    return [traced(steps) for steps in runs]


def traced(steps: Sequence[tuple[Gutter, Run]]) -> Route:
    pieces: list[Piece] = []
    begin = (0.0, 0.0)
    spots: list[tuple[float, float]] = []
    ahead = steps[-1][1].way == "ahead"
    for place, (gutter, run) in enumerate(steps):
        entry, leave = ends_of(gutter, run)
        spots += spots_of(gutter, run)
        if place == 0:
            begin = entry
        else:
            spots += spots_between(pieces[-1][-2:], entry)
            pieces.append(entry)
        if place == len(steps) - 1:
            leave = (leave[0] - HEAD if ahead else leave[0] + HEAD, leave[1])
        pieces.extend(bent(gutter, run, entry, leave))
    return Route(begin, tuple(pieces), tuple(spots), ahead)


def ends_of(gutter: Gutter, run: Run) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the run enters and leaves its gutter, in the direction of the link."""
    early, late = (gutter.start, run.early), (gutter.start + gutter.width, run.late)
    if run.way == "turn":
        return early, (gutter.start, run.late)
    return (early, late) if run.way == "ahead" else (late, early)


def spots_of(gutter: Gutter, run: Run) -> list[tuple[float, float]]:
    """The middle of a run first, then along its lane, then beside the cards where it begins."""
    middle = (run.early + run.late) / 2
    first, last = gutter.start + LEG, gutter.start + gutter.width - LEG
    legs = [(first, run.early), (first if run.way == "turn" else last, run.late)]
    if run.lane < 0:
        return [(gutter.start + gutter.width / 2, middle), *legs]
    across, reach = gutter.lane_at(run.lane), (run.high - run.low) / 2 - BEND / 2
    return [*((across, middle + off) for off in outwards(reach)), *legs]


def outwards(reach: float) -> list[float]:
    """Nought, then a step to either side, two steps, as far as it reaches."""
    steps = range(1, max(0, int(reach // SPOT)) + 1)
    return [0.0, *(side * step * SPOT for step in steps for side in (-1, 1))]


def spots_between(one: Piece, other: Piece) -> list[tuple[float, float]]:
    """Along the passage past a rank, from its middle outwards."""
    (u0, v), (u1, _) = one, other
    return [((u0 + u1) / 2 + off, v) for off in outwards(abs(u1 - u0) / 2 - SPOT)]


def bent(
    gutter: Gutter, run: Run, entry: tuple[float, float], leave: tuple[float, float]
) -> list[Piece]:
    """Level, a bend into the lane, along the lane, a bend out of it, level again."""
    (u0, v0), (u1, v1) = entry, leave
    fall = v1 - v0
    if run.lane < 0:
        middle = (u0 + u1) / 2
        return [leave] if abs(fall) < 0.5 else [(middle, v0, middle, v1, u1, v1)]  # noqa: PLR2004
    lane = gutter.lane_at(run.lane)
    tall = min(abs(fall) / 2, BEND) * (1 if fall > 0 else -1)
    if abs(fall) < 2 * BEND and run.way != "turn":
        return swung(lane, entry, leave)
    into = max(-BEND, min(BEND, lane - u0))
    out = max(-BEND, min(BEND, u1 - lane))
    return [
        (lane - into, v0),
        (lane - into * ROUND, v0, lane, v0 + tall * ROUND, lane, v0 + tall),
        (lane, v1 - tall),
        (lane, v1 - tall * ROUND, lane + out * ROUND, v1, lane + out, v1),
        leave,
    ]


def swung(lane: float, entry: tuple[float, float], leave: tuple[float, float]) -> list[Piece]:
    """A small step: one soft curve about the lane instead of two tight bends."""
    (u0, v0), (u1, v1) = entry, leave
    half = min(abs(lane - u0), abs(u1 - lane), BEND)
    half = half if u1 > u0 else -half
    return [
        (lane - half, v0),
        (lane, v0, lane, v1, lane + half, v1),
        leave,
    ]
