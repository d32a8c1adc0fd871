"""One indicator by dimensions, places and attributes at once, on the command line."""

import csv
import json
from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import call_command

from shidra.initiatives.models import Initiative, Place
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_groups

pytestmark = pytest.mark.django_db


def asked(*arguments):
    out = StringIO()
    call_command("series", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def raw(*arguments):
    return asked(*arguments, "--unprotected")


@pytest.fixture
def five_units(shared):
    call_command("load", str(shared / "data" / "five-units"), stdout=StringIO(), stderr=StringIO())
    return Initiative.objects.get(code="five-units")


@pytest.fixture
def tables(shared):
    def read(name):
        with (shared / "data" / "five-units" / f"{name}.csv").open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    places = {row["code"]: row for row in read("places")}
    rows = [row for row in read("observations") if row["indicator"] == "M5"]
    for row in rows:
        row["place:district"] = places[row["place"]]["parent"]
        row["place:locality"] = row["place"]
        row["place:country"] = "IL"
        row["attribute:cluster"] = places[row["place"]]["cluster"] or None
    return rows


def apart(rows, *by, keep=lambda _row: True):
    """The sums of the rows of the file by their own columns."""
    sums = defaultdict(lambda: [0, 0])
    for row in rows:
        if keep(row):
            cell = sums[row["period"], *(row[name] for name in by)]
            cell[0] += int(row["numerator"])
            cell[1] += int(row["denominator"])
    return {key: tuple(cell) for key, cell in sums.items()}


def told(points, *by):
    keys = ["place" if name.startswith("place:") else name.split(":")[-1] for name in by]
    found = {
        (point["period"], *(point[key] for key in keys)): (point["numerator"], point["denominator"])
        for point in points
    }
    assert len(found) == len(points)
    return found


CROSSINGS = [
    (),
    ("sector",),
    ("supervision",),
    ("place:district",),
    ("place:locality",),
    ("place:country",),
    ("attribute:cluster",),
    ("sector", "supervision"),
    ("supervision", "sector"),
    ("place:district", "sector"),
    ("attribute:cluster", "place:district", "sector", "supervision"),
]


@pytest.mark.parametrize("by", CROSSINGS, ids="×".join)
def test_it_agrees_with_the_files_of_five_units(five_units, tables, by):
    options = [option for name in by for option in ("--by", name)]
    points = raw("five-units", "M5", *options)
    assert told(points, *by) == apart(tables, *by)
    for point in points:
        if point["denominator"]:
            assert point["value"] == point["numerator"] / point["denominator"]
        assert list(point)[-6:] == ["numerator", "denominator", "value", "n", "hidden", "quality"]
        assert point["hidden"] is None


def test_it_says_how_the_national_share_rose(five_units):
    first, *_between, last = asked("five-units", "M5")
    assert (first["period"], round(first["value"], 3)) == ("2013", 0.121)
    assert (last["period"], round(last["value"], 3)) == ("2016", 0.152)


def test_it_narrows_to_a_category_a_place_and_periods(five_units, tables):
    points = raw("five-units", "M5", "--by", "sector", "--where", "supervision=state_religious")
    by_file = apart(tables, "sector", keep=lambda row: row["supervision"] == "state_religious")
    assert told(points, "sector") == by_file
    points = raw("five-units", "M5", "--place", "D2", "--period", "2014..2015")
    assert told(points) == apart(
        tables, keep=lambda row: row["place:district"] == "D2" and row["period"] in {"2014", "2015"}
    )
    points = raw("five-units", "M5", "--where", "sector=unknown", "--period", "2016")
    assert told(points) == {("2016",): (0, 63)}


def test_it_gives_the_district_of_a_narrower_place(five_units):
    (point,) = raw(
        *("five-units", "M5", "--place", "3000", "--by", "place:district", "--period", "2016")
    )
    assert point["place"] == "D1"


def test_it_shows_what_nobody_split_as_unknown(together):
    indicator, groups = Indicator.objects.get(code="M5"), make_groups(together, "sex:f")
    north = Place.objects.get(code="N")
    Observation.objects.create(indicator=indicator, period="2017", numerator=30, denominator=100)
    Observation.objects.create(
        indicator=indicator, period="2017", place=north, numerator=12, denominator=40
    )
    Observation.objects.create(
        indicator=indicator,
        period="2017",
        place=north,
        group_set=groups,
        numerator=5,
        denominator=9,
    )
    here = ("together", "M5", "--period", "2017")
    assert told(raw(*here, "--by", "sex"), "sex") == {
        ("2017", "f"): (5, 9),
        ("2017", "unknown"): (25, 91),
    }
    both = ("place:locality", "sex")
    Place.objects.filter(pk=north.pk).update(kind="locality")
    assert told(raw(*here, "--by", both[0], "--by", both[1]), *both) == {
        ("2017", "N", "f"): (5, 9),
        ("2017", "N", "unknown"): (7, 31),
        ("2017", None, "unknown"): (18, 60),
    }


def test_it_tells_the_worst_quality_of_its_rows(together):
    Observation.objects.filter(period="2016", place__code="N").update(quality="B")
    points = {point["period"]: point["quality"] for point in raw("together", "M5")}
    assert points == {"2014": None, "2015": None, "2016": "B"}


def test_it_keeps_rates_per_thousand(together):
    Indicator.objects.update(unit="rate_1000")
    assert raw("together", "M5", "--period", "2014")[0]["value"] == pytest.approx(1000 * 290 / 1500)


class TestAsAVisitorSeesIt:
    """Without raw rights an answer gives away nothing that the pages would hide."""

    def test_the_whole_is_told_with_its_counts(self, together):
        first = asked("together", "M5")[0]
        assert (first["numerator"], first["denominator"], first["hidden"]) == (290, 1500, None)

    def test_a_part_that_is_large_enough_is_told_as_it_is(self, together):
        shown = asked("together", "M5", "--by", "sector", "--period", "2014")
        assert shown == raw("together", "M5", "--by", "sector", "--period", "2014")

    def test_a_small_cell_is_hidden_with_what_would_tell_it(self, together):
        for place in ("N", "S"):
            Place.objects.filter(code=place).update(kind="district")
        points = asked("together", "M5", "--by", "place:district", "--by", "sector")
        reasons = {
            (point["place"], point["sector"]): point["hidden"]
            for point in points
            if point["period"] == "2016"
        }
        assert reasons == {
            ("N", "arab"): "too_few",
            ("N", "jewish"): "too_few",
            ("S", "arab"): "too_few",
            ("S", "jewish"): "too_few",
        }
        for point in points:
            assert (point["hidden"] is None) == (point["period"] != "2016")
            if point["hidden"]:
                figures = [point[name] for name in ("numerator", "denominator", "value", "n")]
                assert figures == [None] * 4

    def test_narrowing_to_one_category_opens_nothing(self, together):
        north = ("together", "M5", "--place", "N", "--period", "2016")
        assert [point["hidden"] for point in asked(*north, "--where", "sector=jewish")] == [
            "too_few"
        ]
        assert [point["hidden"] for point in asked(*north)] == [None]

    @pytest.mark.parametrize("by", [("sector",), ("sector", "supervision"), ("place:district",)])
    def test_of_five_units_no_small_count_is_told_and_much_is(self, five_units, by):
        options = [option for name in by for option in ("--by", name)]
        told = [point for point in asked("five-units", "M5", *options) if not point["hidden"]]
        assert told
        for point in told:
            events, people = point["numerator"], point["denominator"]
            assert not 0 < events < five_units.min_cell
            assert not 0 < people - events < five_units.min_cell
            assert not 0 < people < five_units.min_cell
