"""What the facilitator sees: the list, the wall, and the table at which suggestions are decided."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shidra.initiatives.permissions import Access, Right, opens
from shidra.workshops.actions import (
    Refused,
    accept_doubt,
    accept_factor,
    accept_link,
    change_workshop,
    close_workshop,
    join_with,
    open_workshop,
    put_back,
    set_aside,
)
from shidra.workshops.analysis import arrived
from shidra.workshops.forms import (
    AcceptDoubtForm,
    AcceptFactorForm,
    AcceptLinkForm,
    AsideForm,
    JoinForm,
    WorkshopForm,
)
from shidra.workshops.models import Suggestion, Workshop
from shidra.workshops.permissions import suggestion_or_404, workshop_or_404
from shidra.workshops.presentation.deciding import (
    Decision,
    decision_on,
    next_waiting_or_none,
    refusal,
    table_page,
)
from shidra.workshops.presentation.pages import wall_page, workshop_list
from shidra.workshops.queries import workshops_of

__all__ = ["at_the_table", "begin", "change", "close", "decide", "wall", "workshops"]

Kind = Suggestion.Kind
_ACCEPTING: dict[Suggestion.Kind, Any] = {
    Kind.FACTOR: accept_factor,
    Kind.LINK: accept_link,
    Kind.DOUBT: accept_doubt,
}


@opens(Right.HOLD_WORKSHOP)
def workshops(request: HttpRequest, access: Access) -> HttpResponse:
    """The workshops of an initiative."""
    listed = workshop_list(list(workshops_of(access.initiative)), get_language() or "he")
    return render(request, "workshops/list.html", {"access": access, "workshops": listed})


@opens(Right.HOLD_WORKSHOP)
def begin(request: HttpRequest, access: Access) -> HttpResponse:
    """Open a workshop on the map."""
    form = _workshop_form(request, access)
    if request.method == "POST" and form.is_valid():
        made = open_workshop(initiative=access.initiative, by=access.actor, **form.given)
        return redirect("workshops:table", access.initiative.code, made.pk)
    return render(request, "workshops/begin.html", {"access": access, "form": form})


@opens(Right.HOLD_WORKSHOP)
def change(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Ask otherwise, last longer, show more or less."""
    workshop = workshop_or_404(access, pk)
    form = _workshop_form(request, access, workshop)
    if request.method == "POST" and form.is_valid():
        change_workshop(workshop=workshop, by=access.actor, **form.given)
        messages.success(request, _("Saved."))
        return redirect("workshops:table", access.initiative.code, pk)
    context = {"access": access, "form": form, "workshop": workshop}
    return render(request, "workshops/begin.html", context)


def _workshop_form(
    request: HttpRequest, access: Access, workshop: Workshop | None = None
) -> WorkshopForm:
    return WorkshopForm(
        request.POST or None,
        initial=WorkshopForm.of(workshop) if workshop else None,
        page=get_language() or "he",
        is_public=access.initiative.is_public,
    )


@require_POST
@opens(Right.HOLD_WORKSHOP)
def close(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """End it: the code opens nothing any more."""
    close_workshop(workshop=workshop_or_404(access, pk), by=access.actor)
    messages.success(request, _("The workshop is over, and its code opens nothing any more."))
    return redirect("workshops:table", access.initiative.code, pk)


@never_cache
@opens(Right.HOLD_WORKSHOP)
def wall(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """For the projector: how to come in, and what was accepted."""
    workshop = workshop_or_404(access, pk)
    language = get_language() or "he"
    link = request.build_absolute_uri(
        _without_language(reverse("workshops:room", args=[workshop.code]))
    )
    address = request.get_host() + _without_language(reverse("workshops:enter")).rstrip("/")
    context = {"access": access, "page": wall_page(workshop, address, link, language)}
    template = "workshops/wall.html#growing" if _asks_for_part(request) else "workshops/wall.html"
    return render(request, template, context)


def _without_language(path: str) -> str:
    """The address as everybody types it; it leads to the language of the phone."""
    return path.removeprefix(f"/{get_language() or 'he'}")


def _asks_for_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


@never_cache
@opens(Right.HOLD_WORKSHOP)
def at_the_table(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """What arrives, likely duplicates together, and what was decided."""
    workshop = workshop_or_404(access, pk)
    page = table_page(workshop, arrived(workshop), get_language() or "he")
    part = "#arriving" if _asks_for_part(request) else ""
    return render(request, f"workshops/table.html{part}", {"access": access, "page": page})


@never_cache
@opens(Right.HOLD_WORKSHOP)
def decide(request: HttpRequest, access: Access, pk: int, number: int) -> HttpResponse:
    """One suggestion: into the draft of the map, joined with another, or set aside."""
    workshop = workshop_or_404(access, pk)
    suggestion, language = suggestion_or_404(workshop, number), get_language() or "he"
    decision = decision_on(suggestion, arrived(workshop), language)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = _forms(request, decision, act)
    if act == "back" or (act in forms and forms[act].is_valid()):
        try:
            said = _act(access, suggestion, act, forms)
        except Refused as refused:
            messages.error(request, refusal(refused.problem, refused.rejections))
        else:
            messages.success(request, said)
            return _onwards(access, workshop, number)
    context = {
        "access": access,
        "page": table_page(workshop, arrived(workshop), language, chosen=number),
        "decision": decision,
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return render(request, "workshops/table.html", context)


def _forms(request: HttpRequest, decision: Decision, act: str) -> dict[str, Any]:
    """The forms of a decision; what was typed stands in the one that was sent."""
    form: Any = {
        Kind.FACTOR: AcceptFactorForm,
        Kind.LINK: AcceptLinkForm,
        Kind.DOUBT: AcceptDoubtForm,
    }[decision.kind]

    def typed(name: str) -> Any:
        return request.POST if act == name else None

    return {
        "accept": form(typed("accept"), initial=dict(decision.initial), **decision.choices),
        "aside": AsideForm(typed("aside")),
        "join": JoinForm(typed("join"), choices=decision.same),
    }


def _act(access: Access, suggestion: Suggestion, act: str, forms: dict[str, Any]) -> str:
    if act == "accept":
        _ACCEPTING[Kind(suggestion.kind)](
            access=access, suggestion=suggestion, **forms["accept"].given
        )
        return _("It stands in the draft of the map.")
    if act == "aside":
        set_aside(access=access, suggestion=suggestion, **forms["aside"].cleaned_data)
        return _("Set aside. Whoever sent it can read why.")
    if act == "join":
        kind, _colon, named = forms["join"].cleaned_data["same"].partition(":")
        same: dict[str, Any] = {"code": named} if kind == "f" else {"other": int(named)}
        join_with(access=access, suggestion=suggestion, **same)
        return _("Joined with it.")
    put_back(access=access, suggestion=suggestion)
    return _("It waits again.")


def _onwards(access: Access, workshop: Workshop, number: int) -> HttpResponse:
    """To the next one that waits."""
    code = access.initiative.code
    if following := next_waiting_or_none(arrived(workshop), number):
        return redirect("workshops:decide", code, workshop.pk, following)
    return redirect("workshops:table", code, workshop.pk)
