"""What a problem must hold beyond the types of its fields."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from math import inf, isfinite
from typing import Protocol

from shidra.core.allocation.problem import (
    Cell,
    ExponentialResponse,
    Floor,
    Funder,
    PiecewiseResponse,
    Problem,
    ProblemError,
)

__all__ = ["check_problem"]

# How far the slopes of a stated curve may rise through rounding before it is not concave.
SLOPE_TOLERANCE = 1e-9


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str: ...


def check_problem(problem: Problem) -> None:
    """Raise `ProblemError` at the first value that has no meaning."""
    for name in ("groups", "localities", "factors", "programmes", "cells", "funders"):
        require_unique(name, getattr(problem, name))
    for name in ("commitments", "caps", "floors"):
        require_unique(name, getattr(problem, name))
    if not 0 < problem.money_unit < inf:
        raise ProblemError("money_unit", "Must be above zero.")
    for index, group in enumerate(problem.groups):
        require_not_negative(f"groups[{index}].equity_weight", group.equity_weight)
        require_not_negative(f"groups[{index}].need", group.need)
    check_cells(problem)
    for index, funder in enumerate(problem.funders):
        check_funder(f"funders[{index}]", funder, problem)
    check_commitments(problem)
    for index, cap in enumerate(problem.caps):
        require_not_negative(f"caps[{index}].max_spend", cap.max_spend)
    for index, floor in enumerate(problem.floors):
        check_floor(f"floors[{index}]", floor)
    needed = problem.objective.type == "max_min"
    if needed and not any(group.need > 0 for group in problem.groups):
        raise ProblemError("groups", "The objective max_min needs a group with need above zero.")


def require_unique(name: str, listed: Sequence[Named]) -> None:
    """No id twice in one list."""
    counted = Counter(row.id for row in listed)
    for index, row in enumerate(listed):
        if counted[row.id] > 1:
            raise ProblemError(f"{name}[{index}].id", f"The id {row.id!r} occurs more than once.")


def require_not_negative(path: str, number: float | None) -> None:
    """Amounts and weights are zero or more."""
    if number is not None and not 0 <= number < inf:
        raise ProblemError(path, f"Must be a number from zero up, not {number!r}.")


def require_declared(path: str, wanted: object, declared: Collection[object], where: str) -> None:
    """A name must stand in the list that declares it."""
    if declared and wanted not in declared:
        raise ProblemError(path, f"{wanted!r} is not among {where}.")


def check_cells(problem: Problem) -> None:
    """Each cell names declared things and has a curve that can be solved."""
    declared: dict[str, tuple[str, Collection[object]]] = {
        "programme": ("programmes", {row.id for row in problem.programmes}),
        "factor": ("factors", {row.id for row in problem.factors}),
        "group": ("groups", {row.id for row in problem.groups}),
        "locality": ("localities", {row.id for row in problem.localities}),
        "year": ("years", set(problem.years)),
    }
    for index, cell in enumerate(problem.cells):
        path = f"cells[{index}]"
        for name, (where, names) in declared.items():
            require_declared(f"{path}.{name}", getattr(cell, name), names, where)
        require_not_negative(f"{path}.weight", cell.weight)
        check_spending_limits(path, cell)
        if isinstance(cell.response, ExponentialResponse):
            check_exponential(f"{path}.response", cell.response)
        else:
            check_piecewise(f"{path}.response", cell.response)


def check_spending_limits(path: str, cell: Cell) -> None:
    """The least spend fits under every upper limit of the cell."""
    require_not_negative(f"{path}.min_spend", cell.min_spend)
    require_not_negative(f"{path}.max_spend", cell.max_spend)
    limits = [cell.max_spend]
    if isinstance(cell.response, ExponentialResponse):
        limits.append(cell.response.cap)
    elif cell.response.tail_slope == 0 and cell.response.points:
        limits.append(cell.response.points[-1][0])
    highest = min((limit for limit in limits if limit is not None), default=None)
    if highest is not None and cell.min_spend > highest:
        raise ProblemError(
            f"{path}.min_spend", f"{cell.min_spend!r} is above what may be spent, {highest!r}."
        )


def check_exponential(path: str, response: ExponentialResponse) -> None:
    """A saturating curve has a positive scale and nothing negative."""
    require_not_negative(f"{path}.max", response.max)
    if not 0 < response.scale < inf:
        raise ProblemError(f"{path}.scale", f"Must be above zero, not {response.scale!r}.")
    require_not_negative(f"{path}.cap", response.cap)


def check_piecewise(path: str, response: PiecewiseResponse) -> None:
    """Pieces start at the origin, never fall, and never become steeper."""
    points = response.points
    if not points or any(points[0]):
        raise ProblemError(f"{path}.points", "The first point must be [0, 0].")
    slopes = []
    for position, ((x0, b0), (x1, b1)) in enumerate(pairwise(points), start=1):
        if not (x0 < x1 < inf and isfinite(b1)):
            raise ProblemError(f"{path}.points[{position}]", "Spend must rise from point to point.")
        slopes.append((b1 - b0) / (x1 - x0))
    slopes.append(response.tail_slope)
    require_not_negative(f"{path}.tail_slope", response.tail_slope)
    for position, slope in enumerate(slopes[:-1], start=1):
        if slope < 0:
            raise ProblemError(f"{path}.points[{position}]", "Benefit must not fall.")
    for position, (before, after) in enumerate(pairwise(slopes), start=2):
        if after > before + SLOPE_TOLERANCE * (1 + abs(before)):
            tail = position == len(points)
            place = f"{path}.tail_slope" if tail else f"{path}.points[{position}]"
            raise ProblemError(place, "The curve must be concave: no piece steeper than the last.")


def check_funder(path: str, funder: Funder, problem: Problem) -> None:
    """Budgets in declared years, and something left after the shares."""
    for year, amount in funder.budget.items():
        require_declared(f"{path}.budget.{year}", year, problem.years, "years")
        require_not_negative(f"{path}.budget.{year}", amount)
    for name in ("overhead", "backbone_share", "learning_share"):
        require_not_negative(f"{path}.{name}", getattr(funder, name))
    if not 0 < funder.net_rate <= 1:
        raise ProblemError(path, "Overhead and shares together must leave something to spend.")


def check_commitments(problem: Problem) -> None:
    """Commitments tie at least two declared years of a known funder."""
    funders = {funder.id for funder in problem.funders}
    for index, commitment in enumerate(problem.commitments):
        path = f"commitments[{index}]"
        if commitment.funder not in funders:
            raise ProblemError(f"{path}.funder", f"{commitment.funder!r} is not among funders.")
        for year in commitment.years:
            require_declared(f"{path}.years", year, problem.years, "years")


def check_floor(path: str, floor: Floor) -> None:
    """Exactly one demand in each floor."""
    demands = {
        name: getattr(floor, name)
        for name in ("min_benefit", "min_spend", "min_spend_share")
        if getattr(floor, name) is not None
    }
    if len(demands) != 1:
        raise ProblemError(path, "Give one of min_benefit, min_spend and min_spend_share.")
    for name, demand in demands.items():
        require_not_negative(f"{path}.{name}", demand)
    if floor.min_spend_share is not None and floor.min_spend_share > 1:
        raise ProblemError(f"{path}.min_spend_share", "A share is at most 1.")
