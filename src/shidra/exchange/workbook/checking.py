"""From raw cells to typed rows, and a rejection for whatever does not hold.

A bad row never stops the good ones; a row is taken whole or not at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError, create_model

from shidra.exchange.workbook import rules
from shidra.exchange.workbook.audiences import impossible_rules, rules_not_ones_own
from shidra.exchange.workbook.cells import Code, as_text
from shidra.exchange.workbook.dating import impossible_changes, impossible_past
from shidra.exchange.workbook.known import Known
from shidra.exchange.workbook.noticing import notices
from shidra.exchange.workbook.problems import Notice, Rejection
from shidra.exchange.workbook.reading import RawRow, Sheet, Workbook
from shidra.exchange.workbook.rows import InitiativeRow, Row
from shidra.exchange.workbook.tables import TABLES, Column, Table

__all__ = ["Checked", "CheckedTable", "check"]

LONGEST_SHOWN = 120


@dataclass(slots=True)
class CheckedTable:
    """One table after checking: the rows that hold, and why the others do not."""

    table: Table
    read: int = 0
    # Rows that hold and were sifted as columns: they are not among `rows`.
    sifted: int = 0
    rows: list[Row] = field(default_factory=list)
    # The keys alone of rejected rows, where they can be read: these rows are not missing.
    rejected_keys: list[Row] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """How many rows were rejected, however many cells of them were wrong."""
        return self.read - self.sifted - len(self.rows)


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook after checking, or some tables of an initiative that is stored already.

    Where a workbook's own row of the initiative was rejected, nothing of it can be loaded.
    """

    name: str
    sha256: str
    tables: Mapping[str, CheckedTable]
    notices: tuple[Notice, ...]

    @property
    def initiative(self) -> InitiativeRow | None:
        """The initiative that the workbook describes, None when its row was rejected."""
        found = self.rows(InitiativeRow)
        return found[0] if found else None

    def rows[R: Row](self, model: type[R]) -> tuple[R, ...]:
        """The rows of one kind that hold, in table order."""
        return tuple(
            row
            for checked in self.tables.values()
            if checked.table.model is model
            for row in checked.rows
            if isinstance(row, model)
        )

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """All rejections, by table and row."""
        return tuple(
            rejection
            for checked in self.tables.values()
            for rejection in sorted(checked.rejections, key=lambda found: found.row)
        )


def check(workbook: Workbook, known: Known | None = None) -> Checked:
    """Read all cells by the format, then hold the rows against each other and what is `known`."""
    known = known or Known()
    known = replace(known, is_whole="initiative" in workbook.sheets)
    dimensions = _dimensions(workbook)
    if any(TABLES[name].further == "dimensions" for name in workbook.sheets.keys() & TABLES.keys()):
        dimensions |= known.dimensions
    about_file = [Notice(name, 0, "", "", "unknown_table") for name in workbook.unknown]
    tables: dict[str, CheckedTable] = {}
    names = rules.Names(known)
    for table in TABLES.values():
        sheet = workbook.sheets.get(table.name)
        if sheet is None:
            continue
        checked = tables[table.name] = _check_sheet(table, sheet, dimensions, names)
        _apply_rules(checked, names, known, tables)
        names.add(table.name, checked.rows)
    checked_all = Checked(workbook.name, workbook.sha256, tables, tuple(about_file))
    is_complete = "initiative" in tables or not known.currency
    if is_complete and checked_all.initiative is None:
        for checked in tables.values():
            checked.rows.clear()
    else:
        for notice in notices(checked_all.rows, known):
            tables[notice.table].notices.append(notice)
    return checked_all


def _apply_rules(
    checked: CheckedTable,
    names: rules.Names,
    known: Known,
    tables: Mapping[str, CheckedTable],
) -> None:
    def rows_of(name: str) -> list[Any]:
        return tables[name].rows if name in tables else []

    _drop(checked, names, [*rules.repeated(checked.table, checked.rows)])
    _drop(checked, names, [*rules.taken(checked.table, checked.rows, known)])
    _drop(checked, names, [*rules_not_ones_own(checked.table, checked.rows, known)])
    if checked.table.name == "places":
        while found := [
            *rules.unknown_places(checked.rows, names),
            *rules.cycles(checked.rows, known),
        ]:
            _drop(checked, names, found)
    found = [
        *rules.unknown_codes(checked.table, checked.rows, names),
        *rules.impossible_measures(checked.table, checked.rows, rows_of("indicators"), known),
        *impossible_changes(checked.table, checked.rows, names, known),
        *impossible_past(checked.table, checked.rows, rows_of("places"), names, known),
        *impossible_rules(checked.table, checked.rows, rows_of("initiative"), known),
        *rules.impossible_lives(checked.table, checked.rows, known),
        *rules.impossible_money(
            checked.table, checked.rows, rows_of("initiative"), rows_of("commitments"), known
        ),
    ]
    _drop(checked, names, found)


