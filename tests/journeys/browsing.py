"""A browser of the machine, and pages that remember what went wrong on them."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, Response

from tests.journeys.product import Product

__all__ = ["SCREEN", "WAYS", "Browsing", "Visit", "barriers", "launch"]

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SCREEN = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A theme changes colours and nothing else (tests/ui/test_tokens.py keeps it so).
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
# What a narrow screen can change; all other rules read the same document as on a wide one.
PHONE_RULES = ["target-size", "scrollable-region-focusable"]


@dataclass(frozen=True)
class Way:
    """One way to look at a page that is already open."""

    theme: str
    screen: dict[str, int]
    rules: Any


WAYS = {
    "light": Way("light", SCREEN, RULES),
    "dark": Way("dark", SCREEN, {"type": "rule", "values": COLOUR_RULES}),
    "phone": Way("light", PHONE, {"type": "rule", "values": PHONE_RULES}),
}
AXE = Axe().axe_script
# Begun and left to itself, so that other windows work meanwhile; a second question waits for it.
BEGIN = "options => { window.axeFound = axe.run(document, options); }"

WATCH = """
window.breaches = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.breaches.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, else Playwright's own, else a failure that says what to do."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return playwright.chromium.launch(executable_path=found, args=FLAGS)
    if Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.launch(args=FLAGS)
    pytest.fail(
        "No browser: run `apt-get install chromium` or `uv run playwright install chromium`.",
        pytrace=False,
    )


class Visit:
    """One page in a browser, and everything that it complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.response: Response | None = None
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._follow)

    def open(self, path: str) -> Page:
        self.errors.clear()
        self.foreign.clear()
        self.response = self.page.goto(self.address + path)
        return self.page

    def _listen(self, message: Any) -> None:
        # A page that is not there is asked for on purpose.
        if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text:
            self.errors.append(message.text)

    def _follow(self, request: Any) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.foreign.append(urlsplit(request.url).netloc)

    def faults(self) -> list[str]:
        """Errors of scripts, breaches of the content policy, requests to other hosts."""
        breaches = self.page.evaluate("window.breaches ?? []")
        return self.errors + breaches + [f"asked {host}" for host in self.foreign]

    def begin(self, way: str) -> None:
        """Let axe look at the page in this way, without waiting for what it finds."""
        looks = WAYS[way]
        self.page.emulate_media(color_scheme=looks.theme)
        self.page.set_viewport_size(looks.screen)
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE)
        self.page.evaluate(
            BEGIN, {"runOnly": looks.rules, "resultTypes": ["violations"], "preload": False}
        )

    def end(self) -> list[str]:
        """What axe found, one line for each rule and its first place; a page wider than a phone."""
        found = self.page.evaluate("window.axeFound")
        wide, room = self.page.evaluate(
            "[Math.max(document.documentElement.scrollWidth, document.body.scrollWidth), innerWidth]"
        )
        return [
            f"{each['id']} ({len(each['nodes'])}): {each['nodes'][0]['html'][:200]} "
            f"{each['nodes'][0]['failureSummary'][:200]}"
            for each in found["violations"]
        ] + ([f"scrolls sideways: {wide} px"] if wide > room else [])

    def barriers(self, way: str = "light") -> list[str]:
        self.begin(way)
        return self.end()


def barriers(visits: Sequence[Visit]) -> list[dict[str, list[str]]]:
    """What stands in the way on each of these open pages, in every way of looking at it.

    Windows are processes of their own: while one is asked, the others are at work.
    """
    found: list[dict[str, list[str]]] = [{} for _each in visits]
    for way, following in pairwise([None, *WAYS, None]):
        for visit, faults in zip(visits, found, strict=True):
            if way:
                faults[way] = visit.end()
            if following:
                visit.begin(following)
    return found


class Browsing:
    """One browser: who acts gets a new context, who only reads shares one with others like them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._kept: dict[tuple[str, str], Any] = {}
        self._stays: dict[tuple[str, str], list[Visit]] = {}
        self._open = ExitStack()

    @contextmanager
    def visit(
        self, product: Product, persona: str = "", *, scripts: bool = True, **options: Any
    ) -> Iterator[Visit]:
        """A page of a new context; without a persona, of somebody without an account."""
        state = self._state(product, persona) if persona else None
        settings = {
            "viewport": SCREEN,
            "reduced_motion": "reduce",  # nothing is measured halfway through a change
            "locale": "he-IL",
            "java_script_enabled": scripts,
        }
        context = self.browser.new_context(storage_state=state, **settings | options)
        context.set_default_timeout(20_000)
        if scripts:
            context.add_init_script(WATCH)
        try:
            yield Visit(context.new_page(), product.address)
        finally:
            context.close()

    def stay(self, product: Product, persona: str = "") -> Visit:
        """One page kept for all that only read: a new context for each would cost half the time."""
        return self.windows(product, persona, 1)[0]

    def windows(self, product: Product, persona: str = "", number: int = 3) -> list[Visit]:
        """Several pages as one person sees them, kept side by side."""
        kept = self._stays.setdefault((product.address, persona), [])
        while len(kept) < number:
            # A window each: Chromium slows a tab down while another covers it.
            kept.append(self._open.enter_context(self.visit(product, persona)))
        return kept[:number]

    def read(self, product: Product, path: str, persona: str = "") -> str:
        """The text of a page or a file as this person gets it, without drawing it."""
        answer = self.stay(product, persona).page.context.request.get(product.address + path)
        assert answer.ok, (answer.status, path)
        return answer.text()

    def close(self) -> None:
        self._open.close()

    def _state(self, product: Product, persona: str) -> Any:
        key = (product.address, persona)
        if key not in self._kept:
            with self.visit(product) as visit:
                sign_in(visit.open("/he/sign-in/"), persona, product.password)
                self._kept[key] = visit.page.context.storage_state()
        return self._kept[key]


def sign_in(page: Page, persona: str, password: str) -> None:
    """Fill the form as a person does."""
    page.locator("main input[name=username]").fill(f"{persona}@demo.example")
    page.locator("main input[name=password]").fill(password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda address: "sign-in" not in address)
