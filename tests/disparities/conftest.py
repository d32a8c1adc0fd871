"""A small initiative: one outcome by sector and by stream over three years, and one goal for all."""

import pytest
from django.test import Client

from shidra.initiatives.models import Group
from shidra.measurement.models import Indicator, Observation, Target
from tests.factories import make_factor, make_groups, make_initiative, make_place, make_user, text

PAGE = "/en/i/together/disparities/"

# By period the events and the people of each sector: the arab sector moves away for certain, the
# druze one by what may be chance.
COUNTS = {
    "2014": {"jewish": (1000, 5000), "arab": (300, 2000), "druze": (60, 400)},
    "2015": {"jewish": (1200, 5000), "arab": (300, 2000), "druze": (64, 400)},
    "2016": {"jewish": (1400, 5000), "arab": (310, 2000), "druze": (84, 400)},
}


@pytest.fixture
def together():
    initiative = make_initiative(min_cell=10)
    outcome = make_factor(initiative, "O", kind="outcome")
    land = make_place(initiative, "L")
    groups = {
        code: make_groups(initiative, f"sector:{code}") for code in ("jewish", "arab", "druze")
    }
    Group.objects.filter(code="jewish").update(is_reference=True)
    indicator = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=outcome,
        name=text("five units"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    Observation.objects.bulk_create(
        Observation(
            indicator=indicator,
            period=period,
            place=land,
            group_set=groups[code],
            numerator=events,
            denominator=people,
        )
        for period, counts in COUNTS.items()
        for code, (events, people) in counts.items()
    )
    Target.objects.create(indicator=indicator, period="2020", place=land, value="0.3")
    return initiative


@pytest.fixture
def data_lead(together):
    client = Client()
    client.force_login(make_user("lead@example.org", together, "data_lead"))
    return client
