"""Dragging does what the forms beside the map do; whoever has no pointer loses nothing."""

from playwright.sync_api import Page

from tests.journeys.browsing import Browsing
from tests.journeys.product import Product

EDIT = "/en/i/ready-together/map/edit/"


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()


def test_a_link_and_a_stage_are_changed_by_dragging_and_undone(
    browsing: Browsing, workshop: Product
) -> None:
    with browsing.visit(workshop, "backbone") as visit:
        page = visit.open(EDIT)
        drag(
            page,
            middle(page, "[data-node=F9] .map-handle"),
            middle(page, ".map-wide [data-node=F6] .face"),
        )
        page.wait_for_selector("[data-source=F9][data-target=F6]", state="attached")
        page.click(".just-done button")
        page.wait_for_load_state()
        assert page.locator("[data-source=F9][data-target=F6]").count() == 0
        page = visit.open(EDIT)
        x, y = middle(page, ".map-wide [data-node=F10] .face")
        other, _y = middle(page, ".map-wide [data-node=F8] .face")
        drag(page, (x, y), (other, y))
        page.wait_for_selector(".just-done")
        assert page.locator("#panel h2").first.inner_text() == "Land, planning and transport"
        page.click(".just-done button")
        page.wait_for_load_state()
        assert page.locator(".just-done").count() == 0
