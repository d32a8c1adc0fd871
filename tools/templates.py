"""Format every template, or with `--check` say which are not formatted."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    files = sorted(str(path) for path in (ROOT / "src").rglob("templates/**/*.html"))
    command = ["djade", "--target-version", "6.1", *(["--check"] if "--check" in sys.argv else [])]
    raise SystemExit(subprocess.run([*command, *files], check=False).returncode)


if __name__ == "__main__":
    main()
