"""The command: nodes and effects in, one document out, or a plain word why not."""

import json
import subprocess
import sys

import pytest

from shidra.cli import COMMANDS
from shidra.cli.influence import run

MAP = {
    "nodes": [{"id": "transport"}, {"id": "check"}, {"id": "מוכנות", "weight": 2}],
    "edges": [
        {"source": "transport", "target": "check", "effect": 0.5, "lag": 1},
        {"source": "check", "target": "מוכנות", "effect": 0.25},
        {"source": "check", "target": "transport", "effect": -0.5},
    ],
}
ANSWER = {
    "worth": {"transport": 0.2, "check": 0.4, "מוכנות": 2.0},
    "spectral_radius": 0.5,
    "loops": [{"nodes": ["check", "transport"], "sign": "-", "gain": -0.25}],
    "paths": {
        "transport": [{"nodes": ["transport", "check", "מוכנות"], "share": 1.0}],
        "check": [{"nodes": ["check", "מוכנות"], "share": 1.0}],
        "מוכנות": [],
    },
}


@pytest.fixture
def written(tmp_path):
    def write(content=MAP):
        path = tmp_path / "map.json"
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(path)

    return write


def test_it_prints_the_document(written, capsys):
    assert COMMANDS["influence"]([written()]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == ANSWER
    assert err == ""


def test_it_writes_the_document_and_prints_it_where_asked(written, tmp_path, capsys):
    target = tmp_path / "answer.json"
    assert run([written(), "-o", str(target)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "spectral radius 0.5" in err
    assert json.loads(target.read_text(encoding="utf-8")) == ANSWER
    assert run([written(), "-o", str(target), "--json"]) == 0
    assert capsys.readouterr().out == target.read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"map.json", "answer.json"}


def test_a_discount_makes_late_effects_worth_less(written, capsys):
    assert run([written(), "--discount", "0.25"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["loops"][0]["gain"] == pytest.approx(-0.2)


def test_loops_that_never_rest_are_named_and_nothing_is_written(written, tmp_path, capsys):
    target = tmp_path / "answer.json"
    target.write_text("kept")
    wild = MAP | {
        "nodes": [*MAP["nodes"], {"id": "hope"}, {"id": "trust"}],
        "edges": [
            *MAP["edges"],
            {"source": "hope", "target": "trust", "effect": 2},
            {"source": "trust", "target": "hope", "effect": 0.5},
            {"source": "trust", "target": "check", "effect": 1},
        ],
    }
    assert run([written(wild), "-o", str(target)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "hope, trust" in err
    assert "check" not in err
    assert target.read_text() == "kept"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"nodes": [{"id": "a"}, {"id": "a"}]}, "nodes[1].id"),
        ({"nodes": [{"id": 1}]}, "nodes[0].id"),
        ({"nodes": [{"id": ""}]}, "nodes[0].id"),
        ({"nodes": [{"id": "\ud800"}], "edges": []}, "nodes[0].id"),
        ({"nodes": [{"id": "a", "weight": "2"}]}, "nodes[0].weight"),
        ({"nodes": [{"id": "a", "weight": True}]}, "nodes[0].weight"),
        ({"nodes": [{"id": "a", "wieght": 2}]}, "wieght"),
        ({"nodes": {}}, "nodes"),
        ({"nodes": [3]}, "nodes[0]"),
        ({"edges": None}, "edges"),
        ({"edges": [{"source": "check", "target": "ghost", "effect": 1}]}, "ghost"),
        ({"edges": [{"source": "check", "effect": 1}]}, "edges[0].target"),
        ({"edges": [{"source": "check", "target": "check"}]}, "edges[0].effect"),
        ({"edges": [{"source": "check", "target": "check", "effect": None}]}, "edges[0].effect"),
        (
            {"edges": [{"source": "check", "target": "check", "effect": 10**400}]},
            "edges[0].effect",
        ),
        (
            {"edges": [{"source": "check", "target": "check", "effect": 1, "lag": -1}]},
            "edges[0].lag",
        ),
    ],
)
def test_it_names_the_place_of_what_is_wrong(written, capsys, change, place):
    assert run([written(MAP | change)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert place in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"",
        b"3",
        b"\xff\xfe\x00",
        b'{"nodes": NaN, "edges": []}',
        b'{"nodes": [{"id": "a", "weight": 1e999}], "edges": []}',
        b'{"nodes": [{"id": "a", "weight": ' + b"9" * 5000 + b"}]}",
        b"[" * 100_000,
    ],
)
def test_it_refuses_what_is_not_a_map(written, capsys, content):
    assert run([written(content)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "shidra influence:" in err
    assert "Traceback" not in err


def test_it_says_what_is_wrong_with_the_call(written, tmp_path, capsys):
    assert run([str(tmp_path / "absent.json")]) == 2
    assert "absent.json" in capsys.readouterr().err
    assert run([str(tmp_path)]) == 2
    assert run([written(), "-o", str(tmp_path)]) == 2
    assert "folder" in capsys.readouterr().err
    assert run([written(), "-o", str(tmp_path / "no" / "answer.json")]) == 2
    assert "answer.json" in capsys.readouterr().err
    for discount in ("-1", "nan", "inf", "much"):
        assert run([written(), "--discount", discount]) == 2
        assert "discount" in capsys.readouterr().err


def test_it_admits_its_own_fault(written, monkeypatch, capsys):
    def broken(*_arguments):
        raise RuntimeError("worn out")

    monkeypatch.setattr("shidra.core.causal.effects.influence", broken)
    assert run([written()]) == 70
    assert "not of your input" in capsys.readouterr().err


def test_it_knows_no_django_and_a_wrong_call_loads_no_library(written, tmp_path):
    told = (
        "import sys; from shidra.config.program import run; code = run(sys.argv[1:]); "
        "print(code, 'django' in sys.modules, 'scipy' in sys.modules, file=sys.stderr)"
    )

    def call(path):
        answer = subprocess.run(
            [sys.executable, "-c", told, "influence", path],
            capture_output=True,
            text=True,
            check=True,
        )
        return answer.stderr.splitlines()[-1]

    assert call(written()) == "0 False True"
    assert call(str(tmp_path / "absent.json")) == "2 False False"
