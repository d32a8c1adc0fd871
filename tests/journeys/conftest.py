"""The whole product for the journeys: one demo with the real workbook, one empty installation."""

import shutil
from collections.abc import Callable, Iterator

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
def demo_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Product]:
    """The demo in a folder of one's own: the command runs once, and what it made is copied."""
    made = Product(tmp_path_factory.mktemp("demo"))
    made.command("demo", "--no-serve")

    def copied(name: str) -> Product:
        folder = tmp_path_factory.mktemp(name)
        shutil.copytree(made.data, folder, dirs_exist_ok=True)
        return Product(folder)

    return copied


@pytest.fixture(scope="session")
def workshop(demo_of_its_own: Callable[[str], Product]) -> Iterator[Product]:
    """A demo that journeys may change."""
    yield from demo_of_its_own("workshop").serving()


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
