"""The plan's question is answered in place where scripts run; without them it is a new page."""

from playwright.sync_api import expect

from tests.journeys.browsing import Browsing
from tests.journeys.product import Product


def test_it_answers_in_place_and_the_address_can_be_shared(browsing: Browsing, product: Product):
    with browsing.visit(product, "backbone") as visit:
        page = visit.open("/he/i/ready-together/plan/")
        before = page.locator("h1").inner_text()
        page.evaluate("window.stayed = true")
        page.select_option("select[name=year]", "2027")
        page.click("form[hx-get] button[type=submit]")
        expect(page.locator("h1")).not_to_have_text(before)
        assert "year=2027" in page.url
        assert page.evaluate("window.stayed") is True
        assert page.evaluate("document.activeElement.id") == "main"
        assert page.input_value("select[name=year]") == "2027"
        answered = page.locator("h1").inner_text()
        assert visit.faults() == []
        visit.open(page.url.removeprefix(product.address))
        assert page.locator("h1").inner_text() == answered
