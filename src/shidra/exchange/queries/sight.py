"""Which stored rows somebody sees who keeps all records, and what is out of their sight."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from shidra.exchange.queries.stored import stored_rows
from shidra.funding.queries import sight_of
from shidra.initiatives.permissions import Access, Right, readable
from shidra.network.queries import seen_by

__all__ = [
    "MONEY",
    "NAMING",
    "READ_BY_SOME",
    "codes_out_of_sight",
    "rows_in_sight",
]

# Each of these rows says who may read it.
READ_BY_SOME = frozenset({"activities", "promises", "evidence"})
# The money of a commitment is as visible as the commitment: the way to it.
MONEY: Mapping[str, str] = {
    "commitments": "",
    "instalments": "commitment__",
    "allocations": "commitment__",
}
# As visible as everything that they name: the tables of which somebody may not see every row.
NAMING: Mapping[str, tuple[str, ...]] = {
    "barriers": ("evidence",),
    "strategies": ("barriers", "activities", "commitments"),
}


def rows_in_sight(table: str, access: Access) -> QuerySet[Any]:
    """The rows of a table that a person sees who keeps the records of the initiative."""
    rows = stored_rows(table, access.initiative)
    if table in MONEY and not access.may(Right.SEE_PRIVATE_MONEY):
        rows = rows.filter(_seen_money(access, MONEY[table]))
    if table == "evidence":
        rows = rows.filter(visibility__in=readable(access))
    elif table in READ_BY_SOME:
        rows = rows.filter(seen_by(access, groups=table == "promises"))
    elif table == "allocations":
        # An allocation that names an activity is as visible as the activity.
        rows = rows.filter(Q(activity__isnull=True) | seen_by(access, way="activity__"))
    for named in NAMING.get(table, ()):
        unseen = _out_of_sight(named, access).order_by().values("pk")
        rows = rows.exclude(**{f"{named}__in": unseen})
    return rows


def _out_of_sight(table: str, access: Access) -> QuerySet[Any]:
    seen = rows_in_sight(table, access).order_by().values("pk")
    return stored_rows(table, access.initiative).exclude(pk__in=seen)


def _seen_money(access: Access, way: str) -> Q:
    sight = sight_of(access)
    is_open = {f"{way}visibility__in": sight.visibilities}
    return Q(**is_open) | Q(**{f"{way}funder__in": sight.funders})


def codes_out_of_sight(access: Access) -> dict[str, frozenset[str]]:
    """By table, the codes of rows that are there and that this person does not see."""
    found = {}
    for table in sorted(READ_BY_SOME | {"commitments"} | NAMING.keys()):
        unseen = _out_of_sight(table, access).order_by()
        if codes := frozenset(unseen.values_list("code", flat=True)):
            found[table] = codes
    return found
