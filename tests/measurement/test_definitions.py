"""A measure is defined anew: by whom, why, and what becomes of the figures before it."""

from datetime import date
from decimal import Decimal

import pytest

from shidra.audit.models import Record
from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.i18n.isolates import strip
from shidra.initiatives.permissions import access_initiative
from shidra.measurement.actions import WORDS, Comparison, DefinitionRefused, define_anew
from shidra.measurement.models import Indicator, Observation
from shidra.measurement.notices import indicators_as_subjects
from shidra.notifications.registry import Asking
from tests.exchange.test_stored import sheet_of
from tests.factories import text
from tests.measurement.figures import figures_on
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/en/i/together/indicators/M5/"
FORM = f"{PAGE}definition/"


def define(initiative, valid_from, compared=None, **changed):
    """The data lead defines the outcome anew."""
    indicator = Indicator.objects.get(initiative=initiative, code="M5")
    words = {name: getattr(indicator, name) for name in WORDS}
    return define_anew(
        indicator=indicator,
        valid_from=valid_from,
        words=words | {name: text(said) for name, said in changed.items()},
        compared=compared or Comparison(),
        reason=text("the ministry counts otherwise"),
        on=date(2026, 1, 31),
        by=person("data_lead", initiative).actor,
    )


def halved():
    return Comparison("converted", Decimal("0.5"), Decimal("0.02"), text("both ways in 2015"))


def words_on(response):
    return strip(response.content.decode()).replace("\u00a0", " ")


def test_it_keeps_who_changed_the_definition_and_why(together):
    version = define(together, "2015", numerator="who passed")
    assert (version.version, version.valid_from, version.decided_by) == (2, "2015", "data_lead")
    first, second = Indicator.objects.get(code="M5").definitions.all()
    assert (first.version, first.numerator.words("en")) == (1, "")
    assert Indicator.objects.get(code="M5").numerator.words("en") == "who passed"
    reasons = Record.objects.filter(initiative="together").values_list("actor_label", "reason")
    assert ("data_lead", "the ministry counts otherwise") in set(reasons)
    assert second.comparability == "broken"


def test_what_held_before_stays_as_it_read(together):
    define(together, "2015", numerator="who passed")
    define(together, "2016", numerator="who passed with distinction")
    said = {
        one.version: one.numerator.words("en") for one in Indicator.objects.get().definitions.all()
    }
    assert said == {1: "", 2: "who passed", 3: ""}
    page = signed_in("visitor", together).get(PAGE)
    assert "who passed with distinction" in words_on(page).replace("</ins>", "").replace(
        "<ins>", ""
    ) or ("with distinction" in words_on(page))
    assert "Version 3" in words_on(page)


@pytest.mark.parametrize("valid_from", ["2014", "2015"])
def test_a_version_follows_the_one_before(together, valid_from):
    define(together, "2015", numerator="who passed")
    with pytest.raises(DefinitionRefused):
        define(together, valid_from, numerator="who tried")


def test_a_version_with_the_same_words_is_none(together):
    with pytest.raises(DefinitionRefused):
        define(together, "2015")
    assert not Indicator.objects.get().definitions.exists()


def test_a_break_ends_every_comparison(together):
    define(together, "2016", numerator="who passed")
    response = signed_in("data_lead", together).get(PAGE)
    said = words_on(response)
    assert "Rose from" not in said
    assert "not comparable" in said
    assert "The average was" in said
    # What was measured before is still there.
    assert figures_on(response)["value", "M5", "2014"] == 290 / 1500


def test_a_break_parts_the_line(together):
    before = signed_in("data_lead", together).get(PAGE).content.decode()
    define(together, "2016", numerator="who passed")
    after = signed_in("data_lead", together).get(PAGE).content.decode()
    assert 'class="turn"' not in before
    assert 'class="turn"' in after
    lines = [part.split('d="')[1].split('"')[0] for part in after.split('class="line"')[1:]]
    assert {line.count("M") for line in lines} == {2}


def test_a_conversion_is_applied_and_said(together):
    define(together, "2015", halved(), numerator="who passed")
    response = signed_in("data_lead", together).get(PAGE)
    said = words_on(response)
    # 290 of 1500 in 2014 are 19.3 percent: half of it and two points are 11.7.
    assert "now 11.7%" in said
    assert "Rose from 11.7% in 2014" in said
    assert "multiplied by 0.5" in said
    assert "2.0 percentage points added" in said
    assert "both ways in 2015" in said
    # The table keeps what was measured.
    assert figures_on(response)["value", "M5", "2014"] == 290 / 1500
    # What is set against chance stands in the newer terms, and no count stands for it.
    assert figures_on(response)["value_converted", "M5", "2014"] == 290 / 3000 + 0.02
    assert ("sure_low", "M5", "2014") not in figures_on(response)


def test_a_conversion_tells_visitors_nothing_of_what_is_hidden(together):
    """Half of the share of a group and two points, where the share is shown."""
    define(together, "2015", halved(), numerator="who passed")
    Observation.objects.filter(period="2014", place__code="N", group_set__key="sector:arab").update(
        numerator=4
    )
    visitor = signed_in("visitor", together)
    assert "now 6.6%" in words_on(visitor.get(PAGE))
    response = visitor.get(PAGE, {"place": "N"})
    assert ("value", "M5@N/sector:arab", "2014") not in figures_on(response)
    assert "now 2.5%" not in words_on(response)
    assert "now 2.5%" in words_on(signed_in("data_lead", together).get(PAGE, {"place": "N"}))


