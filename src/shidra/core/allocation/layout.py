"""The concave programme as arrays: who may pay for what, and every row that binds.

Maximise the objective over gross money y of each arc (funder, cell), where a cell's net spend
is x = Σ net_rate · y. Each row reads `low ≤ Σ a·y + Σ b·benefit(x) + c·t ≤ high`, where t is
the level that the objective `max_min` lifts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from shidra.core.allocation.curves import Curves, Floats, Integers, curves_of
from shidra.core.allocation.problem import Cap, Filter, Floor, Funder, Problem

__all__ = ["Layout", "Row", "lay_out"]

DIMENSIONS = ("localities", "factors", "groups", "programmes", "years", "cells")


@dataclass(frozen=True, slots=True)
class Row:
    """One constraint by name: its limits and its coefficients on arcs and on benefits."""

    name: str
    low: float
    high: float
    arcs: Integers
    arc_coefficients: Floats
    cells: Integers
    cell_coefficients: Floats
    level: float = 0.0

    @property
    def kind(self) -> str:
        """What the name begins with: budget, cap, floor, cell, commit or group."""
        return self.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole programme. `weight` multiplies benefits in the objective (0 for `max_min`)."""

    curves: Curves
    weight: Floats
    year: Integers
    arc_funder: Integers
    arc_cell: Integers
    arc_rate: Floats
    rows: tuple[Row, ...]
    lifts_level: bool

    @property
    def potential(self) -> float:
        """The objective if every cell with a limit were filled; a size to compare errors with."""
        filled = np.where(np.isfinite(self.curves.highest), self.curves.highest, 0.0)
        return float(self.weight @ self.curves.value(filled))

    def spend(self, gross: Floats) -> Floats:
        """Net money at each cell."""
        return np.bincount(self.arc_cell, gross * self.arc_rate, len(self.weight))

    def row_values(self, gross: Floats) -> Floats:
        """The left side of each row at these grants, on the true curves, without the level."""
        benefit = self.curves.value(self.spend(gross))
        return np.array(
            [
                row.arc_coefficients @ gross[row.arcs] + row.cell_coefficients @ benefit[row.cells]
                for row in self.rows
            ]
        )

    def objective(self, gross: Floats) -> float:
        """The objective at these grants, on the true curves."""
        if self.lifts_level:
            values = self.row_values(gross)
            goals = zip(self.rows, values, strict=True)
            return float(min(-value for row, value in goals if row.level))
        return float(self.weight @ self.curves.value(self.spend(gross)))


class CellIndex:
    """Finds the cells that a filter passes without looking at every cell."""

    def __init__(self, problem: Problem) -> None:
        self.count = len(problem.cells)
        found: dict[tuple[str, object], list[int]] = {}
        for index, cell in enumerate(problem.cells):
            names = (cell.locality, cell.factor, cell.group, cell.programme, cell.year, cell.id)
            for dimension, name in zip(DIMENSIONS, names, strict=True):
                found.setdefault((dimension, name), []).append(index)
        self.positions = {key: np.array(places) for key, places in found.items()}

    def matching(self, conditions: Filter) -> Integers:
        """The positions of the cells that pass, ascending."""
        allowed: list[Integers] = []
        denied: list[Integers] = []
        for dimension in DIMENSIONS:
            if (names := getattr(conditions, dimension)) is not None:
                allowed.append(self.union(dimension, names))
            if (names := getattr(conditions, f"not_{dimension}")) is not None:
                denied.append(self.union(dimension, names))
        passing = (
            reduce(np.intersect1d, sorted(allowed, key=len)) if allowed else np.arange(self.count)
        )
        return reduce(np.setdiff1d, denied, passing)

    def union(self, dimension: str, names: Sequence[object]) -> Integers:
        """The positions of the cells with any of these names."""
        none = np.empty(0, dtype=np.int64)
        found = [self.positions.get((dimension, name), none) for name in names]
        return np.unique(np.concatenate([none, *found]))


def lay_out(problem: Problem) -> Layout:
    """The arrays of a checked problem."""
    curves = curves_of(problem.cells)
    index = CellIndex(problem)
    year = np.array([cell.year for cell in problem.cells], dtype=np.int64)
    equity = {group.id: group.equity_weight for group in problem.groups}
    weight = np.array([cell.weight * equity.get(cell.group, 1.0) for cell in problem.cells])
    lifts_level = problem.objective.type == "max_min"
    arcs = arcs_of(problem, index, curves, year)
    return Layout(
        curves=curves,
        weight=np.zeros_like(weight) if lifts_level else weight,
        year=year,
        arc_funder=arcs.funder,
        arc_cell=arcs.cell,
        arc_rate=arcs.rate,
        rows=tuple(RowBuilder(problem, index, year, arcs).every_row()),
        lifts_level=lifts_level,
    )


def life_of(funder: Funder) -> set[int]:
    """The years in which the funder pays."""
    if funder.carry_over and funder.budget:
        return set(range(min(funder.budget), max(funder.budget) + 1))
    return set(funder.budget)


@dataclass(frozen=True, slots=True)
class Arcs:
    """Who may pay for what, and the net share of each gross unit."""

    funder: Integers
    cell: Integers
    rate: Floats


def arcs_of(problem: Problem, index: CellIndex, curves: Curves, year: Integers) -> Arcs:
    """The (funder, cell) pairs that the rules allow, by funder and then cell."""
    payers, paid = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for position, funder in enumerate(problem.funders):
        eligible = index.matching(funder.restrictions)
        in_life = np.isin(year[eligible], sorted(life_of(funder)))
        eligible = eligible[in_life & (curves.highest[eligible] > 0.0)]
        payers.append(np.full(len(eligible), position))
        paid.append(eligible)
    payer = np.concatenate(payers)
    rates = np.array([funder.net_rate for funder in problem.funders], dtype=np.float64)
    return Arcs(payer, np.concatenate(paid), rates[payer])


