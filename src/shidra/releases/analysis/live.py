"""Live figures added up by an engine: the same rows, the same sums, the same answer."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings

from shidra.core.figures import Part, Summed, Tally, cell_of, order_of
from shidra.releases.analysis.parquet import write_columns

__all__ = ["adding_with"]

type Adding = Callable[[Mapping[str, list[Part]]], Mapping[str, tuple[Summed, ...]]]
type Cell = tuple[tuple[str | None, ...], tuple[str, ...]]


def adding_with(name: str) -> Adding:
    """A way to add up the rows of a series: write them as columns, and let an engine sum."""
    from shidra.releases.analysis.backends import engine
    from shidra.releases.analysis.catalogue import PART_COLUMNS

    asked = engine(name)

    def add(parts: Mapping[str, list[Part]]) -> dict[str, tuple[Summed, ...]]:
        cells: dict[tuple[str, Cell], int] = {}
        rows = (
            (
                cells.setdefault((period, (part.labels, part.categories)), len(cells)),
                part.times,
                part.row.numerator,
                part.row.denominator,
                part.row.value,
                part.row.n,
                part.row.quality,
            )
            for period, own in parts.items()
            for part in own
        )
        settings.LAKE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="asked-", dir=settings.LAKE) as folder:
            path = Path(folder) / "parts.parquet"
            write_columns(rows, PART_COLUMNS, path)
            tallies = {row[0]: _tally(row) for row in asked.add(path)}
        return {period: _of(period, cells, tallies) for period in parts}

    return add


def _of(
    period: str, cells: Mapping[tuple[str, Cell], int], tallies: Mapping[int, Tally]
) -> tuple[Summed, ...]:
    own = {cell: number for (when, cell), number in cells.items() if when == period}
    found = (cell_of(period, *cell, tallies[own[cell]]) for cell in sorted(own, key=order_of))
    return tuple(cell for cell in found if cell is not None)


def _tally(row: tuple[int | str | None, ...]) -> Tally:
    _cell, parts, taken, numerator, denominator, n, *known, value, quality = row
    sums = [
        (int(total or 0), int(count or 0))
        for total, count in zip((numerator, denominator, n), known, strict=True)
    ]
    return Tally(
        parts=int(parts or 0),
        taken_away=int(taken or 0),
        numerator=sums[0],
        denominator=sums[1],
        n=sums[2],
        value=None if value is None else int(value),
        quality=str(quality or ""),
    )
