"""Measures of ordered dimensions: concentration indices, and slope and relative indices.

Concentration: Kakwani, Wagstaff & van Doorslaer, J Econom 1997;77:87 (the convenient regression);
bounded variants: Wagstaff, Health Econ 2005;14:429, Erreygers, J Health Econ 2009;28:504.
Slope: WHO Handbook (2013); robust errors: MacKinnon & White, J Econom 1985;29:305 (HC1).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shidra.core.inequality.found import Found, around, around_logarithm, unless
from shidra.core.inequality.groupings import Batch, Flags, Floats

__all__ = ["concentration_measures", "ranks_of", "slope_measures"]

FEWEST = 3  # groups that a line is fitted to
MOST_STEPS = 60
CLOSE = 1e-12

NO_ORDER = "The dimension has no order."
NO_PEOPLE = "A population is missing."
TOO_FEW = "A line needs at least three groups."


def ranks_of(batch: Batch) -> Floats:
    """r: the share of the population up to the middle of each group, from the least advantaged."""
    shares = batch.shares
    return shares.cumsum(axis=1) - shares / 2


def concentration_measures(batch: Batch) -> Iterator[Found]:
    """ACI = 2 Σ p y (r − ½), RCI = ACI ÷ μ; Wagstaff RCI ÷ (1 − μ), Erreygers 4 μ RCI.

    Intervals: the slope of 2 σ² (y ÷ μ) √n on √n and r √n is RCI; σ² = Σ p (r − ½)². Its standard
    error is that of least squares, and μ is taken as known.
    """
    p, r, mean = batch.shares, ranks_of(batch), batch.mean
    aci = 2 * (p * batch.y * (r - 0.5)).sum(axis=1)
    error = _convenient_error(batch, p, r)
    rci, relative = aci / mean, error / mean
    bounded = mean / batch.scale
    wagstaff = 1 / (1 - bounded)
    yield _ordered(batch, around("aci", aci, error))
    for variant, factor in (
        (None, np.ones_like(mean)),
        ("wagstaff", wagstaff),
        ("erreygers", 4 * bounded),
    ):
        found = around("rci", rci * factor, relative * np.abs(factor), variant)
        unless(found, ~(mean > 0), "The mean is not above 0.")
        if variant:
            unless(found, batch.scale == 0, "The indicator has no upper bound.")
        if variant == "wagstaff":
            unless(found, (batch.scale > 0) & (mean >= batch.scale), "Everybody has it.")
        yield _ordered(batch, found)


def _convenient_error(batch: Batch, p: Floats, r: Floats) -> Floats:
    """The least-squares standard error of ACI in the convenient regression; NaN below 3 groups."""
    variance = (p * (r - 0.5) ** 2).sum(axis=1, keepdims=True)
    left = 2 * variance * batch.y
    slope, level = _line(batch.n, r, left)
    residual = left - level[:, None] - slope[:, None] * r
    freedom = (batch.n > 0).sum(axis=1) - 2.0
    squares = (batch.n * residual**2).sum(axis=1)
    spread = (batch.n * (r - 0.5) ** 2).sum(axis=1)
    error = np.sqrt(squares / freedom / spread)
    return np.where((freedom > 0) & (spread > 0), error, np.nan)


def _line(weights: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Slope and level of the weighted least-squares line through each case."""
    total = weights.sum(axis=1)
    x0 = (weights * x).sum(axis=1) / total
    y0 = (weights * y).sum(axis=1) / total
    centred = x - x0[:, None]
    slope = (weights * centred * y).sum(axis=1) / (weights * centred**2).sum(axis=1)
    return slope, y0 - slope * x0


def slope_measures(batch: Batch) -> Iterator[Found]:
    """SII = ŷ(1) − ŷ(0), RII = ŷ(1) ÷ ŷ(0), from a population-weighted line of y on r.

    `logit` fits y ÷ scale by a logistic line, `linear` a straight one. Positive SII, or RII above
    1, means that the indicator is higher among the advantaged, whether that is good or not.
    Standard errors by the delta method from HC1; the interval of RII is on the logarithmic scale.
    """
    r = ranks_of(batch)
    for fit in (_logistic(batch, r), _straight(batch, r)):
        ratio = fit.top / fit.bottom
        gradient = fit.top_slope / fit.top[:, None] - fit.bottom_slope / fit.bottom[:, None]
        difference = fit.top_slope - fit.bottom_slope
        sii = around("sii", fit.top - fit.bottom, _delta(difference, fit.covariance), fit.variant)
        rii = around_logarithm("rii", ratio, _delta(gradient, fit.covariance), fit.variant)
        unless(rii, ~((fit.top > 0) & (fit.bottom > 0)), "The line reaches 0 or below at an end.")
        for found in (sii, rii):
            unless(found, ~fit.is_found, fit.reason)
            unless(found, batch.count < FEWEST, TOO_FEW)
            yield _ordered(batch, found)


