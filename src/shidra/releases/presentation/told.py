"""A release as one reader may see it: numbers that are shown, without words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shidra.measurement.models import Indicator
from shidra.protection.analysis import Standing, weakest
from shidra.protection.permissions import Policy, ShownCell
from shidra.releases.models import Release
from shidra.releases.queries import Frozen

__all__ = ["Audited", "Certificate", "Recovered", "ToldMeasure", "ToldRelease", "groups_of"]


@dataclass(frozen=True, slots=True)
class ToldMeasure:
    """A measure of a release as one reader may see it.

    Attributes:
        rows: how many figures it has.
        show: the figure of a place and of groups, or why it is not told.
        standing: how far its protected tables were looked at.
        told, hidden: how many counts everybody is told, and how many nobody without raw rights.
    """

    indicator: Indicator
    rows: int
    policy: Policy
    show: Callable[[str | None, frozenset[str]], ShownCell]
    standing: Standing
    told: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class ToldRelease:
    """A release as one reader may see it, its measures by code."""

    release: Release
    measures: Mapping[str, ToldMeasure]
    is_raw: bool

    @property
    def standing(self) -> Standing:
        """That of the measure that was looked at least."""
        return weakest(each.standing for each in self.measures.values())

    def cell(
        self, indicator: str, place: str | None = None, groups: frozenset[str] = frozenset()
    ) -> ShownCell:
        """A figure of a measure, else of everybody, or why it is not told."""
        measure = self.measures.get(indicator)
        return measure.show(place, groups) if measure else ShownCell.nothing()

    def row(self, row: Frozen) -> ShownCell:
        """One figure as it was published."""
        return self.cell(row.indicator, row.place or None, groups_of(row))


@dataclass(frozen=True, slots=True)
class Certificate:
    """How far the tables of a measure were looked at, and what everybody is told of it.

    Attributes:
        told, primary, complementary: how many counts the table of visitors tells, hides for
            themselves, and hides beside others; nothing of what is not certified is told by parts.
    """

    indicator: str
    standing: Standing
    told: int = 0
    primary: int = 0
    complementary: int = 0


@dataclass(frozen=True, slots=True)
class Recovered:
    """A small number that can be worked out: its cell, and between what it lies."""

    cell: Mapping[str, str]
    low: float
    high: float
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Audited:
    """What an auditor found of a measure, for readers of one audience.

    Attributes:
        told, hidden: counts that they are told, and that they are not.
        small: those that they must not find out.
    """

    indicator: str
    audience: str
    told: int
    hidden: int
    small: int
    recovered: tuple[Recovered, ...]


def groups_of(row: Frozen) -> frozenset[str]:
    """The groups of a figure, each as `dimension:code`."""
    return frozenset(row.groups.split("|")) if row.groups else frozenset()
