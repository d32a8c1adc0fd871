"""The views of a measure: by group, by place, the disparity; and addresses that can be shared."""

import pytest
from django.test import Client

from shidra.i18n.isolates import strip
from shidra.initiatives.models import Place
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_place, make_user
from tests.measurement.conftest import observe
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/"


@pytest.fixture
def data_lead(together):
    client = Client()
    client.force_login(make_user("lead@example.org", together, "data_lead"))
    return client


def words(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


def test_it_shows_each_group_by_itself_the_furthest_from_its_target_first(data_lead):
    said = words(data_lead.get(PAGE, {"view": "groups"}))
    assert said.count("picture-chart small") == 2
    assert said.index("arab</h3>") < said.index("jewish</h3>")
    assert "Worsened from 14.3% in 2014 to 9.1% in 2016" in said


def test_it_shows_each_place_by_itself_the_worst_first(data_lead):
    response = data_lead.get(PAGE, {"view": "places"})
    found = figures_on(response)
    assert found["value", "M5@N", "2016"] == 124 / 900
    assert found["value", "M5@S", "2016"] == 170 / 600
    assert words(response).index("M5@N") < words(response).index("M5@S")


def test_it_goes_into_a_place_and_shows_what_lies_inside_it(together, data_lead):
    north = Place.objects.get(initiative=together, code="N")
    town = make_place(together, "T", north)
    indicator = Indicator.objects.get(code="M5")
    Observation.objects.create(
        indicator=indicator, period="2016", place=town, numerator=30, denominator=90
    )
    found = figures_on(data_lead.get(PAGE, {"view": "places", "place": "N"}))
    assert found["value", "M5@T", "2016"] == pytest.approx(1 / 3)
    assert not [key for key in found if key[1] == "M5@S"]


def test_it_draws_a_map_of_the_places_whose_spot_is_known(together, data_lead):
    land = Place.objects.get(initiative=together, code="L")
    for number, lat in enumerate((32.9, 31.2, 30.1)):
        place = make_place(together, f"P{number}", land)
        Place.objects.filter(pk=place.pk).update(lat=lat, lon=35.0)
        indicator = Indicator.objects.get(code="M5")
        observe(indicator, "2016", place, None, 20 + number, 100).save()
    said = words(data_lead.get(PAGE, {"view": "places"}))
    assert said.count('class="place"') == 2 * 3
    assert "Not on the map, since nobody wrote down where they lie:" in said


def test_it_tells_the_disparity_over_time_and_whether_chance_could_make_it(together, data_lead):
    response = data_lead.get(PAGE, {"view": "disparity"})
    found = figures_on(response)
    assert found["disparity", "M5/sector", "2016"] == pytest.approx(230 / 800 - 64 / 700)
    assert found["disparity_low", "M5/sector", "2016"] > 0
    assert found["against", "M5/sector:arab", "2016"] == pytest.approx(64 / 700 - 230 / 800)
    assert "more than chance" in words(response)
    Observation.objects.filter(period="2014").update(numerator=40, denominator=420)
    assert "may be chance" in words(data_lead.get(PAGE, {"view": "disparity"}))


def test_a_visitor_gets_no_interval_that_rests_on_hidden_counts(together):
    for view in ("trend", "groups", "places", "disparity"):
        found = figures_on(Client().get(PAGE, {"view": view}))
        assert found
        told = [key for key in found if key[0] in {"disparity_low", "numerator", "sure_low"}]
        assert all("2016" not in key[2] for key in told if "/" in key[1] and "N" in key[1]), view
    found = figures_on(Client().get(PAGE, {"view": "disparity", "place": "N"}))
    assert found
    assert not [key for key in found if key[2] == "2016" and "/" in key[1]]


def test_it_shows_the_same_to_whoever_is_given_the_address(together, data_lead):
    asked = {"view": "trend", "since": "2015", "until": "2016", "group": "sector:arab"}
    response = data_lead.get(PAGE, asked)
    found, said = figures_on(response), words(response)
    assert not [key for key in found if key[2] == "2014"]
    assert found["value", "M5", "2016"] == 294 / 1500
    assert 'value="2015" selected' in said
    assert 'value="sector:arab" selected' in said
    assert 'opacity="0.22"' in said
    assert "?view=groups&amp;since=2015&amp;until=2016&amp;group=sector%3Aarab" in said


def test_it_ends_where_it_is_asked_to(data_lead):
    found = figures_on(data_lead.get(PAGE, {"until": "2015"}))
    assert not [key for key in found if key[2] == "2016"]
    assert found["disparity", "M5/sector", "2015"] == pytest.approx(210 / 800 - 100 / 700)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("view", "There is no such view; the trend is shown."),
        ("by", "Nothing was measured by these groups; others are shown."),
        ("place", "There is no such place here; everywhere is shown."),
        ("since", "Nothing is known from this period on; all periods are shown."),
        ("until", "Nothing is known until this period; all periods are shown."),
        ("group", "There is no such group here; no group is picked out."),
    ],
)
def test_it_says_what_it_does_not_know_and_shows_the_rest(data_lead, name, word):
    response = data_lead.get(PAGE, {name: "<nonsense>"})
    assert word in words(response)
    assert "<nonsense>" not in response.content.decode()
    assert figures_on(response) == figures_on(data_lead.get(PAGE))


def test_a_page_of_one_place_locks_what_the_page_of_all_places_locks(together):
    """Else the walk from place to place would undo what their list protects."""
    north = Place.objects.get(initiative=together, code="N")
    indicator = Indicator.objects.get(code="M5")
    for code, count in (("T1", 3), ("T2", 40), ("T3", 60)):
        town = make_place(together, code, north)
        observe(indicator, "2017", town, None, count, 200).save()
    listed = figures_on(Client().get(PAGE, {"view": "places", "place": "N"}))
    for code in ("T1", "T2", "T3"):
        alone = figures_on(Client().get(PAGE, {"place": code}))
        key = ("value", f"M5@{code}", "2017")
        assert (key in listed) == (key in alone) == (code == "T3")


def test_what_lies_inside_a_locked_place_is_locked_with_it(together):
    indicator, land = Indicator.objects.get(code="M5"), Place.objects.get(code="L")
    small = make_place(together, "W", land)
    observe(indicator, "2017", Place.objects.get(code="N"), None, 40, 200).save()
    observe(indicator, "2017", Place.objects.get(code="S"), None, 70, 200).save()
    for number in range(2):
        observe(indicator, "2017", make_place(together, f"W{number}", small), None, 2, 90).save()
    found = figures_on(Client().get(PAGE, {"view": "places", "place": "W"}))
    assert not [key for key in found if key[1].startswith("M5@W") and key[2] == "2017"]
