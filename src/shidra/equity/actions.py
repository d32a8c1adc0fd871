"""Writes of goals, barriers and strategies; undo, retire and restore go through the trail."""

from collections.abc import Iterable, Sequence

from django.db import models

from shidra.audit.actions import Changes, Row, Touched, put_rows
from shidra.audit.models import Actor
from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.initiatives.models import Initiative

__all__ = ["put_barriers", "put_goals", "put_strategies"]


def put_goals(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the goals that everybody is to reach, one for each measure."""
    return _put(UniversalGoal, ("indicator_id",), initiative, rows, touched, by)


def put_barriers(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what keeps some from a goal."""
    return _put(StructuralBarrier, ("code",), initiative, rows, touched, by)


def put_strategies(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what is done for the groups that are behind."""
    return _put(TargetedStrategy, ("code",), initiative, rows, touched, by)


def _put(
    model: type[models.Model],
    key: Sequence[str],
    initiative: Initiative,
    rows: Iterable[Row],
    touched: Touched,
    by: Actor,
) -> Changes:
    return put_rows(
        existing=model._default_manager.filter(initiative=initiative),
        rows=rows,
        key=key,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )
