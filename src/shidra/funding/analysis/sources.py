"""Whose money meets the needs: public, private, and what nobody has committed."""

from dataclasses import dataclass
from fractions import Fraction

from shidra.funding.analysis.coverage import coverage_of
from shidra.funding.permissions import disclosure_of
from shidra.funding.queries import commitments_of
from shidra.initiatives.permissions import Access

__all__ = ["MoneyBySource", "money_by_source"]


@dataclass(frozen=True, slots=True)
class MoneyBySource:
    """The told need of all lines in three parts that add up to it; major units."""

    public: Fraction
    private: Fraction
    missing: Fraction


def money_by_source(access: Access) -> MoneyBySource | None:
    """Who covers how much of the need; None where that would give away private money."""
    coverage = coverage_of(access)
    commitments = commitments_of(access.initiative)
    disclosure = disclosure_of(access, commitments, [given.row for given in coverage.allocations])
    if disclosure.is_total_withheld or disclosure.splits:
        return None
    public = {each.id for each in commitments if each.is_public_money}
    parts = {True: Fraction(0), False: Fraction(0)}
    for given in coverage.allocations:
        parts[given.row.commitment_id in public] += given.used
    return MoneyBySource(parts[True], parts[False], coverage.total.missing)
