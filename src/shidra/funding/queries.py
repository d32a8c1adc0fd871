"""Reads of the ledger, light: one query per table, plain rows, money in whole minor units."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, Right
from shidra.initiatives.queries import groups_of, places_of
from shidra.network.models import Organisation
from shidra.network.queries import own_of
from shidra.roadmap.queries import adopted_version_or_none, entries_of

__all__ = [
    "MINOR_UNITS",
    "AllocationRow",
    "CommitmentRow",
    "InstalmentRow",
    "NeedRow",
    "OptionRow",
    "PlanNames",
    "Sight",
    "allocations_of",
    "any_gives",
    "commitments_of",
    "commitments_visible_to",
    "instalments_of",
    "needs_of",
    "options_of",
    "plan_names",
    "sight_of",
    "visibilities_open_to",
]

# Minor units in one major unit of money: agorot in a shekel, cents in a dollar.
MINOR_UNITS = 100

Visibility = Commitment.Visibility

# Who sees money of each visibility; what everybody may see needs no right of its own.
RIGHT_TO_SEE: dict[str, Right] = {
    Visibility.PUBLIC: Right.SEE,
    Visibility.PARTNERS: Right.SEE_PARTNERS_MONEY,
    Visibility.STEERING: Right.SEE_STEERING_MONEY,
    Visibility.PRIVATE: Right.SEE_PRIVATE_MONEY,
}

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A row of `needs`; `line` is a factor's code or one of the four shared lines."""

    id: int
    line: str
    year: int
    amount: int
    place: str | None = None
    groups: frozenset[str] = _NOBODY
    people: int | None = None
    people_kind: str = ""


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """A row of `allocations` in its commitment's currency, with what it takes to convert it."""

    id: int
    commitment_id: int
    line: str
    year: int
    amount: int
    rate: Decimal
    place: str | None = None
    groups: frozenset[str] = _NOBODY
    activity_id: int | None = None
    spent: int | None = None


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A row of `commitments` with its funder; places and groups are those it is restricted to."""

    id: int
    code: str
    funder_id: int
    funder: str
    funder_name: Text
    sector: str
    amount: int
    currency: str
    rate: Decimal
    mode: str
    visibility: str
    certainty: Decimal | None
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    overhead: Decimal
    lines: tuple[str, ...]
    groups: frozenset[str]
    places: tuple[str, ...]

    @property
    def is_signed(self) -> bool:
        return self.signed_on is not None

    @property
    def is_private(self) -> bool:
        return self.visibility == Visibility.PRIVATE

    @property
    def is_public_money(self) -> bool:
        """Whether the state or a local authority gives it."""
        return self.sector in {
            Organisation.Sector.GOVERNMENT,
            Organisation.Sector.LOCAL_AUTHORITY,
        }


@dataclass(frozen=True, slots=True)
class InstalmentRow:
    """A payment of a commitment, in its currency."""

    commitment_id: int
    due_on: date
    amount: int
    paid_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed without payment."""
        return self.paid_on is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A row of `options`: what money can buy on a factor."""

    id: int
    code: str
    factor: str
    name: Text
    unit_cost: int
    effect: Decimal
    effect_low: Decimal | None
    effect_high: Decimal | None
    effect_on: str
    people_kind: str
    max_share: Decimal
    fixed_cost: int | None
    min_people: int | None
    evidence: str


def visibilities_open_to(access: Access) -> list[str]:
    """The visibilities of money that this person may see."""
    return [visibility for visibility, right in RIGHT_TO_SEE.items() if access.may(right)]


@dataclass(frozen=True, slots=True)
class Sight:
    """Which commitments one person sees: those open to their roles, and their own organisations'."""

    visibilities: frozenset[str]
    funders: frozenset[int]

    def sees(self, commitment: "CommitmentRow") -> bool:
        """Whether funder and terms of it may be seen."""
        is_own = commitment.funder_id in self.funders
        return is_own or commitment.visibility in self.visibilities


def sight_of(access: Access) -> Sight:
    """What this person sees of the commitments."""
    return Sight(frozenset(visibilities_open_to(access)), own_of(access).organisations)


def commitments_visible_to(access: Access) -> QuerySet[Commitment]:
    """The commitments whose funder and terms this person may see."""
    sight = sight_of(access)
    return Commitment.objects.filter(
        Q(visibility__in=sight.visibilities) | Q(funder__in=sight.funders),
        initiative=access.initiative,
    )


