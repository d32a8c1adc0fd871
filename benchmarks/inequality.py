"""Measures of inequality of 10,000 tables of 5 to 20 groups, against one weighted mean of them."""

import random
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from shidra.core.inequality import Grouping, Subgroup
from shidra.core.inequality.groupings import Batch, packed
from shidra.core.inequality.regression import concentration_measures, slope_measures
from shidra.core.inequality.simple import simple_measures
from shidra.core.inequality.simulation import simulated
from shidra.core.inequality.spread import (
    attributable_measures,
    closed_spread,
    simulated_formulas,
)

RUNS = 5
TABLES, DRAWS = 10_000, 100


def measure() -> dict[str, float]:
    """CPU of each kind of measure ÷ CPU of the weighted mean of the same arrays."""
    batch = packed(_tables())
    formulas = simulated_formulas()
    with np.errstate(all="ignore"):
        unit = _cpu(lambda: (batch.n * batch.y).sum(axis=1) / batch.n.sum(axis=1))
        drawn = _cpu(lambda: simulated(batch, formulas, DRAWS), runs=1)
        return {
            "all with closed intervals": _cpu(lambda: _closed(batch)) / unit,
            "sii and rii, logit and linear": _cpu(lambda: list(slope_measures(batch))) / unit,
            "simulated, by measure and 100 draws": drawn / len(formulas) / unit,
        }


def _closed(batch: Batch) -> None:
    for kind in (simple_measures, concentration_measures, closed_spread, attributable_measures):
        list(kind(batch))


def _tables() -> list[Grouping]:
    draw = random.Random(11)
    return [
        Grouping(
            str(case),
            tuple(
                Subgroup(
                    str(place),
                    draw.uniform(1, 99),
                    draw.uniform(0.1, 5),
                    draw.randint(20, 5000),
                    place + 1,
                )
                for place in range(draw.randint(5, 20))
            ),
            draw.random() < 0.5,  # noqa: PLR2004 - one half
            is_ordered=True,
            scale=100,
        )
        for case in range(TABLES)
    ]


def _cpu(work: Callable[[], object], runs: int = RUNS) -> float:
    taken = []
    for _run in range(runs):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return median(taken)
