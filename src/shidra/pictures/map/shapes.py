"""What a road map is made of, as plain values."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "MapColumn", "MapLink", "MapNode", "MapTrack", "Meaning", "Missing", "Status"]

type Kind = Literal["resource", "activity", "factor", "intermediate", "outcome"]
type Meaning = Literal["resources", "activities", "factors", "intermediate", "outcomes"]
type Status = Literal["hypothesised", "supported", "contested", "refuted"]

MEANING_OF: dict[Kind, Meaning] = {
    "resource": "resources",
    "activity": "activities",
    "factor": "factors",
    "intermediate": "intermediate",
    "outcome": "outcomes",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """How much of a need is covered; `tag` says the size of what is missing, empty if nothing."""

    tag: str
    covered: float


@dataclass(frozen=True, slots=True)
class MapNode:
    """One card. `description` is the whole sentence for screen readers; it begins with the label.

    `column` is the number of a MapColumn, `track` the code of a MapTrack or empty. `tags` are
    short words for its state; `evidence` counts dots 0-3, None shows none.
    """

    code: str
    label: str
    column: int
    description: str
    href: str
    kind: Kind = "factor"
    track: str = ""
    tags: tuple[str, ...] = ()
    missing: Missing | None = None
    evidence: int | None = None

    @property
    def meaning(self) -> Meaning:
        return MEANING_OF[self.kind]


@dataclass(frozen=True, slots=True)
class MapLink:
    """One arrow. `label` is its sentence, shown when pointed at."""

    source: str
    target: str
    sign: Literal["+", "-"] = "+"
    strength: int = 2
    status: Status = "supported"
    label: str = ""


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A stage of the map; `note` is a small line under its label."""

    number: int
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapTrack:
    """A horizontal band across the columns."""

    code: str
    label: str