def _drop(checked: CheckedTable, names: rules.Names, found: Iterable[Rejection]) -> None:
    found = list(found)
    checked.rejections.extend(found)
    numbers = {rejection.row for rejection in found}
    dropped = [row for row in checked.rows if row.number in numbers]
    names.reject(checked.table.name, {rules.name_of(row) for row in dropped})
    checked.rejected_keys.extend(dropped)
    checked.rows[:] = [row for row in checked.rows if row.number not in numbers]


# --- one table ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Header:
    """What each cell of a row means: a column of the format, or a further one."""

    columns: tuple[Column | None, ...]
    further: tuple[str, ...]
    names: tuple[str, ...]
    rejections: tuple[Rejection, ...]
    notices: tuple[Notice, ...]


def _dimensions(workbook: Workbook) -> frozenset[str]:
    """All dimensions that the workbook names, even in rows that are rejected."""
    found: set[str] = set()
    for table, column, wanted in (("groups", "dimension", None), ("labels", "code", "dimension")):
        sheet = workbook.sheets.get(table)
        if sheet is None:
            continue
        header = [name.lower() for name in sheet.header]
        for row in sheet.rows:
            cells = dict(zip(header, row.cells, strict=False))
            if wanted is None or as_text(cells.get("kind")) == wanted:
                found.add(as_text(cells.get(column)) or "")
    return frozenset(found - {""})


def _read_header(table: Table, sheet: Sheet, dimensions: frozenset[str]) -> _Header:
    columns: list[Column | None] = []
    further: list[str] = []
    notices: list[Notice] = []
    rejections: list[Rejection] = []
    seen: set[str] = set()
    for name in sheet.header:
        column = table.column(name.lower())
        is_further = column is None and (
            (table.further == "attributes" and bool(name))
            or (table.further == "dimensions" and name in dimensions)
        )
        if name and (column.name if column else name) in seen:
            rejections.append(Rejection(table.name, 1, name, name, "repeated_column"))
        elif name and column is None and not is_further:
            notices.append(Notice(table.name, 1, name, name, "unknown_column"))
        seen.add(column.name if column else name)
        columns.append(column)
        further.append(name if is_further else "")
    rejections.extend(_missing_columns(table, seen))
    return _Header(tuple(columns), tuple(further), sheet.header, tuple(rejections), tuple(notices))


def _missing_columns(table: Table, seen: set[str]) -> Iterator[Rejection]:
    for name, declared in table.model.model_fields.items():
        if name == "number" or not declared.is_required():
            continue
        columns = [column for column in table.columns if column.field == name]
        if not any(column.name in seen for column in columns):
            yield Rejection(table.name, 1, columns[0].name, "", "missing_column", columns[0])


def _check_sheet(
    table: Table, sheet: Sheet, dimensions: frozenset[str], names: rules.Names
) -> CheckedTable:
    header = _read_header(table, sheet, dimensions)
    checked = CheckedTable(table, read=len(sheet.rows))
    checked.notices.extend(header.notices)
    if not sheet.rows:
        return checked
    checked.rejections.extend(header.rejections)
    for raw in sheet.rows:
        row, found = (None, []) if header.rejections else _check_row(table, header, raw)
        checked.rejections.extend(found)
        if row is not None:
            checked.rows.append(row)
        else:
            names.reject(table.name, {_raw_name(table, header, raw)})
            checked.rejected_keys.extend(_key_alone(table, header, raw))
    return checked


def _key_alone(table: Table, header: _Header, raw: RawRow) -> Iterator[Row]:
    """A rejected row reduced to its key, if that can be read."""
    cells, _found = _gather(table, header, raw)
    wanted = {name: cell for name, cell in cells.items() if name in {"number", *table.key}}
    with suppress(ValidationError):
        yield _key_model(table.name).model_validate(wanted)


@cache
def _key_model(table: str) -> type[Row]:
    declared = TABLES[table]
    fields: dict[str, Any] = {
        name: (found.annotation, found)
        for name, found in declared.model.model_fields.items()
        if name in declared.key
    }
    return create_model(f"{declared.model.__name__}Key", __base__=Row, **fields)


