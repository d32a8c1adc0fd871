"""Tables of counts as CSV, in and out, for the commands on disclosure."""

import argparse
import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from shidra.cli.documents import NotUnderstoodError, one_spelling, read_text

__all__ = [
    "STATUS",
    "Sheet",
    "add_count",
    "add_hierarchy",
    "as_text",
    "dimensions_of",
    "read_hierarchies",
    "read_sheet",
]

# The column that says of each cell whether it is hidden, and why.
STATUS = "status"

type Sheet = tuple[list[str], list[dict[str, str]]]


def read_sheet(path: Path, count: str) -> Sheet:
    """The columns of a CSV file and its rows by column; a byte-order mark is allowed."""
    columns, *others = _lines(path) or [[]]
    if count not in columns:
        there_is = "; ".join(columns)
        raise NotUnderstoodError(
            f"{path}: the first row lacks the column {count}. It has: {there_is}. "
            "Columns are parted by commas."
        )
    if "" in columns:
        raise NotUnderstoodError(f"{path}: a column has no name.")
    if len(set(columns)) < len(columns):
        raise NotUnderstoodError(f"{path}: the first row has a column twice.")
    rows = []
    for number, cells in enumerate(others, start=2):
        if len(cells) != len(columns):
            raise NotUnderstoodError(
                f"{path}: row {number} has {len(cells)} cells, the first row {len(columns)}."
            )
        rows.append(dict(zip(columns, cells, strict=True)))
    if not rows:
        raise NotUnderstoodError(f"{path}: there is no row below the first.")
    return columns, rows


def dimensions_of(path: Path, columns: Sequence[str], count: str, kept: Sequence[str]) -> list[str]:
    """The columns that divide: all but the count; those that are `kept` for answers are refused."""
    if count == STATUS:
        raise NotUnderstoodError(f"{path}: the column that counts cannot be called {count}.")
    names = [name for name in columns if name != count]
    for name in names:
        if name in kept:
            raise NotUnderstoodError(f"{path}: a dimension cannot be called {name}.")
    if not names:
        raise NotUnderstoodError(f"{path}: there is no dimension beside {count}.")
    return names


def read_hierarchies(asked: Sequence[str]) -> dict[str, list[list[list[str]]]]:
    """The rows of each hierarchy file by dimension, from arguments DIM=FILE."""
    found: dict[str, list[list[list[str]]]] = {}
    for each in asked:
        dimension, equals, file = each.partition("=")
        if not (dimension and equals and file):
            raise NotUnderstoodError(f"--hierarchy takes DIM=FILE, not “{each}”.")
        found.setdefault(one_spelling(dimension), []).append(_lines(Path(file)))
    return found


def as_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV file."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return held.getvalue()


def add_count(parser: argparse.ArgumentParser, said: str) -> None:
    """The argument that names the column of the counts."""
    parser.add_argument("--count", required=True, type=one_spelling, help=said)


def add_hierarchy(parser: argparse.ArgumentParser) -> None:
    """The argument that both commands on disclosure share."""
    parser.add_argument(
        "--hierarchy",
        metavar="DIM=FILE",
        action="append",
        default=[],
        help="the groups of a dimension, as CSV: in each row a category, the group it stands in, "
        "the group that one stands in; may be given several times, for one dimension too, whose "
        "groups may then overlap",
    )


def _lines(path: Path) -> list[list[str]]:
    """The rows of a CSV file that are not empty, every name in one spelling."""
    held = io.StringIO(read_text(path), newline="")
    try:
        return [
            [one_spelling(cell) for cell in row] for row in csv.reader(held, strict=True) if row
        ]
    except csv.Error as error:
        raise NotUnderstoodError(f"{path}: is not CSV: {error}.") from error
