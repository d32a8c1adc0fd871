"""A proposal for money that is not yet allocated: reads the ledger, solves, and explains.

Nothing is written: what people decide is recorded elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from shidra.core.allocation import (
    Plan,
    document_text,
    plan_document,
    problem_document,
    solve,
)
from shidra.core.missing import OTHER_LINES
from shidra.funding.analysis.coverage import Ledger, coverage_of_ledger, ledger_of
from shidra.funding.analysis.plan_money import Purse
from shidra.funding.analysis.plan_problem import (
    Beside,
    OpenNeed,
    PlanInputs,
    Preparation,
    WaysOption,
    prepare,
)
from shidra.funding.models import Option
from shidra.funding.permissions import plan_scope
from shidra.funding.queries import (
    MINOR_UNITS,
    CommitmentRow,
    InstalmentRow,
    commitments_of,
    instalments_of,
    options_of,
)
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of
from shidra.network.models import Activity
from shidra.network.queries import activities_of
from shidra.roadmap.models import EvidenceLevel

__all__ = ["GAP", "NewMoney", "PlanQuestion", "Proposal", "UnknownCode", "problem_of", "propose"]

# The relative distance from the proven bound that a plan may have: far inside the promised 0.1 %.
GAP = 1e-5


class UnknownCode(ValueError):
    """The question names a code that the initiative does not have.

    Attributes:
        code: what was named.
        known: what would have been accepted.
    """

    def __init__(self, code: str, known: Iterable[str]) -> None:
        super().__init__(code)
        self.code = code
        self.known = sorted(known)


@dataclass(frozen=True, slots=True)
class NewMoney:
    """Money that somebody might commit: even over the days of its years, without overhead."""

    funder: str
    amount: Fraction
    first_year: int
    last_year: int
    lines: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """What is asked: one year or all, with what money besides, and what may move.

    `movable` names allocations by their commitment, their line, or `commitment/line`.
    """

    year: int | None = None
    new_money: Sequence[NewMoney] = ()
    movable: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plan, what was settled before it, and what stands beside it."""

    preparation: Preparation
    plan: Plan
    currency: str
    reserve: Fraction
    is_partial: bool = False

    def document(self) -> dict[str, Any]:
        """`allocation-plan/1`, with the reserve and what stands beside the plan."""
        document = plan_document(self.plan)
        cells = {cell.id: cell for cell in self.preparation.problem.cells}
        for grant in document["grants"]:
            cell = cells[grant["cell"]]
            grant |= {
                "option": cell.programme,
                "line": cell.factor,
                "place": cell.locality,
                "groups": cell.group,
                "year": cell.year,
            }
        # Without the weights of the objective: whoever gains counts as one.
        document["people"] = sum(document["benefit_by_group"].values())
        document["currency"] = self.currency
        document["lines"] = self._lines()
        document["reserve"] = float(self.reserve)
        document["protected"] = [
            {
                "funder": g.funder,
                "need": g.need.id,
                "line": g.need.line,
                "year": g.need.year,
                "amount": float(g.amount),
            }
            for g in self.preparation.protected
        ]
        document["beside"] = [_beside_document(b) for b in self.preparation.beside]
        return document

    def _lines(self) -> list[dict[str, Any]]:
        """For each line with a need: what is missing before the plan, and what of it arrives."""
        rates = self.preparation.net_rates
        lines = {cell.id: cell.factor for cell in self.preparation.problem.cells}
        arriving: dict[str, Fraction] = {}
        for grant in self.plan.grants:
            net = Fraction(grant.amount) * rates[grant.funder]
            arriving[lines[grant.cell]] = arriving.get(lines[grant.cell], Fraction(0)) + net
        for kept in self.preparation.protected:
            net = kept.amount * rates[kept.funder]
            arriving[kept.need.line] = arriving.get(kept.need.line, Fraction(0)) + net
        missing: dict[str, Fraction] = {}
        for need in self.preparation.needs.values():
            missing[need.line] = missing.get(need.line, Fraction(0)) + need.missing
        return [
            {
                "line": line,
                "missing": float(missing[line]),
                "arriving": float(arriving.get(line, Fraction(0))),
            }
            for line in sorted(missing)
        ]

    def text(self) -> str:
        """The document as JSON; the same plan gives the same bytes."""
        return document_text(self.document())

    def problem_text(self) -> str:
        """`allocation-problem/1` as JSON: what was solved, for anybody to solve again."""
        return document_text(problem_document(self.preparation.problem))

    @property
    def is_solved(self) -> bool:
        """Whether there is a plan at all."""
        return self.plan.status in {"optimal", "feasible"}


