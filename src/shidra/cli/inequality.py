"""`shidra inequality`: from groups in a file to every summary measure, each with its interval."""

import argparse
import csv
import io
import json
import sys
import traceback
from pathlib import Path
from typing import Any

from shidra.cli.documents import NotUnderstoodError, write_whole

__all__ = ["run"]

DONE, NOT_UNDERSTOOD, OUR_FAULT = 0, 2, 70
# What a file must have: estimates, or what they can be counted from.
NEEDED = ("case", "subgroup")
EITHER = ("estimate", "numerator")


def run(arguments: list[str]) -> int:
    """Run the command; messages go to stderr, the JSON document alone to stdout."""
    try:
        options = argument_parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has said what is wrong, or printed the help
        return NOT_UNDERSTOOD if stop.code else DONE
    try:
        inequality(options)
    except NotUnderstoodError as error:
        print(f"shidra inequality: {error}", file=sys.stderr)
        return NOT_UNDERSTOOD
    except BrokenPipeError:  # the reader has gone: for the program to settle
        raise
    except Exception:  # noqa: BLE001 - whatever is left is a fault of the program
        traceback.print_exc()
        print(
            "shidra inequality: this is a fault of the program, not of your input.",
            file=sys.stderr,
        )
        return OUR_FAULT
    return DONE


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra inequality",
        description="Measure the inequality between groups: absolute and relative, with intervals.",
        epilog="Exit codes: 0 done; 2 input not understood, nothing written; "
        "70 a fault of the program.",
    )
    parser.add_argument("file", type=Path, help="one row by case and group, as CSV")
    parser.add_argument("-o", "--output", type=Path, help="the file to write the measures to")
    parser.add_argument(
        "--json", action="store_true", help="print the measures as one JSON document"
    )
    return parser


def inequality(options: argparse.Namespace) -> None:
    """Read, measure, write."""
    if options.output is None and not options.json:
        raise NotUnderstoodError("Say where the measures go: -o FILE, --json, or both.")
    rows = read_rows(options.file)
    # The numbers load only now, so that a wrong call answers at once.
    from shidra.core import inequality as core

    try:
        found = core.measures_of(core.read_groupings(rows))
    except core.GroupingError as error:
        raise NotUnderstoodError(f"{options.file}: {error}") from error
    text = json.dumps([document(each) for each in found], ensure_ascii=False, indent=1) + "\n"
    if options.output is not None:
        write_whole(options.output, text)
    if options.json:
        sys.stdout.write(text)
    cases = len({each.case for each in found})
    told = sum(each.estimate is not None for each in found)
    print(f"{cases} cases, {told} measures of {len(found)}", file=sys.stderr)


def document(measured: Any) -> dict[str, Any]:
    """One measure as the file has it."""
    return {
        "case": measured.case,
        "measure": measured.measure,
        "variant": measured.variant,
        "estimate": measured.estimate,
        "se": measured.se,
        "lower": measured.lower,
        "upper": measured.upper,
        "note": measured.note or None,
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by column; a byte-order mark is allowed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NotUnderstoodError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NotUnderstoodError(f"{path}: is not text in UTF-8.") from error
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        columns = [name.strip().lower() for name in reader.fieldnames or ()]
        reader.fieldnames = columns
        rows = [
            {name: value for name, value in row.items() if isinstance(value, str)} for row in reader
        ]
    except csv.Error as error:
        raise NotUnderstoodError(f"{path}: is not CSV: {error}.") from error
    missing = [name for name in NEEDED if name not in columns]
    if missing or not set(EITHER) & set(columns):
        lacking = ", ".join(missing or EITHER[:1])
        raise NotUnderstoodError(f"{path}: the first row lacks the column {lacking}.")
    if len(set(columns)) < len(columns):
        raise NotUnderstoodError(f"{path}: the first row has a column twice.")
    if not rows:
        raise NotUnderstoodError(f"{path}: there is no row below the first.")
    return rows
