"""A director's first week: from an empty browser to a map that partners answer for.

Every touch counts: a key field filled, an option chosen, a button or a link pressed.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import Browsing
from tests.journeys.product import Product

MOST_TOUCHES = 60


@dataclass
class Count:
    """How often somebody touched the product."""

    touches: int = 0


class Hand:
    """Somebody at a browser; whoever shares a count works on the same task."""

    def __init__(self, page: Page, count: Count) -> None:
        self.page, self.count = page, count

    def press(self, selector: str) -> None:
        self.count.touches += 1
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()

    def write(self, name: str, words: str) -> None:
        self.count.touches += 1
        self.page.locator(f'main [name="{name}"]').fill(words)

    def choose(self, name: str, value: str) -> None:
        self.count.touches += 1
        self.page.locator(f'main [name="{name}"]').select_option(value)

    def send(self) -> None:
        """Press the first button of the page's form; nothing may be wrong with it."""
        self.press("main form button.button-primary")
        wrong = self.page.locator("main [role=alert]")
        assert not wrong.count(), wrong.first.inner_text()

    def follow(self, end: str, *, within: str = "main") -> None:
        """Press the link that leads to an address with this end."""
        self.press(f'{within} a[href$="{end}"]')

    def go(self, end: str) -> None:
        """Use the navigation; what is folded away is unfolded first."""
        if self.page.locator(f'.further a[href$="{end}"]').count():
            self.press(".further > summary")
        self.follow(end, within=".site-nav")


WORDS = {
    "he": {
        "name": "יחד בצפון",
        "result": "עד 2031 כל ילד בצפון קורא בסוף כיתה ג׳",
        "own": "גשר יחד",
        "places": "עכו\nנהריה",
        "factors": ["קריאה בבית", "מורים שנשארים", "איתור מוקדם", "שעות אחר הצהריים", "ספריות"],
        "promise": "לפתוח שתי ספריות בשכונות",
        "partner": "עמותת אופק",
        "person": "רים חורי",
        "own promise": "להכשיר עשרים מתנדבים",
        "deciders": "הצוות המוביל",
        "why so soon": "כולם הגיבו בפגישה",
        "problem": "שליש מהילדים אינם קוראים בסוף כיתה ג׳",
    },
    "ar": {
        "name": "معًا في الشمال",
        "result": "حتى 2031 كل طفل في الشمال يقرأ في نهاية الصف الثالث",
        "own": "جسر معًا",
        "places": "عكا\nنهاريا",
        "factors": ["قراءة في البيت", "معلمون يبقون", "كشف مبكر", "ساعات بعد الظهر", "مكتبات"],
        "promise": "افتتاح مكتبتين في الأحياء",
        "partner": "جمعية أفق",
        "person": "ريم خوري",
        "own promise": "تأهيل عشرين متطوعًا",
        "deciders": "الطاقم القيادي",
        "why so soon": "علّق الجميع في اللقاء",
        "problem": "ثلث الأطفال لا يقرؤون في نهاية الصف الثالث",
    },
}
PASSWORD = "four long quiet words"


@pytest.mark.parametrize(
    ("language", "screen"),
    [("ar", {"width": 360, "height": 740}), ("he", {"width": 1280, "height": 900})],
)
def test_a_directors_first_week(
    browsing: Browsing,
    tmp_path_factory: pytest.TempPathFactory,
    language: str,
    screen: dict[str, int],
):
    product = Product(tmp_path_factory.mktemp(f"week-{language}"))
    served = product.serving()
    next(served)
    words, count = WORDS[language], Count()
    try:
        with (
            browsing.visit(product, viewport=screen, scripts=False) as hers,
            browsing.visit(product, viewport=screen, scripts=False) as his,
        ):
            director = Hand(hers.open(f"/{language}/"), count)
            begins(director, words)
            map_and_need(director, words)
            promises(director, words, "O1")
            link = invites(director, words)
            partner = Hand(his.open(link.removeprefix(product.address)), count)
            joins(partner, words)
            edits_only_his_own(partner, words)
            agrees(director, words)
            signs(director)
            partner.go("/agenda/")
            signs(partner)
            signed = partner.page.locator("#signatures .signature:not(.signature-open)")
            assert signed.count() == 2
            director.go("/missing/")
            shown = director.page.locator("main").inner_text()
            assert words["factors"][0] in shown
            assert "120" in shown
            assert count.touches <= MOST_TOUCHES, count.touches
    finally:
        served.close()


