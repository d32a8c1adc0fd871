"""The disparity board: against the goal, between groups, over time, and what is only chance."""

import math
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shidra.i18n.isolates import strip
from shidra.initiatives.models import Group
from shidra.measurement.models import Indicator, Observation, Target
from tests.disparities.conftest import COUNTS, PAGE
from tests.factories import make_groups, make_initiative, text
from tests.measurement.figures import figures_on

pytestmark = pytest.mark.django_db


def words(response):
    return unescape(strip(response.content.decode())).replace("\u00a0", " ")


def share(period, code):
    return COUNTS[period][code][0] / COUNTS[period][code][1]


def test_it_shows_each_group_against_the_goal_of_all(data_lead):
    found = figures_on(data_lead.get(PAGE))
    everybody = [sum(side) for side in zip(*COUNTS["2016"].values(), strict=True)]
    assert found["value", "M5", "2016"] == everybody[0] / everybody[1]
    assert found["to_go", "M5", "2016"] == pytest.approx(0.3 - everybody[0] / everybody[1])
    for code, (events, people) in COUNTS["2016"].items():
        of = f"M5/sector:{code}"
        assert found["value", of, "2014"] == share("2014", code)
        assert found["to_go", of, "2016"] == pytest.approx(0.3 - events / people)
        assert found["people_behind", of, "2016"] == math.ceil(0.3 * people - events)


def test_it_shows_each_group_against_the_group_of_reference(data_lead):
    found = figures_on(data_lead.get(PAGE))
    behind = [share(period, "jewish") - share(period, "arab") for period in ("2014", "2016")]
    assert found["behind", "M5/sector:arab", "2014"] == pytest.approx(behind[0])
    assert found["behind", "M5/sector:arab", "2016"] == pytest.approx(behind[1])
    assert found["ratio", "M5/sector:arab", "2016"] == pytest.approx(
        share("2016", "arab") / share("2016", "jewish")
    )
    assert found["moved", "M5/sector:arab", "2016"] == pytest.approx(behind[1] - behind[0])
    assert ("behind", "M5/sector:jewish", "2016") not in found


def test_it_tells_who_is_affected_out_of_proportion_with_both_shares(data_lead):
    found = figures_on(data_lead.get(PAGE))
    missing = {code: people - events for code, (events, people) in COUNTS["2016"].items()}
    people = {code: each[1] for code, each in COUNTS["2016"].items()}
    of_affected = missing["arab"] / sum(missing.values())
    of_everybody = people["arab"] / sum(people.values())
    assert found["share_of_affected", "M5/sector:arab", "2016"] == pytest.approx(of_affected)
    assert found["share_of_everybody", "M5/sector:arab", "2016"] == pytest.approx(of_everybody)
    assert found["disproportion", "M5/sector:arab", "2016"] == pytest.approx(
        of_affected / of_everybody
    )


def test_it_tells_what_grew_from_what_may_be_chance(data_lead):
    said = words(data_lead.get(PAGE))
    assert "Of 2 disparities, 0 shrank and 1 grew by more than chance can make" in said
    grew, chance = said.index(">What grew<"), said.index(">What may be chance<")
    arab = said.index("The disparity between arab and jewish grew from 5.0 percentage points")
    druze = said.index("druze and jewish: 5.0 percentage points apart in 2014")
    assert grew < arab < chance < druze
    assert "Nothing, by more than chance can make." in said[: said.index(">What grew<")]


def test_it_calls_a_change_more_than_chance_only_as_one_of_all_comparisons(data_lead):
    """What the druze sector lost would be more than chance were it the only thing looked at."""
    Observation.objects.filter(period="2016", group_set__key="sector:druze").update(numerator=54)
    response = data_lead.get(PAGE, {"since": "2015"})
    said, found = words(response), figures_on(response)
    assert found["moved_low", "M5/sector:druze", "2016"] > 0
    assert "more than chance alone, but among all comparisons here it may be chance" in said
    assert said.index(">What may be chance<") < said.index("druze and jewish: 8.0")
    assert "7 comparisons are tested on this page together" in said


