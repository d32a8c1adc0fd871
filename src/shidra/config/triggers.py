"""Triggers that refuse a write, on SQLite by row and on PostgreSQL by statement."""

from dataclasses import dataclass

__all__ = ["PREFIX", "Trigger", "postgresql_trigger", "raised", "sqlite_trigger"]

# All SQL here is made of the names of our own tables and columns.

PREFIX = "apart_"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger by its name, the statements that make it, and the text by which it is known."""

    name: str
    table: str
    statements: tuple[str, ...]
    known_by: str


def sqlite_trigger(name: str, table: str, event: str, body: list[str]) -> Trigger:
    """A trigger that looks at each row before it is written."""
    statement = f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" BEGIN {" ".join(body)} END'
    return Trigger(name, table, (statement,), statement)


def postgresql_trigger(name: str, table: str, event: str, rows: str, body: list[str]) -> Trigger:
    """A trigger that looks at the rows of a whole statement: a load is checked by one join."""
    source = f"BEGIN {' '.join(body)} RETURN NULL; END"
    return Trigger(
        name,
        table,
        (
            (
                f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql '
                f"AS $apart${source}$apart$"
            ),
            (
                f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" REFERENCING {rows} '
                f'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
            ),
        ),
        source,
    )


def raised(said: str) -> str:
    """PL/pgSQL that refuses, as a constraint of the table would."""
    return f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';"
