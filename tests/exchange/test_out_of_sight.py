"""Whoever loads a workbook changes no record that they may not see, as in the forms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import LoadReport, load_workbook
from shidra.funding.models import Allocation, Commitment, Instalment
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import access_initiative
from shidra.network.models import Activity, Promise
from shidra.roadmap.models import EvidenceItem
from tests.exchange.workbooks import Tables, as_folder, as_spreadsheet, sound
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db

HIDDEN = {"commitments": Commitment, "activities": Activity, "promises": Promise}


@pytest.fixture
def brook(tmp_path) -> Initiative:
    """An initiative in which one of each record with a visibility is private."""
    load_workbook(path=as_folder(sound(), tmp_path / "book"), by=SYSTEM)
    for model in (*HIDDEN.values(), EvidenceItem):
        model.objects.update(visibility="private")
    return Initiative.objects.get(code="brook")


@pytest.fixture
def load(brook, tmp_path):
    def load(role: str, tables: Tables, *, dry_run: bool = False) -> LoadReport:
        access = access_initiative(person(role, brook), "brook")
        path = as_folder(tables, tmp_path / "again")
        return load_workbook(path=path, by=access.actor, access=access, dry_run=dry_run)

    return load


def altered() -> Tables:
    tables = sound()
    tables["commitments"][0] |= {"amount": "5", "visibility": "public"}
    tables["activities"][0] |= {"name_he": "אחרת", "visibility": "public"}
    tables["promises"][0] |= {"text_he": "אחרת", "visibility": "public"}
    tables["evidence"][0] |= {"citation": "Mine now", "visibility": "public"}
    tables["organisations"][0]["name_he"] = "קרן אחרת"
    return tables


def test_a_data_lead_overwrites_no_private_commitment_by_a_workbook(load):
    report = load("data_lead", altered())
    found = {(each.table, each.row, each.column, each.problem) for each in report.rejections}
    assert ("commitments", 2, "code", "already_there") in found
    assert Commitment.objects.get(code="C1").amount == 900_00
    assert Commitment.objects.get(code="C1").visibility == "private"


def test_nor_a_private_activity_promise_or_piece_of_evidence(load):
    report = load("data_lead", altered())
    refused = {each.table for each in report.rejections if each.problem == "already_there"}
    assert refused == {"commitments", "activities", "promises", "evidence"}
    assert Activity.objects.get(code="A1").name.words("he") == "פעולה"
    assert Promise.objects.get(code="P1").text.words("he") == "כסף"
    assert EvidenceItem.objects.get(code="E1").citation == "A study"


def test_nor_the_instalments_and_allocations_of_money_out_of_sight(load):
    tables = altered()
    del tables["commitments"]
    tables["instalments"][0]["amount"] = "1"
    tables["allocations"][0]["amount"] = "1"
    report = load("data_lead", tables)
    found = {(each.table, each.row, each.column, each.problem) for each in report.rejections}
    assert ("instalments", 2, "commitment", "unknown_code") in found
    assert ("allocations", 2, "commitment", "unknown_code") in found
    assert Instalment.objects.get().amount == 900_00
    assert Allocation.objects.filter(amount=1_00).count() == 0


def test_all_other_rows_of_that_file_are_saved(load, brook):
    report = load("data_lead", altered())
    assert report.exit_code == 1
    assert brook.organisations.get(code="FUND").name.words("he") == "קרן אחרת"


def test_the_report_counts_nothing_that_is_out_of_sight_as_missing(load):
    tables = sound()
    for table in ("commitments", "activities", "promises", "evidence"):
        tables[table] = [tables[table][0] | {"code": "NEW"}]
    tables["instalments"] = [{"commitment": "NEW", "due_on": "2026-01-15", "amount": "1"}]
    tables["allocations"] = [{"commitment": "NEW", "line": "F1", "year": "2026", "amount": "1"}]
    assert load("backbone", tables, dry_run=True).total("missing_here") == 9
    assert load("data_lead", tables, dry_run=True).total("missing_here") == 0


def test_the_backbone_who_sees_them_loads_them(load):
    assert load("backbone", altered()).exit_code == 0
    assert Commitment.objects.get(code="C1").amount == 5_00


def test_the_page_says_it_with_row_and_column(brook, tmp_path, settings):
    settings.DATA = tmp_path / "data"
    path = as_spreadsheet(altered(), tmp_path / "ours.xlsx")
    client = signed_in("data_lead", brook)
    handed_in = client.post(
        "/en/i/brook/load/", {"file": SimpleUploadedFile(path.name, path.read_bytes())}
    )
    words = strip(client.get(handed_in.headers["Location"]).content.decode())
    assert "There is one of this already." in words
    client.post(handed_in.headers["Location"])
    assert Commitment.objects.get(code="C1").amount == 900_00
    assert brook.organisations.get(code="FUND").name.words("he") == "קרן אחרת"
