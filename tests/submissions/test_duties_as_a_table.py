"""Who owes which figures is a table of the workbook: checked, put, taken back, kept in the records."""

import pytest

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import RawRow, Sheet
from shidra.submissions.models import ReportingDuty
from tests.exchange.test_stored import sheet_of
from tests.personas import signed_in
from tests.submissions.partners import Partner

HEADER = ("organisation", "indicator", "place", "since", "until", "days_after")


def sheet(*rows):
    numbered = tuple(RawRow(number, row) for number, row in enumerate(rows, start=2))
    return Sheet("duties", HEADER, numbered)


def put(initiative, *rows, dry_run=False):
    return put_sheets(initiative=initiative, sheets=[sheet(*rows)], by=SYSTEM, dry_run=dry_run)


ONE = ("LA2710", "I1", "2710", "2025/26", "", "45")
ANY = ("SFAT", "I2", "", "2025/26", "2026/27", "60")


def test_a_dry_run_writes_nothing_and_the_same_twice_changes_nothing(ready_together):
    assert put(ready_together, ONE, ANY, dry_run=True).total("added") == 2
    assert not ReportingDuty.objects.exists()
    assert put(ready_together, ONE, ANY).total("added") == 2
    again = put(ready_together, ONE, ANY)
    assert (again.is_change, again.total("unchanged")) == (False, 2)
    assert put(ready_together, (*ONE[:5], "60")).total("changed") == 1
    assert ReportingDuty.objects.get(organisation__code="LA2710").days_after == 60
    # The partner finds it on its page, as if it had been asked for there.
    assert "תשפ״ו" in Partner.of(ready_together, "LA2710").get()


def test_what_is_stored_comes_back_as_it_was(ready_together):
    put(ready_together, ONE, ANY)
    stored = sheet_of("duties", ready_together)
    assert {row.cells[:2] for row in stored.rows} == {ONE[:2], ANY[:2]}
    assert not put_sheets(initiative=ready_together, sheets=[stored], by=SYSTEM).is_change


@pytest.mark.parametrize(
    ("at", "value", "column", "problem"),
    [
        (0, "NOBODY", "organisation", "unknown_code"),
        (1, "I999", "indicator", "unknown_code"),
        (2, "nowhere", "place", "unknown_code"),
        (3, "soon", "since", "not_period"),
        (3, "", "since", "missing"),
        (4, "2020/21", "until", "until_before_since"),
        (5, "900", "days_after", "too_large"),
    ],
)
def test_a_row_that_does_not_hold_is_told_and_stops_no_other(
    ready_together, at, value, column, problem
):
    wrong = [value if place == at else cell for place, cell in enumerate(ONE)]
    report = put(ready_together, tuple(wrong), ANY)
    (told,) = report.rejections
    assert (told.row, told.column, told.problem) == (2, column, problem)
    assert told.message
    assert told.accepted
    assert [each.organisation.code for each in ReportingDuty.objects.all()] == ["SFAT"]


def test_it_has_its_pages_in_the_records(ready_together):
    put(ready_together, ONE)
    client, root = signed_in("data_lead", ready_together), "/he/i/ready-together/records/duties/"
    page = client.get(root).content.decode()
    assert "LA2710" in page or "אום אל-פחם" in page
    taken = b"".join(client.get(f"{root}list.csv")).decode("utf-8-sig")
    assert taken.splitlines()[0].split(",")[:2] == ["organisation", "indicator"]
    assert "LA2710,I1" in taken
    duty = ReportingDuty.objects.get()
    assert client.get(f"{root}{duty.pk}/").status_code == 200
    assert client.get(f"{root}{duty.pk}/history/").status_code == 200
    assert client.get(f"{root}add/").status_code == 200
