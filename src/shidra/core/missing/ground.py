"""What the kinds are computed from: the records of an initiative as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from shidra.core.missing.places import Places

__all__ = [
    "ActivityOn",
    "FactorOnMap",
    "Figure",
    "FurthestBehind",
    "Ground",
    "NeedHere",
    "SpentHere",
]

_EVERYBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FactorOnMap:
    """A factor of the adopted map: who answers for it, what blocks it, how it is measured."""

    code: str
    is_outcome: bool = False
    has_owner: bool = False
    has_barrier: bool = False
    has_barrier_owner: bool = False
    has_indicator: bool = False


@dataclass(frozen=True, slots=True)
class NeedHere:
    """A row of needs: minor units of money, and the people whom it is for (None: not written)."""

    line: str
    year: int
    amount: int
    place: str | None = None
    groups: frozenset[str] = _EVERYBODY
    people: int | None = None
    people_kind: str = ""


@dataclass(frozen=True, slots=True)
class ActivityOn:
    """An activity: no places are everywhere, no groups everybody, no year always.

    Attributes:
        reach: how many people it reached, over its whole time; None where it did not say.
        quality: 0 to 4; None where nobody rated it.
    """

    code: str
    factors: frozenset[str]
    places: frozenset[str] = frozenset()
    groups: frozenset[str] = _EVERYBODY
    first_year: int | None = None
    last_year: int | None = None
    reach: int | None = None
    quality: int | None = None

    def runs_in(self, year: int) -> bool:
        """Whether some day of it lies in the year."""
        return (self.first_year is None or self.first_year <= year) and (
            self.last_year is None or year <= self.last_year
        )


@dataclass(frozen=True, slots=True)
class SpentHere:
    """An allocation of signed money and what was spent of it; None: nobody said."""

    line: str
    year: int
    amount: int
    spent: int | None
    place: str | None = None
    groups: frozenset[str] = _EVERYBODY


@dataclass(frozen=True, slots=True)
class Figure:
    """That a factor was observed at a place and for groups: in which year at last, how well.

    `quality` is A to D, or empty where it was not given.
    """

    factor: str
    year: int
    place: str | None = None
    groups: frozenset[str] = _EVERYBODY
    quality: str = ""


@dataclass(frozen=True, slots=True)
class FurthestBehind:
    """The group that is furthest from the goal of everybody on a measure of this factor.

    Attributes:
        cost: minor units that its best strategy needs; None where none says so.
        signed: minor units of it that are signed, or 1 and 0 for any and none without a cost.
    """

    factor: str
    group: str
    has_strategy: bool = False
    cost: int | None = None
    signed: int = 0


@dataclass(frozen=True)
class Ground:
    """All records that the kinds look at.

    Attributes:
        year: the year of the day of asking.
        told_until: the year of which figures should tell; that of asking unless all ended before.
    """

    year: int
    factors: tuple[FactorOnMap, ...] = ()
    needs: tuple[NeedHere, ...] = ()
    activities: tuple[ActivityOn, ...] = ()
    spending: tuple[SpentHere, ...] = ()
    figures: tuple[Figure, ...] = ()
    furthest: tuple[FurthestBehind, ...] = ()
    parents: Mapping[str, str | None] = field(default_factory=dict)
    told_until: int | None = None

    @cached_property
    def places(self) -> Places:
        return Places(self.parents)

    @cached_property
    def needs_by_line(self) -> Mapping[str, tuple[NeedHere, ...]]:
        """The needs of each line, those of nothing for nobody left out."""
        found: dict[str, list[NeedHere]] = {}
        for need in self.needs:
            if need.amount or need.people:
                found.setdefault(need.line, []).append(need)
        return {line: tuple(rows) for line, rows in found.items()}

    @cached_property
    def activities_by_factor(self) -> Mapping[str, tuple[ActivityOn, ...]]:
        found: dict[str, list[ActivityOn]] = {}
        for activity in self.activities:
            for factor in activity.factors:
                found.setdefault(factor, []).append(activity)
        return {factor: tuple(rows) for factor, rows in found.items()}

    def cells_of(
        self, line: str
    ) -> Mapping[tuple[str | None, frozenset[str]], tuple[NeedHere, ...]]:
        """The needs of a line by place and groups, all years together."""
        found: dict[tuple[str | None, frozenset[str]], list[NeedHere]] = {}
        for need in self.needs_by_line.get(line, ()):
            found.setdefault((need.place, need.groups), []).append(need)
        return {cell: tuple(rows) for cell, rows in found.items()}


def money_of(needs: Iterable[NeedHere]) -> int:
    """The money of some needs together."""
    return sum(need.amount for need in needs)
