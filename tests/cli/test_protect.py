"""`shidra protect` and `shidra audit` as a person at the keyboard meets them."""

import csv
import importlib.util
import subprocess
import sys

import pytest

from shidra.cli import COMMANDS

ROWS = [
    ("town", "sex", "n"),
    *[("Lod", "f", 3), ("Lod", "m", 40), ("Rahat", "f", 20), ("Rahat", "m", 31)],
    *[("Yarka", "f", 17), ("Yarka", "m", 0), ("Arad", "f", 25)],
]


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def counts(tmp_path):
    return written(tmp_path / "counts.csv", ROWS)


def protect(*arguments):
    return COMMANDS["protect"]([str(each) for each in arguments])


def audit(*arguments):
    return COMMANDS["audit"]([str(each) for each in arguments])


def test_it_writes_every_cell_with_margins_and_blanks_what_is_hidden(tmp_path, counts, capsys):
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "-o", out) == 0
    rows = read(out)
    assert list(rows[0]) == ["town", "sex", "n", "status"]
    assert len(rows) == 5 * 3
    assert rows[0] == {"town": "Total", "sex": "Total", "n": "136", "status": "safe"}
    by = {(row["town"], row["sex"]): row for row in rows}
    assert by["Lod", "f"] == {"town": "Lod", "sex": "f", "n": "", "status": "primary"}
    assert by["Yarka", "m"]["status"] == by["Arad", "m"]["status"] == "empty"
    assert by["Arad", "m"]["n"] == "0"
    for row in rows:
        assert (row["n"] == "") == (row["status"] in {"primary", "complementary"})
    told = capsys.readouterr()
    assert told.out == ""
    assert "15 cells, 1 primary, 3 complementary, certified" in told.err


def test_what_it_writes_passes_the_audit(tmp_path, counts, capsys):
    out, found = tmp_path / "out.csv", tmp_path / "audit.csv"
    assert protect(counts, "--count", "n", "-o", out) == 0
    assert audit(out, "--count", "n", "--truth", counts, "-o", found) == 0
    rows = read(found)
    assert list(rows[0]) == ["town", "sex", "status", "lo", "hi", "verdict", "truth"]
    assert {row["verdict"] for row in rows} == {"safe"}
    lod = next(row for row in rows if (row["town"], row["sex"]) == ("Lod", "f"))
    assert float(lod["lo"]) <= 3 <= float(lod["hi"])
    assert "1 primary: 0 exact, 0 narrow, 1 safe; certified" in capsys.readouterr().err


def test_hiding_the_small_count_alone_fails_the_audit(tmp_path, counts):
    out, found = tmp_path / "out.csv", tmp_path / "audit.csv"
    assert protect(counts, "--count", "n", "-o", out) == 0
    from shidra.core.disclosure import read_counts

    truth = read_counts(
        [dict(zip(ROWS[0], map(str, row), strict=True)) for row in ROWS[1:]], ["town", "sex"], "n"
    )
    shown = dict(zip(truth.cells(), truth.counts.ravel().tolist(), strict=True))
    rows = read(out)
    for row in rows:
        if row["status"] == "complementary":
            row |= {"n": str(shown[row["town"], row["sex"]]), "status": "safe"}
    broken = written(
        tmp_path / "broken.csv", [["town", "sex", "n", "status"], *(r.values() for r in rows)]
    )
    assert audit(broken, "--count", "n", "-o", found) == 1
    [row] = read(found)
    assert (row["town"], row["lo"], row["hi"], row["verdict"]) == ("Lod", "3", "3", "exact")


def test_without_a_status_every_blank_is_primary(tmp_path):
    shown = written(
        tmp_path / "shown.csv",
        [("sex", "n"), ("Total", 43), ("f", ""), ("m", 40)],
    )
    out = tmp_path / "audit.csv"
    assert audit(shown, "--count", "n", "-o", out) == 1
    assert read(out) == [
        {"sex": "f", "status": "primary", "lo": "3", "hi": "3", "verdict": "exact"}
    ]


