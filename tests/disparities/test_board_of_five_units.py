"""The board of the real data against figures reckoned apart from it, straight from its files."""

import csv
import math
from collections import defaultdict

import pytest
from django.test import Client

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import load_workbook
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative
from shidra.protection.analysis import opened
from shidra.protection.models import ProtectedTable
from tests.factories import make_user
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

GOAL, YEARS = 0.2, ("2013", "2016")
REFERENCE = {"sector": "jewish", "supervision": "state"}


@pytest.fixture(scope="module")
def counts(shared):
    """(dimension, category, year) → pupils at five units, pupils examined; everybody under ''."""
    found = defaultdict(lambda: [0.0, 0.0])
    path = shared / "data" / "five-units" / "observations.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["indicator"] != "M5":
                continue
            for key in (("", ""), *((name, row[name]) for name in REFERENCE)):
                cell = found[(*key, row["period"])]
                cell[0] += float(row["numerator"])
                cell[1] += float(row["denominator"])
    return {key: tuple(cell) for key, cell in found.items()}


@pytest.fixture
def five_units(shared, db):
    load_workbook(path=shared / "data" / "five-units", by=SYSTEM)
    return Initiative.objects.get(code="five-units")


@pytest.fixture
def board(five_units):
    client = Client()
    client.force_login(make_user("lead@example.org", five_units, "data_lead"))
    return board_for(client)


def board_for(client):
    return client.get("/en/i/five-units/disparities/", {"since": "2013", "until": "2016"})


def wilson(events, among, z=1.959964):
    """Solved here as the roots of a square, not by the formula of the product."""
    a, b, c = among + z * z, -(2 * events + z * z), events * events / among
    root = math.sqrt(b * b - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def change(terms, z=1.959964):
    """Σ sign · share with the interval that squares and adds (Newcombe 1998; Zou & Donner 2008)."""
    middle = below = above = 0.0
    for sign, (events, among) in terms:
        share, (low, high) = events / among, wilson(events, among, z)
        middle += sign * share
        below += (share - low if sign > 0 else high - share) ** 2
        above += (high - share if sign > 0 else share - low) ** 2
    return middle, middle - math.sqrt(below), middle + math.sqrt(above)


def groups(counts, dimension):
    named = {code for name, code, _year in counts if name == dimension}
    return sorted(named - {"unknown", ""})


def test_it_shows_every_sector_and_supervision_against_the_goal(board, counts):
    assert_against_the_goal(board, counts)


def test_it_shows_them_to_whoever_has_no_account(five_units, counts):
    """Sums over the country are the last to be hidden, though small numbers lie below them."""
    Initiative.objects.update(is_public=True)
    board = board_for(Client())
    assert_against_the_goal(board, counts)
    table = opened(bytes(ProtectedTable.objects.get(subject="M5", period="2013").cells))
    hidden = [name for name, (_count, status) in table.cells.items() if status == "primary"]
    assert len(hidden) > 300


def assert_against_the_goal(board, counts):
    found, seen = figures_on(board), 0
    for dimension in REFERENCE:
        for code in groups(counts, dimension):
            of = f"M5/{dimension}:{code}"
            for year in YEARS:
                events, among = counts[dimension, code, year]
                assert found["value", of, year] == pytest.approx(events / among, rel=1e-12)
            assert found["to_go", of, "2016"] == pytest.approx(GOAL - events / among)
            assert found["people_behind", of, "2016"] == math.ceil(GOAL * among - events)
            seen += 1
    assert seen == 7
    events, among = counts["", "", "2016"]
    assert (events, among) == (12_434, 81_591)
    assert found["people_behind", "M5", "2016"] == math.ceil(GOAL * among - events)


def test_it_shows_how_each_disparity_moved_and_between_what(board, counts):
    found = figures_on(board)
    for dimension, reference in REFERENCE.items():
        for code in groups(counts, dimension):
            if code == reference:
                continue
            of = f"M5/{dimension}:{code}"
            terms = [
                (1, counts[dimension, reference, "2016"]),
                (-1, counts[dimension, code, "2016"]),
                (-1, counts[dimension, reference, "2013"]),
                (1, counts[dimension, code, "2013"]),
            ]
            moved, low, high = change(terms)
            assert found["moved", of, "2016"] == pytest.approx(moved)
            assert found["moved_low", of, "2016"] == pytest.approx(low)
            assert found["moved_high", of, "2016"] == pytest.approx(high)


def test_it_tells_more_than_chance_from_chance(board, counts):
    """As one of 16 comparisons: z of 1 − 0.05 ÷ 16 ÷ 2 is 2.9552, from a printed table."""
    said = strip(board.content.decode())
    grew, chance = said.index(">What grew<"), said.index(">What may be chance<")
    assert "16 comparisons are tested on this page together" in said
    verdicts = {}
    for dimension, reference in REFERENCE.items():
        for code in groups(counts, dimension):
            if code == reference:
                continue
            _moved, low, high = change(
                [
                    (1, counts[dimension, reference, "2016"]),
                    (-1, counts[dimension, code, "2016"]),
                    (-1, counts[dimension, reference, "2013"]),
                    (1, counts[dimension, code, "2013"]),
                ],
                2.9552,
            )
            verdicts[code] = low > 0 or high < 0
    assert verdicts == {
        "arab": True, "bedouin": True, "druze": False, "haredi": True, "state_religious": False,
    }  # fmt: skip
    for name in ("Arab education", "Bedouin education", "Haredi"):
        assert f"The disparity between {name} and" in said[grew:chance]
    for name in ("Druze education", "State religious"):
        assert f"{name} and" in said[chance : said.index("are tested on this page")]


def test_it_tells_who_is_left_out_beyond_their_share(board, counts):
    found = figures_on(board)
    everybody = counts["", "", "2016"]
    for code in groups(counts, "sector"):
        events, among = counts["sector", code, "2016"]
        left, all_left = among - events, everybody[1] - everybody[0]
        of = f"M5/sector:{code}"
        assert found["share_of_affected", of, "2016"] == pytest.approx(left / all_left)
        assert found["share_of_everybody", of, "2016"] == pytest.approx(among / everybody[1])
        assert found["disproportion", of, "2016"] == pytest.approx(
            (left / all_left) / (among / everybody[1])
        )
