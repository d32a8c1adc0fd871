"""How every method command runs: arguments in, one exit code out, faults told apart."""

import argparse
import sys
import traceback
from collections.abc import Callable

from shidra.cli.documents import NotUnderstoodError

__all__ = ["DONE", "run_command"]

DONE, NOT_UNDERSTOOD, OUR_FAULT = 0, 2, 70


def run_command(
    parser: argparse.ArgumentParser,
    work: Callable[[argparse.Namespace], int],
    arguments: list[str],
) -> int:
    """Run the command; messages go to stderr, the JSON document alone to stdout."""
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:  # argparse has said what is wrong, or printed the help
        return NOT_UNDERSTOOD if stop.code else DONE
    try:
        return work(options)
    except NotUnderstoodError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return NOT_UNDERSTOOD
    except BrokenPipeError:  # the reader has gone: for the program to settle
        raise
    except Exception:  # noqa: BLE001 - whatever is left is a fault of the program
        traceback.print_exc()
        print(f"{parser.prog}: this is a fault of the program, not of your input.", file=sys.stderr)
        return OUR_FAULT
