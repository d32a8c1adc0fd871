"""`shidra influence`: from nodes and effects in a file to worth, loops and paths."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from shidra.cli.documents import NotUnderstoodError, read_document, refuse_folder, write_whole
from shidra.cli.running import DONE, run_command

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Run the command."""
    return run_command(argument_parser(), influence, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra influence",
        description="Find what one unit more of each factor is worth, and by which loops and paths.",
        epilog="Exit codes: 0 done; 2 input not understood, or loops that never come to rest "
        "(the message names their nodes), nothing written; 70 a fault of the program.",
    )
    parser.add_argument("file", type=Path, help="nodes and edges as JSON")
    parser.add_argument(
        "--discount", type=float, default=0.0, help="what a year of lag takes off, such as 0.03"
    )
    parser.add_argument("-o", "--output", type=Path, help="the file to write the answer to")
    parser.add_argument(
        "--json", action="store_true", help="print the answer, also where it goes to a file"
    )
    return parser


def influence(options: argparse.Namespace) -> int:
    """Read, solve, write."""
    if options.output is not None:
        refuse_folder(options.output)
    document = read_document(options.file)
    # The libraries for sparse matrices load only now, so that a wrong call answers at once.
    from shidra.core.causal import effects

    try:
        nodes, edges = effects.read_map(document)
        found = effects.influence(effects.effect_map(nodes, edges, options.discount))
    except effects.MapError as error:
        raise NotUnderstoodError(f"{options.file}: {error}") from error
    text = json.dumps(effects.influence_document(found), ensure_ascii=False, indent=1) + "\n"
    if options.output is not None:
        write_whole(options.output, text)
        print(summary(found), file=sys.stderr)
    if options.output is None or options.json:
        sys.stdout.write(text)
    for limit in found.limits:
        print(f"shidra influence: {limit}", file=sys.stderr)
    return DONE


def summary(found: Any) -> str:
    """One line for the person at the terminal."""
    return (
        f"{len(found.worth)} nodes, spectral radius {found.radius.value:.6g}, "
        f"{len(found.loops.loops)} loops"
    )
