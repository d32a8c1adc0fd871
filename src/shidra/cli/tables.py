"""Tables in and documents out, for commands that read a CSV and answer with JSON."""

import argparse
import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

from shidra.cli.documents import (
    NotUnderstoodError,
    one_spelling,
    read_text,
    refuse_folder,
    write_whole,
)

__all__ = ["add_outputs", "check_outputs", "hand_over", "read_rows"]


def add_outputs(parser: argparse.ArgumentParser, what: str) -> None:
    """Where the answer goes: -o, --json, or both."""
    parser.add_argument("-o", "--output", type=Path, help=f"the file to write {what} to")
    parser.add_argument("--json", action="store_true", help=f"print {what} as one JSON document")


def check_outputs(options: argparse.Namespace, what: str) -> None:
    """Say at once, before any work, that the answer has nowhere to go."""
    if options.output is None and not options.json:
        raise NotUnderstoodError(f"Say where {what} go: -o FILE, --json, or both.")
    if options.output is not None:
        refuse_folder(options.output)


def hand_over(document: Any, options: argparse.Namespace) -> None:
    """Write and print the answer."""
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if options.output is not None:
        write_whole(options.output, text)
    if options.json:
        sys.stdout.write(text)


def read_rows(
    path: Path, needed: tuple[str, ...], either: tuple[str, ...] = ()
) -> list[dict[str, str]]:
    """The rows of a CSV file by column; a byte-order mark is allowed.

    All columns of `needed` must be there, and one of `either` where it names any.
    """
    held = io.StringIO(read_text(path), newline="")
    try:
        reader = csv.DictReader(held, strict=True)
        columns = [one_spelling(name).lower() for name in reader.fieldnames or ()]
        reader.fieldnames = columns
        rows = list(reader)
    except csv.Error as error:
        raise NotUnderstoodError(f"{path}: is not CSV: {error}.") from error
    missing = [name for name in needed if name not in columns]
    if missing or (either and not set(either) & set(columns)):
        lacking = ", ".join(missing or either[:1])
        raise NotUnderstoodError(f"{path}: the first row lacks the column {lacking}.")
    if len(set(columns)) < len(columns):
        raise NotUnderstoodError(f"{path}: the first row has a column twice.")
    longer = next((number for number, row in enumerate(rows, 2) if None in row), None)
    if longer is not None:
        raise NotUnderstoodError(f"{path}: row {longer} has more cells than the first row.")
    if not rows:
        raise NotUnderstoodError(f"{path}: there is no row below the first.")
    return [
        {name: one_spelling(value) for name, value in row.items() if value is not None}
        for row in rows
    ]
