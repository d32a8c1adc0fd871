"""`shidra signals`: from series in a file to the points that are more than chance."""

import argparse
import sys
from pathlib import Path
from typing import Any

from shidra.cli.documents import NotUnderstoodError
from shidra.cli.running import DONE, run_command
from shidra.cli.tables import add_outputs, check_outputs, hand_over, read_rows

__all__ = ["run"]

NEEDED = ("series", "date", "value")


def run(arguments: list[str]) -> int:
    """Run the command."""
    return run_command(argument_parser(), signals, arguments)


def argument_parser() -> argparse.ArgumentParser:
    """The arguments of the command."""
    parser = argparse.ArgumentParser(
        prog="shidra signals",
        description="Tell real change from noise: XmR charts with the four rules of the NHS.",
        epilog="Exit codes: 0 done; 2 input not understood, nothing written; "
        "70 a fault of the program.",
    )
    parser.add_argument(
        "file", type=Path, help="columns series, date, value as CSV; each series in order of time"
    )
    parser.add_argument(
        "--improvement",
        required=True,
        choices=("increase", "decrease", "neutral"),
        help="which way is better",
    )
    parser.add_argument(
        "--target", type=float, help="what should be reached, in the unit of the values"
    )
    parser.add_argument(
        "--rebase-at",
        type=int,
        metavar="I",
        help="new limits from point I on, counted from 1 in each series",
    )
    parser.add_argument(
        "--fix-after",
        type=int,
        metavar="N",
        help="limits from the first N points, of each stretch where limits change",
    )
    parser.add_argument(
        "--no-screening", action="store_true", help="keep wild moving ranges in the limits"
    )
    add_outputs(parser, "the signals")
    return parser


def signals(options: argparse.Namespace) -> int:
    """Read, draw the limits, apply the rules, write."""
    check_outputs(options, "the signals")
    rows = read_rows(options.file, NEEDED)
    from shidra.core import series as core

    try:
        found = core.read_dated(rows)
        if options.rebase_at and options.rebase_at > max(len(each.values) for each in found):
            raise NotUnderstoodError(f"no series reaches point {options.rebase_at}.")
        charts = [
            core.chart_of(
                each.values,
                core.Improvement(options.improvement),
                target=options.target,
                rebase_at=options.rebase_at,
                fix_after=options.fix_after,
                is_screened=not options.no_screening,
            )
            for each in found
        ]
    except core.SeriesError as error:
        raise NotUnderstoodError(f"{options.file}: {error}") from error
    hand_over(document(found, charts), options)
    flagged = sum(point.side is not None for chart in charts for point in chart.points)
    print(f"{len(found)} series, {flagged} of {len(rows)} points flagged", file=sys.stderr)
    return DONE


def document(found: list[Any], charts: list[Any]) -> dict[str, list[dict[str, Any]]]:
    """All points in the order of the file, and what is said of each series."""
    points = {
        row: {
            "series": each.name,
            "date": date,
            "value": point.value,
            "mean": point.mean,
            "lower": point.lower,
            "upper": point.upper,
            "rule": point.rule,
            "side": point.side,
            "variation": point.variation,
        }
        for each, chart in zip(found, charts, strict=True)
        for row, date, point in zip(each.rows, each.dates, chart.points, strict=True)
    }
    return {
        "points": [points[row] for row in sorted(points)],
        "series": [
            {"series": each.name, "assurance": chart.assurance, "short": chart.is_short}
            for each, chart in zip(found, charts, strict=True)
        ],
    }
