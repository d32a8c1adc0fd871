"""From the ledger to `allocation-problem/1`: cells, funders, what is protected, what stands beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from shidra.core.allocation import (
    Cap,
    Cell,
    ExponentialResponse,
    Factor,
    Filter,
    Funder,
    Group,
    Locality,
    Problem,
    Programme,
)
from shidra.core.missing import OTHER_LINES
from shidra.funding.analysis.plan_money import Purse, free_money

__all__ = [
    "ALL",
    "Beside",
    "OpenNeed",
    "PlanInputs",
    "Preparation",
    "ProtectedGrant",
    "WaysOption",
    "prepare",
]

# Stands in an id where a need names no place or no groups.
ALL = "*"

type BesideReason = Literal[
    "need without people",
    "line without options",
    "option for other people",
    "option with an effect on the factor",
    "option without evidence",
    "option without gain",
    "need that no money may pay for",
    "line with money out of sight",
    "need that is kept back",
]


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need, and what of it no signed money covers yet; money in major units.

    `weight` is the smallest priority among the groups that it names, 1 without any.
    """

    line: str
    year: int
    missing: Fraction
    place: str = ""
    groups: frozenset[str] = frozenset()
    people: int = 0
    people_kind: str = ""
    weight: float = 1.0

    @property
    def id(self) -> str:
        """`line/place/groups/year`."""
        groups = "|".join(sorted(self.groups)) or ALL
        return f"{self.line}/{self.place or ALL}/{groups}/{self.year}"


@dataclass(frozen=True, slots=True)
class WaysOption:
    """What money can buy on a factor: a way, its price for a person, and its gain."""

    code: str
    factor: str
    unit_cost: Fraction
    effect: Fraction
    max_share: Fraction = Fraction(1)
    people_kind: str = ""
    is_on_outcome: bool = True
    has_evidence: bool = True


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """All that a plan is made from."""

    currency: str
    needs: Sequence[OpenNeed]
    options: Sequence[WaysOption]
    purses: Sequence[Purse]
    parents: Mapping[str, str | None]
    protected_lines: frozenset[str]
    reserve: Fraction
    year: int | None = None
    # Lines of which nothing may be said, since money is on them that the reader may not see.
    closed_lines: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ProtectedGrant:
    """Money kept for a protected line before anything is compared; gross."""

    funder: str
    need: OpenNeed
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Beside:
    """What the plan leaves out, and why. `need` is an id, `option` a code, one of them or both."""

    reason: BesideReason
    line: str
    need: str = ""
    option: str = ""
    missing: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Preparation:
    """The problem to be solved, and what was settled before it."""

    problem: Problem
    protected: tuple[ProtectedGrant, ...]
    beside: tuple[Beside, ...]
    needs: Mapping[str, OpenNeed] = field(default_factory=dict)
    # The share of each purse's money that reaches the work.
    net_rates: Mapping[str, Fraction] = field(default_factory=dict)


def prepare(inputs: PlanInputs) -> Preparation:
    """Write the problem: reserve first, then cells for what is missing after it."""
    asked = [n for n in inputs.needs if inputs.year is None or n.year == inputs.year]
    needs = [need for need in asked if need.line not in inputs.closed_lines]
    years = sorted({need.year for need in needs})
    places = _Tree(inputs.parents)
    free = {purse.code: free_money(purse, years) for purse in inputs.purses}
    protected = _reserve(inputs, needs, free, places)
    for grant in protected:
        free[grant.funder][grant.need.year] -= grant.amount
    left = _after(needs, protected, inputs.purses)
    cells, needs_of_cells = _cells(left, inputs.options)
    funders = _funders(inputs.purses, free, cells, places)
    problem = Problem(
        cells=tuple(cells),
        funders=tuple(funders),
        years=tuple(years),
        currency=inputs.currency,
        benefit_unit="people gaining in the headline indicator of the outcome",
        groups=tuple(Group(id=name) for name in _ordered(c.group for c in cells)),
        localities=tuple(Locality(id=name) for name in _ordered(c.locality for c in cells)),
        factors=tuple(Factor(id=name) for name in _ordered(c.factor for c in cells)),
        programmes=tuple(
            Programme(id=option.code, factor=option.factor)
            for option in inputs.options
            if any(cell.programme == option.code for cell in cells)
        ),
        caps=tuple(
            Cap(
                id=need_id,
                filter=Filter(cells=tuple(cells_of_need)),
                max_spend=float(left[need_id].missing),
            )
            for need_id, cells_of_need in needs_of_cells.items()
        ),
    )
    beside = _beside(left.values(), inputs)
    closed = _ordered(need.line for need in asked if need.line in inputs.closed_lines)
    beside += [Beside("line with money out of sight", line) for line in closed]
    beside += _unpayable(left, needs_of_cells, inputs.purses, funders, places)
    return Preparation(
        problem,
        tuple(protected),
        tuple(beside),
        {n.id: n for n in needs},
        {purse.code: purse.net_rate for purse in inputs.purses},
    )


