"""A small initiative with a period to publish."""

from datetime import UTC, datetime

import pytest

from shidra.audit.models import Actor
from shidra.measurement.models import Indicator, Observation
from shidra.releases.actions import publish_period
from tests.factories import make_factor, make_groups, make_initiative, make_place, text

LEAD = Actor(label="dana@example.org")
WHEN = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def together():
    """Totals and splits side by side in two places, in Hebrew."""
    initiative = make_initiative(min_cell=10)
    outcome = make_factor(initiative, "O", kind="outcome")
    land = make_place(initiative, "L")
    north, south = (make_place(initiative, code, land) for code in ("N", "S"))
    arab = make_groups(initiative, "sector:arab")
    indicator = Indicator.objects.create(
        initiative=initiative,
        code="M5",
        factor=outcome,
        name=text("חמש יחידות"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    rows = [
        ("2016", None, None, 100, 400),
        ("2016", north, None, 60, 200),
        ("2016", north, arab, 20, 80),
        ("2016", south, arab, 12, 70),
        ("2015", north, arab, 1, 9),
    ]
    for period, place, groups, numerator, denominator in rows:
        Observation.objects.create(
            indicator=indicator,
            period=period,
            place=place,
            group_set=groups,
            numerator=numerator,
            denominator=denominator,
        )
    return initiative


@pytest.fixture
def publish(together):
    def published(period="2016", note="", **told):
        return publish_period(initiative=together, period=period, note=note, by=LEAD, **told)

    return published
