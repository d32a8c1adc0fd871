"""Writes of partners, of what they do, and of what they answer for."""

from collections.abc import Iterable, Mapping
from itertools import chain

from django.db import transaction

from shidra.audit.actions import Changes, Row, Touched, put_rows, record
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.network.models import Activity, Organisation, Promise, Stewardship

__all__ = ["put_activities", "put_organisations", "put_promises", "put_stewards"]


def put_organisations(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put the partners of the network."""
    return put_rows(
        existing=Organisation.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_activities(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what partners do."""
    return put_rows(
        existing=Activity.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


def put_promises(
    *, initiative: Initiative, rows: Iterable[Row], touched: Touched, by: Actor
) -> Changes:
    """Put what partners promised in public."""
    return put_rows(
        existing=Promise.objects.filter(initiative=initiative),
        rows=rows,
        key=("code",),
        touched=touched,
        by=by,
        initiative=initiative.code,
    )


@transaction.atomic
def put_stewards(
    *,
    initiative: Initiative,
    kind: Stewardship.Kind,
    stewards: Mapping[int, int | None],
    by: Actor,
) -> frozenset[int]:
    """Say which organisation answers for each factor, by ids; None takes the duty from all.

    Returns the factors for which the answer changed.
    """
    held = Stewardship.objects.filter(factor__initiative=initiative, kind=kind)
    before = dict(held.values_list("factor_id", "organisation_id"))
    changed = {
        factor: organisation
        for factor, organisation in stewards.items()
        if before.get(factor) != organisation
    }
    if not changed:
        return frozenset()
    held.filter(factor__in=changed).delete()
    Stewardship.objects.bulk_create(
        Stewardship(factor_id=factor, kind=kind, organisation_id=organisation)
        for factor, organisation in changed.items()
        if organisation is not None
    )
    codes = dict(
        chain(
            Organisation.objects.filter(initiative=initiative).values_list("id", "code"),
            [(None, None)],
        )
    )
    record(
        action="put stewards",
        by=by,
        initiative=initiative.code,
        subject=kind.value,
        detail={
            "changes": [
                {"factor": factor, "before": codes[before.get(factor)], "after": codes[after]}
                for factor, after in changed.items()
            ]
        },
    )
    return frozenset(changed)