def needs_of(initiative: Initiative) -> list[NeedRow]:
    """All needs in the order of their table."""
    rows = Need.objects.filter(initiative=initiative).values_list(
        "id",
        "factor__code",
        "shared_line",
        "year",
        "amount",
        "place__code",
        "group_set__key",
        "people",
        "people_kind",
    )
    return [
        NeedRow(pk, factor or shared, year, amount, place, _groups(key), people, kind)
        for pk, factor, shared, year, amount, place, key, people, kind in rows
    ]


def allocations_of(initiative: Initiative, *, signed: bool = True) -> list[AllocationRow]:
    """Allocations in the order of their table: of signed commitments, or else of all."""
    rows = Allocation.objects.filter(commitment__initiative=initiative)
    if signed:
        rows = rows.filter(commitment__signed_on__isnull=False)
    fields = rows.values_list(
        "id",
        "commitment_id",
        "factor__code",
        "shared_line",
        "year",
        "amount",
        "commitment__rate",
        "place__code",
        "group_set__key",
        "activity_id",
        "spent",
    )
    return [
        AllocationRow(
            pk, commitment, factor or shared, year, amount, rate, place, _groups(key), *rest
        )
        for pk, commitment, factor, shared, year, amount, rate, place, key, *rest in fields
    ]


def any_gives(partners: Collection[int]) -> bool:
    """Whether any of these partners, by id, pledged or signed for money at all."""
    return Commitment.objects.filter(funder__in=partners).exists()


def commitments_of(initiative: Initiative) -> list[CommitmentRow]:
    """All commitments, pledges too, in the order of their table: two queries."""
    places = defaultdict(list)
    for commitment_id, code in Commitment.places.through.objects.filter(
        commitment__initiative=initiative
    ).values_list("commitment_id", "place__code"):
        places[commitment_id].append(code)
    rows = Commitment.objects.filter(initiative=initiative).values(
        "id",
        "code",
        "funder_id",
        "funder__code",
        "funder__name",
        "funder__sector",
        "amount",
        "currency",
        "rate",
        "mode",
        "visibility",
        "certainty",
        "signed_on",
        "starts_on",
        "ends_on",
        "overhead",
        "lines",
        "group_set__key",
    )
    return [_commitment(row, tuple(sorted(places[row["id"]]))) for row in rows]


def _commitment(row: Mapping[str, Any], places: tuple[str, ...]) -> CommitmentRow:
    return CommitmentRow(
        id=row["id"],
        code=row["code"],
        funder_id=row["funder_id"],
        funder=row["funder__code"],
        funder_name=row["funder__name"],
        sector=row["funder__sector"],
        amount=row["amount"],
        currency=row["currency"],
        rate=row["rate"],
        mode=row["mode"],
        visibility=row["visibility"],
        certainty=row["certainty"],
        signed_on=row["signed_on"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        overhead=row["overhead"],
        lines=tuple(row["lines"]),
        groups=_groups(row["group_set__key"]),
        places=places,
    )


def instalments_of(initiative: Initiative) -> list[InstalmentRow]:
    """All payments, by day."""
    rows = Instalment.objects.filter(commitment__initiative=initiative).values_list(
        "commitment_id", "due_on", "amount", "paid_on"
    )
    return [InstalmentRow(*row) for row in rows]


def options_of(initiative: Initiative) -> list[OptionRow]:
    """All options in the order of their table."""
    rows = Option.objects.filter(initiative=initiative).values_list(
        "id",
        "code",
        "factor__code",
        "name",
        "unit_cost",
        "effect",
        "effect_low",
        "effect_high",
        "effect_on",
        "people_kind",
        "max_share",
        "fixed_cost",
        "min_people",
        "evidence",
    )
    return [OptionRow(*row) for row in rows]


def _groups(key: str | None) -> frozenset[str]:
    return frozenset(key.split("|")) if key else _NOBODY


@dataclass(frozen=True, slots=True)
class PlanNames:
    """The names behind the codes of a plan."""

    funders: Mapping[str, Text]
    options: Mapping[str, Text]
    factors: Mapping[str, Text]
    places: Mapping[str, Text]
    groups: Mapping[str, Text]


def plan_names(initiative: Initiative) -> PlanNames:
    """The names of all that a plan may mention: six queries."""
    version = adopted_version_or_none(initiative)
    commitments = Commitment.objects.filter(initiative=initiative)
    options = Option.objects.filter(initiative=initiative)
    return PlanNames(
        funders=dict(commitments.values_list("code", "funder__name"))
        | {
            f"new/{code}": name
            for code, name in Organisation.objects.filter(initiative=initiative).values_list(
                "code", "name"
            )
        },
        options=dict(options.values_list("code", "name")),
        factors={e.factor.code: e.name for e in entries_of(version)} if version else {},
        places={place.code: place.name for place in places_of(initiative).values()},
        groups={key: group.name for key, group in groups_of(initiative).items()},
    )
