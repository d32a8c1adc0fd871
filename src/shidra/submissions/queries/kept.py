"""The submissions that are there, with their figures and steps."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from shidra.initiatives.models import Initiative
from shidra.network.models import Organisation
from shidra.submissions.models import Submission, SubmittedFigure
from shidra.submissions.queries.taken import Question

__all__ = [
    "answers_to",
    "asked_about",
    "figures_of",
    "submission_or_none",
    "submissions_of",
    "waiting_for",
]

Status = Submission.Status


def submissions_of(of: Initiative | Organisation) -> QuerySet[Submission]:
    """What one partner handed in, or all of them; the latest first."""
    name = "initiative" if isinstance(of, Initiative) else "organisation"
    rows = Submission.objects.filter(**{name: of}).select_related("organisation")
    return rows.annotate(count=Count("figures")).order_by("-number")


def submission_or_none(initiative: Initiative, number: int) -> Submission | None:
    """The submission of this number."""
    return (
        Submission.objects.filter(initiative=initiative, number=number)
        .select_related("organisation", "replaces", "initiative")
        .first()
    )


def figures_of(submission: Submission) -> list[SubmittedFigure]:
    """Its figures in the order of the file."""
    rows: QuerySet[Any] = submission.figures.select_related(
        "indicator", "place", "group_set", "corrects__submission"
    )
    return list(rows)


def asked_about(figures: Iterable[SubmittedFigure]) -> list[Question]:
    """What was asked about figures when they were handed in."""
    return [Question.of_document(said, each.row) for each in figures for said in each.questions]


def answers_to(figures: Iterable[SubmittedFigure]) -> dict[str, str]:
    """The answers that were given, by the key of their question."""
    return {
        Question.of_document(said, each.row).key: said["answer"]
        for each in figures
        for said in each.questions
    }


def waiting_for(initiative: Initiative, *statuses: Status) -> QuerySet[Submission]:
    """Submissions that stand at one of these steps, the oldest first."""
    rows = Submission.objects.filter(initiative=initiative, status__in=statuses)
    return rows.select_related("organisation").order_by("number")
