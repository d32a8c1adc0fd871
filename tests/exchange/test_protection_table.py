"""The rules of protection travel in the workbook, and are a ladder there too."""

import pytest

from shidra.audit.models import SYSTEM, Record
from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.protection.actions import set_rules
from shidra.protection.models import DisclosureRule
from shidra.protection.queries import rules_of
from tests.exchange.test_stored import say_nothing_new, sheet_of
from tests.factories import make_initiative
from tests.personas import signed_in
from tests.protection.districts import rule, rules_by_audience

pytestmark = pytest.mark.django_db

HEADER = ("audience", "people", "events", "without", "hides_zeros", "keeps_totals")


@pytest.fixture
def initiative():
    return make_initiative("ours", min_cell=10)


def table(*rows, header=HEADER):
    return Sheet(
        "protection",
        header,
        tuple(RawRow(number, tuple(row.split(","))) for number, row in enumerate(rows, 2)),
    )


def put(initiative, sheet, dry_run=False):
    return put_sheets(initiative=initiative, sheets=[sheet], by=SYSTEM, dry_run=dry_run)


def said(report):
    return [(found.row, found.column, found.problem) for found in report.rejections]


def told(initiative):
    return {
        each.audience: (each.people, each.events, each.without) for each in rules_of(initiative)
    }


def test_it_takes_rules_and_gives_them_back_as_they_were(initiative):
    rows = table("visitors,20,12,11,yes,no", "partners,5,4,3,no,no", "funders,10,9,8,no,yes")
    assert put(initiative, rows, dry_run=True).total("added") == 3
    assert not DisclosureRule.objects.exists()
    put(initiative, rows)
    assert told(initiative) == {
        "visitors": (20, 12, 11),
        "partners": (5, 4, 3),
        "funders": (10, 9, 8),
    }
    before = Record.objects.count()
    say_nothing_new(initiative, ["protection"])
    assert Record.objects.count() == before
    assert [row.cells[0] for row in sheet_of("protection", initiative).rows] == [
        "visitors",
        "partners",
        "funders",
    ]


def test_an_initiative_without_rules_has_an_empty_table(initiative):
    assert sheet_of("protection", initiative).rows == ()
    put(initiative, table())
    assert not DisclosureRule.objects.exists()


def test_one_row_writes_the_rules_of_all_audiences(initiative):
    assert not said(put(initiative, table("partners,5,5,5,,")))
    assert told(initiative)["visitors"] == (10, 10, 10)
    assert DisclosureRule.objects.count() == 3


def test_columns_that_are_left_out_stay_as_they_are(initiative):
    set_rules(
        initiative=initiative,
        rules=[rule("visitors", 10, hides_zeros=True)],
        by=SYSTEM,
        reason="agreed",
    )
    put(initiative, table("visitors,15,15,15", header=HEADER[:4]))
    kept = DisclosureRule.objects.get(audience="visitors")
    assert (kept.people, kept.hides_zeros) == (15, True)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["visitors,5,10,10,,"], (2, "people")),
        (["partners,5,5,5,,", "funders,4,6,4,,"], (3, "events")),
        (["partners,10,10,10,yes,"], (2, "hides_zeros")),
        (["visitors,20,20,20,,", "partners,5,5,21,,"], (3, "without")),
    ],
)
def test_rules_that_are_no_ladder_are_told_by_row_and_column(initiative, rows, found):
    report = put(initiative, table(*rows))
    assert said(report) == [(*found, "no_ladder")]
    assert told(initiative)[rows[found[0] - 2].partition(",")[0]] == (10, 10, 10)


def test_rows_are_held_against_what_was_written_before(initiative):
    rules_by_audience(initiative)
    assert not said(put(initiative, table("partners,9,9,9,,"), dry_run=True))
    assert said(put(initiative, table("funders,4,6,4,,"))) == [(2, "events", "no_ladder")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("steering,5,5,5,,", "audience"),
        ("partners,0,5,5,,", "people"),
        ("partners,5,,5,,", "events"),
        ("partners,5,5,x,,", "without"),
        ("partners,5,5,5,perhaps,", "hides_zeros"),
    ],
)
def test_cells_that_are_no_rule_are_rejected(initiative, row, column):
    assert [found[1] for found in said(put(initiative, table(row)))] == [column]
    assert not DisclosureRule.objects.exists()


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_rules_are_changed_on_their_page_and_nowhere_among_the_records(initiative, language):
    rules_by_audience(initiative)
    backbone = signed_in("backbone", initiative)
    assert backbone.get(f"/{language}/i/ours/records/protection/").status_code == 404
    assert "records/protection" not in backbone.get(f"/{language}/i/ours/records/").content.decode()
    assert backbone.get(f"/{language}/i/ours/protection/").status_code == 200
