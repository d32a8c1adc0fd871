"""What a plan is made of once it is in words: rows and figures, ready to be shown."""

from dataclasses import dataclass

from shidra.protection.permissions import Shown

__all__ = [
    "BesideRow",
    "FunderPart",
    "GrantRow",
    "LinePart",
    "PlanFigure",
    "PlanPage",
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
    why: str
    # What the last money here brings and what more would; for those who may see counts of people.
    gains: tuple[PlanFigure, ...] = ()


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
    stranded: float
    stranded_text: str


@dataclass(frozen=True, slots=True)
class BesideRow:
    """What the plan leaves out, and why."""

    reason: str
    what: str
    missing_text: str
    count: int = 1
    missing: float = 0.0
    key: str = ""


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
    prices: tuple[PlanFigure, ...]
    benefits: tuple[PlanFigure, ...]
    lines: tuple[LinePart, ...]
    funders: tuple[FunderPart, ...]
    beside: tuple[BesideRow, ...]

    @property
    def is_empty(self) -> bool:
        return not any(part.grants or part.protected for part in self.funders)
