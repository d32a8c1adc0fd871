"""`shidra audit`: what a reader can work out of the hidden cells of a published table."""

import argparse
import math
import sys
from pathlib import Path
from typing import Any

from shidra.cli.counts import (
    STATUS,
    add_count,
    add_hierarchy,
    as_text,
    dimensions_of,
    read_hierarchies,
    read_sheet,
)
from shidra.cli.documents import NotUnderstoodError, refuse_folder, write_whole
from shidra.cli.protect import counted
from shidra.cli.running import DONE, run_command

__all__ = ["run"]

UNSAFE = 1
# What the answer says of each hidden cell, beside its dimensions and status.
LOW, HIGH, VERDICT, TRUTH = "lo", "hi", "verdict", "truth"
# Bounds are solved for to about this many decimals.
DECIMALS = 6


def run(arguments: list[str]) -> int:
    """Run the command; messages go to stderr."""
    return run_command(argument_parser(), audit, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra audit",
        description="Find out of a published table between which counts each hidden cell lies, "
        "as any reader could.",
        epilog="Exit codes: 0 every primary cell is safe; 1 one is not; "
        "2 input not understood, nothing written; 70 a fault of the program.",
    )
    parser.add_argument("file", type=Path, help="one row by cell, margins too, as CSV")
    add_count(parser, "the column that counts; blank is hidden")
    parser.add_argument(
        "--truth", type=Path, help="the inner counts, to check that the audit speaks of them"
    )
    parser.add_argument(
        "--width",
        type=float,
        default=1.0,
        help="how many people wide the interval of a primary cell must be (%(default)s)",
    )
    add_hierarchy(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    return parser


def audit(options: argparse.Namespace) -> int:
    """Read, audit, write."""
    if not (math.isfinite(options.width) and options.width > 0):
        raise NotUnderstoodError("--width is above 0.")
    refuse_folder(options.output)
    columns, rows = read_sheet(options.file, options.count)
    dividing = [name for name in columns if name != STATUS]
    kept = [LOW, HIGH, VERDICT, TRUTH]
    names = dimensions_of(options.file, dividing, options.count, kept)
    hierarchies = read_hierarchies(options.hierarchy)
    lacking = sorted(set(hierarchies) - set(names))
    if lacking:
        raise NotUnderstoodError(f"{options.file}: has no column {lacking[0]} for --hierarchy.")
    # The numbers load only now, so that a wrong call answers at once.
    from shidra.core import disclosure as core

    try:
        read = {
            name: [core.read_hierarchy(each, {row[name] for row in rows}) for each in files]
            for name, files in hierarchies.items()
        }
        status = STATUS if STATUS in columns else None
        release = core.read_release(rows, names, options.count, status, read)
        found = core.audited(release.published, width=options.width)
    except core.TableError as error:
        raise NotUnderstoodError(f"{options.file}: {error}") from error
    truth = _truth(options, release, found, hierarchies) if options.truth else None
    _write(options.output, release, found, truth)
    return _told(found, options.width)


def _write(path: Path, release: Any, found: Any, truth: Any) -> None:
    """One row by hidden cell, in the order of the published table."""
    at = {place: position for position, place in enumerate(found.cells.tolist())}
    rows = []
    for place, status in zip(release.listed, release.statuses, strict=True):
        if place in at:
            position = at[place]
            row: list[object] = [*release.cells[place], status or "primary"]
            row += [_plain(found.low[position]), _plain(found.high[position])]
            row += [found.verdicts[position]]
            rows.append(row if truth is None else [*row, truth[place]])
    names = [dimension.name for dimension in release.dimensions]
    further = [] if truth is None else [TRUTH]
    write_whole(path, as_text([*names, STATUS, LOW, HIGH, VERDICT, *further], rows))


def _told(found: Any, width: float) -> int:
    primary = [
        verdict
        for verdict, is_primary in zip(found.verdicts, found.is_primary, strict=True)
        if is_primary
    ]
    said = ", ".join(f"{primary.count(word)} {word}" for word in ("exact", "narrow", "safe"))
    ends = "" if found.is_exact else "; intervals are at least as wide as written"
    verdict = "certified" if found.is_safe else "not certified"
    print(
        f"{len(found.cells)} hidden cells, {len(primary)} primary: {said}; "
        f"{verdict} for a width of {width:g}{ends}",
        file=sys.stderr,
    )
    return DONE if found.is_safe else UNSAFE


def _truth(
    options: argparse.Namespace, release: Any, found: Any, hierarchies: dict[str, Any]
) -> Any:
    """The true counts by place, if what is shown and what was found agree with them."""
    from shidra.core import disclosure as core

    path = options.truth
    try:
        cube = counted(path, read_sheet(path, options.count), options.count, hierarchies)
    except core.TableError as error:
        raise NotUnderstoodError(f"{path}: {error}") from error
    if {d.name for d in cube.dimensions} != {d.name for d in release.dimensions}:
        raise NotUnderstoodError(f"{path}: has other dimensions than {options.file}.")
    order = [[d.name for d in cube.dimensions].index(d.name) for d in release.dimensions]
    counts = dict(
        zip(
            (tuple(cell[place] for place in order) for cell in cube.cells()),
            cube.counts.ravel().tolist(),
            strict=True,
        )
    )
    truth = [counts.get(cell, 0) for cell in release.cells]
    wrong = core.disagreement(release.published, found, truth)
    if wrong is not None:
        said = ", ".join(release.cells[wrong])
        raise NotUnderstoodError(
            f"{path}: {said} is {truth[wrong]}, which {options.file} rules out."
        )
    return truth


def _plain(value: float) -> str:
    if math.isinf(value):
        return "inf"
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
