"""What is known of the groups of one dimension, and many of these side by side as arrays."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

__all__ = ["Batch", "Grouping", "GroupingError", "Subgroup", "packed"]

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


class GroupingError(ValueError):
    """The groups of a case cannot be what they are said to be; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Subgroup:
    """One group.

    Attributes:
        estimate: the indicator, in its own unit; None where it is not known.
        se: its standard error, in the same unit.
        population: how many people it stands for, on any scale that all groups share.
        order: 1 for the least advantaged, rising; None where the dimension has no order.
    """

    name: str
    estimate: float | None
    se: float | None = None
    population: float | None = None
    order: int | None = None
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups of one dimension for one indicator.

    Attributes:
        is_favourable: more of the indicator is better.
        is_ordered: the groups rank from the least to the most advantaged.
        scale: the value that means everybody, 100 for percent; None for an indicator without one.

    Raises:
        GroupingError: numbers that are not finite, a negative se or population, estimates outside
            the scale, two references, an order that is missing or the same for two groups.
    """

    case: str
    groups: tuple[Subgroup, ...]
    is_favourable: bool = True
    is_ordered: bool = False
    scale: float | None = None

    def __post_init__(self) -> None:
        if not self.groups:
            raise GroupingError(f"{self.case}: there is no group.")
        if self.scale is not None and not (math.isfinite(self.scale) and self.scale > 0):
            raise GroupingError(f"{self.case}: the scale must be above 0.")
        for group in self.groups:
            self._check(group)
        if sum(group.is_reference for group in self.groups) > 1:
            raise GroupingError(f"{self.case}: there are two reference groups.")
        orders = [group.order for group in self.groups]
        if self.is_ordered and None in orders:
            raise GroupingError(f"{self.case}: a group of an ordered dimension has no order.")
        if self.is_ordered and len(set(orders)) < len(orders):
            raise GroupingError(f"{self.case}: two groups have the same order.")

    def _check(self, group: Subgroup) -> None:
        given = (group.estimate, group.se, group.population)
        if any(value is not None and not math.isfinite(value) for value in given):
            raise GroupingError(f"{self.case}, {group.name}: a number is not finite.")
        if any(value is not None and value < 0 for value in given[1:]):
            raise GroupingError(f"{self.case}, {group.name}: se and population are 0 or more.")
        outside = (
            self.scale is not None
            and group.estimate is not None
            and not 0 <= group.estimate <= self.scale
        )
        if outside:
            raise GroupingError(
                f"{self.case}, {group.name}: the estimate lies outside 0 to {self.scale:g}."
            )

    @property
    def known(self) -> "Grouping":
        """The same without groups whose estimate is not known."""
        found = tuple(group for group in self.groups if group.estimate is not None)
        return self if len(found) == len(self.groups) else replace(self, groups=found or ())


@dataclass(frozen=True, slots=True)
class Batch:
    """Many groupings as arrays of shape (cases, most groups); what is padded weighs nothing.

    Groups of an ordered case stand from the least to the most advantaged.

    Attributes:
        y, s, n: estimates, standard errors, populations; 0 where padded or not known.
        there: which places hold a group. reference: which group is the reference.
        has_se, has_population: by case, whether all its groups have them (and somebody lives
            there).
        favourable, ordered, scale: by case; a scale of 0 means none.
    """

    y: Floats
    s: Floats
    n: Floats
    there: Flags
    reference: Flags
    has_se: Flags
    has_population: Flags
    favourable: Flags
    ordered: Flags
    scale: Floats

    @property
    def count(self) -> Floats:
        """How many groups each case has."""
        return self.there.sum(axis=1).astype(float)

    @property
    def shares(self) -> Floats:
        """The share of each group in the population of its case."""
        total = self.n.sum(axis=1, keepdims=True)
        return np.divide(self.n, total, out=np.zeros_like(self.n), where=total > 0)

    @property
    def mean(self) -> Floats:
        """μ = Σ p y, by case; without populations the plain mean of the groups."""
        weighted = (self.shares * self.y).sum(axis=1)
        plain = self.y.sum(axis=1) / np.maximum(self.count, 1)
        return np.where(self.has_population, weighted, plain)


def packed(groupings: Sequence[Grouping]) -> Batch:
    """Groupings side by side; every one must know its estimates (`Grouping.known`)."""
    shape = (len(groupings), max((len(each.groups) for each in groupings), default=0))
    y, s, n = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    there, reference = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    has_se, has_population = np.ones(shape[0], dtype=bool), np.ones(shape[0], dtype=bool)
    for case, grouping in enumerate(groupings):
        groups = grouping.groups
        if grouping.is_ordered:
            groups = tuple(sorted(groups, key=lambda group: group.order or 0))
        size = len(groups)
        y[case, :size] = [group.estimate or 0.0 for group in groups]
        s[case, :size] = [group.se or 0.0 for group in groups]
        n[case, :size] = [group.population or 0.0 for group in groups]
        there[case, :size] = True
        reference[case, :size] = [group.is_reference for group in groups]
        has_se[case] = all(group.se is not None for group in groups)
        has_population[case] = all(group.population is not None for group in groups)
    return Batch(
        y,
        s,
        n,
        there,
        reference,
        has_se,
        has_population & (n.sum(axis=1) > 0),
        np.array([each.is_favourable for each in groupings], dtype=bool),
        np.array([each.is_ordered for each in groupings], dtype=bool),
        np.array([each.scale or 0.0 for each in groupings], dtype=float),
    )
