"""The worth of all factors of a large map, against plain loops over a networkx graph."""

import time
from collections.abc import Callable
from statistics import median

import networkx as nx
import numpy as np

from shidra.core.causal.effects import Edge, Node, effect_map, radius, worth

RUNS = 7
# The plain loop goes on until nothing changes that a comparison to 1e-9 would see.
SETTLED = 1e-12
EQUAL = 1e-9


def measure() -> dict[str, float]:
    """CPU of the loops ÷ CPU of ours; and CPU of the tenfold map ÷ CPU of the smaller."""
    nodes, edges = drawn(1_000, 10_000)
    small, large = effect_map(nodes, edges), effect_map(*drawn(10_000, 100_000))
    graph = nx.DiGraph()
    graph.add_nodes_from(node.id for node in nodes)
    graph.add_weighted_edges_from(
        ((edge.source, edge.target, edge.effect) for edge in edges), weight="effect"
    )
    weights = {node.id: node.weight for node in nodes}
    found, plain = worth(small), in_loops(graph, weights)
    for node, value in plain.items():
        if abs(found[node] - value) > EQUAL * max(abs(value), 1.0):
            raise AssertionError(f"{node}: {found[node]} against {value}")
    unit = _cpu(lambda: worth(small))
    return {
        "loops over networkx / worth, 1000 nodes, 10000 edges (>= 200)": (
            _cpu(lambda: in_loops(graph, weights)) / unit
        ),
        "worth 10000, 100000 / worth 1000, 10000 (< 20)": _cpu(lambda: worth(large)) / unit,
        "from nodes and edges to worth / worth, 1000, 10000": (
            _cpu(lambda: worth(effect_map(nodes, edges))) / unit
        ),
        "radius / worth, 1000, 10000": _cpu(lambda: radius(small)) / unit,
    }


def drawn(count: int, links: int) -> tuple[list[Node], list[Edge]]:
    """A map whose effects keep about half of a push at each step."""
    draw = np.random.default_rng(3)
    ids = [f"n{i}" for i in range(count)]
    pairs = {(int(a), int(b)) for a, b in draw.integers(0, count, (2 * links, 2)) if a != b}
    chosen = sorted(pairs)
    draw.shuffle(chosen)
    effects = 0.5 * count / links * draw.lognormal(-0.125, 0.5, links)
    edges = [
        Edge(ids[a], ids[b], float(effect))
        for (a, b), effect in zip(chosen[:links], effects, strict=True)
    ]
    outcomes = count // 100
    return [Node(each, float(number < outcomes)) for number, each in enumerate(ids)], edges


def in_loops(graph: nx.DiGraph, weights: dict[str, float]) -> dict[str, float]:
    """The same sum of terms, node by node and link by link."""
    total, term = dict(weights), weights
    while max(map(abs, term.values())) > SETTLED:
        term = {
            node: sum(
                link["effect"] * term[target]
                for _, target, link in graph.out_edges(node, data=True)
            )
            for node in graph
        }
        for node, added in term.items():
            total[node] += added
    return total


def _cpu(work: Callable[[], object]) -> float:
    work()
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)
