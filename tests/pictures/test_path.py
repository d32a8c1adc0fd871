"""The map on a phone: a walk from the outcome back to where things begin."""

from itertools import pairwise

import pytest

from shidra.pictures.map import MapLink, MapNode, draw_path, walk
from tests.pictures.reading import cards, collisions, of_class, outside, parsed
from tests.pictures.samples import made_map, small_map


def node(code, kind="factor"):
    return MapNode(code, code, 1, code, f"/{code}", kind=kind)


def test_it_hangs_each_factor_from_its_strongest_way_onward():
    nodes = [node("O", "outcome"), node("A"), node("B"), node("C")]
    links = [
        MapLink("A", "O", strength=1),
        MapLink("A", "B", strength=3),
        MapLink("B", "O", strength=3),
        MapLink("C", "A", strength=2),
    ]
    steps = walk(nodes, links)
    assert [(step.node.code, step.depth) for step in steps] == [
        ("O", 0),
        ("B", 1),
        ("A", 2),
        ("C", 3),
    ]
    assert [link.target for link in steps[2].also] == ["O"]


def test_it_prefers_fewer_links_among_equal_ways():
    nodes = [node("O", "outcome"), node("A"), node("B")]
    links = [
        MapLink("A", "B", strength=3),
        MapLink("B", "O", strength=3),
        MapLink("A", "O", strength=3),
    ]
    assert {s.node.code: s.depth for s in walk(nodes, links)} == {"O": 0, "A": 1, "B": 1}


def test_it_does_not_walk_refuted_links():
    nodes = [node("O", "outcome"), node("A")]
    steps = walk(nodes, [MapLink("A", "O", status="refuted")])
    assert [(step.node.code, step.depth, step.link) for step in steps] == [
        ("O", 0, None),
        ("A", 0, None),
    ]


def test_it_visits_every_card_once_even_in_circles():
    drawn = made_map(60)
    codes = [step.node.code for step in walk(drawn["nodes"], drawn["links"])]
    assert sorted(codes) == sorted(one.code for one in drawn["nodes"])


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_fits_a_narrow_phone(language):
    drawn = small_map(language)
    svg = draw_path(
        drawn["nodes"],
        drawn["links"],
        language=language,
        title="מסלול",
        also_leads_to="מוביל גם אל {}",
    )
    root = parsed(svg)
    assert float(root.get("width")) <= 344
    assert collisions(root) == []
    assert outside(root) == []
    boxes = sorted(cards(root).values(), key=lambda box: box.top)
    assert all(a.bottom < b.top for a, b in pairwise(boxes))
    assert "style=" not in svg


def test_it_draws_a_way_up_for_each_stop_but_the_outcomes():
    drawn = small_map()
    root = parsed(draw_path(drawn["nodes"], drawn["links"], language="he", title="מסלול"))
    assert len(of_class(root, "link")) == 4
