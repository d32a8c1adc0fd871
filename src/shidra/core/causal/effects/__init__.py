"""Links that carry effects: what each node is worth, and by which loops and paths.

Kept apart from the strengths of links, because it needs the libraries for sparse matrices, which
take a moment to load: it is imported where it is used.
"""

from shidra.core.causal.effects.chains import Chain, Chains, chains_to_outcomes
from shidra.core.causal.effects.graph import Edge, EffectMap, MapError, Node, effect_map
from shidra.core.causal.effects.influence import (
    EndlessError,
    Influence,
    influence,
    influence_document,
)
from shidra.core.causal.effects.loops import Loop, LoopsFound, largest_loops
from shidra.core.causal.effects.radius import Radius, radius
from shidra.core.causal.effects.reading import read_map
from shidra.core.causal.effects.worth import moved, worth

__all__ = [
    "Chain",
    "Chains",
    "Edge",
    "EffectMap",
    "EndlessError",
    "Influence",
    "Loop",
    "LoopsFound",
    "MapError",
    "Node",
    "Radius",
    "chains_to_outcomes",
    "effect_map",
    "influence",
    "influence_document",
    "largest_loops",
    "moved",
    "radius",
    "read_map",
    "worth",
]
