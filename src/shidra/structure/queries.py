"""The map as a structure: its factors and links as plain values, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import Link
from shidra.roadmap.queries import adopted_version_or_none, entries_of, links_of
from shidra.structure.models import Scenario

__all__ = [
    "ChainHere",
    "Comparison",
    "Drawn",
    "LoopHere",
    "MapHere",
    "OutcomeWorth",
    "PlaceInOrder",
    "RankedLine",
    "ScenarioSteps",
    "Structure",
    "Tie",
    "map_or_404",
    "map_or_none",
    "name_of",
    "steps_of",
]

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Tie:
    """A link that was not refuted, as the structure needs it."""

    source: str
    target: str
    strength: int
    sign: int
    effect: float | None = None
    lag: float = 0.0


@dataclass(frozen=True, slots=True)
class MapHere:
    """The map that counts now, or what a scenario makes of it."""

    version: int
    names: Mapping[str, Text]
    outcomes: tuple[str, ...]
    states: Mapping[str, int | None]
    ties: tuple[Tie, ...]

    @property
    def with_effect(self) -> tuple[Tie, ...]:
        """The links that say how much."""
        return tuple(tie for tie in self.ties if tie.effect is not None)

    @property
    def tells_how_much(self) -> bool:
        """Whether every link says how much, so that quantities can be told."""
        return bool(self.ties) and len(self.with_effect) == len(self.ties)

    def without(self, cut: frozenset[tuple[str, str]]) -> "MapHere":
        """The same map with some links taken out."""
        kept = tuple(tie for tie in self.ties if (tie.source, tie.target) not in cut)
        return replace(self, ties=kept)


@dataclass(frozen=True, slots=True)
class LoopHere:
    """A feedback loop; its gain where every link of the map says how much, else None."""

    codes: tuple[str, ...]
    is_reinforcing: bool
    strength: float
    gain: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceInOrder:
    """Where a factor stands by what it moves and by what moves it; sums good for order only."""

    code: str
    is_outcome: bool
    influence: float
    dependence: float
    indirect_influence: float
    indirect_dependence: float
    influence_rank: int
    dependence_rank: int
    indirect_influence_rank: int
    indirect_dependence_rank: int


@dataclass(frozen=True, slots=True)
class ChainHere:
    """A path to the outcome and its signed share of all that reaches it from there."""

    codes: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class OutcomeWorth:
    """What one unit more of each factor adds to one outcome, and along which paths."""

    outcome: str
    worth: Mapping[str, float]
    chains: Mapping[str, tuple[ChainHere, ...]]


@dataclass(frozen=True, slots=True)
class Structure:
    """What follows from the map as a whole.

    Attributes:
        endless: where effects never come to rest, so that nothing has a worth.
        is_whole: whether no larger loop can be missing.
    """

    map: MapHere
    loops: tuple[LoopHere, ...]
    places: tuple[PlaceInOrder, ...]
    worths: tuple[OutcomeWorth, ...] = ()
    endless: tuple[str, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class ScenarioSteps:
    """What a scenario does to the map: factors moved by so much, links cut.

    `discount` is the share that a year of lag takes off what an effect is worth.
    """

    moves: Mapping[str, float]
    cuts: frozenset[tuple[str, str]]
    discount: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a factor is drawn by what was moved: +1 up, −1 down, 0 both ways alike."""

    code: str
    direction: int
    strength: float
    is_outcome: bool = False


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A factor's place among what is missing, on the map and in the scenario."""

    code: str
    before: int
    after: int
    score_before: float
    score_after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The map and a scenario side by side.

    Attributes:
        drawn: by strengths, the direction in which factors are drawn.
        moved: by effects, how far each factor moves in the end.
    """

    before: Structure
    after: Structure
    drawn: tuple[Drawn, ...]
    moved: Mapping[str, float]
    ranking: tuple[RankedLine, ...]


def steps_of(scenario: Scenario) -> ScenarioSteps:
    """The steps of a scenario as values."""
    return ScenarioSteps(
        {step["move"]: float(step["by"]) for step in scenario.steps if "move" in step},
        frozenset((step["cut"][0], step["cut"][1]) for step in scenario.steps if "cut" in step),
        next((float(step["discount"]) for step in scenario.steps if "discount" in step), 0.0),
    )


def name_of(step: Mapping[str, Any]) -> str:
    """What a step is about; no two steps of a scenario are about the same.

    >>> name_of({"move": "F1", "by": 1}), name_of({"cut": ["F1", "O"]})
    ('move F1', 'cut F1>O')
    """
    if "discount" in step:
        return "discount"
    return f"move {step['move']}" if "move" in step else f"cut {'>'.join(step['cut'])}"


def map_or_none(initiative: Initiative) -> MapHere | None:
    """The adopted map as a structure; None before there is one. Three queries."""
    version = adopted_version_or_none(initiative)
    if version is None:
        return None
    entries = list(entries_of(version))
    names = {entry.factor.code: entry.name for entry in entries}
    ties = (_tie(link) for link in links_of(version) if not link.is_refuted)
    return MapHere(
        version=version.number,
        names=names,
        outcomes=tuple(entry.factor.code for entry in entries if entry.is_outcome),
        states={entry.factor.code: entry.state for entry in entries},
        ties=tuple(tie for tie in ties if tie.source in names and tie.target in names),
    )


def map_or_404(initiative: Initiative) -> MapHere:
    """The same for pages that make no sense without a map."""
    here = map_or_none(initiative)
    if here is None:
        raise Http404
    return here


def _tie(link: Link) -> Tie:
    return Tie(
        source=link.source.code,
        target=link.target.code,
        strength=link.strength,
        sign=-1 if link.sign == Link.Sign.HINDERS else 1,
        effect=None if link.effect is None else float(link.effect),
        lag=(link.lag_months or 0) / MONTHS,
    )