def begins(director: Hand, words: dict) -> None:
    """The first visit, and the outcome that is fixed in advance."""
    director.write("name", "דנה")
    director.write("email", "director@north.example")
    director.write("password", PASSWORD)
    director.send()
    director.follow("/new/")
    director.write("name", words["name"])
    director.write("result", words["result"])
    director.write("organisation", words["own"])
    director.send()


def map_and_need(director: Hand, words: dict) -> None:
    """Places, five factors, and what the first of them needs."""
    director.write("places", words["places"])
    director.send()
    for number, factor in enumerate(words["factors"]):
        director.write(f"form-{number}-name", factor)
    director.send()
    director.send()  # no measure yet
    director.write("amount", "120000")
    director.send()
    assert director.page.url.endswith("/missing/")
    assert words["factors"][0] in director.page.locator("main").inner_text()


def promises(hand: Hand, words: dict, partner: str) -> None:
    """A promise of one's own organisation."""
    hand.go("/records/")
    hand.follow("/records/promises/add/")
    hand.choose("cell-partner", partner)
    hand.choose("cell-kind", "space")
    language = hand.page.locator("html").get_attribute("lang")
    hand.write(f"cell-text_{language}", words["promise"])
    hand.send()
    assert words["promise"] in hand.page.locator("main").inner_text()


def invites(director: Hand, words: dict) -> str:
    """A link for somebody of an organisation that is not there yet."""
    director.go("/people/")
    director.follow("/people/invite/")
    director.write("new_organisation", words["partner"])
    director.send()
    return director.page.locator("[data-invitation]").input_value()


def joins(partner: Hand, words: dict) -> None:
    """An account on the way in."""
    partner.count.touches += 1  # the link itself
    partner.write("name", words["person"])
    partner.write("email", "reem@ofek.example")
    partner.write("password", PASSWORD)
    partner.send()
    assert words["name"] in partner.page.locator("body").inner_text()


def edits_only_his_own(partner: Hand, words: dict) -> None:
    """The partner promises for his own, and finds nothing else to change."""
    partner.go("/records/")
    records = partner.page.url
    partner.follow("/records/promises/add/")
    options = partner.page.locator('[name="cell-partner"] option').all()
    assert {each.get_attribute("value") for each in options} <= {"", "O2"}
    partner.choose("cell-kind", "staff")
    language = partner.page.locator("html").get_attribute("lang")
    partner.write(f"cell-text_{language}", words["own promise"])
    partner.send()
    assert words["own promise"] in partner.page.locator("main").inner_text()
    for closed in ("promises/1/", "factors/1/", "needs/add/", "organisations/1/"):
        answer = partner.page.context.request.get(records + closed)
        assert answer.status == 404, closed


def agrees(director: Hand, words: dict) -> None:
    """The agenda is written, opened for comments and adopted."""
    director.go("/agenda/")
    director.send()
    language = director.page.locator("html").get_attribute("lang")
    director.write(f"problem_{language}", words["problem"])
    director.send()
    director.follow("/consultation/")
    director.send()
    director.follow("/adopt/")
    director.write(f"decided_by_{language}", words["deciders"])
    director.write(f"reason_{language}", words["why so soon"])
    director.send()


def signs(hand: Hand) -> None:
    """For one's own organisation."""
    hand.follow("/sign/")
    hand.send()
