"""Charts and forecasts of 2,000 series of 12 points, against the mean and deviation of the same."""

import random
import time
from collections.abc import Callable
from statistics import fmean, median, stdev

from shidra.core.series import METHODS, Improvement, chart_of, forecast

RUNS = 5
SERIES, POINTS, HORIZON, SEARCHED = 2_000, 12, 4, 100


def measure() -> dict[str, float]:
    """CPU by series of each method ÷ CPU by series of the standard library's mean and deviation."""
    draw = random.Random(5)
    many = [[round(draw.gauss(50, 5), 1) for _point in range(POINTS)] for _one in range(SERIES)]
    unit = _cpu(lambda: [(fmean(each), stdev(each)) for each in many]) / SERIES
    found = {
        "signals": _cpu(lambda: [chart_of(each, Improvement.INCREASE) for each in many])
        / SERIES
        / unit
    }
    for method in METHODS:
        some = many[:SEARCHED]
        found[f"forecast by {method}"] = _cpu(lambda of=some, by=method: _go_on(of, by))
        found[f"forecast by {method}"] /= SEARCHED * unit
    return found


def _go_on(many: list[list[float]], method: str) -> None:
    for each in many:
        forecast(each, HORIZON, method)


def _cpu(work: Callable[[], object]) -> float:
    taken = []
    for _run in range(RUNS):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return median(taken)
