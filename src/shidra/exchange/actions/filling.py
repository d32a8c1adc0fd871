"""From the typed rows of a workbook to unsaved instances: names become ids, units become ours.

Only what the file speaks of is filled: `Touched` then keeps a load from emptying the rest.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from babel.numbers import get_currency_precision
from django.db import models

from shidra.audit.actions import Row as PutRow
from shidra.audit.actions import Touched
from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.exchange.queries import Ids
from shidra.exchange.workbook.rows import LINES_BESIDE_FACTORS, PlaceRow, Row
from shidra.exchange.workbook.tables import TABLES
from shidra.funding.actions import ALLOCATION, INSTALMENT, NEED
from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from shidra.i18n.fields import TextField
from shidra.i18n.text import Text
from shidra.initiatives.models import (
    CategoryChange,
    Group,
    Initiative,
    Label,
    Place,
    PlaceHistory,
)
from shidra.measurement.actions import CELL, DEFINITION
from shidra.measurement.models import (
    CurveStory,
    ExactNumberField,
    Indicator,
    IndicatorDefinition,
    Observation,
    OpenQuestion,
    Target,
)
from shidra.network.models import Activity, Organisation, Promise
from shidra.protection.models import DisclosureRule
from shidra.roadmap.models import EvidenceItem, FactorEntry, Link

__all__ = [
    "KEYS",
    "SHAPES",
    "Filler",
    "Shape",
    "group_key",
    "keep_other_attributes",
    "reference",
]

# What tells stored rows apart, where it is not their codes.
KEYS: dict[str, Sequence[str]] = {
    "factors": ("factor_id",),
    "links": ("source_id", "target_id"),
    "place_history": ("place_id", "name", "from_period"),
    "definitions": DEFINITION,
    "observations": CELL,
    "targets": CELL,
    "needs": NEED,
    "instalments": INSTALMENT,
    "allocations": ALLOCATION,
    "goals": ("indicator_id",),
}
PERCENT = Decimal(100)
# What is kept of a number that is stored exactly.
EXACT_PLACES = 6

# A row, the ids, and the attributes with their values that one field of the row becomes.
type Becomes = Callable[[Any, Ids], Mapping[str, Any]]


def group_key(groups: Sequence[str]) -> str:
    """How a set of groups is stored; empty for everybody."""
    return "|".join(sorted(groups))


def reference(name: str, table: str) -> Becomes:
    """A code of another table, which becomes the id of its row."""

    def become(row: Any, ids: Ids) -> Mapping[str, Any]:
        code = getattr(row, name)
        return {f"{name}_id": getattr(ids, table)[code] if code is not None else None}

    return become


def _groups(row: Any, ids: Ids) -> Mapping[str, Any]:
    return {"group_set_id": ids.group_sets[group_key(row.groups)] if row.groups else None}


def _line(row: Any, ids: Ids) -> Mapping[str, Any]:
    if row.line in LINES_BESIDE_FACTORS:
        return {"factor_id": None, "shared_line": row.line}
    return {"factor_id": ids.factors[row.line], "shared_line": ""}


def _about(row: Any, ids: Ids) -> Mapping[str, Any]:
    source, arrow, target = row.about.partition(">")
    return {
        "factor_id": ids.factors[source],
        "target_id": ids.factors[target] if arrow else None,
    }


def _partner(row: Any, ids: Ids) -> Mapping[str, Any]:
    organisation = ids.organisations.get(row.partner)
    return {
        "organisation_id": organisation,
        "group_id": None if organisation else ids.groups[row.partner],
    }


def _value(row: Any, ids: Ids) -> Mapping[str, Any]:
    """A percentage of the workbook is a share everywhere else."""
    if row.value is None or ids.units[row.indicator] != Indicator.Unit.PERCENT:
        return {"value": row.value}
    return {"value": row.value / PERCENT}


def _plus(row: Any, ids: Ids) -> Mapping[str, Any]:
    """What is added to a percentage is added to a share everywhere else."""
    is_percent = ids.units[row.indicator] == Indicator.Unit.PERCENT
    return {"plus": row.plus / PERCENT if is_percent and row.plus is not None else row.plus}


def _splits(row: Any, _ids: Ids) -> Mapping[str, Any]:
    return {"splits": "|".join(row.splits)}


def _joined(name: str) -> Becomes:
    return lambda row, _ids: {name: "|".join(getattr(row, name))}


def _codes(row: Any, _ids: Ids) -> Mapping[str, Any]:
    return {"lines": list(row.lines)}


def _rate(row: Any, _ids: Ids) -> Mapping[str, Any]:
    return {"rate": Decimal(1) if row.rate is None else row.rate}


def _renamed(name: str, attribute: str) -> Becomes:
    return lambda row, _ids: {attribute: getattr(row, name)}


def _nothing(_row: Any, _ids: Ids) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of one table become instances of a model."""

    model: type[models.Model]
    becomes: Mapping[str, Becomes] = field(default_factory=dict)
    # Fields that hold money, in the currency of the initiative or of a commitment.
    money: frozenset[str] = frozenset()
    many: Mapping[str, str] = field(default_factory=dict)
    # The way from a row to its initiative; empty for the initiative itself.
    within: str = "initiative"


