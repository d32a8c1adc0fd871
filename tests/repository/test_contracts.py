"""The contracts of the house hold, and each of them can fail: a violation of each is planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]

PLANTED = {
    "Packages form one stack": ("audit/queries/trail.py", "import shidra.funding.models"),
    "Inside an app: a fixed set of files": ("gaps/queries/lines.py", "import shidra.gaps.analysis"),
    "The analytic core and the command line know no Django": (
        "core/causal/paths.py",
        "import django",
    ),
    "Only analysis.py and the command line open the core": (
        "gaps/views.py",
        "import shidra.core.missing",
    ),
    "Methods in the core stand alone": ("core/causal/paths.py", "import shidra.core.missing"),
    "Views are imported only by urls": ("gaps/apps.py", "import shidra.gaps.views"),
    "Forms are imported only by views and admin": ("desk/urls.py", "import shidra.desk.forms"),
}


def lint(folder: Path) -> str:
    """What import-linter says of the package in this folder."""
    script = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert script, "import-linter is not installed"
    answer = subprocess.run(
        [script, "--config", str(folder / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout + answer.stderr


@pytest.fixture
def house(tmp_path):
    shutil.copytree(
        REPOSITORY / "src" / "shidra",
        tmp_path / "shidra",
        ignore=shutil.ignore_patterns("__pycache__", "static", "locale", "templates"),
    )
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept_and_each_can_fail(house):
    kept = lint(house)
    assert kept.count("KEPT") == len(PLANTED)
    assert "BROKEN" not in kept
    for name, line in PLANTED.values():
        path = house / "shidra" / name
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    broken = [line for line in lint(house).splitlines() if line.endswith("BROKEN")]
    assert {name for name in PLANTED if any(b.startswith(name) for b in broken)} == set(PLANTED)
