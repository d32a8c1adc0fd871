"""Where the rooms above say what waits for people, what can be followed, and which doors are open.

Notifications stand below initiatives and know none of them. A higher room registers what it has
to tell when the program starts (`AppConfig.ready`); each teller is given the access of the person
who asks, and tells only what that access may see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shidra.accounts.models import User
from shidra.i18n.text import Text

__all__ = [
    "Asking",
    "Due",
    "Moment",
    "Room",
    "Subject",
    "doors",
    "doors_are_opened_by",
    "followable",
    "kinds",
    "tellers",
    "tells_what_is_due",
    "told_of",
]


@dataclass(frozen=True, slots=True)
class Room:
    """An initiative as one person has it open.

    Attributes:
        access: what the room above calls a person's access; opaque down here.
        sends: whether it sends letters: one that is paused or over sends none.
        names_people: whether this person may learn who did something.
    """

    code: str
    name: Text
    access: Any
    sends: bool = True
    names_people: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks what waits: with which access, on which day, in which language.

    `everything` asks for all that is due and in sight, not only for what waits for this person.
    """

    access: Any
    today: date
    language: str
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits.

    Attributes:
        key: the same for the same thing for ever, unique within its initiative.
        title: what it is: people's own words as they are shown, or a sentence for the reader.
        detail: whose it is, or what is to be done.
        href: the page where it can be done, from the root of the site.
        due_on: its day; None for what only waits.
        weight: how much it asks of this person, 0 to 100; the heaviest comes first.
    """

    key: str
    title: str
    href: str
    due_on: date | None = None
    detail: str = ""
    weight: int = 50


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a subject beside changes of its rows, in words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that can be followed, as one person sees it.

    Attributes:
        title, href: of the room whose subject it is; empty from rooms that only add to it.
        rows: the rows that it is made of and that this person sees: ids by `app.model`.
    """

    title: str
    href: str
    rows: Mapping[str, Iterable[int]] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()


type Doors = Callable[[User, Iterable[str]], Iterable[Room]]
type Teller = Callable[[Asking], Iterable[Due]]
type Finder = Callable[[Asking, Iterable[str]], Mapping[str, Subject]]

_doors: list[Doors] = []
_tellers: dict[str, Teller] = {}
_finders: dict[str, list[Finder]] = {}


def doors_are_opened_by(opens: Doors) -> None:
    """Say who opens initiatives for a person: those that are theirs, and these codes if they may."""
    _doors[:] = [opens]


def doors() -> Doors:
    """Who opens initiatives for a person."""
    return _doors[0]


def tells_what_is_due(name: str, teller: Teller) -> None:
    """Register a room's teller; registered twice, it still tells once."""
    _tellers[name] = teller


def tellers() -> Iterable[Teller]:
    """Everybody who tells what is due."""
    return _tellers.values()


def followable(kind: str, finder: Finder) -> None:
    """Register a kind of thing that can be followed, by code; several rooms may add to one kind."""
    found = _finders.setdefault(kind, [])
    if finder not in found:
        found.append(finder)


def kinds() -> frozenset[str]:
    """The kinds of things that can be followed."""
    return frozenset(_finders)


def told_of(kind: str, asking: Asking, codes: Iterable[str]) -> dict[str, Subject]:
    """These subjects by code, those that this person sees, with what all rooms add to each.

    One room names a subject and says where it is; what the others add is nothing without it.
    """
    wanted, found = tuple(codes), dict[str, Subject]()
    for finder in _finders.get(kind, ()):
        for code, subject in finder(asking, wanted).items():
            found[code] = _joined(found[code], subject) if code in found else subject
    return {code: subject for code, subject in found.items() if subject.href}


def _joined(first: Subject, more: Subject) -> Subject:
    """What one room said, with the rows and moments of another."""
    if not first.href:
        first, more = more, first
    rows = {model: list(ids) for model, ids in first.rows.items()}
    for model, ids in more.rows.items():
        rows[model] = [*rows.get(model, ()), *ids]
    return Subject(first.title, first.href, rows, first.moments + more.moments)
