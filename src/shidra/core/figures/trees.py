"""What holds from a period on: the tree of places, and anything else that is dated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from shidra.core.figures.paths import period_year

_BEFORE = "\x1e"


@dataclass(frozen=True, slots=True)
class PlaceTree:
    """Which place lies in which, as it is today or as it was in each period.

    ``moves`` gives for a place the periods from which it lay where, the empty one for what was
    before them all. Without any, it lies where ``parents`` says, in all periods. ``grown`` gives
    for a place the period in which it last took up others: rows from before are of a part of it.

    >>> tree = PlaceTree({"p": "south"}, {"p": [("", "north"), ("2020", "south")]})
    >>> tree.parents_in("2019")["p"], tree.parents_in("2020")["p"]
    ('north', 'south')
    """

    parents: Mapping[str, str | None]
    moves: Mapping[str, Sequence[tuple[str, str | None]]] = field(default_factory=dict)
    grown: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_dated(self) -> bool:
        """Whether anything in it differs between periods."""
        return bool(self.moves or self.grown)

    def parents_in(self, period: str) -> dict[str, str | None]:
        """The place around each place as it was in a period."""
        return {
            place: held_in(self.moves[place], period, lies_in) if place in self.moves else lies_in
            for place, lies_in in self.parents.items()
        }

    def placed(self, place: str | None, period: str) -> str | None:
        """Where rows of a place stand: before it took up others, inside what it became."""
        since = self.grown.get(place) if place is not None else None
        if since is None or period_year(period) >= period_year(since):
            return place
        return f"{place}{_BEFORE}"


def place_around(place: str, parents: Mapping[str, str | None]) -> str | None:
    """The place around one."""
    return place[:-1] if place.endswith(_BEFORE) else parents.get(place)


def held_in[T](told: Sequence[tuple[str, T]], period: str, otherwise: T) -> T:
    """What held in a period, of what was said from which periods on; else `otherwise`.

    >>> held_in([("2019", "3"), ("2022", "4")], "2021", ""), held_in([("2019", "3")], "2018", "")
    ('3', '')
    """
    year = period_year(period)
    begun = [
        (period_year(since) if since else -inf, place) for place, (since, _) in enumerate(told)
    ]
    held = [one for one in begun if one[0] <= year]
    return told[max(held)[1]][1] if held else otherwise
