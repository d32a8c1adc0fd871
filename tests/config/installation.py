"""An installation of a test's own: its folder, its database, and the program run as people run it."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

__all__ = ["Installation", "free_port"]

PROGRAM = [sys.executable, "-c", "from shidra.config.program import main; main()"]


# Seconds that a command may take; a busy machine needs several times what an idle one does.
PATIENCE = 600


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """A data folder with a SQLite database; `run` calls the program in a process of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.database = data / "shidra.sqlite3"

    @property
    def environment(self):
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SHIDRA_", "DJANGO_")) and name != "DATABASE_URL"
        }
        return inherited | {"SHIDRA_DATA": str(self.data), "LANG": "en_US.UTF-8"}

    def start(self, *arguments, code=None):
        """Start the program, or a piece of Python in its place."""
        command = PROGRAM if code is None else [sys.executable, "-c", code]
        return self._start([*command, *map(str, arguments)])

    def start_python(self, code):
        """Start a piece of Python that sets Django up itself, with the product's settings."""
        return self._start(
            [sys.executable, "-c", code], DJANGO_SETTINGS_MODULE="shidra.config.settings"
        )

    def _start(self, command, **more):
        return subprocess.Popen(
            command,
            env=self.environment | more,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, code=None):
        process = self.start(*arguments, code=code)
        process.said, process.complained = process.communicate(timeout=PATIENCE)
        return process

    def query(self, sql):
        connection = sqlite3.connect(self.database)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
