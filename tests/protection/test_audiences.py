"""A visitor, a funder and a partner walk all channels: each is told what their rule tells.

The figures are made so that every rule draws its line elsewhere. What a reader must not see is a
share, a difference from what they see, or a count; each is looked for in all numbers that pages,
pictures, files and answers hold for people and for machines.
"""

import csv
import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO, StringIO
from itertools import product

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from shidra.initiatives.models import Initiative
from shidra.protection.analysis import SAFE, Guarded, opened
from shidra.protection.models import ProtectedTable
from tests.measurement.figures import figures_on
from tests.personas import signed_in
from tests.protection.districts import COUNTS, SECTORS, make_districts, rules_by_audience

pytestmark = pytest.mark.django_db

BASE = "/en/i/together/"
READERS = {
    "visitors": ("anonymous", "visitor"),
    "partners": ("partner_editor", "community_member"),
    "funders": ("funder",),
}
PLACES: tuple[str | None, ...] = (None, *COUNTS)
GROUPS: tuple[str | None, ...] = (None, *SECTORS)
PAGES = (
    *("", "indicators/", "missing/", "money/", "partners/", "releases/"),
    *("map/?view=map", "map/?view=table", "map/?view=paths", "factors/O/", "how-we-work/"),
    *("disparities/", "disparities/?by=sector", "agenda/", "access/", "protection/"),
    *(f"disparities/groups/sector:{sector}/" for sector in SECTORS),
    *("equity/", "equity/M5/", "calendar.ics", "indicators/?state=adopted"),
    "missing.csv",
    "disparities/board.xlsx",
)
type Cell = tuple[str | None, str | None]


@pytest.fixture
def together() -> Initiative:
    found = make_districts()
    rules_by_audience(found)
    return found


def counts(cell: Cell) -> tuple[int, int]:
    """Of a place and a sector those who passed, and all."""
    places = COUNTS if cell[0] is None else [cell[0]]
    sectors = SECTORS if cell[1] is None else [cell[1]]
    sides = [COUNTS[place][sector] for place in places for sector in sectors]
    return sum(passed for passed, _all in sides), sum(pupils for _passed, pupils in sides)


def told_by_table(audience: str) -> set[Cell]:
    """The cells of which the protected table of an audience tells the share."""
    table = opened(bytes(ProtectedTable.objects.get(audiences=audience).cells))
    return {cell for cell in product(PLACES, GROUPS) if _is_told(table, cell)}


def _is_told(table: Guarded, cell: Cell) -> bool:
    passed, pupils = counts(cell)
    groups = [f"sector:{cell[1]}"] if cell[1] else []
    look = table.look(cell[0], groups, people=pupils, events=passed)
    return look.people == look.events == SAFE


def measure_pages() -> Iterator[str]:
    for place, by, name in product(
        ("", "L", *COUNTS), ("", "sector"), ("", "figures.csv", "figures.xlsx")
    ):
        yield f"indicators/M5/{name}?place={place}&by={by}"


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


def numbers_in(client: Client, address: str) -> set[float]:
    """Every number that an answer holds: as a cell, an attribute, a word, or a coordinate."""
    answer = client.get(BASE + address)
    if answer.status_code != HTTPStatus.OK:
        return set()
    if address.partition("?")[0].endswith(".xlsx"):
        sheets = load_workbook(BytesIO(b"".join(answer)), read_only=True)
        cells = (
            cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
        )
        return {float(cell) for cell in cells if isinstance(cell, int | float)}
    words = re.sub("[\u2066-\u2069]", "", b"".join(answer).decode("utf-8-sig"))
    return {float(each) for each in re.findall(r"(?<![\w.#])\d+\.\d+(?![\w.])", words)}


def numbers_of_answers(*arguments: str) -> set[float]:
    out = StringIO()
    call_command("series", "together", "M5", *arguments, "--json", stdout=out)
    return {
        float(value)
        for point in json.loads(out.getvalue())
        for value in point.values()
        if isinstance(value, int | float)
    }


