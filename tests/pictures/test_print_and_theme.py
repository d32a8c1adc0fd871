"""One picture for screen and paper: print colours in attributes, themed ones in the style sheet."""

import re
from pathlib import Path

import pytest

from shidra.pictures.map import draw_key_sample, draw_road_map
from tests.pictures.reading import parsed
from tests.pictures.samples import small_map
from tests.pictures.test_charts import CHARTS

SHEET = (Path(__file__).parents[2] / "src/shidra/ui/static/ui/css/pictures.css").read_text(
    encoding="utf-8"
)
PICTURES = {"map": draw_road_map(**small_map()), **{c.__name__: c() for c in CHARTS}}
SAMPLES = (
    "helps",
    "strong",
    "hinders",
    "hypothesised",
    "contested",
    "evidence",
    "missing",
    "covered",
)


@pytest.mark.parametrize("name", PICTURES)
def test_it_paints_every_colour_in_print_and_in_theme(name):
    selected = set(re.findall(r"\.([a-z][\w-]*)", SHEET))
    for element in parsed(PICTURES[name]).iter():
        painted = [element.get(key) for key in ("fill", "stroke") if element.get(key)]
        if any(colour.startswith("#") for colour in painted) and not (
            set((element.get("class") or "").split()) & selected
        ):
            parent = next(
                above
                for above in parsed(PICTURES[name]).iter()
                if any(
                    child.attrib == element.attrib and child.tag == element.tag for child in above
                )
            )
            assert set((parent.get("class") or "").split()) & selected, element.attrib


def test_it_uses_no_raw_colour_in_the_style_sheet():
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|oklch\(|rgb\(", SHEET)


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_draws_a_sample_for_each_word_of_the_key(sample):
    root = parsed(draw_key_sample(sample))
    assert root.get("aria-hidden") == "true"
    others = [draw_key_sample(other) for other in SAMPLES if other != sample]
    assert draw_key_sample(sample) not in others
