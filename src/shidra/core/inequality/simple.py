"""Difference, ratio and disproportion: what a steering meeting reads.

Source of the rules for direction: WHO, Handbook on health inequality monitoring (2013);
Schlotheuber & Hosseinpoor, Int J Environ Res Public Health 2022;19:3697.
"""

from collections.abc import Iterator

import numpy as np

from shidra.core.inequality.found import Found, around, around_logarithm, unless
from shidra.core.inequality.groupings import Batch, Floats

__all__ = ["simple_measures", "worst_of"]

NO_SE = "A standard error is missing, so there is no interval."


def simple_measures(batch: Batch) -> Iterator[Found]:
    """D = y₁ − y₂ and R = y₁ ÷ y₂, and the disproportion of the group that is furthest behind.

    In an ordered dimension y₁ is the most advantaged group of a favourable indicator and the
    least advantaged of an adverse one; without an order y₁ is the largest and y₂ the smallest.
    se(D) = √(s₁² + s₂²); ln R has the standard error √((s₁/y₁)² + (s₂/y₂)²).
    """
    first, second = _compared(batch)
    rows = np.arange(len(first))
    y1, y2 = batch.y[rows, first], batch.y[rows, second]
    s1, s2 = batch.s[rows, first], batch.s[rows, second]
    alone = batch.count < 2  # noqa: PLR2004 - a comparison needs two
    d = around("d", y1 - y2, np.hypot(s1, s2))
    yield unless(_without_se(d, batch), alone, "There is only one group.")
    yield unless(_ratio(batch, (y1, y2), (s1, s2)), alone, "There is only one group.")
    yield _disproportion(batch)


def _compared(batch: Batch) -> tuple[np.ndarray, np.ndarray]:
    """The places of y₁ and y₂ in each case."""
    least = np.zeros(len(batch.y), dtype=int)
    most = np.maximum(batch.there.sum(axis=1) - 1, 0)
    largest = np.where(batch.there, batch.y, -np.inf).argmax(axis=1)
    smallest = np.where(batch.there, batch.y, np.inf).argmin(axis=1)
    upper = np.where(batch.favourable, most, least)
    lower = np.where(batch.favourable, least, most)
    return (
        np.where(batch.ordered, upper, largest),
        np.where(batch.ordered, lower, smallest),
    )


def _ratio(batch: Batch, y: tuple[Floats, Floats], s: tuple[Floats, Floats]) -> Found:
    ratio = np.divide(y[0], y[1])
    error = np.hypot(s[0] / y[0], s[1] / y[1])
    found = _without_se(around_logarithm("r", ratio, error), batch)
    zero_above = (y[0] == 0) & (y[1] > 0)
    for values in (found.se, found.lower, found.upper):
        values[zero_above] = np.nan
    found.why.append((zero_above, "The ratio is 0: its logarithm, and so its interval, is not."))
    negative = (y[0] < 0) | (y[1] < 0)
    unless(found, negative, "A ratio of negative values says nothing.")
    return unless(found, y[1] == 0, "The group that would divide is at 0.")


def worst_of(batch: Batch) -> np.ndarray:
    """The place of the group that is furthest behind in each case, by its estimate."""
    sign = np.where(batch.favourable, 1.0, -1.0)[:, None]
    return np.where(batch.there, sign * batch.y, np.inf).argmin(axis=1)


def _disproportion(batch: Batch) -> Found:
    """Share among those affected ÷ share of the population, of the group furthest behind.

    Affected are those whom an adverse indicator counts, and those whom a favourable one leaves
    out. With the same denominators this is the group's rate of being affected ÷ everybody's.
    """
    rows, worst = np.arange(len(batch.y)), worst_of(batch)
    scale = batch.scale
    y, mean = batch.y[rows, worst], batch.mean
    affected = np.where(batch.favourable, scale - y, y)
    everybody = np.where(batch.favourable, scale - mean, mean)
    estimate = affected / everybody
    nothing = np.full(len(y), np.nan)
    found = Found("disproportion", None, estimate, nothing.copy(), nothing.copy(), nothing.copy())
    unless(found, ~(everybody > 0), "Nobody is affected.")
    unless(found, batch.favourable & (scale == 0), "Without a scale nobody knows who is left out.")
    return unless(found, ~batch.has_population, "A population is missing.")


def _without_se(found: Found, batch: Batch) -> Found:
    lacking = ~batch.has_se
    for values in (found.se, found.lower, found.upper):
        values[lacking] = np.nan
    found.why.append((lacking, NO_SE))
    return found