def _beside_document(beside: Beside) -> dict[str, Any]:
    document: dict[str, Any] = {"reason": beside.reason, "line": beside.line}
    if beside.need:
        document["need"] = beside.need
    if beside.option:
        document["option"] = beside.option
    if beside.missing:
        document["missing"] = float(beside.missing)
    return document


def propose(access: Access, question: PlanQuestion | None = None) -> Proposal:
    """Where the free money that this person may see would bring most, under everybody's rules.

    Raises:
        UnknownCode: the question names a line, a place or a commitment that is not there.
    """
    initiative = access.initiative
    preparation, is_partial = problem_of(access, question or PlanQuestion())
    plan = solve(preparation.problem, gap=GAP)
    reserve = Fraction(initiative.protected_reserve)
    return Proposal(preparation, plan, initiative.currency, reserve, is_partial)


def problem_of(access: Access, question: PlanQuestion) -> tuple[Preparation, bool]:
    """The problem that `propose` solves, and whether money out of sight is left out of it."""
    initiative, ledger = access.initiative, ledger_of(access)
    every = commitments_of(initiative)
    scope = plan_scope(access, every, ledger.allocation_rows)
    commitments = [c for c in every if c.is_signed and c.id in scope.commitments]
    ledger = _with_movable_freed(ledger, commitments, question.movable)
    preparation = prepare(
        PlanInputs(
            currency=initiative.currency,
            needs=_open_needs(initiative, ledger),
            closed_lines=scope.closed_lines,
            options=[_way(row) for row in options_of(initiative)],
            purses=[
                *_purses(initiative, commitments, ledger),
                *_new_purses(question.new_money, ledger),
            ],
            parents=ledger.parents,
            protected_lines=frozenset(OTHER_LINES) | _system_factors(access),
            reserve=Fraction(initiative.protected_reserve),
            year=question.year,
        )
    )
    # Of needs that are kept back the plan only says that there are some.
    kept = [
        Beside("need that is kept back", row.line)
        for row in ledger.kept
        if row.line not in scope.closed_lines and question.year in {None, row.year}
    ]
    return replace(preparation, beside=(*preparation.beside, *kept)), scope.is_partial


def _system_factors(access: Access) -> frozenset[str]:
    """Factors on which all that is done, in this person's sight, is work on the system."""
    kinds: dict[str, set[str]] = {}
    for activity in activities_of(access):
        for code in activity.factors:
            kinds.setdefault(code, set()).add(activity.kind)
    return frozenset(code for code, found in kinds.items() if found == {Activity.Kind.SYSTEM})


