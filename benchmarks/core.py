"""The pure methods at their larger sizes, against a calibration unit of the same run."""

import random
import time
from collections.abc import Callable
from statistics import median

from shidra.core.causal import Link, path_strengths
from shidra.core.figures import Row, Table, by_period
from shidra.core.missing import Allocation, Need, cover
from shidra.i18n import numbers

RUNS = 5


def measure() -> dict[str, float]:
    """CPU of each method ÷ CPU of the calibration unit."""
    unit = _cpu(_calibrate)
    return {name: _cpu(work) / unit for name, work in _works().items()}


def _works() -> dict[str, Callable[[], object]]:
    draw = random.Random(3)
    places: dict[str, str | None] = {f"p{i}": "land" for i in range(40)} | {"land": None}
    everywhere = [*places, None]
    needs = [Need("F", 1, draw.randint(1, 10**8), draw.choice(everywhere)) for _ in range(200)]
    money = [
        Allocation("F", 1, draw.randint(1, 10**7), draw.choice(everywhere)) for _ in range(100)
    ]
    codes = [f"F{i}" for i in range(300)]
    links = [Link(*draw.sample(codes, 2), draw.randint(1, 3)) for _ in range(3_000)]
    rows = [
        Row(str(year), f"p{place}", frozenset({f"s:{s}", f"v:{v}"}), draw.randint(0, 9), 10)
        for year in range(25)
        for place in range(40)
        for s in "ab"
        for v in "xy"
    ]
    return {
        "coverage, 200 needs x 100 allocations, all overlapping": lambda: cover(
            needs, money, places
        ),
        "strongest paths, 300 factors, 3000 links": lambda: path_strengths(links, ["F0"]),
        "series of 4000 observations": lambda: by_period(Table(rows, places)),
        "200 amounts of money, nothing cached": _amounts,
    }


def _amounts() -> None:
    numbers.money.cache_clear()
    for place in range(200):
        numbers.money(place * 98_765 + 7, "ILS", "he")


def _calibrate() -> int:
    """Plain work of the interpreter: a hundred thousand additions."""
    total = 0
    for number in range(100_000):
        total += number
    return total


def _cpu(work: Callable[[], object]) -> float:
    work()
    times = []
    for _run in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)
