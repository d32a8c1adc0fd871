"""A million new observations at once: written as they come, told of by one record.

The trail keeps each changed row by itself, and of these the span of their keys, their number and
their exact sums: they are new, so there is nothing before them, and what becomes of one of them
later is kept as ever.
"""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.db import connections, router, transaction
from django.db.models import Count, Max, Min, Sum

from shidra.audit.actions import hold_chain, record
from shidra.audit.models import Actor
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Observation

__all__ = ["COLUMNS", "add_observations"]

# What each row gives, in this order; numbers in whole millionths, as they are stored.
COLUMNS = (
    "indicator_id",
    "period",
    "place_id",
    "group_set_id",
    "numerator",
    "denominator",
    "value",
    "n",
    "quality",
    "units_counted",
)


# With triggers on the table a statement costs more than a row of it.
AT_ONCE = 500
# In kibibytes, as SQLite wants them: with a minus.
CACHE = -262_144


def add_observations(
    *, initiative: Initiative, lots: Iterable[Sequence[tuple[Any, ...]]], by: Actor
) -> int:
    """Add figures that nobody gave before; how many there were.

    Call it inside a transaction that holds the initiative, with rows that were checked.
    """
    hold_chain(initiative.code)
    using = router.db_for_write(Observation)
    with transaction.atomic(using=using):
        _keep_others_out(using)
        last = Observation.objects.aggregate(last=Max("pk"))["last"] or 0
        _write(lots, using)
        return _tell(initiative, last, by)


def _keep_others_out(using: str) -> None:
    """The keys of the new rows follow each other: on SQLite only one writes anyway."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Observation._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _write(lots: Iterable[Sequence[tuple[Any, ...]]], using: str) -> None:
    connection = connections[using]
    quote = connection.ops.quote_name
    into = f"{quote(Observation._meta.db_table)} ({', '.join(map(quote, COLUMNS))})"
    write = _copy if connection.vendor == "postgresql" else _insert
    with connection.cursor() as cursor, connection.wrap_database_errors:
        write(cursor, into, lots)


def _copy(cursor: Any, into: str, lots: Iterable[Sequence[tuple[Any, ...]]]) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copying:
        for lot in lots:
            for row in lot:
                copying.write_row(row)


def _insert(cursor: Any, into: str, lots: Iterable[Sequence[tuple[Any, ...]]]) -> None:
    """Past the wrapper, which would look for its own marks in each long statement."""
    straight = cursor.connection.cursor()
    [(cache,)] = straight.execute("PRAGMA cache_size").fetchall()
    # Four indexes grow at once: a small cache would write their pages again and again.
    straight.execute(f"PRAGMA cache_size = {CACHE}")
    one = f"({', '.join('?' * len(COLUMNS))})"
    try:
        for lot in lots:
            for some in batched(lot, AT_ONCE, strict=False):
                straight.execute(
                    f"INSERT INTO {into} VALUES {', '.join([one] * len(some))}",  # noqa: S608 - our own names
                    [value for row in some for value in row],
                )
    finally:
        straight.execute(f"PRAGMA cache_size = {cache}")


def _tell(initiative: Initiative, last: int, by: Actor) -> int:
    new = Observation.objects.filter(indicator__initiative=initiative, pk__gt=last)
    found = new.aggregate(
        count=Count("pk"),
        first=Min("pk"),
        last=Max("pk"),
        numerator=Sum("numerator"),
        denominator=Sum("denominator"),
    )
    if not found["count"]:
        return 0
    label = Observation._meta.label_lower
    record(
        action=f"put {label}",
        by=by,
        initiative=initiative.code,
        subject=label,
        detail={
            "added": found["count"],
            "changed": 0,
            "reordered": 0,
            "span": [found["first"], found["last"]],
            "sums": {name: str(found[name] or 0) for name in ("numerator", "denominator")},
        },
    )
    return int(found["count"])
