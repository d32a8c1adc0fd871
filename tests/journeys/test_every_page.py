"""Every page, in three languages and two themes, on a screen and on a phone, has no barriers."""

from pathlib import Path

import pytest
from django.urls import resolve, reverse

from tests.conftest import SHARED
from tests.journeys.browsing import Browsing, Visit, barriers
from tests.journeys.product import LANGUAGES, Product, direction
from tests.journeys.workbooks import changed_workbook, unchanged_workbook
from tests.repository.decisions import CODE, DECISIONS

PUBLIC = {
    "start": "",
    "sign-in": "sign-in/",
    "gallery": "gallery/",
    "accessibility": "accessibility/",
}
# Pages of an initiative; `{factor}` and its like are named for each initiative below.
INITIATIVE = {
    "overview": "",
    "agenda": "agenda/",
    "map": "map/?view=map&lens=missing",
    "map, plain": "map/?view=map&lens=plain",
    "map as a table": "map/?view=table&lens=missing",
    "map as a table, plain": "map/?view=table&lens=plain",
    "map as paths": "map/?view=paths",
    "factor": "factors/{factor}/",
    "outcome": "factors/{outcome}/",
    "missing": "missing/",
    "money": "money/",
    "partners": "partners/",
    "a partner": "partners/{partner}/",
    "a group of residents": "groups/{group}/",
    "promises": "promises/",
    "activities": "activities/",
    "an activity": "activities/{activity}/",
    "measures": "indicators/",
    "measure": "indicators/{measure}/",
    "measure by group": "indicators/{measure}/?by={dimension}",
    "plan": "plan/",
    "load": "load/",
    "settings": "settings/",
    "protection": "protection/",
    "rules of protection": "protection/rules/",
    "submission": "figures/1/",
    "records": "records/",
    "list of records": "records/promises/?state=kept&sort=-due_on",
    "record": "records/initiative/1/",
    "new record": "records/activities/add/",
    "new observation": "records/observations/add/",
    "history of a record": "records/promises/1/history/",
    "retire a record": "records/promises/1/retire/",
    "retired records": "records/promises/retired/",
    "paste records": "records/promises/paste/",
}
EXAMPLE = "ready-together"
NAMES = {
    "ready-together": {
        "factor": "F2",
        "outcome": "O",
        "measure": "I1",
        "dimension": "population",
        "partner": "ALUMOT",
        "group": "population:bedouin",
        "activity": "A4",
    },
    "five-units": {
        "factor": "P3",
        "outcome": "O",
        "measure": "M5",
        "dimension": "sector",
        "partner": "NGO2",
        "group": "sector:arab",
        "activity": "A1",
    },
}
# Single records stand under the numbers that they have in the example.
OF_THE_EXAMPLE = {"submission", "record", "history of a record", "retire a record"}
# Pages that look different to those who see less.
OF_VISITORS = [
    "overview",
    "agenda",
    "map",
    "factor",
    "missing",
    "money",
    "partners",
    "a partner",
    "promises",
    "activities",
    "an activity",
    "measure by group",
    "protection",
]
LISTED = {
    resolve(f"/he/{page.partition('?')[0]}").view_name
    for page in (*PUBLIC.values(), *(f"i/a/{page}" for page in INITIATIVE.values()))
}
# Pages of what people left on the map: `test_pages_of_a_lively_map` makes all of it and looks.
LIVELY = {
    "agenda:withdraw": (EXAMPLE, "signed", "signature"),
    "agenda:correct": (EXAMPLE, "signed", "signature"),
    "gaps:gap": (EXAMPLE, "gap"),
    "mapping:edit": (EXAMPLE,),
    "records:rename": (EXAMPLE, "factors", "factor_row"),
    "records:category-take-back": (EXAMPLE, "change"),
    "records:place-dates": (EXAMPLE, "place"),
    "records:place-date-forget": (EXAMPLE, "place", "dated"),
    "roadmap:versions": (EXAMPLE,),
    "roadmap:version": (EXAMPLE, "version"),
    "roadmap:differences": (EXAMPLE,),
    "roadmap:consult": (EXAMPLE, "version"),
    "roadmap:adopt": (EXAMPLE, "version"),
    "roadmap:discard": (EXAMPLE, "version"),
    "roadmap:comment": (EXAMPLE, "version"),
    "roadmap:answer": (EXAMPLE, "version", "comment"),
    "roadmap:answer-doubt": (EXAMPLE, "doubt"),
    "roadmap:contest": (EXAMPLE, "source", "target"),
    "roadmap:retire-talk": (EXAMPLE, "talk"),
    "roadmap:voice": (EXAMPLE, "voice"),
    "releases:release": (EXAMPLE, "release"),
    "structure:scenario": (EXAMPLE, "scenario"),
    "structure:rename": (EXAMPLE, "scenario"),
    "workshops:table": (EXAMPLE, "workshop"),
    "workshops:wall": (EXAMPLE, "workshop"),
    "workshops:change": (EXAMPLE, "workshop"),
    "workshops:decide": (EXAMPLE, "workshop", "suggestion"),
    "workshops:room": ("code",),
    "workshops:suggest": ("code", "factor"),
}
# A part of a page that scripts ask for.
NO_PAGES = {"mapping:here"}
# Every other page that is opened by its address, whatever room it belongs to.
# Asks for a comment that somebody has just made: `test_agenda` makes one and looks at it.
ELSEWHERE = {"agenda:answer"}
FURTHER = {
    name: decision
    for name, decision in DECISIONS.items()
    if decision.method == "get"
    and 200 in decision.answers
    and name not in LISTED
    and name not in {*ELSEWHERE, *LIVELY, *NO_PAGES}
}


