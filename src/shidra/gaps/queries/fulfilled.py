"""Which money fulfils a reservation: what the organisation that reserved has given since."""

from dataclasses import dataclass

from shidra.funding.models import Allocation
from shidra.funding.queries import commitments_visible_to
from shidra.gaps.queries.states import Where
from shidra.initiatives.permissions import Access

__all__ = ["Fulfilling", "fulfilling"]


@dataclass(frozen=True, slots=True)
class Fulfilling:
    """A commitment that gives money to the cell that was reserved, and whether it is signed."""

    number: int
    code: str
    is_signed: bool


def fulfilling(access: Access, where: Where, organisation: int | None) -> tuple[Fulfilling, ...]:
    """An organisation's commitments in sight that give money to a cell, those signed first.

    Money given to the line counts where its year is the same, and its place and groups speak of
    no other: the same rule as that by which money meets a need, but for places within places.
    """
    if organisation is None:
        return ()
    rows = Allocation.objects.filter(
        commitment__in=commitments_visible_to(access), commitment__funder=organisation
    ).select_related("factor", "place", "group_set", "commitment")
    found = {
        row.commitment.pk: Fulfilling(
            row.commitment.pk, row.commitment.code, row.commitment.signed_on is not None
        )
        for row in rows
        if _meets(row, where)
    }
    return tuple(sorted(found.values(), key=lambda each: (not each.is_signed, each.code)))


def _meets(row: Allocation, where: Where) -> bool:
    line = row.factor.code if row.factor else row.shared_line
    groups = row.group_set.keys if row.group_set else frozenset()
    place = row.place.code if row.place else None
    return (
        line == where.line
        and where.year in {None, row.year}
        and (place is None or where.place in {None, place})
        and (not groups or not where.groups or bool(groups & where.groups))
    )
