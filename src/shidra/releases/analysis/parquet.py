"""Writes rows as columns, few of them in memory at a time."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

__all__ = ["Plain", "write_columns"]


@dataclass(frozen=True, slots=True)
class Plain:
    """A .csv that needs nothing in Python.

    Attributes:
        fields: its columns, in their order.
        same: the columns that it lacks, since each has one value in all its rows.
        without: the indicators whose rows are left out.
    """

    path: Path
    fields: Sequence[str]
    same: Mapping[str, str | int]
    without: Collection[str] = ()


def write_columns(
    rows: Iterable[tuple[Any, ...]],
    columns: Mapping[str, str],
    path: Path,
    plain: Plain | None = None,
) -> None:
    """A Parquet file of what is plain and of these rows; `columns` gives each its type.

    Empty text is no value.

    Raises:
        OSError: the engine cannot write there, or the disk is full.
    """
    import duckdb

    lines = path.with_name(path.name + ".csv")
    with lines.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    selected = f"SELECT * FROM {_read(lines, columns)}"  # noqa: S608 - quoted below
    if plain is not None:
        selected = f"{_of_plain(plain, columns)} UNION ALL {selected}"
    with duckdb.connect(config={"memory_limit": settings.ENGINE_MEMORY}) as engine:
        engine.execute("SET enable_progress_bar=false")
        # Paths and columns are our own, and codes are quoted.
        try:
            engine.execute(
                f"COPY ({selected}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)"
            )
        except duckdb.IOException as refused:
            raise OSError(str(refused)) from refused
    lines.unlink()


def _of_plain(plain: Plain, columns: Mapping[str, str]) -> str:
    cells = [
        f"{_quoted(plain.same[name])}::{kind} AS {name}" if name in plain.same else name
        for name, kind in columns.items()
    ]
    source = _read(plain.path, {name: columns[name] for name in plain.fields})
    left_out = ", ".join(map(_quoted, sorted(plain.without)))
    where = f" WHERE indicator NOT IN ({left_out})" if left_out else ""
    return f"SELECT {', '.join(cells)} FROM {source}{where}"  # noqa: S608 - quoted above


def _read(lines: Path, columns: Mapping[str, str]) -> str:
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        f"read_csv({_quoted(lines)}, columns={{{types}}}, auto_detect=false, header=false, "
        "delim=',', quote='\"', escape='\"', nullstr='', parallel=false, hive_partitioning=false)"
    )


def _quoted(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
