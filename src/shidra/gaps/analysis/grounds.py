"""The records of an initiative as the core looks at them, for one person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from shidra.core import missing
from shidra.equity.analysis import judged
from shidra.equity.queries import Behind, NotTold
from shidra.funding.permissions import Disclosure, disclosure_of, plan_scope
from shidra.funding.queries import CommitmentRow, NeedRow, commitments_of
from shidra.gaps.analysis.lines import Reading, read, read_around
from shidra.gaps.queries import (
    ActivityHere,
    activities_here,
    barrier_owners_of,
    figures_here,
    measured_factors,
)
from shidra.initiatives.permissions import Access
from shidra.network.queries import Owner

__all__ = ["Gathered", "gather", "looked"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read for one person, and what of the money they may not be told."""

    access: Access
    today: date
    reading: Reading
    commitments: tuple[CommitmentRow, ...]
    disclosure: Disclosure
    # Lines of which only sums may be told, if anything: undisclosed money is on them.
    closed_lines: frozenset[str]
    activities: tuple[ActivityHere, ...]
    barrier_owners: Mapping[str, Owner]
    # Who is furthest from a goal, and the goals of which this person is not told that.
    behind: tuple[Behind, ...]
    furthest_untold: tuple[NotTold, ...]
    ground: missing.Ground


def gather(access: Access, today: date, around: Collection[str] | None = None) -> Gathered:
    """Read everything that gaps are computed from: a fixed number of queries.

    With `around`, only what the gaps of those factors and of the outcomes are computed from.
    """
    initiative = access.initiative
    reading = read(access) if around is None else read_around(access, around)
    commitments, allocations = commitments_of(initiative), reading.ledger.allocation_rows
    every = (*allocations, *(reading.elsewhere.allocation_rows if reading.elsewhere else ()))
    disclosure = disclosure_of(access, commitments, every)
    activities = activities_here(access)
    barrier_owners = barrier_owners_of(initiative)
    measured = measured_factors(initiative)
    codes = None if around is None else frozenset(each.code for each in reading.factors)
    told = judged(access, commitments, every, reading.ledger.parents)
    behind = tuple(e for e in told.behind if codes is None or e.factor in codes)
    ended = initiative.ends_on.year if initiative.ends_on else today.year
    ground = missing.Ground(
        year=today.year,
        told_until=min(today.year, ended),
        factors=tuple(
            missing.FactorOnMap(
                code=each.code,
                is_outcome=each.is_outcome,
                has_owner=each.code in reading.owners,
                has_barrier=bool(each.barrier),
                has_barrier_owner=each.code in barrier_owners,
                has_indicator=each.code in measured,
            )
            for each in reading.factors
            if each.is_on_map
        ),
        needs=(
            *map(_need, reading.ledger.need_rows),
            *map(_kept_back, reading.ledger.kept),
        ),
        activities=tuple(_activity(each) for each in activities),
        spending=tuple(
            missing.SpentHere(row.line, row.year, row.amount, row.spent, row.place, row.groups)
            for row in allocations
            if row.commitment_id in disclosure.commitments
        ),
        figures=tuple(_figures(access)),
        furthest=tuple(_furthest(each) for each in behind),
        parents=reading.ledger.parents,
    )
    return Gathered(
        access=access,
        today=today,
        reading=reading,
        commitments=tuple(commitments),
        disclosure=disclosure,
        closed_lines=plan_scope(access, commitments, every).closed_lines,
        activities=tuple(activities),
        barrier_owners=barrier_owners,
        behind=behind,
        furthest_untold=tuple(e for e in told.not_told if codes is None or e.factor in codes),
        ground=ground,
    )


def _need(row: NeedRow) -> missing.NeedHere:
    return missing.NeedHere(
        row.line, row.year, row.amount, row.place, row.groups, row.people, row.people_kind
    )


def _kept_back(row: NeedRow) -> missing.NeedHere:
    """That something is needed there, without a number: whether anybody acts there is no secret."""
    return missing.NeedHere(row.line, row.year, 0, row.place, row.groups)


def _furthest(each: Behind) -> missing.FurthestBehind:
    return missing.FurthestBehind(
        each.factor, each.group, each.has_strategy, each.cost, each.signed
    )


def _activity(each: ActivityHere) -> missing.ActivityOn:
    return missing.ActivityOn(
        code=each.code,
        factors=each.factors,
        places=each.places,
        groups=each.groups,
        first_year=each.first_year,
        last_year=each.last_year,
        reach=each.reach,
        quality=each.quality,
    )


def _figures(access: Access) -> list[missing.Figure]:
    return [
        missing.Figure(each.factor, _last_year(each.period), each.place, each.groups, each.quality)
        for each in figures_here(access.initiative)
    ]


def _last_year(period: str) -> int:
    """The calendar year in which a period ends.

    >>> _last_year("2025/26"), _last_year("2026-Q3"), _last_year("2026")
    (2026, 2026, 2026)
    """
    year = int(period[:4])
    return year + 1 if "/" in period else year


def looked(gathered: Gathered) -> missing.Looked:
    """What the core finds on this ground."""
    ledger = gathered.reading.ledger
    coverage = missing.cover(ledger.needs, ledger.allocations, ledger.parents)
    return missing.look(gathered.ground, ledger.needs, ledger.allocations, coverage)
