"""How long a plan takes, against a calibration unit timed in the same run."""

from collections.abc import Callable
from random import Random
from statistics import median
from time import perf_counter

import numpy as np

from shidra.core.allocation import (
    Cap,
    Cell,
    ExponentialResponse,
    Filter,
    Funder,
    Problem,
    price_bound,
    solve,
)

YEARS = (2026, 2027, 2028)
FACTORS = tuple(f"f{n}" for n in range(12))
LOCALITIES = tuple(f"l{n}" for n in range(60))


def measure() -> dict[str, float]:
    """Ratios of one run: solving, and checking the proof, against the calibration unit."""
    problem = drawn_problem(cells=2000, funders=8)
    unit = median(seconds(calibration) for _ in range(5))
    plan = solve(problem)
    solving = median(seconds(lambda: solve(problem)) for _ in range(3))
    proving = median(seconds(lambda: price_bound(problem, plan.multipliers)) for _ in range(3))
    return {
        "plan of 2,000 cells / calibration": solving / unit,
        "proof of its bound / its solution": proving / solving,
    }


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def calibration() -> None:
    """Five passes of divide, sort, gather and exp over 255,000 numbers."""
    numbers = np.random.default_rng(7).lognormal(size=(2, 255_000))
    for _ in range(5):
        ratio = numbers[0] / numbers[1]
        np.exp(-ratio[np.argsort(ratio)])


def drawn_problem(cells: int, funders: int) -> Problem:
    """Cells of log-normal sizes, funders with rules, and a shared cap on every third pair."""
    chance = Random(1)
    drawn = tuple(drawn_cell(chance, number) for number in range(cells))
    money = sum(cell.response.scale for cell in drawn) * 0.3 / funders / len(YEARS)
    paying = tuple(
        Funder(
            f"u{number}",
            {year: money * chance.uniform(0.3, 1.5) for year in YEARS},
            carry_over=bool(number % 2),
            overhead=chance.choice([0.0, 0.07, 0.1]),
            restrictions=Filter(
                factors=tuple(chance.sample(FACTORS, 5)),
                localities=tuple(chance.sample(LOCALITIES, 30)) if number % 3 else None,
            ),
        )
        for number in range(funders)
    )
    caps = tuple(
        Cap(f"k{n}", Filter(cells=(drawn[n].id, drawn[n + 1].id)), drawn[n].response.scale)
        for n in range(0, cells - 1, 3)
    )
    return Problem(drawn, paying, YEARS, caps=caps)


def drawn_cell(chance: Random, number: int) -> Cell:
    """One cell with an exponential curve."""
    scale = 1e4 * chance.lognormvariate(3, 1)
    response = ExponentialResponse(
        max=chance.lognormvariate(2, 1) * scale / 2e5,
        scale=scale,
        cap=scale * chance.uniform(0.1, 2),
    )
    return Cell(
        id=f"c{number}",
        programme=f"p{number % 20}",
        factor=FACTORS[number % len(FACTORS)],
        group=f"g{number % 4}",
        locality=LOCALITIES[number % len(LOCALITIES)],
        year=chance.choice(YEARS),
        response=response,
    )


if __name__ == "__main__":
    for name, ratio in measure().items():
        print(f"{name}: {ratio:.3g}")
