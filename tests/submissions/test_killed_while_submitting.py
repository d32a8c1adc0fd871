"""kill -9 at any moment of a submission leaves all or nothing, and a second run finishes the job."""

import json
import random
import signal
import time

import pytest

from tests.config.conftest import _ready_once, installation, ready  # noqa: F401 - fixtures
from tests.conftest import REPOSITORY
from tests.postgres import is_asked_for
from tests.submissions.partners import table

pytestmark = pytest.mark.skipif(is_asked_for(), reason="an installation of its own has SQLite")

SUBMIT = """
import django; django.setup()
from django.core.management import call_command
import signal, os, itertools
from django.db import connections
connection = connections["default"]
at = int(os.environ["KILLED_AT"])
count = itertools.count()
def watch(execute, sql, params, many, context):
    if next(count) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(watch):
    call_command("submit", "ready-together", "GESHER", os.environ["FILE"], "--confirm")
print("done", next(count))
"""


def whole(made) -> tuple[str, int, int]:
    """How far it came: the status, its figures, and how many observations are theirs."""
    found = made.query("select status from submissions_submission")
    figures = made.query("select count(*) from submissions_submittedfigure")[0][0]
    observed = made.query("select count(*) from measurement_observation where n = 98765000000")
    return (found[0][0] if found else "", figures, observed[0][0])


@pytest.fixture
def loaded(ready, tmp_path):  # noqa: F811 - the fixture
    process = ready.run("load", REPOSITORY / "src/shidra/exchange/ready_together")
    assert process.returncode == 0, process.complained
    rows = [["indicator", "period", "numerator", "denominator", "n"]]
    rows += [
        ["I1", f"{1900 + i % 75}/{(1901 + i % 75) % 100:02d}", i, 1000, 98765] for i in range(75)
    ]
    file = tmp_path / "figures.csv"
    file.write_bytes(table(*rows))
    ready.file, ready.rows = file, 75
    return ready


def run(loaded, killed_at: int):
    process = loaded._start(
        [__import__("sys").executable, "-c", SUBMIT],
        DJANGO_SETTINGS_MODULE="shidra.config.settings",
        KILLED_AT=str(killed_at),
        FILE=str(loaded.file),
    )
    process.said, process.complained = process.communicate(timeout=300)
    return process


def test_it_is_all_or_nothing_wherever_it_is_killed(loaded):
    """Each step is a transaction of its own; a run that dies between two is taken up by the next."""
    rows = loaded.rows
    possible = {
        ("", 0, 0),
        ("submitted", rows, 0),
        ("validated", rows, 0),
        ("confirmed", rows, rows),
    }
    seen, rng = set(), random.Random(5)
    for at in sorted(rng.sample(range(20, 150), 12)):
        process = run(loaded, at)
        seen.add(whole(loaded))
        assert seen <= possible
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL, process.complained
    assert len(seen) > 1
    last = loaded.run("submit", "ready-together", "GESHER", loaded.file, "--confirm", "--json")
    assert last.returncode == 0, last.complained
    assert json.loads(last.said)["status"] == "confirmed"
    assert whole(loaded) == ("confirmed", rows, rows)
    assert loaded.query("select count(*) from submissions_submission") == [(1,)]
    again = loaded.run("submit", "ready-together", "GESHER", loaded.file, "--confirm", "--json")
    assert json.loads(again.said)["written"] is False
    assert loaded.query("select count(*) from submissions_submissionstep") == [(4,)]


def test_a_real_kill_from_outside_leaves_all_or_nothing(loaded):
    for wait in (1.5, 2.2, 2.6, 3.0):
        process = loaded.start("submit", "ready-together", "GESHER", loaded.file, "--confirm")
        time.sleep(wait)
        process.kill()
        process.communicate(timeout=30)
        status, figures, observed = whole(loaded)
        assert figures in {0, loaded.rows}
        assert observed == (loaded.rows if status == "confirmed" else 0)
    assert (
        loaded.run("submit", "ready-together", "GESHER", loaded.file, "--confirm").returncode == 0
    )
    assert whole(loaded) == ("confirmed", loaded.rows, loaded.rows)
