"""The page that says why something is not open: the initiative is over, a second factor is wanted."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.defaults import permission_denied

from shidra.initiatives.permissions import InitiativeIsOver, SecondFactorWanted, open_initiative
from shidra.initiatives.presentation import standing_of

__all__ = ["refused"]


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer with 403 and a sentence that helps; of all else with Django's own page."""
    if isinstance(exception, InitiativeIsOver):
        standing = standing_of(exception.initiative, get_language() or "he")
        return _page(request, exception, "initiatives/over.html", {"standing": standing})
    if isinstance(exception, SecondFactorWanted):
        return _page(request, exception, "initiatives/second_factor_wanted.html", {})
    return permission_denied(request, exception)


def _page(
    request: HttpRequest,
    refusal: InitiativeIsOver | SecondFactorWanted,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    # So that the frame offers the pages that this person may read.
    with suppress(Http404, PermissionDenied):
        open_initiative(request, refusal.initiative.code)
    return render(request, template, {**context, "is_reading": request.method == "GET"}, status=403)
