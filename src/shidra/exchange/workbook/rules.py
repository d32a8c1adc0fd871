"""What rows must keep towards each other, and towards what is stored already.

Rejected: a key that repeats, a code that nobody defines (or whose own row was rejected), places
in a circle, shares above the whole, amounts finer than a coin. What is only worth a look stands
in `noticing`.
"""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from babel.numbers import get_currency_precision

from shidra.exchange.workbook.known import Known
from shidra.exchange.workbook.problems import Rejection
from shidra.exchange.workbook.rows import (
    LINES_BESIDE_FACTORS,
    AllocationRow,
    CommitmentRow,
    GroupRow,
    IndicatorRow,
    InitiativeRow,
    InstalmentRow,
    LinkRow,
    ObservationRow,
    OptionRow,
    Row,
    TargetRow,
)
from shidra.exchange.workbook.tables import TABLES, Column, Table

__all__ = [
    "WITH_DENOMINATOR",
    "Names",
    "against",
    "circling",
    "cycles",
    "impossible_lives",
    "impossible_measures",
    "impossible_money",
    "is_more_than_all",
    "name_in",
    "name_of",
    "repeated",
    "taken",
    "unknown_codes",
    "unknown_places",
]

MOST_GUESSES = 200


def name_of(row: Row) -> str:
    """How other tables name a row."""
    if isinstance(row, GroupRow | LinkRow):
        return row.key
    return str(getattr(row, "code", ""))


def name_in(table: str, cells: Mapping[str, str]) -> str:
    """How other tables would name a row of which there are only cells."""
    if table == "groups":
        return f"{cells.get('dimension', '')}:{cells.get('code', '')}"
    if table == "links":
        return f"{cells.get('source', '')}>{cells.get('target', '')}"
    return cells.get("code", "")


# What a column may name -> the tables whose rows bear such names.
_NAMESPACES = {
    "lines": ("factors",),
    "about": ("factors", "links"),
    "partners": ("organisations", "groups"),
}


class Names:
    """All names that a row may point to, and those that were rejected."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._stored: dict[str, frozenset[str]] = {}
        self._new: dict[str, set[str]] = defaultdict(set)
        self._rejected: dict[str, set[str]] = defaultdict(set)
        self._guesses: dict[tuple[str, str], str] = {}

    def _stored_in(self, table: str) -> frozenset[str]:
        """Looked up only where a row points to the table: most changes point to few."""
        if table not in self._stored:
            self._stored[table] = self._known.names(table)
        return self._stored[table]

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Take up the rows of a table that hold."""
        self._new[table] |= {name_of(row) for row in rows}

    def reject(self, table: str, names: Iterable[str]) -> None:
        """Remember the names of rows that do not hold."""
        self._rejected[table] |= set(names)

    def has(self, refers: str, name: str) -> bool:
        """Whether such a name is defined."""
        if refers == "lines" and name in LINES_BESIDE_FACTORS:
            return True
        return any(
            name in self._new[table] or name in self._stored_in(table)
            for table in _NAMESPACES.get(refers, (refers,))
        )

    def was_rejected(self, refers: str, name: str) -> bool:
        """Whether the row that would define the name was rejected."""
        return any(name in self._rejected[table] for table in _NAMESPACES.get(refers, (refers,)))

    def nearest(self, refers: str, name: str) -> str:
        """The defined name that looks most like this one, empty when none does."""
        wanted = (refers, name)
        if wanted not in self._guesses:
            if len(self._guesses) >= MOST_GUESSES:
                return ""
            tables = _NAMESPACES.get(refers, (refers,))
            candidates = [n for t in tables for n in self._stored_in(t) | self._new[t]]
            found = difflib.get_close_matches(name, candidates[:2000], n=1, cutoff=0.6)
            self._guesses[wanted] = found[0] if found else ""
        return self._guesses[wanted]


def against(
    table: str, row: Row, field_name: str, value: object, problem: str, **context: object
) -> Rejection:
    """The rejection of a row for what stands in one of its fields."""
    column = TABLES[table].column_of(field_name)
    return Rejection(table, row.number, column.name, str(value), problem, column, context)


