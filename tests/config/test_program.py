"""The one program: what it answers to what it does not understand, and how it ends."""

import re
import sqlite3
import stat

import pytest


def test_it_ends_with_2_at_an_unknown_command(installation):
    process = installation.run("frobnicate")

    assert process.returncode == 2
    assert "frobnicate" in process.complained
    assert process.said == ""


@pytest.mark.parametrize(
    "arguments",
    [("backup",), ("restore",), ("serve", "--port", "many")],
)
def test_it_ends_with_2_when_the_usage_is_not_understood(installation, arguments):
    process = installation.run(*arguments)

    assert process.returncode == 2
    assert "usage" in process.complained
    assert not installation.database.exists()


def test_it_says_its_version(installation):
    process = installation.run("--version")

    assert process.returncode == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", process.said)
    assert not installation.data.exists()


def test_it_owns_up_to_a_fault_in_one_line_and_keeps_the_trace(installation):
    fault = (
        "import django.core.management as m\n"
        "def fall(self): raise RuntimeError('the bolt is loose')\n"
        "m.ManagementUtility.execute = fall\n"
        "from shidra.config.program import main; main()"
    )
    process = installation.run("check", code=fault)

    assert process.returncode == 70
    assert "Traceback" not in process.complained
    assert len(process.complained.strip().splitlines()) == 1
    assert "the bolt is loose" in process.complained
    (trace,) = installation.data.glob("fault-*.txt")
    assert "Traceback" in trace.read_text()


def with_environment(installation, arguments, **environment):
    """Run the program as somebody does who has set these variables."""
    code = (
        f"import os; os.environ |= {environment!r}\nfrom shidra.config.program import main; main()"
    )
    return installation.run(*arguments, code=code)


@pytest.mark.parametrize("command", [("gaps", "x"), ("demo", "--no-serve"), ("backup", "x.zip")])
@pytest.mark.parametrize(
    "address",
    [
        "postgres://nobody:hush@127.0.0.1:1/nothing",
        "mysql://nobody:hush@localhost/nothing",
        "nonsense hush",
        "sqlite:////proc/no/such/folder/hush",
        f"sqlite:///{__file__}",
    ],
    ids=["nobody there", "another kind", "no address", "no folder", "no database"],
)
def test_it_refuses_a_wrong_address_of_the_database_in_one_line(
    installation, command, address, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    process = with_environment(installation, command, DATABASE_URL=address)

    assert process.returncode == 2, process.complained
    said = [line for line in process.complained.splitlines() if "Setting up" not in line]
    assert len(said) == 1, process.complained
    assert "hush" not in process.complained
    assert not list(installation.data.glob("fault-*"))


def test_it_says_of_a_database_out_of_reach_who_helps(installation):
    away = "postgres://nobody@127.0.0.1:1/nothing"
    process = with_environment(installation, ("open", "x"), DATABASE_URL=away)
    assert "shidra doctor" in process.complained


def test_an_empty_address_is_none(installation):
    process = with_environment(installation, ("gaps", "x"), DATABASE_URL="")
    assert "no initiative" in process.complained.lower()
    assert installation.database.exists()


@pytest.mark.parametrize("command", [("gaps", "x"), ("doctor",), ("demo", "--no-serve")])
def test_it_refuses_a_data_folder_that_is_a_file(installation, command, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    process = with_environment(installation, command, SHIDRA_DATA=str(tmp_path / "file" / "data"))
    assert process.returncode == 2
    assert "SHIDRA_DATA" in process.complained
    assert len(process.complained.strip().splitlines()) == 1


def test_it_keeps_the_secret_key_for_its_owner_alone(installation):
    installation.run("check")
    key = installation.data / "secret.key"
    first = key.read_text()

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(first) > 50

    installation.run("check")
    assert key.read_text() == first


def test_two_processes_make_an_empty_database_ready_at_once(installation):
    both = [installation.start("open", "nothing") for _ in range(2)]
    answers = [(process, *process.communicate(timeout=120)) for process in both]

    for process, _said, complained in answers:
        # Each finds no such initiative: so each found its tables.
        assert process.returncode == 2, complained
        assert "no initiative" in complained.lower()
    setting_up = [complained for _p, _s, complained in answers if "Setting up" in complained]
    assert len(setting_up) == 1


def test_it_goes_on_where_a_killed_set_up_stopped(installation):
    half_way = (
        "import os, signal\n"
        "from django.db.migrations import executor\n"
        "apply, done = executor.MigrationExecutor.apply_migration, []\n"
        "def some(self, *a, **k):\n"
        "    done.append(1)\n"
        "    if len(done) > 5: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return apply(self, *a, **k)\n"
        "executor.MigrationExecutor.apply_migration = some\n"
        "from shidra.config.program import main; main()"
    )
    assert installation.run("open", "nothing", code=half_way).returncode == -9
    process = installation.run("open", "nothing")

    assert "no initiative" in process.complained.lower()
    assert installation.run("doctor").returncode == 0


def test_it_does_not_touch_a_database_of_another_version(ready):
    installation = ready
    remove = "DELETE FROM django_migrations WHERE app = 'accounts' AND name LIKE '0003%'"
    _execute(installation, remove)
    process = installation.run("open", "nothing")

    assert process.returncode == 2
    assert "another version" in process.complained


def test_it_opens_an_initiative_to_visitors_and_closes_it_again(ready):
    installation = ready
    installation.run("shell", "-c", _MAKE_INITIATIVE)

    assert installation.run("open", "ours").returncode == 0
    assert installation.query("SELECT is_public FROM initiatives_initiative") == [(1,)]
    assert installation.run("open", "ours", "--close").returncode == 0
    assert installation.query("SELECT is_public FROM initiatives_initiative") == [(0,)]
    acts = installation.query("SELECT action FROM audit_record ORDER BY id")
    assert acts == [("open to visitors",), ("close to visitors",)]


_MAKE_INITIATIVE = (
    "from shidra.initiatives.models import Initiative;"
    "Initiative.objects.create(code='ours', currency='ILS')"
)


def _execute(installation, sql):
    connection = sqlite3.connect(installation.database)
    with connection:
        connection.execute(sql)
    connection.close()
