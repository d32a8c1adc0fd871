"""Coming in by passkey, authenticator app and recovery codes, in a real browser."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from tests.journeys.browsing import Browsing, Visit, barriers, sign_in
from tests.journeys.product import LANGUAGES, Product, direction

PASSWORD = "tall-cedar-9"


@pytest.fixture
def dana(workshop: Product) -> str:
    """Somebody new, who has nothing but a password yet."""
    email = f"dana{time.time_ns()}@example.org"
    workshop.command(
        "shell",
        "--verbosity=0",
        "-c",
        "from shidra.accounts.actions import create_person as make\n"
        "from shidra.audit.models import SYSTEM\n"
        f"make(email={email!r}, name='דנה', password={PASSWORD!r}, by=SYSTEM)",
    )
    return email


@contextmanager
def at_home(browsing: Browsing, workshop: Product, **options) -> Iterator[Visit]:
    """A browser that reaches the product by a name, as passkeys want it."""
    with browsing.visit(workshop, **options) as visit:
        visit.address = workshop.address.replace("127.0.0.1", "localhost")
        yield visit


def give_a_thumb(page: Page) -> None:
    """A device with a fingerprint reader that knows its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def show_password(page: Page, email: str) -> None:
    page.locator("main input[name=username]").fill(email)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


def check_open_page(visit: Visit, language: str) -> None:
    """Nothing stands in the way on a page that is reached by acts alone."""
    assert visit.page.locator("html").get_attribute("dir") == direction(language)
    assert visit.page.locator("h1").count() == 1
    [found] = barriers([visit])
    assert {way: faults for way, faults in found.items() if faults} == {}
    # That a link is gone is what its page says.
    assert [each for each in visit.faults() if "410 (Gone)" not in each] == []


def code_now(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def test_it_makes_a_passkey_and_comes_in_with_it_alone(
    browsing: Browsing, workshop: Product, dana: str
):
    with at_home(browsing, workshop) as visit:
        page = visit.open("/he/sign-in/")
        give_a_thumb(page)
        show_password(page, dana)
        page.wait_for_url(lambda address: "sign-in" not in address)
        visit.open("/he/account/second-factor/")
        page.locator("main a[href$='/account/passkey/']").click()
        page.locator("input[name=name]").fill("הטלפון שלי")
        check_open_page(visit, "he")
        page.locator("main button[type=submit]").click()
        page.locator("ol.recovery-codes").wait_for()
        assert page.locator("ol.recovery-codes li").count() == 10
        check_open_page(visit, "he")
        page.locator("main a.button-primary").click()
        assert "הטלפון שלי" in page.locator("main").inner_text()
        check_open_page(visit, "he")

        page.locator("form.account button").click()
        visit.open("/he/sign-in/?next=/he/account/")
        check_open_page(visit, "he")
        page.locator("[data-passkey-go]").click()
        page.wait_for_url(lambda address: "sign-in" not in address)
        assert page.url.endswith("/he/account/")
        assert visit.faults() == []
        # What was shown just now is enough to change a way in.
        visit.open("/he/account/password/")
        assert page.url.endswith("/account/password/")


def test_it_takes_the_passkey_as_second_step_and_says_when_there_is_none(
    browsing: Browsing, workshop: Product, dana: str
):
    with at_home(browsing, workshop) as visit:
        page = visit.open("/ar/sign-in/")
        give_a_thumb(page)
        show_password(page, dana)
        page.wait_for_url(lambda address: "sign-in" not in address)
        visit.open("/ar/account/passkey/")
        page.locator("input[name=name]").fill("هاتفي")
        page.locator("main button[type=submit]").click()
        page.locator("ol.recovery-codes").wait_for()
        code = page.locator("ol.recovery-codes code").first.inner_text()
        page.locator("form.account button").click()

        visit.open("/ar/sign-in/")
        show_password(page, dana)
        page.wait_for_url("**/second-step/")
        check_open_page(visit, "ar")
        page.locator("[data-passkey-go]").click()
        page.wait_for_url(lambda address: "sign-in" not in address)

    with at_home(browsing, workshop) as visit:
        page = visit.open("/ar/sign-in/")
        give_a_thumb(page)
        show_password(page, dana)
        page.wait_for_url("**/second-step/")
        page.locator("[data-passkey-go]").click()
        page.locator(".passkey-said:not(:empty)").wait_for()
        assert "second-step" in page.url
        # The paper helps, once.
        page.locator("input[name=code]").fill(code)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda address: "sign-in" not in address)


