"""Whose money a person may see, and which sums would give away money that they may not see.

A sum that includes private money is shown to people without the right to it only when at least
three funders compose it. So that nobody can subtract what stands beside the sum, at least three
of them must also be out of sight: where fewer are, the smallest visible amounts of that line are
shown together with the private one, and no longer by funder.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shidra.funding.queries import AllocationRow, CommitmentRow, sight_of
from shidra.initiatives.permissions import Access, Right

__all__ = ["FEWEST_FUNDERS", "Disclosure", "PlanScope", "disclosure_of", "plan_scope"]

# How many funders must compose a sum that includes private money.
FEWEST_FUNDERS = 3


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one person may see of the money.

    Attributes:
        commitments: ids of those whose funder and amount may be seen.
        lines: lines whose sums are withheld.
        cells: (line, funder id) of visible funders that are shown only together with others.
        splits: lines whose public and private parts are withheld.
        is_total_withheld: whether the sums over all lines are withheld.
    """

    commitments: frozenset[int]
    lines: frozenset[str] = frozenset()
    cells: frozenset[tuple[str, int]] = frozenset()
    splits: frozenset[str] = frozenset()
    is_total_withheld: bool = False

    @property
    def merged_funders(self) -> frozenset[int]:
        """Visible funders of whom some amounts are shown only together with others."""
        return frozenset(funder for _, funder in self.cells)


@dataclass(frozen=True, slots=True)
class PlanScope:
    """The money of which a plan may speak to one person.

    A plan places free money of commitments one by one, and shows need by need how much is still
    missing. Both would tell of money that its reader may not see.

    Attributes:
        commitments: ids of those whose free money is placed.
        closed_lines: lines that stand beside the plan, since private money is on them.
        is_partial: whether any signed money is left out.
    """

    commitments: frozenset[int]
    closed_lines: frozenset[str] = frozenset()
    is_partial: bool = False


def plan_scope(
    access: Access, commitments: Sequence[CommitmentRow], allocations: Iterable[AllocationRow]
) -> PlanScope:
    """What a plan may place for this person, and what it must not speak of."""
    sight = sight_of(access)
    seen = frozenset(each.id for each in commitments if sight.sees(each))
    private = {each.id for each in commitments if each.is_private} - seen
    return PlanScope(
        commitments=seen,
        closed_lines=frozenset(each.line for each in allocations if each.commitment_id in private),
        is_partial=any(each.is_signed and each.id not in seen for each in commitments),
    )


@dataclass(slots=True)
class _LineMoney:
    """Who gives to a line: what is in sight, and who is out of sight."""

    shown: dict[int, int] = field(default_factory=dict)
    unseen: set[int] = field(default_factory=set)
    has_private: bool = False


def disclosure_of(
    access: Access, commitments: Sequence[CommitmentRow], allocations: Iterable[AllocationRow]
) -> Disclosure:
    """What this person may see of commitments and of the sums of their allocations."""
    sight = sight_of(access)
    seen = frozenset(each.id for each in commitments if sight.sees(each))
    if access.may(Right.SEE_PRIVATE_MONEY) or not any(each.is_private for each in commitments):
        return Disclosure(seen)
    lines = _by_line(commitments, allocations, seen)
    guarded = {
        code: line
        for code, line in lines.items()
        if line.has_private and len(line.unseen) < FEWEST_FUNDERS
    }
    withheld = {
        code: line
        for code, line in guarded.items()
        if len(line.unseen | line.shown.keys()) < FEWEST_FUNDERS
    }
    unseen = {funder for line in withheld.values() for funder in line.unseen}
    return Disclosure(
        commitments=seen,
        lines=frozenset(withheld),
        cells=frozenset(
            (code, funder)
            for code, line in guarded.items()
            if code not in withheld
            for funder in _smallest(line)
        ),
        splits=frozenset(guarded),
        is_total_withheld=bool(withheld) and len(unseen) < FEWEST_FUNDERS,
    )


def _by_line(
    commitments: Sequence[CommitmentRow],
    allocations: Iterable[AllocationRow],
    seen: frozenset[int],
) -> dict[str, _LineMoney]:
    by_id = {commitment.id: commitment for commitment in commitments}
    lines: dict[str, _LineMoney] = {}
    for allocation in allocations:
        commitment = by_id[allocation.commitment_id]
        line = lines.setdefault(allocation.line, _LineMoney())
        if commitment.id in seen:
            amount = int(allocation.amount * allocation.rate)
            line.shown[commitment.funder_id] = line.shown.get(commitment.funder_id, 0) + amount
        else:
            line.unseen.add(commitment.funder_id)
            line.has_private = line.has_private or commitment.is_private
    return lines


def _smallest(line: _LineMoney) -> list[int]:
    """The visible funders that must go out of sight with the private one."""
    seen = [funder for funder in line.shown if funder not in line.unseen]
    seen.sort(key=lambda funder: (line.shown[funder], funder))
    also = [funder for funder in line.shown if funder in line.unseen]
    return also + seen[: FEWEST_FUNDERS - len(line.unseen)]
