"""The agenda from draft to signature, and what each step looks like, without barriers."""

import re

import pytest

from tests.journeys.browsing import Browsing, Visit
from tests.journeys.product import LANGUAGES, Product
from tests.journeys.test_every_page import check, check_open_pages

AGENDA = "i/ready-together/agenda/"


@pytest.mark.parametrize("page", ["", "1/", "differences/?from=1&to=2"])
def test_what_was_agreed_opens_to_all(browsing: Browsing, product: Product, page: str):
    check(browsing.windows(product), AGENDA + page)


def test_the_next_version_is_written_talked_over_and_adopted(browsing: Browsing, workshop: Product):
    """Each page on the way holds in three languages; one window writes, all three look."""
    visits = browsing.windows(workshop, "backbone")
    writer = visits[0].page
    visits[0].open(f"/he/{AGENDA}")
    writer.locator("form[action$='/agenda/start/'] button").click()
    writer.wait_for_url("**/agenda/3/edit/")
    check(visits, f"{AGENDA}3/edit/")
    two_at_once(visits)
    check_open_pages(visits)
    check(visits, f"{AGENDA}3/consultation/")
    send(visits[0])
    check(visits, f"{AGENDA}3/")
    check(visits, f"{AGENDA}3/comments/result/")
    writer.locator("[name=text]").fill("להזכיר גם סבים וסבתות")
    send(visits[0])
    answer = writer.locator("a[href*='/answers/']").get_attribute("href")
    assert answer
    check(visits, answer.removeprefix("/he/"))
    # The place where something is wrong is marked, and what was typed stays.
    for visit in visits:
        visit.page.locator("[name=answer][value=taken_up]").check()
        send(visit)
        assert visit.page.locator(".field-error").count() == 1
    check_open_pages(visits)
    writer.locator("[name=reason_he]").fill("נוסף לסעיף „למען מי”")
    send(visits[0])
    check(visits, f"{AGENDA}3/adopt/")
    assert writer.locator("del").count()
    writer.locator("[name=reason_he]").fill("כך הוחלט עם ההורים")
    writer.locator("[name=decided_by_he]").fill("הצוות המוביל")
    send(visits[0])
    assert re.search(r"/agenda/$", writer.url)
    check(visits, AGENDA)
    check(visits, f"{AGENDA}3/sign/?paper")
    writer.locator("[name=signer]").fill("רנא זועבי")
    writer.locator("[name=signer_role]").fill("מנהלת")
    send(visits[0])
    assert writer.locator(".signature:not(.signature-open)").count() == 1


def two_at_once(visits: list[Visit]) -> None:
    """One saves, the others too late: they see both texts, and lose nothing."""
    for visit, language in zip(visits, LANGUAGES, strict=True):
        visit.page.locator("details.words-others").first.evaluate("each => each.open = true")
        visit.page.locator("[name=result_he]").fill(f"כל ילדה וכל ילד, {language}")
    send(visits[0])
    for visit in visits[1:]:
        send(visit)
        assert visit.page.locator(".clash dt").count() == 3
    visits[0].open(f"/he/{AGENDA}3/")


def send(visit: Visit) -> None:
    visit.page.locator("main form.form button.button-primary").click()
    visit.page.wait_for_load_state()


def test_a_resident_finds_the_way_by_keyboard_alone(browsing: Browsing, product: Product):
    """Every link of the page can be reached, in the order in which it is read."""
    with browsing.visit(product) as visit:
        page = visit.open(f"/ar/{AGENDA}")
        links = page.locator("main a[href], main summary, main button").count()
        page.locator("main").focus()
        reached = set()
        for _press in range(links):
            page.keyboard.press("Tab")
            reached.add(page.evaluate("document.activeElement.outerHTML"))
        assert len(reached) == links


def test_it_prints_with_lines_to_sign_on(browsing: Browsing, product: Product):
    with browsing.visit(product) as visit:
        page = visit.open(f"/he/{AGENDA}")
        page.emulate_media(media="print")
        lines = page.locator(".signature-line")
        assert lines.count() > 10
        assert all(line.is_visible() for line in lines.all())
        assert not page.locator(".site-nav").is_visible()
