"""A share, a ratio or a rate per thousand, times the people behind it, is a number of people."""

import json
from collections.abc import Mapping
from io import StringIO

import pytest
from django.core.management import call_command

from shidra.initiatives.models import Initiative
from shidra.measurement.analysis import shown
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_factor, make_groups, make_initiative, make_place, text

pytestmark = pytest.mark.django_db

ASKED = 2000
EVENTS = {"arab": 4, "druze": 40, "jewish": 500}
UNITS = {"percent": 1, "ratio": 1, "rate_1000": 1000}


MANY = {**EVENTS, "arab": 120}


def make_survey(unit: str, happened: Mapping[str, int] = EVENTS) -> Initiative:
    """Of each sector as many were asked; to four of the Arab sector it happened."""
    initiative = make_initiative(min_cell=10, is_public=True)
    measure = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=make_factor(initiative, "O", kind="outcome"),
        name=text("moved away"),
        unit=unit,
        better="lower",
        role="outcome",
    )
    land = make_place(initiative, "L")
    for sector, events in happened.items():
        Observation.objects.create(
            indicator=measure,
            period="2016",
            place=land,
            group_set=make_groups(initiative, f"sector:{sector}"),
            value=events / ASKED * UNITS[unit],
            n=ASKED,
        )
    return initiative


def worked_out(unit: str) -> float | None:
    """To how many of the Arab sector it happened, for a visitor who multiplies."""
    out = StringIO()
    call_command("series", "together", "M5", "--by", "sector", "--json", stdout=out)
    (arab,) = [point for point in json.loads(out.getvalue()) if point["sector"] == "arab"]
    if arab["value"] is None or arab["n"] is None:
        return None
    return arab["value"] / UNITS[unit] * arab["n"]


@pytest.mark.parametrize("unit", UNITS)
def test_a_few_are_hidden_in_whatever_unit_they_are_told(unit: str) -> None:
    make_survey(unit)
    assert worked_out(unit) is None


@pytest.mark.parametrize("unit", UNITS)
def test_large_groups_are_told_although_nobody_wrote_down_the_whole(unit: str) -> None:
    make_survey(unit, MANY)
    assert worked_out(unit) == pytest.approx(MANY["arab"])


@pytest.mark.parametrize("unit", UNITS)
def test_they_are_found_where_nobody_multiplies(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "_PER", {})
    make_survey(unit)
    assert worked_out(unit) == pytest.approx(EVENTS["arab"])
