"""What a plan is made of once it is in words: rows and figures, ready to be shown."""

from dataclasses import dataclass

from shidra.i18n.phrases import Phrase
from shidra.protection.permissions import Shown

__all__ = [
    "BesideRow",
    "FunderPart",
    "GrantRow",
    "LimitRow",
    "LinePart",
    "NeedRow",
    "PlanFigure",
    "PlanPage",
    "PlanWorth",
    "PriceCell",
    "PriceRow",
    "ProtectedCell",
    "ProtectedRow",
]


@dataclass(frozen=True, slots=True)
class PlanFigure:
    """A figure of the document: its name, whose it is, unrounded and as a text."""

    name: str
    of: str
    value: float
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One grant as a row: `key` names it for figures, `amount` is unrounded."""

    key: str
    line_code: str
    option: str
    line: str
    where: str
    groups: str
    year: int
    amount: float
    amount_text: str
    why: Phrase
    # What the last money here brings and what more would; for those who may see counts of people.
    gains: tuple[PlanFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need with its money: what is kept for it, or what is missing on it; `key` is for figures."""

    key: str
    line: str
    where: str
    groups: str
    year: str
    amount: float
    text: str


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """Money kept for a protected line in a year, summed over places and groups."""

    key: str
    year: int
    amount: float
    text: str


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """A protected line and what is kept for it, year by year."""

    line: str
    cells: tuple[ProtectedCell, ...]


@dataclass(frozen=True, slots=True)
class FunderPart:
    """What one purse gives: compared grants, protected lines, and what finds no use."""

    code: str
    name: str
    total: float
    total_text: str
    grants: tuple[GrantRow, ...]
    smaller: tuple[GrantRow, ...]
    smaller_text: str
    protected: tuple[ProtectedRow, ...]
    protected_years: tuple[int, ...]
    protected_needs: tuple[NeedRow, ...]
    stranded: float
    stranded_text: str


@dataclass(frozen=True, slots=True)
class BesideRow:
    """What the plan leaves out, and why; summed over its needs where it stands for some."""

    key: str
    reason: str
    what: str
    missing: float
    missing_text: str
    count: int
    needs: tuple[NeedRow, ...]


@dataclass(frozen=True, slots=True)
class PriceCell:
    """What more money would bring; `low` and `high` where the last money brought clearly more."""

    price: PlanFigure | None = None
    low: PlanFigure | None = None
    high: PlanFigure | None = None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What more money of one purse would bring, year by year."""

    code: str
    name: str
    cells: tuple[PriceCell, ...]


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit that is full, and its weight in the proof: money of a purse (`code`), or a need."""

    name: str
    weight: PlanFigure
    code: str = ""
    where: str = ""
    groups: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class PlanWorth:
    """What more money would bring, each gain told for a `portion` of money."""

    portion: str
    headline: Phrase
    years: tuple[str, ...]
    prices: tuple[PriceRow, ...]
    limits: tuple[LimitRow, ...]


@dataclass(frozen=True, slots=True)
class LinePart:
    """A line: what is missing on it, and how much of that the plan would bring."""

    code: str
    name: str
    missing: float
    missing_text: str
    arriving: float
    arriving_text: str
    left_text: str

    @property
    def is_short(self) -> bool:
        """Whether at least a whole unit of money stays missing."""
        return self.missing - self.arriving >= 1


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The whole plan, ready to be shown."""

    language: str
    status: str
    headline: str
    people: Shown
    people_text: str
    people_lock: str
    objective: float | None
    objective_text: str
    bound: float | None
    bound_text: str
    gap: float | None
    gap_text: str
    granted: float
    granted_text: str
    protected: float
    protected_text: str
    stranded: float
    stranded_text: str
    reserve: float
    reserve_text: str
    worth: PlanWorth | None
    benefits: tuple[PlanFigure, ...]
    lines: tuple[LinePart, ...]
    funders: tuple[FunderPart, ...]
    beside: tuple[BesideRow, ...]

    @property
    def is_empty(self) -> bool:
        return not any(part.grants or part.protected for part in self.funders)

    @property
    def beside_needs(self) -> int:
        """How many needs stand beside the plan by themselves."""
        return sum(len(row.needs) for row in self.beside)
