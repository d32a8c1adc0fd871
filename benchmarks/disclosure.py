"""Disclosure control of tables of 60 to 2,000 cells: against its own audit, and against elimination.

The yardstick for the number of cells is suppression by Gaussian elimination (Langsrud, Privacy in
Statistical Databases 2024): from large counts to small, a cell is shown unless that would give a
primary one away. The two tables of the reference are measured where they lie beside the checkout.
"""

import csv
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np

from shidra.core.disclosure import (
    Cube,
    Rule,
    System,
    audited,
    cube_of,
    dimension_of,
    primary_cells,
    protected,
    published,
    read_counts,
    rounded,
    system_of,
)

RUNS = 3
SHAPES = ((6, 8), (12, 15), (5, 6, 4), (10, 8, 6), (4, 4, 3, 3), (8, 6, 5, 4))
REFERENCES = Path(__file__).resolve().parents[2] / "shared" / "data" / "suppression"
# Small tables, of which a few hidden cells more or less decide: many of them, looked at together.
SMALL = ((6, 8), (10, 12), (5, 6, 4), (3, 3, 3, 3), (3, 4, 3, 3), (4, 4, 3, 3))
SEEDS = range(100, 105)
FURTHER = {"t2_12x15": 2, "t3_5x6x4": 37}
PRIME = 2_147_483_629


def measure() -> dict[str, float]:
    """CPU of protecting ÷ CPU of its audit, and further cells ÷ those of elimination."""
    found: dict[str, float] = {}
    for name, cube in _tables():
        system = system_of(cube)
        primary = primary_cells(system, Rule())
        pattern = protected(system)
        shown = published(system, pattern.is_hidden, primary)
        audit = audited(shown)
        spread = (audit.high - audit.low)[audit.is_primary]
        taken, looked = _cpu(lambda s=system: protected(s)), _cpu(lambda s=shown: audited(s))
        further = pattern.statuses.count("complementary")
        yardstick = FURTHER.get(name.split()[0]) or _eliminated(system, primary)
        found[f"{name}, protecting ÷ its audit"] = taken / looked
        found[f"{name}, CPU seconds of protecting"] = taken
        found[f"{name}, primary cells"] = int(primary.sum())
        found[f"{name}, further cells"] = further
        found[f"{name}, further cells ÷ yardstick"] = further / yardstick
        found[f"{name}, narrowest interval"] = float(spread.min())
        found[f"{name}, largest change by rounding"] = rounded(cube).largest_change
    return found | _small()


def _small() -> dict[str, float]:
    """Protecting ÷ its audit at worst, and further cells of all ÷ those of elimination."""
    taken, further, yardstick = [], 0, 0
    for shape, seed in product(SMALL, SEEDS):
        system = system_of(_drawn(shape, seed))
        primary, pattern = primary_cells(system, Rule()), protected(system)
        shown = published(system, pattern.is_hidden, primary)
        taken.append((_cpu(lambda s=system: protected(s)), _cpu(lambda s=shown: audited(s))))
        further += pattern.statuses.count("complementary")
        yardstick += _eliminated(system, primary)
    protecting, auditing = (sum(times) for times in zip(*taken, strict=True))
    return {
        f"{len(taken)} small tables, protecting ÷ its audit": protecting / auditing,
        f"{len(taken)} small tables, the slowest of them": max(one / other for one, other in taken),
        f"{len(taken)} small tables, further cells ÷ yardstick": further / yardstick,
    }


def _tables() -> Iterator[tuple[str, Cube]]:
    for seed, shape in enumerate(SHAPES, start=1):
        yield f"{'x'.join(map(str, shape))}", _drawn(shape, seed)
    for name in FURTHER:
        path = REFERENCES / f"{name}_inner.csv"
        if path.exists():
            with path.open(encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            yield (
                f"{name} (reference)",
                read_counts(rows, [each for each in rows[0] if each != "freq"], "freq"),
            )


def _drawn(shape: tuple[int, ...], seed: int) -> Cube:
    """Many small counts and a few large, as in the reference's tables."""
    draw = np.random.default_rng(seed)
    counts = draw.poisson(draw.gamma(0.55, 18, size=shape))
    names = [[f"c{place:02}" for place in range(length)] for length in shape]
    return cube_of(
        [dimension_of(f"v{axis}", each) for axis, each in enumerate(names)],
        {
            tuple(axis[place] for axis, place in zip(names, where, strict=True)): int(counts[where])
            for where in np.ndindex(shape)
        },
    )


def _eliminated(system: System, primary: np.ndarray) -> int:
    """How many further cells elimination hides, counted in whole numbers modulo a prime."""
    columns = _made_of(system)[:, system.counts > 0]
    counts, small = system.counts[system.counts > 0], primary[system.counts > 0]
    columns = columns[columns[:, counts.argmax()] > 0]
    hidden = 0
    for cell in np.argsort(-counts, kind="stable"):
        if small[cell]:
            continue
        column = columns[:, cell].copy()
        if not column.any():
            continue
        pivot = int(np.flatnonzero(column)[0])
        ratio = columns[pivot] * pow(int(column[pivot]), -1, PRIME) % PRIME
        told = np.flatnonzero(small & (ratio > 0))
        if any((columns[:, each] == column * ratio[each] % PRIME).all() for each in told):
            hidden += 1
            continue
        rows, others = np.flatnonzero(column), np.flatnonzero(ratio)
        block = np.ix_(rows, others)
        columns[block] = (columns[block] - np.outer(column[rows], ratio[others]) % PRIME) % PRIME
    return hidden


def _made_of(system: System) -> np.ndarray:
    """Inner cells × cells: which inner cells each cell is the sum of; empty ones are left out."""
    depth = max(len(cell) for cell in system.cells)
    inner = [at for at, cell in enumerate(system.cells) if len(cell) == depth and system.counts[at]]
    sets = [set(cell) for cell in system.cells]
    return np.array([[int(each <= sets[at]) for each in sets] for at in inner], dtype=np.int64)


def _cpu(work: Callable[[], object]) -> float:
    taken = []
    for _run in range(RUNS):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return median(taken)
