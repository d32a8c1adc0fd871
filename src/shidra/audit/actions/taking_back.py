"""Rows leave the live tables, come back, and go back to what they were.

A row that is retired is deleted from its table, so that no calculation can count it, and kept
whole in the trail.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from shidra.audit.actions.recording import hold_chain, record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries.pointing import Pointing, lost_targets, pointing_to
from shidra.audit.queries.values import (
    ORDER,
    as_attribute,
    differs,
    fields_of,
    many_of,
    many_values,
    model_label,
    plain_values,
    texts_of,
)
from shidra.i18n.text import Text

__all__ = [
    "CannotReturn",
    "ChangedSince",
    "StillNeeded",
    "restore_row",
    "retire_row",
    "undo_change",
]

Kind = Change.Kind


class StillNeeded(Exception):
    """Rows point to this one, and would lose what they point to.

    Attributes:
        pointing: for each model and field that points here, how many do, and the first of them.
        rows: those first ones, all together.
    """

    def __init__(self, pointing: Sequence[Pointing]) -> None:
        super().__init__(", ".join(f"{each.model} {each.count}" for each in pointing))
        self.pointing = tuple(pointing)
        self.rows: tuple[models.Model, ...] = tuple(row for each in pointing for row in each.rows)


class ChangedSince(Exception):
    """The row is no longer what this change made of it.

    Attributes:
        now: its values now, empty when it is not there.
    """

    def __init__(self, now: Mapping[str, Any]) -> None:
        super().__init__("the row has been changed since")
        self.now = dict(now)


class CannotReturn(Exception):
    """What the row was no longer fits in.

    Attributes:
        lost: for each attribute, the ids that it points to and that are not there any more.
        reasons: what the rules of its table say against it, another row in its place for one.
    """

    def __init__(self, lost: Mapping[str, Sequence[int]], reasons: Sequence[str] = ()) -> None:
        super().__init__("; ".join([*reasons, *(f"{k}: {list(v)}" for k, v in lost.items())]))
        self.lost = {name: tuple(ids) for name, ids in lost.items()}
        self.reasons = tuple(reasons)


@transaction.atomic
def retire_row(*, instance: models.Model, by: Actor, initiative: str, reason: str) -> Change:
    """Take a row out of the live tables; the trail keeps it whole, its many-to-many rows too.

    Raises:
        StillNeeded: others point to it; nothing goes with it unasked.
        ChangedSince: it is not there any more.
    """
    hold_chain(initiative)
    live = _live(type(instance), instance.pk)
    if live is None:
        raise ChangedSince({})
    return _retire(live, by, initiative, reason)


def _retire(live: models.Model, by: Actor, initiative: str, reason: str) -> Change:
    if pointing := pointing_to(live):
        raise StillNeeded(pointing)
    change = RowChange(
        model=model_label(type(live)),
        row=live.pk,
        kind=Kind.RETIRED,
        before=_all_values(live),
        texts={name: getattr(live, name).as_document() for name in texts_of(type(live))},
    )
    live.delete()
    return _keep(change, "retire", by, initiative, reason)


@transaction.atomic
def restore_row(*, change: Change, by: Actor, reason: str) -> Change:
    """Put a retired row back as it was, under its own key.

    Raises:
        ValueError: the change retired nothing.
        ChangedSince: it has come back already.
        CannotReturn: what it points to is gone, or another row has taken its place.
    """
    if change.kind != Kind.RETIRED:
        raise ValueError(f"a row that was {change.kind} needs no restoring")
    hold_chain(change.record.initiative)
    model = _model_of(change)
    if live := _live(model, change.row):
        raise ChangedSince(_all_values(live))
    values = {name: value for name, value in change.was.items() if name in fields_of(model)}
    row = model(pk=change.row)
    for name, value in values.items():
        setattr(row, name, as_attribute(model, name, value))
    for name, document in (change.texts or {}).items():
        setattr(row, name, Text.from_document(document))
    many = _many_in(model, change.was)
    _check(row, values, many)
    row.save_base(raw=True, force_insert=True)  # raw: it keeps its own days
    for name, ids in many.items():
        getattr(row, name).set(ids)
    made = RowChange(model=change.model, row=change.row, kind=Kind.RESTORED, after=_all_values(row))
    return _keep(made, "restore", by, change.record.initiative, reason)


@transaction.atomic
def undo_change(*, change: Change, by: Actor, reason: str) -> Change:
    """Take one row back to what it was before a change; the trail keeps both.

    Raises:
        ChangedSince: what the change wrote has been changed again.
        StillNeeded: the change added a row that others point to.
        CannotReturn: what the row was no longer fits in.
    """
    if change.kind == Kind.RETIRED:
        return restore_row(change=change, by=by, reason=reason)
    hold_chain(change.record.initiative)
    model = _model_of(change)
    live = _live(model, change.row)
    if live is None or _is_other(live, change.became):
        raise ChangedSince(_all_values(live) if live else {})
    if change.kind == Kind.CHANGED:
        return _put_back(live, change, by, reason)
    return _retire(live, by, change.record.initiative, reason)


def _put_back(live: models.Model, change: Change, by: Actor, reason: str) -> Change:
    model, now = type(live), timezone.now()
    values = {name: value for name, value in change.was.items() if name in fields_of(model)}
    many = _many_in(model, change.was)
    for name, value in values.items():
        old, new = getattr(live, name), as_attribute(model, name, value)
        is_text = isinstance(old, Text)
        setattr(live, name, old.reworded(new, by=by.label, at=now) if is_text else new)
    _check(live, values, many)
    live.save(update_fields=[fields_of(model)[name].name for name in values])
    for name, ids in many.items():
        getattr(live, name).set(ids)
    made = RowChange(
        model=change.model,
        row=change.row,
        kind=Kind.CHANGED,
        before=change.after,
        after=change.before,
    )
    return _keep(made, "undo", by, change.record.initiative, reason)


def _keep(change: RowChange, verb: str, by: Actor, initiative: str, reason: str) -> Change:
    kept = record(
        action=f"{verb} {change.model}",
        by=by,
        initiative=initiative,
        subject=change.model,
        reason=reason,
        detail={"row": change.row},
        changes=[change],
    )
    return kept.changes.get()


def _model_of(change: Change) -> type[models.Model]:
    app, name = change.model.split(".")
    return next(m for m in apps.get_app_config(app).get_models() if m._meta.model_name == name)


def _live(model: type[models.Model], pk: int) -> models.Model | None:
    """The row as it is, for us alone until the transaction ends."""
    return model._default_manager.select_for_update().filter(pk=pk).first()


def _all_values(live: models.Model) -> dict[str, Any]:
    return plain_values(live) | many_values(live)


def _many_in(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, list[int]]:
    return {name: values[name] for name in many_of(model) if name in values}


def _is_other(live: models.Model, after: Mapping[str, Any]) -> bool:
    model = type(live)
    many = many_values(live)
    known = fields_of(model).keys() - {ORDER}
    return any(
        many[name] != value if name in many else name in known and differs(live, name, value)
        for name, value in after.items()
    )


def _check(row: models.Model, values: Mapping[str, Any], many: Mapping[str, Sequence[int]]) -> None:
    if lost := lost_targets(row, values, many):
        raise CannotReturn(lost)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as refused:
        raise CannotReturn({}, refused.messages) from refused
