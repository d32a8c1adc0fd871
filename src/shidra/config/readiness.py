"""What must be true before a command may work: a database that exists and is up to date."""

import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

__all__ = [
    "NotReady",
    "alone",
    "choose_language",
    "keep_trace",
    "make_ready",
    "pending_migrations",
    "refuse_undeclared_routes",
]

# Stands in the lock file while an empty database is being set up: if the process is killed
# half-way, the next one goes on instead of taking the database for one of another version.
UNFINISHED = "unfinished"


class NotReady(Exception):
    """The installation cannot serve this command yet; the message says what to do."""


def choose_language() -> None:
    """Speak the language of the terminal where it is one of ours, else English."""
    from django.utils import translation

    wanted = os.environ.get("SHIDRA_LANGUAGE") or os.environ.get("LANG", "")
    code = wanted[:2].lower()
    translation.activate(code if code in {"he", "ar", "en"} else "en")


def pending_migrations() -> tuple[bool, int]:
    """Whether the database is empty, and how many migrations wait."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not executor.loader.applied_migrations, len(plan)


def make_ready(*, is_demo: bool = False) -> None:
    """Create and migrate an empty database; refuse one that an older version left behind.

    Raises:
        NotReady: the database holds data and waits for migrations, or lies where its locks
            are not reliable; or a route says not whom it is for.
    """
    refuse_undeclared_routes()
    _refuse_network_file_system()
    if not pending_migrations()[1]:
        _keep_apart()
        return
    with alone("migrate") as lock:
        # Asked again: another process may have made it ready while this one waited.
        is_empty, waiting = pending_migrations()
        if not waiting:
            return
        if not (is_empty or is_demo or lock.read() == UNFINISHED):
            raise NotReady(_another_version())
        _write(lock, UNFINISHED)
        _migrate()
        _write(lock, "")


def _keep_apart() -> None:
    """A migration that was killed may have left the database without its fences."""
    from shidra.config.boundaries import broken_fences, keep_apart

    if broken_fences():
        with alone("migrate"):
            keep_apart()


def refuse_undeclared_routes() -> None:
    """Start nothing as long as anybody could reach a page that nobody decided on.

    Raises:
        NotReady: names the routes.
    """
    from django.utils.translation import gettext as _

    from shidra.config.routes import undeclared_routes

    if found := undeclared_routes():
        raise NotReady(
            _("Nothing was started, since these routes do not say whom they are for: %(routes)s.")
            % {"routes": ", ".join(map(str, found))}
        )


def _refuse_network_file_system() -> None:
    from django.utils.translation import gettext as _

    from shidra.config.file_systems import network_file_system_of_database

    if kind := network_file_system_of_database():
        raise NotReady(
            _(
                "The database is on a network file system (%(kind)s), where locks are not "
                "reliable. Move SHIDRA_DATA to a local disk, or use PostgreSQL by DATABASE_URL."
            )
            % {"kind": kind}
        )


def _another_version() -> str:
    from django.utils.translation import gettext as _

    return _(
        "The database comes from another version: run `shidra backup FILE`, then `shidra migrate`."
    )


def _write(lock: TextIO, words: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(words)
    lock.flush()


def _migrate() -> None:
    from django.core.management import call_command
    from django.utils.translation import gettext as _

    print(_("Setting up the database…"), file=sys.stderr)
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def alone(purpose: str) -> Iterator[TextIO]:
    """Hold back other processes of this installation while the work is done."""
    from django.conf import settings

    with (settings.DATA / f"{purpose}.lock").open("a+", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        yield lock


def keep_trace(trace: str) -> Path:
    """Write a trace to the data folder, or where one can when that is not possible."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    folder = Path(os.environ.get("SHIDRA_DATA") or tempfile.gettempdir())
    for place in (folder, Path(tempfile.gettempdir())):
        try:
            place.mkdir(parents=True, exist_ok=True)
            path = place / f"fault-{stamp}-{os.getpid()}.txt"
            path.write_text(trace, encoding="utf-8")
        except OSError:
            continue
        return path
    return Path(os.devnull)
