"""The road map under a hand and under a keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from shidra.pictures.map import draw_road_map
from tests.journeys.browsing import Browsing
from tests.pictures.samples import small_map

SCRIPT = Path(__file__).resolve().parents[2] / "src/shidra/ui/static/ui/js/map.js"


@pytest.fixture(params=["he", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browsing: Browsing, language: str) -> Iterator[Page]:
    page = browsing.browser.new_page()
    drawn = small_map(language)
    drawn["links"] = [link for link in drawn["links"] if link.source != "O"]  # no circle
    page.set_content(f"<main>{draw_road_map(**drawn)}</main>")
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"), type="module")
    page.wait_for_selector("[data-alive]")
    yield page
    page.close()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.dataset.node ?? ''"))


def lit(page: Page, kind: str) -> set[str]:
    names = "one => one.dataset.node ?? one.dataset.source + '>' + one.dataset.target"
    return set(page.evaluate(f"[...document.querySelectorAll('.{kind}.traced')].map({names})"))


def test_it_is_one_stop_of_the_tab_key(page: Page):
    page.keyboard.press("Tab")
    assert focused(page) == "F1"
    page.keyboard.press("Tab")
    assert focused(page) == ""


def test_it_is_walked_along_the_links_in_the_way_of_the_script(page: Page, language: str):
    ahead, back = ("ArrowLeft", "ArrowRight") if language == "he" else ("ArrowRight", "ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press(ahead)
    assert focused(page) == "F3"  # the strongest of its links
    page.keyboard.press(back)
    assert focused(page) == "F1"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "F2"
    page.keyboard.press("End")
    assert focused(page) == "O"


def test_it_lights_the_chain_of_a_card_and_puts_it_out(page: Page):
    page.focus("[data-node=F2]")
    page.keyboard.press("Enter")
    assert lit(page, "card") == {"F2", "F4", "O"}
    assert lit(page, "link") == {"F2>F4", "F4>O"}
    page.keyboard.press("Escape")
    assert lit(page, "card") == set()


def test_it_follows_the_link_on_the_second_click(page: Page):
    page.evaluate("document.querySelector('[data-node=F3]').setAttribute('href', '#there')")
    page.click("[data-node=F3]")
    assert "#there" not in page.url
    assert "F3>O" in lit(page, "link")
    page.click("[data-node=F3]")
    page.wait_for_function("location.hash === '#there'")


def laid_out_anew(page: Page, language: str) -> int:
    """The server sends the map without its tracks; how many cards are on their way then."""
    drawn = small_map(language) | {"tracks": []}
    return int(
        page.evaluate(
            """svg => {
              document.dispatchEvent(new CustomEvent("htmx:before:swap"));
              document.querySelector("main").innerHTML = svg;
              document.dispatchEvent(new CustomEvent("htmx:after:swap"));
              return document.getAnimations().filter(one => one.effect.target.matches(".card")).length;
            }""",
            draw_road_map(**drawn),
        )
    )


def test_its_cards_glide_to_their_new_places(page: Page, language: str):
    assert laid_out_anew(page, language) > 0
    page.wait_for_function("document.getAnimations().length === 0")
    page.focus("[data-node=F3]")
    page.keyboard.press("Enter")
    assert "F3>O" in lit(page, "link")  # what came later is alive too


def test_nothing_moves_for_who_asked_for_stillness(page: Page, language: str):
    page.emulate_media(reduced_motion="reduce")
    assert laid_out_anew(page, language) == 0