def repeated(table: Table, rows: Sequence[Row]) -> Iterator[Rejection]:
    """All rows after the first of one key; and all initiatives after the first."""
    first: dict[Any, Row] = {}
    for row in rows:
        key = () if table.name == "initiative" else table.key_of(row)
        earlier = first.setdefault(key, row)
        if earlier is row:
            continue
        problem = "second_initiative" if table.name == "initiative" else "repeated_key"
        shown = " · ".join(_plain(part) for part in table.key_of(row) if part not in {None, ()})
        yield Rejection(
            table.name,
            row.number,
            table.columns[0].name if len(table.key) > 1 else table.key[0],
            shown,
            problem,
            context={"first": earlier.number},
        )


def taken(table: Table, rows: Sequence[Row], known: Known) -> Iterator[Rejection]:
    """Rows whose code another one bears, out of sight of whoever hands them in."""
    hidden = known.hidden.get(table.name, frozenset())
    for row in rows:
        if hidden and (code := name_of(row)) in hidden:
            yield against(table.name, row, "code", code, "already_there")


def _plain(part: object) -> str:
    return "|".join(part) if isinstance(part, tuple) else str(part)


def unknown_codes(table: Table, rows: Sequence[Row], names: Names) -> Iterator[Rejection]:
    """Rows that point to what is defined nowhere, or only by a rejected row."""
    columns = [column for column in table.columns if column.refers]
    if table.further == "dimensions":
        columns.append(Column("groups", "groups", "dimensions", is_required=False, refers="groups"))
    if table.name == "places":
        columns = []
    for row in rows:
        for column in columns:
            value = getattr(row, column.field)
            for name in value if isinstance(value, tuple) else (value,):
                if name is not None and not names.has(column.refers, name):
                    yield _unknown(table.name, row, column, name, names)


def _unknown(table: str, row: Row, column: Column, name: str, names: Names) -> Rejection:
    if column.kind == "dimensions":
        dimension, _, shown = name.partition(":")
        column = Column(dimension, "groups", "dimensions", is_required=False, refers="groups")
    else:
        shown = name
    if names.was_rejected(column.refers, name):
        return Rejection(table, row.number, column.name, shown, "rejected_code", column)
    nearest = names.nearest(column.refers, name)
    if column.kind == "dimensions":
        nearest_in, _, nearest = nearest.partition(":")
        nearest = nearest if nearest_in == column.name else ""
    context = {"nearest": nearest}
    return Rejection(table, row.number, column.name, shown, "unknown_code", column, context)


def unknown_places(rows: Sequence[Any], names: Names) -> Iterator[Rejection]:
    """Places whose parent is neither stored nor among the rows that still hold."""
    here = {row.code for row in rows}
    column = TABLES["places"].column_of("parent")
    for row in rows:
        if row.parent and row.parent not in here and not names.has("places", row.parent):
            yield _unknown("places", row, column, row.parent, names)


def cycles(rows: Sequence[Any], known: Known) -> Iterator[Rejection]:
    """All places from which the way up leads back to themselves."""
    parents = dict(known.parents)
    for row in rows:
        if "parent" in row.model_fields_set or row.code not in parents:
            parents[row.code] = row.parent
    found = circling(parents)
    for row in rows:
        if row.code in found:
            yield against("places", row, "parent", row.parent or "", "place_cycle")


def circling(parents: Mapping[str, str | None]) -> set[str]:
    """The places from which the way up leads back to themselves."""
    done: set[str] = set()
    found: set[str] = set()
    for start in parents:
        way: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in done and at not in way:
            way[at] = len(way)
            at = parents.get(at)
        if at is not None and at in way:
            found |= {code for code, step in way.items() if step >= way[at]}
        done |= way.keys()
    return found


# --- measures ----------------------------------------------------------------------------------

WITH_DENOMINATOR = frozenset({"percent", "ratio", "rate_1000", "ILS", "days"})
_WHOLE_PERCENT = 100


