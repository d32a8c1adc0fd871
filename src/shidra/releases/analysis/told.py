"""What a release says to one reader: the figures of then, by way of the one exit.

Whoever has raw rights sees everything. To all others a measure is told once its table is certified,
and of it what the protected table of these very rows shows.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from shidra.core.figures import Crosswalk, Figure, PlaceTree, Table, figure
from shidra.initiatives.analysis import Carrying
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.exits import Exit, Measure, exits_of
from shidra.measurement.analysis.shown import policy_of, scaled
from shidra.measurement.models import SCALE, Indicator
from shidra.measurement.queries import Observed, indicators_of
from shidra.protection.analysis import standing_named
from shidra.protection.models import ProtectedTable
from shidra.protection.permissions import Reason, ShownCell
from shidra.releases.analysis.columns import row_of
from shidra.releases.models import Release
from shidra.releases.presentation.told import ToldMeasure, ToldRelease, groups_of
from shidra.releases.queries import MOST, Frozen, figures_of, rows_by_indicator, standings_of

__all__ = ["frozen_ground", "frozen_measures", "own_figures", "told_release"]

# Of what is rank-checked the exit tells the whole alone.
UNCERTIFIED = ProtectedTable.Standing.NOT

type Show = Callable[[str | None, frozenset[str]], ShownCell]


def told_release(access: Access, release: Release) -> ToldRelease:
    """Every measure of a release as this reader may see it."""
    known = standings_of([release])[release.pk]
    shown: Mapping[str, tuple[Indicator, Show]]
    if release.rows > MOST:
        rows = dict(rows_by_indicator(release))
        shown = {one.code: (one, _nothing) for one in _indicators(release, list(rows))}
    else:
        figures = own_figures(release)
        rows = {code: len(own) for code, own in figures.items()}
        looked_at = {code for code, one in known.items() if one.standing != UNCERTIFIED}
        shown = _shown(access, release, figures, looked_at)
    measures = {}
    for code, (one, show) in shown.items():
        certificate = known.get(code)
        measures[code] = ToldMeasure(
            one,
            rows[code],
            policy_of(access, one),
            show,
            standing_named(certificate.standing) if certificate else "not certified",
            certificate.told if certificate else 0,
            certificate.hidden if certificate else 0,
        )
    return ToldRelease(release, measures, access.has_raw_rights)


def _shown(
    access: Access,
    release: Release,
    figures: Mapping[str, list[Frozen]],
    looked_at: Collection[str],
) -> Mapping[str, tuple[Indicator, Show]]:
    """The measures by code, each with what shows its figures."""
    ground = frozen_ground(release)
    measures = frozen_measures(release, figures)
    ways = exits_of(access, measures, ground)
    found = {}
    for one in measures:
        code = one.indicator.code
        table = Table((row_of(release, row) for row in figures[code]), ground.tree)
        way = ways[one.indicator.pk]
        is_told = way.is_open or code in looked_at
        found[code] = one.indicator, _Showing(release, one.indicator, table, way, is_told=is_told)
    return found


@dataclass(frozen=True, slots=True)
class _Showing:
    """The figures of one measure of a release, by place and groups."""

    release: Release
    indicator: Indicator
    table: Table
    way: Exit
    is_told: bool

    def __call__(self, place: str | None, groups: frozenset[str]) -> ShownCell:
        point = figure(self.table, self.release.period, place, groups)
        if not point.rows:
            return ShownCell.nothing()
        if not self.is_told:
            return ShownCell.locked(Reason.NOT_CERTIFIED)
        return self.way.cell(scaled(_in_units(point), self.indicator))


def _nothing(_place: str | None, _groups: frozenset[str]) -> ShownCell:
    return ShownCell.nothing()


def own_figures(release: Release) -> dict[str, list[Frozen]]:
    """The figures of a release by measure."""
    return {code: list(own) for code, own in groupby(figures_of(release), _code)}


def frozen_measures(release: Release, figures: Mapping[str, list[Frozen]]) -> list[Measure]:
    """The measures of a release as they were defined on its day, with its rows."""
    return [
        Measure(one, [_observed(release, one.pk, row) for row in figures[one.code]])
        for one in _indicators(release, list(figures))
    ]


def frozen_ground(release: Release) -> Carrying:
    """The places as they lay on the day of a release, and its categories as they were."""
    parents = {code: place["parent"] for code, place in release.names["places"].items()}
    return Carrying(Crosswalk(), PlaceTree(parents))


def _indicators(release: Release, codes: list[str]) -> list[Indicator]:
    """Stand-ins that are never saved: what is measured today may be another thing, or gone.

    How many people a measure asks for before it is told is a rule, and rules are those of today;
    a measure that is gone keeps its own.
    """
    smallest = {one.code: one.min_n for one in indicators_of(release.initiative)}
    found = []
    for number, code in enumerate(codes, 1):
        frozen = release.names["indicators"].get(code, {})
        found.append(
            Indicator(
                pk=number,
                code=code,
                unit=frozen.get("unit", Indicator.Unit.COUNT),
                counts=frozen.get("counts", Indicator.Counts.BOTH),
                min_n=smallest.get(code, frozen.get("min_n")),
            )
        )
    return found


def _observed(release: Release, number: int, row: Frozen) -> Observed:
    return Observed(
        number,
        release.period,
        row.place or None,
        groups_of(row),
        _units(row.numerator),
        _units(row.denominator),
        _units(row.value),
        _units(row.n),
        row.quality,
    )


def _in_units(point: Figure) -> Figure:
    """A figure of whole millionths; what was divided is a ratio already."""
    is_ratio = point.numerator is not None and point.denominator is not None
    return replace(
        point,
        numerator=_units(point.numerator),
        denominator=_units(point.denominator),
        value=point.value if is_ratio else _units(point.value),
        n=_units(point.n),
    )


def _units(millionths: float | None) -> float | None:
    return None if millionths is None else millionths / SCALE


def _code(row: Frozen) -> str:
    return row.indicator