def test_it_needs_no_scripts_but_for_the_passkey(browsing: Browsing, workshop: Product, dana: str):
    with at_home(browsing, workshop, scripts=False) as visit:
        page = visit.open("/en/sign-in/")
        assert page.locator("[data-passkey-go]").is_hidden()
        assert "where scripts run" in page.locator("main").inner_text()
        show_password(page, dana)
        visit.open("/en/account/passkey/")
        assert "where scripts run" in page.locator("main").inner_text()
        visit.open("/en/account/app/")
        secret = re.sub(r"\s", "", page.locator("code.secret").inner_text())
        page.locator("input[name=code]").fill("000000")
        page.locator("main button[type=submit]").click()
        assert page.locator("main [role=alert]").count()
        assert re.sub(r"\s", "", page.locator("code.secret").inner_text()) == secret
        page.locator("input[name=code]").fill(code_now(secret, later=-1))
        page.locator("main button[type=submit]").click()
        code = page.locator("ol.recovery-codes code").first.inner_text()
        page.locator("form.account button").click()

        visit.open("/en/sign-in/")
        show_password(page, dana)
        page.locator("input[name=code]").fill(code_now(secret))
        page.locator("main button[type=submit]").click()
        visit.open("/en/account/recovery-codes/")
        assert "10 codes are left" in page.locator("main").inner_text()
        page.locator("form.account button").click()

        for is_right in (True, False):
            visit.open("/en/sign-in/")
            show_password(page, dana)
            page.locator("input[name=code]").fill(code)
            page.locator("main button[type=submit]").click()
            assert ("second-step" not in page.url) == is_right
            if is_right:
                page.locator("form.account button").click()


def test_who_is_signed_out_elsewhere_is_out(browsing: Browsing, workshop: Product, dana: str):
    with at_home(browsing, workshop) as here, at_home(browsing, workshop, scripts=False) as there:
        for visit in (here, there):
            show_password(visit.open("/he/sign-in/"), dana)
            visit.page.wait_for_url(lambda address: "sign-in" not in address)
        page = here.open("/he/account/")
        page.locator("main form[action*='/sessions/'][action$='/end/'] button").click()
        assert page.locator("main form[action*='/sessions/']").count() == 0
        there.open("/he/account/")
        assert "/he/sign-in/" in there.page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_a_link_that_is_over(browsing: Browsing, product: Product, language: str):
    visit = browsing.stay(product)
    visit.open(f"/{language}/sign-in/link/MQ/of-nobody/")
    assert visit.response is not None
    assert visit.response.status == 410
    check_open_page(visit, language)


def test_a_link_gives_a_new_password(browsing: Browsing, workshop: Product, dana: str):
    link = workshop.command("sign-in-link", dana, "--language", "ar").strip()
    with at_home(browsing, workshop) as visit:
        page = visit.open(re.sub(r"^http://[^/]+", "", link))
        check_open_page(visit, "ar")
        page.locator("main input[name=password]").fill("wide-river-7")
        page.locator("main button[type=submit]").click()
        page.wait_for_url("**/ar/")
        assert page.locator("form.account").count() == 1


def test_personas_of_the_demo_still_come_in(browsing: Browsing, product: Product):
    with browsing.visit(product) as visit:
        sign_in(visit.open("/en/sign-in/"), "community", product.password)
        page = visit.open("/en/account/")
        assert "community@demo.example" in page.locator("main").inner_text()
