"""The plan: who should pay what, where, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.desk.forms import PlanQuestionForm
from shidra.desk.presentation.plan_picture import plan_picture
from shidra.funding.analysis.plan import propose
from shidra.funding.presentation.plan_words import plan_page
from shidra.funding.queries import plan_names
from shidra.initiatives.permissions import Access, Right, opens
from shidra.protection.permissions import policy_for

__all__ = ["plan"]


@opens(Right.SEE_PLAN)
def plan(request: HttpRequest, access: Access) -> HttpResponse:
    """A proposal for money that is not yet allocated; it writes nothing."""
    form = PlanQuestionForm(access, request.GET)
    question = form.question() if form.is_valid() else None
    language = get_language() or "he"
    page = picture = None
    if question is not None:
        proposal = propose(access, question)
        names, policy = plan_names(access.initiative), policy_for(access)
        page = plan_page(proposal.document(), names, language, policy)
        picture = plan_picture(page.lines, access.initiative.currency, language)
    shown = {"access": access, "form": form, "page": page, "picture": picture}
    shown["is_partial"] = question is not None and proposal.is_partial
    return render(request, "desk/plan.html", shown)
