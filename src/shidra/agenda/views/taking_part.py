"""Taking part: comments, their answers, signatures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.agenda.actions import (
    NoLongerOpen,
    NotOpenForComments,
    answer_comment,
    comment_on,
)
from shidra.agenda.forms import AnswerForm, CommentForm
from shidra.agenda.models import AgendaVersion, Clause
from shidra.agenda.permissions import (
    comment_or_404,
    version_or_404,
    voice_of,
)
from shidra.agenda.presentation.clauses import clause_view
from shidra.agenda.presentation.pages import comment_line
from shidra.agenda.presentation.signatures import address_of
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["answer", "comment"]


def _to_clause(version: AgendaVersion, clause: str) -> HttpResponse:
    return redirect(address_of(version, f"clause-{clause}"))


@opens(Right.COMMENT)
def comment(request: HttpRequest, access: Access, number: int, clause: str) -> HttpResponse:
    """Say something about a clause."""
    version = version_or_404(access, number)
    if clause not in Clause.values:
        raise Http404
    form = CommentForm(request.POST) if request.method == "POST" else CommentForm.fresh()
    if request.method == "POST" and form.is_valid():
        voice = voice_of(access)
        try:
            comment_on(
                version=version,
                clause=Clause(clause),
                by=access.actor,
                speaks_for=voice,
                **form.said,
            )
        except NotOpenForComments:
            form.add_error(None, _("No comments are taken any more. Copy what you wrote."))
        else:
            messages.success(request, _("Thank you. The backbone will answer beside it."))
            return _to_clause(version, clause)
    elif not version.takes_comments_on(timezone.localdate()):
        return _to_clause(version, clause)
    view = clause_view(version.wording, Clause(clause), get_language() or "he")
    context = {
        "access": access,
        "version": version,
        "form": form,
        "clause": view,
        "submit": _("Send the comment"),
        "cancel_href": address_of(version, f"clause-{clause}"),
    }
    return render(request, "agenda/comment.html", context)


@opens(Right.WRITE_AGENDA)
def answer(request: HttpRequest, access: Access, number: int, pk: int) -> HttpResponse:
    """Say whether a comment was taken up, and why."""
    version, language = version_or_404(access, number), get_language() or "he"
    said = comment_or_404(access, version, pk)
    initial = {"answer": said.answer, "reason": said.answer_reason}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            answer_comment(comment=said, by=access.actor, **form.given)
        except NoLongerOpen:
            messages.warning(request, _("The version is adopted; its answers stand as given."))
        else:
            messages.success(request, _("The answer stands beside the comment."))
        return _to_clause(version, said.clause)
    context = {
        "access": access,
        "version": version,
        "form": form,
        "clause": clause_view(version.wording, Clause(said.clause), language),
        "comment": comment_line(said, version, language, with_names=True),
        "submit": _("Answer"),
        "cancel_href": address_of(version, f"clause-{said.clause}"),
    }
    return render(request, "agenda/answer.html", context)
