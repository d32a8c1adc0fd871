"""`shidra inequality` as a person at the keyboard meets it."""

import json
import subprocess
import sys

import pytest

from shidra.cli import COMMANDS

HEADER = "case,subgroup,estimate,se,population,favourable,ordered,scale,order,reference\n"
ROWS = "".join(
    f"maths,Q{place},{y},{s},{n},1,1,100,{place},NA\n"
    for place, (y, s, n) in enumerate([(20, 5, 78), (30, 7, 91), (40, 10, 162)], start=1)
)


def run(*arguments: str) -> int:
    return COMMANDS["inequality"](list(arguments))


def test_it_prints_one_document_with_every_measure(tmp_path, capsys):
    path = tmp_path / "groups.csv"
    path.write_text("\ufeff" + HEADER + ROWS, encoding="utf-8")
    assert run(str(path), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told[0]) == {
        "case", "measure", "variant", "estimate", "se", "lower", "upper", "note",
    }  # fmt: skip
    first = told[0]
    assert (first["case"], first["measure"], first["estimate"]) == ("maths", "d", 20.0)
    assert first["note"] is None
    assert {each["measure"] for each in told} >= {"rii", "mdrw", "disproportion"}


def test_numerator_and_denominator_stand_in_for_a_rate(tmp_path, capsys):
    path = tmp_path / "counts.csv"
    path.write_text(
        "case,subgroup,numerator,denominator,scale,favourable\nx,a,10,40,100,1\nx,b,30,60,100,1\n"
    )
    assert run(str(path), "--json") == 0
    told = {each["measure"]: each for each in json.loads(capsys.readouterr().out)}
    assert told["d"]["estimate"] == 25.0
    assert told["d"]["se"] == pytest.approx(100 * (0.25 * 0.75 / 40 + 0.25 / 60) ** 0.5)
    assert told["mdmw"]["estimate"] == pytest.approx(0.4 * 15 + 0.6 * 10)


def test_counts_fill_in_what_a_row_lacks(tmp_path, capsys):
    path = tmp_path / "counts.csv"
    path.write_text(
        "case,subgroup,estimate,numerator,denominator,scale\nx,a,25,10,40,100\nx,b,,30,60,100\n"
    )
    assert run(str(path), "--json") == 0
    told = {each["measure"]: each for each in json.loads(capsys.readouterr().out)}
    assert told["d"]["se"] == pytest.approx(100 * (0.25 * 0.75 / 40 + 0.25 / 60) ** 0.5)
    assert told["mdmw"]["estimate"] == pytest.approx(0.4 * 15 + 0.6 * 10)


def test_names_that_look_alike_are_one(tmp_path, capsys):
    """Composed and decomposed letters, double spaces, marks of direction: one case, two groups."""
    path = tmp_path / "groups.csv"
    path.write_text(
        "\ufeffCase ,subgroup,estimate\r\nr\u00e9ussite  2016,a,1\r\nre\u0301ussite\u00a02016,b,3\r\n"
        "\u200fמתמטיקה,ערבי,10\r\nמתמטיקה,עברי,16\r\n",
        encoding="utf-8",
        newline="",
    )
    assert run(str(path), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["case"], each["estimate"]) for each in told if each["measure"] == "d"] == [
        ("r\u00e9ussite 2016", 2.0),
        ("מתמטיקה", 6.0),
    ]


def test_a_case_without_estimates_is_told_by_the_same_measures_and_variants(tmp_path, capsys):
    path = tmp_path / "groups.csv"
    path.write_text(HEADER + ROWS + "empty,a,NA,,9,1,1,100,1,1\nempty,b,,NA,9,1,1,100,2,0\n")
    assert run(str(path), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    by_case = {
        case: [(each["measure"], each["variant"]) for each in told if each["case"] == case]
        for case in ("maths", "empty")
    }
    assert by_case["maths"] == by_case["empty"]
    assert {each["estimate"] for each in told if each["case"] == "empty"} == {None}


def test_it_writes_a_whole_file_or_none(tmp_path, capsys):
    path, target = tmp_path / "groups.csv", tmp_path / "out.json"
    path.write_text(HEADER + ROWS)
    assert run(str(path), "-o", str(target)) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(target.read_text())[0]["measure"] == "d"
    assert run(str(path), "-o", str(tmp_path / "no" / "where.json")) == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["groups.csv", "out.json"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lacks the column"),
        (b"case,subgroup\nx,a\n", "lacks the column estimate"),
        (HEADER.encode(), "no row"),
        (b"case,case,subgroup,estimate\nx,x,a,1\n", "twice"),
        (b"case,subgroup,estimate\nx,a,many\n", "not a number"),
        (b"case,subgroup,estimate\nx,a,inf\n", "not a number"),
        (b"case,subgroup,estimate\n,a,1\n", "no name"),
        (b"case,subgroup,estimate,scale\nx,a,1,1\nx,b,1,100\n", "two things"),
        (b"case,subgroup,estimate,ordered\nx,a,1,yes\n", "1 or 0"),
        (b"case,subgroup,estimate,scale\nx,a,130,100\n", "outside"),
        ("case,subgroup,estimate\nx,גורם,1\n".encode("cp1255"), "save it again as “CSV UTF-8”"),
        (b"case,subgroup,estimate\nx,a,1,234\n", "row 2 has more cells"),
        (b"case,subgroup,estimate\nx,a,1_000\n", "not a number"),
        (b"case,subgroup,numerator\nx,a,10\n", "lacks the column denominator"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(tmp_path, capsys, content, said):
    path = tmp_path / "groups.csv"
    path.write_bytes(content)
    assert run(str(path), "--json") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert "Traceback" not in told.err


def test_it_asks_where_the_measures_go(tmp_path, capsys):
    assert run(str(tmp_path / "groups.csv")) == 2
    assert "Say where" in capsys.readouterr().err


def test_it_needs_no_django(tmp_path):
    path = tmp_path / "groups.csv"
    path.write_text(HEADER + ROWS)
    program = (
        "import sys; from shidra.cli import COMMANDS; "
        f"code = COMMANDS['inequality']([{str(path)!r}, '--json']); "
        "sys.exit(code or ('django' in sys.modules) * 9)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr
