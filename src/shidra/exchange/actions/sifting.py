"""Hold a workbook whose observations are read as columns against what is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import ExpressionWrapper, F, Field, Value
from django.db.models.functions import Coalesce

from shidra.exchange.actions.filling import group_key
from shidra.exchange.workbook import Checked, CheckedTable, Known, Workbook, check
from shidra.exchange.workbook.columns import NUMBERS, Codes, Key, LargeTable, Sieve, StoredCell
from shidra.exchange.workbook.rows import IndicatorRow, ObservationRow
from shidra.exchange.workbook.rules import WITH_DENOMINATOR
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation

__all__ = ["Sifted", "sifted"]

TABLE = "observations"


@dataclass(frozen=True, slots=True)
class Sifted:
    """A workbook after checking, and the rows of its long table that hold beyond doubt."""

    checked: Checked
    sieve: Sieve | None = None

    def standing(self) -> frozenset[Key]:
        """The keys of the rows that were looked at one by one, taken or rejected."""
        table = self.checked.tables[TABLE]
        return frozenset(map(_key, [*table.rows, *table.rejected_keys]))


@contextmanager
def sifted(workbook: Workbook, known: Known, stored: Initiative | None) -> Iterator[Sifted]:
    """Check a workbook; of a long table only the rows that are not plain one by one.

    Raises:
        WorkbookError: too many of them are not.
    """
    checked = check(workbook, known)
    if TABLE not in workbook.large or checked.initiative is None:
        yield Sifted(checked)
        return
    header = workbook.sheets[TABLE].header
    codes = _codes(checked, known)
    dimensions = frozenset(group.partition(":")[0] for group in codes.groups)
    with Sieve(LargeTable(workbook.large[TABLE], header), dimensions, codes) as sieve:
        touched = {name.lower() for name in header} & set(NUMBERS)
        sieve.compare(_stored(stored) if stored else (), touched)
        while True:
            checked = check(_with_odd(workbook, sieve), known)
            if not sieve.pull(map(_key, checked.rows(ObservationRow))):
                break
        table = checked.tables[TABLE]
        table.sifted = sieve.read - table.read
        table.read = sieve.read
        yield Sifted(checked, sieve)


def _with_odd(workbook: Workbook, sieve: Sieve) -> Workbook:
    sheet = replace(workbook.sheets[TABLE], rows=sieve.odd())
    return replace(workbook, sheets={**workbook.sheets, TABLE: sheet})


def _codes(checked: Checked, known: Known) -> Codes:
    """Everything that the rows may point to: what is stored, and what the file brings."""
    rows = checked.rows(IndicatorRow)

    def names(table: str, field: str = "code") -> frozenset[str]:
        brought: CheckedTable | None = checked.tables.get(table)
        new = {getattr(row, field) for row in brought.rows} if brought else set()
        return known.names(table) | new

    stored = known.names("indicators")
    units = {code: unit for code, unit in known.units.items() if code in stored}
    return Codes(
        units=units | {row.code: row.unit for row in rows},
        period_kinds={row.code: row.period_kind for row in rows},
        places=names("places"),
        groups=names("groups", "key"),
        with_denominator=WITH_DENOMINATOR,
    )


def _key(row: Any) -> Key:
    return (row.indicator, row.period, row.place or "", group_key(row.groups))


def _stored(initiative: Initiative) -> Iterator[StoredCell]:
    """What is stored, numbers as the millionths that they are."""
    rows = Observation.objects.filter(indicator__initiative=initiative).values_list(
        "indicator__code",
        "period",
        Coalesce("place__code", Value("")),
        Coalesce("group_set__key", Value("")),
        *(ExpressionWrapper(F(name), output_field=Field()) for name in NUMBERS),
    )
    yield from rows.iterator(chunk_size=5_000)
