"""Who gives what to which line, as one person may see it: public, private and together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shidra.funding.analysis.coverage import (
    AllocationCoverage,
    Coverage,
    LineCoverage,
    converted,
    coverage_of_ledger,
    ledger_of,
)
from shidra.funding.models import SharedLine
from shidra.funding.permissions import Disclosure, disclosure_of
from shidra.funding.queries import (
    MINOR_UNITS,
    CommitmentRow,
    InstalmentRow,
    commitments_of,
    instalments_of,
)
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import Access
from shidra.roadmap.queries import adopted_version_or_none, entries_of

__all__ = ["CommitmentMoney", "FunderMoney", "MoneyBook", "Part", "Payments", "money_book"]

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a line's money that one kind of funder gives."""

    committed: Fraction = _NOTHING
    covered: Fraction = _NOTHING
    overlap: Fraction = _NOTHING

    def and_(self, other: "Part") -> "Part":
        """Both parts together."""
        return Part(
            self.committed + other.committed,
            self.covered + other.covered,
            self.overlap + other.overlap,
        )


@dataclass(frozen=True, slots=True)
class Payments:
    """Instalments up to a day, in major units of the initiative's currency."""

    planned: Fraction = _NOTHING
    due: Fraction = _NOTHING
    paid: Fraction = _NOTHING
    overdue: Fraction = _NOTHING
    next_due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CommitmentMoney:
    """One commitment; `amount` is in the initiative's currency, by the rate frozen at signing."""

    row: CommitmentRow
    amount: Fraction
    allocated: Fraction
    payments: Payments

    @property
    def free(self) -> Fraction:
        """Signed and not yet allocated."""
        return self.amount - self.allocated if self.row.is_signed else _NOTHING


@dataclass(frozen=True, slots=True)
class FunderMoney:
    """A funder whose commitments this person may see.

    `is_merged`: some of its amounts by line are shown only together with those of others, so what
    it allocated in all, and what is free, is not shown either.
    """

    id: int
    code: str
    name: Text
    sector: str
    is_public_money: bool
    commitments: tuple[CommitmentMoney, ...]
    overlap: Fraction
    is_merged: bool

    @property
    def signed(self) -> Fraction:
        return sum((each.amount for each in self.commitments if each.row.is_signed), _NOTHING)

    @property
    def pledged(self) -> Fraction:
        """Not signed, so never counted."""
        return sum((each.amount for each in self.commitments if not each.row.is_signed), _NOTHING)

    @property
    def allocated(self) -> Fraction:
        return sum((each.allocated for each in self.commitments), _NOTHING)

    @property
    def free(self) -> Fraction:
        return sum((each.free for each in self.commitments), _NOTHING)

    @property
    def has_instalments(self) -> bool:
        """Whether anybody wrote down when it is paid."""
        return any(each.payments.planned for each in self.commitments)

    @property
    def due(self) -> Fraction:
        return sum((each.payments.due for each in self.commitments), _NOTHING)

    @property
    def paid(self) -> Fraction:
        return sum((each.payments.paid for each in self.commitments), _NOTHING)

    @property
    def overdue(self) -> Fraction:
        return sum((each.payments.overdue for each in self.commitments), _NOTHING)


@dataclass(frozen=True, slots=True)
class MoneyBook:
    """The money of an initiative on one day for one person.

    Attributes:
        lines: every factor of the map and the four shared lines, with or without money.
        funders: those this person may see, in the order of their table.
        cells: what a funder gives to a line, by (line, funder id), where it may be seen.
        others: for each line what the funders give that are not shown one by one.
        public, private: the two parts of each line; none where they are withheld.
        withheld: lines whose sums are withheld.
        kept_needs: for each line how many needs are kept back from this person, in no sum.
    """

    initiative: Initiative
    today: date
    names: Mapping[str, Text]
    lines: tuple[LineCoverage, ...]
    total: LineCoverage
    funders: tuple[FunderMoney, ...]
    cells: Mapping[tuple[str, int], Fraction]
    others: Mapping[str, Fraction]
    public: Mapping[str, Part]
    private: Mapping[str, Part]
    withheld: frozenset[str]
    withheld_splits: frozenset[str]
    is_total_withheld: bool
    hidden_funders: int
    kept_needs: Mapping[str, int]


