"""Large and tangled maps: nothing covers anything, and whoever joins moves nobody."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shidra.pictures.map import draw_road_map
from shidra.pictures.map.seating import seated
from tests.pictures.geometry import (
    covering_tags,
    crossed_tags,
    hidden_links,
    joined,
    overlapping,
    share_that_stays,
    signs,
    signs_on_cards,
    tangled_map,
)
from tests.pictures.reading import cards, collisions, outside, parsed


def holds(root) -> None:
    assert overlapping(cards(root)) == []
    assert covering_tags(root) == []
    assert hidden_links(root) == []
    assert crossed_tags(root) == []
    assert collisions(root) == []
    assert overlapping(signs(root)) == []
    assert signs_on_cards(root) == []
    assert outside(root) == []


@pytest.mark.parametrize("language", ["he", "ar", "en"])
@pytest.mark.parametrize(("seed", "tracks", "near"), [(0, 0, False), (1, 3, False), (2, 3, True)])
def test_eighty_cards_with_three_links_each_cover_nothing(language, seed, tracks, near):
    drawn = tangled_map(80, language, seed, tracks=tracks, near=near)
    assert len(drawn["links"]) > 200
    holds(parsed(draw_road_map(**drawn)))


@example(count=13, language="he", seed=177, tracks=2, near=True)  # two signs, room for one
@given(
    count=st.integers(2, 80),
    language=st.sampled_from(["he", "ar", "en"]),
    seed=st.integers(0, 10_000),
    tracks=st.sampled_from([0, 2, 3]),
    near=st.booleans(),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_map_covers_anything(count, language, seed, tracks, near):
    holds(parsed(draw_road_map(**tangled_map(count, language, seed, tracks=tracks, near=near))))


@pytest.mark.parametrize("count", [6, 12, 30, 80])
@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize("tracks", [0, 3])
def test_a_factor_that_joins_leaves_the_others_in_place(count, near, tracks):
    for seed in range(4):
        drawn = tangled_map(count, "he", seed, tracks=tracks, near=near)
        before = parsed(draw_road_map(**drawn))
        after = parsed(draw_road_map(**joined(drawn, seed + 50)))
        assert share_that_stays(before, after) >= 0.9


def test_a_link_that_is_taken_away_moves_few():
    drawn = tangled_map(80, "he", 3, tracks=3, near=True)
    before = parsed(draw_road_map(**drawn))
    after = parsed(draw_road_map(**(drawn | {"links": drawn["links"][:-1]})))
    assert share_that_stays(before, after) >= 0.9


def test_cards_sit_where_their_links_cross_least():
    assert seated([0, 0, 1, 1], [0, 0, 0, 0], [(1, 2), (0, 3)]) == [[0, 1], [3, 2]]
    assert seated([0, 0, 1, 1], [0, 0, 0, 0], [(0, 2), (1, 3)]) == [[0, 1], [2, 3]]


def test_cards_stay_in_their_band():
    bands = [1, 0, 1, 0, 0]
    (rank,) = seated([0] * 5, bands, [])
    assert [bands[card] for card in rank] == [0, 0, 0, 1, 1]
