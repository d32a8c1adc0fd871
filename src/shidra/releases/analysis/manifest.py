"""Files of the second store against the manifest: what was changed since is not read.

A file is hashed once in a process for each state in which it is found, told by its name, its
number on the disk, its size and when it was last written; a warm question only asks for these.
"""

import hashlib
from pathlib import Path
from threading import Lock

from shidra.releases.queries import Listed

__all__ = ["FileChanged", "expect_as_listed", "fingerprint", "is_as_listed"]

CHUNK = 1 << 20
# More files than any process asks for; beyond that each is looked at anew.
MOST_KNOWN = 10_000

type _State = tuple[str, int, int, int]

_known: dict[_State, str] = {}
_lock = Lock()


class FileChanged(Exception):
    """A file is not what was published."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} is not the file that was published. "
            "Publishing any period of its initiative again writes it anew from the record."
        )
        self.path = path


def expect_as_listed(path: Path, listed: Listed) -> None:
    """Let nothing read a file that is gone, shorter, longer or other than the manifest says.

    Raises:
        FileChanged: it is.
    """
    if not is_as_listed(path, listed):
        raise FileChanged(listed.path)


def is_as_listed(path: Path, listed: Listed) -> bool:
    """Whether a file is there and holds what the manifest says."""
    try:
        return path.stat().st_size == listed.bytes and _hashed_once(path) == listed.sha256
    except OSError:
        return False


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _hashed_once(path: Path) -> str:
    found = path.stat()
    state = (str(path), found.st_ino, found.st_size, found.st_mtime_ns)
    if (known := _known.get(state)) is None:
        known = fingerprint(path)
        with _lock:
            if len(_known) >= MOST_KNOWN:
                _known.clear()
            _known[state] = known
    return known