def money_book(access: Access, today: date) -> MoneyBook:
    """The money as this person may see it: in a fixed number of queries."""
    initiative = access.initiative
    ledger = ledger_of(access)
    coverage = coverage_of_ledger(ledger)
    commitments = commitments_of(initiative)
    disclosure = disclosure_of(access, commitments, ledger.allocation_rows)
    names = _names(initiative, coverage)
    by_id = {commitment.id: commitment for commitment in commitments}
    cells, others = _cells(coverage.allocations, by_id, disclosure)
    public, private = _parts(coverage.allocations, by_id)
    signed = [each for each in commitments if each.is_signed]
    shown = {each.funder_id for each in commitments if each.id in disclosure.commitments}
    return MoneyBook(
        initiative=initiative,
        today=today,
        names=names,
        lines=tuple(coverage.line(code) for code in (*names, *SharedLine.values)),
        total=coverage.total,
        funders=_funders(commitments, coverage, instalments_of(initiative), disclosure, today),
        cells=cells,
        others=others,
        public=public,
        private=private,
        withheld=disclosure.lines,
        withheld_splits=disclosure.splits,
        is_total_withheld=disclosure.is_total_withheld,
        hidden_funders=len({each.funder_id for each in signed} - shown),
        kept_needs=Counter(row.line for row in ledger.kept),
    )


def _names(initiative: Initiative, coverage: Coverage) -> dict[str, Text]:
    """The factors in the order of the map, then those that only money still names."""
    version = adopted_version_or_none(initiative)
    entries = entries_of(version).values_list("factor__code", "name") if version else ()
    names: dict[str, Text] = dict(entries)
    for code in coverage.lines:
        if code not in SharedLine.values:
            names.setdefault(code, Text())
    return names


def _cells(
    allocations: Iterable[AllocationCoverage],
    commitments: Mapping[int, CommitmentRow],
    disclosure: Disclosure,
) -> tuple[dict[tuple[str, int], Fraction], dict[str, Fraction]]:
    """What each visible funder gives to each line, and what all others give together."""
    cells: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    others: dict[str, Fraction] = defaultdict(Fraction)
    for each in allocations:
        commitment = commitments[each.row.commitment_id]
        cell = (each.row.line, commitment.funder_id)
        if commitment.id in disclosure.commitments and cell not in disclosure.cells:
            cells[cell] += each.amount
        else:
            others[each.row.line] += each.amount
    return dict(cells), dict(others)


def _parts(
    allocations: Iterable[AllocationCoverage], commitments: Mapping[int, CommitmentRow]
) -> tuple[dict[str, Part], dict[str, Part]]:
    """For each line its public and its private money."""
    public: dict[str, Part] = defaultdict(Part)
    private: dict[str, Part] = defaultdict(Part)
    for each in allocations:
        side = public if commitments[each.row.commitment_id].is_public_money else private
        side[each.row.line] = side[each.row.line].and_(Part(each.amount, each.used, each.overlap))
    return dict(public), dict(private)


def _funders(
    commitments: Sequence[CommitmentRow],
    coverage: Coverage,
    instalments: Iterable[InstalmentRow],
    disclosure: Disclosure,
    today: date,
) -> tuple[FunderMoney, ...]:
    """The funders of whom something may be seen, with what may be seen of them."""
    allocated: dict[int, Fraction] = defaultdict(Fraction)
    overlap: dict[int, Fraction] = defaultdict(Fraction)
    for each in coverage.allocations:
        allocated[each.row.commitment_id] += each.amount
        overlap[each.row.commitment_id] += each.overlap
    payments: dict[int, list[InstalmentRow]] = defaultdict(list)
    for instalment in instalments:
        payments[instalment.commitment_id].append(instalment)
    by_funder: dict[int, list[CommitmentRow]] = defaultdict(list)
    for commitment in commitments:
        if commitment.id in disclosure.commitments:
            by_funder[commitment.funder_id].append(commitment)
    return tuple(
        FunderMoney(
            id=funder,
            code=rows[0].funder,
            name=rows[0].funder_name,
            sector=rows[0].sector,
            is_public_money=rows[0].is_public_money,
            commitments=tuple(
                CommitmentMoney(
                    row, _major(row, row.amount), allocated[row.id],
                    _payments(row, payments[row.id], today),
                )
                for row in rows
            ),
            overlap=sum((overlap[row.id] for row in rows), _NOTHING),
            is_merged=funder in disclosure.merged_funders,
        )
        for funder, rows in by_funder.items()
    )  # fmt: skip


def _payments(
    commitment: CommitmentRow, instalments: Sequence[InstalmentRow], today: date
) -> Payments:
    def total(rows: Iterable[InstalmentRow]) -> Fraction:
        return _major(commitment, sum(row.amount for row in rows))

    waiting = [row.due_on for row in instalments if row.paid_on is None and row.due_on >= today]
    return Payments(
        planned=total(instalments),
        due=total(row for row in instalments if row.due_on <= today),
        paid=total(row for row in instalments if row.paid_on and row.paid_on <= today),
        overdue=total(row for row in instalments if row.is_overdue(today)),
        next_due_on=min(waiting, default=None),
    )


def _major(commitment: CommitmentRow, amount: int) -> Fraction:
    """An amount of a commitment in major units of the initiative's currency."""
    return Fraction(converted(amount, commitment.rate), MINOR_UNITS)
