"""Everything that the effects of a map say, together: worth, radius, loops and paths."""

from dataclasses import dataclass
from typing import Any

from shidra.core.causal.effects.chains import Chains, chains_to_outcomes
from shidra.core.causal.effects.graph import EffectMap, MapError
from shidra.core.causal.effects.loops import LoopsFound, largest_loops
from shidra.core.causal.effects.radius import Radius, radius
from shidra.core.causal.effects.worth import worth

__all__ = ["EndlessError", "Influence", "influence", "influence_document"]


class EndlessError(MapError):
    """Loops keep or multiply an effect each time round: no worth exists."""

    def __init__(self, found: Radius) -> None:
        super().__init__(
            f"The spectral radius is {found.value!r}, and must be below 1: round the loops of "
            f"{', '.join(found.component)} an effect never comes to rest."
        )
        self.radius = found


@dataclass(frozen=True, slots=True)
class Influence:
    """What the effects of a map say."""

    worth: dict[str, float]
    radius: Radius
    loops: LoopsFound
    chains: Chains

    @property
    def limits(self) -> tuple[str, ...]:
        """What a very large map kept from being exact, in words; nearly always nothing."""
        said = []
        if not self.loops.is_complete:
            said.append("The search for loops was cut short: a larger one may be missing.")
        if not self.chains.is_complete:
            said.append("The search for paths was cut short: a larger one may be missing.")
        if not self.chains.are_shares_exact:
            said.append(
                "There are too many paths to add one by one: shares are ÷ the sum over walks, "
                "which may pass a node twice, and so are a little smaller."
            )
        return tuple(said)


def influence(effects: EffectMap) -> Influence:
    """Worth, spectral radius, loops and paths of a map.

    Raises:
        EndlessError: the spectral radius is 1 or more; it names the component where.
        MapError: a worth is larger than numbers can hold, or cannot be told well enough.
    """
    found = radius(effects)
    if found.is_endless:
        raise EndlessError(found)
    return Influence(worth(effects), found, largest_loops(effects), chains_to_outcomes(effects))


def influence_document(found: Influence) -> dict[str, Any]:
    """The same as plain values for JSON, numbers unrounded."""
    return {
        "worth": found.worth,
        "spectral_radius": found.radius.value,
        "loops": [
            {
                "nodes": list(loop.nodes),
                "sign": "+" if loop.is_reinforcing else "-",
                "gain": loop.gain,
            }
            for loop in found.loops.loops
        ],
        "paths": {
            node: [{"nodes": list(chain.nodes), "share": chain.share} for chain in chains]
            for node, chains in found.chains.by_node.items()
        },
    }
