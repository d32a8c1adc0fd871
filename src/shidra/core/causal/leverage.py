"""Which factors move others, and which are moved: an order by strengths, not a quantity.

*Direct* influence is the sum of the strengths of the links that leave a factor, each as a share of
3; direct dependence that of the links that reach it. *Indirect* influence adds up the ways of one to
six links that leave it, each as strong as the product of its links; dependence likewise those that
arrive. A factor may weigh little by its own links and much by what these set off. The sign of a
link plays no part: who harms much also moves much. Refuted links are left out.

Strengths are ranks that people gave (1 to 3); sums of their products order the factors, and say
nothing of how much.

`pulled` says where factors are drawn when some are moved: for each factor the strongest way that
raises it and the strongest that lowers it. What is moved is held where it was put: no way passes it.

Reference: M. Godet, *Creating Futures* (2nd ed., 2006), ch. 6: MICMAC, the powers of a matrix of
influences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shidra.core.causal.paths import FULL_STRENGTH, Link

__all__ = ["LONGEST_WAY", "Leverage", "Pull", "SignedLink", "leverages", "pulled"]

LONGEST_WAY = 6
"""Links of a way: beyond six nobody follows an influence, and the order has come to rest."""


@dataclass(frozen=True, slots=True)
class Leverage:
    """How much a factor moves others and is moved, directly and along ways; good for order only."""

    influence: float = 0.0
    dependence: float = 0.0
    indirect_influence: float = 0.0
    indirect_dependence: float = 0.0


@dataclass(frozen=True, slots=True)
class SignedLink:
    """A link that is not refuted, with its sign: +1 raises its target, −1 lowers it."""

    source: str
    target: str
    strength: int
    sign: int = 1

    @property
    def weight(self) -> float:
        """The strength as a share of the strongest."""
        return self.strength / FULL_STRENGTH


@dataclass(frozen=True, slots=True)
class Pull:
    """The strongest way that raises a factor and the strongest that lowers it; 0 for none."""

    up: float = 0.0
    down: float = 0.0

    @property
    def direction(self) -> int:
        """+1 drawn up, −1 down, 0 both ways alike."""
        return (self.up > self.down) - (self.up < self.down)

    @property
    def strength(self) -> float:
        """How strong the stronger of both is."""
        return max(self.up, self.down)


def leverages(links: Iterable[Link], codes: Iterable[str]) -> dict[str, Leverage]:
    """The leverage of each code, by its code.

    >>> found = leverages([Link("a", "b", 3), Link("b", "c", 3)], "abc")
    >>> found["a"].influence, found["a"].indirect_influence, found["c"].indirect_dependence
    (1.0, 2.0, 2.0)
    """
    named = tuple(codes)
    weights = [
        (link.source, link.target, link.strength / FULL_STRENGTH)
        for link in links
        if not link.refuted
    ]
    back = [(target, source, weight) for source, target, weight in weights]
    influence, far_influence = _sums(weights, named)
    dependence, far_dependence = _sums(back, named)
    return {
        code: Leverage(influence[code], dependence[code], far_influence[code], far_dependence[code])
        for code in named
    }


def _sums(
    links: list[tuple[str, str, float]], codes: Iterable[str]
) -> tuple[dict[str, float], dict[str, float]]:
    """For each code the strengths that leave it, and those of all ways that do."""
    term = dict.fromkeys(codes, 1.0)
    direct: dict[str, float] = {}
    total = dict.fromkeys(term, 0.0)
    for _ in range(LONGEST_WAY):
        longer = dict.fromkeys(term, 0.0)
        for source, target, weight in links:
            longer[source] += weight * term[target]
        term = longer
        direct = direct or term
        for code, added in term.items():
            total[code] += added
    return direct, total


def pulled(links: Iterable[SignedLink], moves: Mapping[str, float]) -> dict[str, Pull]:
    """Where factors are drawn when these are moved up (above 0) or down, by the strongest ways.

    A way is as strong as the product of its links and the size of the move that starts it.
    Factors that nothing reaches are left out, and so are those that are moved.

    >>> links = [SignedLink("a", "b", 3), SignedLink("b", "c", 3, -1)]
    >>> pulled(links, {"a": 1})
    {'b': Pull(up=1.0, down=0.0), 'c': Pull(up=0.0, down=1.0)}
    """
    steps = [link for link in links if link.target not in moves]
    reach = {code: Pull(max(by, 0.0), max(-by, 0.0)) for code, by in moves.items()}
    for _ in range(LONGEST_WAY):
        further = dict(reach)
        for link in steps:
            if link.source not in reach:
                continue
            here, there = reach[link.source], further.get(link.target, Pull())
            up, down = (here.up, here.down) if link.sign > 0 else (here.down, here.up)
            further[link.target] = Pull(
                max(there.up, up * link.weight), max(there.down, down * link.weight)
            )
        if further == reach:
            break
        reach = further
    return {
        code: pull for code, pull in sorted(reach.items()) if code not in moves and pull.strength
    }
