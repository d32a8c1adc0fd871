"""How much of the map is shown: all of it, what is around one factor, and what is in the light."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shidra.desk.presentation.roadmap_question import MapQuestion
from shidra.desk.queries import Roadmap
from shidra.i18n.searching import found_in
from shidra.i18n.text import Text
from shidra.roadmap.models import FactorEntry, Link
from shidra.roadmap.queries import LARGE, Tie, near, outcome_or_first

__all__ = ["MapPart", "around", "part_of"]


@dataclass(frozen=True, slots=True)
class MapPart:
    """What is shown.

    Attributes:
        codes: the factors on the sheet.
        centre: the factor in focus, or the one that a large map is shown around.
        before: what leads to the centre.
        after: what follows from it.
        found: what a search found on the whole map, None where nothing was searched.
        is_chain: whether the rest steps back behind the chain of the centre.
        is_near: whether more of the map lies outside.
    """

    codes: frozenset[str]
    centre: str = ""
    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    found: tuple[str, ...] | None = None
    is_chain: bool = False
    is_near: bool = False

    @property
    def light(self) -> frozenset[str]:
        """What stands in the light: the chain, or what was found, or everything."""
        if self.found is not None and not self.is_chain:
            return frozenset(self.found)
        if self.is_chain:
            return self.before | self.after | {self.centre}
        return self.codes

    def lights(self, link: Link) -> bool:
        """Whether a link belongs to what is in the light."""
        source, target = link.source.code, link.target.code
        if not self.is_chain:
            return self.found is None or (source in self.light and target in self.light)
        behind = self.before | {self.centre}
        ahead = self.after | {self.centre}
        return (source in behind and target in behind) or (source in ahead and target in ahead)


def around(
    entries: Sequence[FactorEntry], ties: Sequence[Tie], question: MapQuestion
) -> frozenset[int] | None:
    """The factors that a large map is shown around, by id; None where all of it is shown."""
    if len(entries) < LARGE or question.is_whole or question.folds:
        return None
    ids = {entry.factor.code: entry.factor_id for entry in entries}
    centre = question.focus
    if centre not in ids:
        names = {entry.factor.code: entry.name for entry in entries}
        centre = middle(entries, searched(names, question.words) if question.words else None)
    return near(ids[centre], ties)


def part_of(
    roadmap: Roadmap,
    names: Mapping[str, Text],
    question: MapQuestion,
) -> MapPart:
    """The part of the map that a question is about."""
    entries = roadmap.entries
    codes = {entry.factor_id: entry.factor.code for entry in entries}
    known = frozenset(codes.values())
    found = searched(names, question.words) if question.words else None
    chosen = roadmap.near
    is_large = chosen is not None
    centre = question.focus if question.focus in known else ""
    if is_large and not centre:
        centre = middle(entries, found)
    shown = known if chosen is None else frozenset(codes[each] for each in chosen)
    is_chain = question.focus in known
    inside = [
        link
        for link in roadmap.links
        if not link.is_refuted and link.source.code in shown and link.target.code in shown
    ]
    return MapPart(
        codes=shown,
        centre=centre,
        before=reached(centre, inside, backwards=True) if question.side != "after" else frozenset(),
        after=reached(centre, inside, backwards=False)
        if question.side != "before"
        else frozenset(),
        found=found,
        is_chain=is_chain and not is_large,
        is_near=is_large,
    )


def searched(names: Mapping[str, Text], words: str) -> tuple[str, ...]:
    """The factors whose name, in any of its languages, or whose code holds the words."""
    return tuple(
        code
        for code, name in names.items()
        if found_in(words, " ".join((code, *(name.sayings[each].text for each in name))))
    )


def middle(entries: Sequence[FactorEntry], found: Iterable[str] | None) -> str:
    """Around what a large map is shown first: what was searched, or the outcome."""
    first = next(iter(found or ()), "")
    return first or outcome_or_first(entries)


def reached(start: str, links: Iterable[Link], *, backwards: bool) -> frozenset[str]:
    """Everything that leads to a factor, or that follows from it."""
    onward: dict[str, list[str]] = defaultdict(list)
    for link in links:
        ends = link.source.code, link.target.code
        one, other = reversed(ends) if backwards else ends
        onward[one].append(other)
    found, waiting = set[str](), [start]
    while waiting:
        for code in onward[waiting.pop()]:
            if code not in found:
                found.add(code)
                waiting.append(code)
    return frozenset(found - {start})
