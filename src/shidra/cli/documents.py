"""Files of JSON in and out, for method commands: read as a whole or refused, written as a whole."""

import json
import os
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["NotUnderstoodError", "read_document", "refuse_folder", "write_whole"]


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


def refuse_constant(name: str) -> NoReturn:
    """JSON has no NaN and no infinity."""
    raise NotUnderstoodError(f"{name} is not a JSON number.")


def refuse_folder(path: Path) -> None:
    """Say at once, before any work, that a folder cannot be written to as a file."""
    if path.is_dir():
        raise NotUnderstoodError(f"{path}: is a folder, not a file.")


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
