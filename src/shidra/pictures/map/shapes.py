"""What a road map is made of, as plain values."""

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "CardMark",
    "Kind",
    "MapColumn",
    "MapLink",
    "MapNode",
    "MapTrack",
    "Meaning",
    "Status",
    "Tone",
]

type Kind = Literal["resource", "activity", "factor", "intermediate", "outcome"]
type Meaning = Literal["resources", "activities", "factors", "intermediate", "outcomes"]
type Status = Literal["hypothesised", "supported", "contested", "refuted"]
type Tone = Literal["missing", "money", "on-path", "off-path", "unknown", "plain"]

MEANING_OF: dict[Kind, Meaning] = {
    "resource": "resources",
    "activity": "activities",
    "factor": "factors",
    "intermediate": "intermediate",
    "outcome": "outcomes",
}


@dataclass(frozen=True, slots=True)
class CardMark:
    """What the lens in use says on a card, always in words too.

    `tag` stands on the upper edge, empty where there is nothing to say; `share` (0 to 1) fills a
    bar at the foot, None draws none; `depth` (0 to 5) tints the card in the colour of its tone.
    """

    tag: str = ""
    tone: Tone = "plain"
    share: float | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class MapNode:
    """One card. `description` is the whole sentence for screen readers; it begins with the label.

    `column` is the number of a MapColumn, `track` the code of a MapTrack or empty. `tags` are
    short words for its state; `evidence` counts dots 0-3, None shows none. A card is quiet when
    the question is not about it, chosen when it is the very one, and stands for `count` factors
    where they are folded together.
    """

    code: str
    label: str
    column: int
    description: str
    href: str
    kind: Kind = "factor"
    track: str = ""
    tags: tuple[str, ...] = ()
    mark: CardMark | None = None
    evidence: int | None = None
    is_quiet: bool = False
    is_chosen: bool = False
    count: int = 1

    @property
    def meaning(self) -> Meaning:
        return MEANING_OF[self.kind]


@dataclass(frozen=True, slots=True)
class MapLink:
    """One arrow. `label` is its sentence, shown when pointed at; quiet beside a chain in focus.

    `note` is a word or a sign that stands first in its badge, such as what became of it.
    """

    source: str
    target: str
    sign: Literal["+", "-"] = "+"
    strength: int = 2
    status: Status = "supported"
    label: str = ""
    is_quiet: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class MapColumn:
    """A stage of the map; `note` is a small line under its label.

    With an address its name is a link, and `action` says where to.
    """

    number: int
    label: str
    note: str = ""
    href: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class MapTrack:
    """A horizontal band across the columns; its name may be a link like that of a column."""

    code: str
    label: str
    href: str = ""
    action: str = ""
