"""What is missing, line by line: money against needs, ranked by what it means for the outcome."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import compress

from shidra.core import causal, missing
from shidra.funding.analysis.coverage import Ledger, ledger_of
from shidra.funding.permissions import Disclosure, disclosure_of
from shidra.funding.queries import commitments_of
from shidra.gaps.queries import (
    MapFactor,
    MapLink,
    MissingLine,
    MissingList,
    Number,
    factors_of_map,
    links_of_map,
    links_towards,
    priorities_of,
)
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, Initiative
from shidra.initiatives.permissions import Access, all_of
from shidra.initiatives.queries import groups_of
from shidra.network.queries import Owner, owners_of

__all__ = [
    "Reading",
    "listed",
    "missing_list",
    "number",
    "read",
    "read_around",
    "score_settings",
    "weighed",
    "what_is_missing",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the list is made of, read once.

    `elsewhere` is the money of factors that are not weighed, where only some are.
    """

    initiative: Initiative
    ledger: Ledger
    factors: list[MapFactor]
    links: list[MapLink]
    owners: Mapping[str, Owner]
    groups: Mapping[str, Group]
    elsewhere: Ledger | None = None


def what_is_missing(initiative: Initiative) -> list[MissingLine]:
    """All lines, those that matter most first, as whoever sees all needs has them: nine queries.

    The adopted version of the map counts, and signed money only. Factors that were dropped from
    the map but still have money on them stay in the list, with no path and so with score 0.
    """
    return _rank(read(all_of(initiative)))


def missing_list(access: Access, around: Collection[str] | None = None) -> MissingList:
    """The same list as one person may see it, with names, owners and groups.

    With `around`, only those factors and the outcomes are weighed, each just as in the whole
    list, and only the links on their ways are read; of all others the list tells the money.
    """
    reading = read(access) if around is None else read_around(access, around)
    commitments = commitments_of(access.initiative)
    allocations = reading.ledger.allocation_rows
    if reading.elsewhere:
        allocations = (*allocations, *reading.elsewhere.allocation_rows)
    disclosure = disclosure_of(access, commitments, allocations)
    return listed(reading, disclosure)


def listed(reading: Reading, disclosure: Disclosure) -> MissingList:
    """The list of what was read, as far as it may be told."""
    initiative, lines = reading.initiative, _rank(reading)
    return MissingList(
        initiative=initiative,
        lines=tuple(_withheld_last(lines, disclosure.lines)),
        factors={factor.code: factor for factor in reading.factors},
        owners=reading.owners,
        groups=_groups_with_priority(reading),
        withheld=disclosure.lines,
        is_total_withheld=disclosure.is_total_withheld,
        elsewhere=tuple(_money_elsewhere(reading)),
        needs=reading.ledger.need_rows,
        kept_needs=reading.ledger.kept,
    )


def read(access: Access) -> Reading:
    """Everything that the list is made of, with the needs that this reader is told."""
    initiative, ledger = access.initiative, ledger_of(access)
    used = {need.line for need in ledger.needs}
    used |= {allocation.line for allocation in ledger.allocations}
    used |= {row.line for row in ledger.kept}
    return Reading(
        initiative=initiative,
        ledger=ledger,
        factors=[f for f in factors_of_map(initiative) if f.is_on_map or f.code in used],
        links=links_of_map(initiative),
        owners=owners_of(initiative),
        groups=groups_of(initiative),
    )


def read_around(access: Access, around: Collection[str]) -> Reading:
    """What the lines of some factors and of the outcomes are made of."""
    initiative, ledger = access.initiative, ledger_of(access)
    factors = factors_of_map(initiative, around)
    weighed_here = {factor.code for factor in factors} | set(missing.OTHER_LINES)
    return Reading(
        initiative=initiative,
        ledger=_part(ledger, lambda line: line in weighed_here),
        factors=factors,
        links=links_towards(
            initiative,
            {factor.code for factor in factors if factor.is_outcome},
            weighed_here,
            initiative.longest_path,
        ),
        owners=owners_of(initiative),
        groups=groups_of(initiative),
        elsewhere=_part(ledger, lambda line: line not in weighed_here),
    )


