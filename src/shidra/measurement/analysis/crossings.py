"""One indicator by any dimensions, places and attributes at once, as its reader may see it.

Amounts are added as whole millionths and divided once, at the end. Each cell is a slice of the
protected table of its measure and period: an answer narrowed to one category tells nothing that
the whole one would hide, and neither does the answer to another question.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shidra.core.figures import Crossing, Figure, Part, Summed, parts_of, period_year
from shidra.core.figures import summed as added
from shidra.initiatives.analysis import Carrying, attributes_in, carrying, places_passed
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.exits import Exit, Measure, exits_of
from shidra.measurement.analysis.shown import scaled
from shidra.measurement.analysis.tables import table_of
from shidra.measurement.models import SCALE, Indicator
from shidra.measurement.queries import Observed, observed, places_with_parents
from shidra.protection.permissions import ShownCell

__all__ = ["Adding", "Grouping", "SeriesQuestion", "is_period", "series"]

# A place that no table has: several groupings of places at once are protected by none.
NOWHERE = "\x1f"

type Adding = Callable[[Mapping[str, list[Part]]], Mapping[str, tuple[Summed, ...]]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to divide: by a dimension, by the places of a kind, or by an attribute of places."""

    name: str
    of: str = ""

    @property
    def key(self) -> str:
        """What the answer calls it."""
        return "place" if self.of == "place" else self.name


@dataclass(frozen=True, slots=True)
class SeriesQuestion:
    """What is asked of one indicator; periods between the two, both included, empty is open."""

    by: tuple[Grouping, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    place: str | None = None
    first: str = ""
    last: str = ""

    @property
    def axes(self) -> tuple[str, ...]:
        """The dimensions that figures are divided by, those that narrow the answer included."""
        dimensions = [one.name for one in self.by if not one.of]
        return tuple(dict.fromkeys([*dimensions, *self.where]))

    @property
    def placings(self) -> tuple[Grouping, ...]:
        return tuple(one for one in self.by if one.of)

    def asks_for(self, period: str) -> bool:
        if self.first == self.last and self.first:
            return period == self.first
        year = period_year(period)
        return (not self.first or year >= period_year(self.first)) and (
            not self.last or year <= period_year(self.last)
        )


def is_period(code: str) -> bool:
    """Whether this is a year, a school year, a quarter or a month."""
    try:
        period_year(code)
    except ValueError:
        return False
    return True


def series(
    access: Access, indicator: Indicator, asked: SeriesQuestion, add: Adding | None = None
) -> list[dict[str, Any]]:
    """The figures over time as a document, each as the reader may see it.

    `add` adds up the rows of each period in another way than here; its sums are the same.
    """
    ground = _Ground.of(access)
    carried = carrying(access.initiative, ground.parents)
    asked = _in_todays_categories(asked, carried)
    rows = list(observed(indicator, is_exact=True))
    table = table_of(rows, carried)
    way = exits_of(access, [Measure(indicator, list(map(_in_units, rows)))], carried)[indicator.pk]
    parts = {
        period: parts_of(table, period, ground.crossing(asked, period, carried))
        for period in table.periods
        if asked.asks_for(period)
    }
    cells = (add or _added)(parts)
    return [point for period in parts for point in _shown(indicator, asked, cells[period], way)]


def _in_units(row: Observed) -> Observed:
    return row._replace(
        numerator=_units(row.numerator),
        denominator=_units(row.denominator),
        value=_units(row.value),
        n=_units(row.n),
    )


def _in_todays_categories(asked: SeriesQuestion, carried: Carrying) -> SeriesQuestion:
    """Whoever narrows an answer to a category that passed into another one means that one."""
    where = {
        name: carried.walk.today(f"{name}:{code}").partition(":")[2]
        for name, code in asked.where.items()
    }
    return replace(asked, where=where)


def _added(parts: Mapping[str, list[Part]]) -> dict[str, tuple[Summed, ...]]:
    return {period: added(period, own) for period, own in parts.items()}


@dataclass(frozen=True, slots=True)
class _Ground:
    """The places of an initiative with what groups them."""

    initiative: Initiative
    parents: Mapping[str, str | None]
    kinds: Mapping[str, str]
    known: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, access: Access) -> "_Ground":
        places = places_with_parents(access.initiative)
        return cls(
            access.initiative,
            {code: place.parent for code, place in places.items()},
            {code: place.kind for code, place in places.items()},
        )

    def crossing(self, asked: SeriesQuestion, period: str, carried: Carrying) -> Crossing:
        """What is asked of one period: attributes of places are those of then."""
        labels = [self._labels(one, period, carried) for one in asked.placings]
        named = {code for known in labels for code in known}
        return Crossing(
            axes=asked.axes,
            place=asked.place,
            labels={code: self._told(code, labels) for code in named},
            around=self._told(asked.place, labels),
        )

    def _labels(self, one: Grouping, period: str, carried: Carrying) -> Mapping[str, str]:
        if one.of != "place":
            if (one.name, period) not in self.known:
                said = attributes_in(self.initiative, one.name, period)
                self.known[one.name, period] = said
            return self.known[one.name, period]
        passed = places_passed(carried.walk)
        return {
            code: code
            for code, kind in self.kinds.items()
            if kind == one.name and code not in passed
        }

    def _told(
        self, place: str | None, labels: Sequence[Mapping[str, str]]
    ) -> tuple[str | None, ...]:
        """For each grouping what it says of a place, or of the nearest place around it."""
        chain = [place] if place else []
        while chain and (parent := self.parents.get(chain[-1] or "")):
            chain.append(parent)
        return tuple(
            next((known[code] for code in chain if code in known), None) for known in labels
        )


