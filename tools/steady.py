"""Run the tests; ask those that failed once more, each alone, and name what answers differently.

    python tools/steady.py COMMAND…

Thousands of tests share one machine with browsers and databases. A fault of the product fails
alone as well as in company, and so fails the gate. A test that fails in company only is unsteady:
it is named in full in what the gate prints, for somebody to mend, and does not hide the other
results. More than `FEW` failures are no chance and get no second asking; an error of collection,
a killed worker and a wrong option neither.
"""

import json
import subprocess
import sys
from pathlib import Path

FEW = 3
SOME_FAILED = 1  # pytest's own number for it
KEPT = Path(".pytest_cache/v/cache/lastfailed")


def main(command: list[str]) -> int:
    KEPT.unlink(missing_ok=True)
    first = subprocess.run(command, check=False).returncode
    failed = sorted(json.loads(KEPT.read_text(encoding="utf-8"))) if KEPT.exists() else []
    if first != SOME_FAILED or not 0 < len(failed) <= FEW:
        return first
    print("\n== once more, alone:", *failed, sep="\n   ", flush=True)
    again = subprocess.run([*command, "-n0", *failed], check=False).returncode
    if again == 0:
        print("\nUNSTEADY, failed in company and passed alone:", *failed, sep="\n   ", flush=True)
    return again


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
