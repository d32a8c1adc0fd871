"""What an initiative holds already: the names that a workbook may point to, and their ids."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

from django.db import models

from shidra.equity.models import StructuralBarrier
from shidra.exchange.workbook import Known
from shidra.funding.models import Commitment
from shidra.initiatives.models import Group, Initiative, Place, PlaceHistory
from shidra.initiatives.queries import changes_of, place_history_of
from shidra.measurement.models import MOVES, Indicator, IndicatorDefinition
from shidra.network.models import Activity, Organisation
from shidra.protection.queries import rules_of
from shidra.roadmap.models import EvidenceItem, Factor, Link, RoadmapVersion

__all__ = ["Ids", "known_of"]

# Of each table that a load may put, the lists that are not what they were afterwards.
_READ_FROM: Mapping[str, tuple[str, ...]] = {
    "places": ("places",),
    "groups": ("groups",),
    "organisations": ("organisations",),
    "factors": ("factors",),
    "indicators": ("indicators", "units"),
    "activities": ("activities",),
    "commitments": ("commitments", "currencies"),
    "evidence": ("evidence",),
    "barriers": ("barriers",),
}


class Ids:
    """Database ids by the names that a workbook uses, each list read once it is asked for.

    Rows of one table point to few others: a change of one row reads little of an initiative.
    """

    def __init__(self, initiative: Initiative) -> None:
        self._initiative = initiative
        self.group_sets: dict[str, int] = {}

    def forget(self, table: str) -> None:
        """Read anew what is asked for next, for rows of this table were put."""
        for name in _READ_FROM.get(table, ()):
            self.__dict__.pop(name, None)

    @cached_property
    def places(self) -> dict[str, int]:
        return _by_code(Place, self._initiative)

    @cached_property
    def groups(self) -> dict[str, int]:
        rows = Group.objects.filter(initiative=self._initiative)
        return {
            f"{dimension}:{code}": pk
            for dimension, code, pk in rows.values_list("dimension", "code", "id")
        }

    @cached_property
    def organisations(self) -> dict[str, int]:
        return _by_code(Organisation, self._initiative)

    @cached_property
    def factors(self) -> dict[str, int]:
        return _by_code(Factor, self._initiative)

    @cached_property
    def indicators(self) -> dict[str, int]:
        return _by_code(Indicator, self._initiative)

    @cached_property
    def activities(self) -> dict[str, int]:
        return _by_code(Activity, self._initiative)

    @cached_property
    def commitments(self) -> dict[str, int]:
        return _by_code(Commitment, self._initiative)

    @cached_property
    def evidence(self) -> dict[str, int]:
        return _by_code(EvidenceItem, self._initiative)

    @cached_property
    def barriers(self) -> dict[str, int]:
        return _by_code(StructuralBarrier, self._initiative)

    @cached_property
    def units(self) -> dict[str, str]:
        rows = Indicator.objects.filter(initiative=self._initiative)
        return dict(rows.values_list("code", "unit"))

    @cached_property
    def currencies(self) -> dict[str, str]:
        rows = Commitment.objects.filter(initiative=self._initiative)
        return dict(rows.values_list("code", "currency"))


def _by_code(model: type[models.Model], initiative: Initiative) -> dict[str, int]:
    """The id of each row of a model that has codes."""
    rows: Any = model._default_manager
    return dict(rows.filter(initiative=initiative).values_list("code", "id"))


class _ByTable(Mapping[str, frozenset[str]]):
    """The names of the rows of each table, of a table read once it is asked for."""

    def __init__(self, readers: Mapping[str, Callable[[], Iterable[str]]]) -> None:
        self._readers = readers
        self._read: dict[str, frozenset[str]] = {}

    def __getitem__(self, table: str) -> frozenset[str]:
        if table not in self._read:
            self._read[table] = frozenset(self._readers[table]())
        return self._read[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)


class _WhenAsked[V](Mapping[str, V]):
    """What is read as a whole, once something of it is asked for."""

    def __init__(self, read: Callable[[], Mapping[str, V]]) -> None:
        self._read = read

    @cached_property
    def _all(self) -> Mapping[str, V]:
        return self._read()

    def __getitem__(self, name: str) -> V:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class _Listed[V](Sequence[V]):
    """What is read once somebody goes through it."""

    def __init__(self, read: Callable[[], Sequence[V]]) -> None:
        self._read = read

    @cached_property
    def _all(self) -> Sequence[V]:
        return self._read()

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[V]: ...
    def __getitem__(self, place: int | slice) -> V | Sequence[V]:
        return self._all[place]

    def __len__(self) -> int:
        return len(self._all)


def known_of(initiative: Initiative | None, ids: Ids | None = None) -> Known:
    """What a workbook of this initiative may point to; nothing for a new one.

    Each list is read once something of it is asked for; those of `ids` are shared with it.
    """
    if initiative is None:
        return Known()
    ids = ids or Ids(initiative)
    return Known(
        codes=_ByTable(
            {
                "places": lambda: ids.places,
                "groups": lambda: ids.groups,
                "organisations": lambda: ids.organisations,
                "factors": lambda: ids.factors,
                "indicators": lambda: ids.indicators,
                "activities": lambda: ids.activities,
                "commitments": lambda: ids.commitments,
                "evidence": lambda: ids.evidence,
                "barriers": lambda: ids.barriers,
                "links": lambda: _links_of(initiative),
            }
        ),
        parents=_WhenAsked(lambda: _parents_of(initiative)),
        units=_WhenAsked(lambda: ids.units),
        currencies=_WhenAsked(lambda: ids.currencies),
        versions=_WhenAsked(lambda: _versions_of(initiative)),
        next_states=_WhenAsked(lambda: _next_states_of(initiative)),
        currency=initiative.currency,
        changes=_Listed(lambda: changes_of(initiative)),
        moves=_Listed(lambda: place_history_of(initiative, PlaceHistory.PARENT)),
        protection=_Listed(lambda: list(rules_of(initiative))),
        min_cell=initiative.min_cell,
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


def _links_of(initiative: Initiative) -> Iterator[str]:
    status = RoadmapVersion.Status
    links = Link.objects.filter(
        version__initiative=initiative,
        version__status__in=[status.ADOPTED, status.DRAFT, status.CONSULTATION],
    )
    for source, target in links.values_list("source__code", "target__code"):
        yield f"{source}>{target}"


def _parents_of(initiative: Initiative) -> dict[str, str | None]:
    places = Place.objects.filter(initiative=initiative)
    return dict(places.values_list("code", "parent__code"))
