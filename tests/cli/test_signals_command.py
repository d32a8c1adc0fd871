"""`shidra signals` as a person at the keyboard meets it."""

import json
import subprocess
import sys

import pytest

from shidra.cli import COMMANDS

HEADER = "series,date,value\n"
FLOW = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)


def run(*arguments: str) -> int:
    return COMMANDS["signals"](list(arguments))


def told(path, capsys, *more: str) -> dict[str, list[dict]]:
    assert run(str(path), "--improvement", "increase", "--json", *more) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def flow(tmp_path):
    path = tmp_path / "flow.csv"
    rows = "".join(f"flow,{batch},{value}\n" for batch, value in enumerate(FLOW, start=1))
    path.write_text("\ufeff" + HEADER + rows, encoding="utf-8")
    return path


def test_it_prints_one_document_with_points_and_series(flow, capsys):
    document = told(flow, capsys, "--target", "40")
    assert set(document) == {"points", "series"}
    assert len(document["points"]) == 10
    first = document["points"][0]
    assert list(first) == [
        "series", "date", "value", "mean", "lower", "upper", "rule", "side", "variation",
    ]  # fmt: skip
    assert (first["series"], first["date"], first["value"]) == ("flow", "1", 49.6)
    assert (first["mean"], first["rule"], first["side"]) == (50.81, "none", None)
    assert (first["lower"], first["upper"]) == pytest.approx((45.8151, 55.8049), abs=5e-5)
    assert first["variation"] == "common"
    assert document["series"] == [{"series": "flow", "assurance": "pass", "short": True}]


def test_without_a_target_there_is_no_assurance(flow, capsys):
    assert told(flow, capsys)["series"][0]["assurance"] == "none"


def test_several_series_in_one_file_keep_the_order_of_its_rows(tmp_path, capsys):
    path = tmp_path / "two.csv"
    rows = [("ب", "2024", 1), ("א", "2024", 5), ("ب", "2025", 2), ("א", "2025", 5)]
    path.write_text(HEADER + "".join(f"{a},{b},{c}\n" for a, b, c in rows), encoding="utf-8")
    document = told(path, capsys)
    assert [(p["series"], p["date"], p["value"]) for p in document["points"]] == rows
    assert [p["mean"] for p in document["points"]] == [1.5, 5, 1.5, 5]
    assert [each["series"] for each in document["series"]] == ["ب", "א"]
    path.write_text(
        HEADER + "".join(f"{a},{b},{c}\n" for a, b, c in sorted(rows)), encoding="utf-8"
    )
    one, other = document["points"], told(path, capsys)["points"]
    assert sorted(map(str, one)) == sorted(map(str, other))


def test_every_option_reaches_the_limits(tmp_path, capsys):
    path = tmp_path / "long.csv"
    values = [10, 12] * 7 + [60] + [20, 22] * 7
    rows = "".join(f"x,{place},{value}\n" for place, value in enumerate(values))
    path.write_text(HEADER + rows)
    whole = told(path, capsys)["points"]
    assert {p["mean"] for p in told(path, capsys, "--rebase-at", "16")["points"][15:]} == {21}
    assert {p["mean"] for p in told(path, capsys, "--fix-after", "14")["points"]} == {11}
    wide = told(path, capsys, "--no-screening")["points"]
    assert wide[0]["upper"] > whole[0]["upper"]
    worse = run(str(path), "--improvement", "decrease", "--json", "--fix-after", "14")
    assert worse == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert (points[14]["rule"], points[14]["variation"]) == ("outside", "concern")


def test_it_writes_a_whole_file_or_none(flow, tmp_path, capsys):
    target = tmp_path / "out.json"
    assert run(str(flow), "--improvement", "neutral", "-o", str(target)) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(target.read_text())["series"][0]["assurance"] == "none"
    assert run(str(flow), "--improvement", "neutral", "-o", str(tmp_path)) == 2
    assert sorted(each.name for each in tmp_path.iterdir()) == ["flow.csv", "out.json"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "lacks the column"),
        (b"series,value\nx,1\n", "lacks the column date"),
        (HEADER.encode(), "no row"),
        (b"series,date,value\nx,1,\n", "Row 2: value is missing"),
        (b"series,date,value\nx,1,2\nx,2,many\n", "Row 3: value"),
        (b"series,date,value\nx,1,nan\n", "not a number"),
        (b"series,date,value\nx,1,inf\n", "not a number"),
        (b"series,date,value\n,1,1\n", "no name"),
        (b"series,date,value\nx,2024,1\nx,2024,2\n", "x: 2024 stands twice"),
        ("series,date,value\nמדד,1,1\n".encode("cp1255"), "UTF-8"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(tmp_path, capsys, content, said):
    path = tmp_path / "series.csv"
    path.write_bytes(content)
    assert run(str(path), "--improvement", "increase", "--json") == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ((), "--improvement"),
        (("--improvement", "up"), "invalid choice"),
        (("--improvement", "increase"), "Say where"),
        (("--improvement", "increase", "--json", "--rebase-at", "0"), "point 1"),
        (("--improvement", "increase", "--json", "--rebase-at", "11"), "no series reaches"),
        (("--improvement", "increase", "--json", "--fix-after", "1"), "two points"),
        (("--improvement", "increase", "--json", "--target", "nan"), "not finite"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_a_sentence(flow, capsys, more, said):
    assert run(str(flow), *more) == 2
    answer = capsys.readouterr()
    assert said in answer.err
    assert answer.out == ""


def test_it_needs_no_django_and_no_arrays(flow):
    program = (
        "import sys; from shidra.cli import COMMANDS; "
        f"code = COMMANDS['signals']([{str(flow)!r}, '--improvement', 'increase', '--json']); "
        "sys.exit(code or ('django' in sys.modules) * 9 or ('numpy' in sys.modules) * 8)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr
