"""What `shidra doctor` looks at: each finding in one sentence, and how to mend what is wrong."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from shidra.config.boundaries import broken_fences
from shidra.config.file_systems import network_file_system_of_database
from shidra.config.invariants import broken_invariants
from shidra.config.readiness import pending_migrations
from shidra.config.serving import DEFAULT_HOST, DEFAULT_PORT, refuse_taken_port
from shidra.ui.management.site import Refused

__all__ = ["Finding", "State", "examine"]

OLDEST_PYTHON = (3, 13)
ENOUGH_SPACE = 1 << 30
FEW = 3  # names in one sentence
LITTLE_SPACE = 100 << 20


class State(StrEnum):
    """How a thing stands."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: English name, state, a sentence, and how to mend it."""

    check: str
    state: State
    said: str
    remedy: str = ""

    def as_document(self) -> dict[str, str]:
        return {**asdict(self), "state": str(self.state)}


def examine() -> list[Finding]:
    """Look at everything; what cannot be looked at because the database is away is left out."""
    found = [look() for look in (_python, _data_folder, _space, _secret_key, _fonts, _texts, _port)]
    database = _database()
    found.append(database)
    if database.state is State.WRONG:
        return found
    if connection.vendor == "sqlite":
        found += [*_sqlite_settings(), _integrity(), _file_system()]
    migrations = _migrations()
    found.append(migrations)
    if migrations.state is State.OK:
        found += [_apart(), *_initiatives()]
    return found


def _python() -> Finding:
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("python", State.OK, _("Python %(version)s.") % {"version": running})
    return Finding(
        "python",
        State.WRONG,
        _("Python %(version)s is too old.") % {"version": running},
        _("Install Python 3.13 or newer."),
    )


def _data_folder() -> Finding:
    folder = Path(settings.DATA)
    if os.access(folder, os.W_OK | os.X_OK):
        return Finding(
            "data-folder", State.OK, _("The data folder is %(folder)s.") % {"folder": folder}
        )
    return Finding(
        "data-folder",
        State.WRONG,
        _("Nothing can be written to the data folder %(folder)s.") % {"folder": folder},
        _("Give its owner the right to write, or name another one in SHIDRA_DATA."),
    )


def _space() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    said = _("%(megabytes)d MB are free beside the data.") % {"megabytes": free >> 20}
    if free >= ENOUGH_SPACE:
        return Finding("space", State.OK, said)
    state = State.WARNING if free >= LITTLE_SPACE else State.WRONG
    return Finding("space", state, said, _("Make room: a full disk refuses every change."))


def _secret_key() -> Finding:
    path = Path(settings.DATA) / "secret.key"
    if os.environ.get("SHIDRA_SECRET_KEY"):
        return Finding("secret-key", State.OK, _("The secret key comes from the environment."))
    if path.exists() and not stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Finding("secret-key", State.OK, _("The secret key is its owner's alone."))
    return Finding(
        "secret-key",
        State.WRONG,
        _("Others on this machine can read the secret key."),
        _("Run: %(command)s") % {"command": f"chmod 600 {path}"},
    )


def _fonts() -> Finding:
    import shidra.ui

    folder = Path(shidra.ui.__file__).parent / "static" / "ui" / "fonts"
    if len(list(folder.glob("*.woff2"))) >= len(settings.LANGUAGES):
        return Finding("fonts", State.OK, _("The fonts are built."))
    return Finding(
        "fonts",
        State.WRONG,
        _("The fonts are missing."),
        _("Install the package again; in a checkout: uv sync --reinstall-package shidra"),
    )


def _texts() -> Finding:
    import shidra

    package = Path(shidra.__file__).parent
    sources = list(package.rglob("locale/*/LC_MESSAGES/*.po"))
    stale = [
        source
        for source in sources
        if not (compiled := source.with_suffix(".mo")).exists()
        or compiled.stat().st_mtime < source.stat().st_mtime
    ]
    built = list(package.rglob("locale/*/LC_MESSAGES/*.mo"))
    if built and not stale:
        return Finding("texts", State.OK, _("The translations are built."))
    return Finding(
        "texts",
        State.WARNING if built else State.WRONG,
        _("Translations are missing or older than their sources."),
        _("Install the package again; in a checkout: uv sync --reinstall-package shidra"),
    )


