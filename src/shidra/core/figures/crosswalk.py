"""How the categories of a dimension pass into each other over time, so that old rows read today.

Rows stay as they were given, each with the category of its time. A crosswalk says what became of
the categories; with it a table finds the rows of old ones inside today's:

- *rename, merge*: every row of the old categories lies inside the new one, in all periods. The new
  one's figure is the row given for exactly it, else the sum of the old ones: amounts are added,
  shares never averaged.
- *split*: the category is a whole from then on. Before, it reads whole; its parts have no figures
  and none are guessed. From the split on its figure is the row given for it, else the sum of its
  parts, and what the parts leave of it is unknown.
- *move*: a category belongs to a whole from a period on, to another one, or to none.

Changes apply in the order of their periods, those of one period in the order given. A category
keeps its place in the crosswalk for ever: none passes into another twice, and none into itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from shidra.core.figures.paths import period_year

_MARK = "\x1f"
_WITHIN = "\x1e"


class ChangeKind(StrEnum):
    """What happens to categories."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class CategoryStep:
    """One change: categories written ``dimension:code``, and the first period that it holds for.

    A rename has one category before and one after, the same where only its name changes; a merge
    two or more and one; a split one and two or more; a move one or more and the whole that they
    belong to from now on, or nothing.
    """

    kind: ChangeKind
    from_period: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Fault(StrEnum):
    """Why a change cannot be."""

    COUNT = "count"
    DIMENSIONS = "dimensions"
    ITSELF = "itself"
    GONE = "gone"
    CIRCLE = "circle"
    PART_ALREADY = "part_already"
    REPEATED = "repeated"


class CrosswalkError(ValueError):
    """A change that cannot follow those before it.

    Attributes:
        step: the place of the change among those that were given.
        fault, category: what is wrong, and with which category.
    """

    def __init__(self, step: int, fault: Fault, category: str = "") -> None:
        super().__init__(f"change {step + 1}: {fault} {category}".rstrip())
        self.step, self.fault, self.category = step, fault, category


@dataclass(slots=True)
class _Edges:
    """Which category lies in which: by passing into it, and by belonging to it from a year on."""

    into: dict[str, str] = field(default_factory=dict)
    belongs: dict[str, list[tuple[float, str | None]]] = field(default_factory=dict)
    # The years in which a category took up others and kept its code.
    grown: dict[str, list[float]] = field(default_factory=dict)
    divided: dict[str, float] = field(default_factory=dict)

    def stage(self, category: str, year: float) -> str:
        """The category as it was in a year, before it took up what it did later."""
        years = self.grown.get(category, ())
        reached = sum(one <= year for one in years)
        return category if reached == len(years) else f"{category}{_WITHIN}{reached}"

    def above(self, node: str, year: float) -> str | None:
        """What a category lies in, in a year."""
        if (found := self.into.get(node)) is not None:
            return found
        return self.whole(node, year)

    def whole(self, node: str, year: float) -> str | None:
        held = [whole for since, whole in self.belongs.get(node, ()) if since <= year]
        return held[-1] if held else None


