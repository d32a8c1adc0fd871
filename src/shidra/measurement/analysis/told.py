"""What the protected tables tell to each audience, and what they would tell by other rules."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shidra.initiatives.analysis import attributes_by_period, begins, carrying
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis.exits import Measure, tables_asked
from shidra.measurement.analysis.shown import kind_of
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.told import Effect, TableChange, TableState, Tally
from shidra.measurement.queries import indicators_of, observed, parents_of
from shidra.protection.analysis import (
    SAFE,
    Asked,
    Census,
    Guarded,
    Rung,
    opened,
    protected_table,
    rungs_of,
    source_of,
)
from shidra.protection.models import Audience, DisclosureRule
from shidra.protection.permissions import Sides
from shidra.protection.queries import made_of, rules_of, table_cells, told_before

__all__ = ["states_of", "try_rules"]

# More counts than this are not made while somebody waits to see what other rules would do: all
# measures of five-units by three rules, in some seconds.
MOST_TRIED: Final = 50_000

type Rules = Sequence[DisclosureRule]


def states_of(access: Access) -> tuple[TableState, ...]:
    """How far the newest period of each measure was looked at: only of what is made already."""
    rules = rules_of(access.initiative)
    ladder_of = _standing(access.initiative, rules)
    newest = [(one, each, ladder_of(one)) for one, each in _newest(access.initiative)]
    kept = _Kept.of(access.initiative, [(each, ladder) for _one, each, ladder in newest])
    return tuple(
        TableState(
            one,
            each.period,
            tuple(
                _tally(rung, kept.table(source))
                for rung, source in zip(ladder, _sources(each, ladder), strict=True)
            ),
        )
        for one, each, ladder in newest
    )


def try_rules(access: Access, rules: Rules, *, is_rounded: bool = False) -> tuple[TableChange, ...]:
    """What rules would tell of the newest period of each measure, beside those that hold.

    Nothing is kept. What would take more counts than `MOST_TRIED` altogether is not tried.
    """
    initiative, standing = access.initiative, rules_of(access.initiative)
    now_of = _standing(initiative, standing)
    then_of = _ladders(rules, are_written=True, is_rounded=is_rounded)
    newest = [(one, each, now_of(one), then_of(one)) for one, each in _newest(initiative)]
    kept = _Kept.of(initiative, [(each, way) for _one, each, *ways in newest for way in ways])
    found, left = [], MOST_TRIED
    for one, each, now, then in newest:
        trial = _Trial(initiative, each, kept)
        work = trial.work(now, then)
        if work > left:
            found.append(TableChange(one, each.period))
            continue
        left -= work
        effects = tuple(_effects(trial.seen(now), trial.seen(then)))
        found.append(TableChange(one, each.period, effects))
    return tuple(found)


def _newest(initiative: Initiative) -> Iterator[tuple[Indicator, Asked]]:
    """The table of the newest period of each measure that counts people."""
    rows = defaultdict(list)
    for row in observed(initiative):
        rows[row.indicator].append(row)
    carried = carrying(initiative, parents_of(initiative))
    attributes = attributes_by_period(initiative)
    for one in indicators_of(initiative):
        kind = kind_of(one)
        if kind.sides is Sides.NONE or not rows[one.pk]:
            continue
        last = max((row.period for row in rows[one.pk]), key=begins)
        newest = [row for row in rows[one.pk] if row.period == last]
        for each in tables_asked(Measure(one, newest), carried, attributes, kind):
            yield one, each


def _standing(initiative: Initiative, rules: Rules) -> Callable[[Indicator], tuple[Rung, ...]]:
    """The ladder of each measure as it stands."""
    return _ladders(
        rules,
        are_written=any(rule.pk for rule in rules),
        is_rounded=initiative.disclosure == Initiative.Disclosure.ROUND,
    )


def _ladders(
    rules: Rules, *, are_written: bool, is_rounded: bool
) -> Callable[[Indicator], tuple[Rung, ...]]:
    return lambda one: rungs_of(
        rules, one.min_n or 0, are_written=are_written, is_rounded=is_rounded
    )


def _sources(asked: Asked, ladder: Sequence[Rung]) -> list[str]:
    return [source_of(asked, ladder[: 1 + at]) for at in range(len(ladder))]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Tables that were made already, by source."""

    keys: Mapping[str, int]
    cells: Mapping[int, bytes]

    @classmethod
    def of(cls, initiative: Initiative, ways: Sequence[tuple[Asked, Sequence[Rung]]]) -> "_Kept":
        sources = [source for asked, ladder in ways for source in _sources(asked, ladder)]
        keys = {source: key for source, (key, _at) in made_of(initiative, set(sources)).items()}
        return cls(keys, table_cells(set(keys.values())))

    def table(self, source: str) -> Guarded | None:
        key = self.keys.get(source)
        return None if key is None else opened(self.cells[key])


class _Trial:
    """Tables of one measure and period, kept or made for a moment."""

    def __init__(self, initiative: Initiative, asked: Asked, kept: _Kept) -> None:
        self._initiative, self._asked, self._kept = initiative, asked, kept
        self._made: dict[str, Guarded] = {}

    @cached_property
    def _census(self) -> Census:
        return self._asked.census()

    @cached_property
    def _told(self) -> list[tuple[frozenset[str], Guarded]]:
        told = told_before(self._initiative, self._asked.subject, self._asked.period)
        return [(audiences, opened(cells)) for audiences, cells in told]

    def work(self, *ladders: Sequence[Rung]) -> int:
        """How many counts are in all tables that have to be made."""
        sources = {source for ladder in ladders for source in _sources(self._asked, ladder)}
        missing = sum(source not in self._kept.keys for source in sources)
        return missing and missing * (len(self._census.people) + len(self._census.events))

    def seen(self, ladder: Sequence[Rung]) -> dict[str, frozenset[str]]:
        """The counts that each audience would be told, by name."""
        tables: list[Guarded] = []
        found: dict[str, frozenset[str]] = {}
        for rung, source in zip(ladder, _sources(self._asked, ladder), strict=True):
            table = self._kept.table(source) or self._made.get(source)
            table = table or self._make(rung, source, tables)
            tables.append(table)
            told = frozenset(
                name for name, cell in table.cells.items() if cell[1] == SAFE or table.rounded
            )
            found |= dict.fromkeys(rung.audiences, told)
        return found

    def _make(self, rung: Rung, source: str, looser: Sequence[Guarded]) -> Guarded:
        # As when it is made in earnest: whoever was told something knows it.
        readers = {*rung.audiences, Audience.VISITORS}
        earlier = [table for audiences, table in self._told if audiences & readers]
        made = protected_table(self._census, rung.limits, earlier, looser)
        return self._made.setdefault(source, made)


def _tally(rung: Rung, table: Guarded | None) -> Tally:
    audiences = tuple(each for each in Audience if each in rung.audiences)
    if table is None:
        return Tally(audiences)
    statuses = [status for _count, status in table.cells.values()]
    return Tally(
        audiences,
        table.standing,
        len(statuses),
        statuses.count(SAFE),
        statuses.count("primary"),
        statuses.count("complementary"),
    )


def _effects(
    before: Mapping[str, frozenset[str]], after: Mapping[str, frozenset[str]]
) -> Iterator[Effect]:
    for audience in Audience:
        was, would = before[audience], after[audience]
        yield Effect(audience, len(was), len(would), len(would - was), len(was - would))
