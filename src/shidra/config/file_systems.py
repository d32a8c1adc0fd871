"""Where the database lies: the write gate of SQLite needs a disk of this machine."""

from pathlib import Path
from typing import cast

from django.db import DEFAULT_DB_ALIAS, connection, connections

from shidra.config.sqlite.base import DatabaseWrapper

__all__ = ["NETWORK_FILE_SYSTEMS", "file_system_of", "network_file_system_of_database"]

# Locks of files are not to be relied on across machines.
NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "ceph", "afs"}
MOUNTS = Path("/proc/self/mounts")


def network_file_system_of_database() -> str:
    """The kind of network file system that holds the SQLite database; empty if none does."""
    wrapper = cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
    if connection.vendor != "sqlite" or wrapper.is_in_memory_db():
        return ""
    kind = file_system_of(Path(str(connection.settings_dict["NAME"])).resolve(), MOUNTS)
    return kind if kind in NETWORK_FILE_SYSTEMS else ""


def file_system_of(path: Path, mounts: Path) -> str:
    """The kind of file system that holds a path; empty where that cannot be known."""
    best, kind = "", ""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    for line in lines:
        _device, mounted, found, *_rest = line.split(" ")
        point = mounted.replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, found
    return kind
