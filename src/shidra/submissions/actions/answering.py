"""Keep what a partner answers to the questions about its figures."""

from collections.abc import Mapping

from django.db import transaction

from shidra.audit.actions import record
from shidra.audit.models import Actor
from shidra.initiatives.actions import hold
from shidra.submissions.models import Submission
from shidra.submissions.queries.kept import figures_of
from shidra.submissions.queries.taken import Question

__all__ = ["put_answers"]


@transaction.atomic
def put_answers(*, submission: Submission, answers: Mapping[str, str], by: Actor) -> int:
    """Answer questions of a submission that does not count yet; how many answers were new.

    Nothing is answered with nothing: an answer that was given stays until another one is.
    """
    hold(submission.initiative.code)
    stored = Submission.objects.select_for_update().get(pk=submission.pk)
    if not stored.is_open:
        return 0
    changed, found = [], 0
    for figure in figures_of(stored):
        before = [dict(each) for each in figure.questions]
        for each in figure.questions:
            answer = answers.get(Question.of_document(each, figure.row).key, "")
            if answer and answer != each["answer"]:
                each["answer"] = answer
                found += 1
        if figure.questions != before:
            changed.append(figure)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["questions"], batch_size=500)
        record(
            action="answer questions",
            by=by,
            initiative=stored.initiative.code,
            subject=f"{stored}: {stored.organisation.code}",
            detail={"answers": found},
        )
    return found
