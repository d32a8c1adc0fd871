"""Writing: a draft opened for comments, taken back, adopted, thrown away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shidra.initiatives.permissions import Access, Right, opens
from shidra.roadmap.actions import (
    ChangedMeanwhile,
    NotADraft,
    NothingToAdopt,
    NotYet,
    adopt_open_version,
    back_to_draft,
    discard_draft,
    open_consultation,
)
from shidra.roadmap.forms import AdoptionForm, ConsultationForm, ReasonForm
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.permissions import version_or_404
from shidra.roadmap.presentation.versions import obstacle_in_words, version_page
from shidra.roadmap.queries import state_of, version_before_or_none

__all__ = ["adopt", "back", "consult", "discard"]


def _to(version: RoadmapVersion) -> HttpResponse:
    return redirect("roadmap:version", version.initiative.code, version.number)


def _closed(request: HttpRequest, access: Access) -> HttpResponse:
    messages.warning(request, _("This version is not open any more; what it says stays."))
    return redirect("roadmap:versions", access.initiative.code)


def _href(version: RoadmapVersion) -> str:
    return reverse("roadmap:version", args=[version.initiative.code, version.number])


@opens(Right.ADOPT_ROADMAP)
def consult(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Open the draft for comments until a day, or move that day."""
    version = version_or_404(access, number)
    if not version.is_open:
        return _closed(request, access)
    is_new = version.status == RoadmapVersion.Status.DRAFT
    form = ConsultationForm(request.POST or None, initial={"until": version.consultation_until})
    if request.method == "POST" and form.is_valid():
        try:
            open_consultation(
                initiative=access.initiative, until=form.cleaned_data["until"], by=access.actor
            )
        except NothingToAdopt:
            return _closed(request, access)
        messages.success(request, _("Everybody here can read it now, and members comment."))
        return _to(version)
    context = {
        "access": access,
        "version": version,
        "form": form,
        "title": _("Open the map for comments") if is_new else _("Move the last day of comments"),
        "submit": _("Open for comments") if is_new else _("Move the last day"),
        "cancel_href": _href(version),
    }
    return render(request, "roadmap/consult.html", context)


@require_POST
@opens(Right.ADOPT_ROADMAP)
def back(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Close the consultation, and go on drafting."""
    version = version_or_404(access, number)
    if not version.is_open:
        return _closed(request, access)
    back_to_draft(initiative=access.initiative, by=access.actor)
    messages.success(request, _("It is a draft again. What was said and answered stays."))
    return _to(version)


@opens(Right.ADOPT_ROADMAP)
def adopt(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Adopt the version on a day, with who decided and why; what changes stands beside it."""
    version = version_or_404(access, number)
    if not version.is_open:
        return _closed(request, access)
    initial = {"on": timezone.localdate(), "read": state_of(version).fingerprint}
    form = AdoptionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            adopt_open_version(initiative=access.initiative, by=access.actor, **form.decision)
        except NotYet as not_yet:
            for obstacle in sorted(not_yet.obstacles):
                form.add_error(None, obstacle_in_words(obstacle))
        except ChangedMeanwhile:
            messages.warning(request, _("Somebody has changed the draft just now. Read it again."))
            return redirect(request.path)
        except NothingToAdopt:
            return _closed(request, access)
        else:
            messages.success(
                request, _("Version %(number)s of the map counts now.") % {"number": number}
            )
            return redirect("desk:map", access.initiative.code)
    page = version_page(access, version, version_before_or_none(version), get_language() or "he")
    context = {
        "access": access,
        "page": page,
        "version": version,
        "form": form,
        "submit": _("Adopt"),
        "cancel_href": _href(version),
    }
    return render(request, "roadmap/adopt.html", context)


@opens(Right.ADOPT_ROADMAP)
def discard(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Throw a draft away that nobody else was shown."""
    version = version_or_404(access, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            discard_draft(
                initiative=access.initiative, number=number, by=access.actor, **form.cleaned_data
            )
        except NotADraft:
            return _closed(request, access)
        messages.success(request, _("The draft is gone; the trail keeps each change of it."))
        return redirect("roadmap:versions", access.initiative.code)
    context = {
        "access": access,
        "version": version,
        "form": form,
        "title": _("Throw this draft away"),
        "lead": _("The map that counts stays as it is. The trail keeps each change of the draft."),
        "submit": _("Throw the draft away"),
        "is_danger": True,
        "cancel_href": _href(version),
    }
    return render(request, "roadmap/form.html", context)
