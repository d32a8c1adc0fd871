"""Files that people hand in."""

import shutil
from pathlib import Path

from tests.conftest import REPOSITORY

__all__ = ["READY_TOGETHER", "changed_workbook", "unchanged_workbook"]

READY_TOGETHER = REPOSITORY / "src/shidra/exchange/ready_together"


def changed_workbook(folder: Path) -> Path:
    """Ready Together as a zip: its first need is below zero, its second seven shekels larger."""
    tables = Path(shutil.copytree(READY_TOGETHER, folder / "ready-together"))
    needs = tables / "needs.csv"
    header, *rows = needs.read_text(encoding="utf-8-sig").splitlines()
    amount = header.split(",").index("amount")
    rows[0] = _with(rows[0], amount, "-5")
    rows[1] = _with(rows[1], amount, str(float(rows[1].split(",")[amount]) + 7))
    needs.write_text("\n".join([header, *rows]), encoding="utf-8")
    return Path(shutil.make_archive(str(folder / "changed"), "zip", tables))


def unchanged_workbook(folder: Path) -> Path:
    """Ready Together as a zip, as it stands in the package."""
    return Path(shutil.make_archive(str(folder / "unchanged"), "zip", READY_TOGETHER))


def _with(row: str, at: int, value: str) -> str:
    cells = row.split(",")
    assert cells[at].replace(".", "").isdigit()
    cells[at] = value
    return ",".join(cells)
