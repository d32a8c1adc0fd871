"""Writes of the ledger: needs, commitments, instalments, allocations and options."""

from collections.abc import Iterable

from shidra.audit.actions import Changes, Row, Touched, put_rows
from shidra.audit.models import Actor
from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from shidra.initiatives.models import Initiative

__all__ = [
    "put_allocations",
    "put_commitments",
    "put_instalments",
    "put_needs",
    "put_options",
]

NEED = ("factor_id", "shared_line", "year", "place_id", "group_set_id")
INSTALMENT = ("commitment_id", "due_on")
ALLOCATION = ("commitment_id", *NEED, "activity_id")


def put_needs(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the money that lines need."""
    return put_rows(
        existing=Need.objects.filter(initiative=initiative),
        rows=rows,
        key=NEED,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_commitments(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the money that funders committed."""
    return put_rows(
        existing=Commitment.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_instalments(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put when commitments are paid."""
    return put_rows(
        existing=Instalment.objects.filter(commitment__initiative=initiative),
        rows=rows,
        key=INSTALMENT,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_allocations(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what commitments were given to."""
    return put_rows(
        existing=Allocation.objects.filter(commitment__initiative=initiative),
        rows=rows,
        key=ALLOCATION,
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_options(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what money can buy."""
    return put_rows(
        existing=Option.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )
