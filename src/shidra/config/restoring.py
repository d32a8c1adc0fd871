"""Restore: the database becomes what a backup holds, or stays as it was.

The backup is put into a new database, or into emptied tables inside one transaction; counted and
hashed against the manifest; migrated to this version; and only then takes the old one's place,
in one step that a kill leaves done or undone.
"""

import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM, Record
from shidra.config import tables
from shidra.config.backups import Manifest, read_manifest
from shidra.config.readiness import alone
from shidra.config.sqlite.base import DatabaseWrapper
from shidra.ui.management.site import Refused

__all__ = ["has_content", "restore_backup"]

_NEW = "restoring"


def has_content(using: str = "default") -> bool:
    """Whether a restore would replace people or initiatives."""
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in ("accounts_user", "initiatives_initiative", "audit_record"):
            if table in present:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own names
                if cursor.fetchone():
                    return True
    return False


def restore_backup(path: Path, *, using: str = "default") -> Manifest:
    """Replace the whole database by what a backup holds.

    Raises:
        Refused: the backup is damaged, no backup, or of a newer version; nothing was changed.
    """
    try:
        file = path.open("rb")
    except OSError as trouble:
        raise Refused(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": trouble.strerror}
        ) from None
    with file, alone("migrate"):
        manifest = read_manifest(file)
        _refuse_newer(manifest, using)
        if connections[using].vendor == "sqlite":
            _restore_beside(file, manifest, using)
        else:
            _restore_within(file, manifest, using)
    return manifest


def _refuse_newer(manifest: Manifest, using: str) -> None:
    known = MigrationExecutor(connections[using]).loader.disk_migrations
    if unknown := sorted(key for key in manifest.migrations if key not in known):
        raise Refused(
            _(
                "The backup was made by version %(version)s, which this one does not know "
                "(%(migration)s): install that version or a newer one. Nothing was changed."
            )
            % {"version": manifest.shidra, "migration": ".".join(unknown[0])}
        )


def _restore_beside(file: IO[bytes], manifest: Manifest, using: str) -> None:
    """SQLite: fill a new file, then copy it over the old content in one write transaction."""
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="restoring-") as folder:
        path = Path(folder) / "new.sqlite3"
        with _alias(path, using):
            _fill(file, manifest, _NEW)
            connections[_NEW].close()
        live = cast("DatabaseWrapper", connections[using])
        live.ensure_connection()
        new = sqlite3.connect(path)
        try:
            with live.gate_held():
                new.backup(live.connection)
        finally:
            new.close()


@contextmanager
def _alias(path: Path, using: str) -> Iterator[None]:
    new = connections[using].copy(alias=_NEW)
    new.settings_dict["NAME"] = str(path)
    connections[_NEW] = new
    try:
        yield
    finally:
        new.close()
        del connections[_NEW]


def _restore_within(file: IO[bytes], manifest: Manifest, using: str) -> None:
    """PostgreSQL: tables go and come again inside one transaction."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        quoted = [
            connection.ops.quote_name(name) for name in connection.introspection.table_names()
        ]
        if quoted:
            cursor.execute(f"DROP TABLE {', '.join(quoted)} CASCADE")
        _fill(file, manifest, using)


def _fill(file: IO[bytes], manifest: Manifest, using: str) -> None:
    """Make the tables as the backup had them, fill them, compare, and migrate to this version."""
    _make_tables(manifest, using)
    models = tables.models_at(manifest.migrations, using)
    connection = connections[using]
    with transaction.atomic(using=using), zipfile.ZipFile(file) as archive:
        # A foreign key that a migration of this transaction added is checked at once from then on;
        # this lets all of them wait again until every table is full.
        connection.check_constraints()
        for model in models:
            # What a migration put there is in the backup too, as people have left it.
            model._default_manager.using(using).all()._raw_delete(using)
        for model in models:
            with archive.open(f"tables/{model._meta.db_table}.jsonl") as lines:
                tables.put_lines(model, lines, using)
        connection.check_constraints()
        tables.reset_sequences(models, using)
        found = {model._meta.db_table: tables.content_of(model, using) for model in models}
        if found != manifest.tables:
            raise Refused(_("The backup does not fit together. Nothing was changed."))
    call_command("migrate", database=using, interactive=False, verbosity=0)
    Record.objects.using(using).create(
        at=timezone.now(),
        actor_label=SYSTEM.label,
        action="restore",
        detail={"made_at": manifest.made_at, "shidra": manifest.shidra},
    )


def _make_tables(manifest: Manifest, using: str) -> None:
    executor = MigrationExecutor(connections[using])
    wanted = set(manifest.migrations)
    nodes = executor.loader.graph.node_map
    last_of_each_app = [
        key
        for key in sorted(wanted)
        if not any(child.key in wanted and child.key[0] == key[0] for child in nodes[key].children)
    ]
    plan = executor.migration_plan(last_of_each_app)
    if {(migration.app_label, migration.name) for migration, _back in plan} != wanted:
        raise Refused(_("The backup does not fit together. Nothing was changed."))
    executor.migrate(last_of_each_app, plan)