def _part(ledger: Ledger, is_kept: Callable[[str], bool]) -> Ledger:
    """The money on some lines: no line covers the needs of another."""
    needs = [is_kept(need.line) for need in ledger.needs]
    given = [is_kept(allocation.line) for allocation in ledger.allocations]
    return replace(
        ledger,
        need_rows=tuple(compress(ledger.need_rows, needs)),
        needs=tuple(compress(ledger.needs, needs)),
        allocation_rows=tuple(compress(ledger.allocation_rows, given)),
        allocations=tuple(compress(ledger.allocations, given)),
        kept=tuple(row for row in ledger.kept if is_kept(row.line)),
    )


def _money_elsewhere(reading: Reading) -> Iterator[MissingLine]:
    if reading.elsewhere:
        ledger = reading.elsewhere
        found = missing.money_lines(ledger.needs, ledger.allocations, parents=ledger.parents)
        yield from (_answer(line, ledger) for line in found)


def _rank(reading: Reading) -> list[MissingLine]:
    ledger = reading.ledger
    found = missing.lines(
        weighed(reading),
        ledger.needs,
        ledger.allocations,
        parents=ledger.parents,
        priorities=priorities_of(reading.groups),
        settings=score_settings(reading.initiative),
    )
    return [_answer(line, ledger) for line in found]


def _withheld_last(lines: list[MissingLine], withheld: frozenset[str]) -> list[MissingLine]:
    """Factors whose sums are withheld after the others and by code: their place would tell."""

    def rank(line: MissingLine) -> tuple[bool, bool, str]:
        is_withheld = line.is_factor and line.factor in withheld
        return not line.is_factor, is_withheld, line.factor if is_withheld else ""

    return sorted(lines, key=rank)


def _groups_with_priority(reading: Reading) -> dict[str, tuple[Text, ...]]:
    """For each line the groups of those needs that raise its equity multiplier."""
    threshold = reading.initiative.priority_threshold
    raised = {key for key, group in reading.groups.items() if group.priority > threshold}
    found: dict[str, set[str]] = {}
    for need in reading.ledger.needs:
        if need.amount and need.groups and need.groups <= raised:
            found.setdefault(need.line, set()).update(need.groups)
    return {
        line: tuple(group.name for key, group in reading.groups.items() if key in keys)
        for line, keys in found.items()
    }


def score_settings(initiative: Initiative) -> missing.Settings:
    """How this initiative weighs the terms of the score."""
    return missing.Settings(
        importance=float(initiative.importance_exponent),
        shortfall=float(initiative.shortfall_exponent),
        path_strength=float(initiative.path_exponent),
        equity_multiplier=float(initiative.equity_exponent),
        actionability=float(initiative.actionability_exponent),
        without_owner=float(initiative.ownerless_value),
        priority_above=float(initiative.priority_threshold),
    )


def weighed(reading: Reading) -> list[missing.Factor]:
    """Each factor with its strongest path to an outcome, and whether anybody answers for it."""
    strengths = causal.path_strengths(
        [
            causal.Link(link.source, link.target, link.strength, link.is_refuted)
            for link in reading.links
        ],
        [factor.code for factor in reading.factors if factor.is_outcome],
        reading.initiative.longest_path,
        [factor.code for factor in reading.factors],
    )
    return [
        missing.Factor(
            factor.code,
            factor.importance,
            factor.code in reading.owners,
            strengths[factor.code].strength,
            strengths[factor.code].path,
        )
        for factor in reading.factors
    ]


def _answer(line: missing.Line, ledger: Ledger) -> MissingLine:
    """A line of the core in major units, as plain numbers."""

    def major(amount: int | Fraction) -> Number:
        return number(ledger.major(amount)) if amount else 0

    return MissingLine(
        factor=line.factor,
        need=major(line.need),
        committed=major(line.committed),
        covered=major(line.covered),
        missing=major(line.missing),
        gap=major(line.gap),
        overlap=major(line.overlap),
        shortfall=number(line.shortfall),
        path_strength=_optional(line.path_strength),
        path=line.path,
        equity_multiplier=_optional(line.equity_multiplier),
        actionability=_optional(line.actionability),
        importance=_optional(line.importance),
        score=_optional(line.score),
    )


def number(value: Fraction | float) -> Number:
    """As JSON has it: whole where it is whole."""
    whole = int(value)
    return whole if whole == value else float(value)


def _optional(value: float | None) -> Number | None:
    return None if value is None else number(value)
