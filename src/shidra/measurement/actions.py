"""Writes of indicators, observations and targets."""

from collections.abc import Iterable

from shidra.audit.actions import Changes, Row, Touched, put_rows
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, Observation, Target

__all__ = ["put_indicators", "put_observations", "put_targets"]

# What tells a figure from all others of its initiative.
CELL = ("indicator_id", "period", "place_id", "group_set_id")


def put_indicators(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the definitions that all partners measure by."""
    return put_rows(
        existing=Indicator.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_observations(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what was observed."""
    return put_rows(
        existing=Observation.objects.filter(indicator__initiative=initiative),
        rows=rows,
        key=CELL,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_targets(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what indicators should reach."""
    return put_rows(
        existing=Target.objects.filter(indicator__initiative=initiative),
        rows=rows,
        key=CELL,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )
