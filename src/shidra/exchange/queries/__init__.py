"""What an initiative holds already: the names that a workbook may point to, and their ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from shidra.exchange.workbook import Known
from shidra.funding.models import Commitment
from shidra.initiatives.models import Group, Initiative, Place
from shidra.measurement.models import MOVES, Indicator, IndicatorDefinition
from shidra.network.models import Activity, Organisation
from shidra.roadmap.models import Factor, Link, RoadmapVersion

__all__ = ["Ids", "ids_by_code", "known_of", "stored_ids"]


@dataclass(slots=True)
class Ids:
    """Database ids by the names that a workbook uses."""

    places: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    group_sets: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    factors: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    activities: dict[str, int] = field(default_factory=dict)
    commitments: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)


def ids_by_code(model: type[models.Model], initiative: Initiative) -> dict[str, int]:
    """The id of each row of a model that has codes."""
    rows: Any = model._default_manager
    return dict(rows.filter(initiative=initiative).values_list("code", "id"))


def stored_ids(initiative: Initiative) -> Ids:
    """The ids of everything that a workbook may point to."""
    groups = Group.objects.filter(initiative=initiative).values_list("dimension", "code", "id")
    indicators = Indicator.objects.filter(initiative=initiative)
    commitments = Commitment.objects.filter(initiative=initiative)
    return Ids(
        places=ids_by_code(Place, initiative),
        groups={f"{dimension}:{code}": pk for dimension, code, pk in groups},
        organisations=ids_by_code(Organisation, initiative),
        factors=ids_by_code(Factor, initiative),
        indicators=ids_by_code(Indicator, initiative),
        activities=ids_by_code(Activity, initiative),
        commitments=ids_by_code(Commitment, initiative),
        units=dict(indicators.values_list("code", "unit")),
        currencies=dict(commitments.values_list("code", "currency")),
    )


def known_of(code: str) -> Known:
    """What a workbook of this initiative may point to; nothing for a new one."""
    initiative = Initiative.objects.filter(code=code).first()
    if initiative is None:
        return Known()
    ids = stored_ids(initiative)
    links = Link.objects.filter(
        version__initiative=initiative,
        version__status__in=[
            RoadmapVersion.Status.ADOPTED,
            RoadmapVersion.Status.DRAFT,
            RoadmapVersion.Status.CONSULTATION,
        ],
    )
    codes: Mapping[str, frozenset[str]] = {
        "places": frozenset(ids.places),
        "groups": frozenset(ids.groups),
        "organisations": frozenset(ids.organisations),
        "factors": frozenset(ids.factors),
        "indicators": frozenset(ids.indicators),
        "activities": frozenset(ids.activities),
        "commitments": frozenset(ids.commitments),
        "links": frozenset(
            f"{source}>{target}"
            for source, target in links.values_list("source__code", "target__code")
        ),
    }
    places = Place.objects.filter(initiative=initiative)
    return Known(
        codes=codes,
        parents=dict(places.values_list("code", "parent__code")),
        units=ids.units,
        currencies=ids.currencies,
        versions=_versions_of(initiative),
        next_states=_next_states_of(initiative),
        currency=initiative.currency,
    )


def _versions_of(initiative: Initiative) -> Mapping[str, Mapping[int, str]]:
    rows = IndicatorDefinition.objects.filter(indicator__initiative=initiative)
    found: dict[str, dict[int, str]] = {}
    for code, version, period in rows.values_list("indicator__code", "version", "valid_from"):
        found.setdefault(code, {})[version] = period
    return found


def _next_states_of(initiative: Initiative) -> Mapping[str, tuple[str, ...]]:
    """The state in which each indicator is, and those to which a step leads from there."""
    states = Indicator.objects.filter(initiative=initiative).values_list("code", "state")
    return {code: (state, *MOVES[Indicator.State(state)]) for code, state in states}
