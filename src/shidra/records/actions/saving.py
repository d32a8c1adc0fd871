"""Save records: one from a form, or rows that were pasted, by the rules of a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from shidra.audit.actions import because
from shidra.exchange.actions import put_sheets
from shidra.exchange.queries.stored import lasting_id
from shidra.exchange.workbook import TABLES, Column, RawRow, Rejection, Sheet
from shidra.exchange.workbook.formulas import neutralise
from shidra.initiatives.actions import hold
from shidra.records.permissions import OWNERS, Scope
from shidra.records.queries.cells import cells_in_words, columns_for, key_columns
from shidra.records.queries.naming import next_code

__all__ = ["Cells", "Outcome", "differs", "not_ones_own", "save_record", "sheet_of"]

type Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saving a record did, or would do.

    Attributes:
        number: by which the record is asked for; None where there is none.
        before, after: its cells before and after; a new one has none before.
        rejections: why it was not saved.
        theirs: its cells as somebody else has left them since the form was opened.
        is_gone: whether somebody has taken it away since.
        waits_in_draft: whether the change counts only once the draft of the map is adopted.
    """

    number: int | None = None
    before: Cells = field(default_factory=dict)
    after: Cells = field(default_factory=dict)
    rejections: tuple[Rejection, ...] = ()
    theirs: Cells | None = None
    is_gone: bool = False
    waits_in_draft: bool = False

    @property
    def is_saved(self) -> bool:
        """Whether the record now says what was asked."""
        return not (self.rejections or self.is_gone or self.theirs is not None)

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns whose cell differs."""
        return tuple(name for name in self.after if self.after[name] != self.before.get(name, ""))


@transaction.atomic
def save_record(
    *,
    scope: Scope,
    table: str,
    cells: Cells,
    number: int | None = None,
    opened: Cells | None = None,
    reason: str = "",
    dry_run: bool = False,
) -> Outcome:
    """Save one record, new without `number`; with `dry_run`, only say what would happen.

    `opened` is what the form showed when it was opened: where the record says something else by
    now, nothing is saved and the outcome tells what.
    """
    initiative = scope.access.initiative
    hold(initiative.code)
    columns = columns_for(table, initiative)
    before: dict[str, str] = {}
    if number is not None:
        row = scope.row_or_none(table, number)
        if row is None:
            return Outcome(number=number, is_gone=True)
        before = cells_in_words(table, row, columns)
        if opened is not None and differs(before, opened):
            return Outcome(number=number, before=opened, after=cells, theirs=before)
        cells = {**cells, **{name: before[name] for name in key_columns(table, columns)}}
    elif "code" in cells and not cells["code"]:
        cells = {**cells, "code": next_code(initiative, table, scope.rows(table))}
    after = {column.name: cells.get(column.name, before.get(column.name, "")) for column in columns}
    if refused := not_ones_own(scope, table, after):
        return Outcome(number, before, after, (refused,))
    found = _put(
        scope, table, columns, after, is_new=number is None, reason=reason, dry_run=dry_run
    )
    return replace(found, number=found.number or number, before=before)


def differs(now: Cells, opened: Cells) -> bool:
    """Whether a record says something else by now than when its form was opened."""
    return any(now[name] != opened.get(name, "") for name in now)


def not_ones_own(scope: Scope, table: str, cells: Cells) -> Rejection | None:
    """Who may change only their own cannot give a row to somebody else, or take one."""
    owner = OWNERS.get(table, "")
    if scope.is_all or cells.get(owner, "") in scope.owner_codes(table) or table == "organisations":
        return None
    return Rejection(table, 2, owner, cells.get(owner, ""), "not_ones_own")


def _put(
    scope: Scope,
    table: str,
    columns: Sequence[Column],
    cells: Cells,
    *,
    is_new: bool,
    reason: str,
    dry_run: bool,
) -> Outcome:
    with transaction.atomic(), because(reason):
        report = put_sheets(
            initiative=scope.access.initiative,
            sheets=[sheet_of(table, columns, [cells])],
            by=scope.access.actor,
            hidden=scope.hidden,
            protection_stays=scope.protection_stays,
        )
        rejections = tuple(report.rejections)
        if is_new and not rejections and not report.total("added"):
            rejections = (_already_there(table, cells),)
        number = None
        if rejections or dry_run:
            transaction.set_rollback(True)
        elif is_new:
            number = lasting_id(table, scope.rows(table).order_by("-pk")[0])
        return Outcome(
            number, after=cells, rejections=rejections, waits_in_draft=report.waits_in_draft
        )


def _already_there(table: str, cells: Cells) -> Rejection:
    column = TABLES[table].column_of(
        TABLES[table].key[-1] if "code" in cells else TABLES[table].key[0]
    )
    return Rejection(table, 2, column.name, cells.get(column.name, ""), "already_there", column)


def sheet_of(table: str, columns: Sequence[Column], rows: Sequence[Cells]) -> Sheet:
    """Rows from a form as a sheet; what looks like a formula in a form is only text."""
    texts = {column.name for column in columns if column.kind in {"words", "text"}}
    return Sheet(
        table,
        tuple(column.name for column in columns),
        tuple(
            RawRow(
                number,
                tuple(
                    neutralise(cells.get(column.name, ""))
                    if column.name in texts
                    else cells.get(column.name, "")
                    for column in columns
                ),
            )
            for number, cells in enumerate(rows, start=2)
        ),
    )
