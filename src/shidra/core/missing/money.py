"""Resource, overlap and absorption: money that is missing, too much, or left unspent."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from shidra.core.missing.coverage import Allocation, Coverage, Need
from shidra.core.missing.findings import Cell, Finding, Kind, Unit, Untold, Why
from shidra.core.missing.ground import Ground, SpentHere

__all__ = ["absorption", "overlap", "resource"]

type Found = Iterator[Finding | Untold]


def resource(ground: Ground, needs: Sequence[Need], coverage: Coverage) -> Found:
    """Resource: the part of a need that no signed money meets (see `coverage`).

    Cell: each need of a line, with its place, groups and year; the four shared lines too. Each
    need is one row and each allocation is applied once, so that the cells of a line add up to
    what is missing on it. Cannot be told: a factor without any need written down.
    """
    for need, left in zip(needs, coverage.uncovered, strict=True):
        if need.amount:
            yield Finding(
                kind=Kind.RESOURCE,
                cell=Cell(need.line, need.place, need.groups, need.year),
                unit=Unit.MONEY,
                size=left,
                of=Fraction(need.amount),
                weight=Fraction(need.amount),
                need=need.amount,
            )
    written = {need.line for need in needs if need.amount}
    for factor in ground.factors:
        if factor.code not in written and not factor.is_outcome:
            yield Untold(Kind.RESOURCE, factor.code, Why.NO_NEED)


def overlap(allocations: Sequence[Allocation], coverage: Coverage) -> Found:
    """Overlap: signed money that finds no need, by place, groups and year of the allocations.

    Allocations of one cell are taken together; the cells of a line add up to its overlap.
    """
    given: dict[Cell, tuple[Fraction, Fraction]] = {}
    for row, over in zip(allocations, coverage.overlap, strict=True):
        cell = Cell(row.line, row.place, row.groups, row.year)
        of, left = given.get(cell, (Fraction(0), Fraction(0)))
        given[cell] = of + row.amount, left + over
    for cell, (of, left) in given.items():
        if of:
            yield Finding(Kind.OVERLAP, cell, Unit.MONEY, left, of, weight=of)


def absorption(ground: Ground) -> Found:
    """Absorption: money of a year that has ended and that was not spent.

    Cell: place, groups and year of the allocations of signed commitments whose spending was
    reported, taken together; missing is what was allocated less what was spent, never below 0.
    A year that still runs is not judged. Cannot be told: spending that nobody reported.
    """
    given: dict[Cell, list[SpentHere]] = {}
    unsaid: dict[str, int] = {}
    for row in ground.spending:
        if row.year >= ground.year or not row.amount:
            continue
        if row.spent is None:
            unsaid[row.line] = unsaid.get(row.line, 0) + 1
        else:
            given.setdefault(Cell(row.line, row.place, row.groups, row.year), []).append(row)
    for cell, rows in given.items():
        of = Fraction(sum(row.amount for row in rows))
        # Row by row: what one spent beyond its own money is no money that the other has spent.
        left = Fraction(sum(max(0, row.amount - (row.spent or 0)) for row in rows))
        yield Finding(Kind.ABSORPTION, cell, Unit.MONEY, left, of, weight=of)
    for line, cells in unsaid.items():
        yield Untold(Kind.ABSORPTION, line, Why.SPENDING_NOT_REPORTED, cells)
