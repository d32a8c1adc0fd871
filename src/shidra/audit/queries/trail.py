"""Who changed what, when and why: by row, by initiative, by act."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from shidra.audit.models import Change, Record
from shidra.audit.queries.values import many_values, model_label, plain_values

__all__ = [
    "RecordsPage",
    "changes_of",
    "history",
    "latest_records",
    "records_of",
    "retired_rows",
    "row_version",
    "rows_told",
    "values_at",
]

PAGE = 50
# Rows of an act that changed more are told where each row has its history.
TOLD = 10
# After these a row is there that was not there before.
APPEARING = {Change.Kind.ADDED, Change.Kind.RESTORED}


def latest_records(
    initiative: str, count: int = 20, *, but: Collection[str] = ()
) -> models.QuerySet[Record]:
    """The newest acts of one initiative, `but` those of some names."""
    return Record.objects.filter(initiative=initiative).exclude(action__in=but)[:count]


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """Some acts, newest first; `older` is what to ask the next page with, None on the last.

    Each record also has `changed_rows`, the number of rows that it changed.
    """

    records: tuple[Record, ...]
    older: int | None


def records_of(
    initiative: str,
    *,
    before: int | None = None,
    count: int = PAGE,
    actor_id: str = "",
    action: str = "",
) -> RecordsPage:
    """A page of the acts of one initiative ('' for the installation), newest first.

    `before` is `older` of the page read before: pages stay as they are while the trail grows.
    """
    found = Record.objects.filter(initiative=initiative)
    if before is not None:
        found = found.filter(pk__lt=before)
    if actor_id:
        found = found.filter(actor_id=actor_id)
    if action:
        found = found.filter(action=action)
    rows = Change.objects.filter(record=OuterRef("pk")).order_by().values("record")
    counted = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    read = list(found.annotate(changed_rows=Coalesce(counted, 0))[: count + 1])
    page = tuple(read[:count])
    return RecordsPage(page, page[-1].pk if len(read) > count else None)


def changes_of(record: Record) -> models.QuerySet[Change]:
    """The rows that one act changed, in the order in which it did."""
    return Change.objects.filter(record=record)


def rows_told(records: Iterable[Record]) -> dict[int, list[dict[str, Any]]]:
    """By act, each row that it changed with before and after, of acts that changed a few.

    The records are those of a page, so that they know how many rows each changed.
    """
    few = [each.pk for each in records if each.changed_rows <= TOLD]  # type: ignore[attr-defined]
    found: dict[int, list[dict[str, Any]]] = {}
    for change in Change.objects.filter(record__in=few):
        told = {"model": change.model, "row": change.row, "kind": change.kind}
        values = {"before": change.before, "after": change.after}
        found.setdefault(change.record_id, []).append(
            told | {name: said for name, said in values.items() if said is not None}
        )
    return found


def history(model: type[models.Model], pk: int) -> list[Change]:
    """What happened to one row, newest first, each with its record: who, when, why.

    A row that came with very many others has no change of its own for that: its record names the
    span of their keys. Such a change is told of without a key, and cannot be taken back by itself.
    """
    found = list(_changes_of_row(model, pk).select_related("record"))
    if found and found[-1].kind in APPEARING:
        return found
    return [*found, *_came_with_others(model, pk, found)]


def _came_with_others(
    model: type[models.Model], pk: int, later: Sequence[Change]
) -> Iterator[Change]:
    label = model_label(model)
    spans = Record.objects.filter(
        subject=label, detail__span__0__lte=pk, detail__span__1__gte=pk
    ).order_by("-pk")[:1]
    for record in spans:
        first = later[-1].pk - 1 if later else None
        after = values_at(model, pk, 0 if first is None else first)
        yield Change(record=record, model=label, row=pk, kind=Change.Kind.ADDED, after=after)


def retired_rows(model: type[models.Model], initiative: str) -> list[Change]:
    """The rows that left the live tables and did not come back, latest first."""
    label = model_label(model)
    later = Change.objects.filter(model=label, row=OuterRef("row"), pk__gt=OuterRef("pk"))
    found = Change.objects.filter(
        ~Exists(later), model=label, kind=Change.Kind.RETIRED, record__initiative=initiative
    )
    return list(found.select_related("record").order_by("-pk"))


def row_version(model: type[models.Model], pk: int) -> int:
    """The newest change of a row, 0 when the trail knows none: what a form is opened at."""
    return _changes_of_row(model, pk).values_list("pk", flat=True).first() or 0


def values_at(model: type[models.Model], pk: int, version: int) -> dict[str, Any]:
    """The values that a row had at a version; empty where it was not there.

    Read backwards from the row as it is: each later change is taken back in thought.
    """
    instance = model._default_manager.filter(pk=pk).first()
    found = plain_values(instance) | many_values(instance) if instance else {}
    for change in _changes_of_row(model, pk).filter(pk__gt=version):
        found = {} if change.kind in APPEARING else found | change.was
    return found


def _changes_of_row(model: type[models.Model], pk: int) -> models.QuerySet[Change]:
    return Change.objects.filter(model=model_label(model), row=pk).order_by("-pk")
