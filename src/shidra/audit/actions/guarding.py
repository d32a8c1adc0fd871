"""The guards of the trail: triggers that refuse to change or delete what is in it.

They stop a slip and a careless script. Who owns the database can take them away; then the chain
tells.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from shidra.audit.models import Change, Head, Record
from shidra.audit.queries.guards import guards_stand

__all__ = ["guards_lifted", "install_guards", "lift_guards"]

REFUSAL = "the audit trail only grows"
RECORD, CHANGE, HEAD = (model._meta.db_table for model in (Record, Change, Head))
NOT_ONWARDS = "NEW.number <> OLD.number + 1 OR NEW.chain <> OLD.chain"

SQLITE = {
    f"{table}_no_{verb.lower()}": (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"{'WHEN ' + NOT_ONWARDS if (table, verb) == (HEAD, 'UPDATE') else ''} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    for table in (RECORD, CHANGE, HEAD)
    for verb in ("UPDATE", "DELETE")
}
REFUSE = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL = {
    name: f"CREATE TRIGGER {name} {each} EXECUTE FUNCTION audit_refuse()"
    for table in (RECORD, CHANGE, HEAD)
    for name, each in {
        f"{table}_no_update": f"BEFORE UPDATE ON {table} FOR EACH ROW"
        + (f" WHEN ({NOT_ONWARDS})" if table == HEAD else ""),
        f"{table}_no_delete": f"BEFORE DELETE ON {table} FOR EACH ROW",
        f"{table}_no_truncate": f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
    }.items()
}


def install_guards(*, using: str = "default") -> None:
    """Put the guards in place, as often as it is called; without the tables there is nothing to do."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    if not {RECORD, CHANGE, HEAD} <= present or guards_stand(using=using):
        return
    lift_guards(using=using)
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(REFUSE)
        for statement in (SQLITE if is_sqlite else POSTGRESQL).values():
            cursor.execute(statement)


def lift_guards(*, using: str = "default") -> None:
    """Take the guards away: for a migration that changes what is stored, and for emptied tables."""
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for name in SQLITE if is_sqlite else POSTGRESQL:
            table = name.rsplit("_no_", 1)[0]
            where = "" if is_sqlite else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


@contextmanager
def guards_lifted(*, using: str = "default") -> Iterator[None]:
    """Work on the tables of the trail as on any other; afterwards, or after a fall, they are guarded."""
    with transaction.atomic(using=using):
        lift_guards(using=using)
        yield
        install_guards(using=using)
