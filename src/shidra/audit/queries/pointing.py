"""Which rows point to a row, and which of those it points to are gone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from shidra.audit.queries.values import fields_of, model_label

__all__ = ["Pointing", "lost_targets", "pointing_to"]

NAMED = 20


@dataclass(frozen=True, slots=True)
class Pointing:
    """Rows of one model that point to a row by one of their fields; the first of them in `rows`."""

    model: str
    field: str
    count: int
    rows: tuple[models.Model, ...]


def pointing_to(instance: models.Model) -> list[Pointing]:
    """Everything that points to a row, whatever would become of it if that row went.

    Its own many-to-many rows do not count: they go and come with it.
    """
    found = []
    for field in _fields_to(type(instance)):
        rows = field.model._default_manager.filter(**{field.name: instance}).order_by("pk")
        if count := rows.count():
            found.append(Pointing(model_label(field.model), field.name, count, tuple(rows[:NAMED])))
    return found


def _fields_to(model: type[models.Model]) -> "Iterator[models.Field[Any, Any]]":
    own = {field.remote_field.through for field in model._meta.many_to_many}
    for relation in model._meta.get_fields(include_hidden=True):
        is_reverse = relation.auto_created and not relation.concrete
        if not is_reverse or not (relation.one_to_many or relation.one_to_one):
            continue
        if relation.related_model in own:
            continue
        yield relation.field  # type: ignore[union-attr]


def lost_targets(
    row: models.Model, values: Mapping[str, Any], many: Mapping[str, Sequence[int]]
) -> dict[str, list[int]]:
    """By attribute, the ids that these values point to and that are not there."""
    fields = fields_of(type(row))
    wanted: dict[str, tuple[Any, list[int]]] = {
        name: (fields[name].related_model, [value])
        for name, value in values.items()
        if value is not None and fields[name].is_relation
    }
    wanted |= {
        name: (row._meta.get_field(name).related_model, list(ids)) for name, ids in many.items()
    }
    lost = {}
    for name, (model, ids) in wanted.items():
        there = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
        if gone := [pk for pk in ids if pk not in there]:
            lost[name] = gone
    return lost
