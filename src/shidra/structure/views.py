"""What follows from the map as a whole, and what if something in it were different."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.audit.actions import CannotReturn, ChangedSince
from shidra.gaps.analysis import missing_list
from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.roadmap.presentation.wording import MapWording
from shidra.roadmap.queries import adopted_version_or_none, state_of
from shidra.structure.actions import (
    add_step,
    bring_back_scenario,
    delete_scenario,
    keep_scenario,
    rename_scenario,
    take_step_back,
)
from shidra.structure.analysis import compared, structure_or_none
from shidra.structure.forms import CutForm, DiscountForm, MoveForm, ScenarioForm
from shidra.structure.models import Scenario
from shidra.structure.permissions import (
    deleted_scenarios,
    may_change,
    may_try,
    own_scenario_or_404,
    retired_scenario_or_404,
    scenario_or_404,
    scenarios_for,
)
from shidra.structure.presentation import scenario_page, scenario_rows, structure_page
from shidra.structure.queries import map_or_404, steps_of

__all__ = ["begin", "bring_back", "change", "delete", "rename", "scenario", "structure"]

STEP_FORMS: dict[str, Any] = {"cut": CutForm, "discount": DiscountForm, "move": MoveForm}


@opens(Right.SEE)
def structure(request: HttpRequest, access: Access) -> HttpResponse:
    """Loops, leverage, and where links carry effects, worth and paths."""
    found, language = structure_or_none(access.initiative), known(get_language())
    context = {
        "access": access,
        "page": found
        and structure_page(
            access.initiative.code,
            found,
            language=language,
            outcome=request.GET.get("outcome", ""),
        ),
        "scenarios": scenario_rows(scenarios_for(access), language),
        "may_see_scenarios": access.may(Right.SEE_PLAN),
        "may_try": may_try(access),
        "deleted": [each.pk for each in deleted_scenarios(access)[:1]],
    }
    return render(request, "structure/page.html", context)


@opens(Right.COMMENT)
def begin(request: HttpRequest, access: Access) -> HttpResponse:
    """Begin a scenario by its name and the reason why it is asked."""
    form = ScenarioForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = keep_scenario(
            initiative=access.initiative,
            **form.cleaned_data,
            language=known(get_language()),
            by=access.actor,
        )
        return redirect("structure:scenario", access.initiative.code, made.pk)
    return render(request, "structure/begin.html", {"access": access, "form": form})


@opens(Right.SEE_PLAN)
def scenario(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """The scenario beside the map."""
    return _beside_the_map(request, access, scenario_or_404(access, number))


def _beside_the_map(
    request: HttpRequest, access: Access, asked: Scenario, **forms: Any
) -> HttpResponse:
    initiative, here = access.initiative, map_or_404(access.initiative)
    found = compared(
        here,
        steps_of(asked),
        missing_list(access).visible,
        (initiative.longest_path, float(initiative.path_exponent)),
    )
    context = {
        "access": access,
        "scenario": asked,
        "page": scenario_page(
            MapWording(initiative, known(get_language())),
            asked,
            found,
            state_of(adopted_version_or_none(initiative)),
        ),
        "may_change": may_change(access, asked),
        "move_form": MoveForm(here=here),
        "cut_form": CutForm(here=here),
        "discount_form": DiscountForm(here=here) if here.with_effect else None,
    } | forms
    return render(request, "structure/scenario.html", context)


@require_POST
@opens(Right.COMMENT)
def change(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Add a step to a scenario, or take one out of it."""
    asked, here = own_scenario_or_404(access, number), map_or_404(access.initiative)
    name = next((each for each in STEP_FORMS if each in request.POST), "move")
    form = STEP_FORMS[name](request.POST, here=here)
    if named := request.POST.get("back", ""):
        take_step_back(scenario=asked, named=named, by=access.actor)
    elif form.is_valid():
        add_step(scenario=asked, step=form.step, by=access.actor)
    else:
        return _beside_the_map(request, access, asked, **{f"{name}_form": form})
    return redirect("structure:scenario", access.initiative.code, number)


@opens(Right.COMMENT)
def rename(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Call a scenario otherwise, or say better why it is asked."""
    asked, language = own_scenario_or_404(access, number), known(get_language())
    begins = {"name": asked.name.words(language), "reason": asked.reason.words(language)}
    form = ScenarioForm(request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        rename_scenario(scenario=asked, **form.cleaned_data, language=language, by=access.actor)
        messages.success(request, _("Saved."))
        return redirect("structure:scenario", access.initiative.code, number)
    context = {"access": access, "form": form, "scenario": asked}
    return render(request, "structure/rename.html", context)


@require_POST
@opens(Right.COMMENT)
def delete(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Delete a scenario; the page that follows offers to bring it back."""
    delete_scenario(scenario=own_scenario_or_404(access, number), by=access.actor)
    messages.success(request, _("The scenario was deleted. It can be brought back below."))
    return redirect("structure:page", access.initiative.code)


@require_POST
@opens(Right.COMMENT)
def bring_back(request: HttpRequest, access: Access, deleted: int) -> HttpResponse:
    """Take the deletion of a scenario back."""
    undone = retired_scenario_or_404(access, deleted)
    try:
        bring_back_scenario(change=undone, by=access.actor)
    except (ChangedSince, CannotReturn):
        messages.info(request, _("This scenario is here already."))
    return redirect("structure:scenario", access.initiative.code, undone.row)
