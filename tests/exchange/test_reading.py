"""Files of every sort, sound and hostile: each is read, or refused in a sentence."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from shidra.exchange.workbook import WorkbookError, check, read_workbook, reading
from tests.exchange.workbooks import as_csv, as_folder, as_spreadsheet, sound


def refusal(path: Path) -> str:
    with pytest.raises(WorkbookError) as caught:
        read_workbook(path)
    said = {}
    for language in ("he", "ar", "en"):
        with translation.override(language):
            said[language] = str(caught.value)
    assert all(said.values())
    return said["en"]


@pytest.mark.parametrize("form", ["five-units", "five-units.xlsx"])
def test_it_reads_the_real_workbook_in_both_forms(shared, form):
    told = []
    workbook = read_workbook(shared / "data" / form, lambda table, rows: told.append((table, rows)))
    checked = check(workbook)
    assert checked.rejections == ()
    counts = {name: len(table.rows) for name, table in checked.tables.items()}
    assert (counts["observations"], counts["places"], counts["factors"]) == (4409, 313, 14)
    assert sum(rows for _, rows in told) == sum(counts.values())


def test_both_forms_of_the_real_workbook_say_the_same(shared):
    folder, sheet = (
        check(read_workbook(shared / "data" / form)) for form in ("five-units", "five-units.xlsx")
    )
    for name, table in folder.tables.items():
        assert sheet.tables[name].rows == table.rows, name


def test_it_reads_a_packed_folder(tmp_path):
    path = tmp_path / "book.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, rows in sound().items():
            archive.writestr(f"brook/{name}.csv", as_csv(rows))
    assert check(read_workbook(path)).rejections == ()


def test_the_order_of_columns_is_free_and_capitals_in_their_names_do_not_matter(tmp_path):
    folder = as_folder(sound(), tmp_path / "book")
    (folder / "links.csv").write_text("Strength,SIGN, target ,source\n3,+,O,F1\n", "utf-8")
    checked = check(read_workbook(folder))
    assert (len(checked.tables["links"].rows), checked.tables["links"].rejections) == (1, [])


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    folder = as_folder(sound(), tmp_path / "book")
    path = folder / "factors.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert check(read_workbook(folder)).rejections == ()


def test_the_name_of_a_file_does_not_decide_what_it_is(tmp_path):
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    assert check(read_workbook(path.rename(tmp_path / "book.bin"))).rejections == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 \n1 0 obj", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls"),
        (b"just words", "no workbook"),
        (b"PK\x03\x04" + b"\0" * 60, "no workbook"),
    ],
)
def test_it_says_what_a_file_is_that_is_no_workbook(tmp_path, content, words):
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    assert words in refusal(path)


def test_it_says_that_a_path_does_not_exist(tmp_path):
    assert "There is no file or folder" in refusal(tmp_path / "nowhere.xlsx")


def test_it_says_that_a_folder_holds_no_tables(tmp_path):
    assert "There are no .csv files" in refusal(tmp_path)


def test_it_says_that_a_packed_file_is_something_else(tmp_path):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"light")
    assert "neither a spreadsheet nor .csv" in refusal(path)


def test_it_refuses_a_truncated_spreadsheet(tmp_path):
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert "no workbook" in refusal(path)


def test_it_refuses_a_spreadsheet_whose_inside_is_broken(tmp_path):
    path = repacked(as_spreadsheet(sound(), tmp_path / "book.xlsx"), {"xl/workbook.xml": b"<a><b>"})
    assert "cannot be read" in refusal(path)


def repacked(path: Path, replaced: dict[str, bytes]) -> Path:
    new = path.with_name(f"new-{path.name}")
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in old.namelist():
            archive.writestr(name, replaced.pop(name, None) or old.read(name))
        for name, content in replaced.items():
            archive.writestr(name, content)
    return new


def test_it_refuses_a_bomb_before_unpacking_it(tmp_path):
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    bomb = repacked(path, {"xl/media/picture.bin": b"\0" * 30_000_000})
    assert bomb.stat().st_size < 100_000
    assert "more than 100 times" in refusal(bomb)


def test_it_refuses_too_many_parts(tmp_path):
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    assert "at most 1000" in refusal(repacked(path, {f"x/{n}": b"x" for n in range(1000)}))


def test_it_refuses_what_unpacks_to_too_much(tmp_path, monkeypatch):
    from shidra.exchange.workbook import archives

    monkeypatch.setattr(archives, "MOST_BYTES", 10_000)
    assert "MB are read" in refusal(as_spreadsheet(sound(), tmp_path / "book.xlsx"))


def test_it_refuses_xml_that_swells(tmp_path):
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    hostile = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet>&e29;</worksheet>'
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    assert "cannot be read" in refusal(
        repacked(path, {"xl/worksheets/sheet1.xml": hostile.encode()})
    )


def test_it_refuses_too_many_cells_whatever_size_a_sheet_declares(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CELLS", 100)
    assert "too large" in refusal(as_spreadsheet(sound(), tmp_path / "book.xlsx"))


def test_it_refuses_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert "“factors” is too large" in refusal(as_folder(sound(), tmp_path / "book"))


def test_a_single_cell_far_down_does_not_stop_it_for_long(tmp_path):
    path = as_spreadsheet(sound(), tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book["links"].cell(row=1_048_576, column=1, value="F1")
    book.save(path)
    assert "“links” is too large" in refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"source,target\nF1,O\nF\x001,O\n", "Line 3 of “links.csv” holds a zero byte"),
        ("source,target\nF1,נחל".encode("cp1255"), "Line 2 of “links.csv” is not UTF-8"),
        ("source,target\nF1,O".encode("utf-16"), "“links.csv” is written in UTF-16"),
        (b'source,target\nF1,"O\n', "of “links.csv” cannot be read: a quotation mark"),
        (b"source;target\nF1;O\n", "must be separated by commas"),
        (b'source,target\nF1,"' + b"x" * 200_000 + b'"\n', "of “links.csv” cannot be read"),
    ],
)
def test_it_names_file_and_line_of_broken_text(tmp_path, content, words):
    folder = as_folder(sound(), tmp_path / "book")
    (folder / "links.csv").write_bytes(content)
    assert words in refusal(folder)


@pytest.mark.parametrize("table", ["initiative", "factors", "indicators", "observations"])
def test_it_names_a_required_table_that_is_missing(tmp_path, table):
    tables = sound()
    del tables[table]
    assert f"missing: {table}." in refusal(as_folder(tables, tmp_path / "book"))


def test_only_four_tables_are_required(tmp_path):
    tables = {name: sound()[name] for name in ("initiative", "factors", "indicators")}
    tables["factors"][0]["owner"] = tables["factors"][2]["owner"] = None
    tables["observations"] = [{"indicator": "I1", "period": "2025", "value": "30"}]
    assert check(read_workbook(as_folder(tables, tmp_path / "book"))).rejections == ()


def test_it_says_that_there_is_nothing_in_an_empty_workbook(tmp_path):
    folder = as_folder(sound(), tmp_path / "book")
    for path in folder.iterdir():
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert "nothing to load" in refusal(folder)
