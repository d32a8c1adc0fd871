"""`shidra allocate`: from `allocation-problem/1` in a file to `allocation-plan/1` in another."""

import argparse
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["run"]

DONE, NOT_UNDERSTOOD, NO_PLAN, OUR_FAULT = 0, 2, 3, 70


class NotUnderstoodError(Exception):
    """The arguments or the input have no meaning; the message says why."""


def run(arguments: list[str]) -> int:
    """Run the command; messages go to stderr, the JSON document alone to stdout."""
    try:
        options = argument_parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has said what is wrong, or printed the help
        return NOT_UNDERSTOOD if stop.code else DONE
    try:
        return allocate(options)
    except NotUnderstoodError as error:
        print(f"shidra allocate: {error}", file=sys.stderr)
        return NOT_UNDERSTOOD
    except Exception:  # noqa: BLE001 - whatever is left is a fault of the program
        traceback.print_exc()
        print(
            "shidra allocate: this is a fault of the program, not of your input.", file=sys.stderr
        )
        return OUR_FAULT


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


def read_document(path: Path) -> Any:
    """The JSON of a file; a byte-order mark is allowed, numbers that JSON does not know are not."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=refuse_constant)
    except OSError as error:
        raise NotUnderstoodError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NotUnderstoodError(f"{path}: is not text in UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise NotUnderstoodError(f"{path}: is not JSON: {error}") from error


def refuse_constant(name: str) -> NoReturn:
    """JSON has no NaN and no infinity."""
    raise NotUnderstoodError(f"{name} is not a JSON number.")


def write_whole(path: Path, text: str) -> None:
    """Write all of the file or nothing: beside it first, then in its place."""
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
