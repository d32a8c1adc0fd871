"""The response curves of all cells as arrays: values, slopes, and the best answer to a price."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shidra.core.allocation.problem import Cell, ExponentialResponse

__all__ = ["Curves", "Floats", "Integers", "curves_of"]

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]

# Spend beyond this many scales brings less than the last digit of a float.
SATURATED = 40.0
# How near to a bend of its curve a spend counts as standing on it, as a share of the piece.
ON_THE_BEND = 1e-6


@dataclass(frozen=True, slots=True)
class Curves:
    """Curves by cell. `size` and `scale` belong to exponential cells (elsewhere 0 and 1).

    Straight pieces lie flat in four arrays, in order within each cell.
    `highest` is the most that may be spent, infinite where nothing limits it.
    """

    exponential: NDArray[np.bool_]
    size: Floats
    scale: Floats
    highest: Floats
    piece_cell: Integers
    piece_start: Floats
    piece_width: Floats
    piece_slope: Floats

    def value(self, spend: Floats) -> Floats:
        """Unweighted benefit of each cell at its net spend."""
        reached = np.clip(spend[self.piece_cell] - self.piece_start, 0.0, self.piece_width)
        straight = np.bincount(self.piece_cell, self.piece_slope * reached, len(spend))
        return straight - self.size * np.expm1(-spend / self.scale)

    def slope_up(self, spend: Floats) -> Floats:
        """What one more unit brings; 0 where nothing more may be spent."""
        slope = self.size / self.scale * np.exp(-spend / self.scale)
        ahead = spend[self.piece_cell] < self.piece_start + self.piece_width - self._near()
        np.maximum.at(slope, self.piece_cell[ahead], self.piece_slope[ahead])
        return np.where(spend < self.highest * (1.0 - ON_THE_BEND), slope, 0.0)

    def slope_down(self, spend: Floats) -> Floats:
        """What the last unit brings; at no spend, what the first would."""
        slope = np.where(
            self.exponential, self.size / self.scale * np.exp(-spend / self.scale), np.inf
        )
        behind = (spend[self.piece_cell] > self.piece_start + self._near()) | (
            self.piece_start == 0.0
        )
        np.minimum.at(slope, self.piece_cell[behind], self.piece_slope[behind])
        return np.where(np.isfinite(slope), slope, 0.0)

    def best_surplus(self, weight: Floats, price: Floats) -> Floats:
        """The largest `weight · benefit − price · spend` of each cell over what it may spend.

        Closed form for exponential curves: spend until `weight · slope = price`.
        An infinite price allows no spend at all.
        """
        worth = weight * self.size
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            wanted = self.scale * np.log(worth / (price * self.scale))
        wanted = np.where(price <= 0.0, self.highest, np.where(worth > 0.0, wanted, 0.0))
        wanted = np.clip(wanted, 0.0, self.highest)
        spent = np.where(self.exponential & np.isfinite(price), wanted, 0.0)
        cost = np.where(np.isfinite(price), price, 0.0) * spent
        smooth = -worth * np.expm1(-spent / self.scale) - cost
        margin = weight[self.piece_cell] * self.piece_slope - price[self.piece_cell]
        with np.errstate(invalid="ignore"):
            gain = np.where(margin > 0.0, margin * self.piece_width, 0.0)
        straight = np.bincount(self.piece_cell, gain, len(price))
        # Spending nothing is always allowed, so that rounding never makes a surplus negative.
        return np.maximum(np.where(self.exponential, smooth, straight), 0.0)

    def _near(self) -> Floats:
        return np.where(np.isfinite(self.piece_width), ON_THE_BEND * self.piece_width, 0.0)


def curves_of(cells: Sequence[Cell]) -> Curves:
    """The curves of the cells, cut at the most that each may spend."""
    count = len(cells)
    exponential = np.zeros(count, dtype=np.bool_)
    size, scale, highest = np.zeros(count), np.ones(count), np.full(count, np.inf)
    pieces: list[tuple[int, float, float, float]] = []
    for index, cell in enumerate(cells):
        response = cell.response
        limit = np.inf if cell.max_spend is None else cell.max_spend
        if isinstance(response, ExponentialResponse):
            exponential[index] = True
            size[index], scale[index] = response.max, response.scale
            cap = np.inf if response.cap is None else response.cap
            highest[index] = min(limit, cap, SATURATED * response.scale)
            continue
        cut = list(cut_pieces(cell, limit))
        pieces += [(index, *piece) for piece in cut]
        highest[index] = sum(width for _, width, _ in cut)
    flat = np.array(pieces, dtype=np.float64).reshape(-1, 4)
    return Curves(
        exponential, size, scale, highest, flat[:, 0].astype(np.int64), *flat[:, 1:].T.copy()
    )


def cut_pieces(cell: Cell, limit: float) -> list[tuple[float, float, float]]:
    """The (start, width, slope) of each straight piece below the limit."""
    response = cell.response
    assert not isinstance(response, ExponentialResponse)
    ends = [(x0, x1, (b1 - b0) / (x1 - x0)) for (x0, b0), (x1, b1) in pairwise(response.points)]
    if response.tail_slope > 0.0:
        ends.append((response.points[-1][0], np.inf, response.tail_slope))
    return [(x0, min(x1, limit) - x0, slope) for x0, x1, slope in ends if x0 < limit]
