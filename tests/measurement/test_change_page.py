"""The page of an indicator tells change from chance, to each reader from what that one sees."""

import pytest
from django.test import Client

from shidra.core.series import forecast, share_interval
from shidra.i18n.isolates import strip
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_user
from tests.measurement.conftest import observe
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/"


def words(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def data_lead(together):
    client = Client()
    client.force_login(make_user("data_lead@example.org", together, "data_lead"))
    return client


def yearly(initiative, values):
    """Another indicator with counts of 1,000 people in each year."""
    first = Indicator.objects.get(initiative=initiative, code="M5")
    found = Indicator.objects.create(
        initiative=initiative, code="Y", factor=first.factor, name=first.name, unit="percent",
        better="higher",
    )  # fmt: skip
    for place, value in enumerate(values):
        observe(found, str(2005 + place), None, None, value, 1000).save()


def test_three_periods_have_a_median_a_test_and_one_period_ahead(data_lead):
    response = data_lead.get(PAGE)
    found = figures_on(response)
    values = [290 / 1500, 310 / 1500, 294 / 1500]
    assert found["median", "M5", "2016"] == 294 / 1500
    sure = share_interval(290, 1500)
    assert found["sure_low", "M5", "2014"] == sure.lower
    assert found["sure_high", "M5", "2014"] == sure.upper
    (ahead,) = forecast(values, 1, "drift")
    assert found["forecast", "M5", "2017"] == ahead.mean
    assert found["forecast_low", "M5", "2017"] == ahead.lo80
    assert found["forecast_high", "M5", "2017"] == ahead.hi80
    assert not [key for key in found if key[0].startswith("limit")]
    text = words(response)
    assert "the chance in counting can explain it" in text
    assert "If it goes on as before" in text


def test_twelve_years_have_provisional_limits(together, data_lead):
    yearly(together, [500, 520, 490, 510, 500, 530, 500, 510, 490, 520, 500, 700])
    response = data_lead.get("/en/i/together/indicators/Y/")
    found = figures_on(response)
    assert {name for name, *_rest in found} >= {"limit_low", "limit_high", "mean"}
    assert found["mean", "Y", "2016"] == pytest.approx(6270 / 12000)
    text = words(response)
    assert "The latest figure is better than chance alone explains." in text
    assert "The limits are provisional: they rest on 12 periods." in text
    assert "above the upper limit" in text


def test_a_visitor_of_a_place_gets_it_from_the_figures_that_are_shown(together):
    """Of a place where the last period is hidden nothing is reckoned with that period."""
    Observation.objects.filter(place__code="S", period="2016").update(numerator=4)
    response = Client().get(PAGE, {"place": "S"})
    found = figures_on(response)
    assert {key[2] for key in found if key[:2] == ("value", "M5@S")} == {"2014", "2015"}
    assert ("forecast", "M5@S", "2017") not in found
    assert not [key for key in found if key[1].startswith("M5@S") and key[2] == "2016"]


def test_two_periods_have_sentences_and_no_picture(together, data_lead):
    yearly(together, [300, 400])
    response = data_lead.get("/en/i/together/indicators/Y/")
    text = words(response)
    assert "Improved from 30.0% in 2005 to 40.0% in 2006" in text
    assert "If it goes on as before" not in text
    assert "picture-chart course" not in text


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_says_all_of_it_without_styles_or_scripts(together, data_lead, language):
    yearly(together, [500, 520, 490, 510, 500, 530, 500, 510])
    html = data_lead.get(f"/{language}/i/together/indicators/Y/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert main.count("picture-chart course") == 4
    assert "style=" not in main
    assert "<script" not in main
    assert 'data-figure="limit_low"' in main
    assert 'data-figure="forecast_high"' in main
