"""Whatever stands in whichever cell: a load ends with a report, and never half-saves a row."""

from random import Random

import pytest

from shidra.audit.models import SYSTEM
from shidra.exchange.actions import load_workbook
from tests.exchange.workbooks import as_folder, sound

pytestmark = pytest.mark.django_db

NASTY = [
    "", " ", "0", "-1", "1e12", "1e-12", "999999999999", "0.000000001", "NaN", "inf", "=1+1", "+1",
    "@x", "'", "'=1", "|", "a|b", "F1|F1", "sector:arab|sector:jewish", ":", "a:b:c", "x" * 64,
    "x" * 500, "ש" * 64, "IL", "F1", "O", "backbone", "2026", "2025/26", "2026-01-01", "9999-12-31",
    "0001-01-01", "yes", "\u202eabc", "a\u0000b".replace("\u0000", "\u0001"), "../../etc", "%s%(x)s",
    "<script>", "٣", "１２", "١٢٫٥", "🙂", "1_000", "F1>O", "O>O", "C1", "A1", "I2", "ILS", "USD",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_it_reports_on_any_cell(tmp_path, seed):
    random = Random(seed)
    tables = sound()
    load_workbook(path=as_folder(tables, tmp_path / "book"), by=SYSTEM)
    for _ in range(12):
        table = random.choice(sorted(set(tables) - {"initiative"}))
        row = random.choice(tables[table])
        row[random.choice(sorted(row))] = random.choice(NASTY)
    path = as_folder(tables, tmp_path / "book")
    report = load_workbook(path=path, by=SYSTEM)
    for found in (*report.rejections, *report.warnings):
        assert found.message
        assert getattr(found, "accepted", "") is not None
    for table in report.tables:
        assert table.read == table.added + table.changed + table.unchanged + table.rejected
    assert load_workbook(path=path, by=SYSTEM).is_change is False