def _check_row(table: Table, header: _Header, raw: RawRow) -> tuple[Row | None, list[Rejection]]:
    cells, found = _gather(table, header, raw)
    try:
        row = table.model.model_validate(cells)
    except ValidationError as error:
        return None, found + [_rejection(table, raw, cells, e) for e in error.errors()]
    if found:
        return None, found
    for name, problem in row.problems():
        column = table.column_of(name)
        value = _shown(cells.get(name))
        found.append(Rejection(table.name, raw.number, column.name, value, problem, column))
    return (None, found) if found else (row, [])


def _gather(table: Table, header: _Header, raw: RawRow) -> tuple[dict[str, Any], list[Rejection]]:
    """The cells of a row under the fields of its model; cells outside all columns are rejected."""
    fields: dict[str, Any] = {"number": raw.number}
    found: list[Rejection] = []
    groups: list[str] = []
    for place, cell in enumerate(raw.cells):
        column = header.columns[place] if place < len(header.columns) else None
        further = header.further[place] if place < len(header.further) else ""
        if column is not None:
            value = None if as_text(cell) is None else cell
            if column.language:
                fields.setdefault(column.field, {})[column.language] = value
            else:
                fields[column.field] = value
        elif further and table.further == "attributes":
            fields.setdefault("attributes", {})[further] = cell
        elif further and as_text(cell) is not None:
            try:
                groups.append(f"{further}:{_CODE.validate_python(cell)}")
            except ValidationError as error:
                found.append(_in_dimension(table, raw.number, further, cell, error.errors()[0]))
        elif as_text(cell) is not None and not any(header.names[place : place + 1]):
            found.append(Rejection(table.name, raw.number, "", _shown(cell), "nameless_cell"))
    _complete(table, header, fields)
    if table.further == "dimensions":
        fields["groups"] = "|".join(groups) or None
    return fields, found


def _complete(table: Table, header: _Header, fields: dict[str, Any]) -> None:
    """Cells that a short row leaves out are empty, not absent."""
    for column in header.columns:
        if column is None:
            continue
        if column.language:
            fields.setdefault(column.field, {}).setdefault(column.language, None)
        else:
            fields.setdefault(column.field, None)
    if table.further == "attributes":
        for name in filter(None, header.further):
            fields.setdefault("attributes", {}).setdefault(name, None)


def _in_dimension(
    table: Table, row: int, dimension: str, cell: Any, error: Mapping[str, Any]
) -> Rejection:
    about = _dimension_column(dimension)
    context = dict(error.get("ctx") or {})
    return Rejection(table.name, row, dimension, _shown(cell), error["type"], about, context)


def _dimension_column(name: str) -> Column:
    return Column(name, "groups", "dimensions", is_required=False, refers="groups")


_CODE: TypeAdapter[str] = TypeAdapter(Code)

# What pydantic finds by itself -> our name for it.
_FOUND = {
    "greater_than_equal": "too_small",
    "greater_than": "too_small",
    "less_than_equal": "too_large",
    "less_than": "too_large",
    "string_too_long": "too_long",
    "missing": "missing",
}


def _rejection(
    table: Table, raw: RawRow, cells: Mapping[str, Any], error: Mapping[str, Any]
) -> Rejection:
    name, *rest = error["loc"]
    problem = _FOUND.get(error["type"], error["type"])
    context = dict(error.get("ctx") or {})
    if problem == "too_small" and context.get("ge", context.get("gt")) == 0:
        problem = "negative" if float(error["input"]) < 0 else problem
    if problem == "too_long":
        context["longest"] = context.get("longest", context.get("max_length"))
    cell = cells.get(name)
    if name == "groups" and table.further == "dimensions":
        about = _dimension_column("groups")
    elif name == "attributes":
        about = Column(str(rest[0]), name, "text", is_required=False)
        cell = cell[rest[0]] if isinstance(cell, Mapping) else cell
    else:
        about = table.column_of(name)
        if rest and isinstance(cell, Mapping):
            about = table.column(f"{name}_{rest[0]}") or about
            cell = cell.get(rest[0])
    value = "" if isinstance(cell, Mapping) else _shown(cell)
    return Rejection(table.name, raw.number, about.name, value, problem, about, context)


def _shown(cell: Any) -> str:
    text = as_text(cell) or ""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _raw_name(table: Table, header: _Header, raw: RawRow) -> str:
    """How other tables would have named a row that was rejected."""
    cells = {
        column.name: as_text(cell) or ""
        for column, cell in zip(header.columns, raw.cells, strict=False)
        if column is not None
    }
    return rules.name_in(table.name, cells)
