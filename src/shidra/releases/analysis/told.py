"""What a release says as a whole, measure by measure."""

from collections.abc import Mapping
from itertools import groupby

from shidra.core.figures import Crossing, Row, Table, crossed
from shidra.releases.analysis.columns import row_of
from shidra.releases.models import Release
from shidra.releases.queries import Whole, figures_of, rows_by_indicator

__all__ = ["wholes_of"]

# Of a release with more figures a page counts them, and leaves the sums to the engines.
MOST = 100_000


def wholes_of(release: Release) -> list[Whole]:
    """For each measure how many figures it has, and the figure of everybody everywhere."""
    if release.rows > MOST:
        return [Whole(code, rows) for code, rows in rows_by_indicator(release)]
    parents = {code: place["parent"] for code, place in release.names["places"].items()}
    rows = groupby(figures_of(release), key=lambda row: row.indicator)
    return [
        _whole(release, code, [row_of(release, one) for one in own], parents) for code, own in rows
    ]


def _whole(
    release: Release, code: str, rows: list[Row], parents: Mapping[str, str | None]
) -> Whole:
    cells = crossed(Table(rows, parents), release.period, Crossing())
    if not cells:
        return Whole(code, len(rows))
    (cell,) = cells
    is_share = cell.numerator is not None and cell.denominator is not None
    return Whole(code, len(rows), cell.numerator, cell.denominator, cell.value, is_share=is_share)
