"""The questions that engines answer, each written once, for whichever engine.

A question is an expression over `observations` as the engine hands it over: already narrowed to
what the caller may have, and to rows that can be added. Values come by name and are bound, never
written into SQL. Sums are whole millionths; what is divided is divided last.

This module loads Ibis: import it where a question is asked, never when a web process starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
from ibis import Table, literal
from ibis.expr.types import (
    BooleanValue,
    IntegerValue,
    NumericColumn,
    StringColumn,
    StringValue,
    Value,
)

from shidra.releases.analysis.columns import COLUMNS

__all__ = ["MARK", "OBSERVATIONS", "PARTS", "QUERIES", "Query", "bound"]

# Before the name of a value where it will be bound; no text of a person can hold this sign.
MARK = "\x00"
_TYPES = {"BIGINT": "int64", "VARCHAR": "string", "TINYINT": "int8"}
OBSERVATIONS = ibis.table({name: _TYPES[kind] for name, kind in COLUMNS.items()}, "observations")
# The rows behind the cells of one answer, numbered cell by cell.
PART_COLUMNS: Mapping[str, str] = {
    "cell": "BIGINT",
    "times": "BIGINT",
    "numerator": "BIGINT",
    "denominator": "BIGINT",
    "value": "BIGINT",
    "n": "BIGINT",
    "quality": "VARCHAR",
}
PARTS = ibis.table({name: _TYPES[kind] for name, kind in PART_COLUMNS.items()}, "observations")


@dataclass(frozen=True, slots=True)
class Query:
    """One question: its expression over the observations, and the values that it asks for."""

    over: Callable[[Table], Table]
    asks: Mapping[str, type]


def bound(name: str) -> StringValue:
    """The place where a text of the caller will stand."""
    return literal(MARK + name)


def bound_number(name: str) -> IntegerValue:
    """The place where a whole number of the caller will stand."""
    return bound(name).cast("int64")


def _sums(rows: Table, *by: str) -> Table:
    return rows.group_by(*by).agg(
        numerator=_whole(rows.numerator), denominator=_whole(rows.denominator)
    )


def _whole(column: NumericColumn) -> Value:
    return column.sum().cast("int64")


def _category(groups: StringColumn) -> StringValue:
    """The category of the asked dimension in `a:x|b:y`; whoever names none is unknown."""
    text = literal("|") + groups.fill_null("")
    mark = literal("|") + bound("dimension") + literal(":")
    start = text.find(mark)
    rest = text.substr(start + mark.length())
    end = rest.find("|")
    named = ibis.ifelse(end < 0, rest, rest.substr(0, end))
    return ibis.ifelse(start < 0, literal("unknown"), named)


def _of(rows: Table) -> BooleanValue:
    return rows.indicator == bound("indicator")


def _by_category(rows: Table, *by: str) -> Table:
    """Sums by category. Groups are added as they are written first: there are few of them."""
    few = _sums(rows, *by, "groups")
    return _sums(few.mutate(category=_category(few.groups)), *by, "category")


def totals(rows: Table) -> Table:
    """Every measure in every period, everybody everywhere."""
    return _sums(rows, "indicator", "period")


def categories(rows: Table) -> Table:
    """One measure over time by the categories of a dimension."""
    return _by_category(rows.filter(_of(rows)), "period")


def places(rows: Table) -> Table:
    """One measure over time by the places that it was observed in."""
    return _sums(rows.filter(_of(rows)), "period", "place")


def drill(rows: Table) -> Table:
    """One measure in one period, by place and category."""
    return _by_category(rows.filter(_of(rows) & (rows.period == bound("period"))), "place")


def disparity(rows: Table) -> Table:
    """For every measure and period how far the best and the worst category stand apart.

    Categories with fewer than `least` (in millionths) in the denominator take no part, nor do the
    unknown.
    """
    cells = _by_category(rows, "indicator", "period")
    told = cells.filter(
        (cells.category != "unknown")
        & (cells.denominator >= bound_number("least"))
        & (cells.denominator > 0)
    )
    rates = told.mutate(rate=told.numerator.cast("float64") / told.denominator.cast("float64"))
    ends = rates.group_by("indicator", "period").agg(
        categories=rates.count(), highest=rates.rate.max(), lowest=rates.rate.min()
    )
    return ends.filter(ends.categories > 1).mutate(apart=ends.highest - ends.lowest)


def parts(rows: Table) -> Table:
    """The cells of one answer, added up from the rows behind them."""
    sums = {
        f"{name}_sum": (rows.times * rows[name]).sum().cast("int64")
        for name in ("numerator", "denominator", "n")
    }
    known = {f"{name}_known": rows[name].count() for name in ("numerator", "denominator", "n")}
    return rows.group_by("cell").agg(
        parts=rows.count(),
        taken_away=(rows.times < 0).ifelse(1, 0).sum().cast("int64"),
        **sums,
        **known,
        value=rows.value.max(),
        quality=rows.quality.max(),
    )


QUERIES: Mapping[str, Query] = {
    "totals": Query(totals, {}),
    "categories": Query(categories, {"indicator": str, "dimension": str}),
    "places": Query(places, {"indicator": str}),
    "drill": Query(drill, {"indicator": str, "period": str, "dimension": str}),
    "disparity": Query(disparity, {"dimension": str, "least": int}),
}
