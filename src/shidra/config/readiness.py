"""What must be true before a command may work: a database that exists and is up to date."""

import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["NotReady", "choose_language", "keep_trace", "make_ready", "pending_migrations"]


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
        NotReady: the database holds data and waits for migrations.
    """
    is_empty, waiting = pending_migrations()
    if not waiting:
        return
    if not is_empty and not is_demo:
        from django.utils.translation import gettext as _

        raise NotReady(
            _(
                "The database comes from another version: run `shidra backup FILE`, "
                "then `shidra migrate`."
            )
        )
    with _alone("migrate"):
        if pending_migrations()[1]:
            _migrate()


def _migrate() -> None:
    from django.core.management import call_command
    from django.utils.translation import gettext as _

    print(_("Setting up the database…"), file=sys.stderr)
    call_command("migrate", interactive=False, verbosity=0)


@contextmanager
def _alone(purpose: str) -> Iterator[None]:
    """Hold back other processes of this installation while the work is done."""
    from django.conf import settings

    with (settings.DATA / f"{purpose}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
