"""Writes rows as columns, few of them in memory at a time."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

__all__ = ["write_columns"]


def write_columns(rows: Iterable[tuple[Any, ...]], columns: Mapping[str, str], path: Path) -> None:
    """A Parquet file of these rows; `columns` gives each its type. Empty text is no value."""
    import duckdb

    plain = path.with_name(path.name + ".csv")
    with plain.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    with duckdb.connect(config={"memory_limit": settings.ENGINE_MEMORY}) as engine:
        engine.execute("SET enable_progress_bar=false")
        # Nothing that a person wrote is in this statement: paths and columns are our own.
        engine.execute(
            f"COPY (SELECT * FROM read_csv({_quoted(plain)}, columns={{{types}}}, "  # noqa: S608
            "auto_detect=false, header=false, delim=',', quote='\"', escape='\"', nullstr='', "
            f"parallel=false, hive_partitioning=false)) TO {_quoted(path)} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    plain.unlink()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
