"""Wherever an average stands, the disparity stands beside it, or a word on why there is none."""

import csv
import re
from html import unescape
from io import StringIO

import pytest
from django.test import Client

from shidra.i18n.isolates import strip
from shidra.measurement.models import Observation
from tests.disparities.conftest import PAGE
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

HOME = "/en/i/together/"
# Pages that state the figure of everybody; a test below finds any other.
WITH_AVERAGES = {
    f"{HOME}": "overview",
    f"{HOME}indicators/": "list of measures",
    f"{HOME}indicators/M5/": "measure",
    f"{HOME}indicators/M5/?view=groups": "measure by group",
    f"{HOME}indicators/M5/?view=places": "measure by place",
    f"{HOME}indicators/M5/?view=disparity": "disparity of a measure",
    PAGE: "board",
    f"{PAGE}groups/sector:arab/": "group",
    f"{PAGE}groups/sector:jewish/": "group of reference",
}
OTHERS = [f"{HOME}{part}" for part in ("factors/O/", "map/", "missing/", "partners/", "money/")]
STATED = re.compile(r'data-figure="(\w+)" data-of="([^"]*)"')
WHY_NOT = ("not measured by group", "Hidden:")


def beside(response):
    """The measures whose average a page states without any disparity or a word about it."""
    found = STATED.findall(response.content.decode())
    averages = {of for name, of in found if name == "value" and "/" not in of}
    apart = {of.partition("/")[0] for name, of in found if name == "disparity"}
    said = unescape(strip(response.content.decode()))
    return {of for of in averages - apart if not any(word in said for word in WHY_NOT)}


@pytest.mark.parametrize("address", WITH_AVERAGES, ids=WITH_AVERAGES.values())
def test_it_stands_on_every_page_with_an_average(data_lead, address):
    response = data_lead.get(address)
    assert any(name == "value" and "/" not in of for name, of, _at in figures_on(response))
    assert beside(response) == set()


@pytest.mark.parametrize("address", OTHERS)
def test_no_other_page_states_an_average_without_it(data_lead, address):
    response = data_lead.get(address)
    assert response.status_code == 200
    assert beside(response) == set()


@pytest.mark.parametrize("address", WITH_AVERAGES, ids=WITH_AVERAGES.values())
def test_it_says_so_where_nothing_was_measured_by_group(together, data_lead, address):
    Observation.objects.exclude(group_set__key="sector:jewish").delete()
    Observation.objects.update(group_set=None)
    if "groups/" in address:
        return  # a group that nothing was measured for states no average
    response = data_lead.get(address)
    assert beside(response) == set()


def test_a_page_that_forgets_it_is_found(data_lead):
    class Forgetful:
        content = b'<data data-figure="value" data-of="M5" data-period="2016" data-value="0.2">'

    assert beside(Forgetful()) == {"M5"}


@pytest.mark.parametrize("client", ["lead", "visitor"])
def test_it_stands_in_the_files_of_a_measure(together, data_lead, client):
    asking = data_lead if client == "lead" else Client()
    answer = asking.get(f"{HOME}indicators/M5/figures.csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    averages = {row["Period"] for row in rows if row["Name"] == "Everybody"}
    apart = {row["Period"]: row["Value"] for row in rows if row["Name"] == "Disparity"}
    assert averages == set(apart) == {"2014", "2015", "2016"}
    assert float(apart["2016"]) == pytest.approx(0.28 - 0.155, abs=0.006)
