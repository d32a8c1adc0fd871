"""`shidra inequality`: from groups in a file to every summary measure, each with its interval."""

import argparse
import sys
from pathlib import Path
from typing import Any

from shidra.cli.documents import NotUnderstoodError
from shidra.cli.running import DONE, run_command
from shidra.cli.tables import add_outputs, check_outputs, hand_over, read_rows

__all__ = ["run"]

# What a file must have: estimates, or what they can be counted from.
NEEDED = ("case", "subgroup")
EITHER = ("estimate", "numerator")


def run(arguments: list[str]) -> int:
    """Run the command."""
    return run_command(argument_parser(), inequality, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra inequality",
        description="Measure the inequality between groups: absolute and relative, with intervals.",
        epilog="Exit codes: 0 done; 2 input not understood, nothing written; "
        "70 a fault of the program.",
    )
    parser.add_argument("file", type=Path, help="one row by case and group, as CSV")
    add_outputs(parser, "the measures")
    return parser


def inequality(options: argparse.Namespace) -> int:
    """Read, measure, write."""
    check_outputs(options, "the measures")
    rows = read_rows(options.file, NEEDED, EITHER)
    # The numbers load only now, so that a wrong call answers at once.
    from shidra.core import inequality as core

    if "estimate" not in rows[0] and "denominator" not in rows[0]:
        raise NotUnderstoodError(f"{options.file}: the first row lacks the column denominator.")
    try:
        found = core.measures_of(core.read_groupings(rows))
    except core.GroupingError as error:
        raise NotUnderstoodError(f"{options.file}: {error}") from error
    hand_over([document(each) for each in found], options)
    cases = len({each.case for each in found})
    told = sum(each.estimate is not None for each in found)
    print(f"{cases} cases, {told} measures of {len(found)}", file=sys.stderr)
    return DONE


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