class RowBuilder:
    """Writes the rows of a problem over its arcs."""

    def __init__(self, problem: Problem, index: CellIndex, year: Integers, arcs: Arcs) -> None:
        self.problem, self.index, self.year = problem, index, year
        self.arc_funder, self.arc_cell, self.arc_rate = arcs.funder, arcs.cell, arcs.rate
        order = np.argsort(arcs.cell, kind="stable")
        starts = np.searchsorted(arcs.cell[order], np.arange(len(problem.cells) + 1))
        self.arcs_by_cell = [order[a:b] for a, b in pairwise(starts)]

    def every_row(self) -> Iterator[Row]:
        """All rows, in the order of the document."""
        for position, funder in enumerate(self.problem.funders):
            yield from self.budget_rows(position, funder)
        for place, cell in enumerate(self.problem.cells):
            if cell.min_spend > 0.0:
                yield self.spend_row(f"cell:{cell.id}", np.array([place]), low=cell.min_spend)
        for cap in self.problem.caps:
            yield self.cap_row(cap)
        for floor in self.problem.floors:
            yield self.floor_row(floor)
        yield from self.commitment_rows()
        if self.problem.objective.type == "max_min":
            yield from self.goal_rows()

    def budget_rows(self, position: int, funder: Funder) -> Iterator[Row]:
        """Money by year, or up to the end of each year where it carries over."""
        own = np.flatnonzero(self.arc_funder == position)
        years = self.year[self.arc_cell[own]]
        until_now = 0.0
        for year in sorted(life_of(funder)):
            amount = funder.budget.get(year, 0.0)
            until_now = np.inf if amount is None else until_now + amount
            limit = until_now if funder.carry_over else (np.inf if amount is None else amount)
            if limit < np.inf:
                paying = own[years <= year] if funder.carry_over else own[years == year]
                yield row(f"budget:{funder.id}:{year}", paying, np.ones(len(paying)), high=limit)

    def arcs_of_cells(self, cells: Integers) -> Integers:
        """The arcs that end in any of the cells."""
        return np.concatenate([np.empty(0, np.int64), *(self.arcs_by_cell[c] for c in cells)])

    def spend_row(
        self, name: str, cells: Integers, low: float = -np.inf, high: float = np.inf
    ) -> Row:
        """Limits on the net spend of some cells together."""
        arcs = self.arcs_of_cells(cells)
        return row(name, arcs, self.arc_rate[arcs], low, high)

    def cap_row(self, cap: Cap) -> Row:
        """At most so much on the cells of a filter."""
        return self.spend_row(f"cap:{cap.id}", self.index.matching(cap.filter), high=cap.max_spend)

    def floor_row(self, floor: Floor) -> Row:
        """At least so much money, benefit, or share of all spend on the cells of a filter."""
        name, cells = f"floor:{floor.id}", self.index.matching(floor.filter)
        if floor.min_spend is not None:
            return self.spend_row(name, cells, low=floor.min_spend)
        if floor.min_benefit is not None:
            return benefit_row(name, cells, np.ones(len(cells)), low=floor.min_benefit)
        assert floor.min_spend_share is not None
        inside = np.isin(self.arc_cell, cells)
        arcs = np.arange(len(self.arc_cell))
        return row(name, arcs, self.arc_rate * (inside - floor.min_spend_share), low=0.0)

    def commitment_rows(self) -> Iterator[Row]:
        """Spend of each committed year against the year before it."""
        position = {funder.id: place for place, funder in enumerate(self.problem.funders)}
        for tie in self.problem.commitments:
            conditions = Filter(programmes=(tie.programme,), localities=(tie.locality,))
            arcs = self.arcs_of_cells(self.index.matching(conditions))
            arcs = arcs[self.arc_funder[arcs] == position[tie.funder]]
            years = sorted(set(tie.years))
            for before, after in pairwise(years):
                step = (self.year[self.arc_cell[arcs]] == after).astype(np.float64)
                step -= self.year[self.arc_cell[arcs]] == before
                high = 0.0 if tie.rule == "constant" else np.inf
                yield row(f"commit:{tie.id}:{after}", arcs, step, low=0.0, high=high)

    def goal_rows(self) -> Iterator[Row]:
        """The level stays below the benefit / need of each group with a need."""
        for group in self.problem.groups:
            if group.need > 0.0:
                cells = self.index.matching(Filter(groups=(group.id,)))
                share = np.full(len(cells), -1.0 / group.need)
                yield benefit_row(f"group:{group.id}", cells, share, high=0.0, level=1.0)


def row(
    name: str,
    arcs: Integers,
    coefficients: Floats,
    low: float = -np.inf,
    high: float = np.inf,
) -> Row:
    """A row over arcs alone."""
    nothing = np.empty(0, dtype=np.int64)
    return Row(name, low, high, arcs, coefficients, nothing, np.empty(0))


def benefit_row(
    name: str,
    cells: Integers,
    coefficients: Floats,
    *,
    low: float = -np.inf,
    high: float = np.inf,
    level: float = 0.0,
) -> Row:
    """A row over benefits alone."""
    nothing = np.empty(0, dtype=np.int64)
    return Row(name, low, high, nothing, np.empty(0), cells, coefficients, level)