def check(visits: list[Visit], path: str, status: int = 200) -> None:
    """Everything that must hold of a page in each language, wherever it is opened."""
    for visit, language in zip(visits, LANGUAGES, strict=True):
        visit.open(f"/{language}/{path}")
        assert visit.response is not None
        assert visit.response.status == status
    check_open_pages(visits)


def check_open_pages(visits: list[Visit]) -> None:
    """The same page in Hebrew, Arabic and English, side by side."""
    for visit, language in zip(visits, LANGUAGES, strict=True):
        page = visit.page
        root = page.locator("html")
        assert root.get_attribute("lang") == language
        assert root.get_attribute("dir") == direction(language)
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.fonts.ready.then(fonts => fonts.check('16px Rubik'))")
    found = {
        (language, where): faults
        for visit, language, ways in zip(visits, LANGUAGES, barriers(visits), strict=True)
        for where, faults in [*ways.items(), ("console", visit.faults())]
        if faults
    }
    assert found == {}


def address(initiative: str, name: str) -> str:
    return f"i/{initiative}/{INITIATIVE[name].format(**NAMES[initiative])}"


@pytest.mark.parametrize("name", PUBLIC)
def test_it_opens_to_everybody(browsing: Browsing, product: Product, name: str):
    check(browsing.windows(product), PUBLIC[name])


def test_it_says_what_is_not_there(browsing: Browsing, product: Product):
    check(browsing.windows(product), "i/nothing-of-that-name/", status=404)


def test_it_welcomes_the_first_visitor(browsing: Browsing, empty_product: Product):
    visits = browsing.windows(empty_product)
    check(visits, "")
    assert [each.page.url.split("/")[-2] for each in visits] == ["first-visit"] * 3


@pytest.mark.parametrize("name", INITIATIVE)
def test_it_shows_the_example_to_its_backbone(browsing: Browsing, product: Product, name: str):
    check(browsing.windows(product, "backbone"), address("ready-together", name))


@pytest.mark.parametrize("name", [name for name in INITIATIVE if name not in OF_THE_EXAMPLE])
def test_it_shows_real_data_to_their_backbone(
    browsing: Browsing, five_units_served: Product, name: str
):
    check(browsing.windows(five_units_served, "backbone"), address("five-units", name))


@pytest.mark.parametrize("name", OF_VISITORS)
def test_it_shows_real_data_to_visitors(browsing: Browsing, five_units_served: Product, name: str):
    check(browsing.windows(five_units_served), address("five-units", name))