def _with_movable_freed(
    ledger: Ledger, commitments: Sequence[CommitmentRow], movable: Sequence[str]
) -> Ledger:
    """The ledger as if the unspent part of the named allocations had never been given."""
    if not movable:
        return ledger
    codes = {c.id: c.code for c in commitments}
    names = [
        {code, row.line, f"{code}/{row.line}"} if (code := codes.get(row.commitment_id)) else set()
        for row in ledger.allocation_rows
    ]
    # A commitment of which nothing is allocated yet may move as well: there is nothing to free.
    known = set(codes.values()).union(*names)
    for name in movable:
        if name not in known:
            raise UnknownCode(name, known)
    wanted = set(movable)
    return replace(
        ledger,
        allocations=tuple(
            replace(given, amount=given.amount * (row.spent or 0) // row.amount)
            if wanted & each and row.amount
            else given
            for given, row, each in zip(
                ledger.allocations, ledger.allocation_rows, names, strict=True
            )
        ),
    )


def _open_needs(initiative: Initiative, ledger: Ledger) -> list[OpenNeed]:
    priorities = {key: float(group.priority) for key, group in groups_of(initiative).items()}
    return [
        OpenNeed(
            line=need.row.line,
            year=need.row.year,
            missing=need.uncovered,
            place=need.row.place or "",
            groups=need.row.groups,
            people=need.row.people or 0,
            people_kind=need.row.people_kind,
            weight=min((priorities[key] for key in need.row.groups), default=1.0),
        )
        for need in coverage_of_ledger(ledger).needs
    ]


def _way(row: Any) -> WaysOption:
    return WaysOption(
        code=row.code,
        factor=row.factor,
        unit_cost=Fraction(row.unit_cost, MINOR_UNITS),
        effect=Fraction(row.effect),
        max_share=Fraction(row.max_share),
        people_kind=row.people_kind,
        is_on_outcome=row.effect_on == Option.EffectOn.OUTCOME,
        has_evidence=row.evidence not in {"", EvidenceLevel.NONE},
    )


def _purses(
    initiative: Initiative, commitments: Sequence[CommitmentRow], ledger: Ledger
) -> list[Purse]:
    allocated: dict[int, dict[int, Fraction]] = {}
    for row, given in zip(ledger.allocation_rows, ledger.allocations, strict=True):
        years = allocated.setdefault(row.commitment_id, {})
        years[row.year] = years.get(row.year, Fraction(0)) + ledger.major(given.amount)
    instalments: dict[int, list[InstalmentRow]] = {}
    for each in instalments_of(initiative):
        instalments.setdefault(each.commitment_id, []).append(each)
    return [
        _purse(initiative, c, instalments.get(c.id, []), allocated.get(c.id, {}))
        for c in commitments
    ]


def _purse(
    initiative: Initiative,
    commitment: CommitmentRow,
    instalments: Sequence[InstalmentRow],
    allocated: Mapping[int, Fraction],
) -> Purse:
    rate = Fraction(commitment.rate) / MINOR_UNITS
    signed_on = commitment.signed_on or date.min
    starts_on = commitment.starts_on or signed_on
    # Money without an end runs as long as the initiative does.
    ends_on = commitment.ends_on or initiative.ends_on or date(starts_on.year, 12, 31)
    return Purse(
        code=commitment.code,
        amount=commitment.amount * rate,
        starts_on=starts_on,
        ends_on=max(ends_on, starts_on),
        overhead=Fraction(commitment.overhead),
        instalments=[(i.due_on, i.amount * rate) for i in instalments],
        allocated=allocated,
        lines=frozenset(commitment.lines),
        places=frozenset(commitment.places),
        groups=commitment.groups,
    )


def _new_purses(new_money: Sequence[NewMoney], ledger: Ledger) -> list[Purse]:
    lines = {need.line for need in ledger.need_rows} | set(OTHER_LINES)
    purses = []
    for number, money in enumerate(new_money, start=1):
        for named, known in ((money.lines, lines), (money.places, ledger.parents)):
            for code in sorted(named):
                if code not in known:
                    raise UnknownCode(code, known)
        purses.append(
            Purse(
                code=f"new/{money.funder}" + (f"/{number}" if len(new_money) > 1 else ""),
                amount=money.amount,
                starts_on=date(money.first_year, 1, 1),
                ends_on=date(money.last_year, 12, 31),
                lines=money.lines,
                places=money.places,
            )
        )
    return purses
