"""Knowing: the context sheet of a factor, voices, and that somebody looked at it today."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.initiatives.permissions import Access, Right, opens
from shidra.roadmap import actions
from shidra.roadmap.forms import ContextForm, VoiceDecisionForm, VoiceForm
from shidra.roadmap.models import Factor
from shidra.roadmap.permissions import confirmable_or_404, factor_or_404, voice_or_404
from shidra.roadmap.presentation.saying import voice_line
from shidra.roadmap.queries import context_or_none

__all__ = ["add_voice", "context_sheet", "reviewed", "voice"]


def _to(access: Access, factor: str, part: str) -> str:
    return f"{reverse('desk:factor', args=[access.initiative.code, factor])}#{part}"


@require_POST
@opens(Right.EDIT_OWN)
def reviewed(request: HttpRequest, access: Access, factor: str) -> HttpResponse:
    """Say that what the map says of a factor was looked at today and still holds."""
    entry = confirmable_or_404(access, factor)
    actions.confirm_factor(factor=entry.factor, by=access.actor)
    messages.success(request, _("Looked at today."))
    return redirect(_to(access, factor, "short"))


@opens(Right.EDIT)
def context_sheet(request: HttpRequest, access: Access, factor: str) -> HttpResponse:
    """What lies under a factor, layer by layer, in the reader's language."""
    entry = factor_or_404(access, factor)
    sheet = context_or_none(entry.factor)
    form, clashes = ContextForm(request.POST or None, sheet=sheet), []
    if request.method == "POST" and form.is_valid():
        if _saved(access, entry.factor, form):
            messages.success(request, _("Saved."))
            return redirect(_to(access, factor, "context"))
        clashes, form = form.clashes, form.once_more()
    context = {
        "access": access,
        "factor": factor,
        "name": entry.name.shown(get_language() or "he"),
        "form": form,
        "clashes": clashes,
        "theirs": form.sheet,
        "submit": _("Save"),
        "cancel_href": _to(access, factor, "context"),
    }
    return render(request, "roadmap/context.html", context)


def _saved(access: Access, factor: Factor, form: ContextForm) -> bool:
    """Save what was written upon what others have left; not where both wrote the same layer."""
    if form.clashes:
        return False
    edition = form.sheet.edition if form.sheet else 0
    try:
        actions.save_context(factor=factor, texts=form.texts, edition=edition, by=access.actor)
    except actions.SavedMeanwhile as meanwhile:
        form.sheet = meanwhile.sheet
        return False
    return True


@opens(Right.COMMENT)
def add_voice(request: HttpRequest, access: Access, factor: str) -> HttpResponse:
    """Bring the words of somebody who lives it, without a name and with their consent."""
    entry = factor_or_404(access, factor)
    form = VoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_voice(factor=entry.factor, by=access.actor, **form.voice)
        messages.success(request, _("Thank you. The backbone reads it before others see it."))
        return redirect(_to(access, factor, "voices"))
    context = {
        "access": access,
        "factor": factor,
        "name": entry.name.shown(get_language() or "he"),
        "form": form,
        "submit": _("Send it to be read"),
        "cancel_href": _to(access, factor, "voices"),
    }
    return render(request, "roadmap/voice_add.html", context)


@opens(Right.COMMENT)
def voice(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Show a voice, or not, or forget it; who brought it may have it forgotten."""
    said = voice_or_404(access, pk)
    form = VoiceDecisionForm(request.POST or None, moderates=access.may(Right.MODERATE))
    back = _to(access, said.factor.code, "voices")
    if request.method == "POST" and form.is_valid():
        decision, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
        if decision == "withdraw":
            actions.withdraw_voice(voice=said, by=access.actor)
        else:
            actions.decide_voice(
                voice=said, show=decision == "show", by=access.actor, reason=reason
            )
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {
        "access": access,
        "form": form,
        "line": voice_line(said, access, get_language() or "he"),
        "submit": _("Save"),
        "cancel_href": back,
    }
    return render(request, "roadmap/voice.html", context)