@dataclass(frozen=True, slots=True)
class _Fit:
    """A line by case: its height at both ends, how these move with its two coefficients."""

    variant: str
    top: Floats
    bottom: Floats
    top_slope: Floats
    bottom_slope: Floats
    covariance: Floats
    is_found: Flags
    reason: str


def _straight(batch: Batch, r: Floats) -> _Fit:
    slope, level = _line(batch.n, r, batch.y)
    residual = batch.y - level[:, None] - slope[:, None] * r
    covariance = _robust(batch, r, batch.n, batch.n * residual)
    ones, zeros = np.ones_like(level), np.zeros_like(level)
    return _Fit(
        "linear",
        level + slope,
        level,
        np.stack([ones, ones], axis=1),
        np.stack([ones, zeros], axis=1),
        covariance,
        np.isfinite(slope),
        "All people stand in one group.",
    )


def _logistic(batch: Batch, r: Floats) -> _Fit:
    """Newton's method for all cases at once; each step solves two equations by case."""
    scale = np.where(batch.scale > 0, batch.scale, 1.0)
    share = batch.y / scale[:, None]
    p = batch.shares
    mean = np.clip((p * share).sum(axis=1), 1e-6, 1 - 1e-6)
    level, slope = np.log(mean / (1 - mean)), np.zeros_like(mean)
    is_done = np.zeros(len(mean), dtype=bool)
    for _step in range(MOST_STEPS):
        fitted = _expit(level[:, None] + slope[:, None] * r)
        weights = p * fitted * (1 - fitted)
        a, b, c = _moments(weights, r)
        u, v = (p * (share - fitted)).sum(axis=1), (p * (share - fitted) * r).sum(axis=1)
        determinant = a * c - b * b
        up, turn = (c * u - b * v) / determinant, (a * v - b * u) / determinant
        step = np.clip(np.nan_to_num(np.stack([up, turn])), -5, 5)
        level, slope = level + step[0], slope + step[1]
        is_done = np.isfinite(up) & (np.abs(step).max(axis=0) < CLOSE * (1 + np.abs(slope)))
        if is_done.all():
            break
    fitted = _expit(level[:, None] + slope[:, None] * r)
    covariance = _robust(batch, r, p * fitted * (1 - fitted), p * (share - fitted))
    top, bottom = _expit(level + slope), _expit(level)
    rise, start = scale * top * (1 - top), scale * bottom * (1 - bottom)
    return _Fit(
        "logit",
        scale * top,
        scale * bottom,
        np.stack([rise, rise], axis=1),
        np.stack([start, np.zeros_like(start)], axis=1),
        covariance,
        is_done & (batch.scale > 0),
        "A logistic line needs a scale, and shares that are not all 0 or all 1.",
    )


def _expit(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def _moments(weights: Floats, r: Floats) -> tuple[Floats, Floats, Floats]:
    return weights.sum(axis=1), (weights * r).sum(axis=1), (weights * r * r).sum(axis=1)


def _robust(batch: Batch, r: Floats, weights: Floats, scores: Floats) -> Floats:
    """HC1 of the two coefficients: bread from `weights`, meat from `scores`, times J ÷ (J − 2)."""
    a, b, c = _moments(weights, r)
    d, e, f = _moments(scores**2, r)
    determinant = a * c - b * b
    bread = np.stack([np.stack([c, -b], -1), np.stack([-b, a], -1)], -1)
    bread /= determinant[:, None, None]
    groups = (batch.n > 0).sum(axis=1)
    factor = np.where(groups > 2, groups / np.maximum(groups - 2.0, 1.0), np.nan)  # noqa: PLR2004
    meat = np.stack([np.stack([d, e], -1), np.stack([e, f], -1)], -1)
    return np.asarray(bread @ meat @ bread * factor[:, None, None])


def _delta(gradient: Floats, covariance: Floats) -> Floats:
    variance = np.einsum("ci,cij,cj->c", gradient, covariance, gradient)
    return np.asarray(np.sqrt(np.maximum(variance, 0)))


def _ordered(batch: Batch, found: Found) -> Found:
    unless(found, ~batch.has_population, NO_PEOPLE)
    return unless(found, ~batch.ordered, NO_ORDER)