def test_more_width_asks_for_more(tmp_path, counts):
    out, found = tmp_path / "out.csv", tmp_path / "audit.csv"
    assert protect(counts, "--count", "n", "--width", "30", "-o", out) == 0
    assert audit(out, "--count", "n", "--width", "30", "-o", found) == 0
    assert protect(counts, "--count", "n", "-o", out) == 0
    assert audit(out, "--count", "n", "--width", "500", "-o", found) == 1
    assert "narrow" in {row["verdict"] for row in read(found)}


def test_zeros_are_hidden_where_they_are_protected(tmp_path, counts):
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "--protect-zeros", "-o", out) == 0
    by = {(row["town"], row["sex"]): row for row in read(out)}
    assert by["Yarka", "m"]["status"] == by["Arad", "m"]["status"] == "primary"
    assert audit(out, "--count", "n", "-o", tmp_path / "audit.csv") == 0


def test_groups_of_a_hierarchy_get_margins_and_are_audited(tmp_path, counts):
    groups = written(
        tmp_path / "districts.csv",
        [("town", "district"), ("Lod", "Centre"), ("Rahat", "South"), ("Arad", "South")],
    )
    out, found = tmp_path / "out.csv", tmp_path / "audit.csv"
    hierarchy = f"town={groups}"
    assert protect(counts, "--count", "n", "--hierarchy", hierarchy, "-o", out) == 0
    rows = {(row["town"], row["sex"]): row for row in read(out)}
    assert rows["South", "Total"]["n"] == "76"
    assert rows["Centre", "f"]["status"] == "primary"  # Lod alone stands in it
    assert audit(out, "--count", "n", "--hierarchy", hierarchy, "--truth", counts, "-o", found) == 0
    assert audit(out, "--count", "n", "-o", found) == 2  # without it the margins make no sum


def test_rounding_gives_multiples_of_five_that_add_up(tmp_path, counts, capsys):
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "--method", "round", "-o", out) == 0
    by = {(row["town"], row["sex"]): int(row["n"]) for row in read(out)}
    assert all(count % 5 == 0 for count in by.values())
    towns = ["Lod", "Rahat", "Yarka", "Arad"]
    for sex in ("f", "m", "Total"):
        assert by["Total", sex] == sum(by[town, sex] for town in towns)
    for town in towns:
        assert by[town, "Total"] == by[town, "f"] + by[town, "m"]
    assert by["Lod", "f"] in {0, 5}
    assert "the largest change is" in capsys.readouterr().err
    assert audit(out, "--count", "n", "-o", tmp_path / "audit.csv") == 0


def test_tauargus_is_named_where_it_is_lacking(tmp_path, counts, capsys, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "--method", "tauargus", "-o", out) == 2
    assert "pytauargus" in capsys.readouterr().err
    assert not out.exists()


def test_what_tauargus_chooses_is_audited_too(tmp_path, counts):
    if importlib.util.find_spec("pytauargus") is None:
        pytest.skip("PYTAUARGUS IS NOT INSTALLED (uv sync --extra tauargus): NOT COMPARED")
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "--method", "tauargus", "-o", out) == 0
    assert audit(out, "--count", "n", "-o", tmp_path / "audit.csv") == 0


def test_a_byte_order_mark_and_hebrew_are_read_and_written(tmp_path):
    path, out = tmp_path / "counts.csv", tmp_path / "out.csv"
    path.write_text("\ufeffיישוב,n\nלוד,3\nערד,20\nרהט,30\n", encoding="utf-8")
    assert protect(path, "--count", "n", "-o", out) == 0
    assert {row["יישוב"] for row in read(out)} == {"Total", "לוד", "ערד", "רהט"}


