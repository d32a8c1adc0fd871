"""How far the groups of a dimension lie apart, whatever their order.

Variances in closed form and by simulation: Ahn et al., JCO Clin Cancer Inform 2018;2:1 and
PLoS One 2019;14:e0219542. Attributable risk: Walter, Int J Epidemiol 1978;7:175.
"""

from collections.abc import Callable, Iterator

import numpy as np

from shidra.core.inequality.found import Found, around, unless
from shidra.core.inequality.groupings import Batch, Floats
from shidra.core.inequality.simple import NO_SE

__all__ = ["attributable_measures", "best_of", "closed_spread", "simulated_formulas"]

NO_PEOPLE = "A population is missing."
MEAN_AT_ZERO = "The mean is not above 0."
THOUSAND = 1000.0  # Theil's index and the mean log deviation are told in thousandths

# A measure of arrays (draws or cases, groups): estimates, shares, mean, best, reference, there.
type Formula = Callable[[Floats, Batch], Floats]


def closed_spread(batch: Batch) -> Iterator[Found]:
    """BGV = Σ p (y − μ)²; Theil 1000 Σ p (y/μ) ln(y/μ); MLD 1000 Σ p (−ln(y/μ)).

    The variance of BGV is exact for normal estimates, those of the others are by Taylor's rule.
    In Theil's index 0 · ln 0 = 0.
    """
    p, y, s, mean = batch.shares, batch.y, batch.s, batch.mean
    away = (y - mean[:, None]) * batch.there
    bgv = around("bgv", (p * away**2).sum(axis=1), _bgv_error(p, s, away))
    ratio = np.where(batch.there, y / mean[:, None], 1.0)
    logarithm = np.log(ratio)
    theil = (p * np.where(ratio == 0, 0.0, ratio * logarithm)).sum(axis=1)
    level = (p * ratio * (1 + logarithm)).sum(axis=1, keepdims=True)
    theil_error = np.sqrt(((p * s / mean[:, None] * (1 + logarithm - level)) ** 2).sum(axis=1))
    mld = -(p * logarithm).sum(axis=1)
    mld_error = np.sqrt(((p * s / mean[:, None] * (1 - 1 / ratio)) ** 2).sum(axis=1))
    at_zero = (batch.there & (y == 0)).any(axis=1)
    negative = (batch.there & (y < 0)).any(axis=1)
    ti = around("ti", THOUSAND * theil, THOUSAND * theil_error)
    for values in (ti.se, ti.lower, ti.upper):
        values[at_zero] = np.nan
    ti.why.append((at_zero, "A group is at 0, so there is no interval."))
    log_deviation = around("mld", THOUSAND * mld, THOUSAND * mld_error)
    unless(log_deviation, at_zero, "A group is at 0, and its logarithm is not.")
    for found in (bgv, ti, log_deviation):
        if found is not bgv:
            unless(found, negative, "An estimate is negative.")
            unless(found, ~(mean > 0), MEAN_AT_ZERO)
        for values in (found.se, found.lower, found.upper):
            values[~batch.has_se] = np.nan
        found.why.append((~batch.has_se, NO_SE))
        yield unless(found, ~batch.has_population, NO_PEOPLE)


def _bgv_error(p: Floats, s: Floats, away: Floats) -> Floats:
    """√(4 Σ p² s² (y−μ)² + 2 ((Σ p² s²)² − Σ p⁴ s⁴ + Σ p² (1−p)² s⁴))."""
    linear = 4 * (p**2 * s**2 * away**2).sum(axis=1)
    squares = (p**2 * s**2).sum(axis=1) ** 2 - (p**4 * s**4).sum(axis=1)
    own = (p**2 * (1 - p) ** 2 * s**4).sum(axis=1)
    return np.asarray(np.sqrt(linear + 2 * (squares + own)))


def best_of(batch: Batch, y: Floats) -> Floats:
    """The best estimate of each row: the largest of a favourable indicator, else the smallest."""
    largest = np.where(batch.there, y, -np.inf).max(axis=1)
    smallest = np.where(batch.there, y, np.inf).min(axis=1)
    return np.asarray(np.where(batch.favourable, largest, smallest))


