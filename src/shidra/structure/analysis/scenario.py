"""What a scenario makes of the map, beside the map itself. Nothing is written."""

from collections.abc import Mapping, Sequence

from shidra.core import causal
from shidra.gaps.queries import MissingLine
from shidra.structure.analysis.whole import structure_of
from shidra.structure.queries import (
    Comparison,
    Drawn,
    MapHere,
    RankedLine,
    ScenarioSteps,
    Structure,
)

__all__ = ["compared"]

# Scores that differ by less are equal but for rounding.
SAME = 12


def compared(
    here: MapHere, steps: ScenarioSteps, lines: Sequence[MissingLine], settings: tuple[int, float]
) -> Comparison:
    """The map and the scenario side by side.

    ``lines`` are those of what is missing, as this person may see them; ``settings`` the longest
    path and the exponent of its strength in their score.
    """
    there = here.without(steps.cuts)
    before, after = structure_of(here), structure_of(there, steps.discount)
    moves = {code: by for code, by in steps.moves.items() if code in here.names}
    return Comparison(
        before=before,
        after=after,
        drawn=_drawn(there, moves),
        moved=_moved(there, after, moves),
        ranking=_ranking(here, there, lines, settings),
    )


def _drawn(there: MapHere, moves: Mapping[str, float]) -> tuple[Drawn, ...]:
    """Where the strongest ways draw the other factors; outcomes first, then the strongest."""
    if there.tells_how_much or not moves:
        return ()
    links = [
        causal.SignedLink(tie.source, tie.target, tie.strength, tie.sign) for tie in there.ties
    ]
    found = [
        Drawn(code, pull.direction, pull.strength, is_outcome=code in there.outcomes)
        for code, pull in causal.pulled(links, moves).items()
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_outcome, -each.strength, each.code)))


def _moved(there: MapHere, after: Structure, moves: Mapping[str, float]) -> dict[str, float]:
    """How far every factor moves in the end, where every link says how much."""
    if not there.tells_how_much or not moves or after.endless:
        return {}
    from shidra.core.causal import effects

    edges = [effects.Edge(tie.source, tie.target, tie.effect or 0.0, tie.lag) for tie in there.ties]
    whole = effects.effect_map(map(effects.Node, there.names), edges)
    return {code: by for code, by in effects.moved(whole, dict(moves)).items() if by}


def _ranking(
    here: MapHere, there: MapHere, lines: Sequence[MissingLine], settings: tuple[int, float]
) -> tuple[RankedLine, ...]:
    """The order of what is missing on the map and in the scenario.

    The score is a product, so that another path strength multiplies it by the ratio of both, with
    the exponent of the initiative: a cut never makes a path stronger.
    """
    longest, exponent = settings
    was, now = _strengths(here, longest), _strengths(there, longest)
    scored = [line for line in lines if line.is_factor and line.score]
    scores = {
        line.factor: float(line.score or 0)
        * (_ratio(was.get(line.factor, 0.0), now.get(line.factor, 0.0)) ** exponent)
        for line in scored
    }
    # Of equal scores first what more is missing of, as in the list of what is missing.
    missing = {line.factor: line.missing for line in scored}
    order = sorted(scores, key=lambda code: (-round(scores[code], SAME), -missing[code], code))
    return tuple(
        RankedLine(
            line.factor,
            rank,
            order.index(line.factor) + 1,
            float(line.score or 0),
            scores[line.factor],
        )
        for rank, line in enumerate(scored, 1)
    )


def _ratio(was: float, now: float) -> float:
    return now / was if was else 1.0


def _strengths(here: MapHere, longest: int) -> dict[str, float]:
    links = [causal.Link(tie.source, tie.target, tie.strength) for tie in here.ties]
    found = causal.path_strengths(links, here.outcomes, longest, here.names)
    return {code: path.strength for code, path in found.items()}
