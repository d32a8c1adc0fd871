"""Export what a deployment installs, with hashes, so that it can be committed without addresses.

The lock file itself names download addresses and stays out of git; `exclude-newer` in
pyproject.toml fixes the day, so that everybody resolves to the same versions.
"""

import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "requirements.txt"


def exported() -> str:
    """The resolution of today's pyproject.toml, as pip reads it."""
    command = ["uv", "export", "--quiet", "--no-dev", "--no-emit-project", "--no-annotate"]
    command += ["--no-header", "--format", "requirements-txt"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "://" in text:
        raise SystemExit("the export names an address: it must not be committed")
    return text


def main() -> None:
    text = exported()
    if "--check" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
        raise SystemExit("requirements.txt is not today's resolution: run `just fix`")


if __name__ == "__main__":
    main()
