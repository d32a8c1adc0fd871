"""Maps with effects: worth, radius, loops and paths against the plain ways to find them."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shidra.core.causal import effects as causal
from shidra.core.causal.effects import Edge, MapError, Node, effect_map
from tests.core.causal.maps import (
    drawn_maps,
    every_loop,
    every_path,
    graph_of,
    matrix_of,
    random_map,
)


def radius_of(*edges, discount=0.0):
    ids = sorted({end for edge in edges for end in (edge.source, edge.target)})
    return causal.radius(effect_map([Node(each) for each in ids], edges, discount))


def assume_rest(nodes, edges, discount):
    """Leave out what does not come to rest; the sum over rows is more than any radius."""
    sums = np.abs(matrix_of(nodes, edges, discount)).sum(axis=1)
    assume(sums.max(initial=0) < 0.98)


def test_a_delay_takes_off_the_discount_of_its_years():
    nodes = [Node("aide"), Node("check"), Node("ready", 2.0)]
    edges = [Edge("aide", "check", 0.5, 2), Edge("check", "ready", 0.25, 1)]
    worth = causal.worth(effect_map(nodes, edges, 0.1))
    assert worth["check"] == pytest.approx(0.25 * 2 / 1.1, rel=1e-14)
    assert worth["aide"] == pytest.approx(0.5 * 0.25 * 2 / 1.1**3, rel=1e-14)


def test_links_between_the_same_two_add_up_and_a_node_may_feed_itself():
    nodes = [Node("a"), Node("b", 1.0)]
    edges = [Edge("a", "b", 0.25), Edge("a", "b", 0.5, 3), Edge("a", "a", 0.5)]
    assert causal.worth(effect_map(nodes, edges))["a"] == pytest.approx(0.75 / 0.5)


def test_effects_that_cancel_leave_no_link():
    edges = [Edge("a", "b", 0.5), Edge("a", "b", -0.5), Edge("b", "a", 3.0)]
    assert radius_of(*edges).component == ()


@given(drawn_maps())
def test_worth_is_what_a_full_solver_finds(drawn):
    nodes, edges, discount = drawn
    assume_rest(nodes, edges, discount)
    matrix = matrix_of(nodes, edges, discount)
    expected = np.linalg.solve(np.eye(len(nodes)) - matrix, [node.weight for node in nodes])
    worth = causal.worth(effect_map(nodes, edges, discount))
    assert [worth[node.id] for node in nodes] == pytest.approx(expected, rel=1e-10, abs=1e-13)


@given(drawn_maps(), st.randoms(use_true_random=False))
def test_the_order_of_a_file_changes_no_digit(drawn, turn):
    nodes, edges, discount = drawn
    assume_rest(nodes, edges, discount)
    first = causal.influence(effect_map(nodes, edges, discount))
    turn.shuffle(nodes)
    turn.shuffle(edges)
    again = causal.influence(effect_map(nodes, edges, discount))
    assert causal.influence_document(first) == causal.influence_document(again)


@given(drawn_maps())
def test_other_names_change_no_worth(drawn):
    nodes, edges, discount = drawn
    assume_rest(nodes, edges, discount)
    other = {node.id: f"{number}{node.id[::-1]}" for number, node in enumerate(nodes)}
    renamed = effect_map(
        [Node(other[node.id], node.weight) for node in nodes],
        [Edge(other[e.source], other[e.target], e.effect, e.lag) for e in edges],
        discount,
    )
    worth, again = causal.worth(effect_map(nodes, edges, discount)), causal.worth(renamed)
    for node in nodes:
        assert again[other[node.id]] == pytest.approx(worth[node.id], rel=1e-12, abs=1e-14)


@given(drawn_maps(), st.lists(st.floats(-5, 5), min_size=8, max_size=8))
def test_what_is_pushed_forwards_is_worth_what_the_worth_says(drawn, pushes):
    nodes, edges, discount = drawn
    assume_rest(nodes, edges, discount)
    effects = effect_map(nodes, edges, discount)
    push = {node.id: by for node, by in zip(nodes, pushes, strict=False)}
    moved, worth = causal.moved(effects, push), causal.worth(effects)
    forwards = math.fsum(node.weight * moved[node.id] for node in nodes)
    backwards = math.fsum(by * worth[node] for node, by in push.items())
    assert forwards == pytest.approx(backwards, rel=1e-11, abs=1e-11)


def test_adjoint_and_forwards_agree_on_a_large_map():
    nodes, edges = random_map(1_000, 10_000, outcomes=7, is_signed=True)
    effects = effect_map(nodes, edges)
    push = {f"n{i}": float(i % 5) for i in range(400)}
    moved, worth = causal.moved(effects, push), causal.worth(effects)
    forwards = math.fsum(node.weight * moved[node.id] for node in nodes)
    assert forwards == pytest.approx(math.fsum(by * worth[n] for n, by in push.items()), rel=1e-11)


@pytest.mark.parametrize("short", [1e-3, 1e-6, 1e-9])
def test_worth_holds_close_to_growing_without_end(short):
    gain = 1 - short
    nodes = [Node("a"), Node("b"), Node("c", 1.0)]
    edges = [Edge("a", "b", gain), Edge("b", "a", 1.0), Edge("b", "c", 0.5)]
    worth = causal.worth(effect_map(nodes, edges))
    assert worth["b"] == pytest.approx(0.5 / (1 - gain), rel=1e-8)
    assert worth["a"] == pytest.approx(gain * 0.5 / (1 - gain), rel=1e-8)


def test_a_large_ring_that_hardly_loses_anything_is_solved():
    count = 5_000
    ids = [f"n{i}" for i in range(count)]
    edges = [Edge(ids[i], ids[(i + 1) % count], 0.9999) for i in range(count)]
    nodes = [Node(each, 1.0) for each in ids]
    assert causal.worth(effect_map(nodes, edges))["n7"] == pytest.approx(1e4, rel=1e-8)


def test_digits_that_cancel_are_found_again():
    nodes = [Node("a"), Node("b"), Node("c"), Node("o", 1.0)]
    edges = [
        Edge("a", "b", 1e9),
        Edge("a", "c", -1e9),
        Edge("b", "o", 1.0),
        Edge("c", "o", 1.0),
        Edge("a", "o", 1e-3),
    ]
    assert causal.worth(effect_map(nodes, edges))["a"] == pytest.approx(1e-3, rel=1e-8)


# The spectral radius


@given(drawn_maps())
def test_the_radius_is_that_of_a_full_matrix(drawn):
    nodes, edges, discount = drawn
    found = causal.radius(effect_map(nodes, edges, discount)).value
    values = np.linalg.eigvals(matrix_of(nodes, edges, discount))
    # A full matrix cannot tell an eigenvalue 0 of high order from a thousandth.
    assert found == pytest.approx(float(np.abs(values).max(initial=0)), abs=5e-3)


def test_without_loops_it_is_nothing_however_large_the_effects():
    edges = [Edge(f"{i:02}", f"{j:02}", 50.0) for i in range(30) for j in range(i + 1, 30)]
    assert radius_of(*edges) == causal.Radius(0.0, ())


@pytest.mark.parametrize("length", [2, 3, 7, 400])
def test_a_ring_has_the_geometric_mean_of_its_effects(length):
    ids = [f"{i:03}" for i in range(length)]
    edges = [
        Edge(ids[i], ids[(i + 1) % length], 8.0 if i % 2 else 0.03125 if i else -2.0)
        for i in range(length)
    ]
    found = radius_of(*edges)
    logs = [math.log(abs(edge.effect)) for edge in edges]
    assert found.value == pytest.approx(math.exp(math.fsum(logs) / length), rel=1e-12)
    assert found.component == tuple(ids)


def test_a_map_in_layers_has_a_period_and_one_radius():
    edges = [
        Edge(f"{layer}{i}", f"{(layer + 1) % 3}{j}", 0.25)
        for layer in range(3)
        for i in range(2)
        for j in range(3)
    ] + [Edge(f"{layer}2", f"{(layer + 1) % 3}{j}", 0.25) for layer in range(3) for j in range(3)]
    assert radius_of(*edges).value == pytest.approx(0.75, rel=1e-12)


def test_routes_that_cancel_leave_nothing_to_run_round():
    edges = [
        Edge("a", "b", 0.9),
        Edge("a", "c", 0.9),
        Edge("b", "d", 0.9),
        Edge("c", "d", -0.9),
        Edge("d", "a", 0.9),
    ]
    assert radius_of(*edges).value == 0.0


def test_a_turning_push_is_measured_by_its_size():
    edges = [Edge("a", "a", 0.6), Edge("a", "b", 0.6), Edge("b", "a", -0.6), Edge("b", "b", 0.6)]
    assert radius_of(*edges).value == pytest.approx(0.6 * math.sqrt(2), rel=1e-12)


def test_large_components_agree_with_full_matrices():
    for is_signed in (False, True):
        nodes, edges = random_map(500, 3_000, is_signed=is_signed)
        found = causal.radius(effect_map(nodes, edges)).value
        values = np.linalg.eigvals(matrix_of(nodes, edges))
        assert found == pytest.approx(float(np.abs(values).max()), rel=1e-10)


def test_only_the_component_that_grows_is_named():
    calm = [Edge("a", "b", 0.5), Edge("b", "a", 0.5)]
    wild = [Edge("x", "y", 2.0), Edge("y", "x", 0.5)]
    between = [Edge("b", "x", 1.0), Edge("y", "end", 9.0)]
    found = radius_of(*calm, *wild, *between)
    assert found.is_endless
    assert found.value == 1.0
    assert found.component == ("x", "y")


def test_a_discount_may_bring_a_loop_to_rest():
    ring = [Edge("a", "b", 1.0, 1), Edge("b", "a", 1.0)]
    assert radius_of(*ring).is_endless
    assert radius_of(*ring, discount=0.21).value == pytest.approx(1 / 1.1)


# Loops and paths


@given(drawn_maps())
def test_loops_are_the_largest_of_all(drawn):
    nodes, edges, discount = drawn
    found = causal.largest_loops(effect_map(nodes, edges, discount))
    expected = every_loop(graph_of(nodes, edges, discount))[:20]
    assert found.is_complete
    assert [abs(loop.gain) for loop in found.loops] == pytest.approx([abs(g) for g in expected])
    for loop in found.loops:
        assert loop.nodes[0] == min(loop.nodes)
        assert len(set(loop.nodes)) == len(loop.nodes) <= 6


@given(drawn_maps())
def test_paths_are_the_largest_of_all_and_their_shares_are_of_all(drawn):
    nodes, edges, discount = drawn
    graph = graph_of(nodes, edges, discount)
    found = causal.chains_to_outcomes(effect_map(nodes, edges, discount))
    assert found.is_complete
    assert found.are_shares_exact
    for node in nodes:
        products = every_path(graph, nodes, node.id)
        whole = math.fsum(map(abs, products))
        shares = [chain.share for chain in found.by_node[node.id]]
        assert [abs(share) for share in shares] == pytest.approx(
            [abs(product) / whole for product in products[:5]]
        )
        for chain in found.by_node[node.id]:
            product = math.prod(
                graph[a][b]["effect"] for a, b in zip(chain.nodes, chain.nodes[1:], strict=False)
            )
            weight = next(each.weight for each in nodes if each.id == chain.nodes[-1])
            assert chain.share == pytest.approx(product * weight / whole)


def test_a_loop_has_its_sign_and_a_longer_one_is_not_told_of():
    ids = "abcdefg"
    seven = [Edge(ids[i], ids[(i + 1) % 7], 0.9) for i in range(7)]
    found = causal.largest_loops(
        effect_map([Node(i) for i in ids], [*seven, Edge("f", "a", -0.5), Edge("c", "a", 0.5)])
    )
    assert [(loop.nodes, loop.is_reinforcing) for loop in found.loops] == [
        (("a", "b", "c"), True),
        (("a", "b", "c", "d", "e", "f"), False),
    ]


def test_a_large_map_is_searched_without_listing_it():
    """A hundred nodes that all act on each other have some 10¹¹ loops of at most six links."""
    ids = [f"{i:02}" for i in range(100)]
    edges = [Edge(a, b, 0.009) for a in ids for b in ids if a != b]
    effects = effect_map([Node(i, 1.0 if i == "07" else 0.0) for i in ids], edges)
    loops, chains = causal.largest_loops(effects), causal.chains_to_outcomes(effects)
    assert loops.is_complete
    assert [loop.gain for loop in loops.loops] == pytest.approx([0.009**2] * 20)
    assert chains.is_complete
    assert not chains.are_shares_exact
    assert chains.by_node["07"] == ()
    assert chains.by_node["99"][0].nodes == ("99", "07")


def test_layers_full_of_equal_loops_end_soon():
    """Forty in each of six layers: 40⁶ loops, all of six links and all of the same gain."""
    ids = [f"{i:03}" for i in range(240)]
    edges = [
        Edge(ids[40 * layer + i], ids[(40 * layer + 40 + j) % 240], 0.02)
        for layer in range(6)
        for i in range(40)
        for j in range(40)
    ]
    found = causal.largest_loops(effect_map([Node(i) for i in ids], edges))
    assert found.is_complete
    assert [loop.gain for loop in found.loops] == pytest.approx([0.02**6] * 20)


def test_loops_of_a_map_too_large_for_every_way_back_are_the_same(monkeypatch):
    nodes, edges = random_map(60, 400, is_signed=True)
    effects = effect_map(nodes, edges)
    strict = causal.largest_loops(effects)
    monkeypatch.setattr("shidra.core.causal.effects.loops.LARGEST_RETURNS", 0)
    assert causal.largest_loops(effects) == strict


def test_a_search_that_is_cut_short_says_so(monkeypatch):
    nodes, edges = random_map(60, 400)
    monkeypatch.setattr("shidra.core.causal.effects.loops.MOST_ROWS", 100)
    monkeypatch.setattr("shidra.core.causal.effects.chains.MOST_ROWS", 100)
    found = causal.influence(effect_map(nodes, edges))
    assert len(found.limits) == 3


# What is refused


@pytest.mark.parametrize(
    ("nodes", "edges", "discount", "word"),
    [
        ([Node("a"), Node("a")], [], 0, "twice"),
        ([Node("a")], [Edge("a", "ghost", 1)], 0, "ghost"),
        ([Node("a", math.nan)], [], 0, "weight"),
        ([Node("a")], [Edge("a", "a", math.inf)], 0, "effect"),
        ([Node("a")], [Edge("a", "a", 1, -1)], 0, "below 0"),
        ([Node("a")], [], -1, "discount"),
        ([Node("a")], [], math.nan, "discount"),
        ([Node("a")], [Edge("a", "a", 1, 5000)], -0.99, "too large"),
    ],
)
def test_it_refuses_what_has_no_meaning(nodes, edges, discount, word):
    with pytest.raises(MapError, match=word):
        effect_map(nodes, edges, discount)


def test_a_worth_beyond_all_numbers_is_refused():
    nodes = [Node("a"), Node("b"), Node("c", 1e200)]
    with pytest.raises(MapError, match="larger"):
        causal.worth(effect_map(nodes, [Edge("a", "b", 1e100), Edge("b", "c", 1e100)]))


def test_an_empty_map_has_empty_answers():
    found = causal.influence_document(causal.influence(effect_map([], [])))
    assert found == {"worth": {}, "spectral_radius": 0.0, "loops": [], "paths": {}}