def _shown(
    indicator: Indicator, asked: SeriesQuestion, cells: Iterable[Summed], way: Exit
) -> Iterator[dict[str, Any]]:
    """The cells of one period that the question asks for, each as the reader may see it."""
    for cell in cells:
        codes = dict(zip(asked.axes, cell.categories, strict=True))
        if all(codes[name] == code for name, code in asked.where.items()):
            point = scaled(_figure(cell, asked), indicator)
            shown = way.cell(point, place=_spot(asked, cell))
            keys = dict(zip((one.key for one in asked.placings), cell.labels, strict=True)) | codes
            yield _document(point, shown, cell, {one.key: keys[one.key] for one in asked.by}, way)


def _spot(asked: SeriesQuestion, cell: Summed) -> str | None:
    """The place of a cell as protected tables name it; nowhere where they have none such."""
    match asked.placings:
        case ():
            return None
        case (one,) if (label := cell.labels[0]) is not None:
            if one.of == "place":
                return label
            return f"{one.name}={label}" if asked.place is None else NOWHERE
    return NOWHERE


def _figure(cell: Summed, asked: SeriesQuestion) -> Figure:
    """The cell in the units of its indicator."""
    is_share = cell.numerator is not None and cell.denominator is not None
    return Figure(
        period=cell.period,
        place=asked.place,
        groups=frozenset(
            f"{axis}:{code}" for axis, code in zip(asked.axes, cell.categories, strict=True)
        ),
        numerator=_units(cell.numerator),
        denominator=_units(cell.denominator),
        value=cell.value if is_share else _units(cell.value),
        n=_units(cell.n),
        rows=cell.rows,
    )


def _units(millionths: float | None) -> float | None:
    return None if millionths is None else millionths / SCALE


def _document(
    point: Figure, shown: ShownCell, cell: Summed, keys: Mapping[str, str | None], way: Exit
) -> dict[str, Any]:
    reason = shown.value.reason
    # How many were asked is told where it is the number that was protected.
    is_protected = way.is_open or point.denominator in {None, point.n}
    is_exact = reason is None and not shown.value.is_rounded and is_protected
    return {
        "period": point.period,
        **keys,
        "numerator": None if reason else shown.numerator.value,
        "denominator": None if reason else shown.denominator.value,
        "value": shown.value.value,
        "n": point.n if is_exact else None,
        "hidden": reason.value if reason else None,
        "quality": cell.quality or None,
    }
