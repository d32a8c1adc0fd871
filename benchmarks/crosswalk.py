"""Reading 100,000 figures across a crosswalk of 50 changes, against reading them without one."""

import random
import time
from collections.abc import Callable
from statistics import median

from shidra.core.figures import (
    CategoryStep,
    ChangeKind,
    Crosswalk,
    Row,
    Table,
    by_group,
    by_period,
)

RUNS = 5
PLACES, CATEGORIES, CHANGES = 54, 100, 50
PERIODS = tuple(str(year) for year in range(2001, 2021))


def measure() -> dict[str, float]:
    """CPU of the totals and all groups of every period, with the crosswalk ÷ without it."""
    rows, parents, steps = world()
    plain = _cpu(lambda: _read(Table(rows, parents)))
    carried = _cpu(lambda: _read(Table(rows, parents, Crosswalk(steps))))
    return {"across 50 changes ÷ without": carried / plain}


def world() -> tuple[list[Row], dict[str, str | None], list[CategoryStep]]:
    """100,000 rows of one dimension, of which the categories changed fifty times in twenty years.

    Every figure is told in the categories of its period: 30 renames, 14 merges, 6 splits.
    """
    draw = random.Random(7)
    in_use = [f"s:c{number}" for number in range(CATEGORIES)]
    parents: dict[str, str | None] = {"land": None}
    parents |= {f"p{number}": "land" for number in range(PLACES)}
    kinds = [ChangeKind.RENAME] * 30 + [ChangeKind.MERGE] * 14 + [ChangeKind.SPLIT] * 6
    draw.shuffle(kinds)
    due = dict.fromkeys(PERIODS[1:], 0)
    for _one in range(CHANGES):
        due[draw.choice(PERIODS[1:])] += 1
    rows: list[Row] = []
    steps: list[CategoryStep] = []
    for period in PERIODS:
        for _one in range(due.get(period, 0)):
            steps.append(_change(kinds[len(steps)], period, in_use, draw))
        for place in range(PLACES):
            for category in in_use:
                met = draw.randrange(10, 90)
                rows.append(Row(period, f"p{place}", frozenset({category}), met, 100, n=100))
    return rows, parents, steps


def _change(kind: ChangeKind, period: str, in_use: list[str], draw: random.Random) -> CategoryStep:
    before = draw.sample(in_use, 2 if kind == ChangeKind.MERGE else 1)
    new = f"s:n{period}x{draw.randrange(10**9)}"
    after = [f"{new}a", f"{new}b"] if kind == ChangeKind.SPLIT else [new]
    in_use[:] = [one for one in in_use if one not in before] + after
    return CategoryStep(kind, period, tuple(before), tuple(after))


def _read(table: Table) -> None:
    by_period(table)
    for period in table.periods:
        by_group(table, period, "s")


def _cpu(work: Callable[[], object]) -> float:
    taken = []
    for _run in range(RUNS):
        before = time.process_time()
        work()
        taken.append(time.process_time() - before)
    return median(taken)


if __name__ == "__main__":
    print(len(world()[0]), measure())
