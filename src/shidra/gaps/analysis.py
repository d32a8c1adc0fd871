"""What is missing, line by line: money against needs, ranked by what it means for the outcome."""

from collections.abc import Sequence
from fractions import Fraction

from shidra.core import causal, missing
from shidra.funding.analysis.coverage import Ledger, ledger_of
from shidra.gaps.queries import (
    MapFactor,
    MissingLine,
    Number,
    factors_of_map,
    links_of_map,
    priorities_of,
)
from shidra.initiatives.models import Initiative
from shidra.network.queries import owners_of

__all__ = ["score_settings", "what_is_missing"]


def what_is_missing(initiative: Initiative) -> list[MissingLine]:
    """All lines, those that matter most first: eight queries, however large the initiative is.

    The adopted version of the map counts, and signed money only. Factors that were dropped from
    the map but still have money on them stay in the list, with no path and so with score 0.
    """
    ledger = ledger_of(initiative)
    used = {row.line for row in (*ledger.needs, *ledger.allocations)}
    factors = [f for f in factors_of_map(initiative) if f.is_on_map or f.code in used]
    found = missing.lines(
        _weighed(initiative, factors),
        ledger.needs,
        ledger.allocations,
        parents=ledger.parents,
        priorities=priorities_of(initiative),
        settings=score_settings(initiative),
    )
    return [_answer(line, ledger) for line in found]


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


def _weighed(initiative: Initiative, factors: Sequence[MapFactor]) -> list[missing.Factor]:
    """Each factor with its strongest path to an outcome, and whether anybody answers for it."""
    strengths = causal.path_strengths(
        [
            causal.Link(link.source, link.target, link.strength, link.is_refuted)
            for link in links_of_map(initiative)
        ],
        [factor.code for factor in factors if factor.is_outcome],
        initiative.longest_path,
        [factor.code for factor in factors],
    )
    owners = owners_of(initiative)
    return [
        missing.Factor(
            factor.code,
            factor.importance,
            factor.code in owners,
            strengths[factor.code].strength,
            strengths[factor.code].path,
        )
        for factor in factors
    ]


def _answer(line: missing.Line, ledger: Ledger) -> MissingLine:
    """A line of the core in major units, as plain numbers."""
    return MissingLine(
        factor=line.factor,
        need=_number(ledger.major(line.need)),
        committed=_number(ledger.major(line.committed)),
        covered=_number(ledger.major(line.covered)),
        missing=_number(ledger.major(line.missing)),
        gap=_number(ledger.major(line.gap)),
        overlap=_number(ledger.major(line.overlap)),
        shortfall=_number(line.shortfall),
        path_strength=_optional(line.path_strength),
        path=line.path,
        equity_multiplier=_optional(line.equity_multiplier),
        actionability=_optional(line.actionability),
        importance=_optional(line.importance),
        score=_optional(line.score),
    )


def _number(value: Fraction | float) -> Number:
    """As JSON has it: whole where it is whole."""
    whole = int(value)
    return whole if whole == value else float(value)


def _optional(value: float | None) -> Number | None:
    return None if value is None else _number(value)
