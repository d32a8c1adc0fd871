"""How good figures are, as their readers see it; and that no grade tells what is hidden."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Place
from shidra.initiatives.permissions import access_initiative
from shidra.measurement.analysis import grading_of, read_indicator
from shidra.measurement.models import Indicator, IndicatorDefinition, Observation
from shidra.measurement.queries import names_of
from tests.factories import make_groups, make_place, text
from tests.measurement.conftest import observe
from tests.personas import ROLES, person, signed_in

pytestmark = pytest.mark.django_db

LIST = "/en/i/together/indicators/"
PAGE = f"{LIST}M5/"
TODAY = date(2017, 3, 1)


def words_on(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


def judged(initiative, role="backbone", today=TODAY):
    access = access_initiative(person(role, initiative), initiative.code)
    names = names_of(initiative)
    indicator = Indicator.objects.get(initiative=initiative, code="M5")
    grading = grading_of(access, names, today, indicator)
    return read_indicator(access, indicator, names.parents, grading=grading).quality


def grades(initiative, role="backbone", today=TODAY):
    return {name: one.grade for name, one in judged(initiative, role, today).aspects.items()}


@pytest.fixture
def asked(together):
    """Figures are asked for by sector and by district, four months after the year."""
    Indicator.objects.update(splits="sector", place_level="district", lag_months=4)
    Place.objects.filter(code__in=["N", "S"]).update(kind="district")
    Place.objects.filter(code="L").update(kind="country")
    return together


def test_it_counts_the_cells_that_are_asked_for(asked):
    quality = judged(asked)
    # Everybody, two sectors, two districts.
    assert (quality.there, quality.asked, quality.missing) == (5, 5, ())
    make_groups(asked, "sector:druze")
    Place.objects.filter(code__in=["W", "E"]).delete()
    for code in ("W", "E"):
        Place.objects.filter(pk=make_place(asked, code, Place.objects.get(code="L")).pk).update(
            kind="district"
        )
    quality = judged(asked)
    assert (quality.there, quality.asked) == (5, 8)
    assert set(quality.missing) == {"sector:druze", "W", "E"}
    assert (quality.grade, quality.weakest) == ("C", "completeness")
    Indicator.objects.update(lag_months=None)
    said = words_on(signed_in("visitor", asked).get(PAGE))
    assert "5 of the 8 figures that are asked for are there." in said
    assert "Not there: druze, " in said
    assert "C – to be read with care" in said


def test_those_whose_group_is_unknown_are_not_asked_for(asked):
    make_groups(asked, "sector:unknown")
    assert judged(asked).asked == 5


def test_it_knows_from_the_trail_when_figures_came(asked):
    today = timezone.localdate()
    last = str(today.year - 1)
    named = {"indicator": "M5", "period": last, "numerator": 200, "denominator": 900}
    sheet = Sheet("observations", tuple(named), (RawRow(2, tuple(named.values())),))
    put_sheets(initiative=asked, sheets=[sheet], by=person("backbone", asked).actor)
    for lag, grade, arrival in ((24, "A", "in_time"), (0, "D", "late")):
        Indicator.objects.update(lag_months=lag)
        timely = judged(asked, today=date(today.year, 12, 31)).aspects["timeliness"]
        assert timely.facts["arrived_on"] == today
        assert timely.facts["arrival"] == arrival
        if arrival == "in_time" or (today - date(today.year - 1, 12, 31)).days > 92:
            assert timely.grade == grade
    assert "by when they were asked for" in words_on(signed_in("visitor", asked).get(PAGE))


def test_of_figures_loaded_together_with_older_ones_nobody_knows_since_when(asked):
    Observation.objects.all().delete()
    names = ("indicator", "period", "numerator", "denominator")
    rows = tuple(RawRow(n, ("M5", str(n), 200, 900)) for n in (2015, 2016))
    by = person("backbone", asked).actor
    put_sheets(initiative=asked, sheets=[Sheet("observations", names, rows)], by=by)
    assert judged(asked).aspects["timeliness"].facts["arrival"] == "since_unknown"


def test_figures_from_before_the_trail_came_nobody_knows_when(asked):
    facts = judged(asked).aspects["timeliness"].facts
    assert (facts["arrival"], facts["arrived_on"]) == ("since_unknown", None)
    assert judged(asked).is_fresh is True
    late = judged(asked, today=date(2018, 5, 1))
    assert (late.is_fresh, late.aspects["timeliness"].grade) == (False, "C")
    assert judged(asked, today=date(2018, 4, 30)).is_fresh is True


def test_without_an_agreed_lag_nobody_can_tell_whether_figures_are_in_time(together):
    assert grades(together)["timeliness"] == ""
    assert judged(together).is_fresh is None
    said = words_on(signed_in("visitor", together).get(PAGE))
    assert "Nobody has said yet how long after a period its figures are there." in said


def test_the_impossible_is_asked_about_and_never_refused(asked):
    row = Observation.objects.filter(period="2016", group_set__key="sector:arab").first()
    Observation.objects.filter(pk=row.pk).update(numerator=9_000)
    quality = judged(asked)
    assert quality.aspects["validity"].grade == "D"
    assert [doubt.about for doubt in quality.doubts] == ["more_than_all"]
    said = words_on(signed_in("backbone", asked).get(PAGE))
    assert "Questions about these figures" in said
    assert "9,000 out of 400. How can some be more than all?" in said
    assert "indicator=M5&amp;period=2016" in said


def test_parts_above_a_given_total_and_a_rest_are_asked_about(asked):
    whole = observe(Indicator.objects.get(), "2016", None, None, 200, 1_000)
    whole.save()
    quality = judged(asked)
    # Both ways to divide the whole, by sector and by district, count 1,500 out of 1,000.
    assert [doubt.about for doubt in quality.doubts] == ["parts_exceed", "parts_exceed"]
    assert quality.aspects["validity"].facts == {"checked": 7, "impossible": 2}
    Observation.objects.filter(pk=whole.pk).update(denominator=2_000)
    quality = judged(asked)
    assert [round(doubt.amounts["left"], 3) for doubt in quality.doubts] == [0.25, 0.25]
    assert quality.aspects["consistency"].grade == "C"
    assert "25% of the total are in none of the places" in words_on(
        signed_in("backbone", asked).get(PAGE)
    )


def test_a_jump_against_its_own_history_is_asked_about(together):
    indicator = Indicator.objects.get()
    Observation.objects.all().delete()
    shares = (40, 42, 41, 40, 42, 41, 40, 41)
    for step, share in enumerate(shares):
        observe(indicator, str(2010 + step), None, None, share * 10, 1_000).save()
    assert grades(together)["consistency"] == "A"
    Observation.objects.filter(period="2017").update(numerator=800)
    quality = judged(together)
    assert (quality.aspects["consistency"].grade, quality.doubts[0].about) == ("B", "jump")
    said = words_on(signed_in("backbone", together).get(PAGE))
    assert "everybody: 80.0%, where those before let expect" in said
    Observation.objects.filter(period="2011").delete()
    assert grades(together)["consistency"] == ""


def test_a_break_in_the_definition_makes_figures_less_comparable(together):
    indicator = Indicator.objects.get()
    assert grades(together)["comparability"] == "A"
    IndicatorDefinition.objects.create(indicator=indicator, version=1)
    version = IndicatorDefinition.objects.create(
        indicator=indicator, version=2, valid_from="2015", comparability="broken"
    )
    assert grades(together)["comparability"] == "C"
    IndicatorDefinition.objects.filter(pk=version.pk).update(valid_from="2016")
    assert grades(together)["comparability"] == "D"
    IndicatorDefinition.objects.filter(pk=version.pk).update(
        comparability="converted", times=1, plus="0.02"
    )
    assert grades(together)["comparability"] == "B"


def test_what_partners_said_stands_beside_what_is_reckoned(together):
    Observation.objects.filter(period="2016").update(quality="C")
    said = words_on(signed_in("visitor", together).get(PAGE))
    assert "The partners graded these figures C; reckoned from what is stored they are A." in said
    Observation.objects.filter(period="2016").update(quality="A")
    said = words_on(signed_in("visitor", together).get(PAGE))
    assert "The partners graded these figures A." in said


@pytest.mark.parametrize("role", ROLES)
def test_no_grade_tells_anything_of_hidden_figures(asked, role):
    """Whatever stands in hidden cells: readers without raw rights get the very same grades."""
    access = access_initiative(person(role, asked), asked.code)
    whole = observe(Indicator.objects.get(), "2016", None, None, 260, 1_500)
    whole.save()
    rows = Observation.objects.filter(period="2016").exclude(pk=whole.pk)
    before = judged(asked, role)
    rows.filter(group_set__key="sector:arab").update(numerator=3, denominator=2)
    rows.filter(group_set__key="sector:jewish").update(numerator=0, denominator=9_000)
    after = judged(asked, role)
    if access.has_raw_rights:
        assert before != after
        assert after.aspects["validity"].grade == "D"
    else:
        assert before == after
        assert after.doubts == ()
        assert not after.has_all
        assert "Questions about these figures" not in words_on(signed_in(role, asked).get(PAGE))


def test_only_those_who_may_change_figures_are_asked(asked):
    Observation.objects.filter(period="2016").update(numerator=9_000)
    assert judged(asked, "auditor").has_all
    assert judged(asked, "auditor").doubts == ()
    assert judged(asked, "data_lead").doubts


def test_the_list_says_how_fresh_and_complete_all_of_it_is(asked):
    make_groups(asked, "sector:druze")
    Indicator.objects.create(
        initiative=asked,
        code="EMPTY",
        factor=Indicator.objects.get().factor,
        name=text("nothing yet"),
        unit="percent",
        better="higher",
    )
    said = words_on(signed_in("visitor", asked).get(LIST))
    # M5: 5 of 6, and its years up to now are long overdue; the empty one: 0 of 1, no day.
    assert "0 of 1" in said
    assert "5 of 7 figures" in said
    assert "71%" in said
    assert "For 1 measure nobody has said when its figures are due." in said
    Indicator.objects.filter(code="EMPTY").update(state="proposed")
    assert "5 of 6 figures" in words_on(signed_in("visitor", asked).get(LIST))


def test_a_place_narrows_the_page_and_not_the_grade(asked):
    said = words_on(signed_in("backbone", asked).get(f"{PAGE}?place=N"))
    assert "About the figures of 2016." in said
    assert "All 5 figures that are asked for are there." in said


@pytest.mark.parametrize("page", [LIST, PAGE])
def test_a_grade_asks_no_more_for_more_figures(asked, page):
    client = signed_in("backbone", asked)
    client.get(page)
    with CaptureQueriesContext(connection) as few:
        client.get(page)
    indicator, arab = Indicator.objects.get(), make_groups(asked, "sector:arab")
    for number in range(40):
        place = make_place(asked, f"town{number}")
        observe(indicator, "2016", place, arab, 9, 3).save()
        observe(indicator, str(1970 + number), None, None, 9, 30).save()
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few)


def test_only_people_with_raw_rights_hear_that_parts_are_more_than_their_whole(asked):
    observe(Indicator.objects.get(), "2016", None, None, 200, 1_000).save()
    said = "the groups add up to more than the total that was given"
    assert said in words_on(signed_in("backbone", asked).get(PAGE))
    assert said not in words_on(signed_in("visitor", asked).get(PAGE))
