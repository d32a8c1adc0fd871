"""All benchmarks, as ratios taken in one run: `python -m benchmarks`."""

import importlib
import json
import os
import sys
import tempfile
from pathlib import Path

ROOMS = (
    "core",
    "influence",
    "inequality",
    "disclosure",
    "series",
    "crosswalk",
    "plan",
    "pictures",
    "maps",
    "load",
    "columns",
    "engines",
    "pages",
    "records",
    "editing",
    "network",
    "notifications",
)


def main() -> None:
    os.environ["SHIDRA_DATA"] = tempfile.mkdtemp(prefix="shidra-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shidra.config.settings")
    wanted = sys.argv[1:] or ROOMS
    found = {}
    for room in wanted:
        print(f"measuring {room}…", file=sys.stderr)
        measured = importlib.import_module(f"benchmarks.{room}").measure()
        found[room] = {name: round(ratio, 3) for name, ratio in measured.items()}
    print(json.dumps(found, indent=1))
    Path("benchmarks/latest.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
