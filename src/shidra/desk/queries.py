"""Reads that join rooms: the adopted map with everything that stands on its cards."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from shidra.accounts.models import User
from shidra.audit.models import Record
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import labels_of
from shidra.network.models import Activity, Affiliation, Stewardship
from shidra.network.queries import seen_by
from shidra.roadmap.models import EvidenceItem, EvidenceLevel, FactorEntry, Link, RoadmapVersion
from shidra.roadmap.permissions import read_in
from shidra.roadmap.queries import (
    Tie,
    adopted_version_or_none,
    entries_of,
    evidence_on,
    links_as_they_stand,
    open_version_or_none,
    ties_of,
)

__all__ = [
    "Belonging",
    "Grant",
    "Roadmap",
    "WorkOnMap",
    "acts_of_trail",
    "adopted_roadmap_or_none",
    "grants_to",
    "people_acted_on",
    "people_of_trail",
    "places_of_person",
    "roadmap_of_factor_or_none",
    "work_on_map",
]

EVIDENCE_RANK = {level: rank for rank, level in enumerate(EvidenceLevel.values)}


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The adopted version, whole, read in a handful of queries.

    Of a large map `links` may be those around what is shown; `ties` are always all of them.
    `near` are the factors that it is shown around, by id; None where all of it is shown.
    """

    version: RoadmapVersion
    open_version: RoadmapVersion | None
    entries: Sequence[FactorEntry]
    links: Sequence[Link]
    ties: Sequence[Tie]
    labels: Mapping[tuple[str, str], Text]
    evidence: Sequence[EvidenceItem]
    owners: Mapping[int, Text]
    near: frozenset[int] | None = None

    def entry_or_none(self, code: str) -> FactorEntry | None:
        """The factor of that code."""
        return next((e for e in self.entries if e.factor.code == code), None)

    @property
    def near_codes(self) -> frozenset[str] | None:
        """The codes of the factors that it is shown around."""
        if self.near is None:
            return None
        return frozenset(e.factor.code for e in self.entries if e.factor_id in self.near)

    def names(self) -> dict[str, Text]:
        """The name of each factor by its code."""
        return {entry.factor.code: entry.name for entry in self.entries}

    def evidence_ranks(self) -> dict[int, int]:
        """For each factor the strongest evidence on it or on what it leads to, 0 none to 3 strong."""
        ranks = {entry.factor_id: 0 for entry in self.entries}
        for factor_id, level in (
            *((tie.source, tie.evidence) for tie in self.ties),
            *((item.factor_id, item.strength) for item in self.evidence),
        ):
            ranks[factor_id] = max(ranks.get(factor_id, 0), EVIDENCE_RANK.get(level, 0))
        return ranks


type Choosing = Callable[[Sequence[FactorEntry], Sequence[Tie]], frozenset[int] | None]


def adopted_roadmap_or_none(access: Access, choosing: Choosing | None = None) -> Roadmap | None:
    """The map that counts now, with the evidence in this person's sight; None before the first.

    `choosing` may name the factors that links are read around: a large map has too many to read
    all of them each time.
    """
    version = adopted_version_or_none(access.initiative)
    return _whole(access, version, choosing) if version else None


def roadmap_of_factor_or_none(access: Access, factor: str) -> Roadmap | None:
    """The map on which this person reads a factor: the one that counts, else the draft."""
    version = read_in(access, factor)
    return _whole(access, version) if version else None


def _whole(access: Access, version: RoadmapVersion, choosing: Choosing | None = None) -> Roadmap:
    initiative = access.initiative
    stewards = Stewardship.objects.filter(
        factor__initiative=initiative, kind=Stewardship.Kind.OWNER
    ).values_list("factor_id", "organisation__name")
    rows = entries_of(version)
    if choosing:  # the picture shows names; long texts of 2,000 factors would only be unpacked
        rows = rows.defer("description", "barrier")
    entries, ties = list(rows), ties_of(version)
    near = choosing(entries, ties) if choosing else None
    return Roadmap(
        version=version,
        open_version=open_version_or_none(initiative),
        entries=entries,
        links=links_as_they_stand(version, near),
        ties=ties,
        labels=labels_of(initiative),
        evidence=list(evidence_on(access, version)),
        owners=dict(stewards),
        near=near,
    )


@dataclass(frozen=True, slots=True)
class WorkOnMap:
    """An activity as the map needs it: what it is about, where, for whom (nobody named: all)."""

    is_system: bool
    factors: frozenset[str]
    places: frozenset[str]
    groups: frozenset[str]


def work_on_map(access: Access) -> list[WorkOnMap]:
    """The activities in this person's sight, in three queries."""
    seen = Activity.objects.filter(seen_by(access), initiative=access.initiative)
    within = {"activity__initiative": access.initiative}
    factors, places = defaultdict(set), defaultdict(set)
    for pk, code in Activity.factors.through.objects.filter(**within).values_list(
        "activity_id", "factor__code"
    ):
        factors[pk].add(code)
    for pk, code in Activity.places.through.objects.filter(**within).values_list(
        "activity_id", "place__code"
    ):
        places[pk].add(code)
    return [
        WorkOnMap(
            is_system=kind == Activity.Kind.SYSTEM,
            factors=frozenset(factors[pk]),
            places=frozenset(places[pk]),
            groups=frozenset(key.split("|")) if key else frozenset(),
        )
        for pk, kind, key in seen.values_list("id", "kind", "group_set__key")
    ]


@dataclass(frozen=True, slots=True)
class Grant:
    """Who gave a role, and when."""

    by: str
    at: datetime


def grants_to(access: Access) -> Mapping[str, Grant]:
    """For each role of the person who asks, how it was given last."""
    if not access.actor.id:
        return {}
    rows = Record.objects.filter(
        action="grant role",
        initiative=access.initiative.code,
        subject=f"user {access.actor.id}",
    ).order_by("pk")
    return {str(row.detail.get("role")): Grant(row.actor_label, row.at) for row in rows}


@dataclass(frozen=True, slots=True)
class Belonging:
    """What the person who asks belongs to in this initiative."""

    name: Text
    is_administrator: bool


def places_of_person(access: Access) -> list[Belonging]:
    """The organisations and groups of residents of the person who asks."""
    if not access.actor.id:
        return []
    rows = Affiliation.objects.filter(user_id=access.actor.id).select_related(
        "organisation", "group"
    )
    found = []
    for row in rows:
        of = row.organisation or row.group
        if of is not None and of.initiative_id == access.initiative.pk:
            found.append(Belonging(of.name, row.is_administrator))
    return found


def people_of_trail(code: str) -> list[tuple[str, str]]:
    """Id and latest name of everybody who is in the trail of an initiative."""
    # One row for each name a person had: the trail may hold a hundred thousand acts.
    rows = (
        Record.objects.filter(initiative=code)
        .exclude(actor_id="")
        .values_list("actor_id", "actor_label")
        .annotate(last=Max("pk"))
        .order_by("last")
        .values_list("actor_id", "actor_label")
    )
    return sorted(dict(rows).items(), key=lambda each: each[1])


def people_acted_on(records: Iterable[Record]) -> dict[str, str]:
    """The names, by id, of the people whom these acts are about."""
    marks = (each.subject.partition(" ") for each in records)
    ids = {which for kind, _space, which in marks if kind == "user" and which.isdecimal()}
    return {str(each.pk): each.name for each in User.objects.filter(pk__in=ids)}


def acts_of_trail(code: str) -> list[str]:
    """The kinds of acts in the trail of an initiative."""
    rows = Record.objects.filter(initiative=code).order_by("action")
    return list(rows.values_list("action", flat=True).distinct())
