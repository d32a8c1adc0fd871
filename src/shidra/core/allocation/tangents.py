"""Outer approximation of exponential curves by tangents, as pieces of a linear programme.

The tangents of a concave curve lie above it; their lower envelope is a chain of straight
pieces, one per tangent, which meet where neighbouring tangents cross. Spend is counted in
scales (u = x / scale) and benefit in sizes, so that every curve is 1 − exp(−u).
"""

import numpy as np
from numpy.typing import NDArray

from shidra.core.allocation.curves import Curves, Floats, Integers

__all__ = ["Tangents"]

# Tangents over a whole curve at the start; flatter ends of curves need fewer.
FIRST_TANGENTS = 12
# Tangents nearer than this many scales change a slope by less than 0.01 %.
NEAREST = 1e-4


class Tangents:
    """Where each exponential curve is touched: flat arrays of cell and point, in column order."""

    def __init__(self, curves: Curves) -> None:
        self.curves = curves
        with np.errstate(invalid="ignore"):
            self.reach = np.where(curves.exponential, curves.highest / curves.scale, 0.0)
        cells, points = [np.empty(0, dtype=np.int64)], [np.empty(0)]
        for cell in np.flatnonzero(curves.exponential & (curves.highest > 0.0)):
            touched = first_points(float(self.reach[cell]))
            cells.append(np.full(len(touched), cell))
            points.append(touched)
        self.cell = np.concatenate(cells)
        self.point = np.concatenate(points)

    def keep(self, chosen: NDArray[np.bool_]) -> None:
        """Forget all other tangents."""
        self.cell, self.point = self.cell[chosen], self.point[chosen]

    def slopes(self) -> Floats:
        """The slope of each tangent in benefit per unit of money."""
        curves = self.curves
        steepness = curves.size[self.cell] / curves.scale[self.cell]
        return np.asarray(steepness * np.exp(-self.point))

    def widths(self) -> Floats:
        """The money over which each tangent is the lowest."""
        order = np.lexsort((self.point, self.cell))
        cell, point = self.cell[order], self.point[order]
        apart = np.diff(point)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            crossing = point[:-1] + 1.0 - apart / np.expm1(apart)
        same = cell[1:] == cell[:-1]
        start = np.concatenate([[0.0], np.where(same, crossing, 0.0)])
        end = np.concatenate(
            [np.where(same, crossing, self.reach[cell[:-1]]), self.reach[cell[-1:]]]
        )
        widths = np.empty(len(order))
        widths[order] = np.maximum(end - start[: len(end)], 0.0) * self.curves.scale[cell]
        return widths

    def refine(self, spend: Floats) -> int:
        """Touch each curve at its spend and on both sides of it; the number of new tangents."""
        paid = np.unique(self.cell)
        here = spend[paid] / self.curves.scale[paid]
        gap = self.spacing(paid, here)
        loose = gap > NEAREST
        paid, here, gap = paid[loose], here[loose], gap[loose]
        wanted = np.concatenate([here, here - gap / 6.0, here + gap / 6.0])
        cells = np.tile(paid, 3)
        inside = (wanted > 0.0) & (wanted < self.reach[cells])
        return self.add(cells[inside], wanted[inside])

    def spacing(self, cells: Integers, here: Floats) -> Floats:
        """The distance between the tangents on both sides of a point of each cell."""
        below = np.zeros(len(self.reach))
        above = self.reach.copy()
        at = np.full(len(self.reach), np.nan)
        at[cells] = here
        under = self.point <= at[self.cell]
        over = self.point > at[self.cell]
        np.maximum.at(below, self.cell[under], self.point[under])
        np.minimum.at(above, self.cell[over], self.point[over])
        return np.asarray((above - below)[cells])

    def add(self, cells: Integers, points: Floats) -> int:
        """Add tangents except where one stands already; the number added."""
        all_cells = np.concatenate([self.cell, cells])
        all_points = np.concatenate([self.point, points])
        is_new = np.arange(len(all_cells)) >= len(self.cell)
        order = np.lexsort((is_new, all_points, all_cells))
        near = np.diff(all_points[order]) < NEAREST / 4.0
        near &= all_cells[order][1:] == all_cells[order][:-1]
        # Of two near points the new one goes; of two new ones the second.
        drop = np.zeros(len(all_cells), dtype=np.bool_)
        drop[order[1:][near & is_new[order[1:]]]] = True
        drop[order[:-1][near & ~is_new[order[1:]]]] = True
        kept = np.flatnonzero(is_new & ~drop) - len(self.cell)
        self.cell = np.concatenate([self.cell, cells[kept]])
        self.point = np.concatenate([self.point, points[kept]])
        return len(kept)


def first_points(reach: float) -> Floats:
    """Points that spread the error evenly: equal steps of 1 − exp(−u/2), from 0 to the reach."""
    total = -np.expm1(-reach / 2.0)
    count = max(2, int(np.ceil(FIRST_TANGENTS * total)))
    steps = np.arange(count) / count * total
    return np.asarray(-2.0 * np.log1p(-steps))
