"""The figures of five-units, by command and on the page; and the outcome in short."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.initiatives.queries import groups_of
from shidra.measurement.analysis import outcome_summary
from shidra.measurement.queries import parents_of
from shidra.ui.management.site import Refused
from tests.factories import make_user
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db


def printed(*arguments):
    out = StringIO()
    call_command("series", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def five_units(shared):
    call_command("load", str(shared / "data" / "five-units"), stdout=StringIO(), stderr=StringIO())
    return Initiative.objects.get(code="five-units")


@pytest.fixture
def expected(shared):
    path = shared / "data" / "five-units.expected.json"
    return json.loads(path.read_text(encoding="utf-8"))["series"]


TOLD = ("period", "sector", "numerator", "denominator", "value")


def rounded(points):
    short = [{name: point[name] for name in TOLD if name in point} for point in points]
    return [point | {"value": round(point["value"], 9)} for point in short]


def test_it_gives_the_series_of_five_units(five_units, expected):
    assert rounded(json.loads(printed("five-units", "M5", "--json"))) == expected["M5"]
    raw = printed("five-units", "M5", "--by", "sector", "--unprotected", "--json")
    assert rounded(json.loads(raw)) == expected["M5/sector"]


def test_it_states_the_same_series_on_the_page(five_units, expected):
    client = Client()
    client.force_login(make_user("lead@example.org", five_units, "data_lead"))
    found = figures_on(client.get("/he/i/five-units/indicators/M5/?by=sector"))
    lines = [("M5", point) for point in expected["M5"]]
    lines += [(f"M5/sector:{point['sector']}", point) for point in expected["M5/sector"]]
    for of, point in lines:
        assert found["numerator", of, point["period"]] == point["numerator"]
        assert found["denominator", of, point["period"]] == point["denominator"]
        assert round(found["value", of, point["period"]], 9) == point["value"]


def test_it_tells_the_outcome_of_five_units_in_five_queries(five_units, django_assert_num_queries):
    access = full_access("five-units")
    parents, groups = parents_of(five_units), groups_of(five_units)
    with django_assert_num_queries(5):
        summary = outcome_summary(access, "he", parents=parents, groups=groups)
    assert summary.code == "M5"
    assert round(summary.latest.value, 9) == 0.152394259
    assert round(summary.baseline.value, 9) == 0.120633493
    assert (summary.target.value, summary.target.period) == (0.2, "2019")
    assert summary.dimension == "sector"
    assert summary.apart_first.value == pytest.approx(7389 / 57172 - 132 / 2859)
    assert summary.apart_latest.value == pytest.approx(10446 / 63507 - 192 / 3336)
    assert summary.apart_highest == "חינוך עברי"
    assert summary.apart_lowest == "חינוך בדואי"
    assert summary.status == "off_path"


def test_it_has_no_outcome_to_tell_without_one(together):
    together.indicators.all().delete()
    assert outcome_summary(full_access("together"), "he") is None


def test_it_prints_a_series_as_lines(together):
    names, first, *_rest = printed("together", "M5").splitlines()
    assert names.split() == [
        *("period", "numerator", "denominator", "value", "n", "hidden", "quality")
    ]
    assert first.split() == ["2014", "290", "1500", "19.3%", "-", "-", "-"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nobody", "M5"), "together"),
        (("together", "M6"), "M5"),
        (("together", "M5", "--by", "age"), "sector"),
        (("together", "M5", "--by", "place:town"), "locality"),
        (("together", "M5", "--by", "attribute:cluster"), "periphery"),
        (("together", "M5", "--by", "sector", "--by", "sector"), "„sector”"),
        (("together", "M5", "--where", "age=old"), "sector"),
        (("together", "M5", "--where", "sector=druze"), "arab"),
        (("together", "M5", "--place", "X"), "N"),
        (("together", "M5", "--period", "soon"), "„soon”"),
    ],
)
def test_it_says_what_there_is_when_asked_for_what_there_is_not(together, arguments, told):
    together.places.filter(code="N").update(attributes={"periphery": "1"})
    with pytest.raises(Refused, match=told) as refused:
        printed(*arguments)
    assert refused.value.code == 2
