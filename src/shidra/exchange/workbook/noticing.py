"""What stops no row and should still be looked at.

The books of a real initiative pass through such states: instalments that do not add up to their
commitment yet, allocations above it or outside what it may be used for.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from shidra.exchange.workbook.known import Known
from shidra.exchange.workbook.problems import Notice
from shidra.exchange.workbook.rows import (
    AllocationRow,
    CommitmentRow,
    DutyRow,
    IndicatorRow,
    InstalmentRow,
    ObservationRow,
    OptionRow,
    PlaceRow,
    TargetRow,
)
from shidra.exchange.workbook.rules import is_more_than_all

__all__ = ["notices"]

# A share may differ from its quotient by what rounding to a tenth of a percent explains.
ROUNDING = Decimal("0.06")
_WHOLE_PERCENT = 100

_PERIODS: Mapping[str, Callable[[str], bool]] = {
    "calendar_year": lambda period: period.isdigit(),
    "school_year": lambda period: "/" in period,
    "quarter": lambda period: "-Q" in period,
    "month": lambda period: "-" in period and "Q" not in period,
}


def notices(rows_of: Callable[[type[Any]], tuple[Any, ...]], known: Known) -> Iterator[Notice]:
    """What stops no row and should still be looked at."""
    yield from _period_notices(rows_of)
    yield from _duty_notices(rows_of)
    yield from _side_notices(rows_of, known)
    yield from _sum_notices(rows_of)
    yield from _restriction_notices(rows_of, known)
    for row in rows_of(OptionRow):
        low, high = row.effect_low, row.effect_high
        if (low is not None and row.effect < low) or (high is not None and row.effect > high):
            yield Notice(
                "options", row.number, "effect", str(row.effect), "effect_outside_interval"
            )


def _period_notices(rows_of: Callable[[type[Any]], tuple[Any, ...]]) -> Iterator[Notice]:
    indicators = {row.code: row for row in rows_of(IndicatorRow)}
    told: set[tuple[str, str]] = set()
    for table, model in (("observations", ObservationRow), ("targets", TargetRow)):
        for row in rows_of(model):
            indicator = indicators.get(row.indicator)
            if indicator is None:
                continue
            fits = _PERIODS[indicator.period_kind](row.period)
            if not fits and (table, row.indicator) not in told:
                told.add((table, row.indicator))
                yield Notice(table, row.number, "period", row.period, "period_of_another_kind")
            if table == "observations" and indicator.unit == "percent" and _differs(row):
                yield Notice(table, row.number, "value", str(row.value), "value_differs")


def _duty_notices(rows_of: Callable[[type[Any]], tuple[Any, ...]]) -> Iterator[Notice]:
    """Periods in which the indicator is not counted: nothing will be owed."""
    kinds = {row.code: row.period_kind for row in rows_of(IndicatorRow)}
    for row in rows_of(DutyRow):
        kind = kinds.get(row.indicator)
        if kind is not None and not _PERIODS[kind](row.since):
            yield Notice("duties", row.number, "since", row.since, "period_of_another_kind")


def _side_notices(
    rows_of: Callable[[type[Any]], tuple[Any, ...]], known: Known
) -> Iterator[Notice]:
    """More than all, with a reason; without one the row is rejected."""
    explained = [row for row in rows_of(ObservationRow) if row.reason]
    if not explained:
        return
    units = {**known.units, **{row.code: row.unit for row in rows_of(IndicatorRow)}}
    for row in explained:
        if is_more_than_all(row, units.get(row.indicator, "")):
            value = str(row.numerator)
            yield Notice(
                "observations", row.number, "numerator", value, "numerator_above_denominator"
            )


def _differs(row: ObservationRow) -> bool:
    if row.value is None or row.numerator is None or not row.denominator:
        return False
    return abs(row.value - _WHOLE_PERCENT * row.numerator / row.denominator) > ROUNDING


def _sum_notices(rows_of: Callable[[type[Any]], tuple[Any, ...]]) -> Iterator[Notice]:
    instalments: dict[str, Decimal] = defaultdict(Decimal)
    allocations: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(InstalmentRow):
        instalments[row.commitment] += row.amount
    for row in rows_of(AllocationRow):
        allocations[row.commitment] += row.amount
    for row in rows_of(CommitmentRow):
        paid, given = instalments.get(row.code), allocations.get(row.code, Decimal())
        if paid is not None and paid != row.amount:
            yield Notice(
                "commitments",
                row.number,
                "amount",
                str(row.amount),
                "instalments_differ",
                {"sum": paid, "amount": row.amount},
            )
        if given > row.amount:
            yield Notice(
                "commitments",
                row.number,
                "amount",
                str(row.amount),
                "allocated_above_commitment",
                {"sum": given, "amount": row.amount},
            )


def _restriction_notices(
    rows_of: Callable[[type[Any]], tuple[Any, ...]], known: Known
) -> Iterator[Notice]:
    allocations = rows_of(AllocationRow)
    if not allocations:
        return
    parents = {**known.parents, **{row.code: row.parent for row in rows_of(PlaceRow)}}
    commitments = {row.code: row for row in rows_of(CommitmentRow)}
    for row in allocations:
        money = commitments.get(row.commitment)
        if money is None:
            continue
        if money.lines and row.line not in money.lines:
            yield Notice("allocations", row.number, "line", row.line, "line_not_allowed")
        if money.places and not _is_inside(row.place, money.places, parents):
            yield Notice("allocations", row.number, "place", row.place or "", "place_not_allowed")
        if money.groups and not (row.groups and set(row.groups) <= set(money.groups)):
            yield Notice(
                "allocations", row.number, "groups", "|".join(row.groups), "groups_not_allowed"
            )


def _is_inside(
    place: str | None, allowed: Sequence[str], parents: Mapping[str, str | None]
) -> bool:
    while place is not None and place not in allowed:
        place = parents.get(place)
    return place is not None