def _port() -> Finding:
    try:
        refuse_taken_port(DEFAULT_HOST, DEFAULT_PORT)
    except Refused as taken:
        return Finding(
            "port",
            State.WARNING,
            str(taken),
            _("If that is Shidra itself, all is well."),
        )
    return Finding("port", State.OK, _("Port %(port)d is free.") % {"port": DEFAULT_PORT})


def _database() -> Finding:
    name = settings.DATABASES["default"]["NAME"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as trouble:
        return Finding(
            "database",
            State.WRONG,
            _("The database %(name)s cannot be reached: %(reason)s.")
            % {"name": name, "reason": str(trouble).strip().splitlines()[0]},
            _("Look at DATABASE_URL, and whether the server of the database runs."),
        )
    said = _("The database %(name)s answers (%(vendor)s).")
    return Finding("database", State.OK, said % {"name": name, "vendor": connection.vendor})


def _migrations() -> Finding:
    is_empty, waiting = pending_migrations()
    if not waiting:
        return Finding("migrations", State.OK, _("The tables are those of this version."))
    if is_empty:
        return Finding(
            "migrations",
            State.WARNING,
            _("The database is empty."),
            _("Nothing to mend: the next command sets it up."),
        )
    return Finding(
        "migrations",
        State.WRONG,
        _("The database comes from another version."),
        _("Run `shidra backup FILE`, then `shidra migrate`."),
    )


# PRAGMA → what it should answer, and what goes wrong otherwise.
_SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def _sqlite_settings() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        for name, wanted in _SQLITE.items():
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
            said = f"SQLite: {name} = {found}"
            if found in (wanted, "memory"):
                yield Finding(f"sqlite-{name}", State.OK, said)
            else:
                yield Finding(
                    f"sqlite-{name}",
                    State.WRONG,
                    said,
                    _("Leave the settings of the database as Shidra makes them (%(wanted)s).")
                    % {"wanted": wanted},
                )


def _integrity() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            said = str(cursor.fetchone()[0])
            cursor.execute("PRAGMA foreign_key_check")
            orphans = cursor.fetchall()
    except (DatabaseError, sqlite3.DatabaseError) as trouble:
        said, orphans = str(trouble), []
    if said == "ok" and not orphans:
        return Finding("integrity", State.OK, _("The database is sound."))
    return Finding(
        "integrity",
        State.WRONG,
        _("The database is damaged: %(what)s.")
        % {"what": said if said != "ok" else f"{orphans[0][0]} → {orphans[0][2]}"},
        _("Restore the last backup: shidra restore FILE --yes"),
    )


def _file_system() -> Finding:
    kind = network_file_system_of_database()
    if not kind:
        return Finding("file-system", State.OK, _("The database is on a disk of this machine."))
    return Finding(
        "file-system",
        State.WRONG,
        _("The database is on a network file system (%(kind)s), where locks are not reliable.")
        % {"kind": kind},
        _("Move SHIDRA_DATA to a local disk, or use PostgreSQL by DATABASE_URL."),
    )


def _apart() -> Finding:
    if not (broken := broken_fences()):
        return Finding(
            "apart", State.OK, _("The database keeps rows of different initiatives apart.")
        )
    return Finding(
        "apart",
        State.WRONG,
        _("The database no longer keeps rows of different initiatives apart: %(names)s.")
        % {"names": _some(broken)},
        _("Run `shidra migrate`; it puts back what keeps them apart."),
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:FEW]) + ("…" if names[FEW:] else "")


def _initiatives() -> list[Finding]:
    broken = broken_invariants()
    if not broken:
        return [
            Finding("initiatives", State.OK, _("What is stored of the initiatives is consistent."))
        ]
    return [
        Finding(
            f"initiatives:{each.initiative}",
            State.WRONG,
            each.said,
            each.remedy,
        )
        for each in broken
    ]
