"""Small maps drawn at random, and the plain ways to answer about them."""

import itertools
import math

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from shidra.core.causal.effects import Edge, Node

IDS = st.lists(st.text("abאبc>\"'", min_size=1, max_size=3), min_size=1, max_size=8, unique=True)
EFFECTS = st.sampled_from([0.1, 0.15, 0.2, 0.25, -0.15, -0.3, 0.35])


@st.composite
def drawn_maps(draw):
    """Nodes, edges (to oneself and twice the same, too) and a discount."""
    ids = draw(IDS)
    nodes = [Node(each, draw(st.sampled_from([0.0, 0.0, 1.0, 0.5, -2.0]))) for each in ids]
    edges = draw(
        st.lists(
            st.builds(
                Edge,
                st.sampled_from(ids),
                st.sampled_from(ids),
                EFFECTS,
                st.sampled_from([0.0, 0.5, 2]),
            ),
            max_size=3 * len(ids),
        )
    )
    return nodes, edges, draw(st.sampled_from([0.0, 0.05, -0.1]))


def matrix_of(nodes, edges, discount=0.0):
    """E as it is defined, entry by entry."""
    place = {node.id: number for number, node in enumerate(nodes)}
    matrix = np.zeros((len(nodes), len(nodes)))
    for edge in sorted(edges, key=lambda edge: edge.effect * (1 + discount) ** -edge.lag):
        matrix[place[edge.source], place[edge.target]] += edge.effect * (1 + discount) ** -edge.lag
    return matrix


def graph_of(nodes, edges, discount=0.0):
    matrix = matrix_of(nodes, edges, discount)
    graph = nx.DiGraph()
    graph.add_nodes_from(node.id for node in nodes)
    for row, column in zip(*np.nonzero(matrix), strict=True):
        graph.add_edge(nodes[row].id, nodes[column].id, effect=float(matrix[row, column]))
    return graph


def along(graph, path):
    return math.prod(graph[source][target]["effect"] for source, target in itertools.pairwise(path))


def every_loop(graph):
    """The gain of each simple cycle of at most six links, largest first."""
    cycles = nx.simple_cycles(graph, length_bound=6)
    return sorted((along(graph, [*cycle, cycle[0]]) for cycle in cycles), key=lambda g: -abs(g))


def every_path(graph, nodes, source):
    """The product of each simple path of one to six links to a weighted node, largest first."""
    products = [
        along(graph, path) * node.weight
        for node in nodes
        if node.weight and node.id != source
        for path in nx.all_simple_paths(graph, source, node.id, cutoff=6)
    ]
    return sorted(products, key=lambda product: -abs(product))


def random_map(count, links, *, outcomes=1, seed=1, reach=0.5, is_signed=False):
    """A map of many nodes whose radius is about ``reach`` where no effect has a minus."""
    draw = np.random.default_rng(seed)
    pairs = set()
    while len(pairs) < links:
        source, target = (int(each) for each in draw.integers(0, count, 2))
        if source != target:
            pairs.add((source, target))
    size = reach * count / links
    nodes = [Node(f"n{i}", 1.0 if i < outcomes else 0.0) for i in range(count)]
    edges = [
        Edge(
            f"n{source}",
            f"n{target}",
            size * float(draw.lognormal(0, 0.6)) * (draw.choice([-1, 1]) if is_signed else 1),
        )
        for source, target in sorted(pairs)
    ]
    return nodes, edges
