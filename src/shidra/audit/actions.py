"""Writes of the audit trail, and the one way in which rows are put by their key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from shidra.audit.models import Actor, Record
from shidra.i18n.text import Text

__all__ = ["Changes", "Row", "put_rows", "record"]

BATCH = 500
# A change set says how many rows changed; the first of them it also spells out.
SPELLED_OUT = 200


def record(
    *,
    action: str,
    by: Actor,
    initiative: str = "",
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Record:
    """Keep one act; call it inside the transaction of the act itself."""
    return Record.objects.create(
        at=timezone.now(),
        actor_id=by.id,
        actor_label=by.label,
        action=action,
        initiative=initiative,
        subject=subject,
        detail=dict(detail or {}),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """An unsaved instance, and for each many-to-many field the ids that it should hold."""

    instance: models.Model
    many: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What putting rows did; `missing` are keys that are stored and were not among the rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: tuple[tuple[Any, ...], ...] = ()

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.changed)


def put_rows(
    *,
    existing: models.QuerySet[Any],
    rows: Iterable[Row],
    key: Sequence[str],
    fields: Sequence[str],
    by: Actor,
    initiative: str,
    apply: bool = True,
) -> Changes:
    """Add the rows that are new by `key`, change those that differ in `fields`, leave the rest.

    `key` and `fields` are attribute names (`place_id`, not `place`). Stored rows without a row
    here are reported in `missing`, never deleted. One audit record tells of the whole change set.
    With `apply=False` nothing is written and the answer is what would happen.
    """
    rows = list(rows)
    many = sorted({name for row in rows for name in row.many})
    stored = {
        tuple(getattr(old, name) for name in key): old
        for old in existing.prefetch_related(*many)
    }
    added: list[Row] = []
    changed: list[tuple[models.Model, Row, dict[str, Any]]] = []
    seen: set[tuple[Any, ...]] = set()
    for row in rows:
        row_key = tuple(getattr(row.instance, name) for name in key)
        seen.add(row_key)
        old = stored.get(row_key)
        if old is None:
            added.append(row)
        elif difference := _difference(old, row, fields):
            changed.append((old, row, difference))
    changes = Changes(
        added=len(added),
        changed=len(changed),
        unchanged=len(rows) - len(added) - len(changed),
        missing=tuple(sorted((k for k in stored if k not in seen), key=str)),
    )
    if apply and changes.is_change:
        _write(existing.model, added, changed, key, fields, by, initiative)
    return changes


def _difference(old: models.Model, row: Row, fields: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in fields:
        before, after = getattr(old, name), getattr(row.instance, name)
        same = before.same_words(after) if isinstance(before, Text) else before == after
        if not same:
            found[name] = [_plain(before), _plain(after)]
    for name, wanted in row.many.items():
        before_ids = frozenset(item.pk for item in getattr(old, name).all())
        if before_ids != wanted:
            found[name] = [sorted(before_ids), sorted(wanted)]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {code: said.text for code, said in value.sayings.items()}
    return value if value is None or isinstance(value, (bool, int, float, dict, list)) else str(value)


@transaction.atomic
def _write(
    model: type[models.Model],
    added: Sequence[Row],
    changed: Sequence[tuple[models.Model, Row, dict[str, Any]]],
    key: Sequence[str],
    fields: Sequence[str],
    by: Actor,
    initiative: str,
) -> None:
    now = timezone.now()
    for row in added:
        for name in fields:
            words = getattr(row.instance, name)
            if isinstance(words, Text):
                setattr(row.instance, name, Text().reworded(words, by=by.label, at=now))
    model._default_manager.bulk_create([row.instance for row in added], batch_size=BATCH)
    for old, row, _ in changed:
        for name in fields:
            before, after = getattr(old, name), getattr(row.instance, name)
            if isinstance(before, Text):
                after = before.reworded(after, by=by.label, at=now)
            setattr(old, name, after)
    if fields:
        names = [model._meta.get_field(n.removesuffix("_id")).name if n.endswith("_id") else n for n in fields]
        model._default_manager.bulk_update([old for old, _, _ in changed], names, batch_size=BATCH)
    for instance, row in [*((r.instance, r) for r in added), *((o, r) for o, r, _ in changed)]:
        for name, ids in row.many.items():
            getattr(instance, name).set(ids)
    record(
        action=f"put {model._meta.label_lower}",
        by=by,
        initiative=initiative,
        subject=model._meta.label_lower,
        detail={
            "added": len(added),
            "changed": len(changed),
            "added_keys": [[_plain(getattr(r.instance, n)) for n in key] for r in added[:SPELLED_OUT]],
            "changes": [
                {"key": [_plain(getattr(old, n)) for n in key], "fields": difference}
                for old, _, difference in changed[:SPELLED_OUT]
            ],
        },
    )
