"""Which needs a reader is told, and which are kept back because they count too few people.

A need says how many people it is for, and so does its money to whoever knows the price. So a need
is told as a whole or not at all, and whatever is made of needs for a reader without raw rights is
made of told ones alone: between figures that all rest on told needs nothing can be subtracted.

All such readers are told the same needs, by the rule of visitors, which is the strictest: two of
different audiences have nothing to lay side by side.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from shidra.funding.queries import NeedRow, options_of
from shidra.initiatives.permissions import Access, as_visitor
from shidra.measurement.analysis.ties import tied_cells
from shidra.protection.permissions import policy_for

__all__ = ["Spot", "ToldNeeds", "left_over", "told_needs"]

# Where somebody needs something: a place (none: the whole) and groups (none: everybody).
type Spot = tuple[str | None, frozenset[str]]
type Parents = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class ToldNeeds:
    """The needs of an initiative as one reader is told them, in the order of their table.

    Attributes:
        rows: those that are told, with all that they say.
        kept: those of which the reader is told that they are there, and neither people nor money.
            Why is one answer for all (`Reason.KEPT_BACK`): if each said which rule keeps it back,
            the sum of two would often tell both.
    """

    rows: tuple[NeedRow, ...]
    kept: tuple[NeedRow, ...] = ()


def told_needs(access: Access, rows: Sequence[NeedRow], parents: Parents) -> ToldNeeds:
    """What this reader is told of needs; no query for raw rights, else a fixed number.

    Kept back are, with all needs for the same people (place, groups, year and kind):

    - those for fewer people than the rule of visitors asks for;
    - those of which a target would tell a hidden figure, see `tied_cells`;
    - those that a larger need would otherwise leave over, see `left_over`.

    A need that does not say for how many people it is tells them by its money, where its line has
    a price: it is kept back where its people are, or where it is the price of too few.
    """
    if access.has_raw_rights or not rows:
        return ToldNeeds(tuple(rows))
    visitor = as_visitor(access)
    least = policy_for(visitor).min_cell
    tied = tied_cells(visitor, {(row.place, row.groups, row.year) for row in rows}, parents)
    small = {_people(row) for row in rows if row.people and row.people < least}
    priced = _priced(access, rows)
    kept = {
        row.id
        for row in rows
        if ((row.people or row.line in priced) and (row.place, row.groups, row.year) in tied)
        or _people(row) in small
        or _pays_for_few(row, priced, least)
    }
    _keep_beside(rows, kept, least, parents)
    spots = {(row.place, row.groups, row.year) for row in rows if row.id in kept}
    kept |= {
        row.id
        for row in rows
        if not row.people and row.line in priced and (row.place, row.groups, row.year) in spots
    }
    return ToldNeeds(
        tuple(row for row in rows if row.id not in kept),
        tuple(row for row in rows if row.id in kept),
    )


def _people(row: NeedRow) -> tuple[object, ...]:
    """Whom a need is for: on whatever line it is, these are the same people."""
    return (row.place, row.groups, row.year, row.people_kind) if row.people else (row.id,)


def _priced(access: Access, rows: Iterable[NeedRow]) -> dict[str, list[int]]:
    """The lines whose money tells of people, with the prices of their options in minor units."""
    found: dict[str, list[int]] = {row.line: [] for row in rows if row.people}
    for option in options_of(access.initiative):
        found.setdefault(option.factor, []).append(option.unit_cost)
    return found


def _pays_for_few(row: NeedRow, priced: Mapping[str, Sequence[int]], least: int) -> bool:
    """Whether the money of a need that names no number is the price of a few people."""
    if row.people or not row.amount:
        return False
    return any(
        row.amount % price == 0 and row.amount // price < least
        for price in priced.get(row.line, ())
    )


# --- what larger needs leave over ---------------------------------------------------------------


def _keep_beside(rows: Sequence[NeedRow], kept: set[int], least: int, parents: Parents) -> None:
    """Keep back more, until no larger need leaves over one that is kept back."""
    ledgers: defaultdict[tuple[object, ...], list[tuple[NeedRow, int]]] = defaultdict(list)
    for row in rows:
        if row.people:
            ledgers["people", row.people_kind, row.year].append((row, row.people))
            ledgers["people", row.people_kind, row.year, row.line].append((row, row.people))
        if row.amount:
            ledgers["money", row.year, row.line].append((row, row.amount))
    is_settled = not kept
    while not is_settled:
        is_settled = True
        for name, ledger in ledgers.items():
            numbers: dict[Spot, int] = {}
            for row, number in ledger:
                here = row.place, row.groups
                numbers[here] = max(number, numbers.get(here, 0))
            unseen = {(row.place, row.groups) for row, _number in ledger if row.id in kept}
            spot = left_over(numbers, unseen, least if name[0] == "people" else 1, parents)
            if spot is not None:
                named = {_people(row) for row, _n in ledger if (row.place, row.groups) == spot}
                kept |= {row.id for row in rows if _people(row) in named}
                is_settled = False


def left_over(
    numbers: Mapping[Spot, int], kept: Iterable[Spot], least: int, parents: Parents
) -> Spot | None:
    """Whom to keep back next, so that a sum does not give away one of its parts; None if nobody.

    A sum and its parts are needs in one place and inside it that name the same dimensions, such as
    a country and its districts, or a district and its sectors. It gives a part away where those
    that are told leave just the only one that is not, or fewer than `least`; and where all its
    parts are told, itself. Parts that are more than their sum are none. The smallest part that is
    told is kept back then, or the sum where there is none.

    >>> whole, north, south = (None, frozenset()), ("N", frozenset()), ("S", frozenset())
    >>> left_over({whole: 100, north: 95, south: 5}, {south}, 10, {"N": None, "S": None}) == north
    True
    """
    hidden = frozenset(kept)
    if not hidden:
        return None
    families: defaultdict[tuple[Spot, frozenset[str]], list[Spot]] = defaultdict(list)
    for part in numbers:
        for whole in _wholes(part, numbers, parents):
            families[whole, _dimensions(part[1])].append(part)
    for (whole, _dims), parts in families.items():
        unseen = [part for part in parts if part in hidden]
        told = [part for part in parts if part not in hidden]
        rest = numbers[whole] - sum(numbers[part] for part in told)
        left = sum(numbers[part] for part in unseen)
        if rest < left:
            continue
        if whole in hidden:
            gives_away = not unseen and rest == 0
        else:
            gives_away = bool(unseen) and (rest < least or (len(unseen) == 1 and rest == left))
        if gives_away:
            return min(told, key=lambda part: (numbers[part], _order(part))) if told else whole
    return None


def _wholes(part: Spot, spots: Mapping[Spot, int], parents: Parents) -> Iterator[Spot]:
    """The spots that hold this one right away, by each way of dividing them."""
    place, groups = part
    fewer = [
        frozenset(some)
        for count in range(len(groups) + 1)
        for some in combinations(sorted(groups), count)
    ]
    around, seen = place, set[str | None]()
    while around not in seen:
        seen.add(around)
        is_covered = around != place and (around, groups) in spots
        for named in fewer:
            whole = around, named
            # Between a part and a whole that names fewer groups, the next larger place is the part.
            if whole != part and whole in spots and (not is_covered or named == groups):
                yield whole
        if is_covered:
            return
        around = None if around is None else parents.get(around)


def _dimensions(groups: frozenset[str]) -> frozenset[str]:
    return frozenset(group.partition(":")[0] for group in groups)


def _order(spot: Spot) -> tuple[str, list[str]]:
    return spot[0] or "", sorted(spot[1])
