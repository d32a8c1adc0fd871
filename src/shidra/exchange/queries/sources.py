"""Where the rows of each table are stored, and what of them each cell is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.db.models import Model

from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from shidra.initiatives.models import (
    CategoryChange,
    Group,
    Initiative,
    Label,
    Place,
    PlaceHistory,
)
from shidra.measurement.models import (
    CurveStory,
    Indicator,
    IndicatorDefinition,
    Observation,
    OpenQuestion,
    Target,
)
from shidra.network.models import Activity, Organisation, Promise, Stewardship
from shidra.protection.models import DisclosureRule
from shidra.roadmap.models import EvidenceItem, FactorEntry, Link

__all__ = ["SOURCES", "Cell", "Source", "coded"]

type Cell = str | int | float | bool | Decimal | date | tuple[str, ...] | None
type Reading = Callable[[Any], Cell]

_PERCENT = Decimal(100)


def coded(name: str) -> Reading:
    """The code of a row that is pointed to."""

    def read(row: Any) -> Cell:
        named = getattr(row, name)
        return named.code if named is not None else None

    return read


def _codes(name: str) -> Reading:
    return lambda row: tuple(sorted(each.code for each in getattr(row, name).all()))


def _groups(row: Any) -> Cell:
    return tuple(row.group_set.key.split("|")) if row.group_set and row.group_set.key else ()


def _line(row: Any) -> Cell:
    return str(row.shared_line or row.factor.code)


def _about(row: Any) -> Cell:
    return f"{row.factor.code}>{row.target.code}" if row.target else str(row.factor.code)


def _partner(row: Any) -> Cell:
    return str(row.organisation.code if row.organisation else row.group.key)


def _value(row: Any) -> Cell:
    if row.value is None or row.indicator.unit != Indicator.Unit.PERCENT:
        return row.value  # type: ignore[no-any-return]
    return Decimal(row.value * _PERCENT)


def _plus(row: Any) -> Cell:
    if row.plus is None or row.indicator.unit != Indicator.Unit.PERCENT:
        return row.plus  # type: ignore[no-any-return]
    return Decimal(row.plus * _PERCENT)


def _steward(kind: str) -> Reading:
    def read(row: Any) -> Cell:
        held = row.factor.stewardships.all()
        return next((each.organisation.code for each in held if each.kind == kind), None)

    return read


def _major(name: str, currency: Callable[[Any], str]) -> Reading:
    """Money in whole units, as a workbook has it."""

    def read(row: Any) -> Cell:
        amount: int | None = getattr(row, name)
        if amount is None:
            return None
        return Decimal(amount) / Decimal(10 ** get_currency_precision(currency(row)))

    return read


def _rate(row: Any) -> Cell:
    is_own = row.currency == row.initiative.currency and row.rate == 1
    return None if is_own else row.rate


def _own_currency(row: Any) -> str:
    return str(row.initiative.currency)


def _of_commitment(row: Any) -> str:
    return str(row.commitment.currency)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of a table are stored.

    Attributes:
        model: what holds them.
        within: the way from a row to its initiative; empty for the initiative itself.
        readings: fields whose cell is not simply an attribute of that name.
        paths: fields whose column of the database is not simply of that name.
        one: what is fetched in the same query. many: what is fetched beside it.
    """

    model: type[Model]
    within: str = "initiative"
    readings: Mapping[str, Reading] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()

    def path(self, name: str) -> str:
        """The way from a row to what a field of the workbook holds."""
        return self.paths.get(name, name)


_CELL = Source(
    Observation,
    "indicator__initiative",
    {"indicator": coded("indicator"), "place": coded("place"), "groups": _groups, "value": _value},
    {"indicator": "indicator__code", "place": "place__code", "groups": "group_set__key"},
    ("indicator", "place", "group_set"),
)
_LINED: Mapping[str, Reading] = {"line": _line, "place": coded("place"), "groups": _groups}
_LINED_PATHS = {"line": "factor__code", "place": "place__code", "groups": "group_set__key"}
_STEWARDS = "factor__stewardships"
_OF_BARRIERS = ("indicators", "places", "evidence")
_OF_STRATEGIES = ("places", "barriers", "factors", "activities", "commitments")

