"""A disparity is compared over time among the same groups only.

Where the group that is furthest is hidden or absent at first, the disparity would seem to have
grown by all that lies between it and the next.
"""

import re

import pytest
from django.test import Client

from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation
from tests.disparities.conftest import PAGE
from tests.factories import make_groups
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

WHOLE = "M5/sector"
INDICATOR = "/en/i/together/indicators/M5/?by=sector"


@pytest.fixture
def appearing(together: Initiative) -> Initiative:
    """The bedouin sector, far behind all others, was first counted in 2015."""
    row = Observation.objects.filter(group_set__key="sector:arab")
    for given in row.exclude(period="2014"):
        given.pk, given.group_set = None, make_groups(together, "sector:bedouin")
        given.numerator = 20
        given.save()
    return together


def moved(client: Client) -> dict[str, float | None]:
    found = figures_on(client.get(PAGE))
    return {name: value for (name, of, _period), value in found.items() if of == WHOLE}


def test_a_group_that_appears_makes_no_disparity_grow(data_lead: Client, appearing) -> None:
    page = data_lead.get(PAGE)
    assert "disparity_moved" not in moved(data_lead)
    assert "between the highest and the lowest group" not in page.content.decode()
    # The latest is told as it is, with the group that is furthest.
    assert figures_on(page)["disparity", WHOLE, "2016"] == pytest.approx(1400 / 5000 - 20 / 2000)


def test_the_page_of_the_measure_begins_where_the_same_groups_are_told(
    data_lead: Client, appearing: Initiative
) -> None:
    said = re.sub("[\u2066-\u2069]", "", data_lead.get(INDICATOR).content.decode())
    (title,) = re.findall(r"<h1[^>]*>(.*?)</h1>", said, re.DOTALL)
    assert "disparity grew" not in title
    assert "from 2014" not in said[said.index("The disparity") :][:400]


def test_among_the_same_groups_it_is_compared(data_lead: Client, together: Initiative) -> None:
    assert "disparity_moved" in moved(data_lead)
