"""Everything can be read and done where no script runs: old phones, strict networks, screen readers."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.browsing import Browsing, sign_in
from tests.journeys.product import LANGUAGES, Product, direction
from tests.journeys.test_every_page import INITIATIVE, NAMES
from tests.journeys.workbooks import changed_workbook


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_the_same(browsing: Browsing, product: Product, language: str):
    """Without scripts a page has the same words as with them."""
    with browsing.visit(product, "backbone", scripts=False) as silent:
        for name, path in INITIATIVE.items():
            there = path.format(**NAMES["ready-together"])
            page = silent.open(f"/{language}/i/ready-together/{there}")
            assert silent.response is not None
            assert silent.response.status == 200, name
            assert page.locator("html").get_attribute("dir") == direction(language)
            assert page.locator("h1").inner_text().strip(), name
            shown = page.locator("main").inner_text()
            assert len(shown) > 100, name


def test_a_map_is_a_set_of_plain_links(browsing: Browsing, product: Product):
    with browsing.visit(product, scripts=False) as visit:
        page = visit.open("/he/i/ready-together/map/")
        page.locator("[data-map] a[data-node=F2]").first.click()
        assert page.url.endswith("/he/i/ready-together/factors/F2/")


def test_it_signs_in_and_out(browsing: Browsing, product: Product):
    with browsing.visit(product, scripts=False) as visit:
        page = visit.open("/he/i/ready-together/plan/")
        assert visit.response is not None
        assert visit.response.status == 404
        page = visit.open("/he/sign-in/")
        page.locator("main input[name=username]").fill("partner@demo.example")
        page.locator("main input[name=password]").fill("not this one")
        page.locator("main button[type=submit]").click()
        assert page.locator("main [role=alert]").count()
        sign_in(page, "partner", product.password)
        visit.open("/he/i/ready-together/plan/")
        assert visit.response.status == 200
        page.locator("form.account button").click()
        assert page.locator("form.account").count() == 0
        visit.open("/he/i/ready-together/plan/")
        assert visit.response.status == 404


def test_it_asks_the_plan_another_question(browsing: Browsing, product: Product):
    with browsing.visit(product, "funder", scripts=False) as visit:
        page = visit.open("/en/i/ready-together/plan/")
        granted = page.locator('[data-figure="granted"]')
        before = float(granted.first.get_attribute("data-value") or 0)
        page.locator("select[name=funder]").select_option("NEGEV")
        page.locator("input[name=amount]").fill("900000")
        page.locator("main form button[type=submit]").click()
        after = float(granted.first.get_attribute("data-value") or 0)
        assert after > before
        assert page.locator("input[name=amount]").input_value() == "900000"


def test_it_says_what_a_question_lacks(browsing: Browsing, product: Product):
    with browsing.visit(product, "funder", scripts=False) as visit:
        page = visit.open("/en/i/ready-together/plan/")
        page.locator("input[name=amount]").fill("900000")
        page.locator("main form button[type=submit]").click()
        assert "both a partner and an amount" in page.locator("[role=alert]").inner_text()


def test_it_loads_a_workbook_in_two_steps(
    browsing: Browsing, workshop_as_packaged: Product, tmp_path: Path
):
    """First what would change, then the change; rows that do not hold are named and left out."""
    needs = "SELECT COUNT(*), SUM(amount) FROM funding_need"
    before = workshop_as_packaged.query(needs)
    with browsing.visit(workshop_as_packaged, "data", scripts=False) as visit:
        page = visit.open("/he/i/ready-together/load/")
        page.locator("main form button[type=submit]").click()
        assert page.locator("[role=alert]").count()
        page.locator("input[type=file]").set_input_files(changed_workbook(tmp_path))
        page.locator("main form button[type=submit]").click()
        assert re.search(r"/load/[\w-]+/$", page.url)
        assert page.locator("#rejected").count() == 1
        assert workshop_as_packaged.query(needs) == before
        page.locator("main form button.button-primary").click()
        assert page.url.endswith("/he/i/ready-together/load/")
        assert page.locator(".messages, [role=status], [role=alert]").first.inner_text().strip()
    [(count, amount)] = workshop_as_packaged.query(needs)
    assert (count, amount) == (before[0][0], before[0][1] + 700)


def test_it_switches_language_and_stays_on_the_page(browsing: Browsing, product: Product):
    with browsing.visit(product, scripts=False) as visit:
        page = visit.open("/he/i/ready-together/map/?view=table&lens=plain")
        for language in ("ar", "en", "he"):
            page.locator(f"nav.languages a[hreflang={language}]").click()
            assert f"/{language}/i/ready-together/map/?view=table&lens=plain" in page.url
            assert page.locator("html").get_attribute("lang") == language
            assert page.locator("html").get_attribute("dir") == direction(language)


def test_it_switches_the_theme_and_keeps_it(browsing: Browsing, product: Product):
    with browsing.visit(product, scripts=False, color_scheme="light") as visit:
        page = visit.open("/ar/i/ready-together/money/")
        light = background(visit.page)
        page.locator("form.theme button[value=dark]").click()
        assert page.url.endswith("/ar/i/ready-together/money/")
        dark = background(visit.page)
        assert dark != light
        visit.open("/en/gallery/")
        assert background(visit.page) == dark
        page.locator("form.theme button[value=auto]").click()
        assert background(visit.page) == light


def background(page):
    """The colour below the page, read from a picture of its corner: no script may run in it."""
    picture = page.screenshot(clip={"x": 2, "y": 880, "width": 1, "height": 1})
    return Image.open(BytesIO(picture)).convert("RGB").getpixel((0, 0))


@pytest.mark.parametrize(("width", "is_open"), [(1280, True), (360, False)])
def test_a_plan_folds_what_each_one_pays_on_a_phone_alone(
    browsing: Browsing, product: Product, width: int, is_open: bool
):
    screen = {"width": width, "height": 740}
    with browsing.visit(product, "backbone", scripts=False, viewport=screen) as visit:
        page = visit.open("/he/i/ready-together/plan/")
        figure, fold = page.locator(".plan-part [data-figure]").first, page.locator(".fold-narrow")
        assert figure.is_visible() == fold.locator("table").first.is_visible() == is_open
        if not is_open:
            fold.locator("summary").first.click()
            assert figure.is_visible()