SOURCES: dict[str, Source] = {
    "initiative": Source(Initiative, ""),
    "labels": Source(Label),
    "places": Source(
        Place,
        readings={"parent": coded("parent")},
        paths={"parent": "parent__code"},
        one=("parent",),
    ),
    "groups": Source(
        Group,
        readings={"reference": lambda row: row.is_reference},
        paths={"reference": "is_reference"},
    ),
    "category_changes": Source(
        CategoryChange,
        readings={"before": lambda row: row.olds, "after": lambda row: row.news},
    ),
    "protection": Source(DisclosureRule),
    "place_history": Source(
        PlaceHistory,
        "place__initiative",
        {"place": coded("place")},
        {"place": "place__code"},
        ("place",),
    ),
    "organisations": Source(Organisation),
    "factors": Source(
        FactorEntry,
        "version__initiative",
        {
            "code": coded("factor"),
            "groups": lambda row: tuple(row.groups.split("|")) if row.groups else (),
            "owner": _steward(Stewardship.Kind.OWNER),
            "barrier_owner": _steward(Stewardship.Kind.BARRIER_OWNER),
        },
        {"code": "factor__code", "owner": "owner_code", "barrier_owner": "barrier_owner_code"},
        ("factor",),
        ("factor__stewardships__organisation",),
    ),
    "links": Source(
        Link,
        "version__initiative",
        {"source": coded("source"), "target": coded("target")},
        {"source": "source__code", "target": "target__code"},
        ("source", "target"),
    ),
    "evidence": Source(
        EvidenceItem,
        readings={"about": _about},
        paths={"about": "factor__code"},
        one=("factor", "target"),
    ),
    "indicators": Source(
        Indicator,
        readings={
            "factor": coded("factor"),
            "owner": coded("owner"),
            "splits": lambda row: row.asked_splits,
        },
        paths={"factor": "factor__code", "owner": "owner__code"},
        one=("factor", "owner"),
    ),
    "definitions": Source(
        IndicatorDefinition,
        "indicator__initiative",
        {"indicator": coded("indicator"), "plus": _plus},
        {"indicator": "indicator__code"},
        ("indicator",),
    ),
    "questions": Source(
        OpenQuestion,
        readings={name: coded(name) for name in ("factor", "owner", "indicator")},
        paths={name: f"{name}__code" for name in ("factor", "owner", "indicator")},
        one=("factor", "owner", "indicator"),
    ),
    "stories": Source(
        CurveStory,
        "indicator__initiative",
        {"indicator": coded("indicator"), "factors": _codes("factors")},
        {"indicator": "indicator__code", "factors": "factors__code"},
        ("indicator",),
        ("factors",),
    ),
    "observations": _CELL,
    "targets": Source(Target, _CELL.within, _CELL.readings, _CELL.paths, _CELL.one),
    "activities": Source(
        Activity,
        readings={
            "organisation": coded("organisation"),
            "factors": _codes("factors"),
            "places": _codes("places"),
            "groups": _groups,
        },
        paths={
            "organisation": "organisation__code",
            "factors": "factors__code",
            "places": "places__code",
            "groups": "group_set__key",
        },
        one=("organisation", "group_set"),
        many=("factors", "places"),
    ),
    "promises": Source(
        Promise,
        readings={"partner": _partner, "factor": coded("factor")},
        paths={"partner": "organisation__code", "factor": "factor__code"},
        one=("organisation", "group", "factor"),
    ),
    "needs": Source(
        Need,
        readings={**_LINED, "amount": _major("amount", _own_currency)},
        paths=_LINED_PATHS,
        one=("initiative", "factor", "place", "group_set"),
    ),
    "commitments": Source(
        Commitment,
        readings={
            "funder": coded("funder"),
            "amount": _major("amount", lambda row: row.currency),
            "rate": _rate,
            "lines": lambda row: tuple(row.lines),
            "places": _codes("places"),
            "groups": _groups,
        },
        paths={"funder": "funder__code", "places": "places__code", "groups": "group_set__key"},
        one=("initiative", "funder", "group_set"),
        many=("places",),
    ),
    "instalments": Source(
        Instalment,
        "commitment__initiative",
        {"commitment": coded("commitment"), "amount": _major("amount", _of_commitment)},
        {"commitment": "commitment__code"},
        ("commitment",),
    ),
    "allocations": Source(
        Allocation,
        "commitment__initiative",
        {
            **_LINED,
            "commitment": coded("commitment"),
            "activity": coded("activity"),
            "amount": _major("amount", _of_commitment),
            "spent": _major("spent", _of_commitment),
        },
        {**_LINED_PATHS, "commitment": "commitment__code", "activity": "activity__code"},
        ("commitment", "factor", "place", "group_set", "activity"),
    ),
    "options": Source(
        Option,
        readings={
            "factor": coded("factor"),
            "unit_cost": _major("unit_cost", _own_currency),
            "fixed_cost": _major("fixed_cost", _own_currency),
        },
        paths={"factor": "factor__code"},
        one=("initiative", "factor"),
    ),
    "goals": Source(
        UniversalGoal,
        readings={"indicator": coded("indicator")},
        paths={"indicator": "indicator__code"},
        one=("indicator",),
    ),
    "barriers": Source(
        StructuralBarrier,
        readings={
            "factor": coded("factor"),
            "owner": coded("owner"),
            "groups": _groups,
            **{name: _codes(name) for name in _OF_BARRIERS},
        },
        paths={
            "factor": "factor__code",
            "owner": "owner__code",
            "groups": "group_set__key",
            **{name: f"{name}__code" for name in _OF_BARRIERS},
        },
        one=("factor", "owner", "group_set"),
        many=_OF_BARRIERS,
    ),
    "strategies": Source(
        TargetedStrategy,
        readings={
            **{name: coded(name) for name in ("indicator", "measure", "owner")},
            "groups": _groups,
            "cost": _major("cost", _own_currency),
            **{name: _codes(name) for name in _OF_STRATEGIES},
        },
        paths={
            **{name: f"{name}__code" for name in ("indicator", "measure", "owner")},
            "groups": "group_set__key",
            **{name: f"{name}__code" for name in _OF_STRATEGIES},
        },
        one=("initiative", "indicator", "measure", "owner", "group_set"),
        many=_OF_STRATEGIES,
    ),
}
