"""Questions about single figures, for people who may see all of them; nothing is ever refused."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shidra.core.figures import UNKNOWN, Figure, Table, by_group, by_period, figure, periods_through
from shidra.core.quality import fault_of
from shidra.core.series import limits_of
from shidra.measurement.analysis.shown import scaled
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.judged import Doubt
from shidra.measurement.queries import Observed

__all__ = ["Parts", "doubts_in", "parts_against"]

FEWEST_BEFORE = 6
# A rest up to here is no question: some are always unknown.
SMALL_REST = 0.05
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of the whole, by a dimension or by the places of a kind, against the total given.

    Attributes:
        by: the dimension; empty for places.
        exceeds: the parts are more than the whole.
        left_open: the share that they leave; None where it is not asked that they make the whole.
    """

    by: str
    total: float
    sum: float
    exceeds: bool
    left_open: float | None


def parts_against(
    table: Table, indicator: Indicator, period: str, places: Mapping[str, Sequence[str]]
) -> list[Parts]:
    """For each way in which the whole was divided beside a total given for it."""
    whole = figure(table, period)
    if not whole.is_exact:
        return []
    named = {
        group.partition(":")[0]
        for row in table.finer(period, None, frozenset())
        for group in row.groups
    }
    found = [
        _against(whole, by_group(table, period, dimension).groups, dimension, indicator)
        for dimension in sorted(named)
    ]
    if codes := places.get(indicator.place_level, ()):
        inside = [figure(table, period, code) for code in codes]
        found.append(_against(whole, [one for one in inside if one.rows], "", indicator))
    return [one for one in found if one is not None]


def _against(whole: Figure, parts: Sequence[Figure], by: str, indicator: Indicator) -> Parts | None:
    side = "denominator" if whole.denominator is not None else "numerator"
    total = getattr(whole, side)
    amounts = [getattr(part, side) for part in parts]
    if not total or not amounts or None in amounts:
        return None
    known = sum(
        amount
        for part, amount in zip(parts, amounts, strict=True)
        if not any(group.rpartition(":")[2] == UNKNOWN for group in part.groups)
    )
    is_asked = by in indicator.asked_splits or not by
    exceeds = sum(amounts) > total * (1 + _HAIR)
    left = max(0.0, 1 - known / total) if is_asked and not exceeds else None
    return Parts(by, total, sum(amounts) if exceeds else known, exceeds, left)


def doubts_in(
    table: Table, indicator: Indicator, here: Iterable[Observed], parts: Iterable[Parts]
) -> Iterator[Doubt]:
    """What to ask about the figures of the latest period, the impossible first."""
    rows = list(here)
    for row in rows:
        fault = fault_of(row.numerator, row.denominator, row.value, is_share=indicator.is_share)
        if fault:
            yield Doubt(fault.value, row.period, row.place, row.groups, _amounts(row))
    period = rows[0].period if rows else ""
    for one in parts:
        amounts = {"total": one.total, "sum": one.sum}
        if one.exceeds:
            yield Doubt("parts_exceed", period, amounts=amounts, dimension=one.by)
        elif one.left_open is not None and one.left_open > SMALL_REST:
            amounts["left"] = one.left_open
            yield Doubt("left_open", period, amounts=amounts, dimension=one.by)
    for row in rows:
        if jump := _jump(table, indicator, row):
            yield jump


def _amounts(row: Observed) -> dict[str, float]:
    named = {"numerator": row.numerator, "denominator": row.denominator, "value": row.value}
    return {name: amount for name, amount in named.items() if amount is not None}


def _jump(table: Table, indicator: Indicator, row: Observed) -> Doubt | None:
    """A figure beyond the natural limits of those that lead up to it without a break."""
    if len(table.periods) <= FEWEST_BEFORE:
        return None
    run: list[tuple[str, float]] = []
    for found in by_period(table, row.place, row.groups):
        point = scaled(found, indicator)
        if point.value is None:
            continue
        if run and periods_through(run[-1][0], point.period) != (run[-1][0], point.period):
            run = []
        run.append((point.period, point.value))
    if len(run) <= FEWEST_BEFORE or run[-1][0] != row.period:
        return None
    limits, latest = limits_of([value for _period, value in run[:-1]]), run[-1][1]
    if limits.lower <= latest <= limits.upper:
        return None
    amounts = {"value": latest, "lower": limits.lower, "upper": limits.upper}
    return Doubt("jump", row.period, row.place, row.groups, amounts)