def test_names_that_look_alike_are_one_category(tmp_path, capsys):
    """Spaces, composed letters and marks of direction: else three people would stand in two cells."""
    path, out = tmp_path / "counts.csv", tmp_path / "out.csv"
    for one, other in (
        ("Tel Aviv", " Tel  Aviv "),
        ("Tel Aviv", "Tel\u00a0Aviv"),
        ("Caf\u00e9", "Cafe\u0301"),
        ("לוד", "\u200fלוד"),
    ):
        path.write_text(f"town,n\n{one},3\n{other},20\nArad,30\n", encoding="utf-8")
        assert protect(path, "--count", "n", "-o", out) == 2
        assert f"Row 3: {one} stands twice" in capsys.readouterr().err
    path.write_text("עיר,Cafe\u0301\n לוד ,3\nערד,20\nרהט,30\n", encoding="utf-8")
    groups = tmp_path / "groups.csv"
    groups.write_text("\u200fלוד,מרכז\n", encoding="utf-8")
    arguments = ["--count", "Caf\u00e9", "--hierarchy", f"עיר={groups}"]
    assert protect(path, *arguments, "-o", out) == 0
    assert [row["עיר"] for row in read(out)] == ["Total", "מרכז", "לוד", "ערד", "רהט"]
    assert audit(out, *arguments, "--truth", path, "-o", tmp_path / "audit.csv") == 0


def test_a_file_of_another_system_and_columns_with_awkward_names_are_read(tmp_path):
    path, out = tmp_path / "counts.csv", tmp_path / "out.csv"
    path.write_bytes("\ufeffTotal,المدينة,n\r\nf,رهط,3\r\nm,رهط,20\r\nf,اللد,30\r\n".encode())
    assert protect(path, "--count", "n", "-o", out) == 0
    rows = read(out)
    assert list(rows[0]) == ["Total", "المدينة", "n", "status"]
    assert (rows[0]["Total"], rows[0]["المدينة"], rows[0]["n"]) == ("Total", "Total", "53")
    assert audit(out, "--count", "n", "--truth", path, "-o", tmp_path / "audit.csv") == 0
    path.write_text("town,status\nLod,3\n")
    assert protect(path, "--count", "status", "-o", out) == 2


def test_a_folder_that_is_not_there_is_named_before_any_work(tmp_path, counts, capsys):
    assert protect(counts, "--count", "n", "-o", tmp_path / "no" / "out.csv") == 2
    told = capsys.readouterr().err
    assert "there is no folder" in told
    assert "cells" not in told


