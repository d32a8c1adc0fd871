"""What a load writes, and what it leaves alone."""

import pytest

from shidra.audit.models import SYSTEM, Record
from shidra.exchange.actions import load_workbook
from shidra.measurement.models import Observation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["five-units", "five-units.xlsx"])
def test_it_loads_the_real_workbook_twice_and_the_second_time_changes_nothing(shared, form):
    path = shared / "data" / form
    first = load_workbook(path=path, by=SYSTEM)
    assert (first.exit_code, first.total("rejected")) == (0, 0)
    added = {table.table: table.added for table in first.tables}
    assert (added["observations"], added["places"], added["factors"]) == (4409, 313, 14)
    assert Observation.objects.count() == 4409
    records = Record.objects.count()
    again = load_workbook(path=path, by=SYSTEM)
    assert {t.table: (t.added, t.changed, t.unchanged, t.missing_here) for t in again.tables} == {
        t.table: (0, 0, t.read, 0) for t in first.tables
    }
    assert Record.objects.count() == records
