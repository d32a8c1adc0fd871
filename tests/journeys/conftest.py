"""The whole product for the journeys: one demo with the real workbook, one empty installation."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import SHARED
from tests.journeys.browsing import Browsing, launch
from tests.journeys.product import Product
from tests.journeys.workbooks import READY_TOGETHER


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browsing() -> Iterator[Browsing]:
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        browsing = Browsing(browser)
        yield browsing
        browsing.close()
        browser.close()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demo, with five-units where the real data is there; nothing may change its figures."""
    product = Product(tmp_path_factory.mktemp("product"))
    product.has_five_units = SHARED.is_dir()
    further = ["--load", SHARED / "data" / "five-units.xlsx"] if product.has_five_units else []
    product.command("demo", "--no-serve", *further)
    yield from product.serving()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A demo that journeys may change."""
    product = Product(tmp_path_factory.mktemp("workshop"))
    product.command("demo", "--no-serve")
    yield from product.serving()


@pytest.fixture
def workshop_as_packaged(workshop: Product) -> Product:
    """The workshop with the example's rows as they came, whatever journeys loaded before."""
    workshop.command("load", READY_TOGETHER)
    return workshop


@pytest.fixture(scope="session")
def empty_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """An installation that nobody has used yet."""
    yield from Product(tmp_path_factory.mktemp("empty")).serving()


@pytest.fixture
def five_units_served(product: Product) -> Product:
    """The served product with the real data in it; without them the test is skipped, and says so."""
    if not product.has_five_units:
        pytest.skip(f"NOT TESTED ON REAL DATA: {SHARED} is absent")
    return product