def seen_by(client: Client) -> set[float]:
    return {number for each in (*PAGES, *measure_pages()) for number in numbers_in(client, each)}


def forbidden(told: set[Cell]) -> dict[float, Cell]:
    """What would give a hidden share away: itself, or how far it is from one that is seen."""
    shares = {cell: _share(cell) for cell in product(PLACES, GROUPS)}
    found: dict[float, Cell] = {}
    for cell in shares.keys() - told:
        apart = [abs(shares[cell] - shares[other]) for other in told]
        for number in (shares[cell], *apart):
            found |= {number: cell, 100 * number: cell}
    harmless = {abs(shares[one] - shares[other]) for one, other in product(told, told)}
    harmless |= {shares[one] for one in told}
    return {
        number: cell
        for number, cell in found.items()
        if not any(abs(number - k * other) < 1e-7 for other in harmless for k in (1, 100))
    }


def _share(cell: Cell) -> float:
    passed, pupils = counts(cell)
    return passed / pupils


def given_away(numbers: set[float], told: set[Cell]) -> set[Cell]:
    """The cells that somebody finds who looks for them among these numbers."""
    return {
        cell
        for secret, cell in forbidden(told).items()
        if any(abs(secret - number) < 1e-7 for number in numbers)
    }


@pytest.mark.parametrize(("audience", "role"), [(a, r) for a, rs in READERS.items() for r in rs])
def test_each_sees_exactly_what_the_table_of_the_audience_tells(together, audience, role):
    shown = shown_on_pages(signed_in(role, together))
    told = told_by_table(audience)
    assert set(shown) == told
    for cell, value in shown.items():
        assert value == pytest.approx(_share(cell), abs=1e-9)


def test_each_rule_draws_its_line_elsewhere(together):
    for role in ("anonymous", "partner_editor", "funder"):
        shown_on_pages(signed_in(role, together))
    visitors, funders, partners = map(told_by_table, ("visitors", "funders", "partners"))
    assert visitors < funders < partners < set(product(PLACES, GROUPS))
    assert ("E", "jewish") not in partners, "three people are nobody's to know"
    assert ("N", "arab") in partners - funders
    assert ("S", "arab") in funders - visitors


@pytest.mark.parametrize(("audience", "role"), [(a, r) for a, rs in READERS.items() for r in rs])
def test_no_channel_tells_one_cell_more(together, audience, role):
    client = signed_in(role, together)
    numbers = seen_by(client)
    told = told_by_table(audience)
    assert {_share(cell) for cell in told} <= {round_to(n, told) for n in numbers}
    assert given_away(numbers, told) == set()


def round_to(number: float, told: set[Cell]) -> float:
    """The share of a told cell that a number is, or the number itself."""
    return next((s for cell in told if abs((s := _share(cell)) - number) < 1e-9), number)


def test_answers_on_the_command_line_tell_what_a_visitor_sees(together):
    asked = [(), ("--by", "sector"), ("--by", "place:district")]
    asked += [("--by", "place:district", "--by", "sector")]
    numbers = {number for each in asked for number in numbers_of_answers(*each)}
    assert given_away(numbers, told_by_table("visitors")) == set()
    unprotected = {n for each in asked for n in numbers_of_answers(*each, "--unprotected")}
    hidden = set(product(PLACES, GROUPS)) - told_by_table("visitors")
    assert given_away(unprotected, told_by_table("visitors")) == hidden


def test_the_walk_finds_every_hidden_cell_where_nothing_is_hidden(together):
    """Whoever has raw rights sees all: so the walk above would have found it."""
    for role in ("anonymous", "partner_editor", "funder"):
        shown_on_pages(signed_in(role, together))
    numbers = seen_by(signed_in("data_lead", together))
    for audience in READERS:
        told = told_by_table(audience)
        assert given_away(numbers, told) == set(product(PLACES, GROUPS)) - told


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