@pytest.mark.parametrize(
    ("name", "initiative"),
    [
        (name, initiative)
        for name, decision in FURTHER.items()
        # What belongs to no initiative is looked at once.
        for initiative in (
            NAMES
            # Only the example has agreed on anything, promised anything, or asks anything.
            if CODE in decision.arguments
            and not name.startswith(("agenda:", "desk:promise", "measurement:answer"))
            else ["ready-together"]
        )
    ],
)
def test_it_opens_whatever_else_has_an_address(
    browsing: Browsing, product: Product, name: str, initiative: str
):
    """Pages come with their routes: none has to be listed here before it is looked at."""
    decision = FURTHER[name]
    if initiative == "five-units" and not product.has_five_units:
        pytest.skip(f"NOT TESTED ON REAL DATA: {SHARED} is absent")
    real = NAMES[initiative]
    known = {
        CODE: initiative,
        "F2": real["factor"],
        "I1": real["measure"],
        "NGO": real["partner"],
        # Each initiative has groups of its own.
        "population:arab": real["group"],
    }
    path = reverse(name, args=[known.get(each, each) for each in decision.arguments])
    is_for_members = decision.roles is None or "backbone" in decision.roles
    visits = browsing.windows(product, "backbone" if is_for_members else "admin")
    answer = visits[0].page.context.request.get(product.address + path)
    assert answer.ok, (answer.status, path)
    if answer.headers["content-type"].startswith("text/html"):  # others are files
        check(visits, path.removeprefix("/he/"))


def test_it_takes_in_a_new_initiative(browsing: Browsing, product: Product, tmp_path: Path):
    """The administrator hands in a workbook; what is new in it is shown before it is saved."""
    visits = browsing.windows(product, "admin")
    check(visits, "load/")
    file = changed_workbook(tmp_path)
    for visit in visits:
        hand_in(visit, file)
    check_open_pages(visits)


def test_it_reports_a_dry_run_and_what_was_saved(
    browsing: Browsing, workshop_as_packaged: Product, tmp_path: Path
):
    """A workbook with new rows, changed ones and one that does not hold."""
    visits = browsing.windows(workshop_as_packaged, "backbone")
    file = changed_workbook(tmp_path)
    for visit, language in zip(visits, LANGUAGES, strict=True):
        visit.open(f"/{language}/i/ready-together/load/")
        hand_in(visit, file)
        assert visit.page.locator("#rejected").count() == 1
    check_open_pages(visits)
    # There and back again: only what changes something can be saved.
    files = (file, unchanged_workbook(tmp_path), file)
    for visit, language, each in zip(visits, LANGUAGES, files, strict=True):
        visit.open(f"/{language}/i/ready-together/load/")
        hand_in(visit, each)
        visit.page.locator("main form button.button-primary").click()
        visit.page.wait_for_url("**/load/")
        assert visit.page.locator(".messages, [role=status], [role=alert]").count()
    check_open_pages(visits)


def hand_in(visit: Visit, file: Path) -> None:
    visit.page.locator("input[type=file]").set_input_files(file)
    visit.page.locator("main form button[type=submit]").click()
    visit.page.wait_for_url("**/load/*/")


SPOIL = """() => {
  const wide = document.createElement("input");
  wide.setAttribute("style", "inline-size: 10px");
  document.querySelector("main").append(wide);
  wide.style.inlineSize = "600px";
  new Image().src = "http://elsewhere.invalid/spot.png";
  fetch("http://elsewhere.invalid/").catch(() => {});
  console.error("wrong");
}"""


def test_it_would_notice(browsing: Browsing, product: Product):
    """Each check sees the fault that it is there for."""
    with browsing.visit(product) as visit:
        page = visit.open("/en/accessibility/")
        assert barriers([visit]) == [{"light": [], "dark": [], "phone": []}]
        assert visit.faults() == []
        page.evaluate(SPOIL)
        page.wait_for_timeout(100)
        [found] = barriers([visit])
        assert [each.split()[0] for each in found["light"]] == ["label"]
        assert found["dark"] == []  # there, colours alone are looked at
        assert "scrolls sideways" in found["phone"][-1]
        faults = " ".join(visit.faults())
        for word in (
            "wrong",
            "style-src-attr",
            "img-src: http://elsewhere.invalid/spot.png",
            "connect-src",
        ):
            assert word in faults


@pytest.mark.parametrize(("ink", "hidden_in"), [("white", "light"), ("#1a1815", "dark")])
def test_it_would_notice_what_only_one_theme_hides(
    browsing: Browsing, product: Product, ink: str, hidden_in: str
):
    """Words in the colour of the light paper are read in the dark, and the other way round."""
    with browsing.visit(product) as visit:
        visit.open("/en/accessibility/").evaluate(
            "ink => { document.querySelector('h1').style.color = ink; }", ink
        )
        [found] = barriers([visit])
        assert [each.split()[0] for each in found.pop(hidden_in)] == ["color-contrast"]
        assert not any(found.values())
