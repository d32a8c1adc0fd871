"""Loops, leverage and worth of a map: rows → values of the core → results by code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shidra.core import causal
from shidra.initiatives.models import Initiative
from shidra.structure.queries import (
    ChainHere,
    LoopHere,
    MapHere,
    OutcomeWorth,
    PlaceInOrder,
    Structure,
    map_or_none,
)

if TYPE_CHECKING:
    from shidra.core.causal.effects import Edge

__all__ = ["structure_of", "structure_or_none"]

# Sums that differ by less than this are one place in the order.
SAME = 9


def structure_or_none(initiative: Initiative) -> Structure | None:
    """The structure of the map that counts now; None before there is one."""
    here = map_or_none(initiative)
    return structure_of(here) if here else None


def structure_of(here: MapHere, discount: float = 0.0) -> Structure:
    """What follows from a map: by strengths always, by effects where links carry them.

    `discount` is the share that a year of lag takes off the worth of an effect.
    """
    loops, is_whole = _loops(here, discount)
    worths, endless = _worths(here, discount)
    return Structure(here, loops, tuple(_places(here)), worths, endless, is_whole)


def _loops(here: MapHere, discount: float) -> tuple[tuple[LoopHere, ...], bool]:
    """The loops that weigh most: by effects where all links carry one, else by strengths."""
    from shidra.core.causal import effects

    edges = [
        effects.Edge(tie.source, tie.target, tie.sign * tie.strength / causal.FULL_STRENGTH)
        if tie.effect is None or not here.tells_how_much
        else effects.Edge(tie.source, tie.target, tie.effect, tie.lag)
        for tie in here.ties
    ]
    weighed = discount if here.tells_how_much else 0.0
    nodes = map(effects.Node, here.names)
    found = effects.largest_loops(effects.effect_map(nodes, edges, weighed))
    strengths = {(tie.source, tie.target): tie.strength for tie in here.ties}
    return tuple(
        LoopHere(
            codes=loop.nodes,
            is_reinforcing=loop.is_reinforcing,
            strength=_strength(loop.nodes, strengths),
            gain=loop.gain if here.tells_how_much else None,
        )
        for loop in found.loops
    ), found.is_complete


def _strength(codes: tuple[str, ...], strengths: dict[tuple[str, str], int]) -> float:
    product = 1.0
    for source, target in zip(codes, (*codes[1:], codes[0]), strict=True):
        product *= strengths[source, target] / causal.FULL_STRENGTH
    return product


def _places(here: MapHere) -> list[PlaceInOrder]:
    """Every factor with its four places, those that set off most first."""
    found = causal.leverages(
        [causal.Link(tie.source, tie.target, tie.strength) for tie in here.ties], here.names
    )

    def ranks(of: Callable[[causal.Leverage], float]) -> dict[str, int]:
        return _ranks({code: of(leverage) for code, leverage in found.items()})

    influence, dependence = ranks(lambda each: each.influence), ranks(lambda each: each.dependence)
    reach = ranks(lambda each: each.indirect_influence)
    reliance = ranks(lambda each: each.indirect_dependence)
    places = [
        PlaceInOrder(
            code=code,
            is_outcome=code in here.outcomes,
            influence=leverage.influence,
            dependence=leverage.dependence,
            indirect_influence=leverage.indirect_influence,
            indirect_dependence=leverage.indirect_dependence,
            influence_rank=influence[code],
            dependence_rank=dependence[code],
            indirect_influence_rank=reach[code],
            indirect_dependence_rank=reliance[code],
        )
        for code, leverage in found.items()
    ]
    return sorted(places, key=lambda place: (place.indirect_influence_rank, place.code))


def _ranks(values: dict[str, float]) -> dict[str, int]:
    """1 for the largest; the same place for the same value."""
    rounded = {code: round(value, SAME) for code, value in values.items()}
    order = sorted(rounded.values(), reverse=True)
    return {code: order.index(value) + 1 for code, value in rounded.items()}


def _worths(here: MapHere, discount: float) -> tuple[tuple[OutcomeWorth, ...], tuple[str, ...]]:
    """The worth of every factor for each outcome, by the links that say how much."""
    if not here.with_effect:
        return (), ()
    from shidra.core.causal import effects

    edges = [
        effects.Edge(tie.source, tie.target, tie.effect or 0.0, tie.lag) for tie in here.with_effect
    ]
    radius = effects.radius(effects.effect_map(map(effects.Node, here.names), edges, discount))
    if radius.is_endless:
        return (), radius.component
    return tuple(_worth_for(here, edges, outcome, discount) for outcome in here.outcomes), ()


def _worth_for(here: MapHere, edges: list[Edge], outcome: str, discount: float) -> OutcomeWorth:
    from shidra.core.causal import effects

    nodes = [effects.Node(code, float(code == outcome)) for code in here.names]
    weighed = effects.effect_map(nodes, edges, discount)
    chains = effects.chains_to_outcomes(weighed).by_node
    return OutcomeWorth(
        outcome,
        {code: worth for code, worth in effects.worth(weighed).items() if code != outcome},
        {
            code: tuple(ChainHere(chain.nodes, chain.share) for chain in each)
            for code, each in chains.items()
        },
    )
