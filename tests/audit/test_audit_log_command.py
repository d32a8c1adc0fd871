"""`shidra audit-log`: what an auditor asks, and a file that anybody can check without us."""

import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from shidra.audit.models.chain import canonical
from shidra.ui.management.site import Refused
from tests.audit.tampering import tamper

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "audit-trail.md"


def audit_log(*arguments):
    out, err, code = StringIO(), StringIO(), 0
    with translation.override("en"):
        try:
            call_command("audit-log", *map(str, arguments), stdout=out, stderr=err)
        except SystemExit as stop:
            code = stop.code
    return code, out.getvalue(), err.getvalue()


def test_it_says_that_all_is_whole(trail):
    code, said, _ = audit_log("verify")
    assert code == 0
    assert re.search(r"^✓ together: 6 records, whole\. [0-9a-f]{64}$", said, re.MULTILINE)
    assert "✓ the installation: 1 record, whole." in said


def test_it_prints_what_a_program_can_read(trail):
    code, said, _ = audit_log("verify", "together", "--json")
    document = json.loads(said)
    assert (code, document["is_whole"], document["guards_stand"]) == (0, True, True)
    [chain] = document["chains"]
    assert (chain["chain"], chain["records"], chain["is_whole"], chain["faults"]) == (
        "together",
        6,
        True,
        [],
    )


@pytest.mark.parametrize(
    ("tampering", "sentence"),
    [
        ("another actor", "together: record 3 was altered."),
        ("one is taken out", "together: record 3 is missing."),
        ("the last is cut off", "together: the last records up to 6 are missing."),
        ("one is added at the end", "together: record 7 stands beyond the end of the chain."),
    ],
)
def test_it_names_the_chain_the_number_and_what_is_wrong(trail, tampering, sentence):
    tamper(tampering)
    code, said, _ = audit_log("verify")
    assert code == 1
    assert f"✗ {sentence}" in said
    assert "✓ apart: 1 record, whole." in said
    code, said, _ = audit_log("verify", "together", "--json")
    assert (code, json.loads(said)["is_whole"]) == (1, False)


def test_it_knows_no_other_initiative(trail):
    with pytest.raises(Refused) as refusal:
        audit_log("verify", "nowhere")
    assert refusal.value.code == 2


def test_it_asks_where_the_trail_goes(trail, tmp_path):
    with pytest.raises(Refused):
        audit_log("export")
    with pytest.raises(Refused):
        audit_log("export", "-o", tmp_path / "no" / "folder.jsonl")
    assert list(tmp_path.iterdir()) == []


# --- the file, and the verifier of the document ---


@pytest.fixture
def exported(trail, tmp_path):
    path = tmp_path / "trail.jsonl"
    code, _, told = audit_log("export", "-o", path)
    assert (code, told.strip()) == (0, f"Wrote 8 records to {path}.")
    return path


@pytest.fixture
def check(tmp_path):
    """The lines that the document tells people to save, run by a Python that knows nothing of us."""
    [code] = re.findall(
        r"^```python\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert len(code.splitlines()) <= 40
    program = tmp_path / "check.py"
    program.write_text(code, encoding="utf-8")

    def run(path):
        done = subprocess.run(
            [sys.executable, "-I", "-S", program, path],
            capture_output=True,
            encoding="utf-8",
            env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
            check=False,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()

    return run


def test_anybody_can_check_an_exported_file(exported, check):
    assert check(exported) == (0, ["whole"])


def test_the_file_holds_one_initiative_when_asked(trail, tmp_path, check):
    path = tmp_path / "one.jsonl"
    audit_log("export", "apart", "-o", path)
    head, *records = map(json.loads, path.read_text("utf-8").splitlines())
    assert (head["format"], list(head["chains"])) == ("shidra-audit/1", ["apart"])
    assert [record["initiative"] for record in records] == ["apart"]
    assert check(path) == (0, ["whole"])


def test_the_file_tells_of_each_row(exported):
    records = [json.loads(line) for line in exported.read_text("utf-8").splitlines()][1:]
    changed = next(r for r in records if r["reason"] == "counted again")
    assert changed["actor_label"] == "سامي"
    [row] = changed["changes"]
    assert (row["model"], row["kind"], row["before"], row["after"]) == (
        "network.activity",
        "changed",
        {"reach_planned": 1},
        {"reach_planned": 2},
    )


def _of(records, number):
    return next(
        r for r in records if (r.get("initiative"), r.get("number")) == ("together", number)
    )


def _set(**values):
    return lambda records: _of(records, 3).update(values)


def _drop(number):
    return lambda records: records.remove(_of(records, number))


def _rewrite(records):
    import hashlib

    record = _of(records, 3)
    record["reason"] = "another"
    lines = "".join(canonical(change) + "\n" for change in record["changes"])
    changes = hashlib.sha256(lines.encode()).hexdigest()
    hashed = {k: v for k, v in record.items() if k != "hash"} | {"changes": changes}
    record["hash"] = hashlib.sha256(canonical(hashed).encode()).hexdigest()


def _swap(records):
    one, two = (records.index(_of(records, number)) for number in (3, 4))
    records[one], records[two] = records[two], records[one]


FORGERIES = {
    "another actor": _set(actor_label="Somebody"),
    "another time": _set(at="2026-01-01T00:00:00.000000+00:00"),
    "another reason": _set(reason="none"),
    "another detail": lambda records: _of(records, 6)["detail"].update(share=0.2),
    "a row says otherwise": lambda records: _of(records, 3)["changes"][0]["after"].update(
        reach_planned=9
    ),
    "a row is dropped": lambda records: _of(records, 3)["changes"].clear(),
    "a row is doubled": lambda records: _of(records, 3).update(
        changes=_of(records, 3)["changes"] * 2
    ),
    "one is taken out": _drop(3),
    "the last is cut off": _drop(6),
    "the first is cut off": _drop(1),
    "two are swapped": _swap,
    "one stands twice": lambda records: records.insert(5, _of(records, 3)),
    "one is rewritten with a good hash": _rewrite,
    "one goes to another chain": _set(initiative="apart"),
    "the end of the chain is another": lambda records: records[0]["chains"]["together"].update(
        number=5
    ),
    "a chain is not announced": lambda records: records[0]["chains"].pop("together"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_the_verifier_finds_a_forgery(exported, check, name):
    documents = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
    FORGERIES[name](documents)
    exported.write_text("".join(canonical(each) + "\n" for each in documents), encoding="utf-8")
    code, said = check(exported)
    assert code == 1
    assert any("together" in line for line in said)
