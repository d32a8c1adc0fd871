"""Which numbers of people a reader may see beside the measures, how exactly, and why not.

Figures of measures are slices of protected tables (`measurement/analysis/exits.py`). For all else,
such as needs and reach:

- People with raw rights see everything as it is.
- All others see counts only for the whole (no place or the top of the places, no groups), where
  people, events and people without the event are each at least `min_cell`.
- Below the whole, and by group, they see shares in whole percent, never counts; and only where
  every group shown side by side reaches `min_cell`. If one falls short, all of them are locked, so
  that nothing can be subtracted.

A page receives `Shown`, which never holds a value that its reader may not see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import floor, log10
from typing import Protocol

from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access
from shidra.protection.models import Audience
from shidra.protection.queries import standing_rules

__all__ = [
    "Cell",
    "Form",
    "Kind",
    "Policy",
    "Reason",
    "Shown",
    "ShownCell",
    "Sides",
    "as_it_is",
    "audiences_of",
    "coarse",
    "policy_for",
]

# How many parts of the whole stand behind a sum that isn't a count of one of them.
FEWEST_PARTS = 3

# Roles with raw rights are in none: they see what nothing is protected from.
_AUDIENCES: Mapping[str, Audience] = {
    Membership.Role.PARTNER_EDITOR: Audience.PARTNERS,
    Membership.Role.COMMUNITY_MEMBER: Audience.PARTNERS,
    Membership.Role.FUNDER: Audience.FUNDERS,
}


class Reason(StrEnum):
    """Why a figure is locked.

    A small number and those that are hidden with it give the same reason: if each said which it
    is, the sum of two would often tell both (of 11 one is at least 10).
    """

    TOO_FEW = "too_few"
    SIZE_UNKNOWN = "size_unknown"
    COUNT_OF_A_PART = "count_of_a_part"
    NOT_CERTIFIED = "not_certified"
    KEPT_BACK = "kept_back"


class Sides(StrEnum):
    """Which side of a figure counts people."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    BOTH = "both"
    NONE = "none"


class Form(StrEnum):
    """What the value of a figure is."""

    SHARE = "share"
    AVERAGE = "average"
    COUNT = "count"


