"""What comes if nothing changes: seven plain methods, each with its prediction intervals.

Formulas and intervals as in Hyndman & Athanasopoulos, *Forecasting: principles and practice* (3rd
edition, chapters 5, 7, 8), and their package `forecast` where the book leaves a choice.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from shidra.core.series.limits import SeriesError
from shidra.core.series.plain import Ahead, drift, mean, naive, ols

__all__ = ["METHODS", "Forecast", "fewest_points", "forecast"]

type Formula = Callable[[Sequence[float], int], Ahead]

METHODS = ("naive", "drift", "mean", "ols", "ses", "holt", "theta")
_CLOSED: dict[str, Formula] = {"naive": naive, "drift": drift, "mean": mean, "ols": ols}
# So many points leave at least one degree of freedom to the error.
_FEWEST = {"naive": 2, "drift": 3, "mean": 2, "ols": 3, "ses": 3, "holt": 5, "theta": 3}


@dataclass(frozen=True, slots=True)
class Forecast:
    """One step ahead of a series, in its unit; h counts steps from the last point."""

    method: str
    h: int
    mean: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float


def fewest_points(method: str) -> int:
    """With how many points a method can say how sure it is.

    >>> fewest_points("drift"), fewest_points("holt")
    (3, 5)
    """
    return _FEWEST[method]


def forecast(values: Sequence[float], horizon: int, method: str = "drift") -> list[Forecast]:
    """The next `horizon` steps of equally spaced values in order of time.

    Quantiles: of Student's t for `mean` (T − 1 degrees) and `ols` (T − 2), where it is exact;
    normal for the others, as in the book.

    >>> [round(step.mean, 2) for step in forecast([2, 3, 5, 8], 2)]
    [10.0, 12.0]

    Raises:
        SeriesError: too few values, one that is not finite, an unknown method, a horizon below 1.
    """
    if method not in METHODS:
        raise SeriesError(f"there is no method {method}.")
    fewest = fewest_points(method)
    if horizon < 1:
        raise SeriesError("the horizon is 1 or more.")
    if len(values) < fewest:
        raise SeriesError(f"{method} needs {fewest} points or more; there are {len(values)}.")
    if not all(math.isfinite(value) for value in values):
        raise SeriesError("a value is not finite.")
    try:
        ahead = _formula(method)([float(value) for value in values], horizon)
    except (OverflowError, FloatingPointError) as error:
        raise SeriesError("the values are too large.") from error
    if not all(map(math.isfinite, (*ahead.means, *ahead.errors))):
        raise SeriesError("the values are too large.")
    c80, c95 = _quantile(0.9, ahead.degrees), _quantile(0.975, ahead.degrees)
    return [
        Forecast(method, h, y, y - c80 * s, y + c80 * s, y - c95 * s, y + c95 * s)
        for h, (y, s) in enumerate(zip(ahead.means, ahead.errors, strict=True), start=1)
    ]


def _formula(method: str) -> Formula:
    if method in _CLOSED:
        return _CLOSED[method]
    # Arrays load only for the methods that search.
    from shidra.core.series import smoothing

    return {"ses": smoothing.ses, "holt": smoothing.holt, "theta": smoothing.theta}[method]


def _quantile(share: float, degrees: int | None) -> float:
    if degrees is None:
        return NormalDist().inv_cdf(share)
    # The library loads only for the methods that need it.
    from scipy.special import stdtrit

    return float(stdtrit(degrees, share))
