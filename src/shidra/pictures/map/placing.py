"""Heights on the sheet: each item as near to its neighbours as its rank and band allow."""

from collections.abc import Sequence

from shidra.pictures.map.ordering import Plan, barycentre, limits, stacked

__all__ = ["placed"]

ROUNDS = 10


def placed(plan: Plan) -> list[float]:
    """The centre of every item; deterministic, and no two of a rank overlap."""
    centres = [0.0] * len(plan.rank_of)
    for rank in plan.ranks:
        stacked(plan, rank, centres)
    bounds = [bounded(plan, rank) for rank in plan.ranks]
    both = [early + late for early, late in zip(plan.before, plan.after, strict=True)]
    for turn in range(ROUNDS):
        settling = turn >= ROUNDS - 4
        backwards = turn % 2 == 0
        sides = both if settling else plan.after if backwards else plan.before
        ranks = range(len(plan.ranks))
        for index in reversed(ranks) if backwards else ranks:
            relax(plan.ranks[index], sides, centres, bounds[index])
    return centres


def bounded(plan: Plan, rank: Sequence[int]) -> tuple[list[float], list[float], list[float]]:
    """Per item: what stands above it in the rank, and the lowest and highest shift allowed."""
    offsets, lows, highs = [], [], []
    used = 0.0
    for item in rank:
        offsets.append(used + plan.heights[item] / 2)
        low, high = limits(plan, item)
        lows.append(low - used)
        used += plan.heights[item]
        highs.append(high - used)
    for index in range(1, len(lows)):
        lows[index] = max(lows[index], lows[index - 1])
    for index in range(len(highs) - 2, -1, -1):
        highs[index] = min(highs[index], highs[index + 1])
    return offsets, lows, highs


def relax(
    rank: Sequence[int],
    sides: Sequence[Sequence[tuple[int, float]]],
    centres: list[float],
    bounds: tuple[list[float], list[float], list[float]],
) -> None:
    """One rank by isotonic regression: least squares to the wanted places, in the given order."""
    offsets, lows, highs = bounds
    blocks: list[tuple[float, float, int]] = []
    for item, offset in zip(rank, offsets, strict=True):
        wanted = barycentre(sides[item], centres, centres[item]) - offset
        weight = 1.0 + sum(weight for _, weight in sides[item])
        blocks.append((wanted, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            late, early = blocks.pop(), blocks.pop()
            total = early[1] + late[1]
            mean = (early[0] * early[1] + late[0] * late[1]) / total
            blocks.append((mean, total, early[2] + late[2]))
    shifts = [mean for mean, _, count in blocks for _ in range(count)]
    for index, item in enumerate(rank):
        shift = max(lows[index], min(shifts[index], highs[index]))
        centres[item] = shift + offsets[index]
