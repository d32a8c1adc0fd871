"""The methods in closed form: last value, straight on, mean, and a fitted line.

y₁ … y_T are the values, σ̂ the standard error of the residuals with one degree of freedom less for
each thing that was estimated.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Ahead", "drift", "line", "mean", "naive", "ols"]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Means and standard errors of the steps ahead; degrees of freedom of t, None for normal."""

    means: list[float]
    errors: list[float]
    degrees: int | None = None


def naive(values: Sequence[float], horizon: int) -> Ahead:
    """ŷ = y_T; σ̂_h = σ̂ √h, with σ̂² the mean square of the steps (nothing is estimated)."""
    steps = [after - before for before, after in pairwise(values)]
    error = math.sqrt(math.fsum(step * step for step in steps) / len(steps))
    ahead = range(1, horizon + 1)
    return Ahead([values[-1]] * horizon, [error * math.sqrt(h) for h in ahead])


def drift(values: Sequence[float], horizon: int) -> Ahead:
    """ŷ = y_T + h (y_T − y₁) ÷ (T − 1); σ̂_h = σ̂ √(h (1 + h ÷ (T − 1))), σ̂ with T − 2 degrees."""
    steps = [after - before for before, after in pairwise(values)]
    slope = (values[-1] - values[0]) / len(steps)
    error = math.sqrt(math.fsum((step - slope) ** 2 for step in steps) / (len(steps) - 1))
    ahead = range(1, horizon + 1)
    return Ahead(
        [values[-1] + h * slope for h in ahead],
        [error * math.sqrt(h * (1 + h / len(steps))) for h in ahead],
    )


def mean(values: Sequence[float], horizon: int) -> Ahead:
    """ŷ = ȳ; σ̂_h = σ̂ √(1 + 1 ÷ T), t with T − 1 degrees."""
    count = len(values)
    middle = math.fsum(values) / count
    error = math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (count - 1))
    return Ahead([middle] * horizon, [error * math.sqrt(1 + 1 / count)] * horizon, count - 1)


def ols(values: Sequence[float], horizon: int) -> Ahead:
    """A line on t = 1 … T; σ̂_h = σ̂ √(1 + 1 ÷ T + (t − t̄)² ÷ Σ(t − t̄)²), t with T − 2 degrees."""
    count = len(values)
    middle, level, slope = line(values)
    spread = count * (count * count - 1) / 12
    error = math.sqrt(
        math.fsum(
            (value - level - slope * (t - middle)) ** 2 for t, value in enumerate(values, start=1)
        )
        / (count - 2)
    )
    away = [count + h - middle for h in range(1, horizon + 1)]
    return Ahead(
        [level + slope * x for x in away],
        [error * math.sqrt(1 + 1 / count + x * x / spread) for x in away],
        count - 2,
    )


def line(values: Sequence[float]) -> tuple[float, float, float]:
    """The least-squares line on t = 1 … T as middle of t, level there, slope."""
    count = len(values)
    middle, level = (count + 1) / 2, math.fsum(values) / count
    rise = math.fsum((t - middle) * (value - level) for t, value in enumerate(values, start=1))
    return middle, level, rise / (count * (count * count - 1) / 12)
