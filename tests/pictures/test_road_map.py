"""The road map: nothing hides anything, and nothing is said by colour alone."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shidra.pictures.map import CardMark, MapColumn, MapLink, MapNode, MapTrack, draw_road_map
from shidra.pictures.map.cards import NAME_SIZE
from tests.conftest import REPOSITORY
from tests.pictures.geometry import covering_tags, crossed_tags, hidden_links, overlapping
from tests.pictures.reading import (
    cards,
    collisions,
    of_class,
    parsed,
    points,
    rectangle,
    shift,
    texts,
)
from tests.pictures.samples import TAGS, made_map, small_map

STYLE = REPOSITORY / "src/shidra/ui/static/ui/css/pictures.css"
SIZES = [(5, 3, 0), (12, 4, 2), (80, 5, 0), (80, 5, 3), (200, 6, 0)]


@pytest.mark.parametrize(("count", "columns", "tracks"), SIZES)
def test_it_lays_no_card_tag_or_link_over_a_card(count, columns, tracks):
    root = parsed(draw_road_map(**made_map(count, columns=columns, tracks=tracks)))
    assert len(cards(root)) == count
    assert overlapping(cards(root)) == []
    assert covering_tags(root) == []
    assert hidden_links(root) == []
    assert crossed_tags(root) == []


@st.composite
def any_map(draw):
    count = draw(st.integers(1, 24))
    nodes = [
        MapNode(
            f"N{place}",
            draw(st.sampled_from(["תמיכה בהורים", "שם ארוך מאוד של גורם " * 4, "א"])),
            draw(st.integers(1, 5)),
            "תיאור",
            "/",
            track=draw(st.sampled_from(["", "a", "b"])),
            mark=draw(st.sampled_from([None, CardMark("חסר", "missing", 0.5)])),
        )
        for place in range(count)
    ]
    code = st.sampled_from([node.code for node in nodes])
    links = draw(st.lists(st.builds(MapLink, code, code, st.sampled_from("+-")), max_size=40))
    return nodes, links


@given(any_map(), st.sampled_from(["he", "en"]))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_it_holds_for_any_map(given_map, language):
    nodes, links = given_map
    root = parsed(
        draw_road_map(
            nodes,
            links,
            columns=[],
            tracks=[MapTrack("a", "א"), MapTrack("b", "ב")],
            language=language,
            title="מפה",
        )
    )
    assert len(cards(root)) == len(nodes)
    assert overlapping(cards(root)) == []
    assert covering_tags(root) == []
    assert hidden_links(root) == []
    assert crossed_tags(root) == []


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_lets_no_text_run_over_another(language):
    assert collisions(parsed(draw_road_map(**small_map(language)))) == []


def test_it_keeps_every_word_inside_its_card():
    root = parsed(draw_road_map(**made_map(40)))
    for card in of_class(root, "card"):
        by = shift(card)
        face = rectangle(of_class(card, "face")[0], by)
        for box in texts(card):
            assert face.left < box.left
            assert box.right < face.right


@pytest.mark.parametrize(
    ("language", "first_is_right"), [("he", True), ("ar", True), ("en", False)]
)
def test_it_flows_from_the_reading_side(language, first_is_right):
    boxes = cards(parsed(draw_road_map(**small_map(language))))
    assert (boxes["F1"].left > boxes["O"].right) is first_is_right


def test_it_ends_each_link_at_its_target():
    root = parsed(draw_road_map(**small_map()))
    boxes = cards(root)
    for link in of_class(root, "link"):
        way = points(of_class(link, "line")[0].get("d"))
        for (x, y), code in ((way[0], "source"), (way[-1], "target")):
            box = boxes[link.get(f"data-{code}")]
            assert box.top <= y <= box.bottom
            assert min(abs(x - box.left), abs(x - box.right)) < 10


def test_it_says_hindering_by_shape_and_sign():
    root = parsed(draw_road_map(**small_map()))
    by_ends = {
        (link.get("data-source"), link.get("data-target")): link for link in of_class(root, "link")
    }
    hinders, helps = by_ends["F3", "F4"], by_ends["F3", "O"]
    assert of_class(hinders, "line")[0].get("stroke-dasharray")
    assert of_class(hinders, "bar")
    assert "−" in "".join(hinders.itertext())
    assert not of_class(helps, "line")[0].get("stroke-dasharray")
    assert not of_class(helps, "bar")
    assert not of_class(helps, "badge")
    assert "?" in "".join(by_ends["F2", "F4"].itertext())
    assert "×" in "".join(by_ends["O", "F2"].itertext())


def test_it_draws_strong_links_wider():
    root = parsed(draw_road_map(**small_map()))
    wide = {
        (link.get("data-source"), link.get("data-target")): float(
            of_class(link, "line")[0].get("stroke-width")
        )
        for link in of_class(root, "link")
    }
    assert wide["F1", "F3"] > wide["F1", "O"] > wide["F4", "O"]


def test_it_shows_how_much_is_missing_and_how_much_is_covered():
    root = parsed(draw_road_map(**small_map()))
    lacking = {card.get("data-node"): card for card in of_class(root, "lacking")}
    assert set(lacking) == {"F1", "F4"}
    assert TAGS["he"] in "".join(of_class(lacking["F1"], "tag")[0].itertext())
    bars = [rectangle(of_class(lacking["F1"], name)[0]) for name in ("covered", "uncovered")]
    covered, whole = (bar.right - bar.left for bar in bars)
    assert covered / whole == pytest.approx(0.35, abs=0.01)
    assert bars[0].right == pytest.approx(bars[1].right, abs=0.2)  # from the reading side


def test_it_hides_what_is_missing_when_the_lens_is_off():
    drawn = small_map()
    drawn["nodes"] = [replace(node, mark=None) for node in drawn["nodes"]]
    root = parsed(draw_road_map(**drawn))
    assert not of_class(root, "lacking")
    assert not of_class(root, "tag")
    assert not of_class(root, "uncovered")


def test_it_names_each_card_for_those_who_do_not_see_it():
    root = parsed(draw_road_map(**small_map()))
    for card in of_class(root, "card"):
        name = small_map()["nodes"][
            [n.code for n in small_map()["nodes"]].index(card.get("data-node"))
        ]
        assert card.get("aria-label").startswith(name.label)
        assert card.get("href") == name.href
    assert of_class(root, "links")[0].get("aria-hidden") == "true"


def test_it_isolates_ranges_in_right_to_left_names():
    assert "\u20660–3\u2069" in draw_road_map(**small_map("he"))
    assert "\u20660–3\u2069" in draw_road_map(**small_map("ar"))


def test_it_keeps_tracks_apart():
    drawn = made_map(40, tracks=3)
    boxes = cards(parsed(draw_road_map(**drawn)))
    for upper, lower in (("T0", "T1"), ("T1", "T2")):
        low = max(boxes[n.code].bottom for n in drawn["nodes"] if n.track == upper)
        top = min(boxes[n.code].top for n in drawn["nodes"] if n.track == lower)
        assert low < top


def test_it_is_safe_for_a_strict_policy_and_hostile_names():
    drawn = small_map()
    drawn["nodes"] = [replace(drawn["nodes"][0], label='<script>"&', description='"><script>')]
    svg = draw_road_map(**drawn)
    assert "<script" not in svg
    assert "style=" not in draw_road_map(**small_map())
    assert parsed(svg).get("direction") == "ltr"


def test_it_ignores_links_that_lead_nowhere():
    drawn = small_map()
    drawn["links"] = [MapLink("F1", "GONE"), MapLink("F1", "F1"), MapLink("F1", "F3")]
    assert len(of_class(parsed(draw_road_map(**drawn)), "link")) == 1


def test_it_draws_nothing_of_nothing():
    assert draw_road_map([], [], columns=[MapColumn(1, "א")], language="he", title="מפה") == ""


def test_it_writes_the_same_bytes_for_the_same_map():
    program = (
        "from tests.pictures.samples import made_map\n"
        "from shidra.pictures.map import draw_road_map\n"
        "import hashlib\n"
        "print(hashlib.sha256(draw_road_map(**made_map(80, tracks=2)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_it_tells_the_style_sheet_how_wide_it_is():
    def span(count):
        classes = parsed(draw_road_map(**made_map(count))).get("class").split()
        return next(int(name.removeprefix("span-")) for name in classes if "span-" in name)

    assert span(12) < span(80) <= span(200)


@pytest.mark.parametrize(("columns", "tracks"), [(5, 0), (5, 3), (6, 2)])
def test_it_fits_eighty_factors_on_a_screen_in_letters_that_can_be_read(columns, tracks):
    """1400 pixels leave 1304 to the map: its style sheet asks for no more, names keep 10 pixels."""
    screen = 1304
    root = parsed(draw_road_map(**made_map(80, columns=columns, tracks=tracks)))
    name = next(each for each in root.get("class").split() if each.startswith("span-"))
    rule = re.search(rf"\.{name} {{ min-inline-size: (\d+)rem", STYLE.read_text(encoding="utf-8"))
    assert rule is not None
    assert int(rule[1]) * 16 <= screen
    assert NAME_SIZE * screen / float(root.get("width")) >= 10


def test_it_draws_a_hypothesis_with_a_hollow_head():
    root = parsed(draw_road_map(**small_map()))
    hollow = {link.get("data-source") for link in of_class(root, "link") if of_class(link, "guess")}
    assert hollow == {"F4"}
