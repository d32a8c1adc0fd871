"""Reads of partners, what they do, what they promised, and what they answer for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, readable
from shidra.initiatives.queries import groups_of
from shidra.network.models import Activity, Affiliation, Organisation, Promise, Stewardship
from shidra.roadmap.queries import adopted_version_or_none, entries_of

__all__ = [
    "ActivityRow",
    "Network",
    "Own",
    "Owner",
    "PartnerRow",
    "PromiseRow",
    "activities_of",
    "network_of",
    "own_of",
    "owners_of",
    "partners_of",
    "promises_of",
    "seen_by",
]


@dataclass(frozen=True, slots=True)
class Own:
    """Ids of what a person belongs to, and of that to which they may invite others."""

    organisations: frozenset[int] = frozenset()
    groups: frozenset[int] = frozenset()
    invites_to: frozenset[int] = frozenset()
    invites_to_groups: frozenset[int] = frozenset()

    @property
    def is_anything(self) -> bool:
        return bool(self.organisations or self.groups)


def own_of(access: Access) -> Own:
    """What belongs to the person of this access in its initiative; nothing for a visitor."""
    if not access.actor.id:
        return Own()
    here = Q(organisation__initiative=access.initiative) | Q(group__initiative=access.initiative)
    rows = Affiliation.objects.filter(here, user_id=access.actor.id).values_list(
        "organisation_id", "group_id", "is_administrator"
    )
    organisations = frozenset(row[0] for row in rows if row[0])
    return Own(
        organisations=organisations,
        groups=frozenset(row[1] for row in rows if row[1]),
        invites_to=frozenset(row[0] for row in rows if row[0] and row[2]),
        invites_to_groups=frozenset(row[1] for row in rows if row[1] and row[2]),
    )


def seen_by(access: Access, *, way: str = "", groups: bool = False) -> Q:
    """Which records with a visibility this person sees: those open to their roles, and their own.

    `way` leads from the rows that are asked for to the record, `groups` says that groups of
    residents may own one.
    """
    own = own_of(access)
    found = Q(**{f"{way}visibility__in": readable(access)})
    found |= Q(**{f"{way}organisation__in": own.organisations})
    if groups:
        found |= Q(**{f"{way}group__in": own.groups})
    return found


@dataclass(frozen=True, slots=True)
class Owner:
    """The partner that answers for a factor."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner of the network."""

    id: int
    code: str
    name: Text
    sector: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """What a partner does; both reaches count people and belong to protection."""

    id: int
    code: str
    organisation_id: int
    name: Text
    kind: str
    factors: tuple[str, ...]
    places: tuple[Text, ...]
    group_key: str
    starts_on: date | None
    ends_on: date | None
    reach_planned: int | None
    reach_actual: int | None


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What a partner, or a group of residents, promised in public."""

    code: str
    organisation_id: int | None
    group: str
    kind: str
    text: Text
    factor: str
    made_on: date | None
    due_on: date | None
    state: str
    reason: Text

    def is_late(self, today: date) -> bool:
        """Late by its own word, or still open after its day."""
        passed = self.due_on is not None and self.due_on < today
        return self.state == Promise.State.LATE or (self.state == Promise.State.OPEN and passed)


@dataclass(frozen=True, slots=True)
class Network:
    """The partners of an initiative with all that they do, promised and answer for.

    Attributes:
        owners: who answers for a factor, by its code.
        factors: names of the factors of the adopted map, by code.
        groups: names of the groups, by `dimension:code`.
    """

    partners: tuple[PartnerRow, ...]
    activities: tuple[ActivityRow, ...]
    promises: tuple[PromiseRow, ...]
    owners: Mapping[str, Owner]
    factors: Mapping[str, Text]
    groups: Mapping[str, Text]


def network_of(access: Access) -> Network:
    """The network as this person sees it, in eleven queries, however large it is."""
    initiative = access.initiative
    version = adopted_version_or_none(initiative)
    names = entries_of(version).values_list("factor__code", "name") if version else ()
    return Network(
        partners=tuple(partners_of(initiative)),
        activities=tuple(activities_of(access)),
        promises=tuple(promises_of(access)),
        owners=owners_of(initiative),
        factors=dict(names),
        groups={key: group.name for key, group in groups_of(initiative).items()},
    )


def owners_of(initiative: Initiative) -> Mapping[str, Owner]:
    """For each factor that has one, by code, who answers for it."""
    rows = Stewardship.objects.filter(
        factor__initiative=initiative, kind=Stewardship.Kind.OWNER
    ).values_list("factor__code", "organisation__code", "organisation__name")
    return {factor: Owner(code, name) for factor, code, name in rows}


def partners_of(initiative: Initiative) -> list[PartnerRow]:
    """All partners in the order of their table."""
    rows = Organisation.objects.filter(initiative=initiative)
    return [PartnerRow(*row) for row in rows.values_list("id", "code", "name", "sector")]


def activities_of(access: Access) -> list[ActivityRow]:
    """The activities in this person's sight with their factors and places: four queries."""
    initiative = access.initiative
    factors = defaultdict(list)
    for pk, code in Activity.factors.through.objects.filter(
        activity__initiative=initiative
    ).values_list("activity_id", "factor__code"):
        factors[pk].append(code)
    places = defaultdict(list)
    for pk, name in Activity.places.through.objects.filter(
        activity__initiative=initiative
    ).values_list("activity_id", "place__name"):
        places[pk].append(name)
    rows = Activity.objects.filter(seen_by(access), initiative=initiative).values_list(
        "id",
        "code",
        "organisation_id",
        "name",
        "kind",
        "group_set__key",
        "starts_on",
        "ends_on",
        "reach_planned",
        "reach_actual",
    )
    return [
        ActivityRow(
            pk,
            code,
            organisation,
            name,
            kind,
            tuple(sorted(factors[pk])),
            tuple(places[pk]),
            key or "",
            starts_on,
            ends_on,
            planned,
            actual,
        )
        for pk, code, organisation, name, kind, key, starts_on, ends_on, planned, actual in rows
    ]


def promises_of(access: Access) -> list[PromiseRow]:
    """The promises in this person's sight; a group that promised is named `dimension:code`."""
    rows = Promise.objects.filter(
        seen_by(access, groups=True), initiative=access.initiative
    ).values_list(
        "code",
        "organisation_id",
        "group__dimension",
        "group__code",
        "kind",
        "text",
        "factor__code",
        "made_on",
        "due_on",
        "state",
        "reason",
    )
    return [
        PromiseRow(
            code,
            organisation,
            f"{dimension}:{group}" if group else "",
            kind,
            text,
            factor or "",
            made_on,
            due_on,
            state,
            reason,
        )
        for (
            code,
            organisation,
            dimension,
            group,
            kind,
            text,
            factor,
            made_on,
            due_on,
            state,
            reason,
        ) in rows
    ]
