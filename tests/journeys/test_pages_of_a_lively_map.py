"""Pages that are there only where people work on the map, each looked at as every other page."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.journeys.browsing import Browsing
from tests.journeys.product import LANGUAGES, Product
from tests.journeys.test_every_page import LIVELY, check, check_open_pages

SCRIPT = Path(__file__).with_name("lively_map.py")


@pytest.fixture(scope="session")
def lively(
    demo_of_its_own: Callable[[str], Product],
) -> Iterator[tuple[Product, dict[str, Any]]]:
    """The demo with a map in consultation, a workshop, doubts, talk, a voice and a scenario."""
    product = demo_of_its_own("lively")
    said = product.command("shell", "--no-imports", "-c", SCRIPT.read_text(encoding="utf-8"))
    for served in product.serving():
        yield served, json.loads(said.strip().splitlines()[-1])


@pytest.mark.parametrize("name", LIVELY)
def test_it_opens_where_people_work_on_the_map(
    browsing: Browsing, lively: tuple[Product, dict[str, Any]], name: str
):
    product, things = lively
    path = reverse(name, args=[things.get(each, each) for each in LIVELY[name]])
    check(browsing.windows(product, "backbone"), path.removeprefix("/he/"))


def test_a_link_that_lets_somebody_back_in_is_shown_once(
    browsing: Browsing, lively: tuple[Product, dict[str, Any]]
):
    """By a button alone, so no address leads to it."""
    product, _things = lively
    visits = browsing.windows(product, "backbone")
    for visit, language in zip(visits, LANGUAGES, strict=True):
        visit.open(f"/{language}/i/ready-together/people/")
        visit.page.locator("form[action$='/sign-in-link/'] button").first.click()
        assert "/sign-in-link/" in visit.page.url
        assert visit.page.locator("[data-sign-in-link]").input_value().startswith("http")
    check_open_pages(visits)
