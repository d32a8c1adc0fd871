"""Change what tells a record from the others of its table: one act, and its history goes on."""

from dataclasses import replace

from django.db import transaction

from shidra.exchange.actions import put_key
from shidra.initiatives.actions import hold
from shidra.records.actions.saving import Cells, Outcome, differs, not_ones_own, sheet_of
from shidra.records.permissions import Scope
from shidra.records.queries.cells import cells_in_words, columns_for, key_columns

__all__ = ["rename_record"]


@transaction.atomic
def rename_record(
    *,
    scope: Scope,
    table: str,
    number: int,
    cells: Cells,
    opened: Cells | None,
    reason: str,
) -> Outcome:
    """Give a record the key that these cells say; all that points to it follows.

    Where the record says something else than when the form was `opened`, nothing is changed and
    the outcome tells what it says.
    """
    initiative = scope.access.initiative
    hold(initiative.code)
    columns = columns_for(table, initiative)
    row = scope.row_or_none(table, number)
    if row is None:
        return Outcome(number=number, is_gone=True)
    before = cells_in_words(table, row, columns)
    keys = key_columns(table, columns)
    after = {name: cells.get(name, said) if name in keys else said for name, said in before.items()}
    if opened is None or differs(before, opened):
        return Outcome(number, before, after, theirs=before)
    if refused := not_ones_own(scope, table, after):
        return Outcome(number, before, after, (refused,))
    rejections = put_key(
        initiative=initiative,
        sheet=sheet_of(table, columns, [after]),
        row=row,
        by=scope.access.actor,
        hidden=scope.hidden,
        reason=reason,
    )
    return replace(Outcome(number, before, after), rejections=rejections)
