"""Problems and plans as plain documents and as text: the same values give the same bytes."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from shidra.core.allocation.plan import Plan
from shidra.core.allocation.problem import Problem

__all__ = ["document_text", "plan_document", "problem_document"]

# Null in a budget means money without limit, so it is written; elsewhere it means nothing.
MEANINGFUL_NULLS = ("budget", "restriction_costs")


def problem_document(problem: Problem) -> dict[str, Any]:
    """The problem as `allocation-problem/1`, which `read_problem` reads back to the same."""
    document = plain(problem)
    assert isinstance(document, dict)
    return document


def plan_document(plan: Plan) -> dict[str, Any]:
    """The plan as `allocation-plan/1`."""
    document: dict[str, Any] = {
        "format": plan.format,
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "grants": [
            {
                "funder": grant.funder,
                "cell": grant.cell,
                "amount": grant.amount,
                "reason": {
                    "marginal_gain": grant.reason.marginal_gain,
                    "last_gain": grant.reason.last_gain,
                    "next_best": plain(grant.reason.next_best),
                },
            }
            for grant in plan.grants
        ],
        "shadow_prices": price_document(plan),
        "prices_kind": plan.prices_kind,
        "multipliers": dict(plan.multipliers),
        "stranded": [{"funder": name, "total": total} for name, total in plan.stranded.items()],
        "benefit_by_group": dict(plan.benefit_by_group),
    }
    if plan.restriction_costs is not None:
        costs = plan.restriction_costs.items()
        document["restriction_costs"] = [{"id": name, "cost": cost} for name, cost in costs]
    if plan.isolated is not None:
        document["isolated"] = plain(plan.isolated)
    if plan.status == "infeasible":
        document["infeasibility"] = {"conflict": list(plan.conflict)}
    return document


def price_document(plan: Plan) -> dict[str, dict[str, dict[str, Any]]]:
    """Prices by funder and year; intervals only where both sides differ."""
    by_year: dict[str, dict[str, float]] = {}
    intervals: dict[str, dict[str, dict[str, float]]] = {}
    for price in plan.shadow_prices:
        by_year.setdefault(price.funder, {})[str(price.year)] = price.price
        if price.high is not None:
            both = {"low": price.price, "high": price.high}
            intervals.setdefault(price.funder, {})[str(price.year)] = both
    return (
        {"funder_year": by_year, "interval": intervals} if intervals else {"funder_year": by_year}
    )


def document_text(document: Mapping[str, Any]) -> str:
    """JSON with sorted keys and floats as Python writes them, one line end at the end."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return text + "\n"


def plain(value: Any, name: str = "") -> Any:
    """Frozen values as dictionaries, lists, numbers and text."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((part.name, getattr(value, part.name)) for part in fields(value))
        return {key: plain(part, key) for key, part in parts if part is not None}
    if isinstance(value, Mapping):
        kept = value.items()
        return {
            str(key): plain(part)
            for key, part in kept
            if part is not None or name in MEANINGFUL_NULLS
        }
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    return value
