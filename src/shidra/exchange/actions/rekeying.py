"""Give a stored row another key: a mistyped code, the wrong year of a need."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import models, transaction

from shidra.audit.actions import record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries import model_label
from shidra.audit.queries.values import plain
from shidra.exchange.actions.filling import KEYS, Filler, group_key
from shidra.exchange.actions.stored_codes import rename_stored_codes
from shidra.exchange.queries import Ids, known_of
from shidra.exchange.queries.stored import SOURCES
from shidra.exchange.workbook import Rejection, Sheet, Workbook, check
from shidra.exchange.workbook.tables import TABLES
from shidra.funding.models import Commitment
from shidra.initiatives import actions as initiatives
from shidra.initiatives.models import Group, GroupSet, Initiative
from shidra.measurement.models import Indicator
from shidra.network.models import Activity, Organisation, Promise
from shidra.notifications.actions import follow_under
from shidra.roadmap.models import Factor

__all__ = ["put_key"]

# What people follow is named by its code.
FOLLOWED: Mapping[type[models.Model], str] = {
    Activity: "activity",
    Factor: "factor",
    Indicator: "indicator",
    Organisation: "organisation",
    Promise: "promise",
}


@transaction.atomic
def put_key(
    *,
    initiative: Initiative,
    sheet: Sheet,
    row: models.Model,
    by: Actor,
    hidden: Mapping[str, frozenset[str]],
    reason: str = "",
) -> tuple[Rejection, ...]:
    """Give a row the key that the one row of this sheet has, by the rules of a load.

    Whatever points to it goes on pointing to it, and its history goes on. All else that the sheet
    says is checked and not written. Answers with why nothing was written.
    """
    table = sheet.table
    checked = check(Workbook("", "", {table: sheet}), known_of(initiative).without(hidden)).tables[
        table
    ]
    if checked.rejections:
        return tuple(checked.rejections)
    target, wanted = _wanted(initiative, table, row, checked.rows)
    if _is_taken(initiative, table, target, wanted):
        return (_taken(table, checked.rows[0]),)
    before = {name: plain(getattr(target, name)) for name in wanted}
    after = {name: plain(value) for name, value in wanted.items()}
    if before == after:
        return ()
    for name, value in wanted.items():
        setattr(target, name, value)
    target.save(update_fields=[name.removesuffix("_id") for name in wanted])
    label = model_label(SOURCES[table].model)
    moved = RowChange(model_label(type(target)), target.pk, Change.Kind.CHANGED, before, after)
    record(
        action=f"rename {label}",
        by=by,
        initiative=initiative.code,
        subject=label,
        reason=reason,
        changes=[moved, *_follow(initiative, target, before, after)],
    )
    return ()


def _wanted(
    initiative: Initiative, table: str, row: models.Model, rows: list[Any]
) -> tuple[Any, dict[str, Any]]:
    """What bears the key, and the key that it is to have: of a factor it lasts through versions."""
    if table == "factors":
        factor: Factor = row.factor  # type: ignore[attr-defined]
        return factor, {"code": rows[0].code}
    ids = Ids(initiative)
    groups = getattr(rows[0], "groups", ())
    keys = [group_key(groups)] if groups else []
    ids.group_sets = initiatives.put_group_sets(initiative=initiative, keys=keys)
    (filled,), _touched = Filler(initiative, ids, is_part=True).fill(table, rows)
    names = KEYS.get(table, TABLES[table].key)
    return row, {name: getattr(filled.instance, name) for name in names}


def _is_taken(
    initiative: Initiative, table: str, target: models.Model, wanted: Mapping[str, Any]
) -> bool:
    within = "initiative" if table == "factors" else SOURCES[table].within
    asked = {
        f"{n}__isnull" if v is None else n: True if v is None else v for n, v in wanted.items()
    }
    every = type(target)._default_manager.filter(**{within: initiative}, **asked)
    return every.exclude(pk=target.pk).exists()


def _taken(table: str, row: Any) -> Rejection:
    key = TABLES[table].key
    column = TABLES[table].column_of("code" if "code" in key else key[0])
    return Rejection(
        table, 2, column.name, str(getattr(row, column.field)), "already_there", column
    )


def _follow(
    initiative: Initiative,
    target: models.Model,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Iterable[RowChange]:
    """What names a row by its code as text, and not by pointing to it."""
    if kind := FOLLOWED.get(type(target)):
        old, new = str(before["code"]), str(after["code"])
        follow_under(initiative=initiative.code, kind=kind, before=old, code=new)
    if isinstance(target, Group):
        _rename_sets(target)
    if isinstance(target, Factor):
        yield from _rename_lines(initiative, before["code"], after["code"])
    yield from rename_stored_codes(initiative, target, before, after)


def _rename_sets(group: Group) -> None:
    """Sets are known by the names of their groups."""
    for each in GroupSet.objects.filter(groups=group).prefetch_related("groups"):
        each.key = group_key([one.key for one in each.groups.all()])
        each.save(update_fields=["key"])


def _rename_lines(initiative: Initiative, old: str, new: str) -> Iterator[RowChange]:
    """Commitments that may be used for a factor go on saying so."""
    for each in Commitment.objects.filter(initiative=initiative):
        if old not in each.lines:
            continue
        before, each.lines = each.lines, [new if line == old else line for line in each.lines]
        each.save(update_fields=["lines"])
        kind, label = Change.Kind.CHANGED, model_label(Commitment)
        yield RowChange(label, each.pk, kind, {"lines": before}, {"lines": each.lines})
