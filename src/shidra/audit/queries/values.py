"""The values of a row in plain words, and back again."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import models

from shidra.audit.models.chain import settled
from shidra.i18n.fields import TextField
from shidra.i18n.text import Text

__all__ = [
    "ORDER",
    "as_attribute",
    "differs",
    "field_of",
    "fields_of",
    "many_of",
    "many_values",
    "model_label",
    "plain",
    "plain_values",
    "texts_of",
]

# Where a row stands among its like is no change worth telling.
ORDER = "position"


def model_label(model: type[models.Model]) -> str:
    """How the trail calls a kind of rows: `app.model`."""
    return model._meta.label_lower


@cache
def fields_of(model: type[models.Model]) -> dict[str, "models.Field[Any, Any]"]:
    """The fields of a row by attribute (`place_id`), its key left out."""
    return {f.attname: f for f in model._meta.concrete_fields if not f.primary_key}


def field_of(model: type[models.Model], attribute: str) -> "models.Field[Any, Any]":
    """The field behind an attribute."""
    return fields_of(model)[attribute]


@cache
def many_of(model: type[models.Model]) -> tuple[str, ...]:
    """The many-to-many fields of a model."""
    return tuple(field.name for field in model._meta.many_to_many)


@cache
def texts_of(model: type[models.Model]) -> tuple[str, ...]:
    """The attributes that hold a text in three languages."""
    return tuple(name for name, f in fields_of(model).items() if isinstance(f, TextField))


def plain(value: Any) -> Any:
    """A value as the trail writes it, the same whichever database keeps it."""
    if value is None or type(value) in {bool, int, str}:
        return value
    if isinstance(value, Text):
        return {code: said.text for code, said in value.sayings.items()}
    if isinstance(value, int | float | dict | list | tuple):
        return settled(value)
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(UTC)
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def plain_values(instance: models.Model) -> dict[str, Any]:
    """All values of a row by attribute, without its many-to-many rows."""
    return {name: plain(getattr(instance, name)) for name in fields_of(type(instance))}


def many_values(instance: models.Model) -> dict[str, list[int]]:
    """The sorted ids of each many-to-many field."""
    return {
        name: sorted(getattr(instance, name).values_list("pk", flat=True))
        for name in many_of(type(instance))
    }


def as_attribute(model: type[models.Model], attribute: str, value: Any) -> Any:
    """The value that an instance holds, from the plain one."""
    field = field_of(model, attribute)
    return Text.of(**(value or {})) if isinstance(field, TextField) else field.to_python(value)


def differs(instance: models.Model, attribute: str, value: Any) -> bool:
    """Whether a row now says something else than the plain value."""
    now = getattr(instance, attribute)
    if isinstance(now, Text):
        return bool(plain(now) != (value or {}))
    if isinstance(now, dict | list):
        return bool(settled(now) != value)
    return bool(now != as_attribute(type(instance), attribute, value))
