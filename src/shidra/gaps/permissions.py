"""Which gap a person finds, what they may say about it, and for whom they may reserve it."""

from django.db.models import QuerySet
from django.http import Http404

from shidra.audit.models import Change
from shidra.funding.models import Commitment
from shidra.funding.queries import commitments_visible_to
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.queries import Gap, GapBook, life_history
from shidra.initiatives.permissions import Access, Right
from shidra.network.models import Activity, Organisation
from shidra.network.permissions import own_of, seen_by

__all__ = [
    "PAID",
    "closing_activities",
    "closing_commitments",
    "gap_or_404",
    "last_change_or_404",
    "may_let_go",
    "payers_of",
    "reservable_beside",
]

# What money can close; rules are changed and owners found without a funder.
PAID = frozenset(
    {GapKind.RESOURCE, GapKind.SERVICE, GapKind.REACH, GapKind.QUALITY, GapKind.EVIDENCE}
)
MOST_TOGETHER = 60


def gap_or_404(book: GapBook, ref: str) -> Gap:
    """The gap of this name, if this person sees it.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    gap = book.gap_or_none(ref)
    if gap is None:
        raise Http404
    return gap


def payers_of(access: Access) -> QuerySet[Organisation]:
    """The organisations for which this person may reserve: their own; for the backbone, all."""
    every = Organisation.objects.filter(initiative=access.initiative)
    if access.may(Right.EDIT):
        return every
    if not access.may(Right.EDIT_OWN):
        return every.none()
    return every.filter(pk__in=own_of(access).organisations)


def reservable_beside(book: GapBook, gap: Gap) -> list[Gap]:
    """The gaps of the same kind on the same line that may be reserved together with this one."""
    bundle = book.bundle_of(gap)
    free = {GapState.State.DETECTED, GapState.State.CONFIRMED}
    others = bundle.gaps if bundle and gap.kind in PAID else ()
    found = [
        each
        for each in others
        if each.ref != gap.ref and each.is_missing and each.standing.state in free
    ]
    near = [each for each in found if each.where.place == gap.where.place]
    return (near + [each for each in found if each not in near])[:MOST_TOGETHER]


def may_let_go(access: Access, gap: Gap) -> bool:
    """Whether this person may give a reservation back: who holds it, and the backbone."""
    if access.may(Right.EDIT):
        return True
    holder = gap.life.reserved_by
    return access.may(Right.EDIT_OWN) and holder in own_of(access).organisations


def closing_activities(access: Access, line: str) -> QuerySet[Activity]:
    """The activities on a factor that may be named as what closes a gap."""
    return Activity.objects.filter(
        seen_by(access), initiative=access.initiative, factors__code=line
    ).distinct()


def closing_commitments(access: Access) -> QuerySet[Commitment]:
    """The commitments that may be named as what closes a gap."""
    return commitments_visible_to(access)


def last_change_or_404(gap: Gap, number: int) -> Change:
    """The newest change of what was said of a gap, if it is this one: only that is taken back.

    Raises:
        Http404: something else was said since.
    """
    newest = next(iter(life_history(gap.life.pk)), None)
    if newest is None or newest.pk != number or newest.model != GapState._meta.label_lower:
        raise Http404
    return newest