class Crosswalk:
    """The changes of categories, ready to read rows by.

    Raises:
        CrosswalkError: a change cannot follow those before it.
        ValueError: a period is none of the four kinds.

    >>> walk = Crosswalk([CategoryStep(ChangeKind.MERGE, "2020", ("s:a", "s:b"), ("s:c",))])
    >>> walk.today("s:a"), walk.until("s:a"), walk.since("s:c")
    ('s:c', '2020', '2020')
    """

    def __init__(self, steps: Iterable[CategoryStep] = ()) -> None:
        given = list(steps)
        self._edges = _Edges()
        self._since: dict[str, str] = {}
        self._until: dict[str, str] = {}
        self._up: dict[str, set[str]] = {}
        self._told: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        self._asked: dict[tuple[str, frozenset[str]], frozenset[str]] = {}
        in_order = sorted(range(len(given)), key=lambda one: period_year(given[one].from_period))
        self.steps: tuple[CategoryStep, ...] = tuple(given[one] for one in in_order)
        for number in in_order:
            _check(given[number], number)
            self._grow(given[number])
        for number in in_order:
            self._add(given[number], number)
        self._parts: dict[str, tuple[str, ...]] = _parts(self._edges)
        self.dimensions = frozenset(_dimension(one) for step in given for one in step.before)

    def __bool__(self) -> bool:
        return bool(self.steps)

    def today(self, category: str) -> str:
        """The category that rows of this one are counted in today."""
        while (found := self._edges.into.get(category)) is not None:
            category = found
        return category.partition(_WITHIN)[0]

    def since(self, category: str) -> str:
        """The first period of a category that came about by a change; empty for the others."""
        return self._since.get(category, "")

    def until(self, category: str) -> str:
        """The first period in which a category is no longer used; empty where it is."""
        return self._until.get(category, "")

    def parts_of(self, whole: str, period: str) -> tuple[str, ...]:
        """The categories that make up a whole in a period, in order of their codes."""
        year = period_year(period)
        return tuple(
            one for one in self._parts.get(whole, ()) if self._edges.above(one, year) == whole
        )

    def wholes(self) -> tuple[str, ...]:
        """Every category that others belong to at some time."""
        return tuple(sorted(self._parts))

    def is_divided(self, category: str, period: str) -> bool:
        """Whether figures of a category are those of a whole that was not divided, in a period."""
        since = self._edges.divided.get(category, inf)
        return since <= period_year(period) and bool(self.parts_of(category, period))

    def told(self, period: str, groups: frozenset[str]) -> frozenset[str]:
        """How a table finds rows of these categories: inside today's, each at its place there."""
        if not groups or not self.steps:
            return groups
        key = (period, groups)
        if (found := self._told.get(key)) is None:
            year = period_year(period)
            found = self._told[key] = frozenset(
                one
                for group in groups
                for one in self._placed(self._edges.stage(group, year), year)
            )
            if found == groups:
                found = self._told[key] = groups
        return found

    def placed(self, period: str, groups: frozenset[str]) -> frozenset[str]:
        """Where rows of these categories are kept, whatever they have passed into since."""
        if not groups or not self.steps:
            return groups
        key = (period, groups)
        if (found := self._asked.get(key)) is None:
            year = period_year(period)
            found = self._asked[key] = frozenset(
                one for group in groups for one in self._placed(group, year)
            )
        return found

    def _placed(self, node: str, year: float) -> Iterator[str]:
        while (above := self._edges.above(node, year)) is not None:
            yield _mark(above, node)
            node = above
        yield node

    def _grow(self, step: CategoryStep) -> None:
        if step.kind == ChangeKind.MERGE and step.after[0] in step.before:
            years = self._edges.grown.setdefault(step.after[0], [])
            years.append(period_year(step.from_period))

    def _add(self, step: CategoryStep, number: int) -> None:
        match step.kind:
            case ChangeKind.RENAME | ChangeKind.MERGE:
                self._pass(step, number)
            case ChangeKind.SPLIT:
                self._divide(step, number)
            case ChangeKind.MOVE:
                self._move(step, number)

    def _pass(self, step: CategoryStep, number: int) -> None:
        year, (after,) = period_year(step.from_period), step.after
        self._refuse_gone(after, number)
        if step.before == step.after:
            return
        self._inherit([one for one in step.before if one != after], after)
        for category in step.before:
            if category != after:
                self._refuse_gone(category, number)
                self._lies_in(category, after, number)
                self._edges.into[category] = self._edges.stage(after, year)
                self._until[category] = step.from_period
        if after in step.before:
            years = self._edges.grown.get(after, [])
            # What it was before lies in what it became.
            for reached, one in enumerate(years):
                if one == year:
                    here = f"{after}{_WITHIN}{reached}"
                    self._edges.into[here] = self._edges.stage(after, year)
        else:
            self._until.pop(after, None)
            self._since.setdefault(after, step.from_period)
        if step.kind == ChangeKind.RENAME:
            self._hand_on(step.before[0], after)

    def _inherit(self, before: list[str], after: str) -> None:
        """What parts of one whole become is a part of it too, unless it is the whole itself."""
        belongs = self._edges.belongs
        held = [belongs.get(one, []) for one in before]
        is_whole = after in {whole for _since, whole in held[0]}
        if (
            held[0]
            and all(one == held[0] for one in held)
            and after not in belongs
            and not is_whole
        ):
            belongs[after] = list(held[0])

    def _hand_on(self, whole: str, after: str) -> None:
        """A whole of another code keeps its parts."""
        edges = self._edges
        for part, held in edges.belongs.items():
            edges.belongs[part] = [(since, after if one == whole else one) for since, one in held]
        if (since := edges.divided.pop(whole, None)) is not None:
            edges.divided[after] = since

    def _divide(self, step: CategoryStep, number: int) -> None:
        (whole,), year = step.before, period_year(step.from_period)
        self._refuse_gone(whole, number)
        if whole in self._until:
            raise CrosswalkError(number, Fault.GONE, whole)
        for part in step.after:
            self._refuse_gone(part, number)
            if self._edges.belongs.get(part):
                raise CrosswalkError(number, Fault.PART_ALREADY, part)
            self._lies_in(part, whole, number)
            self._edges.belongs[part] = [(-inf, whole)]
            self._since.setdefault(part, step.from_period)
        self._edges.divided[whole] = min(year, self._edges.divided.get(whole, inf))
        self._until[whole] = step.from_period

    def _move(self, step: CategoryStep, number: int) -> None:
        whole, year = (step.after[0] if step.after else None), period_year(step.from_period)
        if whole is not None:
            self._refuse_gone(whole, number)
            self._edges.divided.setdefault(whole, year)
        for part in step.before:
            self._refuse_gone(part, number)
            if whole is not None:
                self._lies_in(part, whole, number)
            self._edges.belongs.setdefault(part, []).append((year, whole))

    def _refuse_gone(self, category: str, number: int) -> None:
        if category in self._edges.into:
            raise CrosswalkError(number, Fault.GONE, category)

    def _lies_in(self, inner: str, outer: str, number: int) -> None:
        """Keep that a category lies in another one, unless that lies in it already."""
        waiting, seen = [outer], {outer}
        while waiting:
            found = self._up.get(waiting.pop(), set()) - seen
            seen |= found
            waiting.extend(found)
        if inner in seen:
            raise CrosswalkError(number, Fault.CIRCLE, inner)
        self._up.setdefault(inner, set()).add(outer)


