"""A small map whose structure can be told by hand: A moves B, B and C hold each other, both move O."""

from decimal import Decimal

from shidra.initiatives.models import Initiative
from tests.factories import make_factor, make_initiative, make_link

__all__ = ["draw_map", "make_small_map"]

# Source, target, sign, strength, effect.
TIES = (
    ("A", "B", "+", 3, "0.5"),
    ("B", "O", "+", 2, "0.4"),
    ("B", "C", "+", 2, "0.5"),
    ("C", "B", "-", 1, "-0.2"),
    ("C", "O", "+", 3, "0.1"),
)


def make_small_map(*, with_effects: bool = False, **fields) -> Initiative:
    initiative = make_initiative(**fields)
    draw_map(initiative, with_effects=with_effects)
    return initiative


def draw_map(initiative: Initiative, *, with_effects: bool = False) -> None:
    factors = {
        code: make_factor(initiative, code, kind="outcome" if code == "O" else "factor", state=2)
        for code in "ABCDO"
    }
    for source, target, sign, strength, effect in TIES:
        link = make_link(factors[source], factors[target], strength)
        link.sign, link.effect = sign, Decimal(effect) if with_effects else None
        link.save()
