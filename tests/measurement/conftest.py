"""A small initiative with one outcome by sector in two places."""

import pytest

from shidra.measurement.models import Indicator, Observation, Target
from tests.factories import make_factor, make_groups, make_initiative, make_place, text


def observe(indicator, period, place, groups, numerator, denominator):
    return Observation(
        indicator=indicator,
        period=period,
        place=place,
        group_set=groups,
        numerator=numerator,
        denominator=denominator,
    )


@pytest.fixture
def together():
    """Two districts, two sectors and three periods; in 2016 one sector of the north is small."""
    initiative = make_initiative(min_cell=10)
    outcome = make_factor(initiative, "O", kind="outcome")
    land = make_place(initiative, "L")
    north, south = (make_place(initiative, code, land) for code in ("N", "S"))
    arab, jewish = (make_groups(initiative, f"sector:{code}") for code in ("arab", "jewish"))
    indicator = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=outcome,
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    rows = []
    for step, period in enumerate(("2014", "2015", "2016")):
        few = 4 if period == "2016" else 40
        rows += [
            observe(indicator, period, north, arab, few, 400),
            observe(indicator, period, north, jewish, 100 + 10 * step, 500),
            observe(indicator, period, south, arab, 60, 300),
            observe(indicator, period, south, jewish, 90 + 10 * step, 300),
        ]
    Observation.objects.bulk_create(rows)
    Target.objects.create(indicator=indicator, period="2020", place=land, value="0.4")
    Target.objects.create(
        indicator=indicator, period="2020", place=land, group_set=arab, value="0.35"
    )
    return initiative
