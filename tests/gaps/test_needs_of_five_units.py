"""Needs against targets in the real data: of Arab education in D1 and D5 few sit five units.

The target for Arab education is 18 %. In D1 266 were examined in 2016, six of them at five units,
which nobody without raw rights is told; 0.18 · 266 − 6 = 42 are in need, 25,128 at 600 each.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import load_workbook
from shidra.funding.analysis import coverage
from shidra.funding.analysis.needs_told import ToldNeeds
from shidra.funding.models import Need
from shidra.gaps.queries import Where, gap_ref
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

BELOW = ("anonymous", "partner_editor", "funder", "community_member")
HIDDEN = {"D1": (42, (25_128, 159_144, 175_896)), "D5": (18, (10_500, 66_500, 73_500))}
ARAB = frozenset({"sector:arab"})
GAPS = [gap_ref("resource", Where("P2", place, ARAB, 2017)) for place in HIDDEN]
PAGES = (
    *("missing/", "missing/?kind=resource&place=D1", "missing/?kind=service&place=D5"),
    *("missing/?group=sector:arab&year=2017", "missing.csv", "missing/gaps.csv"),
    *("money/", "money.csv", "factors/P2/", "plan/", "map/?lens=place&place=D1"),
    *(f"missing/gap/{gap}/" for gap in GAPS),
)
# Whatever may stand within a number, between two digits.
BETWEEN = re.compile("(?<=\\d)[,\u066c\u00a0\u202f\u2009'](?=\\d)|[\u2066-\u2069\u200e\u200f]")


@pytest.fixture
def five_units(shared: Path) -> Initiative:
    load_workbook(path=shared / "data" / "five-units", by=SYSTEM)
    Initiative.objects.filter(code="five-units").update(is_public=True)
    return Initiative.objects.get(code="five-units")


def pages(browser: Client) -> Iterator[tuple[str, str]]:
    for page in PAGES:
        answer = browser.get(f"/en/i/five-units/{page}")
        assert answer.status_code in {200, 404}, page
        text = answer.content.decode() if answer.status_code == 200 else ""
        yield page, re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", text)


def amounts_on(text: str) -> set[int]:
    """Which of the hidden amounts stand in a page or a file, written in whatever way."""
    # In a file commas stand between numbers, on a page within them.
    digits = {*re.findall(r"\d+", BETWEEN.sub("", text)), *re.findall(r"\d+", text)}
    every = (amount for _people, amounts in HIDDEN.values() for amount in amounts)
    return {amount for amount in every if str(amount) in digits}


def other_record() -> None:
    """Other people in the same needs, and their money with them."""
    for place, (people, amounts) in HIDDEN.items():
        rows = Need.objects.filter(place__code=place, group_set__key="sector:arab")
        assert set(rows.values_list("people", "amount")) == {(people, 100 * a) for a in amounts}
        for row in rows:
            row.people, row.amount = people + 3, row.amount * (people + 3) // people
            row.save()


def test_neither_people_nor_money_tells_of_whom_the_exit_tells_nobody(
    five_units: Initiative,
) -> None:
    browsers = {who: signed_in(who, five_units) for who in BELOW}
    first = {who: dict(pages(browser)) for who, browser in browsers.items()}
    for who in BELOW:
        assert {
            page: found for page, text in first[who].items() if (found := amounts_on(text))
        } == {}
        # That something is needed there is no secret.
        assert "how much is kept back" in first[who][f"missing/gap/{GAPS[0]}/"]
        assert "Without 18 needs that are kept back" in strip(first[who]["missing/"])
    other_record()
    for who, browser in browsers.items():
        changed = {page for page, text in pages(browser) if text != first[who][page]}
        assert changed == set(), who


def test_a_ledger_that_keeps_nothing_back_tells_it(
    five_units: Initiative, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "told_needs", lambda _access, rows, _parents: ToldNeeds(rows))
    file = signed_in("anonymous").get("/en/i/five-units/missing/gaps.csv").content.decode()
    assert amounts_on(file) == {
        amount for _people, amounts in HIDDEN.values() for amount in amounts
    }
    people = round(25_128 / 600)
    assert round(0.18 * 266 - people) == 6
