"""How far the beginning of an initiative has come, and what is there to go on from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import shidra.beginning
from shidra.funding.models import Need
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative, Place
from shidra.measurement.models import Indicator
from shidra.network.models import Organisation, Promise
from shidra.roadmap.models import FactorEntry
from shidra.roadmap.queries import adopted_version_or_none, open_version_or_none

__all__ = [
    "FACTORS",
    "INDICATORS",
    "STARTERS",
    "Progress",
    "factors_of",
    "free_address",
    "indicators_of",
    "is_alone",
    "is_young",
    "next_code",
    "outcome_or_none",
    "places_and_groups",
    "progress_of",
    "starter_folder",
    "texts_to_replace",
]

FACTORS, INDICATORS = 5, 3

# Folders of tables that an initiative may begin with.
STARTERS = ("early-years", "school", "ageing")

# How the texts of a starter begin until somebody has written their own.
MARKS = {"he": "להחליף:", "ar": "للاستبدال:", "en": "Replace me:"}


def starter_folder(name: str) -> Path:
    """Where the tables of a starter lie."""
    if name not in STARTERS:
        raise KeyError(name)
    return Path(shidra.beginning.__file__).parent / "starters" / name


@dataclass(frozen=True, slots=True)
class Progress:
    """What the beginning has already, as counts."""

    places: int
    groups: int
    factors: int
    indicators: int
    needs: int
    partners: int
    promises: int
    people: int
    to_replace: int

    @property
    def shows_what_is_missing(self) -> bool:
        """Whether the first list of what is missing says something."""
        return self.factors > 0 and self.needs > 0

    @property
    def is_complete(self) -> bool:
        """Whether all that the first day asks for is there."""
        return (
            self.places > 0
            and self.factors >= FACTORS
            and self.indicators >= INDICATORS
            and self.needs > 0
            and self.to_replace == 0
        )


def progress_of(initiative: Initiative) -> Progress:
    """Count what is there."""
    entries = factors_of(initiative)
    return Progress(
        places=Place.objects.filter(initiative=initiative).count(),
        groups=Group.objects.filter(initiative=initiative).count(),
        factors=sum(entry.kind == FactorEntry.Kind.FACTOR for entry in entries),
        indicators=Indicator.objects.filter(initiative=initiative).count(),
        needs=Need.objects.filter(initiative=initiative).count(),
        partners=Organisation.objects.filter(initiative=initiative).count(),
        promises=Promise.objects.filter(initiative=initiative).count(),
        people=initiative.memberships.values("user").distinct().count(),
        to_replace=len(list(texts_to_replace(initiative))),
    )


def is_young(initiative: Initiative) -> bool:
    """Whether nothing can be missing yet, because no need is written down."""
    return not Need.objects.filter(initiative=initiative).exists()


def is_alone(initiative: Initiative) -> bool:
    """Whether nobody but one person takes part yet."""
    return initiative.memberships.values("user").distinct().count() <= 1


def factors_of(initiative: Initiative) -> list[FactorEntry]:
    """What stands on the map that takes changes, outcomes included, in the order of its table."""
    version = open_version_or_none(initiative) or adopted_version_or_none(initiative)
    if version is None:
        return []
    return list(version.entries.select_related("factor").order_by("position", "pk"))


def outcome_or_none(initiative: Initiative) -> FactorEntry | None:
    """The outcome of the map, the first where there are several."""
    kinds = (each for each in factors_of(initiative) if each.kind == FactorEntry.Kind.OUTCOME)
    return next(kinds, None)


def indicators_of(initiative: Initiative) -> list[Indicator]:
    """The measures, in the order of their table."""
    rows = Indicator.objects.filter(initiative=initiative).select_related("factor")
    return list(rows.order_by("position", "pk"))


def places_and_groups(initiative: Initiative) -> tuple[list[Place], list[Group]]:
    """Where, and which groups."""
    return (
        list(Place.objects.filter(initiative=initiative)),
        list(Group.objects.filter(initiative=initiative)),
    )


def next_code(letter: str, taken: Iterator[str] | set[str]) -> Iterator[str]:
    """Codes that are free: a letter and a number, one after the other.

    >>> codes = next_code("F", {"F1", "F3"})
    >>> next(codes), next(codes)
    ('F2', 'F4')
    """
    used, number = set(taken), 0
    while True:
        number += 1
        if (code := f"{letter}{number}") not in used:
            yield code


def free_address() -> str:
    """A short address that no initiative has yet."""
    return next(next_code("initiative-", set(Initiative.objects.values_list("code", flat=True))))


def texts_to_replace(initiative: Initiative) -> Iterator[Text]:
    """The texts of a starter that nobody has put in their own words yet."""
    texts = [initiative.name, initiative.result, initiative.problem]
    texts += [entry.name for entry in factors_of(initiative)]
    texts += [each.name for each in indicators_of(initiative)]
    for rows in places_and_groups(initiative):
        texts += [row.name for row in rows]
    for text in texts:
        said = list(text.sayings.items())
        if said and all(each.text.startswith(MARKS[code]) for code, each in said if each.text):
            yield text
