"""What the list of what is missing reads beside the money, and the rows it answers with."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from shidra.funding.queries import NeedRow
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
    "links_towards",
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
        elsewhere: where the list is about some factors alone, the money of all others.
        needs: those that this reader is told, of the lines that are weighed.
        kept_needs: those that are kept back from this reader: they are in no sum.
    """

    initiative: Initiative
    lines: tuple[MissingLine, ...]
    factors: Mapping[str, MapFactor]
    owners: Mapping[str, Owner]
    groups: Mapping[str, tuple[Text, ...]]
    withheld: frozenset[str]
    is_total_withheld: bool
    elsewhere: tuple[MissingLine, ...] = ()
    needs: tuple[NeedRow, ...] = ()
    kept_needs: tuple[NeedRow, ...] = ()

    @property
    def kept(self) -> Counter[str]:
        """For each line how many needs are kept back."""
        return Counter(row.line for row in self.kept_needs)

    @property
    def visible(self) -> tuple[MissingLine, ...]:
        """The lines whose sums this person may see."""
        return tuple(line for line in self.lines if line.factor not in self.withheld)

    @property
    def visible_elsewhere(self) -> tuple[MissingLine, ...]:
        """The lines of all other factors whose sums this person may see."""
        return tuple(line for line in self.elsewhere if line.factor not in self.withheld)

    @property
    def names(self) -> dict[str, Text]:
        return {code: factor.name for code, factor in self.factors.items()}


def factors_of_map(
    initiative: Initiative, around: Collection[str] | None = None
) -> list[MapFactor]:
    """The factors of the adopted map in the order of their table, then those on no map.

    With `around`, only those of these codes and the outcomes.
    """
    entries = FactorEntry.objects.filter(version=adopted_version_or_none(initiative))
    if around is not None:
        entries = entries.filter(Q(factor__code__in=around) | Q(kind=FactorEntry.Kind.OUTCOME))
    rows = entries.values_list("factor__code", "name", "kind", "importance", "barrier")
    found = {
        code: MapFactor(code, name, kind == FactorEntry.Kind.OUTCOME, importance, barrier=barrier)
        for code, name, kind, importance, barrier in rows
    }
    if around is not None:
        return list(found.values())
    for code in Factor.objects.filter(initiative=initiative).values_list("code", flat=True):
        if code not in found:
            found[code] = MapFactor(code, Text(), is_on_map=False)
    return list(found.values())


def links_of_map(initiative: Initiative) -> list[MapLink]:
    """The links of the adopted map, the refuted ones marked."""
    return _as_links(_adopted_links(initiative))


def links_towards(
    initiative: Initiative, outcomes: Collection[str], starts: Collection[str], longest: int
) -> list[MapLink]:
    """The links on every way of at most `longest` links from one of `starts` to an outcome.

    Read backwards from the outcomes, a query a step: all links that end where the last ones
    began, and in the last step only those that begin at a start. A way of fewer links begins at
    something that was met before, so that nothing of it is left out.
    """
    rows = _adopted_links(initiative).exclude(status=Link.Status.REFUTED)
    found: dict[tuple[str, str], MapLink] = {}
    reached = frontier = set(outcomes)
    for step in range(longest):
        ending = rows.filter(target__code__in=frontier)
        is_last = step == longest - 1
        links = _as_links(ending.filter(source__code__in=starts) if is_last else ending)
        found |= {(link.source, link.target): link for link in links}
        frontier = {link.source for link in links} - reached
        reached = reached | frontier
        if not frontier:
            break
    return list(found.values())


def _adopted_links(initiative: Initiative) -> QuerySet[Link]:
    return Link.objects.filter(version__initiative=initiative, version__status="adopted")


def _as_links(rows: QuerySet[Link]) -> list[MapLink]:
    return [
        MapLink(source, target, strength, status == Link.Status.REFUTED)
        for source, target, strength, status in rows.values_list(
            "source__code", "target__code", "strength", "status"
        )
    ]


def priorities_of(groups: Mapping[str, Group]) -> dict[str, float]:
    """The published priority of each group, by `dimension:code`."""
    return {key: float(group.priority) for key, group in groups.items()}
