"""SQLite with a fair gate before each write transaction.

SQLite lets waiting writers race for its lock: under load some starve for seconds. A file lock
taken before BEGIN IMMEDIATE queues them in the kernel instead, one after the other, across
threads and processes. The lock lives beside the database, so it must be on a local disk.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.sqlite3 import base

__all__ = ["DatabaseWrapper"]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own wrapper; only the begin and the end of a transaction pass the gate."""

    _gate: int | None = None

    def _gate_path(self) -> str | None:
        name = str(self.settings_dict["NAME"])
        return None if self.is_in_memory_db() else f"{name}.gate"

    def _enter_gate(self) -> None:
        path = self._gate_path()
        if path is None or self._gate is not None:
            return
        gate = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(gate, fcntl.LOCK_EX)
        except BaseException:
            os.close(gate)
            raise
        self._gate = gate

    def _leave_gate(self) -> None:
        if self._gate is not None:
            # Closing the descriptor also gives the lock back.
            os.close(self._gate)
            self._gate = None

    @contextmanager
    def gate_held(self) -> Iterator[None]:
        """Queue for a write that is no transaction of this connection, as all others do."""
        self._enter_gate()
        try:
            yield
        finally:
            self._leave_gate()

    def _start_transaction_under_autocommit(self) -> None:
        self._enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> Any:
        result = super()._commit()  # type: ignore[misc]
        self._leave_gate()
        return result

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()
