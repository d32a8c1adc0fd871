"""Pictures look as they did when somebody looked at them last.

A picture that changed on purpose is looked at, then written anew: `python -m tests.pictures.golden`.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from shidra.i18n.isolates import strip
from shidra.pictures.map import CardMark, draw_key_sample, draw_path, draw_road_map
from tests.pictures.geometry import tangled_map
from tests.pictures.reading import SVG
from tests.pictures.samples import small_map

GOLDEN = Path(__file__).with_name("golden")
# What is drawn; ids, addresses and words for those who hear are judged elsewhere.
KEPT = (
    *("x", "y", "cx", "cy", "r", "rx", "width", "height", "d", "transform"),
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight"),
    *("text-anchor", "opacity"),
)


def through_a_lens() -> dict:
    """One card of each tone, one in focus, one beside it, one folded."""
    drawn = small_map("he")
    marks = [
        CardMark("בלי כסף", "missing", 0.0),
        CardMark("₪3 מ׳", "money", 0.6, 4),
        CardMark("במסלול", "on-path"),
        CardMark("מחוץ למסלול", "off-path"),
        CardMark("מוקדם", "unknown"),
    ]
    nodes = [replace(node, mark=mark) for node, mark in zip(drawn["nodes"], marks, strict=True)]
    nodes[0] = replace(nodes[0], count=3)
    nodes[1] = replace(nodes[1], is_quiet=True)
    nodes[4] = replace(nodes[4], is_chosen=True)
    links = [replace(link, is_quiet="F2" in {link.source, link.target}) for link in drawn["links"]]
    return drawn | {"nodes": nodes, "links": links}


def walked(language: str) -> str:
    drawn = small_map(language)
    return draw_path(drawn["nodes"], drawn["links"], language=language, title="-")


PICTURES: dict[str, Callable[[], str]] = {
    **{
        f"map-{each}": lambda each=each: draw_road_map(**small_map(each))
        for each in ("he", "ar", "en")
    },
    **{f"walk-{each}": lambda each=each: walked(each) for each in ("he", "ar", "en")},
    "lens": lambda: draw_road_map(**through_a_lens()),
    "tangle": lambda: draw_road_map(**tangled_map(24, "en", 7, tracks=2)),
    **{
        f"key-{each}": lambda each=each: draw_key_sample(each)
        for each in ("missing", "money", "on-path", "off-path", "unknown", "plain")
    },
}


def kept_in(name: str) -> Path:
    return GOLDEN / f"{name}.txt"


def structure(svg: str) -> str:
    """One line an element: what it is, of which class, where and how, and its words."""
    lines: list[str] = []

    def write(element: ET.Element, depth: int) -> None:
        tag = element.tag.removeprefix(SVG)
        classes = "".join(f".{name}" for name in (element.get("class") or "").split())
        placed = "".join(f" {key}={element.get(key)}" for key in KEPT if element.get(key))
        words = strip(element.text or "").strip()
        lines.append(f"{' ' * depth}{tag}{classes}{placed}{f' “{words}”' if words else ''}")
        for child in element:
            write(child, depth + 1)

    write(ET.fromstring(svg), 0)
    return "\n".join(lines)


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(name):
    assert structure(PICTURES[name]()) + "\n" == kept_in(name).read_text(encoding="utf-8")


def test_no_picture_is_kept_that_nobody_draws():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(PICTURES)
