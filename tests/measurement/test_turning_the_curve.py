"""Turning the curve: written by those who keep the measures, read by those who see them."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from shidra.i18n.isolates import strip
from shidra.measurement.models import CurveStory, Indicator
from tests.factories import make_user, text
from tests.records.browsing import Desk

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/"
ADD = "/en/i/together/records/stories/add/"


def signed_in(together, role):
    client = Client()
    client.force_login(make_user(f"{role}@example.org", together, role))
    return client


def words(response):
    return strip(response.content.decode())


def told(indicator, period, **parts):
    return CurveStory.objects.create(
        indicator=indicator, period=period, written_by="Noa", written_on=date(2026, 3, 1), **parts
    )


def test_it_asks_for_the_first_story(together):
    said = words(signed_in(together, "backbone").get(PAGE))
    assert "Nobody has written yet how this curve is to be turned" in said
    assert f"{ADD}?indicator=M5" in said
    assert ADD not in words(Client().get(PAGE))


def test_a_keeper_writes_in_their_own_name_and_everybody_reads_it(together):
    keeper = signed_in(together, "backbone")
    Desk(keeper, together, "en").save(
        "stories/add/?indicator=M5",
        period="2016",
        hinders_en="Few teachers in the south",
        free_ideas_en="One evening in the library",
        plan_en="Two towns until June",
        factors="O",
    )
    story = CurveStory.objects.get()
    assert story.written_by
    assert story.written_on is not None
    assert [factor.code for factor in story.factors.all()] == ["O"]
    said = words(Client().get(PAGE))
    for part in ("Few teachers in the south", "One evening in the library", "Two towns until June"):
        assert part in said
    assert "What helps" not in said
    assert story.written_by in said


def test_the_author_and_the_day_stay_when_somebody_else_mends_a_word(together):
    story = told(Indicator.objects.get(code="M5"), "2016", plan=text("Two towns"))
    keeper = signed_in(together, "backbone")
    desk = Desk(keeper, together, "en")
    desk.save(f"stories/{story.pk}/", plan_en="Three towns", written_by="")
    story.refresh_from_db()
    assert (story.plan.words("en"), story.written_by) == ("Three towns", "Noa")
    history = words(desk.get(f"stories/{story.pk}/history/"))
    assert "Three towns" in history
    assert "Two towns" in history


def test_each_period_keeps_what_was_thought_then(together):
    indicator = Indicator.objects.get(code="M5")
    told(indicator, "2015", plan=text("Ask the parents"))
    told(indicator, "2016", plan=text("Open in the evening"))
    said = words(Client().get(PAGE))
    assert said.index("Open in the evening") < said.index("What was thought before")
    assert said.index("What was thought before") < said.index("Ask the parents")


def test_a_visitor_takes_along_what_the_page_shows_and_no_more(together):
    page = Client().get(f"{PAGE}figures.csv").content.decode("utf-8-sig").splitlines()
    arab = next(line for line in page if "sector:arab" in line and ",2014," in line)
    assert arab.replace(".0,", ",").endswith("arab,2014,100,700,0.14285714285714285,")
    raw = signed_in(together, "data_lead").get(f"{PAGE}figures.csv").content.decode("utf-8-sig")
    assert "sector:arab,arab,2014,100,700,0.142857" in raw.replace(".0,", ",")


def test_the_file_is_narrowed_as_the_page_is(together):
    response = signed_in(together, "data_lead").get(
        f"{PAGE}figures.xlsx", {"since": "2015", "place": "N", "view": "places"}
    )
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert {row[4] for row in rows[1:]} == {"2015", "2016"}
    assert {row[1] for row in rows[1:]} == {"N"}


def test_the_file_of_a_small_place_says_why_it_is_empty(together):
    page = Client().get(f"{PAGE}figures.csv", {"place": "N"}).content.decode("utf-8-sig")
    hidden = [line for line in page.splitlines() if "sector:" in line and ",2016," in line]
    assert len(hidden) == 2
    # How many people there are is told, and not to how many of them it happened.
    assert [re.findall(r",(,\d*\.?\d*),,", line) for line in hidden] == [[",400.0"], [",500.0"]]
    assert all("Hidden" in line for line in hidden)
