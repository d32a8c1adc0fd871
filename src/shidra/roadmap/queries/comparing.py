"""What one version of the map says otherwise than another, thing by thing.

A thing is a factor or a link, told by its code or its two ends. What changed of a thing is put
under kinds: a factor that was moved and reworded counts twice, once under each.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db.models import Model

from shidra.i18n.text import Text
from shidra.roadmap.models import FactorEntry, Link, RoadmapVersion
from shidra.roadmap.queries.versions import entries_of, links_of

__all__ = [
    "Change",
    "ChangeKind",
    "Difference",
    "FieldChange",
    "MapState",
    "difference_between",
    "difference_of",
    "state_of",
]


class ChangeKind(StrEnum):
    """What may become of a factor or a link between two versions, in the order of telling."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    WEIGHED = "weighed"
    REWORDED = "reworded"
    DESCRIBED = "described"
    LINK_ADDED = "link_added"
    LINK_REMOVED = "link_removed"
    LINK_SIGNED = "link_signed"
    LINK_WEIGHED = "link_weighed"
    LINK_STANDING = "link_standing"
    LINK_GROUNDED = "link_grounded"

    @property
    def is_of_links(self) -> bool:
        return self.value.startswith("link_")


# The fields of each kind; the order of the map is a move without a field of its own.
FACTOR_FIELDS: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.MOVED: ("track", "stage"),
    ChangeKind.WEIGHED: ("importance", "controllability", "state", "confidence"),
    ChangeKind.REWORDED: ("name", "description", "barrier"),
    ChangeKind.DESCRIBED: ("kind", "level", "condition", "lead_group", "groups", "reviewed_on"),
}
LINK_FIELDS: Mapping[ChangeKind, tuple[str, ...]] = {
    ChangeKind.LINK_SIGNED: ("sign",),
    ChangeKind.LINK_WEIGHED: ("strength", "effect", "lag_months"),
    ChangeKind.LINK_STANDING: ("status",),
    ChangeKind.LINK_GROUNDED: ("evidence", "assumption", "reviewer", "reviewed_on"),
}
ORDER = "position"

type Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; of the order among neighbours, the places counted from 1."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one factor, or of the link between two.

    Attributes:
        codes: of the factor, or of source and target.
        names: the names of those factors, in the newer version where it has them.
    """

    kind: ChangeKind
    codes: tuple[str, ...]
    names: tuple[Text, ...]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class MapState:
    """What a version says: its factors by code in their order, its links by both ends."""

    factors: Mapping[str, FactorEntry]
    links: Mapping[Ends, Link]

    @property
    def fingerprint(self) -> str:
        """The same for the same words and numbers: who adopts says by it what they have read."""
        said = [
            (row._meta.model_name, [_plain(getattr(row, name)) for name in _names_in(row)])
            for row in (*self.factors.values(), *self.links.values())
        ]
        return sha256(repr(said).encode()).hexdigest()[:16]


def _names_in(row: Model) -> list[str]:
    names = (field.attname for field in row._meta.concrete_fields)
    return [name for name in names if name not in {"id", "version_id"}]


def _plain(value: Any) -> str:
    if isinstance(value, Text):
        return repr(sorted((code, said.text) for code, said in value.sayings.items()))
    return str(value)


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one version to another, by kind and in the order of the map."""

    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    def counts(self) -> dict[str, int]:
        """How many changes of each kind, without those of which there are none."""
        found = Counter(change.kind for change in self.changes)
        return {kind.value: found[kind] for kind in ChangeKind if found[kind]}

    def kinds_of(self, codes: tuple[str, ...]) -> frozenset[ChangeKind]:
        """What became of one factor or link."""
        return frozenset(change.kind for change in self.changes if change.codes == codes)


