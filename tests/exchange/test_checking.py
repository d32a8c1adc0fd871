"""Which rows of a workbook hold, and what is said about the others."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from shidra.exchange.workbook import Checked, Known, check, read_workbook
from shidra.exchange.workbook.rows import (
    CommitmentRow,
    FactorRow,
    NeedRow,
    ObservationRow,
    PlaceRow,
)
from tests.exchange.workbooks import Tables, as_folder, as_spreadsheet, sound


@pytest.fixture
def checked(tmp_path: Path):
    def run(tables: Tables, known: Known | None = None) -> Checked:
        return check(read_workbook(as_folder(tables, tmp_path / "book")), known)

    return run


def rejected(checked: Checked) -> list[tuple[str, int, str, str]]:
    return [(r.table, r.row, r.column, r.problem) for r in checked.rejections]


def noticed(checked: Checked) -> list[tuple[str, int, str, str]]:
    return [
        (n.table, n.row, n.column, n.problem)
        for table in checked.tables.values()
        for n in table.notices
    ] + [(n.table, n.row, n.column, n.problem) for n in checked.notices]


def test_it_takes_every_row_of_a_sound_workbook(checked):
    result = checked(sound())
    assert rejected(result) == []
    assert noticed(result) == []
    assert {name: table.read for name, table in result.tables.items()} == {
        name: len(rows) for name, rows in sound().items()
    }


def test_it_types_what_it_reads(checked):
    result = checked(sound())
    place = result.rows(PlaceRow)[1]
    assert (place.code, place.parent, place.attributes) == ("0028", "IL", {"cluster": "2"})
    first = result.rows(ObservationRow)[0]
    assert first.groups == ("sector:arab",)
    assert (first.numerator, first.denominator) == (Decimal(30), Decimal(120))
    assert result.rows(CommitmentRow)[0].signed_on == date(2025, 12, 1)
    assert result.rows(NeedRow)[1].amount == Decimal("500.5")


def test_it_reads_the_same_from_a_spreadsheet_and_from_a_folder(tmp_path):
    tables = sound()
    tables["places"][1]["population"] = "79000"
    folder = check(read_workbook(as_folder(tables, tmp_path / "book")))
    typed = sound()
    typed["places"][1]["population"] = 79000.0
    typed["commitments"][0]["signed_on"] = datetime(2025, 12, 1)  # noqa: DTZ001 - as Excel has it
    typed["needs"][0]["year"] = 2026
    typed["groups"][0]["priority"] = 1.5
    typed["places"][2]["code"] = 7000
    sheet = check(read_workbook(as_spreadsheet(typed, tmp_path / "book.xlsx")))
    assert rejected(sheet) == []
    for name, table in folder.tables.items():
        assert sheet.tables[name].rows == table.rows


def test_it_remembers_which_columns_the_file_had(checked):
    tables = sound()
    result = checked(tables)
    factor = result.rows(FactorRow)[1]
    assert "owner" in factor.model_fields_set
    assert "track" not in factor.model_fields_set
    assert factor.name == {"he": "גורם"}


SPOILT = [
    # table, row index, column, value, column reported, problem
    ("initiative", 0, "currency", "XYZ", "currency", "unknown_currency"),
    ("initiative", 0, "code", "a b", "code", "bad_slug"),
    ("initiative", 0, "ends_on", "2024-01-01", "ends_on", "ends_before_starts"),
    ("places", 1, "name_he", "", "name_he", "missing_words"),
    ("places", 1, "kind", "village", "kind", "not_choice"),
    ("places", 1, "parent", "XX", "parent", "unknown_code"),
    ("places", 1, "lat", "91", "lat", "too_large"),
    ("places", 1, "population", "-5", "population", "negative"),
    ("places", 1, "population", "5.5", "population", "not_whole"),
    ("places", 1, "population", "1,200", "population", "not_number"),
    ("places", 1, "code", "a|b", "code", "bad_code"),
    ("places", 1, "code", "x" * 65, "code", "too_long"),
    ("places", 1, "code", "=1+1", "code", "formula"),
    ("places", 1, "name_he", "=HYPERLINK(1)", "name_he", "formula"),
    ("places", 1, "name_he", "a\x07b", "name_he", "control_character"),
    ("places", 1, "cluster", "=1", "cluster", "formula"),
    ("groups", 0, "priority", "0", "priority", "too_small"),
    ("groups", 0, "priority", "1e-12", "priority", "too_small"),
    ("commitments", 0, "overhead", "0.999999", "overhead", "too_large"),
    ("options", 0, "max_share", "1e-12", "max_share", "too_small"),
    ("groups", 0, "reference", "maybe", "reference", "not_yes_or_no"),
    ("groups", 0, "dimension", "a:b", "dimension", "colon_in_dimension"),
    ("organisations", 0, "sector", "church", "sector", "not_choice"),
    ("factors", 1, "importance", "6", "importance", "too_large"),
    ("factors", 1, "code", "backbone", "code", "reserved_code"),
    ("factors", 1, "owner", "NOBODY", "owner", "unknown_code"),
    ("links", 0, "source", "O", "target", "link_to_itself"),
    ("links", 0, "target", "F9", "target", "unknown_code"),
    ("links", 0, "sign", "*", "sign", "not_choice"),
    ("links", 0, "strength", "", "strength", "missing"),
    ("evidence", 0, "about", "O>F2", "about", "unknown_code"),
    ("evidence", 0, "url", "javascript:alert(1)", "url", "not_address"),
    ("indicators", 0, "unit", "pounds", "unit", "not_choice"),
    ("observations", 0, "period", "2025/27", "period", "not_period"),
    ("observations", 0, "period", "2025-13", "period", "not_period"),
    ("observations", 0, "sector", "martian", "sector", "unknown_code"),
    ("observations", 0, "sector", "x" * 65, "sector", "too_long"),
    ("observations", 0, "sector", "arab|jewish", "sector", "bad_code"),
    ("observations", 0, "sector", "=1", "sector", "formula"),
    ("observations", 0, "numerator", "121", "numerator", "numerator_above_denominator"),
    ("observations", 0, "numerator", "-1", "numerator", "negative"),
    ("observations", 0, "numerator", "", "numerator", "half_measured"),
    ("observations", 0, "denominator", "", "denominator", "denominator_missing"),
    ("observations", 0, "value", "101", "value", "percent_out_of_range"),
    ("observations", 0, "numerator", "1e999", "numerator", "not_number"),
    ("observations", 0, "numerator", "NaN", "numerator", "not_number"),
    ("observations", 0, "numerator", "9" * 18, "numerator", "too_large_to_keep"),
    ("targets", 0, "value", "-1", "value", "percent_out_of_range"),
    ("activities", 0, "factors", "F1|F7", "factors", "unknown_code"),
    ("activities", 0, "factors", "|", "factors", "missing"),
    ("promises", 0, "partner", "sector:none", "partner", "unknown_code"),
    ("needs", 0, "amount", "-1", "amount", "negative"),
    ("needs", 0, "amount", "0.001", "amount", "too_fine"),
    ("needs", 0, "line", "F7", "line", "unknown_code"),
    ("needs", 0, "groups", "arab", "groups", "bad_group"),
    ("needs", 0, "year", "20260", "year", "too_large"),
    ("commitments", 0, "ends_on", "2025-01-01", "ends_on", "ends_before_starts"),
    ("commitments", 0, "currency", "USD", "rate", "rate_missing"),
    ("commitments", 0, "rate", "1e9", "rate", "too_large"),
    ("links", 0, "effect", "1e9", "effect", "too_large"),
    ("needs", 0, "groups", "|".join(f"sector:{n:060}" for n in range(9)), "groups", "too_long"),
    ("commitments", 0, "signed_on", "01/12/2025", "signed_on", "not_day"),
    ("commitments", 0, "signed_on", "2025-02-30", "signed_on", "not_day"),
    ("instalments", 0, "due_on", "", "due_on", "missing"),
    ("allocations", 0, "activity", "A9", "activity", "unknown_code"),
    ("options", 0, "effect", "14", "effect", "too_large"),
    ("options", 0, "unit_cost", "0", "unit_cost", "too_small"),
]


@pytest.mark.parametrize(("table", "index", "column", "value", "reported", "problem"), SPOILT)
def test_it_rejects_a_row_that_does_not_hold(
    checked, table, index, column, value, reported, problem
):
    tables = sound()
    tables[table][index][column] = value
    result = checked(tables)
    found = [r for r in result.rejections if r.table == table]
    assert (found[0].row, found[0].column, found[0].problem) == (index + 2, reported, problem)
    for language in ("he", "ar", "en"):
        with translation.override(language):
            assert found[0].message
            assert found[0].accepted or problem in {"formula", "error_cell"}
    kept = [row.number for row in result.tables[table].rows]
    expected = [] if table == "initiative" else [n + 2 for n in range(len(tables[table]))]
    assert kept == [n for n in expected if n != index + 2]


def test_more_than_all_is_taken_with_its_reason_and_told_of(checked):
    tables = sound()
    tables["observations"][0] |= {"numerator": "121", "reason": "נספרו גם מי שעברו"}
    result = checked(tables)
    kept = next(r for r in result.rows(ObservationRow) if r.number == 2)
    assert (kept.numerator, kept.reason) == (121, "נספרו גם מי שעברו")
    told = [n for n in result.tables["observations"].notices if n.row == 2]
    assert [each.problem for each in told] == ["numerator_above_denominator"]
    assert all(each.message for each in told)


def test_it_rejects_what_points_to_a_rejected_row_and_says_so(checked):
    tables = sound()
    tables["factors"][1]["kind"] = "wish"
    result = checked(tables)
    assert [(t, r, c, p) for t, r, c, p in rejected(result) if p == "rejected_code"] == [
        ("links", 2, "source", "rejected_code"),
        ("links", 3, "target", "rejected_code"),
        ("evidence", 2, "about", "rejected_code"),
        ("indicators", 3, "factor", "rejected_code"),
        ("activities", 2, "factors", "rejected_code"),
        ("needs", 2, "line", "rejected_code"),
        ("commitments", 2, "lines", "rejected_code"),
        # The commitment fell for its line, and with it what hangs on it.
        ("instalments", 2, "commitment", "rejected_code"),
        ("allocations", 2, "commitment", "rejected_code"),
        ("allocations", 2, "line", "rejected_code"),
        ("allocations", 3, "commitment", "rejected_code"),
        ("options", 2, "factor", "rejected_code"),
    ]


def test_it_rejects_all_places_of_a_circle_and_what_lies_in_them(checked):
    tables = sound()
    tables["places"][0]["parent"] = "0028"
    result = checked(tables)
    assert [r for r in rejected(result) if r[0] == "places"] == [
        ("places", 2, "parent", "place_cycle"),
        ("places", 3, "parent", "place_cycle"),
        ("places", 4, "parent", "rejected_code"),
    ]


def test_it_sees_a_circle_that_closes_through_what_is_stored(checked):
    tables = sound()
    tables["places"] = [{"code": "IL", "name_he": "ישראל", "parent": "OLD"}]
    known = Known(codes={"places": frozenset({"OLD", "IL", "0028", "7000"})}, parents={"OLD": "IL"})
    result = checked(tables, known)
    assert rejected(result) == [("places", 2, "parent", "place_cycle")]


@pytest.mark.parametrize(
    "table", ["places", "groups", "links", "observations", "needs", "allocations", "labels"]
)
def test_it_rejects_a_repeated_key_and_names_the_first_row(checked, table):
    tables = sound()
    tables[table].append(dict(tables[table][0]))
    result = checked(tables)
    found = [r for r in result.rejections if r.table == table]
    assert [(r.row, r.problem) for r in found] == [(len(tables[table]) + 1, "repeated_key")]
    assert "2" in found[0].message


def test_codes_differ_by_their_capitals(checked):
    tables = sound()
    tables["factors"].append({"code": "f1", "kind": "factor", "name_he": "אחר"})
    assert rejected(checked(tables)) == []


def test_it_takes_codes_that_are_stored_already(checked):
    tables = sound()
    del tables["organisations"]
    known = Known(codes={"organisations": frozenset({"FUND", "NGO"})})
    assert rejected(checked(tables, known)) == []
    assert rejected(checked(tables))[0] == ("factors", 2, "owner", "unknown_code")


def test_an_unknown_column_is_a_warning_and_never_an_error(checked):
    tables = sound()
    tables["factors"][0]["colour"] = "green"
    tables["pets"] = [{"code": "cat"}]
    result = checked(tables)
    assert rejected(result) == []
    assert noticed(result) == [
        ("factors", 1, "colour", "unknown_column"),
        ("pets", 0, "", "unknown_table"),
    ]


def test_it_rejects_the_rows_of_a_table_without_a_required_column(checked):
    tables = sound()
    for row in tables["links"]:
        del row["strength"]
    result = checked(tables)
    assert ("links", 1, "strength", "missing_column") in rejected(result)
    assert (result.tables["links"].read, result.tables["links"].rejected) == (2, 2)
    assert len(result.tables["factors"].rows) == 3


def test_without_its_initiative_nothing_of_a_workbook_holds(checked):
    tables = sound()
    tables["initiative"][0]["currency"] = "gold"
    result = checked(tables)
    assert result.initiative is None
    assert all(table.rejected == table.read for table in result.tables.values())


def test_it_notices_what_real_books_pass_through(checked):
    tables = sound()
    tables["instalments"][0]["amount"] = "800"
    tables["allocations"][0]["amount"] = "1400"
    tables["allocations"][1]["line"] = "learning"
    tables["observations"][0]["period"] = "2025/26"
    result = checked(tables)
    assert rejected(result) == []
    assert sorted(noticed(result)) == [
        ("allocations", 3, "line", "line_not_allowed"),
        ("commitments", 2, "amount", "allocated_above_commitment"),
        ("commitments", 2, "amount", "instalments_differ"),
        ("observations", 2, "period", "period_of_another_kind"),
    ]


def test_it_guesses_what_was_meant(checked):
    tables = sound()
    tables["needs"][0]["place"] = "0029"
    with translation.override("en"):
        assert "Did you mean “0028”?" in checked(tables).rejections[0].accepted
        tables["observations"][0]["sector"] = "arabb"
        assert "Did you mean “arab”?" in checked(tables).rejections[0].accepted


def test_a_value_outside_the_columns_rejects_its_row(tmp_path):
    folder = as_folder(sound(), tmp_path / "book")
    path = folder / "organisations.csv"
    path.write_text(path.read_text("utf-8") + "X,a name, with a comma,ngo\n", "utf-8")
    result = check(read_workbook(folder))
    assert rejected(result)[0][:2] == ("organisations", 4)
    assert [row.number for row in result.tables["organisations"].rows] == [2, 3]


def test_a_formula_in_a_spreadsheet_rejects_its_row_only(tmp_path):
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book["needs"]["C2"] = "=500+500"
    book["observations"]["D2"] = '="ar"&"ab"'
    book.save(path)
    result = check(read_workbook(path))
    assert rejected(result) == [
        ("observations", 2, "sector", "formula"),
        ("needs", 2, "amount", "formula"),
    ]
    assert result.rejections[1].value == "=500+500"


def test_it_rejects_a_period_that_the_spreadsheet_turned_into_a_day(tmp_path):
    tables = sound()
    tables["observations"][0]["period"] = date(2011, 12, 1)
    result = check(read_workbook(as_spreadsheet(tables, tmp_path / "book.xlsx")))
    assert rejected(result) == [("observations", 2, "period", "day_for_period")]
