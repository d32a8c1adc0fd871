"""τ-ARGUS as the one who chooses what else to hide: an optional extra, in a process of its own.

Its engine is not known to bear two calls in one process, and a fault in it must not take ours
along. What it chooses is audited like everything else.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from shidra.cli.documents import NotUnderstoodError

__all__ = ["hidden_by_tauargus"]

PACKAGE = "pytauargus"
SECONDS = 600
# Up to here it looks for the best pattern; above, for one in parts.
OPTIMAL_CELLS = 300
WITHHELD = ("U", "M")
COUNTED = "people"


def hidden_by_tauargus(cube: Any, rule: Any) -> Any:
    """The cells that τ-ARGUS hides, as flags in the order of the table's cells."""
    if importlib.util.find_spec(PACKAGE) is None:
        raise NotUnderstoodError(
            "--method tauargus needs the package pytauargus: uv sync --extra tauargus, "
            "or pip install pytauargus. --method own needs nothing."
        )
    if rule.protects_zeros:
        raise NotUnderstoodError("--method tauargus does not know --protect-zeros.")
    if any(len(dimension.sums) > 1 for dimension in cube.dimensions):
        raise NotUnderstoodError("--method tauargus does not know --hierarchy here.")
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "asked.json", Path(folder) / "answered.json"
        asked.write_text(json.dumps(_asked(cube, rule)), encoding="utf-8")
        _run(asked, answered)
        hidden = {tuple(cell) for cell in json.loads(answered.read_text(encoding="utf-8"))}
    import numpy as np

    places = np.ndindex(cube.counts.shape)
    return np.array([tuple(place) in hidden for place in places], dtype=bool)


def _asked(cube: Any, rule: Any) -> dict[str, Any]:
    """The table as one row by person, which is what the engine reads."""
    import numpy as np

    inner = cube.counts[np.ix_(*(dimension.inner for dimension in cube.dimensions))]
    if not inner.sum():
        raise NotUnderstoodError("--method tauargus needs a table that counts somebody.")
    people = np.repeat(np.argwhere(inner >= 0), inner.ravel(), axis=0)
    kind = "OPT(1)" if cube.counts.size <= OPTIMAL_CELLS else "MOD(1)"
    first = [dimension.inner[0] for dimension in cube.dimensions]
    return {
        "people": (people + first).T.tolist(),
        "rule": f"FREQ({rule.smallest},20)",
        "suppress": kind,
    }


def _run(asked: Path, answered: Path) -> None:
    command = [sys.executable, "-m", "shidra.cli.tauargus", str(asked), str(answered)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, on files of our own
            command,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            cwd=asked.parent,  # where it leaves its logs, which hold counts
        )
    except subprocess.TimeoutExpired:
        raise NotUnderstoodError(
            f"τ-ARGUS found nothing in {SECONDS} seconds; take --method own."
        ) from None
    if done.returncode or not answered.exists():
        said = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        raise NotUnderstoodError(f"τ-ARGUS gave up ({said}); take --method own.")


def work(asked: Path, answered: Path) -> None:
    """What the process does: ask the engine, and write the places of the cells it withholds."""
    import pytauargus  # type: ignore[import-not-found]

    problem = json.loads(asked.read_text(encoding="utf-8"))
    names = [f"v{axis}" for axis in range(len(problem["people"]))]
    people: dict[str, list[Any]] = {
        name: [f"c{place:05}" for place in places]
        for name, places in zip(names, problem["people"], strict=True)
    }
    people[COUNTED] = [1] * len(problem["people"][0])
    result = pytauargus.protect(
        people,
        names,
        response=COUNTED,
        safety_rules=problem["rule"],
        suppress=problem["suppress"],
        workdir=str(asked.parent),
    )
    [table] = result.tables
    rows = [
        row if isinstance(row, dict) else dict(zip(table.columns, row, strict=True))
        for row in table.rows
    ]
    withheld = [
        [_place(str(row[name])) for name in names] for row in rows if row["status"] in WITHHELD
    ]
    answered.write_text(json.dumps(withheld), encoding="utf-8")


def _place(code: str) -> int:
    """The place of a category; a total has no code of ours."""
    return int(code[1:]) if code.startswith("c") else 0


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