def state_of(version: RoadmapVersion | None) -> MapState:
    """A version as it is stored; of none, the empty map."""
    if version is None:
        return MapState({}, {})
    return MapState(
        {entry.factor.code: entry for entry in entries_of(version)},
        {(link.source.code, link.target.code): link for link in links_of(version)},
    )


def difference_between(old: RoadmapVersion | None, new: RoadmapVersion) -> Difference:
    """What `new` says otherwise than `old`, in four reads of the database."""
    return difference_of(state_of(old), state_of(new))


def difference_of(old: MapState, new: MapState) -> Difference:
    """What became of every factor and link; nothing between a version and itself."""
    order = list(ChangeKind)
    found = [*_of_factors(old, new), *_of_links(old, new)]
    return Difference(tuple(sorted(found, key=lambda change: order.index(change.kind))))


def _of_factors(old: MapState, new: MapState) -> Iterator[Change]:
    places = _reordered(old, new)
    for code, entry in new.factors.items():
        if code not in old.factors:
            yield Change(ChangeKind.ADDED, (code,), (entry.name,))
            continue
        for kind, names in FACTOR_FIELDS.items():
            fields = _fields(old.factors[code], entry, names)
            if kind == ChangeKind.MOVED and code in places:
                fields = (*fields, places[code])
            if fields:
                yield Change(kind, (code,), (entry.name,), fields)
    for code, entry in old.factors.items():
        if code not in new.factors:
            yield Change(ChangeKind.REMOVED, (code,), (entry.name,))


def _of_links(old: MapState, new: MapState) -> Iterator[Change]:
    def names(ends: Ends) -> tuple[Text, ...]:
        entries = (new.factors.get(code) or old.factors.get(code) for code in ends)
        return tuple(entry.name if entry else Text() for entry in entries)

    for ends, link in new.links.items():
        if ends not in old.links:
            yield Change(ChangeKind.LINK_ADDED, ends, names(ends))
            continue
        for kind, fields_of_kind in LINK_FIELDS.items():
            if fields := _fields(old.links[ends], link, fields_of_kind):
                yield Change(kind, ends, names(ends), fields)
    for ends in old.links:
        if ends not in new.links:
            yield Change(ChangeKind.LINK_REMOVED, ends, names(ends))


def _fields(old: Any, new: Any, names: Sequence[str]) -> tuple[FieldChange, ...]:
    found = []
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        same = before.same_words(after) if isinstance(before, Text) else before == after
        if not same:
            found.append(FieldChange(name, before, after))
    return tuple(found)


def _reordered(old: MapState, new: MapState) -> dict[str, FieldChange]:
    """Factors that stand in the same cell of the map and at another place among their neighbours.

    The fewest that explain the new order: what was pushed along by another is not told.
    """
    cells: dict[tuple[str, int], list[str]] = {}
    for code, entry in new.factors.items():
        before = old.factors.get(code)
        if before is not None and _cell(before) == _cell(entry):
            cells.setdefault(_cell(entry), []).append(code)
    found: dict[str, FieldChange] = {}
    for codes in cells.values():
        kept = set(codes)
        before_all = [code for code in old.factors if code in kept]
        place = {code: number for number, code in enumerate(before_all)}
        staying = _longest_rising([place[code] for code in codes])
        for number, code in enumerate(codes):
            if place[code] not in staying:
                found[code] = FieldChange(ORDER, place[code] + 1, number + 1)
    return found


def _cell(entry: FactorEntry) -> tuple[str, int]:
    return entry.track, entry.stage


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence of distinct numbers (patience sorting)."""
    tops: list[int] = []
    chains: list[tuple[int, Any]] = []
    for number in numbers:
        at = bisect_left(tops, number)
        chain = (number, chains[at - 1] if at else None)
        if at == len(tops):
            tops.append(number)
            chains.append(chain)
        else:
            tops[at], chains[at] = number, chain
    found: set[int] = set()
    link: Any = chains[-1] if chains else None
    while link:
        found.add(link[0])
        link = link[1]
    return found
