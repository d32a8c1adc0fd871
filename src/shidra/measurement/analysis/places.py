"""The figures of places side by side, read only as far as they are asked for."""

from collections.abc import Mapping, Sequence

from shidra.core.figures import Table, figure
from shidra.measurement.analysis.breakdowns import Cells
from shidra.protection.permissions import ShownCell

__all__ = ["Places"]


class Places:
    """The places of an indicator in its periods, read only as far as they are asked for."""

    def __init__(
        self,
        table: Table,
        parents: Mapping[str, str | None],
        cells: Cells,
        periods: Sequence[str],
    ) -> None:
        self._table, self._parents, self._cells, self._periods = table, parents, cells, periods
        self._known: dict[str | None, dict[str, tuple[ShownCell, ...]]] = {}

    def inside(self, around: str | None) -> dict[str, tuple[ShownCell, ...]]:
        """Each place right inside another one (None is the whole) that anything was observed in."""
        if around not in self._known:
            self._known[around] = self._read(around)
        return self._known[around]

    def line(self, place: str) -> tuple[ShownCell, ...]:
        """The figures of one place, as they stand beside those of its neighbours."""
        nothing = (ShownCell.nothing(),) * len(self._periods)
        return self.inside(self._around(place)).get(place, nothing)

    def _around(self, place: str) -> str | None:
        parent = self._parents.get(place)
        return self._table.cell(parent, frozenset())[0]

    def _read(self, around: str | None) -> dict[str, tuple[ShownCell, ...]]:
        here = self._table.cell
        codes = [
            code
            for code, parent in self._parents.items()
            if here(code, frozenset())[0] is not None and here(parent, frozenset())[0] == around
        ]
        lines: dict[str, list[ShownCell]] = {code: [] for code in codes}
        for period in self._periods:
            for code in codes:
                point = figure(self._table, period, code)
                cell = self._cells.one(point) if point.rows else ShownCell.nothing()
                lines[code].append(cell)
        return {
            code: tuple(line)
            for code, line in lines.items()
            if any(cell != ShownCell.nothing() for cell in line)
        }
