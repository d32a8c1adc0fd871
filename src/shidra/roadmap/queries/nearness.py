"""What stands around one factor of a map that is too large to be read at once."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from shidra.roadmap.models import FactorEntry, Link
from shidra.roadmap.queries.versions import Tie

__all__ = ["LARGE", "near", "outcome_or_first"]

LARGE = 150  # from so many cards on, what is around one of them comes first
NEAR, STEPS = 40, 2  # how many cards stand around one, and how many links away
FULL_STRENGTH = 3


def outcome_or_first(entries: Sequence[FactorEntry]) -> str:
    """The code that a large map is shown around unasked: the outcome, else its first factor."""
    return next((e.factor.code for e in entries if e.is_outcome), entries[0].factor.code)


def near(centre: int, ties: Iterable[Tie]) -> frozenset[int]:
    """The strongest ties of a factor, a few links away and as many as can be read at once."""
    others: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for source, target, strong, status, _evidence in ties:
        if status != Link.Status.REFUTED:
            others[source].append((target, strong / FULL_STRENGTH))
            others[target].append((source, strong / FULL_STRENGTH))
    found: set[int] = set()
    queue: list[tuple[float, int, int]] = [(-1.0, 0, centre)]
    while queue and len(found) < NEAR:
        strength, steps, code = heapq.heappop(queue)
        if code in found:
            continue
        found.add(code)
        if steps < STEPS:
            for other, share in others[code]:
                if other not in found:
                    heapq.heappush(queue, (strength * share, steps + 1, other))
    return frozenset(found)