def _ordered(names: Iterable[str]) -> list[str]:
    return sorted(set(names))


class _Tree:
    """Which place lies inside which."""

    def __init__(self, parents: Mapping[str, str | None]) -> None:
        self._parents = parents

    def is_inside(self, place: str, outer: frozenset[str]) -> bool:
        step: str | None = place
        while step:
            if step in outer:
                return True
            step = self._parents.get(step)
        return False


def _may_pay(purse: Purse, need: OpenNeed, places: _Tree) -> bool:
    """Whether the rules of the money allow this need; an empty list allows all."""
    if purse.lines and need.line not in purse.lines:
        return False
    if purse.places and not places.is_inside(need.place, purse.places):
        return False
    return not purse.groups or (bool(need.groups) and need.groups <= purse.groups)


def _reserve(
    inputs: PlanInputs,
    needs: Sequence[OpenNeed],
    free: Mapping[str, Mapping[int, Fraction]],
    places: _Tree,
) -> list[ProtectedGrant]:
    """Each year, share the reserved part of every purse over what protected lines miss.

    A purse offers `reserve` × its free money of the year, pro rata to what the protected needs
    that it may pay for miss. Where several purses together offer a need more than it misses, all
    of them give less in the same proportion, and keep the rest for the comparison.
    """
    open_needs = [n for n in needs if n.line in inputs.protected_lines and n.missing > 0]
    offers: list[tuple[Purse, OpenNeed, Fraction]] = []
    for purse in inputs.purses:
        for year, money in free[purse.code].items():
            mine = [n for n in open_needs if n.year == year and _may_pay(purse, n, places)]
            total = sum((n.missing for n in mine), Fraction(0))
            if total and money:
                offered = inputs.reserve * money
                offers += [(purse, need, offered * need.missing / total) for need in mine]
    reaching: dict[str, Fraction] = {}
    for purse, need, amount in offers:
        reaching[need.id] = reaching.get(need.id, Fraction(0)) + amount * purse.net_rate
    grants = []
    for purse, need, amount in offers:
        share = min(Fraction(1), need.missing / reaching[need.id])
        # Whole minor units, rounded down, so that a reserve never exceeds its share.
        rounded = Fraction(int(amount * share * 100), 100)
        if rounded:
            grants.append(ProtectedGrant(purse.code, need, rounded))
    return grants


def _after(
    needs: Sequence[OpenNeed], protected: Sequence[ProtectedGrant], purses: Sequence[Purse]
) -> dict[str, OpenNeed]:
    """The needs by id, less what the reserve brings them."""
    rates = {purse.code: purse.net_rate for purse in purses}
    left = {need.id: need for need in needs}
    for grant in protected:
        need = left[grant.need.id]
        missing = max(need.missing - grant.amount * rates[grant.funder], Fraction(0))
        left[need.id] = replace(need, missing=missing)
    return left


def _is_usable(option: WaysOption) -> bool:
    return option.is_on_outcome and option.has_evidence and option.effect > 0


def _cells(
    needs: Mapping[str, OpenNeed], options: Sequence[WaysOption]
) -> tuple[list[Cell], dict[str, list[str]]]:
    cells: list[Cell] = []
    cells_of_need: dict[str, list[str]] = {}
    for need in needs.values():
        if not need.people or need.missing <= 0:
            continue
        for option in options:
            if option.factor != need.line or not _is_usable(option):
                continue
            if option.people_kind != need.people_kind:
                continue
            cell = _cell(option, need)
            cells.append(cell)
            cells_of_need.setdefault(need.id, []).append(cell.id)
    return cells, cells_of_need


