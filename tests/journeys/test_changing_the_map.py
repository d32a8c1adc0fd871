"""A director changes the map without help: a factor with evidence, its links, what is missing, a new version.

No script runs. Every touch counts, as in a director's first week.
"""

from collections.abc import Callable

import pytest

from tests.journeys.browsing import Browsing
from tests.journeys.product import Product
from tests.journeys.test_first_week import Count, Hand

MOST_TOUCHES = 40
A_YEAR_AGO = """
from datetime import date
from shidra.roadmap.models import RoadmapVersion
RoadmapVersion.objects.filter(initiative__code="ready-together").update(adopted_on=date(2025, 9, 1))
"""

WORDS = {
    "he": {
        "name": "ספרים בבתי הילדים",
        "finding": "ילדים שיש ספרים בביתם מגיעים לכיתה א׳ עם אוצר מילים רחב יותר",
        "citation": "סקר בתים, 2025",
        "why": "ההורים ביקשו",
        "deciders": "הצוות המוביל",
        "reason": "סוכם בפגישת ההיגוי",
        "sought": "סביבה",
    },
    "ar": {
        "name": "كتب في بيوت الأطفال",
        "finding": "الأطفال الذين في بيوتهم كتب يصلون إلى الصف الأول بمفردات أوسع",
        "citation": "مسح البيوت، 2025",
        "why": "الأهالي طلبوا ذلك",
        "deciders": "الطاقم القيادي",
        "reason": "اتُّفق عليه في لقاء التوجيه",
        "sought": "بيئة",
    },
}


@pytest.mark.parametrize(
    ("language", "screen"),
    [("ar", {"width": 360, "height": 740}), ("he", {"width": 1280, "height": 900})],
)
def test_a_director_changes_the_map(
    browsing: Browsing,
    demo_of_its_own: Callable[[str], Product],
    language: str,
    screen: dict[str, int],
):
    product = demo_of_its_own(f"map-{language}")
    product.command("shell", "--no-imports", "-c", A_YEAR_AGO)
    served = product.serving()
    next(served)
    words, count = WORDS[language], Count()
    try:
        with browsing.visit(product, "backbone", viewport=screen, scripts=False) as hers:
            hand = Hand(hers.open(f"/{language}/i/ready-together/"), count)
            walk(hand, words)
            assert count.touches <= MOST_TOUCHES, count.touches
    finally:
        served.close()


def walk(hand: Hand, words: dict) -> None:
    """From the map that counts to the next one, and back to the one before."""
    code = adds(hand, words)
    connects(hand, words)
    knows(hand, words, code)
    adopts(hand, words)
    sees_what_is_missing(hand, words, code)
    looks_back(hand, words)


def adds(hand: Hand, words: dict) -> str:
    """A new factor after parenting support, in the draft that the first change opens."""
    hand.go("/map/")
    hand.follow("/map/edit/")
    hand.press(".map-editing-picture .fold > summary")
    hand.follow("factor=F7#panel", within=".all-factors")
    hand.follow("wants=factor#panel", within="#panel")
    language = hand.page.locator("html").get_attribute("lang")
    hand.write(f"name_{language}", words["name"])
    hand.write("reason", words["why"])
    hand.press("#panel button[value=add]")
    assert words["name"] in hand.page.locator("#chosen-title").inner_text()
    return hand.page.url.split("factor=")[1].split("#")[0].split("&")[0]


def connects(hand: Hand, words: dict) -> None:
    """To the factor that is found by a word of its name."""
    hand.write("q", words["sought"])
    hand.press("#panel form[role=search] button")
    hand.press("#panel button[value=link]")
    assert words["sought"] in hand.page.locator("#link-title").inner_text()
    hand.press("#panel .card > p a")  # back to where the link begins


def knows(hand: Hand, words: dict, code: str) -> None:
    """What is known of it, with its source, while it is still in the draft."""
    hand.follow(f"/evidence/add/?about={code}", within="#panel")
    language = hand.page.locator("html").get_attribute("lang")
    hand.write(f"cell-finding_{language}", words["finding"])
    hand.write("cell-citation", words["citation"])
    hand.choose("cell-strength", "moderate")
    hand.choose("cell-direction", "supports")
    hand.send()
    hand.page.goto(hand.page.url.split("/records/")[0] + f"/factors/{code}/")
    shown = hand.page.locator("main").inner_text()
    assert words["finding"] in shown
    assert hand.page.locator(".notice-info").count()  # it says that this is a draft still


def adopts(hand: Hand, words: dict) -> None:
    """The draft becomes the map that counts."""
    hand.go("/map/")
    hand.follow("/map/edit/")
    hand.follow("/adopt/")
    hand.write("decided_by", words["deciders"])
    hand.write("reason", words["reason"])
    hand.send()
    assert words["name"] in hand.page.locator("main").inner_text()


def sees_what_is_missing(hand: Hand, words: dict, code: str) -> None:
    """Nobody does anything about the new factor, nobody answers for it, nothing measures it."""
    hand.go("/missing/")
    hand.press("main details:has(select[name=factor]) > summary")
    hand.choose("factor", code)
    hand.press("main form[method=get] button[type=submit]")
    shown = hand.page.locator("main").inner_text()
    assert words["name"] in shown
    for kind in ("service", "evidence", "ownership"):
        assert hand.page.locator(f'main a[href*="/missing/gap/{kind}-"]').count(), kind


def looks_back(hand: Hand, words: dict) -> None:
    """Last year's map stands beside today's; the new factor is on one of them alone."""
    hand.go("/map/")
    hand.follow("/map/versions/")
    hand.press('main a[href*="/map/on/?on=2025"]')
    then, now = (
        hand.page.locator(f"section[aria-labelledby={each}]").inner_text()
        for each in ("then", "now")
    )
    assert words["sought"] in then
    assert words["name"] not in then
    assert words["name"] in now
