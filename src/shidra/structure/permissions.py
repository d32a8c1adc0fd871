"""Who sees scenarios, and who may change which."""

from django.http import Http404

from shidra.audit.models import Change
from shidra.audit.queries import retired_rows
from shidra.initiatives.permissions import Access, Right
from shidra.structure.models import Scenario

__all__ = [
    "deleted_scenarios",
    "may_change",
    "may_try",
    "own_scenario_or_404",
    "retired_scenario_or_404",
    "scenario_or_404",
    "scenarios_for",
]


def scenarios_for(access: Access) -> list[Scenario]:
    """The scenarios that this person may read, latest first: members see them all."""
    if not access.may(Right.SEE_PLAN):
        return []
    return list(Scenario.objects.filter(initiative=access.initiative))


def may_try(access: Access) -> bool:
    """Whether this person may keep a scenario of their own."""
    return access.may(Right.COMMENT)


def may_change(access: Access, scenario: Scenario) -> bool:
    """Whoever made it, and whoever edits the map."""
    is_own = bool(access.actor.id) and scenario.author_id == access.actor.id
    return may_try(access) and (is_own or access.may(Right.EDIT))


def scenario_or_404(access: Access, number: int) -> Scenario:
    """The scenario of that number, if it is one of this initiative."""
    found = Scenario.objects.filter(initiative=access.initiative, pk=number).first()
    if found is None:
        raise Http404
    return found


def own_scenario_or_404(access: Access, number: int) -> Scenario:
    """The same, if this person may change it."""
    found = scenario_or_404(access, number)
    if not may_change(access, found):
        raise Http404
    return found


def deleted_scenarios(access: Access) -> list[Change]:
    """What was deleted and this person may bring back, latest first."""
    if not may_try(access):
        return []
    return [
        change
        for change in retired_rows(Scenario, access.initiative.code)
        if access.may(Right.EDIT) or (change.was.get("author_id") == access.actor.id)
    ]


def retired_scenario_or_404(access: Access, number: int) -> Change:
    """The change that deleted a scenario, if this person may take it back."""
    for change in deleted_scenarios(access):
        if change.pk == number:
            return change
    raise Http404
