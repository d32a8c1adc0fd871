"""Measures are read in today's categories, and as it was then by whoever sees raw figures."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from shidra.i18n.isolates import strip
from shidra.initiatives.actions import NewCategory, change_categories
from shidra.measurement.models import Indicator, Observation, Target
from shidra.measurement.queries import observed
from tests.factories import make_groups, text
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/?by=sector"


def change(initiative, kind, before, after, period):
    change_categories(
        initiative=initiative,
        dimension="sector",
        kind=kind,
        from_period=period,
        before=before.split(),
        after=[NewCategory(code, text(code)) for code in after.split()],
        note="as the ministry has it",
        on=date(2026, 1, 31),
        by=person("data_lead", initiative).actor,
    )


def told(initiative, *by):
    out = StringIO()
    call_command("series", initiative.code, "M5", *by, "--unprotected", "--json", stdout=out)
    return [
        (point["period"], point.get("sector"), point["numerator"], point["denominator"])
        for point in json.loads(out.getvalue())
    ]


def observe(initiative, period, groups, numerator, denominator, place=None):
    Observation.objects.create(
        indicator=Indicator.objects.get(initiative=initiative, code="M5"),
        period=period,
        group_set=make_groups(initiative, *groups.split()) if groups else None,
        place=place,
        numerator=numerator,
        denominator=denominator,
    )


def words_of(browser, address):
    return strip(browser.get(address).content.decode()).replace("\u00a0", " ")


def test_it_adds_merged_categories_in_every_channel_and_keeps_what_was_loaded(together):
    before, stored = told(together), set(observed(together))
    change(together, "merge", "arab jewish", "all", "2017")
    assert set(observed(together)) == stored
    assert told(together) == before
    assert [(p, c) for p, c, *_ in told(together, "--by", "sector")] == [
        ("2014", "all"),
        ("2015", "all"),
        ("2016", "all"),
    ]
    assert [row[2:] for row in told(together, "--by", "sector")] == [row[2:] for row in before]
    # Whoever narrows to an old category means the one that it passed into.
    assert told(together, "--by", "sector", "--where", "sector=arab") == told(
        together, "--by", "sector"
    )


def test_it_tells_what_a_divided_category_leaves_as_unknown(together):
    observe(together, "2018", "sector:jewish", 30, 60)
    observe(together, "2018", "sector:muslim", 10, 40)
    observe(together, "2018", "sector:christian", 5, 10)
    # A partner that still reports the whole, and has more of it than its parts.
    observe(together, "2018", "sector:arab", 20, 70)
    change(together, "split", "arab", "muslim christian", "2018")
    found = [row[1:] for row in told(together, "--by", "sector") if row[0] == "2018"]
    assert found == [
        ("christian", 5, 10),
        ("jewish", 30, 60),
        ("muslim", 10, 40),
        ("unknown", 5, 20),
    ]
    words = words_of(signed_in("data_lead", together), PAGE)
    assert "is told as" in words
    # The whole goes on beside its parts: 20 of 70.
    assert "28.6%" in words


def test_it_marks_on_chart_and_table_where_categories_changed(together):
    change(together, "rename", "arab", "arabs", "2015")
    change(together, "rename", "jewish", "jews", "2030")
    page = signed_in("data_lead", together).get(PAGE).content.decode()
    # Once in the drawing for wide places, and once in that for phones.
    assert page.count('<g class="turn">') == 2
    # What changes after all figures is no turn of theirs.
    heads = page[page.index("<thead>") : page.index("</thead>")]
    assert heads.count("categories changed") == 1
    assert heads.index("2015") < heads.index("categories changed") < heads.index("2016")


def test_it_offers_as_it_was_then_to_those_with_raw_rights_alone(together):
    change(together, "merge", "arab jewish", "all", "2017")
    together.is_public = True
    together.save()
    lead = signed_in("data_lead", together)
    assert "Show it as it was then" in words_of(lead, PAGE)
    then = words_of(lead, f"{PAGE}&then=1")
    assert "each period in the categories of its time" in then
    assert (
        'data-of="M5:sector:arab' in lead.get(f"{PAGE}&then=1").content.decode() or "jewish" in then
    )
    visitor = signed_in("visitor", together)
    assert "Show it as it was then" not in words_of(visitor, PAGE)
    assert words_of(visitor, f"{PAGE}&then=1").count("jewish") == words_of(visitor, PAGE).count(
        "jewish"
    )


def test_it_finds_the_target_of_a_category_that_passed_into_another(together):
    indicator = Indicator.objects.get(initiative=together, code="M5")
    Target.objects.filter(indicator=indicator).delete()
    Target.objects.create(
        indicator=indicator,
        period="2020",
        group_set=make_groups(together, "sector:arab"),
        value="0.9",
    )
    change(together, "merge", "arab jewish", "all", "2017")
    assert 'data-value="0.9"' in signed_in("data_lead", together).get(PAGE).content.decode()