def test_it_names_the_furthest_group_as_it_finds_it(data_lead):
    assert "Furthest from the goal: arab, with 14.5 percentage points to go" in words(
        data_lead.get(PAGE)
    )
    Observation.objects.filter(period="2016", group_set__key="sector:jewish").update(numerator=500)
    said = words(data_lead.get(PAGE))
    assert "Furthest from the goal: jewish, with 20.0 percentage points to go" in said


def test_it_tells_when_each_arrives_at_its_pace(data_lead):
    """The jewish sector gains 4 points a year and has 2 to go; the arab one does not move."""
    said = words(data_lead.get(PAGE))
    rows = {
        code: said[said.index(f">{code}</a>") :].partition("</tr>")[0]
        for code in ("jewish", "arab")
    }
    assert "<td>2017" in rows["jewish"]
    assert "cannot be told" in rows["arab"]


def test_it_keeps_to_the_periods_and_groups_of_the_address(data_lead):
    found = figures_on(data_lead.get(PAGE, {"since": "2015", "until": "2016"}))
    assert ("value", "M5/sector:arab", "2014") not in found
    assert found["value", "M5/sector:arab", "2015"] == share("2015", "arab")
    until = figures_on(data_lead.get(PAGE, {"until": "2015"}))
    assert ("value", "M5/sector:arab", "2016") not in until
    wrong = words(data_lead.get(PAGE, {"since": "1900", "by": "x", "of": "y"}))
    assert "There is no such measure here; all outcomes are shown." in wrong
    assert "Nothing was measured by these groups; others are shown." in wrong


def test_it_turns_round_for_a_measure_of_which_less_is_better(together, data_lead):
    Indicator.objects.update(better="lower")
    Target.objects.update(value="0.1")
    found = figures_on(data_lead.get(PAGE))
    assert found["to_go", "M5/sector:arab", "2016"] == pytest.approx(0.155 - 0.1)
    assert found["people_behind", "M5/sector:arab", "2016"] == 110
    assert found["behind", "M5/sector:arab", "2016"] == pytest.approx(0.155 - 0.28)
    assert "Furthest from the goal: jewish" in words(data_lead.get(PAGE))


def test_it_crosses_two_dimensions(together, data_lead):
    indicator = Indicator.objects.get(code="M5")
    Observation.objects.all().delete()
    for sector in ("arab", "jewish"):
        for stream in ("state", "private"):
            both = make_groups(together, f"sector:{sector}", f"stream:{stream}")
            for period, events in (("2015", 100), ("2016", 140 if sector == "arab" else 101)):
                Observation.objects.create(
                    indicator=indicator,
                    period=period,
                    group_set=both,
                    numerator=events,
                    denominator=500,
                )
    Group.objects.filter(code="state").update(is_reference=True)
    response = data_lead.get(PAGE, {"by": "sector+stream"})
    found = figures_on(response)
    assert found["value", "M5/sector:arab|stream:private", "2016"] == 140 / 500
    assert found["behind", "M5/sector:arab|stream:private", "2016"] == pytest.approx(-39 / 500)
    assert "arab · private" in words(response)
    assert ("value", "M5/sector:arab", "2016") not in found


def test_a_visitor_reads_of_large_groups_what_everybody_reads(together, data_lead):
    """What protection shows it shows exactly, so that the same is said of it."""
    open_to_all = figures_on(Client().get(PAGE))
    assert open_to_all["value", "M5/sector:arab", "2016"] == 310 / 2000
    assert open_to_all == figures_on(data_lead.get(PAGE))


def test_it_asks_as_many_questions_for_five_outcomes_as_for_one(data_lead):
    with CaptureQueriesContext(connection) as before:
        data_lead.get(PAGE)
    first = Indicator.objects.get(code="M5")
    for number in range(4):
        more = Indicator.objects.get(code="M5")
        more.pk, more.code, more.name = None, f"N{number}", text(f"more {number}")
        more.save()
        for each in Observation.objects.filter(indicator=first):
            each.pk, each.indicator = None, more
            each.save()
    with CaptureQueriesContext(connection) as after:
        assert words(data_lead.get(PAGE)).count("picture-chart ranges dumbbells") == 10
    assert len(after) <= len(before)


def test_it_teaches_where_nothing_was_measured(db):
    make_initiative("empty")
    said = words(Client().get("/en/i/empty/disparities/"))
    assert "Here each group will stand beside the goal of all" in said
