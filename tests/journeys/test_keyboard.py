"""Whoever has no pointer gets everywhere, and always sees where they are."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from shidra.config.navigation import INITIATIVE_PAGES
from tests.journeys.browsing import Browsing
from tests.journeys.product import LANGUAGES, Product
from tests.journeys.test_every_page import address
from tests.journeys.workbooks import changed_workbook

FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const card = one.matches("svg a") && one.querySelector("rect");
  const inside = card ? getComputedStyle(card) : style;
  return {
    name: one.tagName.toLowerCase(),
    place: one.id || one.dataset.node || one.name || one.getAttribute("href") || one.className,
    href: one.getAttribute("href") ?? "",
    text: one.textContent.trim().slice(0, 60),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      || inside.stroke !== "none" && parseFloat(inside.strokeWidth) >= 2
      || style.boxShadow !== "none",
    there: box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


def focused(page: Page):
    return page.evaluate(FOCUSED)


def walk(page: Page, most: int = 400):
    """Press Tab until the page is left behind; everything that was focused on the way."""
    found = []
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            return found
        found.append(focused(page))
    return found


def tab_to(page: Page, selector: str, most: int = 150) -> None:
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is out of reach")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_stop_skips_to_the_content(browsing: Browsing, product: Product, language: str):
    with browsing.visit(product) as visit:
        page = visit.open(f"/{language}/i/ready-together/missing/")
        page.keyboard.press("Tab")
        assert focused(page)["href"] == "#main"
        assert focused(page)["there"]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["overview", "map", "missing", "measure by group", "plan", "load"])
def test_every_stop_is_seen(browsing: Browsing, product: Product, name: str):
    with browsing.visit(product, "backbone") as visit:
        page = visit.open(f"/he/{address('ready-together', name)}")
        stops = walk(page)
        assert len(stops) > 10
        assert [stop for stop in stops if not stop["seen"]] == []
        assert [stop for stop in stops if not stop["there"]] == []
        visible = page.locator("a[href]:visible, button:visible, input:visible, select:visible")
        assert len({stop["place"] for stop in stops}) > 0.3 * visible.count()


def test_the_navigation_leads_everywhere(browsing: Browsing, product: Product):
    with browsing.visit(product, "backbone") as visit:
        page = visit.open("/ar/i/ready-together/")
        hrefs = page.locator(".site-nav a").evaluate_all("all => all.map(a => a.pathname)")
        assert len(hrefs) >= len(INITIATIVE_PAGES)
        for href in hrefs:
            folded = page.locator(f'.further a[href="{href}"]').count() > 0
            is_open = page.locator(".further[open]").count() > 0
            if folded and not is_open:
                tab_to(page, ".further > summary")
                page.keyboard.press("Enter")
            tab_to(page, f'.site-nav a[href="{href}"]')
            page.keyboard.press("Enter")
            page.wait_for_url(f"**{href}")
            assert page.locator('.site-nav a[aria-current="page"]').get_attribute("href") == href


@pytest.mark.parametrize(
    ("language", "ahead", "back"),
    [
        ("he", "ArrowLeft", "ArrowRight"),
        ("en", "ArrowRight", "ArrowLeft"),
    ],
)
def test_the_map_is_walked_along_its_links(
    browsing: Browsing, product: Product, language: str, ahead: str, back: str
):
    with browsing.visit(product) as visit:
        page = visit.open(f"/{language}/i/ready-together/map/")
        tab_to(page, "[data-map] a[data-node]")
        # One stop of the Tab key; the arrows walk inside.
        stops = page.locator('.map-wide a[data-node][tabindex="0"]')
        assert stops.count() == 1
        page.evaluate("document.querySelector('.map-wide a[data-node=F2]').focus()")
        page.keyboard.press(ahead)
        further = focused(page)["place"]
        assert further != "F2"
        assert page.locator(f'.map-wide .link[data-source="F2"][data-target="{further}"]').count()
        page.keyboard.press(back)
        nearer = focused(page)["place"]
        assert page.locator(
            f'.map-wide .link[data-source="{nearer}"][data-target="{further}"]'
        ).count()
        page.keyboard.press("End")
        page.keyboard.press("Home")
        first = focused(page)["place"]
        page.keyboard.press("ArrowDown")
        assert focused(page)["seen"]
        page.keyboard.press("ArrowUp")
        assert focused(page)["place"] == first
        page.keyboard.press("Enter")
        assert (
            page.locator(".map-wide [data-map].tracing, .map-wide.tracing, .tracing").count() == 1
        )
        chosen = page.locator(".map-wide a.chosen")
        assert chosen.count() == 1
        page.keyboard.press("Escape")
        assert page.locator(".tracing, .chosen").count() == 0
        place = focused(page)["place"]
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/factors/{place}/")


def test_the_plan_is_asked_by_keys_alone(browsing: Browsing, product: Product):
    with browsing.visit(product, "funder") as visit:
        page = visit.open("/he/i/ready-together/plan/")
        tab_to(page, "select[name=year]")
        page.keyboard.press("ArrowDown")
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**year=2*")
        assert page.locator("select[name=year]").input_value().startswith("2")


def test_a_workbook_is_handed_in_by_keys_alone(
    browsing: Browsing, product: Product, tmp_path: Path
):
    with browsing.visit(product, "data") as visit:
        page = visit.open("/he/i/ready-together/load/")
        tab_to(page, "input[type=file]")
        assert focused(page)["seen"]
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(changed_workbook(tmp_path))
        tab_to(page, "main form button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/load/*/")
        tab_to(page, "main form button.button-primary")
        assert focused(page)["seen"]


def test_signing_in_takes_no_pointer(browsing: Browsing, product: Product):
    with browsing.visit(product) as visit:
        page = visit.open("/en/sign-in/")
        tab_to(page, "main input[name=username]")
        page.keyboard.type("auditor@demo.example")
        page.keyboard.press("Tab")
        page.keyboard.type(product.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/en/")
        assert page.locator("form.account").count() == 1
