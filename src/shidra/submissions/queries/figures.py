"""Figures by cell: what is stored, and what an organisation handed in itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet

from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, IndicatorDefinition, Observation
from shidra.network.models import Organisation
from shidra.submissions.models import LASTING, SubmittedFigure

__all__ = [
    "Cell",
    "Numbers",
    "Sourced",
    "cell_of",
    "definitions_in_force",
    "handed_in_cells",
    "numbers_of",
    "own_sources_of",
    "sources_of",
    "stored_cells",
    "version_in_force",
]

_THOUSAND = 1000


class Cell(NamedTuple):
    """One figure of an initiative: of which measure, when, where, about whom; by codes."""

    indicator: str
    period: str
    place: str = ""
    groups: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is said of a cell; the value of a percent indicator is a share."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    n: Decimal | None = None
    quality: str = ""

    def figure(self, unit: str) -> Decimal | None:
        """The one number that a reader compares."""
        if self.numerator is not None and self.denominator:
            times = _THOUSAND if unit == Indicator.Unit.RATE_1000 else 1
            return self.numerator * times / self.denominator
        return self.value if self.value is not None else self.numerator

    def as_document(self) -> dict[str, str]:
        """For keeping: decimals as text, so that they stay exact."""
        said = {name: getattr(self, name) for name in ("numerator", "denominator", "value", "n")}
        found = {name: str(number) for name, number in said.items() if number is not None}
        return found | ({"quality": self.quality} if self.quality else {})

    @classmethod
    def of_document(cls, document: dict[str, str]) -> "Numbers":
        """What was kept."""
        numbers = {name: Decimal(said) for name, said in document.items() if name != "quality"}
        return cls(**numbers, quality=document.get("quality", ""))


def numbers_of(row: Observation | SubmittedFigure) -> Numbers:
    """What a row says."""
    return Numbers(row.numerator, row.denominator, row.value, row.n, row.quality)


def cell_of(row: Observation | SubmittedFigure) -> Cell:
    """Of which cell a row is; its indicator, place and groups are asked for before."""
    return Cell(
        row.indicator.code,
        row.period,
        row.place.code if row.place else "",
        row.group_set.key if row.group_set else "",
    )


def stored_cells(initiative: Initiative, indicators: Iterable[str]) -> dict[Cell, Numbers]:
    """All that is stored of some measures."""
    rows = Observation.objects.filter(
        indicator__initiative=initiative, indicator__code__in=set(indicators)
    )
    return {cell_of(row): numbers_of(row) for row in _named(rows)}


def handed_in_cells(
    organisation: Organisation, indicators: Iterable[str]
) -> dict[Cell, SubmittedFigure]:
    """What an organisation confirmed of some measures, the latest of each cell."""
    rows = SubmittedFigure.objects.filter(
        submission__organisation=organisation,
        submission__status__in=LASTING,
        indicator__code__in=set(indicators),
    ).order_by("submission__number", "row")
    return {cell_of(row): row for row in _named(rows).select_related("submission")}


@dataclass(frozen=True, slots=True)
class Sourced:
    """A figure that counts, and the submitted one from which it came.

    Has it been changed since in the records, nothing that was handed in is behind it any more.
    `row` is what its reader may know: what is stored, or what a partner handed in itself.
    """

    row: Observation | SubmittedFigure
    figure: SubmittedFigure | None

    @property
    def period(self) -> str:
        return self.row.period


def sources_of(indicator: Indicator, period: str = "") -> list[Sourced]:
    """Each stored figure of a measure with what is behind it, the latest period first."""
    rows = Observation.objects.filter(indicator=indicator)
    if period:
        rows = rows.filter(period=period)
    latest = _latest(SubmittedFigure.objects.filter(indicator=indicator))
    found = []
    for row in _named(rows).order_by("-period", "place__position", "group_set__key"):
        figure = latest.get(cell_of(row))
        is_behind = figure is not None and numbers_of(figure) == numbers_of(row)
        found.append(Sourced(row, figure if is_behind else None))
    return found


def own_sources_of(indicator: Indicator, partners: Iterable[Organisation]) -> list[Sourced]:
    """The figures of a measure that partners confirmed themselves, the latest of each cell.

    Nothing of what is stored enters: it may be others' by now, below the threshold.
    """
    own = SubmittedFigure.objects.filter(
        indicator=indicator, submission__organisation__in=list(partners)
    )
    return [Sourced(each, each) for each in reversed(_latest(own).values())]


def _latest(rows: QuerySet[SubmittedFigure]) -> dict[Cell, SubmittedFigure]:
    """Of each cell the figure that was confirmed last."""
    lasting = rows.filter(submission__status__in=LASTING)
    found = _named(lasting).order_by("period", "-place__position", "submission__number", "row")
    found = found.select_related("submission__organisation", "indicator", "place", "group_set")
    latest: dict[Cell, SubmittedFigure] = {}
    for each in found:
        latest[cell_of(each)] = each
    return latest


def definitions_in_force(initiative: Initiative) -> dict[str, list[tuple[str, int]]]:
    """By measure, from which period each version of its definition holds."""
    found: dict[str, list[tuple[str, int]]] = {}
    rows = IndicatorDefinition.objects.filter(indicator__initiative=initiative)
    for code, since, version in rows.values_list("indicator__code", "valid_from", "version"):
        found.setdefault(code, []).append((since, version))
    return found


def version_in_force(versions: Iterable[tuple[str, int]], period: str) -> int:
    """The version of a definition that holds in a period."""
    return max((number for since, number in versions if since <= period), default=1)


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("indicator", "place", "group_set")
