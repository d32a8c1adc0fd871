"""The web server behind `shidra serve` and `shidra demo`."""

import ctypes
import errno
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection, connections
from django.utils.translation import gettext as _

from shidra.ui.management.site import Refused

__all__ = ["BLOCKING_THREADS", "DEFAULT_HOST", "DEFAULT_PORT", "refuse_taken_port", "serve"]

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
# Threads of one worker process: pages are short, and wait mostly for the database.
BLOCKING_THREADS = 4
HIGHEST_PORT = 65_535
# How long a page that is being answered may take to finish once the server is asked to end.
SECONDS_TO_END = 10

_PARENT_DEATH_SIGNAL = 1


def refuse_taken_port(host: str, port: int) -> None:
    """Make sure that the address is free, before anything else is done.

    Raises:
        Refused: something listens there, or it is no address of this machine.
    """
    try:
        # Beyond this the number would wrap round to another port.
        if not 0 <= port <= HIGHEST_PORT:
            raise OverflowError(os.strerror(errno.EADDRNOTAVAIL))
        family, kind, *_rest, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError, UnicodeError) as trouble:
        if isinstance(trouble, OSError) and trouble.errno == errno.EADDRINUSE:
            raise Refused(
                _(
                    "Port %(port)d of %(host)s is taken by another program: stop that one, "
                    "or choose another port with --port."
                )
                % {"port": port, "host": host}
            ) from None
        raise Refused(
            _("Cannot serve at %(host)s, port %(port)d: %(reason)s.")
            % {"port": port, "host": host, "reason": getattr(trouble, "strerror", "") or trouble}
        ) from None


def serve(*, host: str, port: int, workers: int | None = None) -> None:
    """Serve in the foreground until the process is told to end (TERM or INT)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "shidra.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers_for_database(workers),
        blocking_threads=BLOCKING_THREADS,
        websockets=False,
        workers_kill_timeout=SECONDS_TO_END,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    server.on_startup(lambda: _say_where(host, port))
    # The workers are forked: a connection to the database must not be shared with them.
    connections.close_all()
    server.serve(target_loader=_application, wrap_loader=False)


def workers_for_database(wanted: int | None) -> int:
    """SQLite has one writer at a time, so one process; PostgreSQL one for each core."""
    if connection.vendor == "sqlite":
        return 1
    return wanted or min(os.cpu_count() or 1, 4)


def _say_where(host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(
        _("Serving at %(address)s (Ctrl+C ends it).") % {"address": f"http://{shown}:{port}/"},
        file=sys.stderr,
        flush=True,
    )


def _application() -> Callable[..., Any]:
    """Load the application inside a worker, which ends when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)
    from shidra.config.wsgi import application

    return application
