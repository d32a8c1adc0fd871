"""All against one goal: how far each is from it, and who is furthest.

- *distance* = goal − value where more is better, value − goal where less is; 0 once it is reached;
- *furthest* are those at the largest distance, all of them where several are equal.

Reference: j. a. powell, S. Menendian and W. Ake, *Targeted Universalism: Policy & Practice*,
Haas Institute, Berkeley 2019: one goal for all, the distance of each group to it, and strategies
by group.
"""

from collections.abc import Mapping
from math import isclose

__all__ = ["distance_to", "furthest"]


def distance_to(value: float, goal: float, *, more_is_better: bool) -> float:
    """How much is missing to the goal, in the unit of both; never below 0.

    >>> distance_to(0.44, 0.80, more_is_better=True), distance_to(0.1, 0.18, more_is_better=False)
    (0.36, 0.0)
    """
    missing = goal - value if more_is_better else value - goal
    return max(0.0, round(missing, 12))


def furthest(values: Mapping[str, float], goal: float, *, more_is_better: bool) -> tuple[str, ...]:
    """Who is at the largest distance, in the order given; nobody where all have reached it.

    >>> furthest({"a": 0.5, "b": 0.9, "c": 0.5}, 0.8, more_is_better=True)
    ('a', 'c')
    >>> furthest({"b": 0.9}, 0.8, more_is_better=True)
    ()
    """
    distances = {
        name: distance_to(value, goal, more_is_better=more_is_better)
        for name, value in values.items()
    }
    largest = max(distances.values(), default=0.0)
    if not largest:
        return ()
    return tuple(name for name, each in distances.items() if isclose(each, largest, abs_tol=1e-9))
