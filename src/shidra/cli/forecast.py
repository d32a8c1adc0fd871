"""`shidra forecast`: from series in a file to what comes if nothing changes, with intervals."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from shidra.cli.documents import NotUnderstoodError
from shidra.cli.running import DONE, run_command
from shidra.cli.tables import add_outputs, check_outputs, hand_over, read_rows

__all__ = ["run"]

NEEDED = ("series", "t", "y")
# Named again, so that a wrong call answers before any numbers load; a test compares them.
METHODS = ("naive", "drift", "mean", "ols", "ses", "holt", "theta")


def run(arguments: list[str]) -> int:
    """Run the command."""
    return run_command(argument_parser(), forecast, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra forecast",
        description="Say what comes if nothing changes, with 80 % and 95 % prediction intervals.",
        epilog="Exit codes: 0 done; 2 input not understood, nothing written; "
        "70 a fault of the program.",
    )
    parser.add_argument("file", type=Path, help="columns series, t, y as CSV, equally spaced in t")
    parser.add_argument(
        "--horizon", type=int, required=True, metavar="H", help="how many steps ahead"
    )
    parser.add_argument(
        "--method", choices=METHODS, default="drift", help="how to go on from what was (drift)"
    )
    add_outputs(parser, "the forecasts")
    return parser


def forecast(options: argparse.Namespace) -> int:
    """Read, go on, write."""
    check_outputs(options, "the forecasts")
    if options.horizon < 1:
        raise NotUnderstoodError("the horizon is 1 or more.")
    rows = read_rows(options.file, NEEDED)
    from shidra.core import series as core

    steps, name = [], ""
    try:
        for each in core.read_timed(rows):
            name = f"{each.name}: "
            found = core.forecast(each.values, options.horizon, options.method)
            steps += [{"series": each.name, **asdict(step)} for step in found]
    except core.SeriesError as error:
        raise NotUnderstoodError(f"{options.file}: {name}{error}") from error
    hand_over(steps, options)
    print(f"{len(steps)} steps by {options.method}", file=sys.stderr)
    return DONE
