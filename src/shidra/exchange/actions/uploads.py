"""Files that wait between the report and the decision to save.

A file is kept under its own hash and the person who handed it in, below `SHIDRA_DATA`. It goes
once it is saved, or after a day.
"""

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

__all__ = ["Upload", "forget_upload", "keep_upload", "kept_upload_or_none"]

KEPT_FOR = 24 * 3600  # seconds
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits: where it lies, and how its owner calls it."""

    digest: str
    path: Path
    name: str


def keep_upload(*, name: str, chunks: Iterable[bytes], person: str) -> Upload:
    """Keep a file until its owner decides; handing the same one in again changes nothing."""
    folder = _folder()
    _forget_old(folder)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    upload = _upload(digest.hexdigest(), person, Path(name).name[:200])
    Path(file.name).replace(upload.path)
    _note(upload.path).write_text(json.dumps(upload.name), encoding="utf-8")
    return upload


def kept_upload_or_none(*, digest: str, person: str) -> Upload | None:
    """The file of this hash, if this person handed it in and it has not gone yet."""
    if not _DIGEST.fullmatch(digest):
        return None
    upload = _upload(digest, person, "")
    if not (upload.path.is_file() and _note(upload.path).is_file()):
        return None
    return _upload(digest, person, json.loads(_note(upload.path).read_text(encoding="utf-8")))


def forget_upload(upload: Upload) -> None:
    """Take the file away."""
    upload.path.unlink(missing_ok=True)
    _note(upload.path).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.DATA) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _upload(digest: str, person: str, name: str) -> Upload:
    return Upload(digest, _folder() / f"{person}-{digest}", name)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.name")


def _forget_old(folder: Path) -> None:
    before = time.time() - KEPT_FOR
    for entry in os.scandir(folder):
        if entry.is_file() and entry.stat().st_mtime < before:
            Path(entry.path).unlink(missing_ok=True)
