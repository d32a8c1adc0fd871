"""What an adopted map says stays as it was said: the database itself refuses to rewrite it.

So does what was published: a release, its figures, and what the manifest says of a written file.

Every change goes into the draft; a slip in code or a script could write past that, and a version
of last year would say something that nobody adopted. The first map alone is adopted before its
rows are there, so it is settled once a later version has been opened from it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models

from shidra.config.triggers import (
    PREFIX,
    Trigger,
    postgresql_trigger,
    raised,
    sqlite_trigger,
)
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile
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
PUBLISHED_REFUSAL = "what was published stays as it is"
# What was published is looked at as it was before: a release is sealed by a change of its own.
BEFORE = {"INSERT": ("NEW",), "UPDATE": ("OLD",), "DELETE": ("OLD",)}


def settled_triggers(connection: Any) -> Iterator[Trigger]:
    """For each table of the map, and of releases, one trigger for each way to write."""
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    for model in SETTLED:
        for event, rows in EVENTS.items():
            yield make(model._meta.db_table, event, rows, _is_in_settled_map, REFUSAL)
    for model, (events, is_settled) in PUBLISHED.items():
        for event in events:
            table = model._meta.db_table
            yield make(table, event, BEFORE[event], is_settled, PUBLISHED_REFUSAL)
    yield _listed_file(connection.vendor == "sqlite")


def _is_in_settled_map(row: str) -> str:
    return _is_settled(f'{row}."version_id"')


def _is_settled(version: str) -> str:
    """SQL for whether a version is adopted for good, or was."""
    table, status = RoadmapVersion._meta.db_table, RoadmapVersion.Status
    return (
        f'EXISTS (SELECT 1 FROM "{table}" v WHERE v."id" = {version} AND '
        f"(v.\"status\" = '{status.SUPERSEDED}' OR v.\"status\" = '{status.ADOPTED}' AND EXISTS "
        f'(SELECT 1 FROM "{table}" w WHERE w."initiative_id" = v."initiative_id" '
        f'AND (w."number" > v."number" OR v."number" > 1))))'
    )


def _is_sealed(row: str) -> str:
    return f'{row}."is_sealed"'


def _is_of_sealed_release(row: str) -> str:
    table = Release._meta.db_table
    return f'EXISTS (SELECT 1 FROM "{table}" s WHERE s."id" = {row}."release_id" AND s."is_sealed")'


# What was published, how it is not written any more, and which of its rows that holds for.
PUBLISHED: Mapping[type[models.Model], tuple[tuple[str, ...], Callable[[str], str]]] = {
    Release: (("UPDATE", "DELETE"), _is_sealed),
    ReleasedFigure: (("INSERT", "UPDATE", "DELETE"), _is_of_sealed_release),
}


def _listed_file(is_sqlite: bool) -> Trigger:
    """What the manifest says of a written file stays; that it was lost may be added."""
    table, status = ReleaseFile._meta.db_table, ReleaseFile.Status
    columns = ("path", "sha256", "bytes", "rows", "numerator_sum", "denominator_sum")

    def is_rewritten(old: str, new: str) -> str:
        others = " OR ".join(f'{new}."{column}" <> {old}."{column}"' for column in columns)
        return (
            f"{old}.\"status\" <> '{status.AWAITED}' AND "
            f"({new}.\"status\" <> '{status.LOST}' OR {others})"
        )

    if is_sqlite:
        body = f"SELECT RAISE(ABORT, '{PUBLISHED_REFUSAL}') WHERE {is_rewritten('OLD', 'NEW')};"
        return sqlite_trigger(_name(table, "UPDATE"), table, "UPDATE", [body])
    found = f'SELECT 1 FROM gone g JOIN arrived a ON a."id" = g."id" WHERE {is_rewritten("g", "a")}'
    body = f"IF EXISTS ({found}) THEN {raised(PUBLISHED_REFUSAL)} END IF;"
    named = "OLD TABLE AS gone NEW TABLE AS arrived"
    return postgresql_trigger(_name(table, "UPDATE"), table, "UPDATE", named, [body])


def _on_sqlite(
    table: str, event: str, rows: tuple[str, ...], is_settled: Callable[[str], str], refusal: str
) -> Trigger:
    checks = " OR ".join(is_settled(row) for row in rows)
    body = f"SELECT RAISE(ABORT, '{refusal}') WHERE {checks};"
    return sqlite_trigger(_name(table, event), table, event, [body])


def _on_postgresql(
    table: str, event: str, rows: tuple[str, ...], is_settled: Callable[[str], str], refusal: str
) -> Trigger:
    tables = {"OLD": "gone", "NEW": "arrived"}
    named = " ".join(f"{row} TABLE AS {tables[row]}" for row in rows)
    body = [
        f"IF EXISTS (SELECT 1 FROM {tables[row]} r WHERE {is_settled('r')}) "
        f"THEN {raised(refusal)} END IF;"
        for row in rows
    ]
    return postgresql_trigger(_name(table, event), table, event, named, body)


def _name(table: str, event: str) -> str:
    return f"{PREFIX}{table}_settled_{event.lower()}"
