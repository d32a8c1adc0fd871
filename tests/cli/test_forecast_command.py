"""`shidra forecast` as a person at the keyboard meets it."""

import json
import subprocess
import sys

import pytest

from shidra.cli import COMMANDS
from shidra.cli.forecast import METHODS
from shidra.core import series

HEADER = "series,t,y\n"
ROWS = "".join(f"x,{t},{y}\n" for t, y in zip(range(2013, 2019), (2, 5, 4, 8, 7, 9), strict=True))


def run(*arguments: str) -> int:
    return COMMANDS["forecast"](list(arguments))


@pytest.fixture
def six(tmp_path):
    path = tmp_path / "six.csv"
    path.write_text("\ufeff" + HEADER + ROWS, encoding="utf-8")
    return path


def told(path, capsys, *more: str) -> list[dict]:
    assert run(str(path), "--json", *more) == 0
    return json.loads(capsys.readouterr().out)


def test_the_methods_of_the_command_are_those_of_the_core():
    assert METHODS == series.METHODS


@pytest.mark.parametrize("method", METHODS)
def test_every_method_answers_step_by_step(six, capsys, method):
    steps = told(six, capsys, "--horizon", "3", "--method", method)
    assert [step["h"] for step in steps] == [1, 2, 3]
    assert list(steps[0]) == ["series", "method", "h", "mean", "lo80", "hi80", "lo95", "hi95"]
    assert {(step["series"], step["method"]) for step in steps} == {("x", method)}
    wanted = series.forecast([2, 5, 4, 8, 7, 9], 3, method)
    assert [step["mean"] for step in steps] == [step.mean for step in wanted]


def test_without_a_method_it_draws_the_drift(six, capsys):
    steps = told(six, capsys, "--horizon", "2")
    assert [(step["method"], step["mean"]) for step in steps] == [
        ("drift", pytest.approx(10.4)),
        ("drift", pytest.approx(11.8)),
    ]


def test_rows_may_stand_in_any_order_and_several_series_in_one_file(six, tmp_path, capsys):
    mixed = tmp_path / "mixed.csv"
    other = "".join(f"ג,{t},{t * t}\n" for t in (0.75, 0.25, 0.5, 1))
    mixed.write_text(HEADER + "".join(reversed(ROWS.splitlines(keepends=True))) + other, "utf-8")
    steps = told(mixed, capsys, "--horizon", "2")
    assert [step["series"] for step in steps] == ["x", "x", "ג", "ג"]
    assert steps[:2] == told(six, capsys, "--horizon", "2")


def test_months_as_rounded_parts_of_a_year_are_equally_spaced(tmp_path, capsys):
    path = tmp_path / "months.csv"
    rows = "".join(f"x,{2024 + month / 12:.3f},{month}\n" for month in range(12))
    path.write_text(HEADER + rows)
    assert told(path, capsys, "--horizon", "1")[0]["mean"] == pytest.approx(12)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("series,t\nx,1\n", "lacks the column y"),
        (HEADER + "x,1,2\nx,2,NaN\nx,3,4\n", "Row 3: y “NaN” is not a number"),
        (HEADER + "x,1,2\nx,2,\nx,3,4\n", "Row 3: y is missing"),
        (HEADER + "x,1,2\nx,2,3\nx,4,4\n", "x: the steps in t are not equal"),
        (HEADER + "x,1,2\nx,2,3\nx,2,4\n", "x: 2 stands twice"),
        (HEADER + "x,1,2\nx,2,3\n", "x: drift needs 3 points or more; there are 2"),
        (HEADER + "y,1,1\ny,2,1\ny,3,1\nx,1,2\n", "x: drift needs 3 points or more; there are 1"),
        (HEADER + "x,2013/14,2\n", "Row 2: t “2013/14” is not a number"),
        (HEADER + "x,1,1e308\nx,2,-1e308\nx,3,1e308\n", "too large"),
    ],
)
def test_what_is_not_understood_ends_with_2_and_a_sentence(tmp_path, capsys, content, said):
    path = tmp_path / "series.csv"
    path.write_text(content, encoding="utf-8")
    assert run(str(path), "--horizon", "2", "--json") == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--json",), "--horizon"),
        (("--json", "--horizon", "0"), "1 or more"),
        (("--json", "--horizon", "two"), "invalid int"),
        (("--json", "--horizon", "2", "--method", "arima"), "invalid choice"),
        (("--horizon", "2"), "Say where"),
    ],
)
def test_what_cannot_be_asked_ends_with_2_and_a_sentence(six, capsys, more, said):
    assert run(str(six), *more) == 2
    assert said in capsys.readouterr().err


def test_it_needs_no_django(six):
    program = (
        "import sys; from shidra.cli import COMMANDS; "
        f"code = COMMANDS['forecast']([{str(six)!r}, '--horizon', '2', '--method', 'theta', "
        "'--json']); sys.exit(code or ('django' in sys.modules) * 9)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr
