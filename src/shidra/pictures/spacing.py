"""Room for labels and ticks: nothing collides, and axes end at numbers that people say aloud."""

import math
from collections.abc import Callable, Sequence

__all__ = ["apart", "ticks", "ticks_told_apart"]

TINY = 1e-9


def apart(
    wanted: Sequence[float],
    sizes: Sequence[float],
    *,
    low: float,
    high: float,
    weights: Sequence[float] | None = None,
) -> list[float]:
    """Centres as near to the wanted ones as can be, in their order, none overlapping another.

    The least-squares answer: neighbours that would collide form a block that moves as one.
    A heavier one moves less. When there is not room for all between `low` and `high`, they
    overflow at `high`.
    """
    heavy = weights or [1.0] * len(wanted)
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    blocks: list[tuple[float, float, int]] = []
    before: list[float] = []
    used = 0.0
    for index in order:
        before.append(used + sizes[index] / 2)
        used += sizes[index]
        blocks.append((wanted[index] - before[-1], heavy[index], 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            late, early = blocks.pop(), blocks.pop()
            weight = early[1] + late[1]
            mean = (early[0] * early[1] + late[0] * late[1]) / weight
            blocks.append((mean, weight, early[2] + late[2]))
    shifts = [shift for shift, _, count in blocks for _ in range(count)]
    placed = [0.0] * len(wanted)
    for index, shift, offset in zip(order, shifts, before, strict=True):
        placed[index] = max(low, min(shift, high - used)) + offset
    return placed


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `about` steps."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("an axis needs finite ends")
    span = high - low
    if span <= TINY * max(1.0, abs(high)):
        span = abs(high) if abs(high) > TINY else 1.0
    rough = span / max(1, about)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(
        factor * magnitude
        for factor in (1.0, 2.0, 2.5, 5.0, 10.0)
        if factor * magnitude >= rough * (1 - 1e-9)
    )
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = 2 - math.floor(math.log10(step))
    return [round(index * step, digits) + 0.0 for index in range(first, max(last, first + 1) + 1)]


def ticks_told_apart(
    low: float, high: float, about: int, written: Callable[[float], str]
) -> list[float]:
    """The ticks of an axis whose captions differ: fewer steps where rounding would repeat one."""
    for steps in range(about, 0, -1):
        found = ticks(low, high, steps)
        if len({written(value) for value in found}) == len(found):
            return found
    return found
