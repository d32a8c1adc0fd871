"""`shidra load` and `shidra template`, as a person at the keyboard meets them."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import translation

from shidra.exchange.workbook import TABLES
from shidra.initiatives.models import Initiative
from shidra.ui.management.site import Refused
from tests.exchange.workbooks import as_folder, sound


@pytest.mark.django_db
def test_load_prints_one_document_and_nothing_else(tmp_path, capsys):
    call_command("load", as_folder(sound(), tmp_path / "book"), "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["initiative"], document["written"], document["rejections"]) == (
        "brook",
        True,
        [],
    )


@pytest.mark.django_db
def test_load_ends_with_1_when_a_row_was_rejected_and_names_it(tmp_path, capsys):
    tables = sound()
    tables["places"][1]["kind"] = "village"
    with pytest.raises(SystemExit) as stop, translation.override("en"):
        call_command("load", as_folder(tables, tmp_path / "book"))
    said = capsys.readouterr()
    assert stop.value.code == 1
    assert "Rejected: places, row 3, column kind, “village”." in said.err
    assert "country, district, locality, neighbourhood, school" in said.err
    assert "“brook” is loaded." in said.err
    assert said.out.splitlines()[0].split() == [
        "Table", "Read", "New", "Changed", "Unchanged", "Missing", "here", "Rejected",
    ]  # fmt: skip


@pytest.mark.django_db
def test_load_ends_with_2_when_the_initiative_is_rejected(tmp_path, capsys):
    tables = sound()
    tables["initiative"][0]["currency"] = "gold"
    with pytest.raises(SystemExit) as stop:
        call_command("load", as_folder(tables, tmp_path / "book"), "--json")
    assert stop.value.code == 2
    assert json.loads(capsys.readouterr().out)["written"] is False
    assert Initiative.objects.count() == 0


@pytest.mark.django_db
def test_load_refuses_what_is_no_workbook_with_2(tmp_path):
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"%PDF-1.7")
    with pytest.raises(Refused) as refused:
        call_command("load", path)
    assert (refused.value.code, "PDF" in str(refused.value)) == (2, True)


@pytest.mark.django_db
def test_a_dry_run_writes_nothing(tmp_path, capsys):
    call_command("load", as_folder(sound(), tmp_path / "book"), "--dry-run", "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["dry_run"], document["written"]) == (True, False)
    assert document["tables"]["places"]["added"] == 3
    assert Initiative.objects.count() == 0


@pytest.fixture(params=["he", "ar", "en"])
def template(request, tmp_path):
    path = tmp_path / "empty.xlsx"
    call_command("template", output=path, language=request.param)
    return request.param, path


def test_the_template_has_every_table_and_runs_with_the_script(template):
    language, path = template
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[1:] == list(TABLES)
    for sheet in book.worksheets:
        assert bool(sheet.sheet_view.rightToLeft) == (language != "en")
    header = [cell.value for cell in book["factors"][1]]
    assert header == [column.name for column in TABLES["factors"].columns]


def test_the_template_explains_every_column_in_its_language(template):
    language, path = template
    book = openpyxl.load_workbook(path)
    letters = {"he": "[א-ת]{2}", "ar": "[ء-ي]{2}", "en": "[a-z]{2}"}[language]
    for name in TABLES:
        for cell in book[name][1]:
            assert re.search(letters, cell.comment.text.lower()), (name, cell.value)


def test_the_template_offers_lists_and_checks(template):
    _, path = template
    sheet = openpyxl.load_workbook(path)["observations"]
    checks = {
        str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation
    }
    columns = [column.name for column in TABLES["observations"].columns]
    quality = checks[f"{chr(ord('A') + columns.index('quality'))}2"]
    assert (quality.type, quality.formula1) == ("list", '"A,B,C,D"')
    numerator = checks[f"{chr(ord('A') + columns.index('numerator'))}2"]
    assert (numerator.type, numerator.operator, float(numerator.formula1)) == (
        "decimal",
        "greaterThanOrEqual",
        0,
    )


def test_an_untouched_template_has_nothing_to_load(template):
    with pytest.raises(Refused) as refused, translation.override("en"):
        call_command("load", template[1])
    assert "nothing to load" in str(refused.value)


@pytest.mark.django_db
def test_a_filled_template_loads(template, capsys):
    _, path = template
    book = openpyxl.load_workbook(path)
    for name, rows in sound().items():
        sheet = book[name]
        header = [cell.value for cell in sheet[1]]
        for further in dict.fromkeys(column for row in rows for column in row):
            if further not in header:
                header.append(further)
                sheet.cell(row=1, column=len(header), value=further)
        for number, row in enumerate(rows, start=2):
            for column, value in row.items():
                sheet.cell(row=number, column=header.index(column) + 1, value=value)
    book.save(path)
    call_command("load", path, "--json")
    document = json.loads(capsys.readouterr().out)
    assert (document["rejections"], document["warnings"]) == ([], [])
    assert document["totals"]["added"] == sum(len(rows) for rows in sound().values())


def test_the_template_must_be_called_xlsx(tmp_path):
    with pytest.raises(Refused):
        call_command("template", output=tmp_path / "empty.csv")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_it_says_in_one_line_that_the_disk_is_full(tmp_path):
    (tmp_path / "full.xlsx").symlink_to("/dev/full")
    with pytest.raises(Refused) as refused:
        call_command("template", "-o", str(tmp_path / "full.xlsx"))
    assert refused.value.code == 2
    assert "full.xlsx" in str(refused.value)
