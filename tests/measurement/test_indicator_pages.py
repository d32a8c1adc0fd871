"""The pages of the measures, as a data lead, a funder and a visitor see them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shidra.i18n.isolates import strip
from shidra.measurement.models import Indicator, Observation
from tests.factories import make_factor, make_groups, make_place, make_user, text
from tests.measurement.conftest import observe
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/"
LIST = "/en/i/together/indicators/"


def signed_in(initiative, role):
    client = Client()
    client.force_login(make_user(f"{role}@example.org", initiative, role))
    return client


@pytest.fixture
def data_lead(together):
    return signed_in(together, "data_lead")


@pytest.fixture
def visitor(together):
    return Client()


def words(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


def test_it_shows_a_data_lead_every_unrounded_figure(data_lead):
    found = figures_on(data_lead.get(PAGE))
    assert found["value", "M5", "2014"] == 290 / 1500
    assert found["numerator", "M5/sector:arab", "2016"] == 64
    assert found["denominator", "M5/sector:arab", "2016"] == 700
    assert found["value", "M5/sector:jewish", "2015"] == 210 / 800
    assert found["disparity", "M5/sector", "2016"] == pytest.approx(230 / 800 - 64 / 700)
    assert found["target", "M5", "2020"] == 0.4
    assert found["target", "M5/sector:arab", "2020"] == 0.35


def test_it_shows_a_visitor_every_figure_that_is_large_enough(visitor):
    response = visitor.get(PAGE)
    found = figures_on(response)
    assert found["numerator", "M5", "2014"] == 290
    assert found["value", "M5/sector:arab", "2014"] == 100 / 700
    assert found["numerator", "M5/sector:jewish", "2014"] == 190
    assert found["disparity", "M5/sector", "2014"] == pytest.approx(190 / 800 - 100 / 700)
    assert "numbers below 10 people or events are hidden" in words(response)


def test_it_hides_a_small_group_and_what_would_tell_it_and_says_why(visitor):
    response = visitor.get(PAGE, {"place": "N"})
    found = figures_on(response)
    assert found["value", "M5@N/sector:arab", "2015"] == 0.1
    told = {key[0] for key in found if key[1].startswith("M5@N/") and key[2] == "2016"}
    assert told <= {"denominator"}
    assert found["value", "M5@N", "2016"] == 124 / 900
    assert "Hidden: fewer than 10 people or events, here or beside it" in words(response)


def test_it_shows_the_same_place_whole_to_a_data_lead(data_lead):
    found = figures_on(data_lead.get(PAGE, {"place": "N"}))
    assert found["value", "M5@N/sector:arab", "2016"] == 0.01


def test_it_puts_the_finding_first(data_lead):
    text = words(data_lead.get(PAGE))
    assert "<h1>The average rose by 0.3 percentage points, and the disparity grew by" in text
    assert "Rose from 19.3% in 2014 to 19.6% in 2016." in text


def test_it_takes_the_top_of_the_places_for_the_whole(data_lead):
    assert figures_on(data_lead.get(PAGE, {"place": "L"})) == figures_on(data_lead.get(PAGE))


@pytest.mark.parametrize("query", [{"place": "nowhere"}, {"by": "nothing"}])
def test_it_falls_back_on_everything_for_a_choice_it_does_not_know(data_lead, query):
    assert figures_on(data_lead.get(PAGE, query)) == figures_on(data_lead.get(PAGE))


def test_it_knows_no_other_indicator(visitor):
    assert visitor.get("/en/i/together/indicators/X9/").status_code == 404


@pytest.mark.parametrize("page", [PAGE, LIST])
def test_it_is_closed_to_strangers_of_a_private_initiative(together, page):
    together.is_public = False
    together.save()
    assert Client().get(page).status_code == 404
    assert signed_in(together, "funder").get(page).status_code == 200


def test_it_lists_every_average_beside_its_disparity(data_lead):
    response = data_lead.get(LIST)
    found = figures_on(response)
    assert found["value", "M5", "2016"] == 294 / 1500
    assert found["disparity", "M5/sector", "2016"] == pytest.approx(230 / 800 - 64 / 700)
    assert "between jewish and arab" in words(response)
    assert "off path" in words(response)


def test_it_says_when_no_disparity_can_be_told(together, data_lead):
    Observation.objects.exclude(group_set__key="sector:arab").delete()
    assert "not measured by group" in words(data_lead.get(LIST))


def test_it_teaches_where_nothing_is_measured(together):
    Indicator.objects.all().delete()
    assert "No indicators yet" in words(Client().get(LIST))


def test_it_teaches_where_one_indicator_has_no_figures_yet(data_lead):
    Observation.objects.all().delete()
    response = data_lead.get(PAGE)
    assert response.status_code == 200
    assert "Nothing measured here yet" in words(response)


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_speaks_three_languages_without_inline_styles(visitor, language):
    for page in (PAGE, LIST):
        content = visitor.get(page.replace("/en/", f"/{language}/")).content.decode()
        assert " style=" not in content
        assert ("Disparity" in content) == (language == "en")


@pytest.mark.parametrize("page", [PAGE, LIST])
def test_it_asks_no_more_questions_for_more_rows(together, data_lead, page):
    def fill(until):
        factor = make_factor(together, f"F{until}")
        for number in range(until // 10):
            place = make_place(together, f"P{until}-{number}")
            extra = Indicator.objects.create(
                initiative=together,
                code=f"I{until}-{number}",
                factor=factor,
                name=text("more"),
                unit="percent",
                better="higher",
            )
            groups = make_groups(together, f"sector:g{until}-{number}")
            m5 = Indicator.objects.get(code="M5")
            Observation.objects.bulk_create(
                observe(one, str(2000 + year), place, groups, 20, 100)
                for one in (m5, extra)
                for year in range(5)
            )

    counts = []
    for until in (20, 200):
        fill(until)
        data_lead.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert data_lead.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