_FACTOR = reference("factor", "factors")
_PLACE = reference("place", "places")
_INDICATOR = reference("indicator", "indicators")
_OWNER = reference("owner", "organisations")
_CELL: Mapping[str, Becomes] = {
    "indicator": _INDICATOR,
    "place": _PLACE,
    "groups": _groups,
    "value": _value,
}
_MONEY_ROW: Mapping[str, Becomes] = {"line": _line, "place": _PLACE, "groups": _groups}
_COMMITMENT = reference("commitment", "commitments")

_MEASURE = reference("measure", "indicators")
STRATEGY_NAMES = ("places", "barriers", "factors", "activities", "commitments")

SHAPES: dict[str, Shape] = {
    "initiative": Shape(Initiative, within=""),
    "labels": Shape(Label),
    "places": Shape(Place, {"parent": _nothing}),
    "groups": Shape(Group, {"reference": _renamed("reference", "is_reference")}),
    "category_changes": Shape(
        CategoryChange, {"before": _joined("before"), "after": _joined("after")}
    ),
    "place_history": Shape(PlaceHistory, {"place": _PLACE}, within="place__initiative"),
    "protection": Shape(DisclosureRule),
    "organisations": Shape(Organisation),
    "factors": Shape(
        FactorEntry,
        {
            "code": lambda row, ids: {"factor_id": ids.factors[row.code]},
            "groups": lambda row, _ids: {"groups": group_key(row.groups)},
            "owner": _nothing,
            "barrier_owner": _nothing,
        },
        within="version__initiative",
    ),
    "links": Shape(
        Link,
        {"source": reference("source", "factors"), "target": reference("target", "factors")},
        within="version__initiative",
    ),
    "evidence": Shape(EvidenceItem, {"about": _about}),
    "indicators": Shape(Indicator, {"factor": _FACTOR, "owner": _OWNER, "splits": _splits}),
    "definitions": Shape(
        IndicatorDefinition,
        {"indicator": _INDICATOR, "plus": _plus},
        within="indicator__initiative",
    ),
    "questions": Shape(OpenQuestion, {"factor": _FACTOR, "owner": _OWNER, "indicator": _INDICATOR}),
    "stories": Shape(
        CurveStory,
        {"indicator": _INDICATOR},
        within="indicator__initiative",
        many={"factors": "factors"},
    ),
    "observations": Shape(Observation, _CELL, within="indicator__initiative"),
    "targets": Shape(Target, _CELL, within="indicator__initiative"),
    "activities": Shape(
        Activity,
        {"organisation": reference("organisation", "organisations"), "groups": _groups},
        many={"factors": "factors", "places": "places"},
    ),
    "promises": Shape(Promise, {"partner": _partner, "factor": _FACTOR}),
    "needs": Shape(Need, _MONEY_ROW, frozenset({"amount"})),
    "commitments": Shape(
        Commitment,
        {
            "funder": reference("funder", "organisations"),
            "groups": _groups,
            "lines": _codes,
            "rate": _rate,
        },
        frozenset({"amount"}),
        many={"places": "places"},
    ),
    "instalments": Shape(
        Instalment,
        {"commitment": _COMMITMENT},
        frozenset({"amount"}),
        within="commitment__initiative",
    ),
    "allocations": Shape(
        Allocation,
        {
            **_MONEY_ROW,
            "commitment": _COMMITMENT,
            "activity": reference("activity", "activities"),
        },
        frozenset({"amount", "spent"}),
        within="commitment__initiative",
    ),
    "options": Shape(Option, {"factor": _FACTOR}, frozenset({"unit_cost", "fixed_cost"})),
    "goals": Shape(UniversalGoal, {"indicator": _INDICATOR}),
    "barriers": Shape(
        StructuralBarrier,
        {"factor": _FACTOR, "owner": _OWNER, "groups": _groups},
        many={name: name for name in ("indicators", "places", "evidence")},
    ),
    "strategies": Shape(
        TargetedStrategy,
        {"indicator": _INDICATOR, "measure": _MEASURE, "owner": _OWNER, "groups": _groups},
        frozenset({"cost"}),
        many={name: name for name in STRATEGY_NAMES},
    ),
}


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills the rows of one initiative.

    With `is_part` the rows are some of their table: stored ones keep their place in its order, and
    new ones follow the last.
    """

    initiative: Initiative
    ids: Ids
    is_part: bool = False

    def fill(self, table: str, rows: Sequence[Row]) -> tuple[list[PutRow], Touched]:
        """Unsaved instances of the rows of a table, and what the rows speak of."""
        shape = SHAPES[table]
        spoken: set[str] = set()
        before = self._last_position(shape) if self.is_part and rows else 0
        filled = [self._fill_row(shape, row, spoken, before) for row in rows]
        has_order = _field(shape.model, "position") is not None
        return filled, Touched(
            tuple(sorted(spoken)),
            _languages(shape, rows),
            ("position",) if has_order and not self.is_part else (),
            is_part=self.is_part,
        )

    def _last_position(self, shape: Shape) -> int:
        if _field(shape.model, "position") is None:
            return 0
        rows = shape.model._default_manager.filter(**{shape.within: self.initiative})
        return rows.aggregate(last=models.Max("position"))["last"] or 0

    def keys(self, table: str, rows: Iterable[Row]) -> set[tuple[Any, ...]]:
        """The stored keys of rows; those that point to nothing stored have none."""
        shape = SHAPES[table]
        found: set[tuple[Any, ...]] = set()
        for row in rows:
            with suppress(KeyError):
                attributes: dict[str, Any] = {}
                for name in TABLES[table].key:
                    attributes |= self._becomes(shape, row, name)
                found.add(tuple(attributes[name] for name in KEYS.get(table, attributes)))
        return found

    def _fill_row(self, shape: Shape, row: Row, spoken: set[str], before: int) -> PutRow:
        instance = shape.model()
        if shape.within == "initiative":
            instance.initiative = self.initiative  # type: ignore[attr-defined]
        many: dict[str, frozenset[int]] = {}
        for name in row.model_fields_set - {"number"}:
            if name in shape.many:
                ids = getattr(self.ids, shape.many[name])
                many[name] = frozenset(ids[code] for code in getattr(row, name))
                continue
            for attribute, value in self._becomes(shape, row, name).items():
                spoken.add(attribute)
                setattr(instance, attribute, _stored_form(shape.model, attribute, value))
        if _field(shape.model, "position"):
            instance.position = before + row.number  # type: ignore[attr-defined]
        return PutRow(instance, many)

    def _becomes(self, shape: Shape, row: Row, name: str) -> Mapping[str, Any]:
        if name in shape.becomes:
            return shape.becomes[name](row, self.ids)
        value = getattr(row, name)
        if name in shape.money and value is not None:
            value = int(value * 10 ** get_currency_precision(self._currency_of(row)))
        return {name: value}

    def _currency_of(self, row: Any) -> str:
        if hasattr(row, "commitment"):
            return self.ids.currencies[row.commitment]
        return str(getattr(row, "currency", self.initiative.currency))


def _languages(shape: Shape, rows: Sequence[Row]) -> dict[str, frozenset[str]]:
    """For each text the languages that the file has columns for."""
    return {
        name: frozenset(getattr(row, name))
        for row in rows[:1]
        for name in row.model_fields_set
        if isinstance(_field(shape.model, name), TextField)
    }


@cache
def _field(model: type[models.Model], attribute: str) -> Any:
    fields = model._meta.concrete_fields
    return next((f for f in fields if f.attname == attribute), None)


def _stored_form(model: type[models.Model], attribute: str, value: Any) -> Any:
    """The value as the database gives it back, so that an unchanged row is seen as unchanged."""
    stored_in = _field(model, attribute)
    if isinstance(stored_in, TextField):
        return Text.of(**value)
    if value is None:
        is_text = isinstance(stored_in, models.CharField | models.TextField)
        return "" if is_text and not stored_in.null else None
    if isinstance(stored_in, ExactNumberField):
        return _rounded(value, EXACT_PLACES)
    if isinstance(stored_in, models.DecimalField):
        return _rounded(value, stored_in.decimal_places)
    if isinstance(stored_in, models.FloatField):
        return float(value)
    return value


def _rounded(value: Any, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places))


def keep_other_attributes(
    initiative: Initiative, filled: Iterable[PutRow], rows: Iterable[PlaceRow]
) -> None:
    """Attributes of a place for which the file has no column stay as they are."""
    stored: Mapping[str, Mapping[str, str]] = dict(
        Place.objects.filter(initiative=initiative).values_list("code", "attributes")
    )
    for put, row in zip(filled, rows, strict=True):
        kept = {k: v for k, v in stored.get(row.code, {}).items() if k not in row.attributes}
        given = {name: value for name, value in row.attributes.items() if value}
        put.instance.attributes = {**kept, **given}  # type: ignore[attr-defined]
