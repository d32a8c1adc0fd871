"""Whose figures one sees and hands in: a partner its own, who keeps the initiative all of them."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from shidra.i18n.text import Text
from shidra.i18n.wordsearch import holds
from shidra.initiatives.permissions import Access, Right
from shidra.network.models import Organisation
from shidra.network.queries import own_of
from shidra.submissions.models import MOVES, Submission, SubmittedFigure
from shidra.submissions.queries.duties import bounds_of, duties_of
from shidra.submissions.queries.figures import (
    Cell,
    Numbers,
    handed_in_cells,
    numbers_of,
    stored_cells,
)
from shidra.submissions.queries.kept import asked_about, submission_or_none
from shidra.submissions.queries.taken import Bounds, Past, Question

__all__ = [
    "bounds_for",
    "is_own",
    "keeps_all",
    "known_cells",
    "may_hand_in",
    "moves_for",
    "organisation_or_404",
    "organisations_for",
    "own_partners",
    "partner_names",
    "past_for",
    "questions_to_answer",
    "submission_or_404",
]

Status = Submission.Status


def keeps_all(access: Access) -> bool:
    """Whether this person looks through the figures of all partners."""
    return access.carries(Right.EDIT)


def organisations_for(
    access: Access, *, words: str = "", most: int | None = None
) -> list[Organisation]:
    """The partners whose figures this person may see; of many, those whose name holds words."""
    found = _seen(access)
    return list((found.filter(holds("name", words)) if words else found)[:most])


def _seen(access: Access) -> QuerySet[Organisation]:
    every = Organisation.objects.filter(initiative=access.initiative)
    return every if keeps_all(access) else every.filter(pk__in=own_of(access).organisations)


def partner_names(access: Access) -> dict[str, Text]:
    """What the partners are called whose figures this person may see; there may be thousands."""
    return dict(_seen(access).values_list("code", "name"))


def own_partners(access: Access) -> list[Organisation]:
    """The partners that this person stands for."""
    own = own_of(access).organisations
    found = list(Organisation.objects.filter(pk__in=own)) if own else []
    for each in found:
        each.initiative = access.initiative
    return found


def organisation_or_404(access: Access, code: str) -> Organisation:
    """The partner of this code, if its figures are this person's to see.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    found = _seen(access).filter(code=code).first()
    if found is None:
        raise Http404
    found.initiative = access.initiative
    return found


def submission_or_404(access: Access, number: int) -> Submission:
    """The submission of this number, if it is this person's to see.

    Raises:
        Http404: there is none, or not for this person: both look the same.
    """
    found = submission_or_none(access.initiative, number)
    if found is None or not (keeps_all(access) or is_own(access, found.organisation)):
        raise Http404
    return found


def is_own(access: Access, organisation: Organisation) -> bool:
    """Whether this person stands for the partner."""
    return organisation.pk in own_of(access).organisations


def may_hand_in(access: Access, organisation: Organisation) -> bool:
    """Whether this person hands in figures of the partner, now."""
    return access.may(Right.EDIT) or (access.may(Right.EDIT_OWN) and is_own(access, organisation))


# Whoever stands for the partner takes these steps; the others, whoever keeps the initiative.
_OF_PARTNER = frozenset(
    {
        (Status.DRAFT, Status.SUBMITTED),
        (Status.DRAFT, Status.WITHDRAWN),
        (Status.SUBMITTED, Status.DRAFT),
        (Status.VALIDATED, Status.CONFIRMED),
        (Status.VALIDATED, Status.DRAFT),
    }
)
# Only the figures that follow make these.
_BY_ITSELF = frozenset({Status.PUBLISHED, Status.CORRECTED})


def moves_for(access: Access, submission: Submission) -> tuple[Submission.Status, ...]:
    """The steps that this person may take it."""
    before = Status(submission.status)
    open_moves = [after for after in MOVES[before] if after not in _BY_ITSELF]
    if access.may(Right.EDIT):
        return tuple(open_moves)
    if access.may(Right.EDIT_OWN) and is_own(access, submission.organisation):
        return tuple(after for after in open_moves if (before, after) in _OF_PARTNER)
    return ()


def bounds_for(access: Access, organisation: Organisation) -> Bounds:
    """What the partner reports. Who keeps the initiative may hand in more; a partner may not."""
    duties = list(duties_of(organisation))
    return Bounds(bounds_of(duties, access.initiative), is_strict=not access.may(Right.EDIT))


def past_for(access: Access, organisation: Organisation, indicators: frozenset[str]) -> Past:
    """What questions may compare with."""
    return Past(
        known_cells(access, organisation, indicators),
        timezone.localdate(),
        is_raw=access.has_raw_rights,
    )


def questions_to_answer(access: Access, figures: Iterable[SubmittedFigure]) -> list[Question]:
    """What was asked about figures; what compares with others' only for who may know those."""
    return [each for each in asked_about(figures) if access.has_raw_rights or not each.is_raw]


def known_cells(
    access: Access, organisation: Organisation, indicators: frozenset[str]
) -> dict[Cell, Numbers]:
    """Earlier figures that this person may read: a partner those that it handed in itself."""
    if access.has_raw_rights:
        return stored_cells(access.initiative, indicators)
    own = handed_in_cells(organisation, indicators)
    return {cell: numbers_of(figure) for cell, figure in own.items()}
