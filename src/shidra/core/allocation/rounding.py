"""From the solver's floats to amounts that a person can check."""

from math import floor, fsum, log10

import numpy as np

from shidra.core.allocation.curves import Floats, Integers
from shidra.core.allocation.layout import Layout

__all__ = ["rounded_grants"]

# Digits kept after the first digit of the largest grant.
DIGITS = 9


def rounded_grants(layout: Layout, gross: Floats) -> Floats:
    """Grants on a decimal grid of ten digits; never above a budget, a cap or a cell's most.

    The solver keeps limits only to its tolerance. What lies above one after rounding is taken
    from the largest grants of that limit.
    """
    largest = float(gross.max(initial=0.0))
    if largest <= 0.0:
        return np.zeros_like(gross)
    decimals = DIGITS - floor(log10(largest))
    amounts = np.maximum(np.round(gross, decimals), 0.0)
    for row in layout.rows:
        if row.high < np.inf and row.kind in {"budget", "cap"}:
            rates = np.ones(len(row.arcs)) if row.kind == "budget" else layout.arc_rate[row.arcs]
            cut_to(amounts, row.arcs, rates, row.high, decimals)
    over = np.flatnonzero(layout.spend(amounts) > layout.curves.highest)
    for cell in over:
        arcs = np.flatnonzero(layout.arc_cell == cell)
        limit = float(layout.curves.highest[cell])
        cut_to(amounts, arcs, layout.arc_rate[arcs], limit, decimals)
    return amounts


def cut_to(amounts: Floats, arcs: Integers, rates: Floats, limit: float, decimals: int) -> None:
    """Take from the largest of these grants until they keep the limit, in place."""
    step = 10.0**-decimals
    while (excess := fsum(amounts[arcs] * rates) - limit) > 0.0:
        place = int(np.argmax(amounts[arcs] * rates))
        less = amounts[arcs[place]] - max(excess / rates[place], step)
        lower = np.floor(less / step) * step
        amounts[arcs[place]] = max(round(float(lower), decimals), 0.0)
