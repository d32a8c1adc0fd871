"""The one way in which rows are put by their key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from shidra.audit.actions.recording import hold_chain, record
from shidra.audit.models import Actor, Change, RowChange
from shidra.audit.queries.values import field_of, model_label, plain, plain_values, texts_of
from shidra.i18n.text import Text

__all__ = ["Changes", "Row", "Touched", "put_rows"]

BATCH = 500
MOST_ASKED_ONE_BY_ONE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An unsaved instance, and for each many-to-many field the ids that it should hold."""

    instance: models.Model
    many: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Touched:
    """What the rows speak of; whatever they do not mention stays as it is stored.

    Attributes:
        fields: attribute names that are compared and written (`place_id`, not `place`).
        languages: for a field with a text, the languages that the rows have words for.
        quietly: fields that are written too, but are no change worth telling: the row order.
        is_part: the rows are some of those that are stored, so nobody asks which are missing.
    """

    fields: Sequence[str]
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    quietly: Sequence[str] = ()
    is_part: bool = False


type Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What putting rows did, by their keys; `missing` are stored and were not among the rows."""

    added: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()
    unchanged: tuple[Key, ...] = ()
    missing: tuple[Key, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything was added or changed."""
        return bool(self.added or self.changed)


@dataclass(frozen=True, slots=True)
class _Change:
    old: models.Model
    row: Row
    difference: Mapping[str, Any]


@dataclass(slots=True)
class _ChangeSet:
    """What has to be written so that the stored rows say what the given ones say."""

    key: Sequence[str]
    added: list[Row] = field(default_factory=list)
    changed: list[_Change] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    reordered: list[tuple[models.Model, Row]] = field(default_factory=list)
    missing: list[Key] = field(default_factory=list)

    def key_of(self, instance: models.Model) -> Key:
        return tuple(getattr(instance, name) for name in self.key)

    def as_changes(self) -> Changes:
        return Changes(
            added=tuple(self.key_of(row.instance) for row in self.added),
            changed=tuple(self.key_of(change.old) for change in self.changed),
            unchanged=tuple(self.key_of(row.instance) for row in self.unchanged),
            missing=tuple(sorted(self.missing, key=str)),
        )


def put_rows(
    *,
    existing: models.QuerySet[Any],
    rows: Iterable[Row],
    key: Sequence[str],
    touched: Touched,
    by: Actor,
    initiative: str,
    reason: str = "",
    apply: bool = True,
) -> Changes:
    """Add the rows that are new by `key`, change those that differ, leave the rest.

    `key` names attributes (`place_id`, not `place`). Stored rows without a row here are reported
    in `missing`, never deleted. One audit record tells of the whole change set, and of each row
    that it added or changed. With `apply=False` nothing is written and the answer is what would
    happen.
    """
    if not apply:
        return _compare(existing, list(rows), key, touched).as_changes()
    with transaction.atomic():
        hold_chain(initiative)  # first: what others wrote meanwhile is compared too
        found = _compare(existing, list(rows), key, touched)
        changes = found.as_changes()
        if changes.is_change or found.reordered:
            _write(found, existing.model, touched, by)
            _keep(found, existing.model, by, initiative, reason)
    return changes


def _compare(
    existing: models.QuerySet[Any], rows: Sequence[Row], key: Sequence[str], touched: Touched
) -> _ChangeSet:
    found = _ChangeSet(key)
    many = sorted({name for row in rows for name in row.many})
    if touched.is_part and len(rows) <= MOST_ASKED_ONE_BY_ONE:
        existing = existing.filter(_with_keys(rows, key))
    stored = {found.key_of(old): old for old in existing.prefetch_related(*many)}
    seen: set[Key] = set()
    for row in rows:
        row_key = found.key_of(row.instance)
        seen.add(row_key)
        old = stored.get(row_key)
        if old is None:
            found.added.append(row)
            continue
        _keep_other_languages(old, row, touched)
        if difference := _difference(old, row, touched.fields):
            found.changed.append(_Change(old, row, difference))
            continue
        found.unchanged.append(row)
        if _difference(old, Row(row.instance), touched.quietly):
            found.reordered.append((old, row))
    found.missing = [row_key for row_key in stored if row_key not in seen]
    return found


