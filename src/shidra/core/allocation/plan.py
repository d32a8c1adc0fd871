"""What was decided: `allocation-plan/1` as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = [
    "PLAN_FORMAT",
    "Grant",
    "Isolated",
    "NextBest",
    "Plan",
    "Reason",
    "ShadowPrice",
    "Status",
]

PLAN_FORMAT = "allocation-plan/1"

type Status = Literal["optimal", "feasible", "infeasible", "unbounded"]


@dataclass(frozen=True, slots=True)
class NextBest:
    """The best other use that a funder's money could have had."""

    cell: str
    marginal_gain: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why here and not there, in weighted benefit per gross unit of the funder's money.

    `last_gain` is what the last unit here brings, `marginal_gain` what one more would bring
    (0 when nothing more may be spent here), `next_best` the best other cell that this money
    may go to, with what one unit would bring there.
    """

    marginal_gain: float
    last_gain: float
    next_best: NextBest | None


@dataclass(frozen=True, slots=True)
class Grant:
    """Gross money of one funder for one cell, and why."""

    funder: str
    cell: str
    amount: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """What one more gross unit of a funder's money in a year would bring.

    `price` is the right derivative; `high`, what the last unit brought, is given where it
    differs by more than 1 %.
    """

    funder: str
    year: int
    price: float
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Isolated:
    """Each funder alone and blind to the others: what each believes, and what results."""

    own_value: Mapping[str, float]
    objective: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its proof: `objective ≤ any plan ≤ bound`.

    `multipliers` are the prices of the rows that prove the bound (see `price_bound`).
    """

    status: Status
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    grants: tuple[Grant, ...] = ()
    shadow_prices: tuple[ShadowPrice, ...] = ()
    multipliers: Mapping[str, float] = field(default_factory=dict)
    stranded: Mapping[str, float] = field(default_factory=dict)
    benefit_by_group: Mapping[str, float] = field(default_factory=dict)
    restriction_costs: Mapping[str, float | None] | None = None
    isolated: Isolated | None = None
    conflict: tuple[str, ...] = ()
    prices_kind: Literal["lp_dual"] = "lp_dual"
    format: Literal["allocation-plan/1"] = "allocation-plan/1"
