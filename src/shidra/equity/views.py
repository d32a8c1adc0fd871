"""One goal for all: the measures that have one, and the worked steps of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.equity.analysis import all_against, gathered
from shidra.equity.permissions import measure_or_404
from shidra.equity.presentation import goals_page, steps_page
from shidra.equity.queries import barriers_for, measures_for_goals, strategies_for
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.queries import names_of

__all__ = ["goal", "goals"]


@opens(Right.SEE)
def goals(request: HttpRequest, access: Access) -> HttpResponse:
    """Every measure of the outcome with its goal, and how far the steps have come."""
    language, names = known(get_language()), names_of(access.initiative)
    found = all_against(access, measures_for_goals(access.initiative), names.parents)
    barriers, strategies = barriers_for(access), strategies_for(access)
    page = goals_page(access, found, barriers, strategies, names, language)
    return render(request, "equity/goals.html", {"access": access, "page": page})


@opens(Right.SEE)
def goal(request: HttpRequest, access: Access, indicator: str) -> HttpResponse:
    """The five steps of one measure."""
    measure = measure_or_404(access, indicator)
    language, names = known(get_language()), names_of(access.initiative)
    page = steps_page(access, gathered(access, measure, names.parents), names, language)
    return render(request, "equity/goal.html", {"access": access, "page": page})
