"""Writing: a draft begun, saved, opened for comments, adopted."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.agenda.actions import (
    NoLongerOpen,
    NotYet,
    SavedMeanwhile,
    adopt_agenda,
    discard_draft,
    merged,
    open_consultation,
    put_agreed_words_back,
    save_draft,
    start_draft,
)
from shidra.agenda.forms import AdoptionForm, ConsultationForm, DraftForm
from shidra.agenda.models import AgendaVersion
from shidra.agenda.permissions import version_or_404
from shidra.agenda.presentation.comparing import clash_of
from shidra.agenda.presentation.pages import version_page
from shidra.agenda.presentation.standing import obstacle_in_words
from shidra.agenda.queries import changed_outcome, choices_of, wants_reason
from shidra.initiatives.permissions import Access, Right, opens

__all__ = ["adopt", "consult", "discard", "edit", "put_back", "start"]

# How long comments are taken unless somebody chooses otherwise.
USUAL_TIME = timedelta(days=14)


@require_POST
@opens(Right.WRITE_AGENDA)
def start(_request: HttpRequest, access: Access) -> HttpResponse:
    """Begin the next version, or go on with the one that is open."""
    version = start_draft(initiative=access.initiative, by=access.actor)
    return redirect("agenda:edit", access.initiative.code, version.number)


@opens(Right.WRITE_AGENDA)
def edit(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """The whole draft on one form."""
    version = version_or_404(access, number)
    if not version.is_open:
        return _closed(request, version)
    choices = choices_of(access.initiative, version.wording)
    if request.method != "POST":
        return _form(request, access, version, DraftForm.showing(version, choices))
    form = DraftForm(request.POST, choices=choices)
    if not form.is_valid():
        return _form(request, access, version, form)
    edition = form.cleaned_data["edition"]
    try:
        save_draft(version=version, wording=form.wording, edition=edition, by=access.actor)
    except NoLongerOpen:
        return _closed(request, version)
    except SavedMeanwhile as meanwhile:
        return _saved_meanwhile(request, access, form, meanwhile.version)
    messages.success(request, _("The draft is saved."))
    return redirect("agenda:version", access.initiative.code, number)


def _form(
    request: HttpRequest, access: Access, version: AgendaVersion, form: DraftForm, **more: Any
) -> HttpResponse:
    context = {"access": access, "version": version, "form": form, **more}
    return render(request, "agenda/edit.html", context)


def _saved_meanwhile(
    request: HttpRequest, access: Access, form: DraftForm, stored: AgendaVersion
) -> HttpResponse:
    """Both texts, brought together in the form: saved once more, the person's own words count."""
    base, mine = form.cleaned_data["base"], form.wording
    merge = merged(base, mine, stored.wording)
    clash = clash_of(base, mine, stored, merge.both, merge.theirs, get_language() or "he")
    choices = choices_of(access.initiative, merge.wording)
    again = DraftForm.showing(stored, choices, merge.wording)
    return _form(request, access, stored, again, clash=clash)


def _closed(request: HttpRequest, version: AgendaVersion) -> HttpResponse:
    messages.warning(
        request, _("This version is not open any more; its words do not change. Begin a new draft.")
    )
    return redirect("agenda:page", version.initiative.code)


@opens(Right.WRITE_AGENDA)
def consult(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Open the draft for comments until a day, or move that day."""
    version = version_or_404(access, number)
    if not version.is_open:
        return _closed(request, version)
    until = version.consultation_until or timezone.localdate() + USUAL_TIME
    initial = {"until": until, "edition": version.edition}
    form = ConsultationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            open_consultation(version=version, by=access.actor, **form.cleaned_data)
        except (SavedMeanwhile, NoLongerOpen):
            messages.warning(request, _("Somebody has changed the draft just now. Read it again."))
        else:
            messages.success(request, _("Everybody here can read it now, and members comment."))
        return redirect("agenda:version", access.initiative.code, number)
    submit = _("Open for comments") if version.status == "draft" else _("Move the last day")
    context = {"access": access, "version": version, "form": form, "submit": submit}
    return render(request, "agenda/consult.html", context | _way_back(version))


@opens(Right.WRITE_AGENDA)
def adopt(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Adopt the version on a day; another outcome than before needs a decision and its reason."""
    version = version_or_404(access, number)
    if not version.is_open:
        return _closed(request, version)
    form = AdoptionForm(
        request.POST or None,
        initial={"on": timezone.localdate(), "edition": version.edition},
        wants_reason=wants_reason(version, timezone.localdate()),
        changes_outcome=bool(changed_outcome(version)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            adopt_agenda(version=version, by=access.actor, **form.cleaned_data)
        except NotYet as not_yet:
            for obstacle in sorted(not_yet.obstacles):
                form.add_error(None, obstacle_in_words(obstacle))
        except (SavedMeanwhile, NoLongerOpen):
            messages.warning(request, _("Somebody has changed the draft just now. Read it again."))
            return redirect("agenda:version", access.initiative.code, number)
        else:
            messages.success(request, _("Adopted. Partners can sign it now."))
            return redirect("agenda:page", access.initiative.code)
    page = version_page(access, version, get_language() or "he")
    context = {"access": access, "page": page, "form": form, "submit": _("Adopt")}
    return render(request, "agenda/adopt.html", context | _way_back(version))


def _way_back(version: AgendaVersion) -> dict[str, str]:
    address = reverse("agenda:version", args=[version.initiative.code, version.number])
    return {"cancel_href": address}


@require_POST
@opens(Right.WRITE_AGENDA)
def discard(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Throw a draft away that nobody was shown."""
    version = version_or_404(access, number)
    try:
        discard_draft(version=version, by=access.actor)
    except NoLongerOpen:
        return _closed(request, version)
    messages.success(request, _("The draft is thrown away."))
    return redirect("agenda:page", access.initiative.code)


@require_POST
@opens(Right.WRITE_AGENDA)
def put_back(request: HttpRequest, access: Access) -> HttpResponse:
    """Let the initiative say again what was agreed."""
    if put_agreed_words_back(initiative=access.initiative, by=access.actor):
        messages.success(request, _("The initiative says again what was agreed."))
    return redirect("agenda:page", access.initiative.code)
