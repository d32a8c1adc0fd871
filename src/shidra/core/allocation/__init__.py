"""Who should pay for what: the best use of several funders' money under their rules.

`read_problem` reads `allocation-problem/1`, `solve` finds the plan, `price_bound` proves how
good it is, `plan_document` writes `allocation-plan/1`. Nothing here knows a database.
"""

from shidra.core.allocation.certificate import price_bound
from shidra.core.allocation.linear import SolverError
from shidra.core.allocation.plan import (
    PLAN_FORMAT,
    Grant,
    Isolated,
    NextBest,
    Plan,
    Reason,
    ShadowPrice,
)
from shidra.core.allocation.problem import (
    PROBLEM_FORMAT,
    Cap,
    Cell,
    Commitment,
    ExponentialResponse,
    Factor,
    Filter,
    Floor,
    Funder,
    Group,
    Locality,
    Objective,
    PiecewiseResponse,
    Problem,
    ProblemError,
    Programme,
    Response,
)
from shidra.core.allocation.reading import read_problem
from shidra.core.allocation.solving import solve
from shidra.core.allocation.writing import document_text, plan_document, problem_document

__all__ = [
    "PLAN_FORMAT",
    "PROBLEM_FORMAT",
    "Cap",
    "Cell",
    "Commitment",
    "ExponentialResponse",
    "Factor",
    "Filter",
    "Floor",
    "Funder",
    "Grant",
    "Group",
    "Isolated",
    "Locality",
    "NextBest",
    "Objective",
    "PiecewiseResponse",
    "Plan",
    "Problem",
    "ProblemError",
    "Programme",
    "Reason",
    "Response",
    "ShadowPrice",
    "SolverError",
    "document_text",
    "plan_document",
    "price_bound",
    "problem_document",
    "read_problem",
    "solve",
]