def _check(step: CategoryStep, number: int) -> None:
    """What can be seen from the change alone."""
    before, after = step.before, step.after
    several = 2
    fits = {
        ChangeKind.RENAME: len(before) == 1 == len(after),
        ChangeKind.MERGE: len(before) >= several and len(after) == 1,
        ChangeKind.SPLIT: len(before) == 1 and len(after) >= several,
        ChangeKind.MOVE: bool(before) and len(after) <= 1,
    }[step.kind]
    if not fits:
        raise CrosswalkError(number, Fault.COUNT)
    for side in (before, after):
        if len(set(side)) < len(side):
            repeated = next(one for one in side if side.count(one) > 1)
            raise CrosswalkError(number, Fault.REPEATED, repeated)
    if len({_dimension(one) for one in (*before, *after)}) > 1:
        raise CrosswalkError(number, Fault.DIMENSIONS)
    if step.kind in {ChangeKind.SPLIT, ChangeKind.MOVE} and (same := set(before) & set(after)):
        raise CrosswalkError(number, Fault.ITSELF, min(same))


def _parts(edges: _Edges) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for part, held in edges.belongs.items():
        if part in edges.into:
            continue
        for _since, whole in held:
            if whole is not None:
                found.setdefault(whole, set()).add(part)
    return {whole: tuple(sorted(parts)) for whole, parts in found.items()}


def _mark(above: str, node: str) -> str:
    """A finer category of a category: a dimension of its own for the table, inside the first."""
    return f"{_MARK}{above.replace(':', _WITHIN, 1)}:{node.partition(':')[2]}"


def _dimension(group: str) -> str:
    return group.partition(":")[0]


def is_mark(group: str) -> bool:
    """Whether a group of a row was put there by a crosswalk."""
    return group.startswith(_MARK)


def divides(dimension: str) -> str:
    """The category that a dimension of marks divides; empty for a dimension of its own."""
    return dimension[1:] if dimension.startswith(_MARK) else ""


def named_by(group: str) -> str:
    """The category that a group or a mark names, as `divides` writes it."""
    if not group.startswith(_MARK):
        return group.replace(":", _WITHIN, 1)
    within, _, code = group[1:].partition(":")
    return f"{within.partition(_WITHIN)[0]}{_WITHIN}{code}"
