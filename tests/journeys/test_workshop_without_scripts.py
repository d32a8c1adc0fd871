"""A whole workshop where no script runs: phones without an account, and the facilitator's table."""

import re

from playwright.sync_api import Page

from shidra.i18n.isolates import strip
from tests.journeys.browsing import Browsing, Visit
from tests.journeys.product import Product

ROOM = "/en/i/ready-together/workshops/"
SCREENS = {"viewport": {"width": 360, "height": 740}}


def begun(visit: Visit) -> tuple[str, str]:
    """A workshop that the facilitator opens: the address of its table, and the code for the wall."""
    page = visit.open(f"{ROOM}new/")
    page.locator("[name=title_en]").fill("an evening in Hura")
    page.locator("main form button[type=submit]").first.click()
    table = re.sub(r"wall/$", "", page.url)
    page = visit.open(table.removeprefix(visit.address))
    code = re.sub(r"\D", "", page.locator(".table-code code").inner_text())
    assert re.fullmatch(r"\d{8}", code)
    return table.removeprefix(visit.address), code


def came_in(visit: Visit, code: str) -> Page:
    """A phone that has typed the code."""
    page = visit.open("/en/join/")
    page.locator("input[name=code]").fill(f"{code[:4]} {code[4:]}")
    page.locator("main button[type=submit]").click()
    assert f"/w/{code}/" in page.url
    return page


def sent(page: Page, kind: str, words: str, **chosen: str) -> None:
    """Choose what to add, fill the form in, and send it."""
    page.locator(f"a.way-in-{kind}").click()
    for name, label in chosen.items():
        page.locator(f"select[name={name}]").select_option(label=label)
    page.locator("textarea[name=words]").fill(words)
    page.locator("input[name=speaker]").fill("a mother")
    page.locator("main form button[type=submit]").click()
    assert page.locator(".sent-line").count()


def decided(page: Page, words: str, act: str) -> None:
    """Open what arrived, and press one of its buttons."""
    page.locator(".arrival a", has_text=words).first.click()
    page.locator(f"#decide button[name=act][value={act}]").click()


def all_send(one: Page, two: Page) -> None:
    """Two phones send two factors that say the same, another one, a link and a doubt."""
    sent(one, "factor", "no bus in the afternoon")
    sent(two, "factor", "in the afternoon no bus comes")
    sent(two, "factor", "something else entirely")
    sent(
        one,
        "link",
        "she cannot come",
        source="no bus in the afternoon",
        target="Early detection and timely therapy",
    )
    two.locator("a.way-in-doubt").click()
    about = two.locator("select[name=about] option", has_text="Early detection").last
    two.locator("select[name=about]").select_option(value=about.get_attribute("value"))
    two.locator("textarea[name=words]").fill("not without a bus")
    two.locator("main form button[type=submit]").click()


def test_people_add_and_the_facilitator_decides(browsing: Browsing, workshop: Product):
    """A factor, a link to it and a doubt arrive, go onto the map, and the phone reads what became."""
    with (
        browsing.visit(workshop, "backbone", scripts=False) as desk,
        browsing.visit(workshop, scripts=False, **SCREENS) as phone,
        browsing.visit(workshop, scripts=False, **SCREENS) as other,
    ):
        table, code = begun(desk)
        one, two = came_in(phone, code), came_in(other, code)
        all_send(one, two)

        page = desk.open(table)
        arrived = strip(page.locator(".arrivals").inner_text())
        assert "1 more says much the same" in arrived
        assert "a mother" in arrived
        # What a link begins at waits too: it is decided first, with the one that says the same.
        page.locator(".arrival a", has_text="no bus in the afternoon").first.click()
        page.locator("#decide input[name=alike]").first.check()
        page.locator("#decide [name=name_en]").fill("A bus in the afternoon")
        page.locator("#decide button[value=accept]").click()
        decided(desk.open(table), "Early detection and timely therapy", "accept")
        page = desk.open(table)
        page.locator(".arrival a", has_text="something else entirely").first.click()
        page.locator("#decide details summary", has_text="Set it aside").click()
        page.locator("#decide [name=reason]").fill("next time")
        page.locator("#decide button[value=aside]").click()
        decided(desk.open(table), "not without a bus", "accept")
        assert desk.open(table).locator(".arrival").count() == 0

        # Each phone reads what became of its own, and the map in work has the factor.
        said = phone.open(f"/en/w/{code}/").locator("main").inner_text()
        assert "taken into the draft of the map" in said
        said = other.open(f"/en/w/{code}/").locator("main").inner_text()
        assert "joined with one that says the same" in said
        assert "next time" in said
        assert re.search("stands as contested|evidence that contradicts", said)
        edit = desk.open("/en/i/ready-together/map/edit/")
        assert "A bus in the afternoon" in edit.locator("main").inner_text()

        for visit in (desk, phone, other):
            assert visit.faults() == []
        page = desk.open(table)
        page.locator("form[action$='/close/'] button").click()
        two = other.open(f"/en/w/{code}/")
        assert other.response is not None
        assert other.response.status == 410  # it is over, and says so
        assert two.locator("a.way-in-factor").count() == 0