class Cell(Protocol):
    """A figure as it was observed. Shares are 0 to 1; `n` is the number of people asked."""

    @property
    def numerator(self) -> float | None: ...
    @property
    def denominator(self) -> float | None: ...
    @property
    def value(self) -> float | None: ...
    @property
    def n(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """What the figures of an indicator are.

    Attributes:
        sides: which side counts people. form: what the value is.
        per: of how many people a value of 1 is one, where a value and the people behind it tell
            how many it happened to: 1 of shares and ratios, 1000 of rates per thousand, else 0.
    """

    sides: Sides
    form: Form
    # What form and sides do not say: it tells no two tables apart that were kept.
    per: int = field(default=0, repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as its reader may see it. Without value or reason there simply is none."""

    value: float | None = None
    is_rounded: bool = False
    reason: Reason | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that this reader does not see."""
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure and its two sides as its reader may see them."""

    value: Shown
    numerator: Shown
    denominator: Shown

    @classmethod
    def nothing(cls) -> "ShownCell":
        """Nothing was observed."""
        return cls(Shown(), Shown(), Shown())

    @classmethod
    def locked(cls, reason: Reason) -> "ShownCell":
        """Something was observed that this reader does not see."""
        hidden = Shown(reason=reason)
        return cls(hidden, hidden, hidden)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one reader may see of the people of one initiative.

    Attributes:
        min_cell: the smallest number of people that the reader is told.
        step: to what reckoned numbers are rounded, for everybody alike: somebody who reads one of
            them by two steps would know it better than by either. As `min_cell` where it is 0.
        is_rounded: figures of measures are told rounded, rather than some of them hidden.
    """

    min_cell: int
    has_raw_rights: bool
    step: int = 0
    is_rounded: bool = False

    def whole(self, cell: Cell, kind: Kind) -> ShownCell:
        """The figure of everybody everywhere: counts may be shown where they are large enough."""
        if self.has_raw_rights or kind.sides is Sides.NONE:
            return as_it_is(cell)
        if _sizes(cell, kind) is None:
            # A share of everybody without any count behind it tells of nobody in particular.
            return coarse(cell, kind)
        if self._is_small(cell, kind):
            return ShownCell.locked(Reason.TOO_FEW)
        return as_it_is(cell)

    def part(self, cell: Cell, kind: Kind) -> ShownCell:
        """The figure of one place, shown without others beside it."""
        return self.breakdown([cell], kind)[0]

    def breakdown(self, cells: Sequence[Cell], kind: Kind) -> tuple[ShownCell, ...]:
        """The figures of groups side by side in one place and period, those of nobody's included.

        All are shown, or all are locked: from a single locked one, the others would give it away.
        """
        if self.has_raw_rights or kind.sides is Sides.NONE:
            return tuple(map(as_it_is, cells))
        reasons = [self._reason(cell, kind) for cell in cells]
        if any(reasons):
            return tuple(
                ShownCell.locked(
                    Reason.SIZE_UNKNOWN if reason is Reason.SIZE_UNKNOWN else Reason.TOO_FEW
                )
                for reason in reasons
            )
        return tuple(coarse(cell, kind) for cell in cells)

    def count(self, people: float | None, *, is_whole: bool) -> Shown:
        """A bare number of people, such as those whom a need is for or an activity reaches."""
        if people is None or self.has_raw_rights:
            return Shown(people)
        if not is_whole:
            return Shown(reason=Reason.COUNT_OF_A_PART)
        return Shown(people) if people >= self.min_cell else Shown(reason=Reason.TOO_FEW)

    def estimate(self, people: float | None, *, parts: int) -> Shown:
        """A reckoned number of people, such as those whom a plan would reach, summed over parts.

        Rounded to a multiple of `step`, so that of two answers nobody subtracts one from the
        other; locked where a single part or two stand behind it, for it would be the part's count.
        """
        if people is None or self.has_raw_rights:
            return Shown(people)
        if parts < FEWEST_PARTS:
            return Shown(reason=Reason.COUNT_OF_A_PART)
        rounded = self.near(people)
        return Shown(rounded, is_rounded=True) if rounded else Shown(reason=Reason.TOO_FEW)

    def near(self, people: float) -> int:
        """The multiple of `step` that is nearest to a number of people."""
        step = max(self.step or self.min_cell, 1)
        return floor(people / step + 0.5) * step

    def _reason(self, cell: Cell, kind: Kind) -> Reason | None:
        if _sizes(cell, kind) is None:
            return Reason.SIZE_UNKNOWN
        return Reason.TOO_FEW if self._is_small(cell, kind) else None

    def _is_small(self, cell: Cell, kind: Kind) -> bool:
        return any(size < self.min_cell for size in _sizes(cell, kind) or ())


def policy_for(access: Access) -> Policy:
    """The policy for the person of a request; one query, once, for whoever has no raw rights.

    Of rules that differ in what they ask, the largest number holds for numbers without a table.
    """
    least = access.initiative.min_cell
    if access.has_raw_rights:
        return Policy(least, has_raw_rights=True)
    rules = standing_rules(access.initiative)
    is_rounded = access.initiative.disclosure == Initiative.Disclosure.ROUND
    if not any(rule.pk for rule in rules):
        return Policy(least, has_raw_rights=False, is_rounded=is_rounded)
    asks = {rule.audience: max(rule.people, rule.events, rule.without) for rule in rules}
    own = min(asks[each] for each in audiences_of(access) if each in asks)
    step = max(least, *asks.values())
    return Policy(own, has_raw_rights=False, step=step, is_rounded=is_rounded)


def audiences_of(access: Access) -> frozenset[Audience]:
    """Whom this person counts among; somebody of two is told by the looser rule."""
    own = (_AUDIENCES[role] for role in access.roles if role in _AUDIENCES)
    return frozenset({Audience.VISITORS, *own})


def _sizes(cell: Cell, kind: Kind) -> tuple[float, ...] | None:
    """Every number of people that must be large enough; None where no count is known."""
    people, events = _or(cell.denominator, cell.n), cell.numerator
    if kind.form is Form.COUNT:
        return _known(_or(events, cell.value))
    if kind.sides is Sides.DENOMINATOR:
        return _known(people)
    if kind.sides is Sides.NUMERATOR:
        return _known(_or(events, cell.n))
    if events is None and people is not None and kind.form is Form.SHARE:
        events = None if cell.value is None else people * cell.value
    without = people - events if people is not None and events is not None else None
    # More events than people: then the two do not count the same, and there is no rest.
    return _known(people, events, without if without is not None and without >= 0 else None)


def _or(first: float | None, second: float | None) -> float | None:
    return second if first is None else first


def _known(*sizes: float | None) -> tuple[float, ...] | None:
    return tuple(size for size in sizes if size is not None) or None


def as_it_is(cell: Cell) -> ShownCell:
    """A figure with both its sides, unchanged."""
    return ShownCell(Shown(cell.value), Shown(cell.numerator), Shown(cell.denominator))


def coarse(cell: Cell, kind: Kind) -> ShownCell:
    """The rounded value without its counts."""
    count = Shown(reason=Reason.COUNT_OF_A_PART)
    value = Shown(_rounded(cell.value, kind.form), is_rounded=True)
    return ShownCell(
        count if kind.form is Form.COUNT else value,
        Shown() if cell.numerator is None else count,
        Shown() if cell.denominator is None else count,
    )


def _rounded(value: float | None, form: Form) -> float | None:
    """A share in whole percent, another average with two figures; halves away from zero."""
    if value is None or value == 0:
        return value
    step = 0.01 if form is Form.SHARE else 10.0 ** (floor(log10(abs(value))) - 1)
    whole = floor(abs(value) / step + 0.5)
    # Divided rather than multiplied where the step is a fraction: 0.16, not 0.16000000000000003.
    rounded = whole * step if step >= 1 else whole / round(1 / step)
    return rounded if value > 0 else -rounded
