"""Rows of different initiatives cannot be joined: the database itself refuses it.

Each row belongs to one initiative: by its own column, or by a row it hangs on. Whatever else it
points to must belong to the same one, and no row ever moves to another. Constraints of one table
cannot say this without a copy of the initiative in each row, so triggers do, on SQLite and on
PostgreSQL alike. They are made from the models and the one table below; SQLite forgets triggers
whenever a migration makes a table anew, so all are taken away before and put back after each.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from shidra.agenda.models import AgendaComment, AgendaSignature
from shidra.config.settled import settled_triggers
from shidra.config.triggers import PREFIX, Trigger, postgresql_trigger, raised, sqlite_trigger
from shidra.funding.models import Allocation, Instalment
from shidra.initiatives.models import Initiative, PlaceHistory
from shidra.measurement.models import (
    CurveStory,
    IndicatorDefinition,
    IndicatorStep,
    Observation,
    Target,
)
from shidra.network.models import Affiliation, Stewardship
from shidra.releases.models import ReleasedFigure, ReleaseFile, ReleaseStanding
from shidra.roadmap.models import FactorEntry, Link, MapComment
from shidra.submissions.models import ColumnMapping, SubmissionStep, SubmittedFigure
from shidra.workshops.models import Suggestion

__all__ = [
    "HANGS_ON",
    "Fence",
    "broken_fences",
    "check_homes",
    "fences",
    "home_fields",
    "keep_apart",
    "let_go",
]

# All SQL here is made of the names of our own tables and columns.
# ruff: noqa: S608

type Model = type[models.Model]

# Models without a column for the initiative: the row they hang on says it. Where several are
# named, the first that is there. Tables between two models hang on the model that declares them.
HANGS_ON: dict[Model, tuple[str, ...]] = {
    FactorEntry: ("version",),
    Link: ("version",),
    MapComment: ("version",),
    Affiliation: ("organisation", "group"),
    Stewardship: ("factor",),
    PlaceHistory: ("place",),
    IndicatorDefinition: ("indicator",),
    IndicatorStep: ("indicator",),
    CurveStory: ("indicator",),
    Observation: ("indicator",),
    Target: ("indicator",),
    ReleasedFigure: ("release",),
    ReleaseFile: ("release",),
    ReleaseStanding: ("release",),
    AgendaComment: ("version",),
    AgendaSignature: ("version",),
    Suggestion: ("workshop",),
    SubmissionStep: ("submission",),
    SubmittedFigure: ("submission",),
    ColumnMapping: ("organisation",),
    Instalment: ("commitment",),
    Allocation: ("commitment",),
}


@dataclass(frozen=True, slots=True)
class Fence:
    """A foreign key whose two ends must belong to the same initiative."""

    model: Model
    field: "models.ForeignKey[Any, Any]"

    @property
    def target(self) -> Model:
        return _target(self.field)

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.column}"


def home_fields(model: Model) -> tuple[str, ...] | None:
    """The fields by which a row belongs to an initiative; None where it belongs to none."""
    if model in HANGS_ON:
        return HANGS_ON[model]
    keys = _foreign_keys(model)
    if any(key.name == "initiative" and _target(key) is Initiative for key in keys):
        return ("initiative",)
    # Auto-created models lie between two others; the source's key comes first.
    if model._meta.auto_created and home_fields(_target(keys[0])) is not None:
        return (keys[0].name,)
    return None


def fences() -> list[Fence]:
    """Every foreign key between rows that belong to an initiative, but those by which they do."""
    return [
        Fence(model, key)
        for model in _models()
        if (home := home_fields(model)) is not None
        for key in _foreign_keys(model)
        if key.name not in home and home_fields(_target(key)) is not None
    ]


def check_homes(**_of_django: Any) -> list[CheckMessage]:
    """A model that points to what belongs to an initiative must say to which it belongs itself."""
    return [
        Error(
            f"{model._meta.label} points to {key.related_model} and belongs to no initiative.",
            hint="Give it a field `initiative`, or say in HANGS_ON which row it hangs on.",
            obj=model,
            id="shidra.E002",
        )
        for model in _models()
        if home_fields(model) is None
        for key in _foreign_keys(model)
        if home_fields(_target(key)) is not None or _target(key) is Initiative
    ]


def _models() -> list[Model]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def _foreign_keys(model: Model) -> "list[models.ForeignKey[Any, Any]]":
    return [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]


def _target(key: "models.ForeignKey[Any, Any]") -> Model:
    target = key.related_model
    assert isinstance(target, type)
    return target


# --- what a trigger says ---


def _home(model: Model, row: str, depth: int = 0) -> str:
    """SQL for the initiative of a row."""
    found = []
    for name in home_fields(model) or ():
        field = model._meta.get_field(name)
        assert isinstance(field, models.ForeignKey)
        if _target(field) is Initiative:
            found.append(f'{row}."{field.column}"')
        else:
            found.append(_home_behind(field, row, depth))
    return found[0] if len(found) == 1 else f"COALESCE({', '.join(found)})"


def _home_behind(field: "models.ForeignKey[Any, Any]", row: str, depth: int = 0) -> str:
    target, alias = _target(field), f"h{depth}"
    return (
        f'(SELECT {_home(target, alias, depth + 1)} FROM "{target._meta.db_table}" {alias} '
        f'WHERE {alias}."id" = {row}."{field.column}")'
    )


def _fences_by_model() -> dict[Model, list[Fence]]:
    found: dict[Model, list[Fence]] = {
        model: [] for model in _models() if home_fields(model) is not None
    }
    for fence in fences():
        found[fence.model].append(fence)
    return found


def _triggers(using: str) -> list[Trigger]:
    """All triggers that this database should have; a model without its table has none yet."""
    connection = connections[using]
    make = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    present = set(connection.introspection.table_names())
    found = [
        trigger
        for model, own in _fences_by_model().items()
        if model._meta.db_table in present
        for trigger in make(
            model, [fence for fence in own if fence.target._meta.db_table in present]
        )
    ]
    return [*found, *(each for each in settled_triggers(connection) if each.table in present)]


def _on_sqlite(model: Model, own: list[Fence]) -> Iterator[Trigger]:
    table = model._meta.db_table
    checks = [
        f"SELECT RAISE(ABORT, '{_said(fence)}') WHERE NEW.\"{fence.field.column}\" IS NOT NULL "
        f"AND {_home_behind(fence.field, 'NEW')} IS NOT {_home(model, 'NEW')};"
        for fence in own
    ]
    moves = (
        f"SELECT RAISE(ABORT, '{_moved(table)}') "
        f"WHERE {_home(model, 'NEW')} IS NOT {_home(model, 'OLD')};"
    )
    columns = [fence.field.column for fence in own]
    columns += [
        key.column for key in _foreign_keys(model) if key.name in (home_fields(model) or ())
    ]
    watched = ", ".join(f'"{column}"' for column in columns)
    if checks:
        yield sqlite_trigger(f"{PREFIX}{table}_new", table, "INSERT", checks)
    yield sqlite_trigger(
        f"{PREFIX}{table}_changed", table, f"UPDATE OF {watched}", [*checks, moves]
    )


def _on_postgresql(model: Model, own: list[Fence]) -> Iterator[Trigger]:
    # By statement and not by row: a load of a hundred thousand rows is checked by one join.
    table = model._meta.db_table
    checks = [
        f'IF EXISTS (SELECT 1 FROM arrived r WHERE r."{fence.field.column}" IS NOT NULL '
        f"AND {_home_behind(fence.field, 'r')} IS DISTINCT FROM {_home(model, 'r')}) "
        f"THEN {raised(_said(fence))} END IF;"
        for fence in own
    ]
    moves = (
        f'IF EXISTS (SELECT 1 FROM arrived r JOIN gone g ON g."id" = r."id" '
        f"WHERE {_home(model, 'r')} IS DISTINCT FROM {_home(model, 'g')}) "
        f"THEN {raised(_moved(table))} END IF;"
    )
    if checks:
        yield postgresql_trigger(
            f"{PREFIX}{table}_new", table, "INSERT", "NEW TABLE AS arrived", checks
        )
    yield postgresql_trigger(
        f"{PREFIX}{table}_changed",
        table,
        "UPDATE",
        "OLD TABLE AS gone NEW TABLE AS arrived",
        [*checks, moves],
    )


def _said(fence: Fence) -> str:
    return f"{fence} points into another initiative"


def _moved(table: str) -> str:
    return f"a row of {table} stays in its initiative"


# --- putting them into a database ---


def keep_apart(using: str = "default") -> None:
    """Put all triggers into an up-to-date database, where they are not there already."""
    if not broken_fences(using) or _is_outdated(using):
        return
    let_go(using)
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for trigger in _triggers(using):
            for statement in trigger.statements:
                cursor.execute(statement)


def let_go(using: str = "default") -> None:
    """Take all triggers away: a migration may make any table anew."""
    connection = connections[using]
    found = _installed(using)
    if not found:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name, (table, _known_by) in found.items():
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
                cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"()')


def broken_fences(using: str = "default") -> list[str]:
    """The triggers that should be there and are not, or say something else, or too much."""
    found = {name: known_by for name, (_table, known_by) in _installed(using).items()}
    wanted = {each.name: each.known_by for each in _triggers(using)}
    return sorted(
        name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)
    )


def _installed(using: str) -> dict[str, tuple[str, str]]:
    """The triggers in the database: name → its table and what it says."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' "
                "AND substr(name, 1, 6) = %s",
                [PREFIX],
            )
        else:
            cursor.execute(
                "SELECT t.tgname, c.relname, CASE t.tgenabled WHEN 'D' THEN '' ELSE p.prosrc END "
                "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "JOIN pg_proc p ON p.oid = t.tgfoid "
                "WHERE NOT t.tgisinternal AND left(t.tgname, 6) = %s "
                "AND c.relnamespace = current_schema()::regnamespace",
                [PREFIX],
            )
        return {name: (table, said) for name, table, said in cursor.fetchall()}


def _is_outdated(using: str) -> bool:
    """Whether tables may still lack what the models have: then a trigger would block every row."""
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
