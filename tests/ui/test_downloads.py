"""Sheets that people take along: right letters, and no formulas."""

import pytest

from shidra.i18n.isolates import ltr
from shidra.ui.downloads import csv_download, neutral


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        ltr("=1"),
        "\uff1d1",
        "\uff0b1",
        "\uff20A1",
    ],
)
def test_it_neutralises_what_a_spreadsheet_would_compute(cell: str) -> None:
    assert str(neutral(cell)).startswith("'")


def test_it_leaves_numbers_and_words_alone() -> None:
    assert neutral(-5) == -5
    assert neutral(None) == ""
    assert neutral("לוד") == "לוד"
    assert neutral(ltr("0–25")) == "0–25"


@pytest.mark.parametrize(
    "cell",
    [
        "x;=1+1",
        "x; @SUM(A1)",
        "x\t=1+1",
        "one\n=1+1",
        'x;"=1+1',
        "x;;-1+cmd",
        ltr("x;\uff1d1"),
    ],
)
def test_it_computes_nothing_either_where_semicolons_or_tabs_part_the_cells(cell: str) -> None:
    text = csv_download("sheet", ["name"], [["first", cell, "last"]]).content.decode("utf-8-sig")
    for by in (";", "\t"):
        parts = [part for line in text.splitlines() for part in line.split(by)]
        assert len(parts) > 1
        assert not [
            part for part in parts if part.lstrip(' "').startswith(("=", "-", "@", "\uff1d"))
        ]


def test_it_opens_in_hebrew() -> None:
    answer = csv_download("sheet", ["שם"], [["=לוד"], [None], [7.5]])
    assert answer.content.decode("utf-8") == '\ufeffשם\r\n\'=לוד\r\n""\r\n7.5\r\n'
    assert answer["Content-Disposition"] == 'attachment; filename="sheet.csv"'


def test_a_title_is_made_harmless_as_well() -> None:
    answer = csv_download("sheet", ["=cmd|' /C calc'!A0"], [])
    assert answer.content.decode("utf-8") == "\ufeff'=cmd|' /C calc'!A0\r\n"
