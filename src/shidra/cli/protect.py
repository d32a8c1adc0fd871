"""`shidra protect`: from inner counts in a file to a table with margins that may be shown."""

import argparse
import math
import sys
from pathlib import Path
from typing import Any

from shidra.cli.counts import (
    STATUS,
    Sheet,
    add_count,
    add_hierarchy,
    as_text,
    dimensions_of,
    read_hierarchies,
    read_sheet,
)
from shidra.cli.documents import NotUnderstoodError, refuse_folder, write_whole
from shidra.cli.running import DONE, run_command

__all__ = ["run"]

REFUSED = 1


def run(arguments: list[str]) -> int:
    """Run the command; messages go to stderr."""
    return run_command(argument_parser(), protect, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra protect",
        description="Write a table of counts with all its margins, without what could tell of "
        "single people: small counts are hidden, and as few others as it takes.",
        epilog="Exit codes: 0 done; 1 no pattern passed the audit, nothing written; "
        "2 input not understood, nothing written; 70 a fault of the program.",
    )
    parser.add_argument("file", type=Path, help="one row by inner cell, as CSV")
    add_count(parser, "the column that counts; all others divide")
    parser.add_argument(
        "--min", type=int, default=5, help="the smallest count that may be shown (%(default)s)"
    )
    parser.add_argument(
        "--protect-zeros", action="store_true", help="counts of 0 may not be shown either"
    )
    parser.add_argument(
        "--width",
        type=float,
        default=1.0,
        help="how many people wide the interval of a small count must stay (%(default)s)",
    )
    parser.add_argument(
        "--method",
        choices=("own", "tauargus", "round"),
        default="own",
        help="who chooses what else to hide, or round every count to base 5 instead (%(default)s)",
    )
    add_hierarchy(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    return parser


def protect(options: argparse.Namespace) -> int:
    """Read, protect, write."""
    if options.min < 1:
        raise NotUnderstoodError("--min is 1 or more.")
    if not (math.isfinite(options.width) and options.width > 0):
        raise NotUnderstoodError("--width is above 0.")
    refuse_folder(options.output)
    sheet = read_sheet(options.file, options.count)
    hierarchies = read_hierarchies(options.hierarchy)
    # The numbers load only now, so that a wrong call answers at once.
    from shidra.core import disclosure as core

    try:
        cube = counted(options.file, sheet, options.count, hierarchies)
        counts, statuses = _rounded(cube) if options.method == "round" else _hidden(cube, options)
    except core.TableError as error:
        raise NotUnderstoodError(f"{options.file}: {error}") from error
    if statuses is None:
        print("shidra protect: no pattern passed the audit; nothing is written.", file=sys.stderr)
        return REFUSED
    rows = [
        (*cell, count, status)
        for cell, count, status in zip(cube.cells(), counts, statuses, strict=True)
    ]
    names = [dimension.name for dimension in cube.dimensions]
    write_whole(options.output, as_text([*names, options.count, STATUS], rows))
    return DONE


def counted(path: Path, sheet: Sheet, count: str, hierarchies: dict[str, Any]) -> Any:
    """The table of a sheet of inner cells."""
    from shidra.core import disclosure as core

    columns, rows = sheet
    names = dimensions_of(path, columns, count, [STATUS])
    read = {
        name: [core.read_hierarchy(each, {row[name] for row in rows}) for each in files]
        for name, files in hierarchies.items()
        if name in names
    }
    lacking = sorted(set(hierarchies) - set(names))
    if lacking:
        raise NotUnderstoodError(f"{path}: has no column {lacking[0]} for --hierarchy.")
    return core.read_counts(rows, names, count, read)


def _rounded(cube: Any) -> tuple[list[object], list[str] | None]:
    from shidra.core import disclosure as core

    found = core.rounded(cube)
    counts: list[object] = list(found.cube.counts.ravel().tolist())
    print(
        f"{len(counts)} cells, each a multiple of {core.BASE}; "
        f"the largest change is {found.largest_change}",
        file=sys.stderr,
    )
    return counts, ["safe" if count else "empty" for count in counts]


def _hidden(cube: Any, options: argparse.Namespace) -> tuple[list[object], list[str] | None]:
    """Counts, blank where hidden, with statuses; without statuses no pattern was found."""
    from shidra.core import disclosure as core

    size = cube.counts.size if options.protect_zeros else int((cube.counts > 0).sum())
    if size > core.MOST_CELLS:
        raise core.TableError(
            f"{size} cells that are not empty are too many; {core.MOST_CELLS} are the most. "
            "Leave out a dimension, join small categories, or take --method round."
        )
    rule = core.Rule(options.min, options.protect_zeros, options.width)
    system = core.system_of(cube)
    if options.method == "tauargus":
        from shidra.cli.tauargus import hidden_by_tauargus

        found = core.judged(system, rule, hidden_by_tauargus(cube, rule))
    else:
        found = core.protected(system, rule)
    counts = [
        "" if is_hidden else count
        for is_hidden, count in zip(found.is_hidden, system.counts.tolist(), strict=True)
    ]
    told = {status: found.statuses.count(status) for status in ("primary", "complementary")}
    word = "certified" if found.is_certified else "not certified"
    print(
        f"{len(counts)} cells, {told['primary']} primary, {told['complementary']} complementary, "
        f"{word} for a width of {options.width:g}",
        file=sys.stderr,
    )
    return counts, list(found.statuses) if found.is_certified else None
