"""The plan: who should pay what, where, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.desk.forms import PlanQuestionForm
from shidra.funding.analysis.plan import propose
from shidra.funding.presentation.plan_words import plan_page
from shidra.funding.queries import plan_names
from shidra.initiatives.permissions import Right, open_initiative

__all__ = ["plan"]


def plan(request: HttpRequest, code: str) -> HttpResponse:
    """A proposal for money that is not yet allocated; it writes nothing."""
    access = open_initiative(request, code, to=Right.SEE_PLAN)
    form = PlanQuestionForm(access.initiative, request.GET)
    question = form.question() if form.is_valid() else None
    page = None
    if question is not None:
        document = propose(access.initiative, question).document()
        page = plan_page(document, plan_names(access.initiative), get_language() or "he")
    return render(request, "desk/plan.html", {"access": access, "form": form, "page": page})
