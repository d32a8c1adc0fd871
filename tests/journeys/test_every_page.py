"""Every page, in three languages and two themes, on a screen and on a phone, has no barriers."""

from pathlib import Path

import pytest

from tests.journeys.browsing import Browsing, Visit
from tests.journeys.product import LANGUAGES, Product, direction
from tests.journeys.workbooks import changed_workbook

PUBLIC = {
    "start": "",
    "sign-in": "sign-in/",
    "gallery": "gallery/",
    "accessibility": "accessibility/",
}
INITIATIVE = {
    "overview": "",
    "map": "map/?view=map&lens=missing",
    "map, plain": "map/?view=map&lens=plain",
    "map as a table": "map/?view=table&lens=missing",
    "map as a table, plain": "map/?view=table&lens=plain",
    "map as paths": "map/?view=paths",
    "factor": "factors/F2/",
    "outcome": "factors/O/",
    "missing": "missing/",
    "money": "money/",
    "partners": "partners/",
    "measures": "indicators/",
    "measure": "indicators/I1/",
    "measure by group": "indicators/I1/?by=population",
    "plan": "plan/",
    "load": "load/",
    "settings": "settings/",
}
REAL = {
    "overview": "",
    "map": "map/",
    "factor": "factors/P3/",
    "missing": "missing/",
    "money": "money/",
    "partners": "partners/",
    "measures": "indicators/",
    "measure": "indicators/M5/?by=sector",
    "plan": "plan/",
}

# Pages that look different to those who see less.
PERSONAS = {
    "overview": [""],
    "missing": [""],
    "money": ["", "backbone"],
    "measure": ["", "backbone"],
}

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def check(visit: Visit, language: str, path: str, status: int = 200) -> None:
    """Everything that must hold of a page wherever it is opened."""
    visit.open(f"/{language}/{path}")
    assert visit.response is not None
    assert visit.response.status == status
    check_open_page(visit, language)


def check_open_page(visit: Visit, language: str) -> None:
    page = visit.page
    root = page.locator("html")
    assert root.get_attribute("lang") == language
    assert root.get_attribute("dir") == direction(language)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.fonts.ready.then(fonts => fonts.check('16px Rubik'))")
    found = {
        "light": visit.barriers(),
        "dark": visit.barriers_in_the_dark(),
        "phone": visit.barriers_on_a_phone(),
        "console": visit.faults(),
    }
    assert {where: faults for where, faults in found.items() if faults} == {}


@in_each_language
@pytest.mark.parametrize("name", PUBLIC)
def test_it_opens_to_everybody(browsing: Browsing, product: Product, name: str, language: str):
    check(browsing.stay(product), language, PUBLIC[name])


@in_each_language
def test_it_says_what_is_not_there(browsing: Browsing, product: Product, language: str):
    check(browsing.stay(product), language, "i/nothing-of-that-name/", status=404)


@in_each_language
def test_it_welcomes_the_first_visitor(browsing: Browsing, empty_product: Product, language: str):
    visit = browsing.stay(empty_product)
    check(visit, language, "")
    assert visit.page.url.endswith(f"/{language}/first-visit/")


@in_each_language
@pytest.mark.parametrize("name", INITIATIVE)
def test_it_shows_the_example_to_its_backbone(
    browsing: Browsing, product: Product, name: str, language: str
):
    check(browsing.stay(product, "backbone"), language, f"i/ready-together/{INITIATIVE[name]}")


@pytest.mark.parametrize(("name", "language"), list(zip(REAL, LANGUAGES * 3, strict=True)))
def test_it_shows_real_data_to_visitors_and_members(
    browsing: Browsing, five_units_served: Product, name: str, language: str
):
    """Real data meet each language somewhere, as somebody who sees less and as one who sees all."""
    for persona in PERSONAS.get(name, ["backbone"]):
        check(browsing.stay(five_units_served, persona), language, f"i/five-units/{REAL[name]}")


@in_each_language
def test_it_reports_a_dry_run(browsing: Browsing, product: Product, tmp_path: Path, language: str):
    """A workbook with new rows, changed ones and one that does not hold."""
    with browsing.visit(product, "backbone") as visit:
        page = visit.open(f"/{language}/i/ready-together/load/")
        page.locator("input[type=file]").set_input_files(changed_workbook(tmp_path))
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/load/*/")
        check_open_page(visit, language)
        assert page.locator("#rejected").count() == 1


def test_it_would_notice(browsing: Browsing, product: Product):
    """Each check sees the fault that it is there for."""
    with browsing.visit(product) as visit:
        page = visit.open("/en/accessibility/")
        assert (visit.barriers(), visit.barriers_on_a_phone(), visit.faults()) == ([], [], [])
        page.evaluate(
            """() => {
              const wide = document.createElement("input");
              wide.setAttribute("style", "inline-size: 10px");
              document.querySelector("main").append(wide);
              wide.style.inlineSize = "600px";
              document.querySelector("h1").style.color = "canvas";
              new Image().src = "http://elsewhere.invalid/spot.png";
              fetch("http://elsewhere.invalid/").catch(() => {});
              console.error("wrong");
            }"""
        )
        page.wait_for_timeout(100)
        assert [each.split()[0] for each in visit.barriers()] == ["color-contrast", "label"]
        assert [each.split()[0] for each in visit.barriers_in_the_dark()] == ["color-contrast"]
        assert "scrolls sideways" in visit.barriers_on_a_phone()[-1]
        faults = " ".join(visit.faults())
        for word in (
            "wrong",
            "style-src-attr",
            "img-src: http://elsewhere.invalid/spot.png",
            "connect-src",
        ):
            assert word in faults
