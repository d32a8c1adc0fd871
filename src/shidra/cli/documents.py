"""Files in and out, for method commands: read as a whole or refused, written as a whole."""

import json
import os
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

__all__ = [
    "NotUnderstoodError",
    "one_spelling",
    "read_document",
    "read_text",
    "refuse_folder",
    "write_whole",
]

# Marks of direction and a stray byte-order mark: they come with pasted names, and nobody sees them.
UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\ufeff"))
UNSEEN |= dict.fromkeys(range(0x2066, 0x206A))


class NotUnderstoodError(Exception):
    """The arguments or the input have no meaning; the message says why."""


def read_document(path: Path) -> Any:
    """The JSON of a file; a byte-order mark is allowed, numbers that JSON does not know are not."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=refuse_constant)
    except OSError as error:
        raise NotUnderstoodError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NotUnderstoodError(f"{path}: is not text in UTF-8.") from error
    except (ValueError, RecursionError) as error:  # also whole numbers of thousands of digits
        raise NotUnderstoodError(f"{path}: is not JSON: {error}") from error


def read_text(path: Path) -> str:
    """The text of a file in UTF-8; a byte-order mark is allowed."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotUnderstoodError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NotUnderstoodError(
            f"{path}: is not text in UTF-8; save it again as “CSV UTF-8”."
        ) from error


def one_spelling(name: str) -> str:
    """The one way to write what looks the same: letters composed, one space, no unseen marks.

    Else two categories that nobody can tell apart would be counted as two.
    """
    return " ".join(unicodedata.normalize("NFC", name).translate(UNSEEN).split())


def refuse_constant(name: str) -> NoReturn:
    """JSON has no NaN and no infinity."""
    raise NotUnderstoodError(f"{name} is not a JSON number.")


def refuse_folder(path: Path) -> None:
    """Say at once, before any work, that there is a folder, or none to write the file into."""
    if path.is_dir():
        raise NotUnderstoodError(f"{path}: is a folder, not a file.")
    if not path.parent.is_dir():
        raise NotUnderstoodError(f"{path}: there is no folder {path.parent}.")


def write_whole(path: Path, text: str) -> None:
    """Write all of the file or nothing: beside it first, then in its place."""
    refuse_folder(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise NotUnderstoodError(f"{path}: {error.strerror}.") from error
