"""Exponential smoothing: simple, Holt's linear trend, and the Theta method.

The smoothing parameters and the first states are those with the least sum of squared one-step
errors. The errors are linear in the first states, so that these are solved for exactly, and only
the parameters in [0, 1] are searched: a grid, then ever finer grids around its best places.

Sources: Hyndman & Athanasopoulos (3rd ed.), 8.1, 8.2, 8.7; Assimakopoulos & Nikolopoulos, *Int J
Forecasting* 2000;16:521; Hyndman & Billah, *Int J Forecasting* 2003;19:287.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from shidra.core.series.plain import Ahead, line

__all__ = ["holt", "ses", "theta"]

type Floats = NDArray[np.float64]
type Costs = Callable[[Floats], Floats]

# Places of the first grid in one parameter; the best that are looked at closer; how much finer each
# turn is, until what a step still changes is below the rounding of a float.
GRID, BEST, FINER, TURNS = 65, 4, 8, 9


def ses(values: Sequence[float], horizon: int) -> Ahead:
    """ŷ = ℓ_T with ℓ_t = α y_t + (1 − α) ℓ_{t−1}; σ̂_h = σ̂ √(1 + (h − 1) α²), σ̂ with T − 2 degrees."""
    level, alpha, error = _ses(values)
    ahead = range(horizon)
    return Ahead([level] * horizon, [error * (1 + h * alpha * alpha) ** 0.5 for h in ahead])


def theta(values: Sequence[float], horizon: int) -> Ahead:
    """Simple smoothing with half the slope b of the fitted line as its drift.

    ŷ = ℓ_T + b/2 · (h − 1 + (1 − (1 − α)^T) ÷ α); intervals are those of the simple smoothing.
    """
    level, alpha, error = _ses(values)
    _middle, _level, slope = line(values)
    count = len(values)
    # The limit for α → 0, where the level stays where it began, is T.
    back = (1 - (1 - alpha) ** count) / alpha if alpha else float(count)
    ahead = range(horizon)
    return Ahead(
        [level + slope / 2 * (h + back) for h in ahead],
        [error * (1 + h * alpha * alpha) ** 0.5 for h in ahead],
    )


def holt(values: Sequence[float], horizon: int) -> Ahead:
    """ŷ = ℓ_T + h b_T; σ̂ with T − 4 degrees, β = α β*.

    ℓ_t = α y_t + (1 − α)(ℓ_{t−1} + b_{t−1}), b_t = β* (ℓ_t − ℓ_{t−1}) + (1 − β*) b_{t−1};
    σ̂_h = σ̂ √(1 + (h − 1)(α² + α β h + β² h (2h − 1) ÷ 6)).
    """
    y, start, scale = _centred(values)
    alpha, beta = _least(lambda at: _holt_fit(y, at)[0], 2)
    cost, level, trend = (
        float(part[0]) for part in _holt_fit(y, np.array([[alpha, beta]], dtype=float))
    )
    error = (cost / (len(y) - 4)) ** 0.5 * scale
    beta *= alpha
    means, errors = [], []
    for h in range(1, horizon + 1):
        means.append(start + scale * (level + h * trend))
        spread = alpha**2 + alpha * beta * h + beta**2 * h * (2 * h - 1) / 6
        errors.append(error * (1 + (h - 1) * spread) ** 0.5)
    return Ahead(means, errors)


def _ses(values: Sequence[float]) -> tuple[float, float, float]:
    """The last level, α, and the standard error of the residuals."""
    y, start, scale = _centred(values)
    (alpha,) = _least(lambda at: _ses_fit(y, at)[0], 1)
    cost, level = (float(part[0]) for part in _ses_fit(y, np.array([[alpha]], dtype=float)))
    return start + scale * level, alpha, (cost / (len(y) - 2)) ** 0.5 * scale


def _centred(values: Sequence[float]) -> tuple[Floats, float, float]:
    """The values from their first, in units of their range, so that no unit changes the search."""
    scale = (max(values) - min(values)) or 1.0
    return np.array([(value - values[0]) / scale for value in values]), values[0], scale


def _ses_fit(y: Floats, at: Floats) -> tuple[Floats, Floats]:
    """For each α the least sum of squares over the first level, and the last level then."""
    alpha = at[:, 0]
    # The level as known + weight × first level; so is each error.
    known, weight = np.zeros_like(alpha), np.ones_like(alpha)
    square, product, fixed = np.zeros_like(alpha), np.zeros_like(alpha), np.zeros_like(alpha)
    for value in y:
        error = value - known
        square, product = square + weight * weight, product + weight * error
        fixed = fixed + error * error
        known, weight = known + alpha * error, weight * (1 - alpha)
    first = product / square
    return np.maximum(fixed - first * product, 0.0), known + weight * first


def _holt_fit(y: Floats, at: Floats) -> tuple[Floats, Floats, Floats]:
    """For each α and β* the least sum of squares, and the last level and trend then."""
    alpha, beta = at[:, 0], at[:, 1]
    # Level and trend as known, by first level, by first trend: three parts on the last axis.
    level, trend = np.zeros((len(at), 3)), np.zeros((len(at), 3))
    level[:, 1], trend[:, 2] = 1, 1
    errors = np.empty((len(at), len(y), 3))
    for place, value in enumerate(y):
        error = -(level + trend)
        error[:, 0] += value
        errors[:, place] = error
        level = level + trend + alpha[:, None] * error
        trend = trend + (alpha * beta)[:, None] * error
    states = _solved(errors)
    full = np.concatenate([np.ones((len(at), 1)), states], axis=1)
    cost = np.square(np.einsum("gtp,gp->gt", errors, full)).sum(axis=1)
    return cost, (level * full).sum(axis=1), (trend * full).sum(axis=1)


def _solved(errors: Floats) -> Floats:
    """The first level and trend with the least squared errors: two normal equations each."""
    known, a, b = errors[..., 0], errors[..., 1], errors[..., 2]
    aa, ab, bb = (a * a).sum(axis=1), (a * b).sum(axis=1), (b * b).sum(axis=1)
    ka, kb = (known * a).sum(axis=1), (known * b).sum(axis=1)
    # Two different points always tell level and trend apart, whatever the parameters.
    base = aa * bb - ab * ab
    return np.column_stack([(ab * kb - bb * ka) / base, (ab * ka - aa * kb) / base])


def _least(costs: Costs, parameters: int) -> tuple[float, ...]:
    """The place in the unit square, or on the unit line, that costs least."""
    axis = np.linspace(0, 1, GRID if parameters == 1 else GRID // 2 + 1)
    grid = np.stack(np.meshgrid(*[axis] * parameters, indexing="ij"), axis=-1)
    places = grid.reshape(-1, parameters)
    step = float(axis[1])
    around = np.linspace(-1, 1, 2 * FINER + 1)
    offsets = np.stack(np.meshgrid(*[around] * parameters, indexing="ij"), axis=-1)
    offsets = offsets.reshape(-1, parameters)
    best = places[np.argsort(costs(places), kind="stable")[:BEST]]
    for _turn in range(TURNS):
        near = np.clip((best[:, None, :] + step * offsets).reshape(-1, parameters), 0, 1)
        found = costs(near).reshape(len(best), -1).argmin(axis=1)
        best = near.reshape(len(best), -1, parameters)[np.arange(len(best)), found]
        step /= FINER
    return tuple(float(value) for value in best[costs(best).argmin()])