def _with_keys(rows: Sequence[Row], key: Sequence[str]) -> models.Q:
    """The stored rows of these keys alone: a change of one row reads one row."""
    found = models.Q(pk__in=[])
    for row in rows:
        values = {name: getattr(row.instance, name) for name in key}
        found |= models.Q(
            **{
                f"{name}__isnull" if v is None else name: True if v is None else v
                for name, v in values.items()
            }
        )
    return found


def _keep_other_languages(old: models.Model, row: Row, touched: Touched) -> None:
    for name, languages in touched.languages.items():
        before: Text = getattr(old, name)
        after: Text = getattr(row.instance, name)
        kept = {code: said for code, said in before.sayings.items() if code not in languages}
        setattr(row.instance, name, Text({**kept, **after.sayings}))


def _difference(old: models.Model, row: Row, fields: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in fields:
        before, after = getattr(old, name), getattr(row.instance, name)
        same = before.same_words(after) if isinstance(before, Text) else before == after
        if not same:
            found[name] = [plain(before), plain(after)]
    for name, wanted in row.many.items():
        before_ids = frozenset(item.pk for item in getattr(old, name).all())
        if before_ids != wanted:
            found[name] = [sorted(before_ids), sorted(wanted)]
    return found


def _write(found: _ChangeSet, model: type[models.Model], touched: Touched, by: Actor) -> None:
    now = timezone.now()
    for row in found.added:
        for name in texts_of(model):
            words = getattr(row.instance, name)
            setattr(row.instance, name, Text().reworded(words, by=by.label, at=now))
    rows = model._default_manager
    rows.bulk_create([row.instance for row in found.added], batch_size=BATCH)
    for change in found.changed:
        for name in (*touched.fields, *touched.quietly):
            before, after = getattr(change.old, name), getattr(change.row.instance, name)
            reworded = isinstance(before, Text)
            setattr(
                change.old, name, before.reworded(after, by=by.label, at=now) if reworded else after
            )
    for old, row in found.reordered:
        for name in touched.quietly:
            setattr(old, name, getattr(row.instance, name))
    differing = {name for change in found.changed for name in change.difference}
    wrote = (*(name for name in touched.fields if name in differing), *touched.quietly)
    names = [field_of(model, name).name for name in wrote]
    old_rows = [*(change.old for change in found.changed), *(old for old, _ in found.reordered)]
    if names and old_rows:
        rows.bulk_update(old_rows, names, batch_size=BATCH)
    for instance, row in (
        *((row.instance, row) for row in found.added),
        *((change.old, change.row) for change in found.changed),
    ):
        for name, ids in row.many.items():
            getattr(instance, name).set(ids)


def _keep(
    found: _ChangeSet, model: type[models.Model], by: Actor, initiative: str, reason: str
) -> None:
    label = model_label(model)
    added = (
        RowChange(
            model=label,
            row=row.instance.pk,
            kind=Change.Kind.ADDED,
            after=plain_values(row.instance)
            | {name: sorted(ids) for name, ids in row.many.items()},
        )
        for row in found.added
    )
    changed = (
        RowChange(
            model=label,
            row=change.old.pk,
            kind=Change.Kind.CHANGED,
            before={name: before for name, (before, _after) in change.difference.items()},
            after={name: after for name, (_before, after) in change.difference.items()},
        )
        for change in found.changed
    )
    record(
        action=f"put {label}",
        by=by,
        initiative=initiative,
        subject=label,
        reason=reason,
        detail={
            "added": len(found.added),
            "changed": len(found.changed),
            "reordered": len(found.reordered),
        },
        changes=[*added, *changed],
    )
