"""How categories and places changed: looked at first, then saved."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shidra.gaps.actions import take_stock
from shidra.initiatives.actions import (
    NewCategory,
    change_categories,
    date_place,
    forget_date,
    hold,
)
from shidra.initiatives.analysis import carrying
from shidra.initiatives.models import CategoryChange, Place, PlaceHistory
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import parent_codes_of_places
from shidra.measurement.analysis.kept import told_otherwise
from shidra.records.queries.categories import measures_naming

__all__ = ["WantedChange", "forget_said", "look_at_change", "say_of_place", "write_change"]


@dataclass(frozen=True, slots=True)
class WantedChange:
    """A change as it was asked for."""

    dimension: str
    kind: str
    from_period: str
    before: tuple[str, ...]
    after: tuple[NewCategory, ...]
    note: str
    on: date


@transaction.atomic
def look_at_change(
    *, access: Access, wanted: WantedChange
) -> tuple[CategoryChange, dict[int, tuple[str, ...]]]:
    """A change as it would be, and by measure the periods whose totals it would change.

    Everything is taken back again.

    Raises:
        ChangeRefused: it cannot be.
    """
    initiative = access.initiative
    before = carrying(initiative, parent_codes_of_places(initiative))
    change = _write(access, wanted)
    after = carrying(initiative, parent_codes_of_places(initiative))
    measures = measures_naming(initiative, change.dimension, (*change.olds, *change.news))
    otherwise = told_otherwise(measures, before, after)
    transaction.set_rollback(True)
    return change, otherwise


@transaction.atomic
def write_change(*, access: Access, wanted: WantedChange) -> CategoryChange:
    """Let categories pass into others.

    Raises:
        ChangeRefused: it cannot be.
    """
    change = _write(access, wanted)
    take_stock(initiative=access.initiative, by=access.actor)
    return change


def _write(access: Access, wanted: WantedChange) -> CategoryChange:
    return change_categories(
        initiative=access.initiative,
        dimension=wanted.dimension,
        kind=wanted.kind,
        from_period=wanted.from_period,
        before=wanted.before,
        after=wanted.after,
        note=wanted.note,
        on=wanted.on,
        by=access.actor,
    )


@transaction.atomic
def say_of_place(
    *, access: Access, place: Place, name: str, from_period: str, value: str, why: str
) -> None:
    """Say that an attribute of a place holds from a period on."""
    date_place(
        place=place,
        name=name,
        from_period=from_period,
        value=value,
        reason=why,
        by=access.actor,
    )
    take_stock(initiative=access.initiative, by=access.actor)


@transaction.atomic
def forget_said(*, access: Access, row: PlaceHistory, why: str) -> None:
    """Take back what was said of a place from a period on.

    Raises:
        ChangedSince: it was taken back already.
    """
    hold(access.initiative.code)
    forget_date(row=row, reason=why, by=access.actor)
    take_stock(initiative=access.initiative, by=access.actor)