def test_the_table_says_to_which_version_each_figure_belongs(together):
    client = signed_in("visitor", together)
    assert "Version 1" not in words_on(client.get(PAGE)).partition("What it means")[0]
    define(together, "2015", halved(), numerator="who passed")
    table = words_on(client.get(PAGE)).partition("What it means")[0]
    assert (table.count("Version 1"), table.count("Version 2")) == (1, 2)


def test_those_who_follow_a_measure_hear_of_its_new_definition(together):
    version = define(together, "2015", numerator="who passed")
    access = access_initiative(person("funder", together), "together")
    subject = indicators_as_subjects(Asking(access, date(2026, 2, 1), "en"), ["M5"])["M5"]
    assert version.pk in subject.rows["measurement.indicatordefinition"]


def test_a_version_of_later_periods_changes_nothing_yet(together):
    before = figures_on(signed_in("data_lead", together).get(PAGE))
    define(together, "2027", halved(), numerator="who passed")
    response = signed_in("data_lead", together).get(PAGE)
    assert figures_on(response) == before
    assert 'class="turn"' not in response.content.decode()


# --- the form ---


def filled(**more):
    return {
        "valid_from": "2015",
        "decided_on": "2026-01-31",
        "reason": "The ministry counts otherwise",
        "comparability": "converted",
        "times": "0.5",
        "plus": "2",
        "conversion": "Both ways in 2015",
        "numerator_en": "who passed",
        **more,
    }


def test_a_data_lead_defines_it_anew_on_the_page(together):
    answer = signed_in("data_lead", together).post(FORM, filled())
    assert answer.status_code == 302
    version = Indicator.objects.get().definitions.get(version=2)
    assert (version.times, version.plus) == (Decimal("0.5"), Decimal("0.02"))
    assert version.conversion.words("en") == "Both ways in 2015"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"valid_from": "2014/15"}, "Write a year"),
        ({"reason": ""}, "required"),
        ({"times": "", "plus": ""}, "Say by what figures are multiplied"),
        ({"conversion": ""}, "Say how the conversion was found."),
        ({"numerator_en": ""}, "The words are those of the version before."),
    ],
)
def test_it_says_what_is_missing_and_keeps_what_was_written(together, wrong, said):
    answer = signed_in("data_lead", together).post(FORM, filled(**wrong))
    assert answer.status_code == 200
    assert said in words_on(answer)
    assert not Indicator.objects.get().definitions.exists()


@pytest.mark.parametrize("role", ["partner_editor", "funder", "auditor", "visitor", "stranger"])
def test_nobody_else_defines_anything(together, role):
    client = signed_in(role, together)
    assert client.get(FORM).status_code == 404
    assert client.post(FORM, filled()).status_code == 404
    assert "Define it anew" not in words_on(client.get(PAGE))
    assert not Indicator.objects.get().definitions.exists()


# --- the workbook ---


def put(initiative, table, dry_run=False, **cells):
    sheet = Sheet(table, tuple(cells), (RawRow(2, tuple(cells.values())),))
    by = person("data_lead", initiative).actor
    return put_sheets(initiative=initiative, sheets=[sheet], by=by, dry_run=dry_run)


def test_versions_go_out_and_come_back_the_same(together):
    define(together, "2015", halved(), numerator="who passed")
    sheet = sheet_of("definitions", together)
    assert [row.cells[2] for row in sheet.rows] == ["", "2015"]
    by = person("data_lead", together).actor
    (told,) = put_sheets(initiative=together, sheets=[sheet], by=by).tables
    assert (told.unchanged, told.changed, told.added) == (2, 0, 0)
    Indicator.objects.get().definitions.all().delete()
    put_sheets(initiative=together, sheets=[sheet], by=by)
    version = Indicator.objects.get().definitions.get(version=2)
    assert (version.times, version.plus) == (Decimal("0.5"), Decimal("0.02"))


def test_a_version_from_a_file_keeps_the_words_of_the_one_before(together):
    Indicator.objects.update(numerator=text("who tried"))
    put(together, "definitions", indicator="M5", version="2", valid_from="2015")
    first = Indicator.objects.get().definitions.get(version=1)
    assert first.numerator.words("en") == "who tried"


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"version": "2"}, "version_from_nowhere"),
        ({"version": "1", "valid_from": "2015"}, "first_version_from"),
        (
            {"version": "2", "valid_from": "2015", "comparability": "converted", "times": "2"},
            "conversion_without_words",
        ),
        (
            {
                "version": "2",
                "valid_from": "2015",
                "comparability": "converted",
                "conversion_en": "found",
            },
            "conversion_without_numbers",
        ),
        ({"version": "2", "valid_from": "2015", "times": "2"}, "conversion_not_wanted"),
        ({"version": "3", "valid_from": "2015"}, "versions_out_of_order"),
    ],
)
def test_a_version_that_does_not_hold_is_named(together, cells, problem):
    define(together, "2016", numerator="who passed")
    if problem != "versions_out_of_order":
        Indicator.objects.get().definitions.all().delete()
    found = put(together, "definitions", indicator="M5", **cells).rejections
    assert [each.problem for each in found] == [problem]
    assert all(each.message and each.accepted for each in found)
