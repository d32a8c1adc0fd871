"""What an address asks of the page of an indicator, so that who is given it sees the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from shidra.measurement.presentation.readings import Reading

__all__ = ["VIEWS", "Question"]

VIEWS = ("trend", "groups", "places", "disparity")
ASKED = ("view", "by", "place", "since", "until", "group", "then")
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Question:
    """The choices of a reader; empty where nothing was chosen.

    Attributes:
        view: one of `VIEWS`. by: a dimension. place: a place to look at. since, until: periods.
        group: the group to look at, as `dimension:code`.
        then: "1" to read in the categories and places of each period.
        unknown: names of the choices that there are not, which are left out.
    """

    view: str = ""
    by: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    group: str = ""
    then: str = ""
    unknown: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Question":
        view, by, place, since, until, group, then = (
            given.get(name, "").strip()[:LONGEST] for name in ASKED
        )
        return cls(view, by, place, since, until, group, "1" if then == "1" else "")

    @property
    def as_then(self) -> bool:
        return bool(self.then)

    @property
    def shown_view(self) -> str:
        return self.view or VIEWS[0]

    def known(self, reading: Reading, places: Mapping[str, object]) -> "Question":
        """Without the choices that this indicator does not have, which are named instead."""
        possible: dict[str, Mapping[str, object] | tuple[str, ...]] = {
            "view": VIEWS,
            "by": reading.dimensions,
            "place": places,
            "since": reading.all_periods,
            "until": reading.all_periods,
            "group": reading.groups,
        }
        chosen = {name: getattr(self, name) for name in possible}
        wrong = tuple(
            name for name, value in chosen.items() if value and value not in possible[name]
        )
        if self.since and self.until and self.since > self.until and not wrong:
            wrong = ("since",)
        left = Question.of({name: value for name, value in chosen.items() if name not in wrong})
        return replace(left, unknown=wrong, then=self.then)

    def address(self, **changed: str) -> str:
        """The address of the same question with some of it asked otherwise."""
        asked: dict[str, str] = {name: changed.get(name, getattr(self, name)) for name in ASKED}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"
