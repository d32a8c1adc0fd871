"""Figures side by side: over periods, over the groups of a dimension, and their disparity."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shidra.core.figures.cells import EVERYBODY, UNKNOWN, Figure, Table, figure, total_of

_NOISE = 1e-9
"""Share of a total below which a rest is the rounding of floats."""


@dataclass(frozen=True, slots=True)
class Split:
    """A cell, its figure for each group of a dimension, and what the groups leave.

    ``remainder`` is total − groups where both are counts and something is left: those whose group
    is not known, beside any who were reported as unknown. ``exceeds`` says that the groups add up
    to more than the total: then somebody was counted twice, or the total is older than its parts.
    """

    dimension: str
    total: Figure
    groups: tuple[Figure, ...]
    remainder: Figure | None
    exceeds: bool


@dataclass(frozen=True, slots=True)
class Disparity:
    """The difference between the groups with the highest and the lowest value, in their unit."""

    value: float
    highest: str
    lowest: str


def by_period(
    table: Table, place: str | None = None, groups: frozenset[str] = EVERYBODY
) -> tuple[Figure, ...]:
    """The figure of a cell in every period that has rows in it, in order.

    >>> from shidra.core.figures import Row
    >>> table = Table([Row("2025", numerator=1, denominator=4),
    ...                Row("2026", numerator=2, denominator=4)], {})
    >>> [point.value for point in by_period(table)]
    [0.25, 0.5]
    """
    found = (figure(table, period, place, groups) for period in table.periods)
    return tuple(point for point in found if point.rows)


def by_group(
    table: Table,
    period: str,
    dimension: str,
    place: str | None = None,
    groups: frozenset[str] = EVERYBODY,
) -> Split:
    """A cell split by the groups of one dimension, in order of their codes.

    >>> from shidra.core.figures import Row
    >>> table = Table([Row("2026", numerator=5, denominator=10),
    ...                Row("2026", None, frozenset({"sector:a"}), 3, 6)], {})
    >>> split = by_group(table, "2026", "sector")
    >>> split.groups[0].value, split.remainder.numerator, split.remainder.denominator
    (0.5, 2, 4)
    """
    prefix = f"{dimension}:"
    named = {
        group
        for row in table.finer(period, place, groups)
        for group in row.groups
        if group.startswith(prefix)
    }
    total = figure(table, period, place, groups)
    asked = _Asked(table, period, place, groups)
    for group in sorted(named):
        asked.take(group)
    parts = asked.with_unknown(f"{prefix}{UNKNOWN}")
    remainder, exceeds = _rest(total, parts)
    return Split(dimension, total, parts, remainder, exceeds or asked.exceeds)


class _Asked:
    """The groups of one cell: of a category that was divided its parts, and what they leave."""

    def __init__(
        self, table: Table, period: str, place: str | None, groups: frozenset[str]
    ) -> None:
        self.table, self.period, self.place, self.groups = table, period, place, groups
        self.parts: list[Figure] = []
        # What belongs to a part that nobody stated.
        self.undivided: list[Figure] = []
        self.exceeds = False
        self.wholes = table.wholes(period)

    def take(self, group: str) -> None:
        """Add a category, or of one that is told by its parts those that are there."""
        whole = self._figure(group)
        if group not in self.wholes:
            self.parts.append(whole)
            return
        parts = [one for one in self.table.walk.parts_of(group, self.period) if self._has(one)]
        if parts:
            rest, exceeds = _rest(whole, tuple(self._figure(one) for one in parts))
            self.exceeds = self.exceeds or exceeds
            if rest:
                self.undivided.append(rest)
            for part in parts:
                self.take(part)
        else:
            self.undivided.append(whole)

    def with_unknown(self, unknown: str) -> tuple[Figure, ...]:
        """All groups in order of their codes, with those whose part nobody stated as unknown."""
        if self.undivided:
            named = frozenset({*self.groups, unknown})
            stated = [one for one in self.parts if one.groups == named]
            together = _added([*stated, *self.undivided], named)
            self.parts = [one for one in self.parts if one.groups != named]
            self.parts.append(together)
        return tuple(sorted(self.parts, key=lambda one: sorted(one.groups)))

    def _figure(self, group: str) -> Figure:
        return figure(self.table, self.period, self.place, self.groups | {group})

    def _has(self, group: str) -> bool:
        return any(self.table.finer(self.period, self.place, self.groups | {group}))


def _added(parts: list[Figure], groups: frozenset[str]) -> Figure:
    """Figures of people apart from each other, as one."""
    if len(parts) == 1:
        return replace(parts[0], groups=groups)
    numerator = total_of([part.numerator for part in parts])
    denominator = total_of([part.denominator for part in parts])
    value = numerator / denominator if numerator is not None and denominator else None
    return Figure(
        parts[0].period,
        parts[0].place,
        groups,
        numerator,
        denominator,
        numerator if denominator is None else value,
        total_of([part.n for part in parts]),
        rows=sum(part.rows for part in parts),
    )


def _rest(total: Figure, parts: tuple[Figure, ...]) -> tuple[Figure | None, bool]:
    """What the parts leave of the total, and whether they are more than it."""
    numerator = _left(total.numerator, [part.numerator for part in parts])
    denominator = _left(total.denominator, [part.denominator for part in parts])
    left = [amount for amount in (numerator, denominator) if amount is not None]
    if not parts or not any(left):
        return None, False
    if min(left) < 0:
        return None, True
    value = numerator / denominator if numerator is not None and denominator else None
    rest = Figure(total.period, total.place, total.groups, numerator, denominator, value)
    return rest, False


def _left(total: float | None, parts: list[float | None]) -> float | None:
    """The total less its parts, where every one of them is known."""
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts):
        return None
    left = total - sum(known)
    # Sums of the same amounts in another order may differ in their last bits.
    return 0 if abs(left) <= _NOISE * abs(total) else left


def disparity(figures: Iterable[Figure], dimension: str) -> Disparity | None:
    """Highest minus lowest value among the named groups of a dimension that have one.

    The unknown take no part; fewer than two groups have no disparity (None). Of equal groups the
    one whose code comes first is named.

    >>> from shidra.core.figures import Row
    >>> table = Table([Row("2026", None, frozenset({"sector:a"}), 3, 4),
    ...                Row("2026", None, frozenset({"sector:b"}), 1, 4)], {})
    >>> disparity(by_group(table, "2026", "sector").groups, "sector")
    Disparity(value=0.5, highest='sector:a', lowest='sector:b')
    """
    values: dict[str, float] = {}
    for point in figures:
        for group in point.groups:
            name, _, code = group.partition(":")
            if name == dimension and code != UNKNOWN and point.value is not None:
                values[group] = point.value
    if len(values) < 2:  # noqa: PLR2004 - a difference needs two
        return None
    codes = sorted(values)
    highest, lowest = max(codes, key=values.__getitem__), min(codes, key=values.__getitem__)
    return Disparity(values[highest] - values[lowest], highest, lowest)
