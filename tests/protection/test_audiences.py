"""A visitor, a funder and a partner are each told of a measure what their rule tells.

The figures are made so that every rule draws its line elsewhere. `test_every_route` looks for what
must not be seen wherever anything is said.
"""

import csv
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.protection.models import ProtectedTable
from tests.measurement.figures import figures_on
from tests.personas import signed_in
from tests.protection.districts import make_districts, rules_by_audience
from tests.protection.hunting import (
    CELLS,
    PLACES,
    Cell,
    given_away,
    share_of,
    stated_in,
    told_by_table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_moment")]

BASE = "/en/i/together/"
READERS = {
    "visitors": ("anonymous", "visitor"),
    "partners": ("partner_editor", "community_member"),
    "funders": ("funder",),
}


@pytest.fixture
def together() -> Initiative:
    found = make_districts()
    rules_by_audience(found)
    return found


def shown_on_pages(client: Client) -> dict[Cell, float]:
    """The share of each cell that the page of the measure, or its file, tells."""
    found: dict[Cell, float] = {}
    for place in PLACES:
        asked = {"place": place or "", "by": "sector"}
        page = client.get(f"{BASE}indicators/M5/", asked)
        for (name, of, _period), value in figures_on(page).items():
            if name == "value":
                group = of.partition("/")[2]
                found[place, group.removeprefix("sector:") or None] = value
        file = client.get(f"{BASE}indicators/M5/figures.csv", asked)
        for line in csv.DictReader(StringIO(file.content.decode("utf-8-sig"))):
            is_share = line["Group"].startswith("sector:") or not line["Group"]
            if is_share and line["Value"]:
                where = None if line["Place"] in {"", "L"} else line["Place"]
                found[where, line["Group"].removeprefix("sector:") or None] = float(line["Value"])
    return found


def answered(*arguments: str) -> str:
    out = StringIO()
    call_command("series", "together", "M5", *arguments, "--json", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("audience", "role"), [(a, r) for a, rs in READERS.items() for r in rs])
def test_each_sees_exactly_what_the_table_of_the_audience_tells(together, audience, role):
    shown = shown_on_pages(signed_in(role, together))
    told = told_by_table(audience)
    assert set(shown) == told
    for cell, value in shown.items():
        assert value == pytest.approx(share_of(cell), abs=1e-9)


def test_each_rule_draws_its_line_elsewhere(together):
    for role in ("anonymous", "partner_editor", "funder"):
        shown_on_pages(signed_in(role, together))
    visitors, funders, partners = map(told_by_table, ("visitors", "funders", "partners"))
    assert visitors < funders < partners < set(CELLS)
    assert ("E", "jewish") not in partners, "three people are nobody's to know"
    assert ("N", "arab") in partners - funders
    assert ("S", "arab") in funders - visitors


def test_answers_on_the_command_line_tell_what_a_visitor_sees(together):
    asked = [(), ("--by", "sector"), ("--by", "place:district")]
    asked += [("--by", "place:district", "--by", "sector")]
    said = [answered(*each) for each in asked]
    told = told_by_table("visitors")
    assert given_away(said, told) == set()
    assert stated_in(said) == told
    unprotected = [answered(*each, "--unprotected") for each in asked]
    assert given_away(unprotected, told) == set(CELLS) - told


def test_no_order_of_reading_shows_anybody_more(together):
    first = {
        role: set(shown_on_pages(signed_in(role, together))) for role in ("anonymous", "funder")
    }
    ProtectedTable.objects.all().delete()
    roles = ("partner_editor", "funder", "anonymous")
    then = {role: set(shown_on_pages(signed_in(role, together))) for role in roles}
    assert then["anonymous"] == first["anonymous"]
    assert then["funder"] == first["funder"]


def test_each_page_says_the_number_of_the_own_rule(together):
    least = {"anonymous": 20, "funder": 10, "community_member": 5}
    for role, number in least.items():
        page = signed_in(role, together).get(f"{BASE}indicators/").content.decode()
        said = re.sub("[\u2066-\u2069]", "", page)
        assert f"numbers below {number} people or events are hidden" in said
