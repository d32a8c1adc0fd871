"""How the money that was committed meets the needs: the ledger, opened to the core.

The core counts whole minor units of one currency. Allocations of a commitment in another currency
are converted by the rate that was frozen when it was signed, each to the nearest minor unit: a
third of a sum can only be written in cents, and must not leave a hundredth of an agora behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import floor

from shidra.core import missing
from shidra.funding.analysis.needs_told import told_needs
from shidra.funding.queries import (
    MINOR_UNITS,
    AllocationRow,
    NeedRow,
    allocations_of,
    needs_of,
)
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import parent_codes_of_places

__all__ = [
    "AllocationCoverage",
    "Coverage",
    "Ledger",
    "LineCoverage",
    "NeedCoverage",
    "converted",
    "coverage_of",
    "coverage_of_ledger",
    "ledger_of",
]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Needs and signed allocations as the core takes them, beside the rows they come from.

    Attributes:
        need_rows, needs: those that the reader is told; as the core takes them, in minor units.
        allocations: of signed commitments, in minor units of the initiative's currency.
        parents: for each place the place around it.
        kept: needs that this reader is not told: they are in no sum.
    """

    need_rows: tuple[NeedRow, ...]
    allocation_rows: tuple[AllocationRow, ...]
    needs: tuple[missing.Need, ...]
    allocations: tuple[missing.Allocation, ...]
    parents: Mapping[str, str | None]
    kept: tuple[NeedRow, ...] = ()

    def major(self, amount: int | Fraction) -> Fraction:
        """An amount of the core in major units of the initiative's currency."""
        return Fraction(amount) / MINOR_UNITS


@dataclass(frozen=True, slots=True)
class NeedCoverage:
    """A need with what is covered of it, in major units."""

    row: NeedRow
    amount: Fraction
    covered: Fraction
    uncovered: Fraction


@dataclass(frozen=True, slots=True)
class AllocationCoverage:
    """An allocation with what it met, in major units of the initiative's currency."""

    row: AllocationRow
    amount: Fraction
    used: Fraction
    # The part that found no need, as far as all needs that it may serve are told.
    overlap: Fraction


@dataclass(frozen=True, slots=True)
class LineCoverage:
    """Need and money of a line, or of all of them, over all years, in major units."""

    line: str
    need: Fraction = Fraction(0)
    committed: Fraction = Fraction(0)
    covered: Fraction = Fraction(0)
    overlap: Fraction = Fraction(0)

    @property
    def missing(self) -> Fraction:
        return self.need - self.covered

    @property
    def gap(self) -> Fraction:
        """Need less committed: negative where there is more than enough."""
        return self.need - self.committed

    @property
    def shortfall(self) -> Fraction:
        """Share of the need that is missing."""
        return self.missing / self.need if self.need else Fraction(0)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What meets what: per need, per allocation and per line, in major units."""

    needs: tuple[NeedCoverage, ...]
    allocations: tuple[AllocationCoverage, ...]
    lines: Mapping[str, LineCoverage]

    @property
    def total(self) -> LineCoverage:
        """All lines together; it adds up."""
        every = self.lines.values()
        return LineCoverage(
            "total",
            sum((line.need for line in every), Fraction(0)),
            sum((line.committed for line in every), Fraction(0)),
            sum((line.covered for line in every), Fraction(0)),
            sum((line.overlap for line in every), Fraction(0)),
        )

    def line(self, code: str) -> LineCoverage:
        """The money of a line, nothing where it has none."""
        return self.lines.get(code) or LineCoverage(code)


def ledger_of(access: Access) -> Ledger:
    """The needs and the signed money of an initiative as one reader is told them.

    Three queries, and those of `told_needs`. Pledges are not in it.
    """
    initiative, parents = access.initiative, parent_codes_of_places(access.initiative)
    told = told_needs(access, needs_of(initiative), parents)
    allocations = allocations_of(initiative)
    rates = {row.rate: Fraction(row.rate) for row in allocations}
    places, kept = missing.Places(parents), list(map(_need, told.kept))
    given = (
        missing.Allocation(
            row.line, row.year, converted(row.amount, rates[row.rate]), row.place, row.groups
        )
        for row in allocations
    )
    return Ledger(
        need_rows=told.rows,
        allocation_rows=tuple(allocations),
        needs=tuple(map(_need, told.rows)),
        allocations=tuple(
            replace(each, may_meet_more=any(_serves(each, need, places) for need in kept))
            if kept
            else each
            for each in given
        ),
        parents=parents,
        kept=told.kept,
    )


def _need(row: NeedRow) -> missing.Need:
    return missing.Need(row.line, row.year, row.amount, row.place, row.groups)


def _serves(given: missing.Allocation, need: missing.Need, places: missing.Places) -> bool:
    is_same = (given.line, given.year) == (need.line, need.year)
    return is_same and missing.fits(given, need, places)


def converted(amount: int, rate: Decimal | Fraction) -> int:
    """Minor units of the initiative's currency for those of another: the nearest, a half upwards.

    >>> converted(108_333_333, Decimal("3.6"))
    389999999
    """
    return floor(amount * Fraction(rate) + Fraction(1, 2))


def coverage_of(access: Access) -> Coverage:
    """How signed money meets the needs that this reader is told."""
    return coverage_of_ledger(ledger_of(access))


def coverage_of_ledger(ledger: Ledger) -> Coverage:
    """How the money of a ledger meets its needs, each row beside its answer."""
    answer = missing.cover(ledger.needs, ledger.allocations, ledger.parents)
    needs = tuple(
        NeedCoverage(row, ledger.major(need.amount), ledger.major(covered), ledger.major(left))
        for row, need, covered, left in zip(
            ledger.need_rows, ledger.needs, answer.covered, answer.uncovered, strict=True
        )
    )
    allocations = tuple(
        AllocationCoverage(
            row, ledger.major(allocation.amount), ledger.major(used), ledger.major(over)
        )
        for row, allocation, used, over in zip(
            ledger.allocation_rows, ledger.allocations, answer.used, answer.overlap, strict=True
        )
    )
    return Coverage(needs, allocations, _by_line(needs, allocations))


def _by_line(
    needs: Iterable[NeedCoverage], allocations: Iterable[AllocationCoverage]
) -> dict[str, LineCoverage]:
    need: dict[str, Fraction] = {}
    committed: dict[str, Fraction] = {}
    covered: dict[str, Fraction] = {}
    overlap: dict[str, Fraction] = {}
    for each in needs:
        need[each.row.line] = need.get(each.row.line, Fraction(0)) + each.amount
    for given in allocations:
        line = given.row.line
        committed[line] = committed.get(line, Fraction(0)) + given.amount
        covered[line] = covered.get(line, Fraction(0)) + given.used
        overlap[line] = overlap.get(line, Fraction(0)) + given.overlap
    nothing = Fraction(0)
    return {
        line: LineCoverage(
            line,
            *(sums.get(line, nothing) for sums in (need, committed, covered, overlap)),
        )
        for line in sorted(need.keys() | committed.keys())
    }
