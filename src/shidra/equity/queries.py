"""Reads of goals, barriers and strategies, as far as a person may see what they name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access, readable
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.queries import outcome_indicators
from shidra.network.models import Activity, Stewardship
from shidra.network.queries import seen_by
from shidra.protection.permissions import Reason, Shown
from shidra.roadmap.models import EvidenceItem, FactorEntry, Voice
from shidra.roadmap.queries import adopted_version_or_none

__all__ = [
    "Against",
    "BarrierOnMap",
    "Behind",
    "Distance",
    "Funding",
    "Judged",
    "NotTold",
    "Split",
    "barriers_for",
    "barriers_on_map",
    "goals_of",
    "is_for",
    "measures_for_goals",
    "strategies_for",
    "strategies_in",
    "voices_on",
]


# --- what is computed, as one person may see it ------------------------------------------------


@dataclass(frozen=True, slots=True)
class Distance:
    """How far one group or place is from the goal, in the latest period in which it is told.

    Attributes:
        code: `dimension:code` of a group, or the code of a place.
        value: where it stands. distance: to the goal, 0 once reached; None where it is hidden.
        people: how many they are. behind: how many of them the distance stands for; both None
            where numbers of people are not this reader's to see.
    """

    code: str
    value: Shown
    distance: float | None = None
    people: float | None = None
    behind: float | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """The groups of one dimension, or the places inside, each against the goal.

    Attributes:
        furthest: those at the largest distance; empty where all have arrived, or where it is not
            told. is_told: whether this reader may know who is furthest.
        reason: why not; None where the figures look the same, rounded.
    """

    dimension: str
    period: str
    lines: tuple[Distance, ...]
    furthest: tuple[str, ...] = ()
    is_told: bool = True
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Against:
    """One measure against its goal: everybody, the groups by each dimension, the places."""

    indicator: Indicator
    reading: Reading
    goal: UniversalGoal | None = None
    everybody: Distance | None = None
    period: str = ""
    splits: tuple[Split, ...] = ()
    places: Split | None = None

    @property
    def target(self) -> float | None:
        """What everybody is to reach, None where no target says so."""
        return self.reading.aim.value if self.reading.aim else None


@dataclass(frozen=True, slots=True)
class Funding:
    """The signed money of one strategy, in minor units, if this reader may know.

    Attributes:
        share: of the cost that is still missing, 0 to 1; without a cost 1 until any money is
            signed.
    """

    signed: int | None
    cost: int | None
    share: float | None

    @property
    def is_told(self) -> bool:
        return self.signed is not None

    @property
    def is_funded(self) -> bool:
        return self.share == 0


@dataclass(frozen=True, slots=True)
class Behind:
    """A group that is furthest from a goal on one factor, and what its best strategy still lacks.

    Attributes:
        has_strategy: whether anything is to be done for it at all. signed: minor units that are
            signed for its best strategy. cost: those that it needs; None where it does not say.
    """

    factor: str
    indicator: str
    group: str
    has_strategy: bool = False
    signed: int = 0
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class NotTold:
    """A goal of which this reader is not told who is furthest, or whether money is there."""

    factor: str
    indicator: str
    dimension: str
    reason: Reason | None = None
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """All groups that are furthest behind a goal, and what cannot be told of them."""

    behind: tuple[Behind, ...] = ()
    not_told: tuple[NotTold, ...] = ()


@dataclass(frozen=True, slots=True)
class BarrierOnMap:
    """A barrier that the adopted map names and no record of its own holds yet."""

    factor: str
    entry: FactorEntry
    owner: str = ""


# --- reads --------------------------------------------------------------------------------------


def goals_of(initiative: Initiative) -> QuerySet[UniversalGoal]:
    """All goals, in the order of their table."""
    return UniversalGoal.objects.filter(initiative=initiative).select_related(
        "indicator__factor", "indicator__owner"
    )


def measures_for_goals(initiative: Initiative) -> list[Indicator]:
    """The measures of the outcome, and every other one that has a goal, strategy or barrier."""
    named = [
        *UniversalGoal.objects.filter(initiative=initiative).values_list("indicator", flat=True),
        *TargetedStrategy.objects.filter(initiative=initiative).values_list("indicator", flat=True),
        *StructuralBarrier.indicators.through.objects.filter(
            structuralbarrier__initiative=initiative
        ).values_list("indicator", flat=True),
    ]
    outcomes = list(outcome_indicators(initiative).select_related("factor"))
    known = {each.pk for each in outcomes}
    others = Indicator.objects.filter(pk__in=set(named) - known).select_related("factor")
    return [*outcomes, *others.order_by("position", "id")]


def barriers_for(access: Access, indicator: Indicator | None = None) -> list[StructuralBarrier]:
    """The barriers to a goal, each with the evidence that this person may read."""
    rows = StructuralBarrier.objects.filter(initiative=access.initiative)
    if indicator is not None:
        rows = rows.filter(indicators=indicator)
    evidence = EvidenceItem.objects.filter(visibility__in=readable(access))
    return list(
        rows.select_related("factor", "owner", "group_set").prefetch_related(
            "places", "indicators", "strategies", Prefetch("evidence", evidence, "seen_evidence")
        )
    )


def strategies_for(access: Access, indicator: Indicator | None = None) -> list[TargetedStrategy]:
    """The strategies for a goal, each with the activities that this person may see."""
    rows = TargetedStrategy.objects.filter(initiative=access.initiative)
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    activities = Activity.objects.filter(seen_by(access)).select_related("organisation")
    return list(
        rows.select_related("indicator", "measure", "owner", "group_set").prefetch_related(
            "places",
            "barriers",
            "factors",
            "activities",
            "commitments__funder",
            Prefetch("activities", activities, "seen_activities"),
        )
    )


def strategies_in(
    strategies: Iterable[TargetedStrategy], indicator: int, group: str
) -> list[TargetedStrategy]:
    """Those of a goal that are for a whole group, and were not stopped."""
    return [
        each
        for each in strategies
        if each.indicator_id == indicator
        and each.state != TargetedStrategy.State.STOPPED
        and is_for(each, group)
    ]


def is_for(strategy: TargetedStrategy, group: str) -> bool:
    """Whether a strategy is for a group: it names the group, and no other dimension narrows it."""
    keys = strategy.group_set.keys if strategy.group_set else frozenset[str]()
    dimension = group.partition(":")[0]
    return group in keys and all(key.partition(":")[0] == dimension for key in keys)


def barriers_on_map(
    initiative: Initiative, known: Collection[int], near: Collection[str] | None = None
) -> list[BarrierOnMap]:
    """Barriers that the adopted map names on factors of which no record holds one yet."""
    entries = FactorEntry.objects.filter(version=adopted_version_or_none(initiative))
    entries = entries.exclude(factor__in=known).select_related("factor")
    if near is not None:
        entries = entries.filter(factor__code__in=near)
    named = [entry for entry in entries if entry.barrier]
    owners = dict(
        Stewardship.objects.filter(
            factor__in=[entry.factor_id for entry in named], kind=Stewardship.Kind.BARRIER_OWNER
        ).values_list("factor", "organisation__code")
    )
    return [
        BarrierOnMap(entry.factor.code, entry, owners.get(entry.factor_id, "")) for entry in named
    ]


def voices_on(access: Access, factors: Iterable[int]) -> dict[int, list[Voice]]:
    """What people who live it say under factors, shown with their consent, by factor."""
    rows = Voice.objects.filter(
        initiative=access.initiative,
        factor__in=set(factors),
        state=Voice.State.SHOWN,
        visibility__in=readable(access),
    )
    found: dict[int, list[Voice]] = {}
    for voice in rows:
        found.setdefault(voice.factor_id, []).append(voice)
    return found
