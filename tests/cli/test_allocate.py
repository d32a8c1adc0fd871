"""The command: one file in, one file out, and an exit code that a script can trust."""

import json

import pytest

from shidra.cli import COMMANDS
from shidra.cli.allocate import run

PROBLEM = {
    "format": "allocation-problem/1",
    "years": [2027],
    "groups": [{"id": "g0", "equity_weight": 1.0}, {"id": "g1", "equity_weight": 1.5}],
    "cells": [
        {
            "id": "a",
            "programme": "p0",
            "factor": "j0",
            "group": "g0",
            "locality": "l0",
            "year": 2027,
            "response": {"type": "pwl", "points": [[0, 0], [100, 200], [200, 250]]},
        },
        {
            "id": "b",
            "programme": "p1",
            "factor": "j1",
            "group": "g1",
            "locality": "l1",
            "year": 2027,
            "response": {"type": "pwl", "points": [[0, 0], [100, 100], [200, 140]]},
        },
    ],
    "funders": [{"id": "f0", "budget": {"2027": 150}}],
}


@pytest.fixture
def written(tmp_path):
    def write(**changes):
        path = tmp_path / "problem.json"
        path.write_text(json.dumps(PROBLEM | changes), encoding="utf-8")
        return str(path)

    return write


def test_it_writes_the_plan_and_prints_it(written, tmp_path, capsys):
    target = tmp_path / "plan.json"
    assert COMMANDS["allocate"]([written(), "-o", str(target), "--json", "--isolated"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["objective"] == 275.0
    assert target.read_text(encoding="utf-8") == out
    assert "optimal" in err
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"funders": [{"id": "f0", "budget": {"2027": -1}}]}, "funders[0].budget.2027"),
        ({"synergies": [1]}, "synergies"),
    ],
)
def test_it_names_the_place_and_writes_nothing(written, tmp_path, capsys, changes, path):
    target = tmp_path / "plan.json"
    target.write_text("kept")
    assert run([written(**changes), "-o", str(target)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert path in err
    assert "Traceback" not in err
    assert target.read_text() == "kept"


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe\x00", b'{"cells": NaN}', b"[" * 100_000, b"3"]
)
def test_it_refuses_what_is_not_a_problem(tmp_path, capsys, content):
    path = tmp_path / "problem.json"
    path.write_bytes(content)
    assert run([str(path), "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "shidra allocate:" in err
    assert "Traceback" not in err


def test_it_says_what_is_wrong_with_the_call(written, capsys, tmp_path):
    assert run([str(tmp_path / "absent.json"), "--json"]) == 2
    assert "absent.json" in capsys.readouterr().err
    assert run([written()]) == 2
    assert "-o" in capsys.readouterr().err
    assert run([written(), "--json", "--gap", "0"]) == 2
    assert "gap" in capsys.readouterr().err
    assert run([written(), "-o", str(tmp_path / "no" / "plan.json")]) == 2
    assert "plan.json" in capsys.readouterr().err


def test_it_writes_the_conflict_of_an_impossible_problem(written, tmp_path):
    floors = [{"id": "high", "filter": {"groups": ["g0"]}, "min_spend": 1000}]
    target = tmp_path / "plan.json"
    assert run([written(floors=floors), "-o", str(target)]) == 3
    plan = json.loads(target.read_text(encoding="utf-8"))
    assert plan["status"] == "infeasible"
    assert plan["infeasibility"] == {"conflict": ["floor:high"]}


def test_it_admits_its_own_fault(written, monkeypatch, capsys):
    def broken(*_arguments, **_options):
        raise RuntimeError("worn out")

    monkeypatch.setattr("shidra.core.allocation.solve", broken)
    assert run([written(), "--json"]) == 70
    assert "not of your input" in capsys.readouterr().err