def impossible_measures(
    table: Table, rows: Sequence[Row], indicators: Iterable[IndicatorRow], known: Known
) -> Iterator[Rejection]:
    """Observations and targets that their indicator's unit does not allow."""
    if table.name not in {"observations", "targets"}:
        return
    units = {**known.units, **{row.code: row.unit for row in indicators}}
    for row in rows:
        if isinstance(row, ObservationRow | TargetRow):
            unit = units.get(row.indicator, "")
            is_explained = (
                isinstance(row, ObservationRow)
                and is_more_than_all(row, unit)
                and (known.asks or bool(row.reason))
            )
            if not is_explained:
                yield from _percent_value(table.name, row, unit)
            if isinstance(row, ObservationRow) and not is_explained:
                yield from _sides(row, unit)


def impossible_lives(table: Table, rows: Sequence[Row], known: Known) -> Iterator[Rejection]:
    """Indicators that skip a step of their life, and versions of definitions out of order."""
    for row in rows:
        if isinstance(row, IndicatorRow) and "state" in row.model_fields_set:
            allowed = known.next_states.get(row.code)
            if allowed and row.state not in allowed:
                context = {"before": allowed[0], "words": ", ".join(allowed)}
                yield against(table.name, row, "state", row.state, "move_not_allowed", **context)
    if table.name == "definitions":
        yield from _out_of_order(rows, known)


def _out_of_order(rows: Sequence[Any], known: Known) -> Iterator[Rejection]:
    versions = {code: dict(found) for code, found in known.versions.items()}
    for row in rows:
        versions.setdefault(row.indicator, {})[row.version] = row.valid_from or ""
    for row in rows:
        for other, period in versions[row.indicator].items():
            is_later = (row.valid_from or "") > period
            if other != row.version and (row.version > other) != is_later:
                context = {"other": other, "period": period or "–"}
                value = row.valid_from or ""
                yield against(
                    "definitions", row, "valid_from", value, "versions_out_of_order", **context
                )
                break


def _percent_value(table: str, row: ObservationRow | TargetRow, unit: str) -> Iterator[Rejection]:
    value = row.value
    if unit == "percent" and value is not None and not 0 <= value <= _WHOLE_PERCENT:
        yield against(table, row, "value", value, "percent_out_of_range")


def is_more_than_all(row: ObservationRow, unit: str) -> bool:
    """Whether a share counts more than all: that can be so, and has to be asked about."""
    above, below = row.numerator, row.denominator
    return unit == "percent" and above is not None and below is not None and above > below


def _sides(row: ObservationRow, unit: str) -> Iterator[Rejection]:
    above, below = row.numerator, row.denominator
    if above is not None and below is None and row.value is None and unit in WITH_DENOMINATOR:
        yield against("observations", row, "denominator", "", "denominator_missing")
    if is_more_than_all(row, unit):
        yield against("observations", row, "numerator", above, "numerator_above_denominator")


# --- money -------------------------------------------------------------------------------------


def impossible_money(
    table: Table,
    rows: Sequence[Row],
    initiatives: Sequence[InitiativeRow],
    commitments: Iterable[CommitmentRow],
    known: Known,
) -> Iterator[Rejection]:
    """Amounts finer than a coin, and foreign money whose rate nobody froze."""
    own = initiatives[0].currency if initiatives else known.currency
    if not own:
        return
    currencies = {row.code: row.currency for row in commitments}
    if table.name in {"instalments", "allocations"}:
        currencies = {**known.currencies, **currencies}
    for row in rows:
        if isinstance(row, CommitmentRow):
            currency = row.currency
            lacks_rate = currency != own and bool(row.signed_on) and row.rate is None
            if lacks_rate and row.code not in known.names("commitments"):
                yield against(table.name, row, "rate", "", "rate_missing")
        elif isinstance(row, InstalmentRow | AllocationRow):
            currency = currencies.get(row.commitment, own)
        else:
            currency = own
        yield from _too_fine(table, row, get_currency_precision(currency))


def _too_fine(table: Table, row: Row, places: int) -> Iterator[Rejection]:
    fields = {column.field for column in table.columns if column.kind == "amount"}
    if isinstance(row, OptionRow):
        fields.add("unit_cost")
    for name in sorted(fields):
        amount = getattr(row, name)
        if amount is not None and amount != round(amount, places):
            yield against(table.name, row, name, amount, "too_fine", places=places)