def test_a_blank_without_a_status_is_primary_and_capitals_do_not_matter(tmp_path):
    shown = written(
        tmp_path / "shown.csv",
        [
            ("town", "n", "status"),
            ("Total", 53, ""),
            ("Lod", "", ""),
            ("Arad", "", "Complementary"),
        ],
    )
    out = tmp_path / "audit.csv"
    assert audit(shown, "--count", "n", "-o", out) == 0
    assert [(row["town"], row["status"], row["hi"]) for row in read(out)] == [
        ("Lod", "primary", "53"),
        ("Arad", "complementary", "53"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lacks the column n"),
        (b"town,sex\nLod,f\n", "lacks the column n"),
        (b"town,n\n", "no row"),
        (b"n\n4\n", "no dimension"),
        (b"town,town,n\nLod,Lod,3\n", "twice"),
        (b"town,,n\nLod,f,3\n", "no name"),
        (b"town,n\nLod,-3\n", "below 0"),
        (b"town,n\nLod,3.5\n", "not a whole number"),
        (b"town,n\nLod,many\n", "not a number"),
        (b"town,n\nLod,nan\n", "not a number"),
        (b"town,n\nLod,1e300\n", "not a number"),
        (b"town,n\nLod,\n", "n is empty"),
        (b"town,n\n,3\n", "town is empty"),
        (b"town,n\nLod,3\nLod,4\n", "stands twice"),
        (b"town,n\nLod,3\nTotal,4\n", "kept for margins"),
        (b"town,n\nLod,3,4\n", "3 cells"),
        (b"town,status,n\nLod,x,3\n", "cannot be called status"),
        ("town,n\nלוד,3\n".encode("cp1255"), "save it again as “CSV UTF-8”"),
        ("town,n\nLod,3\n".encode("utf-16"), "save it again as “CSV UTF-8”"),
        (b'town,n\n"Lod,3\n', "not CSV"),
        (b"town;n\nLod;3\n", "It has: town;n. Columns are parted by commas."),
        (b'town,n\nLod,"1,000"\n', "not a number"),
        (b"town,n\nLod,1_000\n", "not a number"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(tmp_path, capsys, content, said):
    path, out = tmp_path / "counts.csv", tmp_path / "out.csv"
    path.write_bytes(content)
    out.write_text("before")
    assert protect(path, "--count", "n", "-o", out) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert out.read_text() == "before"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"town,n\nTotal,7\n", "no inner cell"),
        (b"town,n\nTotal,7\nLod,3\nArad,3\n", "contradict"),
        (b"town,n\nTotal,2\nLod,3\nArad,\n", "contradict"),
        (b"town,n,status\nTotal,7,safe\nLod,,safe\nArad,4,safe\n", "blank and yet safe"),
        (b"town,n,status\nTotal,7,shown\nLod,3,safe\nArad,4,safe\n", "status is one of"),
        (b"town,n\nTotal,7\nLod,3\nLod,4\n", "stands twice"),
        (b"town,n\nTotal,x\nLod,3\n", "not a number"),
        (b"hi,n\nTotal,7\nLod,\n", "cannot be called hi"),
    ],
)
def test_a_published_table_that_is_none_ends_with_2(tmp_path, capsys, content, said):
    path = tmp_path / "shown.csv"
    path.write_bytes(content)
    assert audit(path, "--count", "n", "-o", tmp_path / "audit.csv") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "audit.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--min", "0"], "--min"),
        (["--width", "0"], "--width"),
        (["--width", "nan"], "--width"),
        (["--hierarchy", "town"], "DIM=FILE"),
        (["--hierarchy", "town=no-such-file.csv"], "No such file"),
        (["--method", "magic"], "invalid choice"),
    ],
)
def test_a_wrong_argument_ends_with_2(tmp_path, counts, capsys, arguments, said):
    assert protect(counts, "--count", "n", "-o", tmp_path / "out.csv", *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("town", "district"), ("Lod", "A"), ("Lod", "B")], "stands in"),
        ([("town", "district"), ("Lod", "Arad")], "is a group"),
        ([("town", "district"), ("Lod", "A", "B", "A")], "stands in"),
        ([("town", "district"), ("", "A")], "missing"),
    ],
)
def test_a_hierarchy_that_is_none_ends_with_2(tmp_path, counts, capsys, rows, said):
    groups = written(tmp_path / "groups.csv", rows)
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "--hierarchy", f"town={groups}", "-o", out) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("method", ["own", "round"])
def test_a_group_that_two_files_make_of_other_parts_is_refused(tmp_path, counts, capsys, method):
    groups = [
        f"town={written(tmp_path / f'{town}.csv', [(town, 'South')])}" for town in ("Lod", "Arad")
    ]
    out = tmp_path / "out.csv"
    hierarchies = [each for group in groups for each in ("--hierarchy", group)]
    given = [counts, "--count", "n", "--method", method, *hierarchies, "-o", out]
    assert protect(*given) == 2
    assert "“South” is made of other parts" in capsys.readouterr().err


def test_a_hierarchy_of_no_column_is_refused(tmp_path, counts, capsys):
    groups = written(tmp_path / "groups.csv", [("a", "b")])
    out = tmp_path / "out.csv"
    assert protect(counts, "--count", "n", "--hierarchy", f"age={groups}", "-o", out) == 2
    assert "age" in capsys.readouterr().err


def test_the_truth_of_another_table_is_refused(tmp_path, counts, capsys):
    out, found = tmp_path / "out.csv", tmp_path / "audit.csv"
    assert protect(counts, "--count", "n", "-o", out) == 0
    other = written(tmp_path / "other.csv", [*ROWS[:2], ("Lod", "m", 41), *ROWS[3:]])
    assert audit(out, "--count", "n", "--truth", other, "-o", found) == 2
    assert "rules out" in capsys.readouterr().err


def test_they_need_no_django(tmp_path, counts):
    out = tmp_path / "out.csv"
    program = (
        "import sys; from shidra.cli import COMMANDS; "
        f"code = COMMANDS['protect']([{counts!r}, '--count', 'n', '-o', {str(out)!r}]); "
        f"code += COMMANDS['audit']([{str(out)!r}, '--count', 'n', '-o', {str(out)!r} + '.a']); "
        "sys.exit(code or ('django' in sys.modules) * 9)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr
