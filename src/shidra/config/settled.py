"""What an adopted map says stays as it was said: the database itself refuses to rewrite it.

Every change goes into the draft; a slip in code or a script could write past that, and a version
of last year would say something that nobody adopted. The first map alone is adopted before its
rows are there, so it is settled once a later version has been opened from it.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models

from shidra.config.triggers import (
    PREFIX,
    Trigger,
    postgresql_trigger,
    raised,
    sqlite_trigger,
)
from shidra.roadmap.models import FactorEntry, Link, RoadmapVersion

__all__ = ["SETTLED", "settled_triggers"]

# All SQL here is made of the names of our own tables and columns.
# ruff: noqa: S608

# The tables whose rows are what a version of the map says.
SETTLED: tuple[type[models.Model], ...] = (FactorEntry, Link)
REFUSAL = "what an adopted map says stays as it is"
EVENTS = {
    "INSERT": ("NEW",),
    "UPDATE": ("OLD", "NEW"),
    "DELETE": ("OLD",),
}


def settled_triggers(connection: Any) -> Iterator[Trigger]:
    """For each table of the map one trigger for each way to write."""
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    for model in SETTLED:
        for event in EVENTS:
            yield make(model._meta.db_table, event)


def _is_settled(version: str) -> str:
    """SQL for whether a version is adopted for good, or was."""
    table, status = RoadmapVersion._meta.db_table, RoadmapVersion.Status
    return (
        f'EXISTS (SELECT 1 FROM "{table}" v WHERE v."id" = {version} AND '
        f"(v.\"status\" = '{status.SUPERSEDED}' OR v.\"status\" = '{status.ADOPTED}' AND EXISTS "
        f'(SELECT 1 FROM "{table}" w WHERE w."initiative_id" = v."initiative_id" '
        f'AND (w."number" > v."number" OR v."number" > 1))))'
    )


def _on_sqlite(table: str, event: str) -> Trigger:
    rows = EVENTS[event]
    checks = " OR ".join(_is_settled(f'{row}."version_id"') for row in rows)
    body = f"SELECT RAISE(ABORT, '{REFUSAL}') WHERE {checks};"
    return sqlite_trigger(_name(table, event), table, event, [body])


def _on_postgresql(table: str, event: str) -> Trigger:
    tables = {"OLD": "gone", "NEW": "arrived"}
    rows = [tables[row] for row in EVENTS[event]]
    named = " ".join(f"{row} TABLE AS {tables[row]}" for row in EVENTS[event])
    body = [
        f"IF EXISTS (SELECT 1 FROM {row} r WHERE {_is_settled('r."version_id"')}) "
        f"THEN {raised(REFUSAL)} END IF;"
        for row in rows
    ]
    return postgresql_trigger(_name(table, event), table, event, named, body)


def _name(table: str, event: str) -> str:
    return f"{PREFIX}{table}_settled_{event.lower()}"
