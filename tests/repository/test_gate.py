"""The gate finds a browser on a machine that has none, whoever runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

GATE = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
# The step's own lines, as they run in the gate.
STEP = GATE[GATE.index('step "browser"\n') : GATE.index('step "checks"\n')]


def installs(
    folder: Path, *, commands: tuple[str, ...], user: int, failing: str = "-"
) -> list[str]:
    """What the step calls on a machine that has only these commands.

    Each writes down how it was called, and fails where it is given the word `failing`.
    """
    programs = folder / "bin"
    programs.mkdir()
    for name in (*commands, "uv"):
        program = programs / name
        program.write_text(
            f'#!/bin/sh\necho "{name} $*" >>"$CALLED"\n'
            f'case " $* " in *" {failing} "*) exit 1;; esac\n'
        )
        program.chmod(0o755)
    (programs / "id").write_text(f"#!/bin/sh\necho {user}\n")
    (programs / "id").chmod(0o755)
    called = folder / "called"
    called.touch()
    subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", f"step() {{ :; }}\n{STEP}"],
        env={**os.environ, "PATH": str(programs), "CALLED": str(called)},
        check=True,
    )
    return called.read_text().splitlines()


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome-stable"])
def test_a_browser_that_is_there_is_taken(tmp_path: Path, name: str):
    assert installs(tmp_path, commands=(name, "apt-get"), user=0) == []


def test_an_administrator_takes_it_from_the_system(tmp_path: Path):
    called = installs(tmp_path, commands=("apt-get",), user=0)
    assert [line.split()[0] for line in called] == ["apt-get", "apt-get"]
    assert called[-1].endswith("chromium")


@pytest.mark.parametrize(("commands", "user"), [((), 0), (("apt-get",), 1000), ((), 1000)])
def test_all_others_take_the_one_that_comes_with_the_tests(
    tmp_path: Path, commands: tuple[str, ...], user: int
):
    [called] = installs(tmp_path, commands=commands, user=user)
    assert called.startswith("uv run playwright install ")
    assert called.endswith(" chromium")


def test_who_may_not_install_libraries_takes_the_browser_alone(tmp_path: Path):
    called = installs(tmp_path, commands=(), user=1000, failing="--with-deps")
    assert called == [
        "uv run playwright install --with-deps chromium",
        "uv run playwright install chromium",
    ]


def test_it_falls_back_when_the_system_gives_none(tmp_path: Path):
    called = installs(tmp_path, commands=("apt-get",), user=0, failing="update")
    assert called[-1] == "uv run playwright install --with-deps chromium"


def test_it_ends_where_nothing_helps(tmp_path: Path):
    with pytest.raises(subprocess.CalledProcessError):
        installs(tmp_path, commands=(), user=1000, failing="chromium")


STEADY = REPOSITORY / "tools" / "steady.py"
CHANCE = """
from pathlib import Path

def test_that_fails_in_company():
    mark = Path("seen")
    is_first, _ = not mark.exists(), mark.touch()
    assert not is_first
"""
FAULT = "def test_of_a_fault{}():\n    assert False\n"


def asked(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """The gate's way of asking, over one file of tests."""
    (folder / "test_some.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, STEADY, sys.executable, "-m", "pytest", "-q", "-p", "no:django"],
        cwd=folder,
        env={name: told for name, told in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_test_that_passes_alone_is_named_and_does_not_stop_the_gate(tmp_path: Path):
    answer = asked(tmp_path, CHANCE)
    assert answer.returncode == 0
    assert "UNSTEADY" in answer.stdout
    assert "test_some.py::test_that_fails_in_company" in answer.stdout.partition("UNSTEADY")[2]


@pytest.mark.parametrize("count", [1, 3, 4])
def test_a_fault_stops_the_gate(tmp_path: Path, count: int):
    answer = asked(tmp_path, "".join(FAULT.format(number) for number in range(count)))
    assert answer.returncode == 1
    assert "UNSTEADY" not in answer.stdout
    assert ("once more" in answer.stdout) == (count <= 3)


def test_a_file_that_cannot_be_read_stops_the_gate_at_once(tmp_path: Path):
    answer = asked(tmp_path, "import nothing_of_that_name\n")
    assert answer.returncode > 1
    assert "once more" not in answer.stdout
