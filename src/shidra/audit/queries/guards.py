"""Whether the guards of the trail stand."""

from django.db import connections

from shidra.audit.models import Change, Head, Record

__all__ = ["guards_stand"]

TABLES = tuple(model._meta.db_table for model in (Record, Change, Head))
ASKED = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal"
    ),
}
VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def guards_stand(*, using: str = "default") -> bool:
    """Whether every table of the trail refuses to be changed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor])
        standing = set(cursor.fetchall())
    wanted = {
        (table, f"{table}_no_{verb}") for table in TABLES for verb in VERBS[connection.vendor]
    }
    return wanted <= standing
