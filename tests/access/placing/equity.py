"""One goal for all; what names something out of sight is itself out of sight as a row."""

from datetime import date

from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.funding.models import Commitment
from shidra.network.models import Activity
from tests.access.placing.ground import Ground

__all__ = ["place_equity"]


def place_equity(at: Ground) -> None:
    """A goal and a barrier that everybody reads, and a strategy that names what some do not see."""
    goal = at.row(UniversalGoal, indicator=at.indicator, agreed_on=date(2026, 1, 1))
    at.keep("goals", "open", goal)
    barrier = at.row(StructuralBarrier, factor=at.factor, owner=None, group_set=None, kind="policy")
    barrier.indicators.set([at.indicator])
    at.keep("barriers", "open", barrier)
    strategy = at.row(
        TargetedStrategy,
        indicator=at.indicator,
        measure=None,
        owner=None,
        group_set=at.group_set,
        cost=None,
    )
    strategy.factors.set([at.factor])
    strategy.activities.set(Activity.objects.filter(initiative=at.initiative))
    strategy.commitments.set(Commitment.objects.filter(initiative=at.initiative))
    at.keep("strategies", "private", strategy)
