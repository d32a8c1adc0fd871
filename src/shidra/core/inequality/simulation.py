"""Intervals where no formula gives one: the measure of many drawn tables, seeded.

Estimates are drawn normal around what was measured, and cut to where the indicator can lie
(Ahn et al., PLoS One 2019;14:e0219542). A measure of distances is above 0 in every draw, so that
its interval can lie wholly above a small estimate: then what was measured is within the noise.
"""

from collections.abc import Mapping

import numpy as np

from shidra.core.inequality.found import Found, unless
from shidra.core.inequality.groupings import Batch, Floats
from shidra.core.inequality.simple import NO_SE
from shidra.core.inequality.spread import MEAN_AT_ZERO, NO_PEOPLE, Formula

__all__ = ["DRAWS", "SEED", "simulated"]

DRAWS, SEED = 1000, 20_261_122
RELATIVE = frozenset({"cov", "idisu", "idisw"})
_PLAIN = frozenset({"idisu", "mdmu"})  # without populations they take the plain mean


def simulated(
    batch: Batch, formulas: Mapping[str, Formula], draws: int = DRAWS, seed: int = SEED
) -> list[Found]:
    """Each measure with the 2.5th and 97.5th percentile of its draws; its se is their deviation."""
    generator = np.random.default_rng(seed)
    estimates = {name: formula(batch.y, batch) for name, formula in formulas.items()}
    drawn: dict[str, list[Floats]] = {name: [] for name in formulas}
    if batch.has_se.any():
        for _draw in range(draws):
            y = _draw_within(batch, generator)
            for name, formula in formulas.items():
                drawn[name].append(formula(y, batch))
    return [_found(name, estimates[name], drawn[name], batch) for name in formulas]


def _draw_within(batch: Batch, generator: np.random.Generator) -> Floats:
    """One drawn table for every case; what falls outside is drawn again, then cut."""
    top = np.where(batch.scale > 0, batch.scale, np.inf)[:, None]
    y = batch.y + batch.s * generator.standard_normal(batch.y.shape)
    bottom = np.where((batch.y >= 0).all(axis=1), 0.0, -np.inf)[:, None]
    for _again in range(8):
        outside = (y < bottom) | (y > top)
        if not outside.any():
            break
        fresh = generator.standard_normal(int(outside.sum()))
        y[outside] = batch.y[outside] + batch.s[outside] * fresh
    return np.clip(y, bottom, top) * batch.there


def _found(name: str, estimate: Floats, drawn: list[Floats], batch: Batch) -> Found:
    nothing = np.full(len(estimate), np.nan)
    found = Found(name, None, estimate, nothing.copy(), nothing.copy(), nothing.copy())
    if drawn:
        values = np.sort(np.stack(drawn), axis=0)
        found.se = values.std(axis=0, ddof=1)
        found.lower, found.upper = np.quantile(values, (0.025, 0.975), axis=0)
    for each in (found.se, found.lower, found.upper):
        each[~batch.has_se] = np.nan
    found.why.append((~batch.has_se, NO_SE))
    if name in RELATIVE:
        unless(found, ~(batch.mean > 0), MEAN_AT_ZERO)
    if name.startswith("mdr"):
        unless(found, ~batch.reference.any(axis=1), "No group is the reference.")
    if name in _PLAIN:
        found.why.append((~batch.has_population, "Without populations the mean counts groups."))
    elif name not in {"mdbu", "mdru"}:
        unless(found, ~batch.has_population, NO_PEOPLE)
    return found
