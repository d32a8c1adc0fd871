"""All tables as lines of JSON, through the models as they were at given migrations.

The fields of the models translate between the database and plain values, so that the lines are
the same whether SQLite or PostgreSQL holds the rows, and a backup of an older version can still
be read: its tables are made as that version had them, filled, and then migrated.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import batched
from typing import IO, Any

from django.core.management.color import no_style
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

__all__ = [
    "Content",
    "applied_migrations",
    "audit_head",
    "content_of",
    "models_at",
    "put_lines",
    "reset_sequences",
    "write_rows",
]

# Who is signed in at the moment is nothing to restore.
LEFT_OUT = {"django_session", "usersessions_usersession"}
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows a table has, and the SHA-256 of their lines in the order of their keys."""

    rows: int
    sha256: str


def applied_migrations(using: str) -> tuple[tuple[str, str], ...]:
    """The migrations that made the tables, by app and name."""
    return tuple(sorted(MigrationRecorder(connections[using]).applied_migrations()))


def models_at(applied: Iterable[tuple[str, str]], using: str) -> list[type[models.Model]]:
    """All models with a table, as they were at these migrations, by the name of their table."""
    loader = MigrationExecutor(connections[using]).loader
    known = [key for key in applied if key in loader.graph.nodes]
    state = loader.project_state(known, at_end=True)
    found = {
        model._meta.db_table: model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    for model in found.values():
        for field in model._meta.concrete_fields:
            # A restored row keeps its own days: nothing is filled in as if it were new.
            for habit in ("auto_now", "auto_now_add"):
                if hasattr(field, habit):
                    setattr(field, habit, False)
    return [found[name] for name in sorted(found) if name not in LEFT_OUT]


def write_rows(model: type[models.Model], target: IO[bytes], using: str) -> Content:
    """Write a table line by line, in the order of its keys."""
    return _counted(_lines(model, using), target)


def content_of(model: type[models.Model], using: str) -> Content:
    """What `write_rows` would write, as a digest."""
    return _counted(_lines(model, using), None)


def _counted(lines: Iterable[bytes], target: IO[bytes] | None) -> Content:
    # The first line names the columns and is no row.
    digest, rows = hashlib.sha256(), -1
    for line in lines:
        digest.update(line)
        rows += 1
        if target is not None:
            target.write(line)
    return Content(rows, digest.hexdigest())


def _lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    yield _line(names)
    rows = model._default_manager.using(using).order_by("pk").iterator(chunk_size=BATCH)
    for row in rows:
        yield _line([_plain(field, row) for field in fields])


def _line(values: list[Any]) -> bytes:
    words = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return words.encode() + b"\n"


def _plain(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return field.value_to_string(row)


def put_lines(model: type[models.Model], lines: Iterable[bytes], using: str) -> None:
    """Fill an empty table with the lines that `write_rows` wrote of it."""
    fields = model._meta.concrete_fields
    remaining = iter(lines)
    if json.loads(next(remaining)) != [field.attname for field in fields]:
        raise ValueError(f"the columns of {model._meta.db_table} are not those of its migrations")
    for some in batched(remaining, BATCH, strict=False):
        rows = []
        for line in some:
            row = model()
            for field, value in zip(fields, json.loads(line), strict=True):
                setattr(row, field.attname, field.to_python(value))
            rows.append(row)
        model._default_manager.using(using).bulk_create(rows)


def reset_sequences(filled: list[type[models.Model]], using: str) -> None:
    """Let the next new row get a number above all that were put."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)


def audit_head(using: str) -> int | None:
    """The number of the last act in the audit trail."""
    connection = connections[using]
    if "audit_record" not in connection.introspection.table_names():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM audit_record")
        found = cursor.fetchone()[0]
    return None if found is None else int(found)