def simulated_formulas() -> dict[str, Formula]:
    """Measures whose interval is simulated, each of estimates in the place of those of a batch.

    BGSD = √BGV, COV = 100 BGSD ÷ μ, IDIS = 100 · mean |y − μ| ÷ μ, MDM, MDB and MDR the mean
    distance from μ, from the best group and from the reference; `w` weighs groups by population,
    `u` counts each once.
    """

    def mean(y: Floats, batch: Batch) -> Floats:
        weighted = (batch.shares * y).sum(axis=1)
        plain = (y * batch.there).sum(axis=1) / batch.count
        return np.where(batch.has_population, weighted, plain)

    def deviation(y: Floats, batch: Batch) -> Floats:
        away = y - mean(y, batch)[:, None]
        return np.asarray(np.sqrt((batch.shares * away**2).sum(axis=1)))

    def distance(weights: str, origin: Callable[[Floats, Batch], Floats]) -> Formula:
        def measure(y: Floats, batch: Batch) -> Floats:
            away = np.abs(y - origin(y, batch)[:, None])
            if weights == "w":
                return np.asarray((batch.shares * away).sum(axis=1))
            return np.asarray((away * batch.there).sum(axis=1) / batch.count)

        return measure

    def relative(formula: Formula) -> Formula:
        return lambda y, batch: 100 * formula(y, batch) / mean(y, batch)

    def best(y: Floats, batch: Batch) -> Floats:
        return best_of(batch, y)

    def reference(y: Floats, batch: Batch) -> Floats:
        return np.asarray((y * batch.reference).sum(axis=1))

    from_mean = {weights: distance(weights, mean) for weights in "uw"}
    return {
        "bgsd": deviation,
        "cov": relative(deviation),
        **{f"idis{w}": relative(formula) for w, formula in from_mean.items()},
        **{f"mdm{w}": formula for w, formula in from_mean.items()},
        **{f"mdb{w}": distance(w, best) for w in "uw"},
        **{f"mdr{w}": distance(w, reference) for w in "uw"},
    }


def attributable_measures(batch: Batch) -> Iterator[Found]:
    """PAR = y_ref − μ, 0 where the reference is no better than all; PAF = 100 PAR ÷ μ.

    The reference is the reference group, else the most advantaged of an ordered dimension, else
    the best. Walter's variance is of counts, so it needs a scale; se(PAR) = μ se(PAF) ÷ 100.
    """
    rows = np.arange(len(batch.y))
    chosen = _reference(batch)
    mean, y, people = batch.mean, batch.y[rows, chosen], batch.n[rows, chosen]
    sign = np.where(batch.favourable, 1.0, -1.0)
    risk = np.where(sign * (y - mean) > 0, y - mean, 0.0)
    error = _walter(batch, y, people, mean)
    fraction = 100 * risk / mean
    par = around("par", risk, np.abs(mean) * error)
    paf = around("paf", fraction, 100 * error)
    for found in (par, paf):
        for values in (found.se, found.lower, found.upper):
            values[risk == 0] = np.nan
        found.why.append((risk == 0, "The reference is no better than all together."))
        found.why.append((batch.scale == 0, "Without a scale there are no counts: no interval."))
        if found is paf:
            unless(found, ~(mean > 0), MEAN_AT_ZERO)
        yield unless(found, ~batch.has_population, NO_PEOPLE)


def _reference(batch: Batch) -> np.ndarray:
    sign = np.where(batch.favourable, 1.0, -1.0)[:, None]
    best = np.where(batch.there, sign * batch.y, -np.inf).argmax(axis=1)
    most = np.maximum(batch.there.sum(axis=1) - 1, 0)
    chosen = np.where(batch.ordered, most, best)
    return np.asarray(np.where(batch.reference.any(axis=1), batch.reference.argmax(axis=1), chosen))


def _walter(batch: Batch, y: Floats, people: Floats, mean: Floats) -> Floats:
    """√(c N (a d (N − c) + b c²) ÷ ((a + c)³ (c + d)³)), c and d counted in the reference."""
    total = batch.n.sum(axis=1)
    c = y / batch.scale * people
    d = people - c
    a = mean / batch.scale * total - c
    b = total - a - people
    variance = c * total * (a * d * (total - c) + b * c**2) / ((a + c) ** 3 * (c + d) ** 3)
    return np.where(batch.scale > 0, np.sqrt(np.maximum(variance, 0)), np.nan)
