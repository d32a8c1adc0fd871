"""Changes of categories and places as `shidra.core.figures` reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shidra.core.figures import (
    CategoryStep,
    ChangeKind,
    Crosswalk,
    CrosswalkError,
    Fault,
    PlaceTree,
    held_in,
    period_year,
)
from shidra.initiatives.models import PLACES, CategoryChange, Initiative, Place, PlaceHistory
from shidra.initiatives.queries import changes_of, place_history_of

__all__ = [
    "Carrying",
    "Crosswalk",
    "CrosswalkError",
    "Fault",
    "PlaceTree",
    "attributes_by_period",
    "attributes_in",
    "begins",
    "carrying",
    "crosswalk_from",
    "crosswalk_of",
    "places_passed",
    "tree_as_then",
    "tree_today",
]

type Parents = Mapping[str, str | None]


def crosswalk_of(initiative: Initiative) -> Crosswalk:
    """How the categories of all dimensions, and the places, passed into each other."""
    return crosswalk_from(changes_of(initiative))


def crosswalk_from(changes: Iterable[CategoryChange]) -> Crosswalk:
    """The crosswalk that these changes make.

    Raises:
        CrosswalkError: a change cannot follow those before it.
    """
    return Crosswalk(
        CategoryStep(
            ChangeKind(each.kind),
            each.from_period,
            tuple(f"{each.dimension}:{code}" for code in each.olds),
            tuple(f"{each.dimension}:{code}" for code in each.news),
        )
        for each in changes
    )


def begins(period: str) -> float:
    """When a period begins, in years; what has no beginning was always so."""
    return period_year(period) if period else float("-inf")


@dataclass(frozen=True, slots=True)
class Carrying:
    """How observations are read: in today's categories and places, or as they were then."""

    walk: Crosswalk
    tree: PlaceTree
    changes: tuple[CategoryChange, ...] = ()
    as_then: bool = False

    def today(self, groups: Iterable[str]) -> frozenset[str]:
        """The categories that these are read in."""
        return frozenset(map(self.walk.today, groups))


def carrying(initiative: Initiative, parents: Parents, *, as_then: bool = False) -> Carrying:
    """One query, and one more for the places as they lay then."""
    changes = tuple(changes_of(initiative))
    if as_then:
        return Carrying(Crosswalk(), tree_as_then(initiative, parents), changes, as_then=True)
    walk = crosswalk_from(changes)
    return Carrying(walk, tree_today(parents, walk), changes)


def tree_today(parents: Parents, walk: Crosswalk) -> PlaceTree:
    """The places as they lie today, with those that took up others under their own code."""
    grown = {
        step.after[0].partition(":")[2]: step.from_period
        for step in walk.steps
        if step.kind == ChangeKind.MERGE
        and step.after[0] in step.before
        and step.after[0].startswith(f"{PLACES}:")
    }
    return PlaceTree(parents, grown=grown)


def tree_as_then(initiative: Initiative, parents: Parents) -> PlaceTree:
    """The places as they lay in each period."""
    moves: dict[str, list[tuple[str, str | None]]] = {}
    for place, from_period, value in place_history_of(initiative, PlaceHistory.PARENT):
        moves.setdefault(place, []).append((from_period, value or None))
    return PlaceTree(parents, moves)


def places_passed(walk: Crosswalk) -> dict[str, str]:
    """For each place that passed into another one its code, and that of the other."""
    found = {}
    for step in walk.steps:
        for key in step.before:
            if key.startswith(f"{PLACES}:") and (today := walk.today(key)) != key:
                found[key.partition(":")[2]] = today.partition(":")[2]
    return found


def attributes_in(initiative: Initiative, name: str, period: str) -> dict[str, str]:
    """What an attribute such as `cluster` said of each place in a period, by code of place.

    Where anything dated is known of a place and this attribute, the row in force in the period
    says it, and before the first of them the place has none: nothing is guessed. A place of which
    nothing dated is known falls back to `Place.attributes`, which then holds for all periods.
    Places without the attribute are left out. Two queries.
    """
    dated = _dated(place_history_of(initiative, name))
    rows = Place.objects.filter(initiative=initiative).values_list("code", "attributes")
    found = {
        code: held_in(dated[code], period, "") if code in dated else known.get(name)
        for code, known in rows
    }
    return {code: str(said) for code, said in found.items() if said not in {None, ""}}


def attributes_by_period(
    initiative: Initiative,
) -> Callable[[str], dict[str, dict[str, str]]]:
    """The same for all attributes at once, by name, for any number of periods. Two queries."""
    history: dict[str, list[tuple[str, str, str]]] = {}
    rows = PlaceHistory.objects.filter(place__initiative=initiative)
    for name, *row in rows.exclude(name=PlaceHistory.PARENT).values_list(
        "name", "place__code", "from_period", "value"
    ):
        history.setdefault(name, []).append((row[0], row[1], row[2]))
    dated = {name: _dated(told) for name, told in history.items()}
    places = list(Place.objects.filter(initiative=initiative).values_list("code", "attributes"))
    names = sorted({*dated, *(name for _code, known in places for name in known)})

    def then(period: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {name: {} for name in names}
        for name, said in found.items():
            since = dated.get(name, {})
            for code, known in places:
                here = held_in(since[code], period, "") if code in since else known.get(name, "")
                if here not in {None, ""}:
                    said[code] = str(here)
        return {name: said for name, said in found.items() if said}

    return then


def _dated(rows: Iterable[tuple[str, str, str]]) -> dict[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for place, from_period, value in rows:
        found.setdefault(place, []).append((from_period, value))
    return dict(found)
