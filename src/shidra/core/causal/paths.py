"""Paths from a factor to an outcome, and the strength of the strongest.

A link has a strength of 1, 2 or 3; a path is as strong as the product of its links' strengths,
each divided by 3. The *path strength* of a factor is the largest over its simple directed paths of
at most ``longest`` links to any outcome. The sign of a link plays no part: a factor that harms the
outcome matters as much as one that serves it. Links that were refuted are left out.

Products are compared as whole numbers (strengths over powers of three), so that equal paths are
seen as equal; only the answer is a float.

Reference: the influence of a path as the product of its edges is the usual reading of signed
causal maps (R. Axelrod, ed., *Structure of Decision*, 1976, ch. 4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FULL_STRENGTH = 3
"""The strength of the strongest possible link."""

LONGEST_PATH = 4
"""How many links a path may have unless the initiative says otherwise."""


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow of the road map: ``source`` acts on ``target`` with a strength of 1, 2 or 3."""

    source: str
    target: str
    strength: int
    refuted: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.strength <= FULL_STRENGTH:
            msg = f"The strength of {self.source}>{self.target} must be 1, 2 or 3: {self.strength}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class StrongestPath:
    """A path and its strength, 0–1; no path is strength 0 and an empty path."""

    strength: float
    path: tuple[str, ...]

    @property
    def links(self) -> int:
        """How many links the path has."""
        return max(len(self.path) - 1, 0)


type _Key = tuple[int, int, tuple[str, ...]]
"""Strength over 3 ** longest with its sign turned, links, codes: the smallest is the best path."""

_Targets = dict[str, dict[str, int]]


def _outgoing(links: Iterable[Link]) -> _Targets:
    """For each code the codes it acts on; of parallel links the strongest."""
    outgoing: _Targets = {}
    for link in links:
        if not link.refuted and link.source != link.target:
            targets = outgoing.setdefault(link.source, {})
            targets[link.target] = max(link.strength, targets.get(link.target, 0))
    return outgoing


def path_strengths(
    links: Iterable[Link],
    outcomes: Iterable[str],
    longest: int = LONGEST_PATH,
    codes: Iterable[str] = (),
) -> dict[str, StrongestPath]:
    """The strongest path of every code that a link, ``outcomes`` or ``codes`` names.

    An outcome has strength 1 and the path of itself. Of equally strong paths the one with the
    fewest links is taken, then the one whose codes come first. A code without a path within
    ``longest`` links gets strength 0 and the empty path.

    Works link by link rather than path by path, in time of ``longest`` × links: no link is
    stronger than 1, so leaving out a loop never weakens a path and always shortens it; the best
    walk is therefore a simple path.

    Raises:
        ValueError: ``longest`` is negative.

    >>> strengths = path_strengths(
    ...     [Link("workforce", "quality", 3), Link("quality", "ready", 2)], ["ready"]
    ... )
    >>> strengths["workforce"].path
    ('workforce', 'quality', 'ready')
    >>> round(strengths["workforce"].strength, 3)
    0.667
    """
    if longest < 0:
        msg = f"A path cannot have {longest} links"
        raise ValueError(msg)
    links = tuple(links)
    outgoing = _outgoing(links)
    whole = FULL_STRENGTH**longest
    best: dict[str, _Key] = {code: (-whole, 0, (code,)) for code in outcomes}
    named = {*codes, *best, *(end for link in links for end in (link.source, link.target))}
    for _ in range(longest):
        longer = _one_link_more(outgoing, best)
        if longer == best:
            break
        best = longer
    none = StrongestPath(0.0, ())
    return {
        code: StrongestPath(-best[code][0] / whole, best[code][2]) if code in best else none
        for code in sorted(named)
    }


def _one_link_more(outgoing: _Targets, best: Mapping[str, _Key]) -> dict[str, _Key]:
    """The best paths when each may have one link more than those given."""
    longer = dict(best)
    for source, targets in outgoing.items():
        for target, strength in targets.items():
            if (tail := best.get(target)) is None:
                continue
            product, count, path = tail
            # Exact: a path of k links carries 3 ** (longest - k), so one division by 3 remains.
            key = (product * strength // FULL_STRENGTH, count + 1, (source, *path))
            if source not in longer or key < longer[source]:
                longer[source] = key
    return longer


def paths_to_outcomes(
    links: Iterable[Link],
    outcomes: Iterable[str],
    source: str,
    longest: int = LONGEST_PATH,
) -> tuple[StrongestPath, ...]:
    """Every simple path of at most ``longest`` links from ``source`` to the first outcome it meets.

    Strongest first, then fewest links, then by codes, so that the first is the path of
    `path_strengths`. Steps that cannot reach an outcome in the links left are never taken.

    >>> [p.path for p in paths_to_outcomes([Link("a", "b", 1), Link("b", "O", 3),
    ...                                     Link("a", "O", 1)], ["O"], "a")]
    [('a', 'O'), ('a', 'b', 'O')]
    """
    outgoing = _outgoing(links)
    goals = frozenset(outcomes)
    distance = _distances(outgoing, goals)
    found: list[tuple[int, int, tuple[str, ...]]] = []
    waiting: list[tuple[tuple[str, ...], int]] = [((source,), FULL_STRENGTH**longest)]
    while waiting:
        path, product = waiting.pop()
        if path[-1] in goals:
            found.append((-product, len(path), path))
            continue
        for target, strength in outgoing.get(path[-1], {}).items():
            left = longest - len(path)
            if target not in path and distance.get(target, longest + 1) <= left:
                waiting.append(((*path, target), product * strength // FULL_STRENGTH))
    whole = FULL_STRENGTH**longest
    return tuple(StrongestPath(-product / whole, path) for product, _, path in sorted(found))


def _distances(outgoing: _Targets, goals: frozenset[str]) -> dict[str, int]:
    """The fewest links from each code to an outcome."""
    incoming: dict[str, list[str]] = {}
    for source, targets in outgoing.items():
        for target in targets:
            incoming.setdefault(target, []).append(source)
    distance = dict.fromkeys(goals, 0)
    frontier = list(goals)
    while frontier:
        reached = [source for code in frontier for source in incoming.get(code, ())]
        step = distance[frontier[0]] + 1
        frontier = []
        for source in reached:
            if source not in distance:
                distance[source] = step
                frontier.append(source)
    return distance
