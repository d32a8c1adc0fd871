"""Evidence, policy and ownership: whether anybody can tell, whether a rule blocks, who answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shidra.core.missing.findings import Cell, Finding, Kind, Unit, Untold, Why
from shidra.core.missing.ground import FactorOnMap, Figure, Ground, money_of

__all__ = ["FRESH_YEARS", "evidence", "ownership", "policy"]

FRESH_YEARS = 2
"""For how many years after its own a figure still tells of today."""

UNUSABLE = "D"
"""The quality of a figure that nobody should build on."""

type Found = Iterator[Finding | Untold]


def evidence(ground: Ground) -> Found:
    """Evidence: nobody can tell how a factor stands.

    A figure is *usable* when its quality is not D and its year is at most two years ago. First
    the factor or outcome as a whole: missing when it has no indicator, no figure, or none that is
    usable; its cells are then not looked at, so that nothing is counted twice. Otherwise each
    place and groups of its needs, in two halves where it names both: the place is told of by a
    usable figure that lies in it (that of a district says nothing of the town), the groups by one
    that names some of them in each of their dimensions. Missing is the part that nothing tells of.
    """
    figures: dict[str, list[Figure]] = {}
    for figure in ground.figures:
        figures.setdefault(figure.factor, []).append(figure)
    year = ground.year if ground.told_until is None else ground.told_until
    for factor in ground.factors:
        seen = figures.get(factor.code, [])
        usable = [each for each in seen if _is_usable(each, year)]
        cells = ground.cells_of(factor.code)
        if not usable:
            yield _evidence(Cell(factor.code), _why(factor, seen, year))
            continue
        if not cells:
            yield _evidence(Cell(factor.code), None)
        known = _Known.of(usable, ground)
        for cell, rows in cells.items():
            yield known.told(Cell(factor.code, *cell), money_of(rows))


def _evidence(cell: Cell, why: Why | None) -> Finding:
    size = Fraction(1 if why else 0)
    return Finding(Kind.EVIDENCE, cell, Unit.ONE, size, Fraction(1), why=why)


def _is_usable(figure: Figure, year: int) -> bool:
    return figure.quality != UNUSABLE and year - figure.year <= FRESH_YEARS


def _why(factor: FactorOnMap, seen: Sequence[Figure], year: int) -> Why:
    """What is the matter with the figures of a factor of which none is usable."""
    if not seen:
        return Why.NO_FIGURE if factor.has_indicator else Why.NO_INDICATOR
    is_old = all(year - each.year > FRESH_YEARS for each in seen)
    return Why.OLD_FIGURE if is_old else Why.POOR_FIGURE


@dataclass(frozen=True, slots=True)
class _Known:
    """The places and the groups of which the usable figures of a factor tell."""

    places: frozenset[str]
    groups: frozenset[frozenset[str]]

    @classmethod
    def of(cls, usable: Sequence[Figure], ground: Ground) -> "_Known":
        at = {each.place for each in usable if each.place}
        around = {outer for place in at for outer in ground.places.enclosing(place)}
        return cls(frozenset(around), frozenset(each.groups for each in usable))

    def told(self, cell: Cell, money: int) -> Finding:
        """What nothing tells of in a cell: its place, its groups, or both."""
        is_here = cell.place is None or cell.place in self.places
        is_for_groups = not cell.groups or any(_names(each, cell.groups) for each in self.groups)
        why = {
            (True, True): None,
            (False, True): Why.NO_FIGURE_HERE,
            (True, False): Why.NO_FIGURE_FOR_GROUPS,
            (False, False): Why.NO_FIGURE_HERE_FOR_GROUPS,
        }[is_here, is_for_groups]
        parts = (cell.place is not None) + bool(cell.groups)
        return Finding(
            kind=Kind.EVIDENCE,
            cell=cell,
            unit=Unit.ONE,
            size=Fraction((not is_here) + (not is_for_groups), max(parts, 1)),
            of=Fraction(1),
            weight=Fraction(money or 1),
            need=money,
            why=why,
        )


def _names(figure: frozenset[str], wanted: frozenset[str]) -> bool:
    """Whether a figure is of some of these groups, in each of their dimensions."""
    dimensions = {each.partition(":")[0] for each in wanted}
    return {each.partition(":")[0] for each in figure & wanted} == dimensions


def policy(ground: Ground) -> Found:
    """Policy: a rule or practice that blocks a factor, as the adopted map has it.

    Cell: the factor as a whole; size 1. It is closed when the map names no barrier any more.
    """
    for factor in ground.factors:
        if factor.has_barrier:
            why = None if factor.has_barrier_owner else Why.NOBODY_CAN_CHANGE_IT
            one = Fraction(1)
            yield Finding(Kind.POLICY, Cell(factor.code), Unit.ONE, one, one, why=why)


def ownership(ground: Ground) -> Found:
    """Ownership: a factor or outcome of the map for which nobody answers; size 1."""
    for factor in ground.factors:
        missing = Fraction(0 if factor.has_owner else 1)
        yield Finding(Kind.OWNERSHIP, Cell(factor.code), Unit.ONE, missing, Fraction(1))
