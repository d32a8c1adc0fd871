"""An outcome by sector with one goal for all, and room for barriers, strategies and money."""

import pytest

from shidra.equity.models import UniversalGoal
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, Observation, Target
from tests.factories import make_factor, make_groups, make_initiative, make_link, text

# The events and the people of each sector; the smallest is below what may be published.
LARGE = {"jewish": (740, 1000), "arab": (580, 1000), "bedouin": (440, 1000)}
SMALL = {"jewish": (740, 1000), "arab": (580, 1000), "bedouin": (3, 8)}


def observe(initiative: Initiative, counts: dict[str, tuple[int, int]], period: str) -> None:
    indicator = initiative.indicators.get(code="I1")
    for sector, (events, people) in counts.items():
        Observation.objects.create(
            indicator=indicator,
            period=period,
            group_set=make_groups(initiative, f"sector:{sector}"),
            numerator=events,
            denominator=people,
        )


@pytest.fixture
def together(db) -> Initiative:
    initiative = make_initiative(min_cell=10, is_public=True)
    outcome = make_factor(initiative, "O", kind="outcome")
    make_link(make_factor(initiative, "F2"), outcome)
    indicator = Indicator.objects.create(
        initiative=initiative,
        code="I1",
        factor=outcome,
        name=text("ready"),
        unit="percent",
        better="higher",
        role="outcome",
    )
    Target.objects.create(indicator=indicator, period="2030", value="0.8")
    return initiative


@pytest.fixture
def agreed(together: Initiative) -> Initiative:
    """The goal is agreed, and everybody can be counted."""
    observe(together, LARGE, "2025")
    agree(together)
    return together


@pytest.fixture
def hidden(together: Initiative) -> Initiative:
    """The goal is agreed, and those who are furthest are too few to be told."""
    observe(together, SMALL, "2025")
    agree(together)
    return together


def agree(initiative: Initiative) -> UniversalGoal:
    return UniversalGoal.objects.create(
        initiative=initiative, indicator=initiative.indicators.get(code="I1"), why=text("why")
    )
