"""`shidra allocate`: from `allocation-problem/1` in a file to `allocation-plan/1` in another."""

import argparse
import sys
from pathlib import Path
from typing import Any

from shidra.cli.documents import NotUnderstoodError, read_document, write_whole
from shidra.cli.running import DONE, run_command

__all__ = ["run"]

NO_PLAN = 3


def run(arguments: list[str]) -> int:
    """Run the command."""
    return run_command(argument_parser(), allocate, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra allocate",
        description="Find who should pay for what, with a proof of how good the plan is.",
        epilog="Exit codes: 0 plan written; 2 input not understood, nothing written; "
        "3 no plan exists or it has no limit (the file says why); 70 a fault of the program.",
    )
    parser.add_argument("problem", type=Path, help="the problem, allocation-problem/1 as JSON")
    parser.add_argument("-o", "--output", type=Path, help="the file to write the plan to")
    parser.add_argument("--json", action="store_true", help="print the plan as one JSON document")
    parser.add_argument(
        "--gap", type=allowed_gap, default=1e-4, help="proven distance from the best (0.0001)"
    )
    parser.add_argument(
        "--restrictions", action="store_true", help="also: what each funder's rules cost"
    )
    parser.add_argument(
        "--isolated", action="store_true", help="also: what each funder alone would reach"
    )
    return parser


def allowed_gap(text: str) -> float:
    """A gap is a fraction above 0 and at most 1."""
    gap = float(text)
    if not 0.0 < gap <= 1.0:
        raise argparse.ArgumentTypeError(f"must be a fraction above 0 and at most 1, not {text}")
    return gap


def allocate(options: argparse.Namespace) -> int:
    """Read, solve, write."""
    if options.output is None and not options.json:
        raise NotUnderstoodError("Say where the plan goes: -o FILE, --json, or both.")
    document = read_document(options.problem)
    # The solver's libraries load only now, so that a wrong call answers at once.
    from shidra.core import allocation

    try:
        problem = allocation.read_problem(document)
        plan = allocation.solve(
            problem, options.gap, restrictions=options.restrictions, isolated=options.isolated
        )
    except allocation.ProblemError as error:
        raise NotUnderstoodError(f"{options.problem}: {error}") from error
    text = allocation.document_text(allocation.plan_document(plan))
    if options.output is not None:
        write_whole(options.output, text)
    if options.json:
        sys.stdout.write(text)
    print(summary(plan), file=sys.stderr)
    return DONE if plan.status in {"optimal", "feasible"} else NO_PLAN


def summary(plan: Any) -> str:
    """One line for the person at the terminal."""
    if plan.status == "infeasible":
        return f"infeasible: no plan keeps all of {', '.join(plan.conflict)}"
    if plan.status == "unbounded":
        return "unbounded: money without limit meets a curve without limit"
    gap = "unknown" if plan.gap is None else f"{plan.gap:.2g}"
    return (
        f"{plan.status}: objective {plan.objective:.10g}, bound {plan.bound:.10g}, gap {gap}, "
        f"{len(plan.grants)} grants"
    )
