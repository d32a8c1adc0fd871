"""Which part of the money that was allocated meets a need.

An allocation *fits* the needs of its line and year whose place lies inside its own place or
encloses it, and whose groups share one with its own; no place is the whole, no groups are
everybody. Allocations are applied one after the other: the deepest place first (no place last),
then fewer named groups before more and none last, then in the order given. Each is shared over
the needs it fits in proportion to what is still uncovered there, never above it; what finds no
need is overlap.

Amounts are whole minor units of one currency (agorot); results are exact fractions of them, so
that they add up to the last agora and do not depend on the order of a sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from shidra.core.missing.places import Places

_EVERYBODY: frozenset[str] = frozenset()

_LONGEST_DENOMINATOR = 512
"""Bits of a common denominator past which fractions are cut back."""

_CUT_BACK_TO = 256
"""Bits of the denominator they are then cut back to: errors far below 1e-50 of an agora."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a line needs in a year, at a place (None: the whole), for groups (none: everybody).

    Groups are written ``dimension:code``; ``amount`` counts whole minor units.
    """

    line: str
    year: int
    amount: int
    place: str | None = None
    groups: frozenset[str] = _EVERYBODY


@dataclass(frozen=True, slots=True)
class Allocation:
    """Signed money given to a line in a year, at a place, for groups; as in `Need`.

    `may_meet_more`: there are needs that are not told here and that it may serve, so that what is
    left of it is no overlap.
    """

    line: str
    year: int
    amount: int
    place: str | None = None
    groups: frozenset[str] = _EVERYBODY
    may_meet_more: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answer of `cover`, in the order of what was asked.

    ``covered[i]`` and ``uncovered[i]`` are the two parts of the amount of need ``i``; ``used[j]``
    is what allocation ``j`` met, the rest of it is its ``overlap[j]`` unless it may meet more.
    Σ covered = Σ used.
    """

    covered: tuple[Fraction, ...]
    uncovered: tuple[Fraction, ...]
    used: tuple[Fraction, ...]
    overlap: tuple[Fraction, ...] = ()


def cover(
    needs: Sequence[Need],
    allocations: Sequence[Allocation],
    parents: Mapping[str, str | None],
) -> Coverage:
    """Apply allocations to needs; ``parents`` names the place around each place.

    Raises:
        ValueError: a negative amount, or places that enclose one another.

    >>> whole, north = Need("F1", 2026, 300), Need("F1", 2026, 100, place="north")
    >>> answer = cover([whole, north], [Allocation("F1", 2026, 200)], {"north": None})
    >>> [int(part) for part in answer.covered]
    [150, 50]
    """
    rows: tuple[Need | Allocation, ...] = (*needs, *allocations)
    for row in rows:
        if row.amount < 0:
            msg = f"An amount of {row.line} in {row.year} is negative: {row.amount}"
            raise ValueError(msg)
    around = Places(parents)
    by_purse: dict[tuple[str, int], _Purse] = {}
    for position, need in enumerate(needs):
        by_purse.setdefault((need.line, need.year), _Purse()).add(position, need)
    used = [Fraction(0)] * len(allocations)
    for position in _in_order(allocations, around):
        allocation = allocations[position]
        purse = by_purse.get((allocation.line, allocation.year))
        if purse is not None:
            used[position] = purse.apply(allocation, around)
    uncovered = [Fraction(0)] * len(needs)
    for purse in by_purse.values():
        for position, numerator in zip(purse.positions, purse.numerators, strict=True):
            uncovered[position] = Fraction(numerator, purse.denominator)
    covered = (need.amount - left for need, left in zip(needs, uncovered, strict=True))
    overlap = (
        Fraction(0) if given.may_meet_more else given.amount - met
        for given, met in zip(allocations, used, strict=True)
    )
    return Coverage(tuple(covered), tuple(uncovered), tuple(used), tuple(overlap))


def _in_order(allocations: Sequence[Allocation], around: Places) -> list[int]:
    """Positions of the allocations in the order in which they are applied."""

    def rank(position: int) -> tuple[int, bool, int, int]:
        allocation = allocations[position]
        named = len(allocation.groups)
        return (-around.depth(allocation.place), named == 0, named, position)

    return sorted(range(len(allocations)), key=rank)


class _Purse:
    """The needs of one line and year, and what is uncovered of each.

    Uncovered amounts are whole numerators over one common denominator: a step then costs one
    multiplication per need instead of one fraction.
    """

    def __init__(self) -> None:
        self.positions: list[int] = []
        self.needs: list[Need] = []
        self.numerators: list[int] = []
        self.denominator = 1

    def add(self, position: int, need: Need) -> None:
        self.positions.append(position)
        self.needs.append(need)
        self.numerators.append(need.amount)

    def apply(self, allocation: Allocation, around: Places) -> Fraction:
        """Share an allocation over the needs it fits; answers how much of it they took."""
        fitting = [i for i, need in enumerate(self.needs) if fits(allocation, need, around)]
        open_before = sum(self.numerators[i] for i in fitting)
        offered = allocation.amount * self.denominator
        if offered >= open_before:
            taken = Fraction(open_before, self.denominator)
            for i in fitting:
                self.numerators[i] = 0
            return taken
        self._shrink(frozenset(fitting), open_before - offered, open_before)
        return Fraction(allocation.amount)

    def _shrink(self, fitting: Iterable[int], part: int, whole: int) -> None:
        """Leave ``part / whole`` of what is uncovered in the fitting needs."""
        common = gcd(part, whole)
        part, whole = part // common, whole // common
        self.numerators = [
            numerator * (part if i in fitting else whole)
            for i, numerator in enumerate(self.numerators)
        ]
        self.denominator *= whole
        if self.denominator.bit_length() > _CUT_BACK_TO:
            common = gcd(self.denominator, *self.numerators)
            self.numerators = [numerator // common for numerator in self.numerators]
            self.denominator //= common
        if (excess := self.denominator.bit_length() - _LONGEST_DENOMINATOR) > 0:
            shift = excess + _LONGEST_DENOMINATOR - _CUT_BACK_TO
            self.numerators = [numerator >> shift for numerator in self.numerators]
            self.denominator = -(-self.denominator >> shift)


def fits(allocation: Allocation, need: Need, around: Places) -> bool:
    """Whether money of a line and year may meet a need of the same line and year."""
    groups_meet = (
        not allocation.groups or not need.groups or not allocation.groups.isdisjoint(need.groups)
    )
    return groups_meet and around.touch(allocation.place, need.place)
