"""Retire a record, bring it back, and undo single changes.

Factors and links are taken back in the draft of the map, like every other change to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models, transaction

from shidra.audit.actions import (
    CannotReturn,
    ChangedSince,
    StillNeeded,
    because,
    restore_row,
    retire_row,
    undo_change,
)
from shidra.audit.models import Change
from shidra.audit.queries import model_label
from shidra.audit.queries.pointing import Pointing, pointing_to
from shidra.exchange.actions import put_sheets
from shidra.exchange.workbook import Rejection
from shidra.gaps.actions import take_stock
from shidra.initiatives.actions import (
    ChangeRefused,
    hold,
    hold_as_dated,
    take_back_categories,
)
from shidra.initiatives.analysis import CrosswalkError, crosswalk_of
from shidra.initiatives.models import CategoryChange, Group, GroupSet, Place, PlaceHistory
from shidra.initiatives.permissions import Right
from shidra.initiatives.queries import changes_naming
from shidra.records.actions.renaming import rename_record
from shidra.records.actions.saving import not_ones_own, sheet_of
from shidra.records.permissions import Scope
from shidra.records.queries.cells import cells_in_words, columns_for, key_columns
from shidra.records.queries.past import (
    ON_THE_MAP,
    Past,
    moves_the_initiative,
    past_of,
    retired_records,
    settings_in,
)
from shidra.roadmap.actions import version_for_changes
from shidra.roadmap.models import Factor, FactorEntry, Link, RoadmapVersion

__all__ = [
    "Refused",
    "restore_record",
    "retire_record",
    "undo",
    "visible_past",
    "visible_retired",
]

# Tables of what passed into what, and of what was said from when on.
_DATED = {"category_changes", "place_history"}
# What speaks of a factor and needs no place of it on the map: it stays, and returns with it.
BESIDE_THE_MAP = {
    "roadmap.factorentry",
    "roadmap.contextsheet",
    "roadmap.doubt",
    "roadmap.mapcomment",
    "roadmap.talkentry",
    "roadmap.voice",
    "network.stewardship",
}


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """It cannot be taken back, and why.

    Attributes:
        problem: gone, changed_since, still_needed, not_ones_own, cannot_return, of_the_state or a
            rejection.
        pointing: what still needs the record.
        rejections: which rules it breaks by now.
    """

    problem: str
    pointing: tuple[Pointing, ...] = ()
    rejections: tuple[Rejection, ...] = ()


@transaction.atomic
def retire_record(*, scope: Scope, table: str, number: int, reason: str) -> Change:
    """Take a record out of the lists and of every calculation; the history keeps it whole.

    Raises:
        Refused: others still need it, or it is gone.
    """
    initiative = scope.access.initiative
    hold(initiative.code)
    row = scope.row_or_none(table, number)
    if row is None:
        raise Refused("gone")
    try:
        if table in ON_THE_MAP:
            row = _in_the_draft(scope, row)
            _refuse_if_on_the_map(row)
        if isinstance(row, Group):
            _forget_unused_sets(row)
        if isinstance(row, CategoryChange):
            retired = take_back_categories(change=row, reason=reason, by=scope.access.actor)
        else:
            retired = retire_row(
                instance=row, by=scope.access.actor, initiative=initiative.code, reason=reason
            )
        _settle(scope, row)
    except ChangeRefused as built_on:
        raise Refused("still_needed") from built_on
    except StillNeeded as needed:
        raise Refused("still_needed", pointing=_without_sets(needed.pointing)) from needed
    except ChangedSince as changed:
        raise Refused("gone") from changed
    _take_stock(scope)
    return retired


def _settle(scope: Scope, row: models.Model | None) -> None:
    """What hangs on dates and changes of categories goes with them.

    Raises:
        Refused: the changes of categories would no longer fit together, or name what is gone.
    """
    initiative = scope.access.initiative
    if isinstance(row, PlaceHistory):
        said = {(row.place_id, row.name)}
        hold_as_dated(initiative=initiative, said=said, by=scope.access.actor)
    elif isinstance(row, CategoryChange):
        try:
            crosswalk_of(initiative)
        except CrosswalkError as error:
            raise Refused("cannot_return") from error
    elif isinstance(row, Group | Place) and (found := changes_naming(initiative, row)):
        pointing = Pointing(model_label(CategoryChange), "before", len(found), tuple(found))
        raise Refused("still_needed", pointing=(pointing,))


def _take_stock(scope: Scope) -> None:
    """See which gaps the data show now: money, needs and work count from this moment."""
    take_stock(initiative=scope.access.initiative, by=scope.access.actor)


def _in_the_draft(scope: Scope, row: Any) -> Any:
    """The same factor or link in the version that takes changes."""
    if row.version.status != RoadmapVersion.Status.ADOPTED:
        return row
    version = version_for_changes(initiative=scope.access.initiative, by=scope.access.actor)
    if isinstance(row, FactorEntry):
        return FactorEntry.objects.get(version=version, factor=row.factor_id)
    return Link.objects.get(version=version, source=row.source_id, target=row.target_id)


def _refuse_if_on_the_map(row: Any) -> None:
    """A factor is needed by whatever points to it, other versions of the map apart."""
    if not isinstance(row, FactorEntry):
        return
    found: list[Pointing] = []
    for each in pointing_to(Factor(pk=row.factor_id)):
        if each.model in BESIDE_THE_MAP:
            continue
        if each.model == "roadmap.link":
            links = Link.objects.filter(version=row.version_id, **{each.field: row.factor_id})
            if links:
                found.append(Pointing(each.model, each.field, len(links), tuple(links)))
            continue
        found.append(each)
    if found:
        raise StillNeeded(found)


def _forget_unused_sets(group: Group) -> None:
    """Sets of groups that no row names any more hold nothing back."""
    for each in GroupSet.objects.filter(groups=group):
        if not pointing_to(each):
            each.delete()


def _without_sets(pointing: Sequence[Pointing]) -> tuple[Pointing, ...]:
    """In the place of sets of groups, the rows that name them."""
    found: list[Pointing] = []
    for each in pointing:
        sets = [getattr(row, "groupset", None) for row in each.rows]
        if not any(sets):
            found.append(each)
            continue
        for named in filter(None, sets):
            found += pointing_to(named)
    return tuple(found)


@transaction.atomic
def restore_record(*, scope: Scope, table: str, change: int) -> int | None:
    """Bring a retired record back as it was; the number by which it is asked for, if it has one.

    Raises:
        Refused: it is back already, or no longer fits in.
    """
    hold(scope.access.initiative.code)
    past = next((p for p in visible_retired(scope, table) if p.change.pk == change), None)
    if past is None:
        raise Refused("gone")
    if table in ON_THE_MAP:
        _put_back(scope, table, past.before or {})
        return None
    if table == "category_changes":
        # What it had made and named went with it: it is done again instead.
        raise Refused("cannot_return")
    try:
        restored = restore_row(change=past.change, by=scope.access.actor, reason="").row
    except ChangedSince as changed:
        raise Refused("changed_since") from changed
    except CannotReturn as cannot:
        raise Refused("cannot_return") from cannot
    _settle(scope, scope.row_or_none(table, restored))
    _take_stock(scope)
    return restored


def visible_retired(scope: Scope, table: str) -> list[Past]:
    """The retired records that this person may see."""
    return [
        past
        for past in retired_records(table, scope.access.initiative)
        if scope.may_see_retired(table, past.change.was)
    ]


def visible_past(scope: Scope, table: str, row: Any) -> list[Past]:
    """The changes of a record, newest first, as far as this person could read it then.

    What it said while it was out of their sight stays so after it was opened to more people.
    Settings are told to those who change them or audit, and so undone by nobody else.
    """
    sees_settings = scope.access.carries(Right.SEE_TRAIL)
    could_read = scope.sight_of_past(table)
    return [
        past if not past.before or could_read(past.before) else replace(past, before={})
        for past in past_of(table, scope.access.initiative, row)
        if (past.after is None or could_read(past.after))
        and (sees_settings or not settings_in(past.change))
    ]


@transaction.atomic
def undo(*, scope: Scope, table: str, number: int, change: int) -> Change | None:
    """Take one change of a record back, if nothing has changed it again since.

    Raises:
        Refused: it has been changed since, is still needed, or is gone.
    """
    initiative = scope.access.initiative
    hold(initiative.code)
    row = scope.row_or_none(table, number)
    past = None
    if row is not None:
        past = next((p for p in visible_past(scope, table, row) if p.change.pk == change), None)
    if row is None or past is None:
        raise Refused("gone")
    if moves_the_initiative(past.change):
        raise Refused("of_the_state")
    if past.before is None:
        return _undo_added(scope, table, number, past)
    if refused := not_ones_own(scope, table, past.before):
        raise Refused("not_ones_own", rejections=(refused,))
    _refuse_to_decide(scope, table, past)
    if past.change.record.action.startswith("rename "):
        _undo_rename(scope, table, number, row, past)
        return None
    if table in ON_THE_MAP:
        _undo_on_the_map(scope, table, row, past)
        return None
    undone = _undone(scope, past.change)
    _settle(scope, scope.row_or_none(table, number) if table in _DATED else None)
    return undone


def _refuse_to_decide(scope: Scope, table: str, past: Past) -> None:
    """Who may not set the smallest number that is told sets it back no more than forth."""
    before, after = (cells or {} for cells in (past.before, past.after))
    said = before.get("min_cell")
    if scope.protection_stays and table == "initiative" and said != after.get("min_cell"):
        stays = Rejection(table, 2, "min_cell", said or "", "protection_stays")
        raise Refused("cannot_return", rejections=(stays,))


def _undo_rename(scope: Scope, table: str, number: int, row: Any, past: Past) -> None:
    """Another rename: what followed this one follows it back."""
    before, after = past.before or {}, past.after or {}
    columns = columns_for(table, scope.access.initiative)
    now = cells_in_words(table, row, columns)
    wrote = {name for name in key_columns(table, columns) if after[name] != before[name]}
    if any(now[name] != after[name] for name in wrote):
        raise Refused("changed_since")
    cells = {**now, **{name: before[name] for name in wrote}}
    outcome = rename_record(
        scope=scope, table=table, number=number, cells=cells, opened=now, reason=""
    )
    if outcome.rejections:
        raise Refused("cannot_return", rejections=outcome.rejections)


def _undo_added(scope: Scope, table: str, number: int, past: Past) -> Change:
    newest = past_of(table, scope.access.initiative, scope.row_or_none(table, number))[0]
    if newest.change.pk != past.change.pk:
        raise Refused("changed_since")
    return retire_record(scope=scope, table=table, number=number, reason="")


def _undone(scope: Scope, change: Change) -> Change:
    try:
        undone = undo_change(change=change, by=scope.access.actor, reason="")
    except ChangedSince as changed:
        raise Refused("changed_since") from changed
    except StillNeeded as needed:
        raise Refused("still_needed", pointing=needed.pointing) from needed
    except CannotReturn as cannot:
        raise Refused("cannot_return") from cannot
    _take_stock(scope)
    return undone


def _undo_on_the_map(scope: Scope, table: str, row: models.Model, past: Past) -> None:
    """Put the cells that the change wrote back to what they were, in the draft."""
    now = past_of(table, scope.access.initiative, row)[0].after or {}
    before, after = past.before or {}, past.after or {}
    wrote = [name for name in after if after[name] != before.get(name, "")]
    if any(now.get(name, "") != after[name] for name in wrote):
        raise Refused("changed_since")
    _put_back(scope, table, {**now, **{name: before.get(name, "") for name in wrote}})


def _put_back(scope: Scope, table: str, cells: dict[str, str] | Any) -> None:
    columns = [
        column for column in columns_for(table, scope.access.initiative) if column.name in cells
    ]
    with because(""):
        report = put_sheets(
            initiative=scope.access.initiative,
            sheets=[sheet_of(table, columns, [cells])],
            by=scope.access.actor,
            hidden=scope.hidden,
            protection_stays=scope.protection_stays,
        )
    if found := tuple(report.rejections):
        raise Refused("cannot_return", rejections=found)
