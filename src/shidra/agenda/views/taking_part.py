"""Taking part: comments, their answers, signatures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.agenda.actions import (
    NoLongerOpen,
    NotOpenForComments,
    NotSignable,
    answer_comment,
    comment_on,
    sign_agenda,
)
from shidra.agenda.forms import AnswerForm, CommentForm, SignatureForm
from shidra.agenda.models import AgendaVersion, Clause
from shidra.agenda.permissions import (
    comment_or_404,
    signers_of,
    version_or_404,
    voice_of,
)
from shidra.agenda.presentation.clauses import clause_view
from shidra.agenda.presentation.pages import comment_line
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["answer", "comment", "sign"]


def _address(version: AgendaVersion, part: str) -> str:
    address = reverse("agenda:version", args=[version.initiative.code, version.number])
    return f"{address}#{part}"


def _to_clause(version: AgendaVersion, clause: str) -> HttpResponse:
    return redirect(_address(version, f"clause-{clause}"))


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
        "cancel_href": _address(version, f"clause-{clause}"),
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
        "cancel_href": _address(version, f"clause-{said.clause}"),
    }
    return render(request, "agenda/answer.html", context)


@opens(Right.SIGN)
def sign(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Sign for what is one's own; the backbone writes down what others signed on paper."""
    version = version_or_404(access, number)
    on_paper = "paper" in request.GET and access.may(Right.WRITE_AGENDA)
    signers = signers_of(access, version, on_paper=on_paper)
    if not signers.is_anybody:
        messages.info(request, _("There is nobody left here for whom you could sign."))
        return redirect("agenda:version", access.initiative.code, number)
    initial = {"on": timezone.localdate(), "signer": "" if on_paper else access.actor.label}
    form = SignatureForm(request.POST or None, signers=signers, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sign_agenda(version=version, by=access.actor, is_on_paper=on_paper, **form.signature)
        except NotSignable:
            messages.warning(request, _("This version does not count any more."))
        else:
            messages.success(request, _("Signed. It stands under the agenda from now on."))
        return redirect("agenda:version", access.initiative.code, number)
    context = {
        "access": access,
        "version": version,
        "form": form,
        "on_paper": on_paper,
        "submit": _("Write down the signature") if on_paper else _("Sign"),
        "cancel_href": _address(version, "signatures"),
    }
    return render(request, "agenda/sign.html", context)
