"""What follows from the map as a whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.structure.analysis import structure_or_none
from shidra.structure.presentation import structure_page

__all__ = ["structure"]


@opens(Right.SEE)
def structure(request: HttpRequest, access: Access) -> HttpResponse:
    """Loops, leverage, and where links carry effects, worth and paths."""
    found = structure_or_none(access.initiative)
    page = found and structure_page(
        access.initiative.code,
        found,
        language=known(get_language()),
        outcome=request.GET.get("outcome", ""),
    )
    return render(request, "structure/page.html", {"access": access, "page": page})
