"""Where groups stand against their paths, their paces, and when the disparity would close."""

import pytest
from django.test import Client

from shidra.i18n.isolates import strip
from shidra.measurement.models import Indicator, Observation, Target
from tests.factories import make_groups, make_user
from tests.measurement.conftest import observe
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/"


@pytest.fixture
def data_lead(together):
    client = Client()
    client.force_login(make_user("lead@example.org", together, "data_lead"))
    return client


def filled(together, series):
    """Gives the measure a series of (count, of) for each sector, one a year from 2014 on."""
    indicator = Indicator.objects.get(code="M5")
    Observation.objects.all().delete()
    for code, counts in series.items():
        sector = make_groups(together, f"sector:{code}")
        Observation.objects.bulk_create(
            observe(indicator, str(2014 + step), None, sector, count, of)
            for step, (count, of) in enumerate(counts)
        )


def words(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


def test_it_names_the_year_in_which_the_disparity_would_close(together, data_lead):
    steady = {
        "arab": [(1000 + 100 * step, 10_000) for step in range(6)],
        "jewish": [(3000, 10_000)] * 6,
    }
    filled(together, steady)
    response = data_lead.get(PAGE)
    assert "At the pace of until now the disparity would close in 2034" in words(response)
    found = figures_on(response)
    assert found["pace", "M5/sector:arab", "2019"] == pytest.approx(0.01)
    assert found["pace_needed", "M5/sector:arab", "2019"] == pytest.approx(0.20)
    assert found["expected", "M5/sector:arab", "2019"] == pytest.approx(0.10 + 0.25 * 5 / 6)


def test_it_says_so_where_the_disparity_widens(together, data_lead):
    apart = {
        "arab": [(1000, 10_000)] * 6,
        "jewish": [(3000 + 150 * step, 10_000) for step in range(6)],
    }
    filled(together, apart)
    said = words(data_lead.get(PAGE))
    assert "The disparity widens: at the pace of until now it does not close" in said
    assert "would close in" not in said


def test_it_does_not_tell_a_pace_that_may_as_well_be_nought(together, data_lead):
    few = {"arab": [(10, 40), (12, 40), (11, 40)], "jewish": [(16, 40), (15, 40), (17, 40)]}
    filled(together, few)
    said = words(data_lead.get(PAGE))
    assert "Whether the disparity closes or widens cannot be told yet" in said


def test_it_calls_nobody_off_the_path_whose_counts_leave_it_open(together, data_lead):
    filled(together, {"arab": [(10, 60), (10, 60), (11, 60)], "jewish": [(20, 60)] * 3})
    said = words(data_lead.get(PAGE))
    assert "cannot be told" in said
    filled(together, {"arab": [(1000, 6000), (1000, 6000), (1100, 6000)], "jewish": [(20, 60)] * 3})
    assert words(data_lead.get(PAGE)).count("off path") > 0


def test_it_walks_through_a_nearer_target_to_the_last(together, data_lead):
    indicator, arab = Indicator.objects.get(code="M5"), make_groups(together, "sector:arab")
    Target.objects.create(indicator=indicator, period="2016", group_set=arab, value="0.3")
    found = figures_on(data_lead.get(PAGE))
    assert found["expected", "M5/sector:arab", "2016"] == pytest.approx(0.3)
    assert found["target", "M5/sector:arab", "2020"] == 0.35


def test_it_begins_the_path_at_the_baseline(together, data_lead):
    Indicator.objects.filter(code="M5").update(baseline_period="2015")
    found = figures_on(data_lead.get(PAGE))
    arab = 100 / 700
    assert found["expected", "M5/sector:arab", "2016"] == pytest.approx(arab + (0.35 - arab) / 5)


def test_a_visitor_reads_paces_of_the_shown_figures_alone(together):
    response = Client().get(PAGE)
    found = figures_on(response)
    shown = [found["value", "M5/sector:arab", str(year)] for year in (2014, 2015, 2016)]
    assert found["pace", "M5/sector:arab", "2016"] == pytest.approx((shown[2] - shown[0]) / 2)
    # Of the north the last period of the sectors is hidden: nothing is reckoned with it.
    north = figures_on(Client().get(PAGE, {"place": "N"}))
    assert ("value", "M5@N/sector:arab", "2015") in north
    assert ("pace", "M5@N/sector:arab", "2016") not in north


def test_a_visitor_is_told_no_pace_of_what_is_hidden(together):
    found = figures_on(Client().get(PAGE, {"place": "N"}))
    told = [key for key in found if key[0].startswith(("pace", "expected", "latest"))]
    assert told
    assert not [key for key in told if "/" in key[1] and key[2] == "2016"]
