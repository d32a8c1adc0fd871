"""What the list of what is missing reads beside the money, and the rows it answers with."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative
from shidra.network.queries import Owner
from shidra.roadmap.models import Factor, FactorEntry, Link
from shidra.roadmap.queries import adopted_version_or_none

__all__ = [
    "MapFactor",
    "MapLink",
    "MissingLine",
    "MissingList",
    "Number",
    "factors_of_map",
    "links_of_map",
    "priorities_of",
]

type Number = int | float


@dataclass(frozen=True, slots=True)
class MapFactor:
    """A factor as the adopted map has it; one that only money names is on no map."""

    code: str
    name: Text
    is_outcome: bool = False
    importance: int | None = None
    is_on_map: bool = True
    barrier: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class MapLink:
    """A link of the adopted map."""

    source: str
    target: str
    strength: int
    is_refuted: bool


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A line of the ranked list: just what `shidra gaps --json` prints, in its order.

    Money is in major units of the initiative's currency, nothing is rounded. Lines that are no
    factor have no score and no terms of one.
    """

    factor: str
    need: Number
    committed: Number
    covered: Number
    missing: Number
    gap: Number
    overlap: Number
    shortfall: Number
    path_strength: Number | None
    path: tuple[str, ...]
    equity_multiplier: Number | None
    actionability: Number | None
    importance: Number | None
    score: Number | None

    @property
    def is_factor(self) -> bool:
        return self.score is not None

    def as_document(self) -> dict[str, Any]:
        """The row as JSON has it."""
        return {**asdict(self), "path": list(self.path)}


@dataclass(frozen=True, slots=True)
class MissingList:
    """The list as one person may see it, with the names that its sentences need.

    Attributes:
        lines: in order; those whose sums are withheld come after the other factors.
        factors: what the map says of each factor, by code.
        owners: who answers for a factor, by its code.
        groups: for each line the groups with priority whose need it is.
        withheld: lines whose sums would give away private money.
        is_total_withheld: whether the sums over all lines would.
    """

    initiative: Initiative
    lines: tuple[MissingLine, ...]
    factors: Mapping[str, MapFactor]
    owners: Mapping[str, Owner]
    groups: Mapping[str, tuple[Text, ...]]
    withheld: frozenset[str]
    is_total_withheld: bool

    @property
    def visible(self) -> tuple[MissingLine, ...]:
        """The lines whose sums this person may see."""
        return tuple(line for line in self.lines if line.factor not in self.withheld)

    @property
    def names(self) -> dict[str, Text]:
        return {code: factor.name for code, factor in self.factors.items()}


def factors_of_map(initiative: Initiative) -> list[MapFactor]:
    """The factors of the adopted map in the order of their table, then those on no map."""
    version = adopted_version_or_none(initiative)
    rows = FactorEntry.objects.filter(version=version).values_list(
        "factor__code", "name", "kind", "importance", "barrier"
    )
    found = {
        code: MapFactor(code, name, kind == FactorEntry.Kind.OUTCOME, importance, barrier=barrier)
        for code, name, kind, importance, barrier in rows
    }
    for code in Factor.objects.filter(initiative=initiative).values_list("code", flat=True):
        if code not in found:
            found[code] = MapFactor(code, Text(), is_on_map=False)
    return list(found.values())


def links_of_map(initiative: Initiative) -> list[MapLink]:
    """The links of the adopted map, the refuted ones marked."""
    rows = Link.objects.filter(
        version__initiative=initiative, version__status="adopted"
    ).values_list("source__code", "target__code", "strength", "status")
    return [
        MapLink(source, target, strength, status == Link.Status.REFUTED)
        for source, target, strength, status in rows
    ]


def priorities_of(groups: Mapping[str, Group]) -> dict[str, float]:
    """The published priority of each group, by `dimension:code`."""
    return {key: float(group.priority) for key, group in groups.items()}