def _cell(option: WaysOption, need: OpenNeed) -> Cell:
    reachable = option.max_share * need.people
    return Cell(
        id=f"{option.code}/{need.id}",
        programme=option.code,
        factor=need.line,
        group="|".join(sorted(need.groups)) or ALL,
        locality=need.place or ALL,
        year=need.year,
        weight=need.weight,
        response=ExponentialResponse(
            max=float(option.effect * reachable),
            scale=float(option.unit_cost * reachable),
            cap=float(need.missing),
        ),
    )


def _funders(
    purses: Sequence[Purse],
    free: Mapping[str, Mapping[int, Fraction]],
    cells: Sequence[Cell],
    places: _Tree,
) -> list[Funder]:
    """One per purse that lives in these years, its rules as lists of what the cells name."""
    funders = []
    for purse in purses:
        budget = {year: float(money) for year, money in sorted(free[purse.code].items())}
        if not budget:
            continue
        lines = {c.factor for c in cells if c.factor in purse.lines}
        inside = {c.locality for c in cells if places.is_inside(c.locality, purse.places)}
        groups = {
            c.group
            for c in cells
            if c.group != ALL and frozenset(c.group.split("|")) <= purse.groups
        }
        funders.append(
            Funder(
                id=purse.code,
                budget=budget,
                carry_over=True,
                overhead=float(purse.overhead),
                restrictions=Filter(
                    factors=tuple(sorted(lines)) if purse.lines else None,
                    localities=tuple(sorted(inside)) if purse.places else None,
                    groups=tuple(sorted(groups)) if purse.groups else None,
                ),
            )
        )
    return funders


def _unpayable(
    needs: Mapping[str, OpenNeed],
    needs_of_cells: Mapping[str, list[str]],
    purses: Sequence[Purse],
    funders: Sequence[Funder],
    places: _Tree,
) -> list[Beside]:
    """Needs that could be compared, but the rules of all free money exclude."""
    years = {
        funder.id: min(y for y, money in funder.budget.items() if money)
        for funder in funders
        if any(funder.budget.values())
    }
    open_purses = [purse for purse in purses if purse.code in years]
    return [
        Beside("need that no money may pay for", need.line, need=need.id, missing=need.missing)
        for need in (needs[need_id] for need_id in needs_of_cells)
        if not any(
            _may_pay(purse, need, places) and years[purse.code] <= need.year <= purse.ends_on.year
            for purse in open_purses
        )
    ]


def _beside(needs: Iterable[OpenNeed], inputs: PlanInputs) -> list[Beside]:
    """What is missing and not compared, each with one reason."""
    needs = [need for need in needs if need.missing > 0]
    by_factor: dict[str, list[WaysOption]] = {}
    for option in inputs.options:
        by_factor.setdefault(option.factor, []).append(option)
    found: list[Beside] = []
    for line in _ordered(n.line for n in needs if n.line not in OTHER_LINES):
        mine = [n for n in needs if n.line == line]
        if line not in by_factor:
            total = sum((n.missing for n in mine), Fraction(0))
            found.append(Beside("line without options", line, missing=total))
            continue
        found += [
            Beside("need without people", line, need=n.id, missing=n.missing)
            for n in mine
            if not n.people
        ]
        found += _options_beside(line, by_factor[line], mine)
    return found


def _options_beside(
    line: str, options: Sequence[WaysOption], needs: Sequence[OpenNeed]
) -> list[Beside]:
    kinds = {need.people_kind for need in needs if need.people}
    found = []
    for option in options:
        if not option.is_on_outcome:
            found.append(Beside("option with an effect on the factor", line, option=option.code))
        elif not option.has_evidence:
            found.append(Beside("option without evidence", line, option=option.code))
        elif option.effect <= 0:
            found.append(Beside("option without gain", line, option=option.code))
        elif kinds and option.people_kind not in kinds:
            found.append(Beside("option for other people", line, option=option.code))
    return found
