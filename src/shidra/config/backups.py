"""Backup and restore: one file, the same for SQLite and PostgreSQL, that either is whole or refused.

The file is a zip: `manifest.json` (versions, migrations, and for each table its rows and their
SHA-256) and `tables/<table>.jsonl`, one row a line. The last 64 bytes (the zip's comment) are the
SHA-256 of all before them, so that a single flipped bit anywhere is found. All tables are read in
one transaction: what is written during the backup is in it whole or not at all.

Not in it: sessions (people sign in again) and the secret key (each installation has its own).
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.db import connections, transaction
from django.utils.translation import gettext as _

from shidra.config import tables
from shidra.ui.management.site import Refused

__all__ = ["FORMAT", "Manifest", "read_manifest", "write_backup"]

FORMAT = "shidra-backup/1"
SEAL = 64
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    shidra: str
    database: str
    made_at: str
    migrations: tuple[tuple[str, str], ...]
    # Table → number of rows and SHA-256 of their lines.
    tables: dict[str, tables.Content]
    audit_head: int | None

    @property
    def rows(self) -> int:
        return sum(content.rows for content in self.tables.values())

    def as_document(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "shidra": self.shidra,
            "database": self.database,
            "made_at": self.made_at,
            "migrations": [list(each) for each in self.migrations],
            "tables": {
                name: {"rows": content.rows, "sha256": content.sha256}
                for name, content in self.tables.items()
            },
            "audit_head": self.audit_head,
        }


def write_backup(path: Path, *, using: str = "default", overwrite: bool = False) -> Manifest:
    """Write the database to a new file, which appears under its name only when it is whole.

    Raises:
        Refused: the file exists already, its folder is missing, or the database is damaged.
    """
    if path.exists() and not overwrite:
        raise Refused(
            _("%(file)s exists already: choose another name, or add --overwrite.") % {"file": path}
        )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _private_file(part) as file:
            manifest = _write(file, using)
            _seal(file)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            part.replace(path)
        else:
            os.link(part, path)  # unlike a rename, never over a file that has come meanwhile
        _fsync_folder(path.parent)
    except OSError as trouble:
        raise Refused(
            _("The backup could not be written: %(reason)s.") % {"reason": trouble}
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _private_file(path: Path) -> IO[bytes]:
    """A file for its owner alone: a backup holds everything, the hashes of passwords included."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")


def _write(file: IO[bytes], using: str) -> Manifest:
    contents: dict[str, tables.Content] = {}
    with (
        _one_moment(using),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        applied = tables.applied_migrations(using)
        for model in tables.models_at(applied, using):
            name = model._meta.db_table
            with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
                contents[name] = tables.write_rows(model, member, using)
        manifest = Manifest(
            shidra=version("shidra"),
            database=connections[using].vendor,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=applied,
            tables=contents,
            audit_head=tables.audit_head(using),
        )
        archive.writestr(
            "manifest.json", json.dumps(manifest.as_document(), ensure_ascii=False, indent=1)
        )
        archive.comment = b"0" * SEAL
    return manifest


@contextmanager
def _one_moment(using: str) -> Iterator[None]:
    """All reads inside see the database as it was at one moment; writers are not held up."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic(using=using):
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield
            return
        # Not `atomic()`: that would take the write gate, and a backup only reads.
        cursor.execute("BEGIN DEFERRED")
        try:
            _refuse_damage(cursor)
            yield
        finally:
            cursor.execute("ROLLBACK")


def _refuse_damage(cursor: Any) -> None:
    """A backup of a damaged database would look like a good one."""
    cursor.execute("PRAGMA integrity_check(1)")
    said = cursor.fetchone()[0]
    cursor.execute("PRAGMA foreign_key_check")
    orphan = cursor.fetchone()
    if said != "ok" or orphan:
        raise Refused(
            _("The database is damaged (%(what)s), so no backup was written.")
            % {"what": said if said != "ok" else f"{orphan[0]} → {orphan[2]}"}
        )


def _seal(file: IO[bytes]) -> None:
    """Put the digest of everything else where the zip's comment stands."""
    end = file.seek(0, os.SEEK_END) - SEAL
    digest = _digest(file, end)
    file.seek(end)
    file.write(digest.encode("ascii"))


def _digest(file: IO[bytes], length: int) -> str:
    found, left = hashlib.sha256(), length
    file.seek(0)
    while left and (block := file.read(min(_BLOCK, left))):
        found.update(block)
        left -= len(block)
    return found.hexdigest()


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_manifest(file: IO[bytes]) -> Manifest:
    """Check that a backup is whole, to the last bit, and read what it says of itself.

    Raises:
        Refused: it is not whole, not a backup, or of a newer format.
    """
    length = file.seek(0, os.SEEK_END) - SEAL
    if length <= 0 or not zipfile.is_zipfile(file):
        raise Refused(_("This is not a backup of Shidra. Nothing was changed."))
    digest = _digest(file, length)
    if file.read(SEAL) != digest.encode("ascii"):
        raise Refused(
            _("The backup is damaged: its content does not match its seal. Nothing was changed.")
        )
    with zipfile.ZipFile(file) as archive:
        try:
            document = json.loads(archive.read("manifest.json"))
        except (KeyError, ValueError):
            document = {}
    if document.get("format") != FORMAT:
        raise Refused(_("This is not a backup of Shidra. Nothing was changed."))
    return Manifest(
        shidra=document["shidra"],
        database=document["database"],
        made_at=document["made_at"],
        migrations=tuple((app, name) for app, name in document["migrations"]),
        tables={
            name: tables.Content(each["rows"], each["sha256"])
            for name, each in document["tables"].items()
        },
        audit_head=document["audit_head"],
    )
