"""Restore as a command: when it asks, and what a kill leaves."""

import signal
import sqlite3

import pytest

MAKE = (
    "from shidra.initiatives.models import Initiative;"
    "Initiative.objects.create(code='{}', currency='ILS')"
)
CODES = "SELECT code FROM initiatives_initiative"


@pytest.fixture
def backed_up(ready, tmp_path):
    """An installation that changed since its backup."""
    ready.run("shell", "-c", MAKE.format("before"))
    backup = tmp_path / "b.zip"
    assert ready.run("backup", backup).returncode == 0
    connection = sqlite3.connect(ready.database)
    with connection:
        connection.execute("UPDATE initiatives_initiative SET code = 'after'")
    connection.close()
    return ready, backup


def test_it_asks_before_it_replaces_what_is_there(backed_up):
    installation, backup = backed_up
    unasked = installation.run("restore", backup)

    assert unasked.returncode == 2
    assert "--yes" in unasked.complained
    assert installation.query(CODES) == [("after",)]
    assert installation.run("restore", backup, "--yes").returncode == 0
    assert installation.query(CODES) == [("before",)]


def test_it_fills_an_empty_installation_unasked(backed_up, tmp_path):
    from tests.config.installation import Installation

    _old, backup = backed_up
    fresh = Installation(tmp_path / "fresh")

    assert fresh.run("restore", backup).returncode == 0
    assert fresh.query(CODES) == [("before",)]
    assert fresh.run("doctor").returncode == 0


def test_it_refuses_a_damaged_backup_and_changes_nothing(backed_up):
    installation, backup = backed_up
    content = bytearray(backup.read_bytes())
    content[len(content) // 3] ^= 1
    backup.write_bytes(content)
    process = installation.run("restore", backup, "--yes")

    assert process.returncode == 2
    assert installation.query(CODES) == [("after",)]


def test_it_leaves_the_old_database_when_it_is_killed(backed_up):
    installation, backup = backed_up
    killed = (
        "import os, signal\n"
        "import shidra.config.tables as tables\n"
        "put = tables.put_lines\n"
        "def fall(model, lines, using):\n"
        "    if model._meta.db_table == 'initiatives_initiative':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    put(model, lines, using)\n"
        "tables.put_lines = fall\n"
        "from shidra.config.program import main; main()"
    )
    process = installation.run("restore", backup, "--yes", code=killed)

    assert process.returncode == -signal.SIGKILL
    assert installation.query(CODES) == [("after",)]
    assert installation.query("PRAGMA integrity_check") == [("ok",)]
    assert installation.run("restore", backup, "--yes").returncode == 0
    assert installation.query(CODES) == [("before",)]
