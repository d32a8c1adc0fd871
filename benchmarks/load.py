"""Loading the largest example against what openpyxl needs to read it, in CPU time, in one run."""

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "five-units.xlsx"
READY_TOGETHER = Path(__file__).resolve().parents[1] / "src/shidra/exchange/ready_together"
RUNS = 3


def measure() -> dict[str, float]:
    """CPU of checking, of a first and of a second load ÷ CPU of openpyxl's own read."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from shidra.audit.models import SYSTEM
    from shidra.exchange.actions import load_workbook
    from shidra.exchange.workbook import check, read_workbook

    call_command("migrate", verbosity=0)
    with TemporaryDirectory() as folder:
        path = SHARED if SHARED.is_file() else _as_spreadsheet(Path(folder) / "book.xlsx")
        own = median(_seconds(lambda: _read_all(path)) for _ in range(RUNS))
        checked = median(_seconds(lambda: check(read_workbook(path))) for _ in range(RUNS))
        with transaction.atomic():
            first = _seconds(lambda: load_workbook(path=path, by=SYSTEM))
            second = _seconds(lambda: load_workbook(path=path, by=SYSTEM))
            transaction.set_rollback(True)
    return {"check": checked / own, "first load": first / own, "second load": second / own}


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _read_all(path: Path) -> int:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, read_only=True)
        rows = sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))
        book.close()
    return rows


def _as_spreadsheet(path: Path) -> Path:
    """The illustrative initiative as .xlsx, for a checkout without the real data beside it."""
    from shidra.exchange.workbook import read_workbook
    from shidra.exchange.workbook.writing import write_spreadsheet

    sheets = read_workbook(READY_TOGETHER).sheets
    tables = {
        name: [dict(zip(sheet.header, row.cells, strict=False)) for row in sheet.rows]
        for name, sheet in sheets.items()
    }
    write_spreadsheet(tables, path, "he")
    return path
